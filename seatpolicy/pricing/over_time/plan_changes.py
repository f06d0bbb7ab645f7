"""Wishes to change the plan in, changes with the day on which they take effect out.

A plan that costs as much or more for a whole month, at list price and for the counts of the day, is an upgrade and begins at
once; one that costs less waits for the next cycle or for renewal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Protocol

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, Anchored
from seatpolicy.documents.events.records import Event, PlanChanged
from seatpolicy.documents.refusals import not_billed
from seatpolicy.ledger.effects import PlanBegun, after
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.judged import Days, JudgedDay
from seatpolicy.pricing.over_time.marks import next_mark
from seatpolicy.pricing.over_time.worths import whole
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.periods import MONTHS, Period
from seatpolicy.values.zones import Instant, midnight

SAME_ANCHOR, NEW_ANCHOR, CAPPED = "same anchor", "new anchor", "capped"
NEXT_CYCLE = "at next cycle"


class Pages(Days, Protocol):
    """What judges any page of an account."""

    def page(self, on: date, page: Account) -> JudgedDay:
        """A page, judged on a day. Raises Refusal where it cannot be billed."""

    def text_of(self, on: date) -> Policy:
        """The text in force for the account on a day."""


class Ledgers(Protocol):
    """What makes a ledger of some events, and what judges its days."""

    def __call__(self, events: Iterable[Event], /) -> tuple[Ledger, Pages]: ...


def taken_effect(events: Iterable[Event], ledgers: Ledgers) -> tuple[Event, ...]:
    """The events, with every change of plan on the day from which it counts, by the text of the day of the wish. Raises
    Refusal where what two plans cost cannot be told."""
    made: list[Event] = []
    for event in events:
        if isinstance(event, PlanChanged):
            # A change that has not begun yet gives way to the next one.
            made = [one for one in made if not isinstance(one, PlanBegun) or one.day <= event.day]
            ledger, pages = ledgers(_sorted(made))
            if {held.name for held in ledger.page(event.day).plans} != set(event.plans):
                made.append(_taken(pages.text_of(event.day), event, ledger, pages))
        else:
            made.append(event)
    return tuple(_sorted(made))


def _sorted(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.instant)


def _taken(policy: Policy, event: PlanChanged, ledger: Ledger, pages: Pages) -> PlanBegun:
    page = ledger.page(event.day)
    said = {field.name: getattr(event, field.name) for field in attrs.fields(PlanChanged)}
    before = pages.page(event.day, page)
    taken = PlanBegun(**said, taken_over=_taken_over(before.policy, policy, page, event))
    anew = Anchored(event.day, None)
    behind = pages.page(event.day, attrs.evolve(after(page, taken), anchored=anew))
    old = _for_a_month(before, pages)
    if _for_a_month(behind, pages) >= old:
        words = before.says(before.program.upgrade, SAME_ANCHOR)
        return attrs.evolve(
            taken, anchored=anew if words.startswith(NEW_ANCHOR) else None, capped=words.endswith(CAPPED)
        )
    words = before.says(before.program.downgrade, NEXT_CYCLE)
    mark = "next cycle" if words == NEXT_CYCLE else "renewal"
    later = next_mark(mark, event.day, next(iter(before.charges)), before, pages, event.at)
    instant = Instant(midnight(later, ledger.zone) + ledger.clock(later))
    return attrs.evolve(taken, day=later, instant=instant)


def _taken_over(before: Policy, policy: Policy, page: Account, event: PlanChanged) -> tuple[tuple[str, str], ...]:
    """The charges whose counts go over, each with a charge of the new plans for the same seats."""
    left = (before.plans[plan.name] for plan in page.plans if plan.name in before.plans)
    held = {one.counts: one.name for plan in left for one in plan.charges}
    new = (one for name in event.plans if name in policy.plans for one in policy.plans[name].charges if one.counts)
    return tuple((held[one.counts], one.name) for one in new if one.counts in held)


def _for_a_month(day: JudgedDay, days: Days) -> Fraction:
    """What the plans cost for one month, at list price."""
    made = Fraction(0)
    for name, one in day.charges.items():
        if one.plan.addon or one.charge.counts_kind == "meter":
            continue
        level, here = day.level(name), day.cycle(name)
        months = MONTHS.get(Period(here.cycle.period))
        if months is None:
            raise not_billed(refusals.EN503, here.at, "a change of plan in cycles of days is")
        if level.period == "once":
            continue
        price, _ = days.prices(day, name, level.units, Fraction(0))
        made += price * whole(here, level.period) / (months * here.cycle.count)
    return made
