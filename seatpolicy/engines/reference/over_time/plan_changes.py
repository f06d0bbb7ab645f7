"""Wishes to change the plan in, changes with the day on which they take effect out.

A plan that costs as much or more for a whole month, at list price and for the counts of the day, is an upgrade and begins at
once; one that costs less waits for the next cycle or for renewal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, Anchored
from seatpolicy.documents.events.records import Event, PlanChanged
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.diary import Diary, PlanTaken
from seatpolicy.engines.reference.over_time.in_force import InForce, not_in_force, unknown_blocks
from seatpolicy.engines.reference.over_time.marks import next_mark
from seatpolicy.engines.reference.over_time.parts import price_of
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Proration
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.values.periods import MONTHS, Period
from seatpolicy.values.zones import Instant, find_zone, midnight

_DAY = timedelta(days=1)
NEXT_CYCLE, RENEWAL = "at next cycle", "at renewal"


def taken_effect(texts: Texts, account: Account, events: Iterable[Event]) -> tuple[Event, ...]:
    """The events, with every change of plan on the day from which it counts, by the text in force on the day of the wish."""
    made: list[Event] = []
    for event in events:
        if isinstance(event, PlanChanged):
            # The last wish counts: one that still waits for its day gives way.
            made = [one for one in made if not (isinstance(one, PlanTaken) and one.day > event.day)]
            diary = Diary(account, tuple(_sorted(made)), find_zone(texts.any.time_zone))
            page = diary.evening(event.day)
            if {held.name for held in page.plans} != set(event.plans):
                in_force = InForce(texts, diary)
                policies = [texts.of(in_force.names(day)) for day in (event.day - _DAY, event.day)]
                made.append(_taken(policies, page, event, diary))
        else:
            made.append(event)
    return tuple(_sorted(made))


def _sorted(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.instant)


def _taken(policies: Sequence[Policy], page: Account, event: PlanChanged, diary: Diary) -> PlanTaken:
    """The change by the texts of the day before and of the day; a plan that ends with the first one is priced by it."""
    policy = policies[-1]
    old_text = policies[0] if unknown_blocks(policy, page) else policy
    written = {field.name: getattr(event, field.name) for field in attrs.fields(PlanChanged)}
    taken = PlanTaken(**written, sources=_sources(old_text, policy, page, event))
    anew = Anchored(event.day, None)
    turned = attrs.evolve(taken.turned(page), anchored=anew)
    for text, one in ((old_text, page), (policy, turned)):
        stop = not_in_force(text, one, event.day)
        if stop is not None:
            raise stop
    before, after = Day(old_text, event.day, page), Day(policy, event.day, turned)
    for day in (before, after):
        if refusals.status(day.found) != "priced":
            raise Refusal(next(one for one in day.found if one.code.startswith("EN")))
    old = _for_a_month(before)
    if _for_a_month(after) >= old:
        words = _stated(before, lambda block: block.upgrade, "same anchor")
        anchored = anew if words.startswith("new anchor") else None
        return attrs.evolve(taken, anchored=anchored, capped=words.endswith("capped"))
    words = _stated(before, lambda block: block.downgrade, NEXT_CYCLE)
    terms = next(iter(before.terms.values()))
    mark = "next cycle" if words == NEXT_CYCLE else "renewal"
    later = next_mark(mark, event.day, terms, before.terms, before.world, event.at)
    return attrs.evolve(taken, day=later, instant=Instant(midnight(later, diary.zone) + diary.clock(later)))


def _sources(old_text: Policy, policy: Policy, page: Account, event: PlanChanged) -> dict[str, str]:
    """For each charge of the new plans the old charge for the same seats, whose count goes over to it."""
    left = [old_text.plans[held.name] for held in page.plans if held.name in old_text.plans]
    old = {charge.counts: charge.name for plan in left for charge in plan.charges if charge.counts}
    new = (charge for name in event.plans if name in policy.plans for charge in policy.plans[name].charges)
    return {charge.name: old[charge.counts] for charge in new if charge.counts in old}


def _for_a_month(day: Day) -> Fraction:
    """What the plans cost for one month, at list price."""
    whole = Fraction(0)
    for terms in day.terms.values():
        if terms.plan.addon or terms.charge.counts_kind == "meter":
            continue
        level, cycle = day.level(terms.charge.name), terms.cycle.value
        months = MONTHS.get(Period(cycle.period))
        if months is None:
            raise not_billed(refusals.EN503, terms.cycle.at, "a change of plan in cycles of days is")
        if level.whole.per.period == "once":
            continue
        price = price_of(level.whole, level.units, day, terms.charge.name)
        whole += price * cycles.worth(cycle, level.whole.per.period, terms.cycle.at) / (months * cycle.count)
    return whole


def _stated(day: Day, of: Callable[[Proration], Cases[str]], otherwise: str) -> str:
    """What the plan that is left says, else the policy."""
    for block in (day.blocks[0].plan.proration, day.policy.proration):
        case = day.world.first_that_fits(of(block))
        if case is not None:
            return case.value
    return otherwise
