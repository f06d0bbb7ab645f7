"""Charges in; units included per seats that nobody bills, or that depend on the charge itself, out."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.conditions import can_meet
from seatpolicy.semantics.checks.nearest import once, said
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Included, Plan

E = Severity.ERROR
BS127 = code("BS127", "included-per-nobody", E, "units are included per seat of a type that no charge bills")
BS133 = code("BS133", "included-circle", E, "what a charge includes depends on the charge itself")


def check_included(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every `included: … per billed seat of SEAT`."""
    found: list[Diagnostic] = []
    plans = (*policy.plans.values(), *policy.addons.values())
    billed = {seat for plan in plans for charge in plan.charges for seat in charge.counts}
    for plan in plans:
        for charge in plan.charges:
            for case in charge.included:
                seat = case.value.seat
                # A line that was lost may have been the `for:` of a charge that bills them.
                if seat and seat not in billed and not poison.any:
                    found.append(_nobody(policy, charge, case))
        found += _circles(plan)
    return once(found)


def _nobody(policy: Policy, charge: Charge, case: Case[Included]) -> Diagnostic:
    seat = policy.seats.get(case.value.seat)
    return BS127.at(
        said(case.at),
        f"no charge bills seats of `{case.value.seat}`",
        note="so nothing is ever included",
        related=(Related(seat.at, "the seat type"),) if seat is not None else (),
        hint=f"bill them, if only with `price: free`: a charge `for: {case.value.seat}`",
        subject=charge.name,
    )


def _circles(plan: Plan) -> Iterator[Diagnostic]:
    """Charges that include per seats which are billed by a charge that includes per seats … of the first."""
    by_seat: dict[str, list[Charge]] = {}
    for charge in plan.charges:
        if len(charge.counts) == 1:
            by_seat.setdefault(charge.counts[0], []).append(charge)
    done: set[str] = set()
    for charge in plan.charges:
        yield from _walk(charge, by_seat, done)


def _walk(start: Charge, by_seat: dict[str, list[Charge]], done: set[str]) -> Iterator[Diagnostic]:
    """Depth first along `included`, each charge and each seat type once."""
    trail: dict[str, Case[Included]] = {}
    asked: set[str] = set()
    stack: list[tuple[Charge, Iterator[tuple[Case[Included], Charge]]]] = []

    def enter(charge: Charge) -> None:
        asked.add(charge.name)
        stack.append((charge, _next(charge, by_seat)))

    if start.name not in done:
        enter(start)
    while stack:
        charge, rest = stack[-1]
        step = next(rest, None)
        if step is None:
            stack.pop()
            done.add(charge.name)
            asked.discard(charge.name)
            trail.pop(charge.name, None)
            continue
        case, other = step
        if other.name in asked:
            names = list(trail)
            before = [trail[name] for name in names[names.index(other.name) :]] if other is not charge else []
            if can_meet(case.when, *(one.when for one in before)):
                yield _circle(charge, case, other, before)
            done |= asked
            return
        if other.name not in done:
            trail[charge.name] = case
            enter(other)


def _next(charge: Charge, by_seat: dict[str, list[Charge]]) -> Iterator[tuple[Case[Included], Charge]]:
    for case in charge.included:
        for other in by_seat.get(case.value.seat, ()):
            yield case, other


def _circle(charge: Charge, case: Case[Included], other: Charge, before: list[Case[Included]]) -> Diagnostic:
    if other is charge:
        message = f"`{charge.name}` bills the seats of `{case.value.seat}` itself"
        note = "what it includes would depend on what it bills, and that on what it includes"
    else:
        message = f"what `{charge.name}` includes depends on `{charge.name}` itself"
        note = f"it asks how many seats `{other.name}` bills, and that asks back"
    return BS133.at(
        said(case.at),
        message,
        note=note,
        related=tuple(Related(said(one.at), "and this asks") for one in before),
        hint="include a number per cycle, or name a seat type that another charge bills",
        subject=charge.name,
    )
