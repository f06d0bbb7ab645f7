"""What figures the tax of an invoice, from outside: lines and attached facts in, taxes out; and the one that reads rates.

The policy declares: which facts are attached, whether prices contain the tax, what it is figured on. Whoever figures it (a
document of rates, a plugin that asks a service) gets these with the lines, and gives every tax back with its amount. No
clock is asked: the day is part of the question, so that the same bill has the same tax at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.messages import unknown_name
from seatpolicy.documents.nodes import Scalar
from seatpolicy.documents.refusals import refusal
from seatpolicy.documents.tax import Rate, RateCase, RateDocument, Taxed, TaxLine
from seatpolicy.source.text import Span


@attrs.frozen
class TaxableLine:
    """One line of the invoice: its id, its charge (empty for a top-up of a plan), the plan, add-on or policy it is of, and
    its amount as rounded and as it was before lines, charges and the total were rounded."""

    id: str
    charge: str
    owner: str
    title: str
    rounded: Fraction
    exact: Fraction


@attrs.frozen
class TaxQuestion:
    """What is to be taxed. `facts` are the attached facts of the account as texts, None where one is not known; `charges`
    every charge of the policy. `round_tax` rounds an amount of tax as the policy says. `at` is the `tax` of the policy."""

    lines: Sequence[TaxableLine]
    facts: Mapping[str, str | None]
    charges: frozenset[str]
    currency: str
    day: str
    prices_include: bool
    per_line: bool
    rounded_base: bool
    round_tax: Callable[[Fraction], Fraction]
    at: Span

    def base(self, line: TaxableLine) -> Fraction:
        """The amount of a line that is taxed."""
        return line.rounded if self.rounded_base else line.exact


class TaxFigurer(Protocol):
    """Figures tax. It must give the same answer to the same question."""

    @property
    def name(self) -> str:
        """How the invoice calls it."""

    def figure(self, question: TaxQuestion) -> Outcome[Taxed | None]:
        """The taxes of the lines; None and findings where they cannot be figured, which stops the invoice."""


@attrs.frozen
class RatesFigurer:
    """Figures tax by a document of rates."""

    rates: RateDocument

    @property
    def name(self) -> str:
        """The path of the document."""
        return self.rates.path

    def figure(self, question: TaxQuestion) -> Outcome[Taxed | None]:
        """For each line the taxes of the first case that fits it."""
        found = Diagnostics()
        found.extend(self._names(question))
        chosen: list[tuple[TaxableLine, RateCase]] = []
        for line in question.lines:
            if found.has_errors or not (line.rounded or line.exact):
                continue
            case = self._case(line, question, found)
            if case is not None:
                chosen.append((line, case))
        if found.has_errors:
            return found.outcome(None)
        return found.outcome(Taxed(self.name, question.prices_include, tuple(_taxes(chosen, question))))

    def _names(self, question: TaxQuestion) -> list[Diagnostic]:
        """Facts that the policy does not attach, and charges that it does not have."""
        found = []
        for case in self.rates.cases:
            for fact, (_, at) in case.when.items():
                if fact not in question.facts:
                    found.append(unknown_name("fact", Scalar(fact, False, at), list(question.facts)))
            for charge, at in (case.charges or {}).items():
                if charge not in question.charges:
                    found.append(unknown_name("charge", Scalar(charge, False, at), sorted(question.charges)))
        return found

    def _case(self, line: TaxableLine, question: TaxQuestion, found: Diagnostics) -> RateCase | None:
        for case in self.rates.cases:
            if case.charges is not None and line.charge not in case.charges:
                continue
            missing = next((fact for fact in case.when if question.facts[fact] is None), None)
            if missing is not None:
                told = refusal(
                    refusals.EN301,
                    question.at,
                    f"the tax depends on the fact `{missing}`, which is not given",
                    note="the rates ask for it",
                    hint=f"give it, as in `{missing}: …`",
                    subject=missing,
                )
                found.add(told.found)
                return None
            if all(question.facts[fact] == value for fact, (value, _) in case.when.items()):
                return case
        shown = ", ".join(f"{fact} {value}" for fact, value in question.facts.items())
        told = refusal(
            refusals.EN106,
            self.rates.at,
            f"no rate fits {line.title}",
            note=f"the account has {shown}" if shown else "",
            hint="add a case without `when:`, with `taxes: []` where none is due",
            subject=line.id,
        )
        found.add(told.found)
        return None


def _taxes(chosen: Sequence[tuple[TaxableLine, RateCase]], question: TaxQuestion) -> list[TaxLine]:
    """Each tax of each line, rounded; or each tax once, on all its lines together."""
    exact: dict[tuple[Rate, str], tuple[list[str], Fraction, Fraction]] = {}
    for line, case in chosen:
        whole = sum((rate.share for rate in case.taxes), Fraction(0))
        for rate in case.taxes:
            base = question.base(line)
            # Of a price with 4% in it, 4/104 is tax.
            tax = base * rate.share / (1 + whole) if question.prices_include else base * rate.share
            ids, bases, taxes = exact.get((rate, line.id if question.per_line else ""), ([], Fraction(0), Fraction(0)))
            exact[rate, line.id if question.per_line else ""] = ([*ids, line.id], bases + base, taxes + tax)
    return [
        TaxLine(rate.title, rate.share, tuple(ids), base, question.round_tax(tax))
        for (rate, _), (ids, base, tax) in exact.items()
    ]
