"""The days of an invoice and of the one before in, what happened between that the policy asks for something before out.

Seats and the end of a subscription are judged by the evening of the day on which they came, went, or ended; a renewal on its
own day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing.over_time.judged import Days, JudgedDay
from seatpolicy.pricing.over_time.marks import lies_on

_DAY = timedelta(days=1)


@attrs.frozen
class Stage:
    """What happened, in the policy's words, and its day."""

    name: str
    day: JudgedDay


def stages(ledger: Ledger, days: Days, since: date, on: date) -> Iterator[Stage]:
    """Everything behind one day, up to another, in order. Raises Refusal where a day cannot be judged."""
    ending = ledger.cancelled
    last = on if ending is None or on < ending.day else ending.day - _DAY
    texts = [days.day(max(one, ledger.starts)).policy for one in (min(since, on), last)]
    asked = {one.stage for text in texts for one in text.requirements}
    if asked & {"more seats", "fewer seats"}:
        for turn in _turns(ledger, days, since, last):
            yield from _moved(days.day(turn - _DAY), days.day(turn))
    if ending is not None and since < ending.day <= on and "cancellation" in asked:
        yield Stage("cancellation", days.day(max(last, ledger.starts)))
    if last == on and "renewal" in asked:
        day = days.day(on)
        if any(lies_on("renewal", on, name, day, days) for name in day.charges):
            yield Stage("renewal", day)


def _turns(ledger: Ledger, days: Days, since: date, last: date) -> Sequence[date]:
    """The days on which a count may be another one: where somebody may fall idle, every day."""
    if days.day(last).page.people is None:
        return ledger.between(since + _DAY, last + _DAY)
    return [since + timedelta(days=number) for number in range(1, (last - since).days + 1)]


def _moved(before: JudgedDay, after: JudgedDay) -> Iterator[Stage]:
    """Whether there are more of something, and fewer of something."""
    old, new = _counts(before), _counts(after)
    both = old.keys() & new.keys()
    if any(new[name] > old[name] for name in both):
        yield Stage("more seats", after)
    if any(new[name] < old[name] for name in both):
        yield Stage("fewer seats", after)


def _counts(day: JudgedDay) -> dict[str, Fraction]:
    """How many there are of what each charge counts."""
    kinds = ("seat", "item")
    return {name: day.level(name).count for name, one in day.charges.items() if one.charge.counts_kind in kinds}
