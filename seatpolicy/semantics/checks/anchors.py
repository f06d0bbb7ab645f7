"""Plans in; anchors that do not fit the cycles, and what is said about stubs and short months where none can come, out."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.semantics.checks.nearest import Sold, clashes, cycle_words, family, once, removed, said, sold, together
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle, Plan

E = Severity.ERROR
PN308 = code("PN308", "anchor-and-cycle", E, "cycles of that length do not begin on such a day")
PN309 = code("PN309", "no-first-part", E, "a first part is spoken of where there is none")
PN310 = code("PN310", "no-short-month", E, "short months are spoken of where none is too short")

SHORTEST_MONTH = 28
FROM_THE_START = ("subscription day", "first paid day")


def check_anchors(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every anchor against the cycles, the first part and the short months that it can meet."""
    found: list[Diagnostic] = []
    for one in sold(policy):
        found += _cycles(one)
    for plan in policy.plans.values():
        found += _first_part(plan)
        found += _short_months(plan)
    return once(found)


def _cycles(one: Sold) -> Iterator[Diagnostic]:
    for anchor, cycle in clashes(one.anchors, one.cycles, lambda a, c: _why_not(a, c) != ""):
        anchor_at, cycle_at = said(anchor.at), said(cycle.at)
        plain = f"a cycle of {cycle_words(cycle.value)}"
        own = any(case is cycle for case in one.base.cycle)
        yield PN308.at(
            anchor_at if own else cycle_at,
            f"{plain} cannot begin by `{_shown(anchor.value)}`",
            note=_why_not(anchor.value, cycle.value),
            related=(Related(cycle_at, "the cycle") if own else Related(anchor_at, "the anchor"),),
            hint=_instead(cycle.value),
            subject=one.base.name if own else one.charge.name,
        )


def _why_not(anchor: Anchor, cycle: Cycle) -> str:
    """Why cycles of a length cannot begin by an anchor; empty where they can."""
    kind = family(cycle.period)
    if kind == "months":
        return "months do not begin on a weekday" if anchor.weekday else ""
    if kind == "" or anchor.kind in FROM_THE_START:
        return ""
    if anchor.kind in ("day", "fact day"):
        return f"a day of the month does not come back every {cycle_words(cycle).removeprefix('a ')}"
    if cycle.period == "week":
        return "" if anchor.weekday else "weeks of the calendar begin on a weekday, and none is named"
    return f"the calendar has no mark every {cycle_words(cycle).removeprefix('a ')}"


def _instead(cycle: Cycle) -> str:
    if family(cycle.period) == "months":
        return "write `calendar`, `day 1 of the month` or `subscription day`"
    if cycle.period == "week":
        return "write `calendar, weeks from monday` or `subscription day`"
    return "write `subscription day`"


def _shown(anchor: Anchor) -> str:
    if anchor.kind == "day":
        return f"day {anchor.day} of the month"
    if anchor.kind == "fact day":
        return f"day {anchor.fact} of the month"
    return f"calendar, weeks from {anchor.weekday}" if anchor.weekday else anchor.kind


def _first_part(plan: Plan) -> Iterator[Diagnostic]:
    for place, case in enumerate(plan.first_part):
        meets = [a for i, a in enumerate(plan.anchor) if together((plan.first_part, place), (plan.anchor, i))]
        if not meets or any(anchor.value.kind not in FROM_THE_START for anchor in meets):
            continue
        yield PN309.at(
            said(case.at),
            "there is no first part",
            note="the first cycle begins with the subscription itself",
            related=(Related(said(meets[0].at), "the anchor"),),
            fix=removed(case.at),
            subject=plan.name,
        )


def _short_months(plan: Plan) -> Iterator[Diagnostic]:
    of_days = any(family(cycle.value.period) == "days" for cycle in plan.cycle)
    for place, case in enumerate(plan.anchor):
        at = case.value.month_end_at
        if at is None:
            continue
        meets = [c for i, c in enumerate(plan.cycle) if of_days and together((plan.anchor, place), (plan.cycle, i))]
        why, related = _no_short_month(case.value, meets)
        if why:
            yield PN310.at(
                at,
                "no month is too short here",
                note=why,
                related=related,
                fix=Fix(f"`{_shown(case.value)}`", (Edit(at, ""),)),
                subject=plan.name,
            )


def _no_short_month(anchor: Anchor, cycles: list[Case[Cycle]]) -> tuple[str, tuple[Related, ...]]:
    if anchor.kind == "calendar":
        return ("weeks" if anchor.weekday else "months") + " of the calendar begin on a day that is always there", ()
    if cycles and all(family(cycle.value.period) == "days" for cycle in cycles):
        why = f"a cycle of {cycle_words(cycles[0].value)} does not ask how long months are"
        return why, (Related(said(cycles[0].at), "the cycle"),)
    last = SHORTEST_MONTH if anchor.month_end in ("clamp", "move for good") else SHORTEST_MONTH - 1
    if anchor.kind == "day" and anchor.day <= last and anchor.month_end != "from end":
        return f"every month has a day {anchor.day}", ()
    return "", ()
