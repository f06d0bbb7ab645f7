"""Proration blocks in; measures, marks and credits that do not go with the cycles and charges below them, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import Sold, clashes, cycle_words, family, is_free, once, removed, said, sold
from seatpolicy.semantics.checks.periods import price_per
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Cycle, Duration, FewerSeats, MeasureOfPart, MoreSeats, Proration
from seatpolicy.semantics.reading import RQ403

E, I = Severity.ERROR, Severity.INFORMATION  # noqa: E741
PN314 = code("PN314", "month-in-a-cycle-of-days", E, "a cycle of days has no months in it")
PN315 = code("PN315", "days-of-a-month", E, "a month or a year is counted with a number of days that none has")
PN316 = code("PN316", "credit-before-bill", E, "a credit is promised for seats that are billed afterwards")
PN317 = code("PN317", "never-comes-up", I, "a statement about something that this policy never does")

IN_MONTHS = {
    "fixed days over cycle": "months of fixed length",
    "days over month": "months",
    "days over calendar month": "months of the calendar",
    "days over fixed month": "months",
    "days over fixed year": "years",
}
SENSIBLE = {
    "fixed days over cycle": (30, 30, "a month"),
    "days over fixed month": (28, 31, "a month"),
    "days over fixed year": (360, 366, "a year"),
}
LEAST_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 28 * 24, "quarter": 90 * 24, "year": 365 * 24}
MOST_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 31 * 24, "quarter": 92 * 24, "year": 366 * 24}


def check_parts_of_cycle(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every statement of every proration block."""
    found: list[Diagnostic] = []
    for one in sold(policy):
        if not is_free(one.charge):
            found += _months(policy, one)
    flat = any(cell.flat is not None for s in policy.schedules.values() for t in s.tiers for cell in t.cells.values())
    for block, charges in _blocks(policy):
        found += _lengths(block)
        found += _windows(block.fewer_seats)
        found += _windows(block.cancellation)
        if not poison.any:
            found += _credits(block, charges)
            found += _never(block, flat, len(policy.plans))
    return once(found)


def _blocks(policy: Policy) -> Iterator[tuple[Proration, Sequence[Charge]]]:
    """Every proration block with the charges that it may count for."""
    addons: dict[str, list[Charge]] = {}
    for addon in policy.addons.values():
        for name in addon.sold_with:
            addons.setdefault(name, []).extend(addon.charges if policy.plans.get(name) else ())
    everything: list[Charge] = []
    for plan in (*policy.plans.values(), *policy.addons.values()):
        everything += plan.charges
        if plan.proration.at is not None:
            yield plan.proration, [*plan.charges, *([] if plan.addon else addons.get(plan.name, []))]
        for charge in plan.charges:
            if charge.proration.at is not None:
                yield charge.proration, [charge]
    if policy.proration.at is not None:
        yield policy.proration, everything


# ---- months ---------------------------------------------------------------------------------------------------------


def _months(policy: Policy, one: Sold) -> Iterator[Diagnostic]:
    if not any(family(cycle.value.period) == "days" for cycle in one.cycles):
        return
    if any(price_per(policy, case.value).period not in ("", "once") for case in one.charge.price):
        measures: Cases[MeasureOfPart] = one.prorated(lambda block: block.measure)
        for measure, cycle in clashes(measures, one.cycles, lambda m, c: m.kind in IN_MONTHS and _of_days(c)):
            yield _no_months(measure, f"parts are measured by {IN_MONTHS[measure.value.kind]}", cycle, "measure")
    if one.charge.counts_kind not in ("seat", "item"):
        return
    more: Cases[MoreSeats] = one.prorated(lambda block: block.more_seats)
    for added, cycle in clashes(more, one.cycles, lambda m, c: _mark(m.when) and _of_days(c)):
        yield _no_months(added, f"seats are added at the {added.value.when}", cycle, "more seats")
    fewer: Cases[FewerSeats] = one.prorated(lambda block: block.fewer_seats)
    for left, cycle in clashes(fewer, one.cycles, lambda f, c: _mark(f.when) and _of_days(c)):
        yield _no_months(left, f"seats are given back at the {left.value.when}", cycle, "fewer seats")


def _of_days(cycle: Cycle) -> bool:
    return family(cycle.period) == "days"


def _mark(when: str) -> bool:
    return when in ("month mark", "quarter mark")


def _no_months(case: Case[Any], what: str, cycle: Case[Cycle], subject: str) -> Diagnostic:
    return PN314.at(
        said(case.at),
        f"{what}, and a cycle is {cycle_words(cycle.value)}",
        note="no month begins or ends with such a cycle",
        related=(Related(said(cycle.at), "the cycle"),),
        hint="say it again for this plan, in a `proration` block of its own: "
        + ("`measure: days over the cycle`" if subject == "measure" else f"`{subject}: … the next cycle`"),
        subject=subject,
    )


def _lengths(block: Proration) -> Iterator[Diagnostic]:
    for case in block.measure:
        least, most, what = SENSIBLE.get(case.value.kind, (0, 366, ""))
        if not least <= case.value.days <= most:
            which = str(least) if least == most else f"{least} to {most}"
            yield PN315.at(
                said(case.at),
                f"{what} with {case.value.days} days",
                note=f"{what} is counted with {which} days",
                hint=f"write {'30' if what == 'a month' else '360'} days",
                subject="measure",
            )


# ---- credits --------------------------------------------------------------------------------------------------------


def _windows(cases: Cases[FewerSeats]) -> Iterator[Diagnostic]:
    """A window that lies inside one above it is never reached."""
    longest: tuple[int, Case[FewerSeats]] | None = None
    for case in cases:
        within = case.value.within
        if within is None or case.when is not None:
            continue
        if longest is not None and _hours(within, MOST_HOURS) <= longest[0]:
            yield RQ403.at(
                said(case.at),
                "this window is never reached",
                note="whoever is inside it is inside the one above, which is tried first",
                related=(Related(said(longest[1].at), "as long, or longer"),),
                hint="write the shortest window first",
            )
        least = _hours(within, LEAST_HOURS)
        if longest is None or least > longest[0]:
            longest = least, case


def _hours(length: Duration, units: dict[str, int]) -> int:
    return length.length * units.get(length.unit, 0 if units is LEAST_HOURS else 10**9)


def _credits(block: Proration, charges: Sequence[Charge]) -> Iterator[Diagnostic]:
    counted = [charge for charge in charges if charge.counts_kind in ("seat", "item")]
    bills = [case for charge in counted for case in charge.bill]
    credits = [case for case in block.fewer_seats if case.value.kind != "none"]
    if not credits or not bills or any(case.value != "in arrears" for case in bills):
        return
    yield PN316.at(
        said(credits[0].at),
        "nothing was billed that could be given back",
        note="these seats are billed when the cycle is over, for as long as they were there",
        related=(Related(said(bills[0].at), "billed afterwards"),),
        hint="leave `fewer seats:` out, or write `bill: in advance`",
        subject="fewer seats",
    )


def _never(block: Proration, flat: bool, plans: int) -> Iterator[Diagnostic]:
    if not flat:
        for case in block.flat_fees:
            if case.value == "prorated":
                yield PN317.at(
                    said(case.at),
                    "no price of this policy has a flat part",
                    note="`flat fees:` is about the `flat` of a schedule's rows; a fee of its own is always prorated",
                    fix=removed(case.at),
                    subject="flat fees",
                )
    if plans == 1:
        for label, cases in (("upgrade", block.upgrade), ("downgrade", block.downgrade)):
            for change in cases[:1]:
                yield PN317.at(
                    said(change.at),
                    "this policy has one plan",
                    note=f"`{label}:` is about an account that changes its plan",
                    hint="leave the line out until there are two",
                    subject=label,
                )
