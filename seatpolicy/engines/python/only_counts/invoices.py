"""What stays the same over a history of counts and its events in, its invoices out, one after the other.

Only one cycle is looked at at a time: events are taken as they come, in their order, and an invoice is given as soon as
nothing more can fall due on its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.documents.events.records import SeatsChanged
from seatpolicy.documents.holdings import held_named
from seatpolicy.documents.invoice import PRICED, Invoice, Period, Totals
from seatpolicy.engines.python.only_counts.fits import Same
from seatpolicy.engines.python.only_counts.later import LaterLines
from seatpolicy.engines.python.only_counts.led import Day
from seatpolicy.engines.python.only_counts.turns import Back, Charged, Share, Turn, Turning
from seatpolicy.engines.python.only_counts.unfit import Unfit
from seatpolicy.pricing.calendar import NoWindow, Window, window
from seatpolicy.pricing.over_time.credits import line_rounding
from seatpolicy.pricing.over_time.judged import CycleOf
from seatpolicy.pricing.over_time.worths import Stretch, measure_of, share_of_cycle
from seatpolicy.values.dates import LAST_YEAR
from seatpolicy.values.measures import OVER_CYCLE
from seatpolicy.values.rounding import whole_steps

_ZERO = Fraction(0)


@attrs.define(eq=False)
class OnlyCounts:
    """The invoices of one account up to a day; `events` are those up to it, in their order. Where the short way ends,
    `invoices` raises Unfit: then nothing that was given may be used."""

    same: Same
    until: date
    events: Iterable[SeatsChanged]
    _turnings: list[Turning] = attrs.field(init=False, factory=list)
    _numbers: dict[date, int] = attrs.field(init=False, factory=dict)

    def invoices(self) -> Iterator[Invoice]:
        """Each invoice that has a line."""
        same, begins, until = self.same, self.same.day.on, self.until.toordinal()
        self._turnings = [Turning(number, one) for number, one in enumerate(same.charges)]
        taken = _Taken(same, self.events)
        waiting: dict[int, list[Charged | Back]] = {}
        here = self._window(begins)
        while begins <= self.until:
            first, after = here.first.toordinal(), here.after.toordinal()
            shares = [_share(same, here, one.of.name) for one in same.charges]
            for turning, (count, turns), share in zip(
                self._turnings, taken.cycle(begins.toordinal(), after), shares, strict=True
            ):
                for one in turning.cycle(first, begins.toordinal(), after, count, turns, share):
                    if one.due <= until:
                        waiting.setdefault(one.due, []).append(one)
            for on in sorted(day for day in waiting if day < after):
                yield from self._invoice(date.fromordinal(on), waiting.pop(on))
            begins = here.after
            here = _behind(here)
        for on in sorted(waiting):
            yield from self._invoice(date.fromordinal(on), waiting.pop(on))

    def _window(self, day: date) -> Window:
        here = self.same.day
        cycle, anchor = here.program.pairs[0]
        made = window(cycle, anchor, here.page, day)
        if isinstance(made, NoWindow):
            raise Unfit
        return made

    # ---- one invoice

    def _invoice(self, on: date, dues: Sequence[Charged | Back]) -> Iterator[Invoice]:
        """The invoice of a day; none where it has no line."""
        lines = self._lines(dues)
        if not lines:
            return
        day, account = self.same.day, self.same.series.account
        period = _period(on, lines)
        number = self._numbers[period.first] = self._numbers.get(period.first, 0) + 1
        named = self.same.series.programs.known(day.policy).named
        yield Invoice(
            id=f"{account.name or 'unnamed'}/{period.first}/{number}",
            status=PRICED,
            policy=named,
            account=account.name,
            country=account.text("country"),
            billing_entity=account.text("billing_entity"),
            as_of=on,
            period=period,
            currency=account.currency,
            held=held_named(day.policy, account.plans, account.addons),
            lines=LaterLines(self.same, on, lines),
            totals=self._totals(lines),
            assumptions=("signals are not judged over a history",) if day.policy.signals else (),
        )

    def _lines(self, dues: Sequence[Charged | Back]) -> list[Charged | Back]:
        """What is charged of each cycle, then what is given back of it: of earlier invoices first."""
        made: list[Charged | Back] = []
        for first in sorted({one.first if isinstance(one, Charged) else one.part.first for one in dues}):
            here = [one for one in dues if isinstance(one, Charged) and one.first == first]
            made += here
            backs = [one for one in dues if isinstance(one, Back) and one.part.first == first]
            if backs:
                new = {id(one) for one in here}
                backs.sort(key=lambda one: id(one.part) in new)
                made += [one for one in backs if self._credited(one)]
        return made

    def _credited(self, back: Back) -> bool:
        """Works out what comes back; whether something does. The same as `pricing.over_time.credits.credit_of`."""
        part, turning = back.part, self._turnings[back.part.charge]
        same, price = turning.same, turning.price
        step, taken = price(part.units) - price(part.above), price(back.upto) - price(back.downto)
        if not step or not taken or not part.amount:
            return False
        amount, over = part.amount * taken, step
        if same.fewer.kind == "at billed":
            if not part.share[0]:
                raise Unfit
            amount *= back.share[0] * part.share[1]
            over *= back.share[1] * part.share[0]
        if over < 0:
            amount, over = -amount, -over
        most = part.amount - part.credited
        if amount > most * over:
            amount, over = most, 1
        if amount <= 0:
            return False
        den, day = same.of.settled.dens[1], self.same.day
        back.exact = -amount, over * den
        mode, increment = line_rounding(day.policy, day.page.currency)
        up, down = increment.numerator, increment.denominator
        rounded, rest = divmod(whole_steps(-amount * down, over * den * up, mode) * up * den, down)
        if rest:
            raise Unfit
        back.credited, back.amount = part.credited, rounded
        part.credited -= back.amount
        return True

    def _totals(self, lines: Sequence[Charged | Back]) -> Totals:
        """The sums, as `pricing.over_time.totals.totals_of` makes them."""
        listed, charged, credited = _ZERO, _ZERO, _ZERO
        for number, same in enumerate(self.same.charges):
            den = same.of.settled.dens
            ours = [one for one in lines if isinstance(one, Charged) and one.charge == number]
            listed += Fraction(sum([one.listed for one in ours]), den[0])
            charged += Fraction(sum([one.amount for one in ours]), den[1])
            backs = [one.amount for one in lines if isinstance(one, Back) and one.part.charge == number]
            credited -= Fraction(sum(backs), den[1])
        net = charged - credited
        return Totals(
            list=listed,
            discounts=listed - charged,
            over_maximum=_ZERO,
            top_ups=_ZERO,
            credits=credited,
            rounding=_ZERO,
            net=net,
            account_credit_used=_ZERO,
            due=net,
        )


@attrs.define(eq=False)
class _Taken:
    """Events, taken cycle by cycle, and the counts that they leave."""

    same: Same
    events: Iterable[SeatsChanged]
    _counts: list[int] = attrs.field(init=False)
    _numbers: dict[str, int] = attrs.field(init=False)
    _iterator: Iterator[SeatsChanged] = attrs.field(init=False)
    _next: SeatsChanged | None = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        seats = self.same.day.page.seats
        self._counts = [seats[name].count.numerator if name in seats else 0 for name in self._names]
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._iterator = iter(self.events)
        self._next = next(self._iterator, None)

    @property
    def _names(self) -> list[str]:
        return [one.of.name for one in self.same.charges]

    def cycle(self, begins: int, after: int) -> list[tuple[int, list[Turn]]]:
        """Of each charge the count in the evening of a day, and the days behind it, up to another one, that change it."""
        counts, numbers, event = self._counts, self._numbers, self._next
        made: list[tuple[int, list[Turn]]] = []
        turns: list[list[Turn]] = [[] for _ in counts]
        opening: list[int | None] = [None] * len(counts)
        today, here = 0, dict[int, Day]()
        while event is not None and (day := event.day.toordinal()) < after:
            if day != today:
                self._over(today, begins, here, turns, opening)
                today, here = day, {}
            number = numbers[event.charge]
            if number not in here:
                here[number] = Day(counts[number])
            counts[number] = here[number].happens(event)
            event = next(self._iterator, None)
        self._over(today, begins, here, turns, opening)
        self._next = event
        for number, opened in enumerate(opening):
            made.append((counts[number] if opened is None else opened, turns[number]))
        return made

    def _over(
        self, today: int, begins: int, here: dict[int, Day], turns: list[list[Turn]], opening: list[int | None]
    ) -> None:
        """A day is over; up to the first one of the cycle it only says what there is."""
        for number, day in here.items():
            if today <= begins:
                continue
            if opening[number] is None:
                opening[number] = day.before
            turns[number].append((today, day.count, day.led()))


def _behind(here: Window) -> Window:
    """The next cycle. Raises Unfit where none is counted any more."""
    if here.after.year > LAST_YEAR:
        raise Unfit
    end = here.mark(here.index + 2) - timedelta(days=1)
    return Window(here.after, end, here.index + 1, here.mark, here.marks)


def _share(same: Same, here: Window, charge: str) -> Share:
    """What the days of a cycle from one on are worth of it, each looked up once; where the cycle measures them, once for all
    cycles that are as long."""
    day = same.day
    measure, at = measure_of(day, charge)
    cycle, first, after = CycleOf(day.program.pairs[0][0], here, at), here.first.toordinal(), here.after.toordinal()
    known: dict[tuple[int, int], tuple[int, int]] = {}
    if measure.kind == OVER_CYCLE:
        known = same.series.programs.beside(day.policy, ("shares", OVER_CYCLE), dict)

    def share(turn: int) -> tuple[int, int]:
        key = after - turn, after - first
        made = known.get(key)
        if made is None:
            stretch = Stretch(date.fromordinal(turn), here.after)
            part = share_of_cycle(stretch, measure, at, cycle, day.policy, day.clock)
            made = known[key] = part.numerator, part.denominator
        return made

    return share


def _period(on: date, lines: Sequence[Charged | Back]) -> Period:
    """The days of the lines that are for the cycle of the invoice's own day; of all lines, where none is."""
    days = [(one.turn, one.after) if isinstance(one, Charged) else (one.since, one.part.after) for one in lines]
    current = [one for one in days if one[1] > on.toordinal()] or days
    first, after = min(one[0] for one in current), max(one[1] for one in current)
    return Period(date.fromordinal(first), date.fromordinal(after - 1))
