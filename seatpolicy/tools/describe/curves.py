"""Plans in, curves of what so many seats cost out: priced by the engine at every corner, and straight between corners.

Corners are where a price list, a bound, a pack or a limit begins or ends, each with its neighbours. Between two corners the
amount is priced at a half and a third of the way; where that is not on the straight line, the span is cut in two. A bill
that is rounded may lie a minor unit off such a line, so every count that a sentence or a table names is priced by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

import attrs

from seatpolicy.documents.invoice import HELD, REFUSED
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Plan, SchedulePrice, Table
from seatpolicy.tools.describe.document import Curve, Fall
from seatpolicy.tools.describe.pricing import Case, Pricer
from seatpolicy.values.currency import minor_digits

USUAL = 50
"""So many seats are shown where nothing says how many there are."""

MOST_POINTS = 600
"""Corners of one curve; a curve that has more is drawn to the minor unit, and if that does not help, for fewer seats."""


UNKNOWN = "not worked out"
_ENDS = {HELD: "by quote", REFUSED: "not sold"}


@attrs.frozen
class Priced:
    """A curve with what it was priced for."""

    case: Case
    curve: Curve
    total: int  # the counts run from 1 to this
    named: Mapping[int, Fraction | str]  # prices of the counts that are named, also beyond the curve; or why there is none


def bounds(policy: Policy, plan: Plan, seat: str) -> list[int]:
    """Counts at which something begins or ends for a seat type, in order."""
    found: set[int] = set()
    for charge in plan.charges:
        if seat in charge.counts:
            found.update(_of_charge(policy, charge))
    for table in policy.tables.values():
        found.update(_of_table(table, seat))
    return sorted(bound for bound in found if 0 < bound <= 10**6)


def _of_table(table: Table, seat: str) -> Iterator[int]:
    """The last count of each of its rows that has a next one, in a column that looks at the seats of this type."""
    for place, column in enumerate(table.columns):
        if isinstance(column, x.Measure) and (column.measure, column.of) == ("seats", seat):
            highs = {high for row in table.rows if isinstance(high := row.keys[place].high, Fraction)}
            lows = {low for row in table.rows if isinstance(low := row.keys[place].low, Fraction)}
            yield from (ceil(high) for high in highs if any(low > high for low in lows))


def _of_charge(policy: Policy, charge: Charge) -> Iterator[int]:
    for price in charge.price:
        if isinstance(price.value, SchedulePrice):
            schedule = policy.schedules[price.value.schedule]
            size = schedule.per.pack_size or 1
            yield from (ceil(tier.high) * size for tier in schedule.tiers if tier.high is not None)
    for quantity in charge.quantity:
        for bound in (*quantity.value.at_least, *quantity.value.at_most):
            yield from _literal(bound)
        if quantity.value.packs is not None and quantity.value.packs.up_to:
            yield quantity.value.packs.up_to
    for limit in charge.limit:
        yield from _literal(limit.value.most)


def _literal(bound: x.Expression | str) -> Iterator[int]:
    if isinstance(bound, x.Literal) and isinstance(bound.value, Fraction):
        yield ceil(bound.value)


def reach(found: list[int]) -> int:
    """Up to how many seats a curve with these bounds is shown: a quarter beyond the last one, as a round number."""
    most = max(found, default=0)
    if most < 10:
        return USUAL if most < 4 else 20
    wanted = most + ceil(Fraction(most, 4))
    step = 5
    while step * 20 < wanted:
        step *= 2 if str(step)[0] in "15" else 5
        step = step if str(step)[0] in "125" else step // 2
    return ceil(Fraction(wanted, step)) * step


def priced(pricer: Pricer, case: Case, title: str, total: int, named: Iterable[int] = ()) -> Priced | None:
    """The curve of a case from 1 to so many seats, through the price of each count that is named; None where nothing has a
    price."""
    wanted = {count: pricer.price(case, count) for count in named if count <= total}
    corners = {c for b in bounds(case.policy, case.plan, case.seat) for c in (b - 1, b, b + 1)} | set(wanted)
    slack = Fraction(0)
    while total > 1:
        search = _Search(pricer, case, slack, dict(wanted))
        points, ends = search.run(corners, total)
        if len(search.known) <= MOST_POINTS:
            break
        total, slack = (total // 2, slack) if slack else (total, Fraction(1, 10 ** minor_digits(case.currency)))
    if not points:
        return None
    return Priced(case, Curve(title, tuple(points), _moved(case, ends)), total, wanted)


def _moved(case: Case, ends: str) -> str:
    """Where a limit moves the account to another plan, that is where its price is found."""
    limits = [limit.value for charge in case.plan.charges if case.seat in charge.counts for limit in charge.limit]
    plan = next((limit.plan for limit in limits if limit.then == "plan"), "")
    return f"as in {case.policy.plans[plan].title}" if ends == UNKNOWN and plan in case.policy.plans else ends


@attrs.define
class _Search:
    pricer: Pricer
    case: Case
    slack: Fraction  # so much off a straight line is what rounding did
    known: dict[int, Fraction | str]

    def at(self, count: int) -> Fraction | str:
        """The price of a count, worked out once."""
        if count not in self.known:
            self.known[count] = self.pricer.price(self.case, count)
        return self.known[count]

    def run(self, corners: set[int], total: int) -> tuple[list[tuple[int, Fraction]], str]:
        """The points from 1 on up to the last count that has a price, and why it is the last."""
        for low, high in itertools.pairwise(sorted({1, total, *(c for c in corners if 1 <= c <= total)})):
            self._between(low, high)
        points, ends = self._points(total)
        for _, count, after in _fallen(points):
            first = _dearer_from(points, count - 1, after)
            while first > 1 and self._dearer(first - 1, after):
                first -= 1
            while first < count - 1 and not self._dearer(first, after):
                first += 1
        return self._points(total) if points else (points, ends)

    def _dearer(self, count: int, after: Fraction) -> bool:
        price = self.at(count)
        return not isinstance(price, str) and price > after

    def _points(self, total: int) -> tuple[list[tuple[int, Fraction]], str]:
        """What is known up to so many, without the points on a straight line."""
        points: list[tuple[int, Fraction]] = []
        for count in sorted(count for count in self.known if count <= total):
            price = self.known[count]
            if isinstance(price, str):
                return _without_straight(points), _ENDS.get(price, UNKNOWN)
            points.append((count, price))
        return _without_straight(points), ""

    def _between(self, low: int, high: int) -> None:
        """Adds what is needed between two counts."""
        first, last = self.at(low), self.at(high)
        if high - low < 2 or len(self.known) > MOST_POINTS:
            return
        straight = not isinstance(first, str) and not isinstance(last, str)
        for inner in sorted({low + (high - low) // 2, low + max(1, (high - low) // 3)}):
            found = self.at(inner)
            if isinstance(first, str) or isinstance(last, str) or isinstance(found, str):
                straight = straight or first == last == found
            elif abs(found - first - (last - first) * (inner - low) / (high - low)) > self.slack:
                straight = False
        if not straight:
            middle = low + (high - low) // 2
            self._between(low, middle)
            self._between(middle, high)


def _without_straight(points: list[tuple[int, Fraction]]) -> list[tuple[int, Fraction]]:
    """The points without those that lie on the line between their neighbours."""
    kept: list[tuple[int, Fraction]] = []
    for place, point in enumerate(points):
        if kept and place + 1 < len(points):
            before, after = kept[-1], points[place + 1]
            if (point[1] - before[1]) * (after[0] - before[0]) == (after[1] - before[1]) * (point[0] - before[0]):
                continue
        kept.append(point)
    return kept


def at(curve: Curve, count: int) -> Fraction | None:
    """The amount of a count, on the curve; None where it has no price."""
    return _at(curve.points, count)


def _at(points: Sequence[tuple[int, Fraction]], count: int) -> Fraction | None:
    for (low, first), (high, last) in itertools.pairwise(points):
        if low <= count <= high:
            return first + (last - first) * (count - low) / (high - low)
    return points[0][1] if points and points[0][0] == count else None


def falls(curve: Curve) -> Iterator[Fall]:
    """Where one seat more costs less, and which smaller counts cost more than it."""
    for since, count, after in _fallen(curve.points):
        first, last = _dearer_from(curve.points, count - 1, after), count - 1
        joint = " and " if first == last - 1 else " to "
        dearer = f"{last:,}" if first == last else f"{first:,}{joint}{last:,}"
        yield Fall(curve.title, since, count, at(curve, since) or Fraction(0), after, dearer)


def _fallen(points: Sequence[tuple[int, Fraction]]) -> list[tuple[int, int, Fraction]]:
    """Where each seat more costs less: from which count on, down to which, and what that one costs."""
    found: list[tuple[int, int, Fraction]] = []
    for (low, before), (high, after) in itertools.pairwise(points):
        if after < before:
            since = found.pop()[0] if found and found[-1][1] == low else low
            found.append((since, high, after))
    return found


def _dearer_from(points: Sequence[tuple[int, Fraction]], low: int, after: Fraction) -> int:
    """The first of the counts up to `low` that cost more."""
    first = low
    while first > 1 and (_at(points, first - 1) or Fraction(0)) > after:
        first -= 1
    return first
