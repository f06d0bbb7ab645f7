"""An account's days in, from when to when each charge is billed out.

A charge begins with its plan or add-on, behind a trial; it ends with them, or with the subscription. Where nothing is
credited at the end of a subscription until a mark, the charge goes on to the mark. A text of the policy that has a charge
no more ends it, and one that has it begins it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.events.records import AddonChanged, Event, PlanChanged, TrialStarted
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.days import Days
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.marks import next_mark
from seatpolicy.engines.reference.over_time.replay import Replay
from seatpolicy.engines.reference.over_time.statements import Statements, Why
from seatpolicy.engines.reference.over_time.text_spans import charges_by_text

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


def rests_from(lives: Sequence[Life], day: date) -> date | None:
    """The first day, from a day on, on which nothing is billed any more; None where something goes on without a known
    end."""
    while running := [life for life in lives if life.begins <= day and (life.ends is None or day < life.ends)]:
        ends = [life.ends for life in running if life.ends is not None]
        if len(ends) < len(running):
            return None
        day = max(ends)
    return day


def lives(diary: Diary, days: Days, replay: Replay, until: date) -> Iterator[Life]:
    """The life of every charge that has begun by a day, from the first day of the replay on; one whose plan or add-on comes
    back has another."""
    for block, begins, ending in _held(diary, until):
        last = until if ending is None else ending.day - _DAY
        if replay.begins > max(begins, last):
            continue
        for charge, since, after in charges_by_text(block, max(begins, replay.begins), last, days):
            by_text, day = since > begins, days.plainly(since, charge)
            trial_ends = day.trial_ends(charge, _trial_begun(diary, block, begins, day))
            first = max(replay.first(since, day.terms[charge].window, day.terms[charge].cycle.at), trial_ends)
            if day.is_stub(charge) and day.first_part(charge) == FREE:
                first = max(first, day.terms[charge].window.after)
            for life in _lives(charge, first, after, ending, diary, days, until):
                yield attrs.evolve(life, begins_by_text=by_text and life.begins == first)


def _trial_begun(diary: Diary, block: str, begins: date, day: Day) -> date | None:
    """The day on which an event begins the trial of a plan; None where none does. Refused: a trial that nobody has written,
    and one that begins when the plan is charged already."""
    started = [one for one in diary.events if isinstance(one, TrialStarted) and not one.person and one.plan in ("", block)]
    if not started or block not in day.policy.plans:
        return None
    event, plan = started[-1], day.policy.plans[block]
    ours = (plan,) if event.plan else day.policy.plans.values()
    if not any(one.trial or any(charge.trial for charge in one.charges) for one in ours):
        words = f"`{event.id}` begins a trial, and {f'`{block}` has none' if event.plan else 'no plan has one'}"
        raise refusal(refusals.EN303, event.at, words, hint="write `trial:` in the plan", subject=block)
    if event.day > begins:
        words = f"a trial that begins on {event.day}, when `{block}` is held already, is"
        raise not_billed(refusals.EN508, event.at, words)
    if event.day != diary.starts and any(case.value.kind == "first paid day" for case in plan.anchor):
        words = f"an anchor on the first paid day, behind a trial that begins on {event.day}, is"
        raise not_billed(refusals.EN508, event.at, words)
    return event.day


def _lives(
    charge: str, first: date, after: date | None, ending: Event | None, diary: Diary, days: Days, until: date
) -> Iterator[Life]:
    """The lives between pauses, up to the day `after` which no text has the charge."""
    for since, ended in _between_pauses(diary, first, ending, until):
        if after is not None and since >= after:
            return
        ends = None if ended is None or (after is not None and ended.day > after) else _boundary(charge, since, ended, days)
        if after is not None and (ends is None or after < ends):
            yield Life(charge, since, after, ends_by_text=True)
        elif ends is None or since < ends:
            yield Life(charge, since, ends, ended)


def known_on(lives: Iterable[Life], on: date) -> list[Life]:
    """The lives as they are known on a day: what will end behind it has no end yet."""
    return [
        life if life.ends is None or life.ends <= on else attrs.evolve(life, ends=None, ending=None)
        for life in lives
        if life.begins <= on
    ]


def _held(diary: Diary, until: date) -> list[tuple[str, date, Event | None]]:
    """Each plan and add-on with the day on which it is held first, and what ends it; in the order in which they began."""
    found: list[tuple[str, date, Event | None]] = []
    begun: list[tuple[str, date]] = []
    cancelled = diary.cancelled
    last = until if cancelled is None or cancelled.day > until else cancelled.day - _DAY
    since: dict[str, date] = {}
    for day in [diary.starts, *(turn for turn in diary.turns(diary.starts + _DAY, last + _DAY))]:
        page = diary.evening(day)
        here = [held.name for held in (*page.plans, *page.addons)]
        for name in [name for name in since if name not in here]:
            found.append((name, since.pop(name), _what_ended(diary, day, name)))
        for name in here:
            if name not in since:
                since[name] = day
                begun.append((name, day))
    for name, begins in since.items():
        found.append((name, begins, cancelled if cancelled is not None and cancelled.day <= until else None))
    return sorted(found, key=lambda one: begun.index(one[:2]))


def _between_pauses(diary: Diary, begins: date, ending: Event | None, until: date) -> Iterator[tuple[date, Event | None]]:
    """The times between pauses, each with what ends it."""
    for paused, resumed in diary.pauses():
        if paused.day > until or (ending is not None and paused.day >= ending.day):
            break
        if paused.day > begins:
            yield begins, paused
        if resumed is None or resumed.day > until:
            return
        begins = max(begins, resumed.day)
    yield begins, ending


def _what_ended(diary: Diary, day: date, block: str) -> Event:
    ends = [one for one in diary.on_day(day) if isinstance(one, PlanChanged) or getattr(one, "addon", "") == block]
    return ends[-1]


def _boundary(charge: str, begins: date, last: Event, days: Days) -> date:
    """The first day that is not billed any more. A change of plan has one boundary for what ends and what begins."""
    day = days.plainly(max(last.day - _DAY, begins), charge)
    if charge not in day.terms:
        # It ends on the day on which it would have begun.
        return last.day
    terms = day.terms[charge]
    said = Statements(terms, day.world)
    if isinstance(last, PlanChanged):
        return last.day if said.first_day_charged() else last.day + _DAY
    boundary = last.day + _DAY if said.last_day_charged() else last.day
    blocks = (terms.charge.proration, terms.plan.proration, day.policy.proration)
    if not any(block.fewer_seats or block.cancellation for block in blocks):
        return boundary
    rule = said.cancelling(Why.of((last,)), 0)
    if rule.value.kind != "none":
        return boundary
    mark = next_mark(rule.value.when, boundary, terms, day.terms, day.world, rule.at)
    if isinstance(last, AddonChanged) and mark > boundary:
        raise not_billed(refusals.EN503, last.at, f"`{last.addon}`, which stays paid for until the {rule.value.when}, is")
    return mark


def joins(day: Day, charge: str) -> bool:
    """Whether a first part is billed together with the cycle behind it."""
    return day.is_stub(charge) and day.first_part(charge) == JOINS
