"""The lives of charges, a cycle and some days in, how much of the cycle or of a line these are out.

By the measure of the policy, as parts are: what a minimum or a budget counts in a part of a cycle, and what an offer covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.judged import CycleOf, JudgedDay
from seatpolicy.pricing.over_time.lives import Life
from seatpolicy.pricing.over_time.worths import Stretch, measure_of, share_of_cycle
from seatpolicy.values.dates import FIRST_YEAR

_DAY = timedelta(days=1)
_FIRST = date(FIRST_YEAR, 1, 1)


@attrs.frozen
class CycleShares:
    """The shares of one account. `day` gives the statements that count, `lives` what is known of its charges."""

    lives: Sequence[Life]
    day: JudgedDay

    def of_line(self, one: DueLine, since: date | None, until: date | None) -> Fraction:
        """How much of a line lies in some days, both ends included; None: without an end."""
        first, after = one.line.period.first, one.line.period.last + _DAY
        whole = self._worth(one.line.charge, cycle_of(one), [Stretch(first, after)])
        here = self._worth(one.line.charge, cycle_of(one), _between(first, after, since, until))
        return here / whole if whole else Fraction(1)

    def of_cycle(self, charge: str, here: CycleOf, since: date | None, until: date | None) -> Fraction:
        """How much of a cycle of a charge lies in some days."""
        return self._worth(charge, here, _between(here.window.first, here.window.after, since, until))

    def of_account(self, charges: Iterable[str], here: CycleOf) -> Fraction:
        """How much of a cycle at least one of some charges is there for."""
        names = set(charges)
        ours = [life for life in self.lives if life.charge in names]
        if not ours:
            return Fraction(1)
        first = next((life.charge for life in ours if life.charge in self.day.charges), "")
        return min(self._worth(first, here, _together(ours, here)), Fraction(1))

    def _worth(self, charge: str, here: CycleOf, stretches: Iterable[Stretch]) -> Fraction:
        """The share of a cycle that stretches without a day in common are, by the measure of a charge."""
        name = charge if charge in self.day.charges else next(iter(self.day.charges))
        measure, at = measure_of(self.day, name)
        policy = self.day.policy
        return sum((share_of_cycle(one, measure, at, here, policy) for one in stretches), Fraction(0))


def cycle_of(one: DueLine) -> CycleOf:
    """The cycle of a line."""
    return CycleOf(one.cycle, one.window, one.line.at)


def _together(lives: Sequence[Life], here: CycleOf) -> Iterator[Stretch]:
    """The days of a cycle on which there is one of the lives at least, as stretches without a gap."""
    window = here.window
    spans = sorted(
        (max(life.begins, window.first), min(life.ends or window.after, window.after)) for life in lives
    )  # fmt: skip
    found: list[tuple[date, date]] = []
    for first, after in spans:
        if first >= after:
            continue
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], after)
        else:
            found.append((first, after))
    return (Stretch(first, after) for first, after in found)


def _between(first: date, after: date, since: date | None, until: date | None) -> Iterator[Stretch]:
    first = max(first, since or _FIRST)
    after = after if until is None else min(after, until + _DAY)
    if first < after:
        yield Stretch(first, after)
