"""Minimums, maximums and commitments in; those per the wrong thing, those that contradict each other, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import clashes, cycle_words, family, once, per, said
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.words import money
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Amounts, Bound, Commitment, Cycle, Plan
from seatpolicy.source.text import Span
from seatpolicy.values.periods import Period, ratio

E = Severity.ERROR
MN761 = code("MN761", "bound-per-what", E, "a minimum, maximum or commitment is an amount per period")
MN764 = code("MN764", "minimum-above-maximum", E, "a minimum lies above the maximum")
MN766 = code("MN766", "bound-over-different-cycles", E, "a minimum over all plans needs one cycle")


def check_money_bounds(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every minimum, maximum and commitment of a charge, a plan and the policy."""
    found: list[Diagnostic] = []
    found += _block(policy.name, policy.minimum, policy.maximum, [case.value for case in policy.commitment])
    for plan in (*policy.plans.values(), *policy.addons.values()):
        found += _block(plan.name, plan.minimum, plan.maximum, [case.value for case in plan.commitment])
        for charge in plan.charges:
            found += _block(charge.name, charge.minimum, charge.maximum, [case.value for case in charge.commitment])
    found += _shared(policy)
    return once(found)


def _block(
    name: str, minimum: Cases[Bound], maximum: Cases[Bound], commitments: Sequence[Commitment]
) -> Iterator[Diagnostic]:
    for word, cases in (("minimum", minimum), ("maximum", maximum)):
        for case in cases:
            yield from _per(case.value.amounts, case.value.at, word, name)
    for commitment in commitments:
        yield from _per(commitment.amounts, commitment.at, "commitment", name)
    for low, high in clashes(minimum, maximum, lambda one, other: _above(one, other) is not None):
        currency = _above(low.value, high.value) or ""
        amounts, others = low.value.amounts, high.value.amounts
        yield MN764.at(
            said(low.value.at),
            f"a minimum of {money(amounts.values[currency], currency)} {per(amounts.per.period)}, and a maximum of "
            f"{money(others.values[currency], currency)} {per(others.per.period)}",
            note="no bill is both",
            related=(Related(said(high.value.at), "the maximum"),),
            subject=name,
        )


def _per(amounts: Amounts, at: Span, word: str, name: str) -> Iterator[Diagnostic]:
    unit, period = amounts.per.unit, amounts.per.period
    bound = word != "commitment"
    if unit:
        yield MN761.at(
            said(at),
            f"a {word} is not per {unit}",
            note="it is compared with the whole bill of its block",
            hint=f"leave `per {unit}` out" if bound else f"leave `per {unit}` out; a number of seats is `at least N`",
            subject=name,
        )
    if period in ("", "once"):
        yield MN761.at(
            said(at),
            f"a {word} per what?",
            note="nothing says for which time the amount is" if not period else "a bill comes again with every cycle",
            hint=f"write `{'per cycle' if bound else 'per term'}` behind it",
            subject=name,
        )
    elif bound and period in ("term", "subscription"):
        yield MN761.at(
            said(at),
            f"a {word} is not {per(period)}",
            note="it is compared with the bill of one cycle",
            hint=f"write `per cycle`, or `commitment: … {per(period)}`" if word == "minimum" else "write `per cycle`",
            subject=name,
        )


def _above(low: Bound, high: Bound) -> str | None:
    """A currency in which a minimum is above a maximum at the same point of the bill."""
    if low.before_discounts != high.before_discounts or low.amounts.per.unit or high.amounts.per.unit:
        return None
    times = _ratio(high.amounts.per.period, low.amounts.per.period)
    if times is None:
        return None
    for currency, amount in low.amounts.values.items():
        most = high.amounts.values.get(currency)
        if most is not None and amount * times > most:
            return currency
    return None


def _ratio(longer: str, shorter: str) -> Fraction | None:
    if longer == shorter:
        return Fraction(1)
    return ratio(Period(longer), Period(shorter)) if family(longer) and family(shorter) else None


def _shared(policy: Policy) -> Iterator[Diagnostic]:
    """A minimum or maximum of the whole policy where one plan is billed by the month and another by the year."""
    if not policy.minimum and not policy.maximum:
        return
    cycles: dict[object, Plan] = {}
    for plan in policy.plans.values():
        lines = tuple((case.value, " ".join(case.when.at.text.split()) if case.when else "") for case in plan.cycle)
        if lines:
            cycles.setdefault(lines, plan)
    if len(cycles) < 2:
        return
    first, second = list(cycles.values())[:2]
    for word, bounds in (("minimum", policy.minimum), ("maximum", policy.maximum)):
        for case in bounds[:1]:
            yield MN766.at(
                said(case.at),
                f"a {word} over plans with different cycles",
                note="bills that come at different times cannot be added up",
                related=tuple(
                    Related(said(plan.cycle[0].at), f"`{plan.name}` is billed every {_every(plan.cycle)}")
                    for plan in (first, second)
                ),
                hint=f"write the {word} in each plan",
                subject=word,
            )


def _every(cycles: Cases[Cycle]) -> str:
    words = cycle_words(cycles[0].value)
    return words.removeprefix("a ") + (" or otherwise" if len(cycles) > 1 else "")
