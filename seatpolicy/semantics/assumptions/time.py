"""What a policy takes for granted about time: marks, parts of cycles, changes of seats, terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from seatpolicy.semantics.assumptions.assumption import Assumption, named
from seatpolicy.semantics.checks.nearest import Sold, is_free, sold
from seatpolicy.semantics.checks.periods import price_per
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import FewerSeats, Plan, Proration, SchedulePrice
from seatpolicy.source.text import Span

_WHEN = ("next invoice", "at once", "mark", "at renewal", "account credit", "refund")


def about_time(policy: Policy) -> Iterator[Assumption]:
    """Defaults of plans and of proration, as far as a charge can come to them."""
    yield from about_plans(policy)
    yield from about_changes(policy)


def about_changes(policy: Policy) -> Iterator[Assumption]:
    """Defaults of parts of cycles, of changes of seats and plans, and of the lines that they make."""
    every = [one for one in sold(policy) if not is_free(one.charge)]
    yield from _proration(policy, every)
    yield from _moves(policy)
    yield from _lines(every)


# ---- plans ----------------------------------------------------------------------------------------------------------


def about_plans(policy: Policy) -> Iterator[Assumption]:
    """Defaults of anchors, terms and renewals, and of the currencies that a plan is sold in."""
    rows: tuple[tuple[Callable[[Plan], Span | None], str, str], ...] = (
        (_month_end, "a mark on day 29, 30 or 31 falls on the last day of a shorter month",
         "as with Stripe, Lago and Kill Bill; else: `, short months move the day for good`, `, last days stay last days`"),
        (_first_part, "the part before the first mark is billed, by its length",
         "else: `first part: free`, or `joins the next cycle`"),
        (_no_renewal, "the contract ends with its term", "else: `renews: for 12 months`"),
        (_renewal_price, "the price at renewal has no limit", "else: `renewal price: rises at most 5%`"),
    )  # fmt: skip
    for place_of, statement, why in rows:
        found = [(plan, place) for plan in policy.plans.values() if (place := place_of(plan)) is not None]
        if found:
            yield Assumption(named("plan", (plan.name for plan, _ in found)), statement, why, found[0][1])
    everywhere = [plan for plan in policy.plans.values() if not plan.sold_in]
    if len(policy.currencies) > 1 and everywhere:
        currencies = f"{', '.join(policy.currencies[:-1])} and {policy.currencies[-1]}"
        yield Assumption(named("plan", (plan.name for plan in everywhere)), f"sold in {currencies}",
                         f"else: `sold in: {policy.currencies[0]}`", everywhere[0].at)  # fmt: skip


def _month_end(plan: Plan) -> Span | None:
    if all(case.value.period in ("week", "day") for case in plan.cycle):
        return None
    for case in plan.anchor:
        anchor = case.value
        late = anchor.kind in ("subscription day", "first paid day", "fact day") or anchor.day > 28
        if late and anchor.month_end_at is None:
            return case.at
    return None


def _first_part(plan: Plan) -> Span | None:
    places = [case.at for case in plan.anchor if case.value.kind in ("day", "fact day", "calendar")]
    return places[0] if places and not plan.first_part else None


def _no_renewal(plan: Plan) -> Span | None:
    return plan.term[0].at if plan.term and not plan.renews else None


def _renewal_price(plan: Plan) -> Span | None:
    return plan.renews[0].at if plan.renews and not plan.renewal_price else None


# ---- parts of cycles ------------------------------------------------------------------------------------------------


def _proration(policy: Policy, every: list[Sold]) -> Iterator[Assumption]:
    rows: tuple[tuple[Callable[[Policy, Sold], bool], str, str], ...] = (
        (_open(lambda p: p.first_day, _in_parts), "the first day of a seat is charged", "else: `first day: not charged`"),
        (_open(lambda p: p.last_day, _in_parts), "the last day of a seat is not charged", "else: `last day: charged`"),
        (_open(lambda p: p.more_seats, _ahead), "more seats are charged on the next invoice",
         "else: `more seats: charged at once`, `at the month mark`, or `no charge until the next cycle`"),
        (_open(lambda p: p.cancellation, _ahead), "a cancellation is treated as fewer seats", "else: `cancellation: …`"),
        (_credit_goes, "a credit lowers the next invoice", "else: `, as a refund`, `, to account credit`, `, at renewal`"),
        (_open(lambda p: p.change_lines, _ahead), "a change of seats is one line, the difference",
         "else: `change lines: credit and charge`"),
        (_open(lambda p: p.flat_fees, _has_flat), "flat parts of a schedule's rows are whole in a part of a cycle",
         "else: `flat fees: prorated`"),
    )  # fmt: skip
    for applies, statement, why in rows:
        found = [one for one in every if applies(policy, one)]
        if found:
            place = next((block.at for block in reversed(found[0].blocks) if block.at is not None), found[0].base.at)
            yield Assumption(named("plan", (one.base.name for one in found)), statement, why, place)


def _open(field: Callable[[Any], Cases[Any]], applies: Callable[[Policy, Sold], bool]) -> Callable[[Policy, Sold], bool]:
    return lambda policy, one: not one.prorated(field) and applies(policy, one)


def _timed(policy: Policy, one: Sold) -> bool:
    """Whether a part of a cycle is worth a part of a price."""
    whole = [case.value.kind for case in one.prorated(lambda p: p.measure)]
    periods = {price_per(policy, case.value).period for case in one.charge.price}
    return bool(periods - {"", "once"}) and set(whole) != {"whole cycles"}


def _in_parts(policy: Policy, one: Sold) -> bool:
    return one.charge.counts_kind in ("seat", "item") and _timed(policy, one)


def _ahead(policy: Policy, one: Sold) -> bool:
    return _in_parts(policy, one) and any(case.value == "in advance" for case in one.charge.bill)


def _credit_goes(policy: Policy, one: Sold) -> bool:
    def silent(fewer: FewerSeats, at: Span) -> bool:
        return fewer.kind != "none" and not any(word in " ".join(at.text.split()) for word in _WHEN)

    return _ahead(policy, one) and any(silent(case.value, case.at) for case in one.prorated(lambda p: p.fewer_seats))


def _has_flat(policy: Policy, one: Sold) -> bool:
    schedules = [policy.schedules.get(case.value.schedule) for case in one.charge.price
                 if isinstance(case.value, SchedulePrice)]  # fmt: skip
    flat = any(cell.flat for s in schedules if s is not None for tier in s.tiers for cell in tier.cells.values())
    return flat and _timed(policy, one)


def _moves(policy: Policy) -> Iterator[Assumption]:
    if len(policy.plans) < 2:
        return
    rows: tuple[tuple[Callable[[Proration], Cases[str]], str, str], ...] = (
        (lambda p: p.upgrade, "a dearer plan begins at once, with the same anchor", "else: `upgrade: now, new anchor`"),
        (lambda p: p.downgrade, "a cheaper plan begins at the next cycle", "else: `downgrade: at renewal`"),
    )
    for field, statement, why in rows:
        plans = [p for p in policy.plans.values() if not field(p.proration) and not field(policy.proration)]
        if plans:
            yield Assumption(named("plan", (plan.name for plan in plans)), statement, why, plans[0].at)


def _lines(every: list[Sold]) -> Iterator[Assumption]:
    silent = [one.charge for one in every if one.charge.counts_kind in ("seat", "item") and not one.charge.lines]
    if silent:
        yield Assumption(
            named("charge", (charge.name for charge in silent)), "an invoice has a line for every change of the count",
            "else: `lines: one per charge`, `one per seat`, `one per tier`", silent[0].at,
        )  # fmt: skip
