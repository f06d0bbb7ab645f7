"""A cycle of one charge and the days on which its count changes in, what is charged for and what is given back out.

The same as `pricing.over_time.advance` for a charge in advance whose statements never change, in whole units and days by
their ordinals: what is there on the first day is charged for; a change that costs more is a part of its own, one that costs
less takes units from the newest part, or leaves them paid for until the next cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import gcd

import attrs

from seatpolicy.compiler.ir import Input
from seatpolicy.compiler.lower.budgets import AMOUNTS
from seatpolicy.compiler.lower.over_time import part as lowered
from seatpolicy.documents.bounds import MOST_COUNT
from seatpolicy.engines.python.only_counts.fits import ChargeSame
from seatpolicy.engines.python.only_counts.functions import Amounts
from seatpolicy.engines.python.only_counts.led import Led
from seatpolicy.engines.python.only_counts.unfit import Unfit

Turn = tuple[int, int, Led]
"""A day by its ordinal, the count in its evening, and what changed it."""


Share = Callable[[int], tuple[int, int]]
"""What the days of a cycle from one on are worth of it: numerator and denominator, in lowest terms."""


@attrs.define(eq=False, slots=True)
class Charged:
    """A part from the day `turn` up to `after`, in the cycle that begins on `first`; due on a day. It prices the step from
    `above` units to `units`, of which those up to `upto` are not given back; `listed` and `amount` are what its line came
    to, rounded, in parts of a unit of money (`ChargeAmounts.settled`); `credited` is what came back of that."""

    charge: int
    first: int
    turn: int
    after: int
    due: int
    count: int
    units: int
    above: int
    led: Led | None
    share: tuple[int, int]
    listed: int
    amount: int
    upto: int
    credited: int = 0

    @property
    def opens(self) -> bool:
        """Whether it is the first part of its cycle."""
        return self.led is None


@attrs.define(eq=False, slots=True)
class Back:
    """Units of a part from `upto` down to `downto` that are not paid for any more from the day `since` on. When its invoice
    is made, `amount` is what its line comes to (0: there is none), below 0, `exact` the fraction before it is rounded, and
    `credited` what came back of the part before."""

    part: Charged
    since: int
    due: int
    upto: int
    downto: int
    led: Led
    share: tuple[int, int]
    credited: int = 0
    amount: int = 0
    exact: tuple[int, int] = (0, 1)


@attrs.define(eq=False)
class Turning:
    """One charge on its way through its cycles. `share` gives what the days from one on are worth of their cycle."""

    number: int
    same: ChargeSame
    paid: int | None = None
    _open: list[Charged] = attrs.field(init=False, factory=list)
    _prices: dict[int, int] = attrs.field(init=False, factory=dict)
    _units: dict[int, int] = attrs.field(init=False, factory=dict)

    def units(self, count: int) -> int:
        """What is paid for where there are so many. Raises Unfit where that cannot be told."""
        made = self._units.get(count)
        if made is None:
            level = self.same.of.level
            if not 0 <= count <= MOST_COUNT:
                raise Unfit
            given = self.same.level.copy()
            for place in level.places_of.values():
                given[place] = count
            integers = level.run(given)
            made, stopped, *known = [integers[place] for place in level.at]
            if stopped or not all(known):
                raise Unfit
            self._units[count] = made
        return made

    def price(self, units: int) -> int:
        """What units cost for a whole period, over a constant."""
        made = self._prices.get(units)
        if made is None:
            given = self.same.price.copy()
            for place in self.same.of.price.places_of.values():
                given[place] = units
            made = self._prices[units] = self.same.of.price.run(given)[0]
        return made

    def cycle(
        self, first: int, begins: int, after: int, count: int, turns: Sequence[Turn], share: Share
    ) -> Iterator[Charged | Back]:
        """What comes up in the cycle from `first` up to `after`, in which the charge is billed from `begins` on, with
        `count` there in its evening."""
        there = self.paid = self.units(count)
        credits, kept, self._open = self.same.fewer.kind != "none", 0, []
        yield self._charged(first, begins, after, begins, count, there, 0, None, share)
        for turn, ordered, led in turns:
            before, there = there, self.units(ordered)
            # What is used again was paid for all the time.
            kept -= min(kept, max(there - before, 0))
            units = max(there, self.paid) if there >= before else min(there + kept, self.paid)
            if units == self.paid:
                continue
            difference = self.price(units) - self.price(self.paid)
            if difference > 0:
                due = turn if self.same.at_once else after
                yield self._charged(first, turn, after, due, ordered, units, self.paid, led, share)
                self.paid = units
            elif difference < 0:
                if units > self.paid:
                    # More that cost less, at a bound of a price by volume: nothing is due, and units stand open.
                    raise Unfit
                if credits:
                    yield from self._given_back(turn, after, units, led, share)
                kept += max(self.paid - units, 0)
            elif units > self.paid or credits:
                self.paid = units
            else:
                kept += self.paid - units

    def _charged(
        self,
        first: int,
        turn: int,
        after: int,
        due: int,
        count: int,
        units: int,
        above: int,
        led: Led | None,
        share: Share,
    ) -> Charged:
        same = self.same
        function, given = (same.of.step, same.step.copy()) if above else (same.of.whole, same.whole.copy())
        worth = share(turn)
        figures = {
            lowered.UNITS: units,
            lowered.ABOVE: above,
            lowered.SHARE: worth[0],
            f"{lowered.SHARE}/den": worth[1],
        }
        for key, place in function.places_of.items():
            given[place] = figures[key[1]]
        integers = function.run(given)
        den = function.dens[0]
        for place in function.places[0]:
            den *= integers[place]
        listed, amount = self._settled(integers[0], den)
        made = Charged(self.number, first, turn, after, due, count, units, above, led, worth, listed, amount, units)
        self._open.append(made)
        return made

    def _settled(self, amount: int, den: int) -> tuple[int, int]:
        """A list amount as its line comes to it: list amount and amount, rounded."""
        function, given = self.same.of.settled, self.same.settled.copy()
        common = gcd(amount, den)
        figures = (amount // common, den // common)
        for key, place in function.places_of.items():
            given[place] = _within(function, place, figures[key[1] == f"{AMOUNTS}/den"])
        integers = function.run(given)
        listed, made, cut, _ = function.at
        if integers[cut]:
            raise Unfit
        return integers[listed], integers[made]

    def _given_back(self, since: int, after: int, downto: int, led: Led, share: Share) -> Iterator[Back]:
        """Units from the newest part first."""
        due = since if self.same.fewer.when == "at once" else after
        assert self.paid is not None
        # Units that went at no other price are not there any more to be given back.
        bought = self.paid
        for newest in reversed(self._open):
            high, low = min(newest.upto, bought), max(downto, newest.above)
            if high <= low:
                continue
            yield Back(newest, since, max(due, newest.due), high, low, led, share(since))
            newest.upto = low
            self.paid = min(low, self.paid)
        self._open = [one for one in self._open if one.upto > one.above]


def _within(function: Amounts, place: int, figure: int) -> int:
    """A figure that its input can hold."""
    one: Input = function.kernel.inputs[place]
    if not one.low <= figure <= one.high:
        raise Unfit
    return figure
