"""Spans of plans and add-ons in, from when to when each of their charges is billed out.

A charge begins with its plan or add-on, behind a trial; it ends with them, with a pause or with the subscription. Where
nothing is credited at the end until a mark, it goes on to the mark. A text of the policy that has a charge no more ends
it, and one that has it begins it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import AddonChanged, Event, PlanChanged, TrialStarted
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.ledger.ledger import Ledger, Span
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.fewer import for_the_end
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.over_time.marks import next_mark
from seatpolicy.pricing.over_time.replay import Replay
from seatpolicy.pricing.over_time.text_spans import charges_by_text
from seatpolicy.pricing.over_time.texts import DaysByText

FREE, JOINS = "free", "joins next"
_DAY = timedelta(days=1)


@attrs.frozen
class Life:
    """From the first day on which a charge is billed up to the day on which it is no more (None: no end is known); `ending`
    is the event that ends it. Where a text of the policy begins or ends it, it begins or ends `by_text`."""

    charge: str
    begins: date
    ends: date | None
    ending: Event | None = None
    begins_by_text: bool = False
    ends_by_text: bool = False

    @property
    def reached_until(self) -> date:
        """The day from which no other text reaches it: its end, or that of what it is of, though what is paid goes on."""
        return min(self.ends or date.max, date.max if self.ending is None else self.ending.day)


def rests_from(lives: Sequence[Life], day: date) -> date | None:
    """The first day, from a day on, on which nothing is billed any more; None where something goes on without a known
    end."""
    while running := [life for life in lives if life.begins <= day and (life.ends is None or day < life.ends)]:
        ends = [life.ends for life in running if life.ends is not None]
        if len(ends) < len(running):
            return None
        day = max(ends)
    return day


def lives(ledger: Ledger, days: DaysByText, replay: Replay, until: date) -> Iterator[Life]:
    """The life of every charge that has begun by a day, from the first day of the replay on; one whose plan or add-on comes
    back has another. Raises Refusal."""
    for span in ledger.spans(until):
        last = until if span.ending is None else span.ending.day - _DAY
        if replay.begins > max(span.begins, last):
            continue
        for name, since, after in charges_by_text(span.block, max(span.begins, replay.begins), last, days):
            day = days.plainly(since, name)
            trial_ends = day.trial_ends(name, _trial_begun(ledger, span, day))
            first = max(replay.first(since, day.cycle(name).window, day.cycle(name).at), trial_ends)
            if day.is_stub(name) and day.first_part(name) == FREE:
                first = max(first, day.cycle(name).window.after)
            for begins, ending in ledger.between_pauses(first, span.ending, until):
                life = _life(name, begins, ending, after, days)
                if life is not None:
                    yield attrs.evolve(life, begins_by_text=since > span.begins and begins == first)


def _trial_begun(ledger: Ledger, span: Span, day: JudgedDay) -> date | None:
    """The day from which an event counts the trial of a plan; None where there is no such event. Refused: a trial that the
    policy does not have, and one that begins behind the plan."""
    ours = [one for one in ledger.events if isinstance(one, TrialStarted) and not one.person]
    ours = [one for one in ours if one.plan in ("", span.block)]
    plans = day.policy.plans
    if not ours or span.block not in plans:
        return None
    event, some = ours[-1], [plans[span.block]] if ours[-1].plan else list(plans.values())
    if not any(one.trial or any(charge.trial for charge in one.charges) for one in some):
        whose = f"`{span.block}` has none" if event.plan else "no plan has one"
        words = f"`{event.id}` begins a trial, and {whose}"
        raise refusal(refusals.EN303, event.at, words, hint="write `trial:` in the plan", subject=span.block)
    if event.day > span.begins:
        words = f"a trial that begins on {event.day}, when `{span.block}` is held already, is"
        raise not_billed(refusals.EN508, event.at, words)
    moved = event.day != ledger.starts
    if moved and any(case.value.kind == "first paid day" for case in plans[span.block].anchor):
        words = f"an anchor on the first paid day, behind a trial that begins on {event.day}, is"
        raise not_billed(refusals.EN508, event.at, words)
    return event.day


def _life(charge: str, begins: date, ending: Event | None, after: date | None, days: DaysByText) -> Life | None:
    """A life between pauses, up to the day `after` which no text has the charge; None where it has no day."""
    if after is not None and begins >= after:
        return None
    ends = None
    if ending is not None and (after is None or ending.day <= after):
        ends = _boundary(charge, begins, ending, days)
    if after is not None and (ends is None or after < ends):
        return Life(charge, begins, after, ends_by_text=True)
    return Life(charge, begins, ends, ending) if ends is None or begins < ends else None


def known_on(lives: Iterable[Life], on: date) -> list[Life]:
    """The lives as they are known on a day: what ends behind it has no end yet."""
    begun = (life for life in lives if life.begins <= on)
    return [one if one.ends is None or one.ends <= on else attrs.evolve(one, ends=None, ending=None) for one in begun]


def joins(day: JudgedDay, charge: str) -> bool:
    """Whether a first part is billed together with the cycle behind it."""
    return day.is_stub(charge) and day.first_part(charge) == JOINS


def _boundary(charge: str, begins: date, ending: Event, days: DaysByText) -> date:
    """The first day that is not billed any more. A change of plan has one boundary for what ends and what begins."""
    day = days.plainly(max(ending.day - _DAY, begins), charge)
    if charge not in day.charges:
        # It ends on the day on which it would have begun.
        return ending.day
    one = day.charges[charge]
    if isinstance(ending, PlanChanged):
        return ending.day if day.says(one.first_day, True) else ending.day + _DAY
    boundary = ending.day + _DAY if day.says(one.last_day, False) else ending.day
    if not one.fewer and not one.cancelling:
        return boundary
    rule, at = for_the_end(day, charge, Cause.of((ending,)), 0, days)
    if rule.kind != "none":
        return boundary
    mark = next_mark(rule.when, boundary, charge, day, days, at)
    if isinstance(ending, AddonChanged) and mark > boundary:
        raise not_billed(refusals.EN503, ending.at, f"`{ending.addon}`, which stays paid for until the {rule.when}, is")
    return mark
