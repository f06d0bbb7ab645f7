"""A bill that is made and the policy's signals in, those that fire out, with the figures that they looked at.

A signal looks once at the account, or at each person of the roster (`for each: person`: one signal a person, named by id).
What is known to signals alone is worked out here, as of the day:

    assigned, billable, idle    people of the roster; given counts where there is none (none of them idle)
    allowed                     the charge's limit, else what is on the order
    seats_to_next_step          how many more seats reach the next row of the schedule; 0 in the last row, or without rows
    saving_at_next_step         this bill less the bill with so many seats more, 0 where it is not lower

One that needs what is not known (a history, say) does not fire, and the invoice says that it was not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import SignalMade
from seatpolicy.documents.people import Person
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.documents.typed import MOST_COUNT, Value
from seatpolicy.engines.reference.drafts import units_paid
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.prices import stated_price
from seatpolicy.engines.reference.quantities import Counter
from seatpolicy.engines.reference.statuses import PersonOnDay, used_words
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.parties import Signal
from seatpolicy.semantics.model.prices import Schedule
from seatpolicy.values.money import format_amount, format_decimal

Rebill = Callable[[Mapping[str, Fraction]], Fraction]
"""The total of the same bill with so many seats more in some charges. Refused where there is none."""


@attrs.define
class Signalling:
    """Judges the signals of one bill, whose `total` is known."""

    world: World
    counter: Counter
    total: Fraction
    again: Rebill
    not_judged: list[str] = attrs.field(factory=list)
    _figures: dict[str, str] = attrs.field(factory=dict)

    def fired(self) -> Iterator[SignalMade]:
        """Every signal that fires, in the order of the policy; then those whom the line `idle:` has suspended."""
        world = attrs.evolve(self.world, total=self.total, measured=self._measured, day_read=[])
        for signal in world.policy.signals.values():
            self._figures.clear()
            try:
                yield from self._people(signal, world) if signal.for_each else self._account(signal, world)
            except Refusal as stop:
                self.not_judged.append(f"the signal `{signal.name}` was not judged: {stop.found.message}")
        yield from self._suspended()

    def _account(self, signal: Signal, world: World) -> Iterator[SignalMade]:
        if signal.when is None or world.holds(signal.when):
            yield self._made(signal)

    def _people(self, signal: Signal, world: World) -> Iterator[SignalMade]:
        people = self.counter.heads.people()
        if people is None:
            raise refusal(refusals.EN507, signal.at, "it looks at each person, and no people are given")
        # All are judged before one is told, so that a signal is never told of some people only.
        fits = [one for one in people.entries if signal.when is None or self._fits(signal, world, one)]
        for one in fits:
            yield self._made(signal, one.person)

    def _fits(self, signal: Signal, world: World, one: PersonOnDay) -> bool:
        assert signal.when is not None
        return attrs.evolve(world, person=one).holds(signal.when)

    def _made(self, signal: Signal, person: Person | None = None) -> SignalMade:
        title = signal.title
        if person is not None and person.workspace:
            title = f"{title}, in {person.workspace}"
        figures = tuple(self._figures.items())
        name = person.id if person is not None else ""
        return SignalMade(signal.name, title, signal.tell, signal.because, signal.at, name, figures)

    def _suspended(self) -> Iterator[SignalMade]:
        """One signal for each entry that the policy itself has suspended."""
        people, counting = self.counter.heads.people(), self.world.policy.counting
        if people is None or counting.at is None:
            return
        for one in people.entries:
            if one.idle:
                title = f"Suspended after {counting.idle_days} days without use"
                yield SignalMade("idle", title, (), used_words(one.person), counting.at, one.person.id)

    # ---- what signals know ------------------------------------------------------------------------------------------------

    def _measured(self, measure: Measure) -> Value | None:
        """A measure of a charge; None where it is not known here."""
        terms = self.counter.terms.get(measure.of)
        if terms is None or measure.window_days or measure.window_unit:
            return None
        value = self._figure(measure.measure, terms)
        if value is not None:
            money = measure.measure == "saving_at_next_step"
            currency = self.world.account.currency
            shown = f"{format_amount(value, currency)} {currency}" if money else format_decimal(value)
            self._figures[f"{measure.measure} of {measure.of}"] = shown
        return value

    def _figure(self, name: str, terms: Terms) -> Fraction | None:
        heads, charge = self.counter.heads, terms.charge
        people = heads.people() if charge.counts_kind == "seat" else None
        if name == "allowed":
            limit = terms.limit.value.most if terms.limit is not None else "contracted"
            return heads.ordered(charge) if isinstance(limit, str) else self.world.figure(limit)
        if name == "seats_to_next_step":
            return self._to_next_step(terms)
        if name == "saving_at_next_step":
            more = self._to_next_step(terms)
            return Fraction(0) if more == 0 else max(Fraction(0), self.total - self.again({charge.name: more}))
        if people is not None and name in ("assigned", "billable", "idle"):
            return {"assigned": people.assigned, "billable": people.billable, "idle": people.idle}[name](charge.counts)
        if name in ("assigned", "billable"):
            # What is on the order says nothing of who holds it.
            ordered_only = terms.quantity is not None and terms.quantity.value.kind == "contracted"
            return heads.in_order(charge) if ordered_only else heads.assigned(charge)
        return None

    def _to_next_step(self, terms: Terms) -> Fraction:
        """The least number of further seats that is priced by a later row; 0 where no number is."""
        schedule = stated_price(terms, self.world).schedule
        if schedule is None:
            return Fraction(0)
        here = _row(schedule, self._units(terms, 0))
        if here is None or here == len(schedule.tiers) - 1:
            return Fraction(0)
        below, above = 0, 1
        while not self._beyond(terms, schedule, here, above):
            below, above = above, above * 2
            if below > MOST_COUNT:
                return Fraction(0)
        while above - below > 1:
            middle = (below + above) // 2
            if self._beyond(terms, schedule, here, middle):
                above = middle
            else:
                below = middle
        return Fraction(above)

    def _beyond(self, terms: Terms, schedule: Schedule, row: int, more: int) -> bool:
        there = _row(schedule, self._units(terms, more))
        return there is None or there > row

    def _units(self, terms: Terms, more: int) -> Fraction:
        """What the price counts, with so many seats more."""
        counter = self.counter.with_more({terms.charge.name: Fraction(more)}) if more else self.counter
        whole = stated_price(terms, self.world)
        return units_paid(whole, counter.of(terms.charge.name), terms, counter, [])


def _row(schedule: Schedule, units: Fraction) -> int | None:
    """The row that holds a quantity; None beyond the last."""
    return next((n for n, tier in enumerate(schedule.tiers) if tier.high is None or units <= tier.high), None)
