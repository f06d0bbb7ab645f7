"""A charge that counts people and the day of a roster in, nothing out; refused where one day cannot say the count.

A roster shows one day. It answers a charge whose count is that of one day of the cycle: the first day for what is billed in
advance and for `first of the cycle`, the last day for `last of the cycle`; and it must show that very day. A highest,
lowest, average or each day's count, and who counted on any day, need the days between.

What is billed in advance can also hang on earlier days: seats given up before may be counted until a mark, and seats added
before may be counted only from one. Where no such mark lies on the day, the roster alone does not know the count; in the
first cycle there is nothing before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.prices import FewerSeats, MoreSeats, Quantity
from seatpolicy.source.text import Span
from seatpolicy.values.periods import MONTHS, Period

T = TypeVar("T")
_FIRST, _LAST = ("", "first"), ("last",)


def must_answer(terms: Terms, stated: Quantity, world: World) -> None:
    """Refuses a charge whose count, by its `quantity:`, is not that of the roster's day."""
    over, tier_of = stated.over, stated.tier_of
    if over not in (*_FIRST, *_LAST):
        words = over if over == "each day" else f"{over} of the cycle"
        raise _not_enough(stated.at, f"`{words}` needs every day of the cycle", terms)
    if tier_of not in ("", "first" if over in _FIRST else "last"):
        raise _not_enough(stated.at, f"`tier of the {tier_of} count` needs another day", terms)
    must_be_on(terms.window.first if over in _FIRST else terms.window.period.last, stated.at, terms, world)
    must_begin_anew(terms, world)


def must_be_on(day: date, at: Span, terms: Terms, world: World) -> None:
    """Refuses a roster of another day than the one that is counted."""
    shown = world.people_on or world.as_of
    if shown == day:
        return
    which = "first" if day == terms.window.first else "last"
    later = terms.window.after if which == "first" else day
    again = f"ask for the next bill, of {later}" if which == "first" else f"ask with the roster of {later}"
    raise refusal(
        refusals.EN110,
        at,
        f"`{terms.charge.name}` counts who is there on {day}, the {which} day of its cycle",
        note=f"the roster is as of {shown}, the day that is asked for",
        why="a roster shows one day, and nothing of the days before it",
        hint=f"{again}: `--as-of {later}`",
        subject=terms.charge.name,
    )


def must_begin_anew(terms: Terms, world: World) -> None:
    """Refuses a count billed in advance that earlier days still move."""
    if terms.bill != "in advance" or terms.window.index == 0:
        return
    for at, mark, words in _carried(terms, world):
        if not lies_on(mark, terms, world):
            raise _not_enough(at, f"{words} until the {mark}", terms)


def lies_on(mark: str, terms: Terms, world: World) -> bool:
    """Whether the first day of the charge's cycle is such a mark: the next cycle, a month or quarter mark, a renewal."""
    if mark == "renewal":
        start, term = world.account.start, world.term()
        first = terms.window.first
        return start is not None and term is not None and cycles.last_renewal(start, term, world.renews(), first) == first
    cycle = terms.cycle.value
    months = MONTHS.get(Period(cycle.period), 0) * cycle.count
    return mark == "next cycle" or (mark == "month mark" and months > 0) or (mark == "quarter mark" and _quarters(months))


def _quarters(months: int) -> bool:
    return months > 0 and months % 3 == 0


def _carried(terms: Terms, world: World) -> Iterator[tuple[Span, str, str]]:
    """The lines by which earlier days still count, each with its mark and what it does."""
    blocks = (terms.charge.proration, terms.plan.proration, world.policy.proration)
    seen = attrs.evolve(world, day_read=[])
    fewer: Cases[FewerSeats] = next((block.fewer_seats for block in blocks if block.fewer_seats), ())
    for less in _possible(fewer, seen):
        if less.value.kind == "none":
            yield less.at, less.value.when, "seats that were given up are paid"
    more: Cases[MoreSeats] = next((block.more_seats for block in blocks if block.more_seats), ())
    for plus in _possible(more, seen):
        if not plus.value.charged:
            yield plus.at, plus.value.when, "seats that were added are not charged"
    counting = world.policy.counting
    if counting.freed_seat == "taken" and counting.at is not None:
        yield counting.at, counting.freed_until, "freed seats stay taken"


def _possible(cases: Cases[T], world: World) -> Iterator[Case[T]]:
    """The cases that may count: why a seat was given up is not told by a roster."""
    for case in cases:
        try:
            fits = case.when is None or world.holds(case.when)
        except Refusal:
            yield case
            continue
        if fits:
            yield case
            if getattr(case.value, "within", None) is None:
                return


def _not_enough(at: Span, message: str, terms: Terms) -> Refusal:
    return refusal(
        refusals.EN110,
        at,
        f"{message}, and a roster shows one",
        why="the days before are not in it, so the count would be a guess",
        hint="this bill needs the history, as `events:`",
        subject=terms.charge.name,
    )
