"""The day of an invoice and the day of the one before in, what happened since that the policy asks for something before out.

More seats, fewer seats and the end of a subscription happen on a day of their own, and are judged by what was so on it, even
where the invoice that shows them is made much later. A renewal is judged on its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.engines.reference.beside import Beside
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.diary import Diary
from seatpolicy.engines.reference.over_time.marks import lies_on

_DAY = timedelta(days=1)
_INVOICE = ("invoice", "quote")
"""What every invoice is asked for, and what none is."""


@attrs.frozen
class Stage:
    """What happened, in the policy's words, and what was so on its day."""

    name: str
    world: World


def stages(diary: Diary, day: Callable[[date], Day], since: date, on: date) -> tuple[Stage, ...]:
    """Everything behind the day `since` of the last invoice, or on which the account was first billed, up to this one's, in
    order. Raises Refusal where a day cannot be billed."""
    texts = (day(min(since, on)).policy, day(max(_last(diary, on), diary.starts)).policy)
    if not {one.stage for text in texts for one in text.requirements} - {*_INVOICE}:
        return ()
    return tuple(_happened(diary, day, since, on))


def add_missing(beside: Beside, happened: Sequence[Stage], total: Fraction) -> None:
    """Adds what is missing before what happened, each thing once."""
    for stage in happened:
        asked = Beside(stage.world)
        asked.required(total, {stage.name: f"before {stage.name}"})
        for one, found in zip(asked.missing, asked.findings, strict=True):
            if one not in beside.missing:
                beside.missing.append(one)
                beside.findings.append(found)


def _happened(diary: Diary, day: Callable[[date], Day], since: date, on: date) -> Iterator[Stage]:
    cancelled, last = diary.cancelled, _last(diary, on)
    turns = diary.turns(since + _DAY, last + _DAY)
    if day(last).page.people is not None:
        turns = [since + timedelta(days=number) for number in range(1, (last - since).days + 1)]
    for turn in turns:
        before, after = _counts(day(turn - _DAY)), _counts(day(turn))
        both = before.keys() & after.keys()
        if any(after[name] > before[name] for name in both):
            yield Stage("more seats", day(turn).world)
        if any(after[name] < before[name] for name in both):
            yield Stage("fewer seats", day(turn).world)
    if cancelled is not None and since < cancelled.day <= on:
        yield Stage("cancellation", day(max(last, diary.starts)).world)
    here = day(last)
    if last == on and any(lies_on("renewal", on, terms, here.world) for terms in here.terms.values()):
        yield Stage("renewal", here.world)


def _last(diary: Diary, on: date) -> date:
    """A day, or the last one of a subscription that is over."""
    cancelled = diary.cancelled
    return on if cancelled is None or on < cancelled.day else cancelled.day - _DAY


def _counts(day: Day) -> dict[str, Fraction]:
    """How many there are of what each charge counts."""
    kinds = ("seat", "item")
    return {name: day.level(name).counted.count for name, terms in day.terms.items() if terms.charge.counts_kind in kinds}
