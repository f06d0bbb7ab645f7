"""Worked examples: the policy's own, billed anew with their arithmetic, and some of ours where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

from seatpolicy.documents.invoice import HELD, INCOMPLETE, NOT_BILLED, PRICED, REFUSED
from seatpolicy.engines.base import Engine
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.exceptions import Example, Given
from seatpolicy.semantics.model.prices import Amounts
from seatpolicy.semantics.model.types import DATE, MONEY, PERCENT, Type
from seatpolicy.tools.describe.arithmetic import invoice_words
from seatpolicy.tools.describe.curves import bounds
from seatpolicy.tools.describe.document import Block, Paragraph, Section, Table
from seatpolicy.tools.describe.exceptions import asked
from seatpolicy.tools.describe.pricing import Pricer
from seatpolicy.tools.describe.seat_costs import cases_of
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import amounts, listed, number, sentence, words_of
from seatpolicy.tools.testing.examples import run_example
from seatpolicy.tools.testing.results import FAILED, Result
from seatpolicy.values.money import format_amount

_STATUS = {
    HELD: "waits",
    REFUSED: "refused",
    INCOMPLETE: "cannot be worked out",
}
LONGEST_FIGURE = 24
_OWN = (1, 10, 50)
"""Counts of the examples that are ours, beside the bounds of the price."""


@attrs.frozen
class Case:
    """One case of an example: what is given, in words, by what it is about; what comes out, and how."""

    given: dict[str, str]
    result: str
    how: str


def worked_examples(told: Told, checked: Checked, engine: Engine, pricer: Pricer) -> Section:
    """Every example with the figures that the engine makes of it now."""
    blocks: list[Block] = []
    worked_out = False
    for title, group in groupby(told.policy.examples, key=lambda one: one.title):
        cases = [_case(told, example, run_example(example, told.policy, checked, engine)) for example in group]
        worked_out = worked_out or any(case.how for case in cases)
        blocks.append(section(sentence(title)[:-1], _table(cases)))
    if not worked_out:
        own = list(_own(told, pricer))
        blocks += [section(title, _table(cases)) for title, cases in own]
    return section("Worked examples", blocks)


def _table(cases: Sequence[Case]) -> list[Block]:
    """What all cases share as a sentence, what differs as columns."""
    subjects = list(dict.fromkeys(name for case in cases for name in case.given))
    shared = [name for name in subjects if len({case.given.get(name) for case in cases}) == 1]
    columns = [name for name in subjects if name not in shared]
    blocks: list[Block] = []
    if shared:
        blocks.append(Paragraph(f"Given: {', '.join(_together(name, cases[0].given[name]) for name in shared)}."))
    if not columns:
        for case in cases:
            blocks.append(Paragraph(sentence(f"{case.result}: {case.how}" if case.how else case.result)))
        return blocks
    how_told = any(case.how for case in cases)
    head = (*(sentence(name)[:-1] for name in columns), "Result", *(["Worked out"] if how_told else []))
    rows = tuple(
        (*(case.given.get(name, "") for name in columns), case.result, *([case.how] if how_told else [])) for case in cases
    )
    figures = {
        place
        for place, row in enumerate(zip(*rows, strict=True))
        if all(cell[:1].isdigit() and len(cell) <= LONGEST_FIGURE for cell in row)
    }
    return [*blocks, Table("", head, rows, frozenset(figures - {len(columns) + 1}))]


def _together(subject: str, value: str) -> str:
    """`49 Full member seats`, `billing monthly`."""
    return (
        f"{value} {subject}"
        if subject.endswith("seats") and not subject.startswith("the ") and value[:1].isdigit()
        else f"{subject} {value}"
    )


def _case(told: Told, example: Example, result: Result) -> Case:
    last = {(one.target, one.of): one for one in example.given}
    given = {_subject(told, one): _value(told, one) for one in last.values()}
    if result.invoice is None or result.invoice.status == NOT_BILLED:
        return Case(given, f"{_expected(told, example)}, as the policy expects; it is not worked out here yet", "")
    invoice = result.invoice
    wrong = f"; the policy expects {_expected(told, example)}" if result.status == FAILED else ""
    family = {REFUSED: "EN1", HELD: "EN2"}.get(invoice.status, "EN")
    reason = "; ".join(told.names.unquoted(one.message) for one in result.findings if one.code.startswith(family))
    status = f"{_STATUS[invoice.status]}{': ' + reason if reason else ''}" if invoice.status != PRICED else ""
    if invoice.totals is None:
        return Case(given, f"{status}{wrong}", "")
    amount = f"{format_amount(invoice.totals.net, invoice.currency)} {invoice.currency}"
    return Case(given, f"{amount}{f' ({status})' if status else ''}{wrong}", invoice_words(invoice, told.names))


def _expected(told: Told, example: Example) -> str:
    parts = []
    for one in example.expect:
        if one.outcome is not None:
            parts.append(asked(one.outcome))
        elif one.amount is not None:
            of = " in total" if one.charge == "total" else f" for {told.names.charge(one.charge)}"
            parts.append(f"{format_amount(one.amount, one.currency)} {one.currency}{of}")
    return listed(parts)


def _subject(told: Told, one: Given) -> str:
    if one.target == "seats":
        return told.names.seats([one.of]) if one.of in told.policy.seats else told.names.of(one.of)
    if one.of:
        return told.phrases.measure(x.Measure(PERCENT, one.at, one.target, one.of))
    names = {"as_of": "on", "customer_since": "customer since", "starts_on": "started on"}
    if one.target in told.policy.meters:
        return f"use of {told.names.of(one.target)}"
    return names.get(one.target, words_of(one.target))


def _value(told: Told, one: Given) -> str:
    if isinstance(one.value, Amounts):
        return amounts(one.value)
    fact = told.policy.facts.get(one.target)
    if isinstance(one.value, Fraction) and fact is None and one.target != "seats":
        percents = ("discount", "exception", "drop")
        return told.phrases.value(one.value, PERCENT if one.target.endswith(percents) else MONEY)
    kind = fact.type if fact is not None else DATE if one.target in ("customer_since", "starts_on") else Type("count")
    return told.phrases.value(one.value, kind)


def _own(told: Told, pricer: Pricer) -> Iterator[tuple[str, list[Case]]]:
    """A few counts of every plan that can be priced, where the policy has no examples of its own."""
    for case in cases_of(told, pricer):
        counts = sorted({*_OWN, *(b + more for b in bounds(case.policy, case.plan, case.seat)[:4] for more in (0, 1))})
        made = []
        for count in counts:
            invoice = pricer.bill(case, count)
            given = {told.names.seats([case.seat]): number(count)}
            given |= {
                words_of(name): told.phrases.value(value, told.policy.facts[name].type) for name, value in case.facts.items()
            }
            if invoice.status == PRICED and invoice.totals is not None and invoice.totals.net:
                amount = f"{format_amount(invoice.totals.net, case.currency)} {case.currency}"
                made.append(Case(given, amount, invoice_words(invoice, told.names)))
        if made:
            without = f", without {listed(case.left_out)}" if case.left_out else ""
            yield f"{case.plan.title}, {told.names.seats([case.seat])}{without}", made
