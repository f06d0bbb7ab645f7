"""The lives of charges, a cycle and some days in, how much of the cycle or of a line they are out.

By the measure of the policy, as parts are: what a minimum or a budget counts in a part of a cycle, and what an offer covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.over_time.day import Day
from seatpolicy.engines.reference.over_time.life import Life
from seatpolicy.engines.reference.over_time.statements import Statements
from seatpolicy.engines.reference.over_time.worth import runs
from seatpolicy.semantics.model.prices import Cycle

_DAY = timedelta(days=1)


@attrs.frozen
class CycleShares:
    """The shares of one account. `day` gives the statements that count."""

    lives: Sequence[Life]
    day: Day

    def of_line(self, draft: Draft, since: date | None, until: date | None) -> Fraction:
        """How much of a line lies in some days, both ends included."""
        here = list(_between(draft.days.first, draft.days.last, since, until))
        return self._worth(draft, here) / self._worth(draft, _between(draft.days.first, draft.days.last, None, None))

    def of_cycle(self, draft: Draft, since: date | None, until: date | None) -> Fraction:
        """How much of the cycle of a line lies in some days."""
        window = draft.window
        here = _between(window.first, window.after - _DAY, since, until)
        return self._worth(draft, here) / self._worth(draft, _between(window.first, window.after - _DAY, None, None))

    def of_account(self, draft: Draft) -> Fraction:
        """How much of the cycle of a line the account is there for."""
        return share_of(self.lives, self.day, draft.window, draft.cycle)

    def _worth(self, draft: Draft, days: Iterable[date]) -> Fraction:
        terms = self.day.terms.get(draft.charge) or next(iter(self.day.terms.values()))
        return _worth(days, Statements(terms, self.day.world), draft.window, draft.cycle)


def share_of(lives: Sequence[Life], day: Day, window: Window, cycle: Cycle) -> Fraction:
    """How much of a cycle there is one of the lives at least."""
    days = sorted({one for life in lives for one in _of_life(life, window)})
    if not lives or len(days) == window.days:
        return Fraction(1)
    terms = next((day.terms[life.charge] for life in lives if life.charge in day.terms), next(iter(day.terms.values())))
    said = Statements(terms, day.world)
    whole = (window.first + timedelta(days=number) for number in range(window.days))
    return min(_worth(days, said, window, cycle) / _worth(whole, said, window, cycle), Fraction(1))


def _worth(days: Iterable[date], said: Statements, window: Window, cycle: Cycle) -> Fraction:
    measure = said.measure()
    return sum((measure.worth(one, cycle, window, _PER.get(cycle.period, "cycle")) for one in runs(days)), Fraction(0))


_PER = {"quarter": "month", "half year": "month", "year": "month", "month": "month"}
"""A period that the cycle is so many of: by months or years a part is measured in these."""


def _of_life(life: Life, window: Window) -> Iterator[date]:
    """The days of a life inside a cycle."""
    return _between(max(life.begins, window.first), min(life.ends or window.after, window.after) - _DAY, None, None)


def _between(first: date, last: date, since: date | None, until: date | None) -> Iterator[date]:
    """The days from one to another that lie in some days, too; all ends included."""
    first, last = max(first, since or first), min(last, until or last)
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
