"""What an account orders and holds, as figures of a kernel: by charge, by seat type or item, or by the people of a roster.

Where there is a roster, who holds a seat is read there and nowhere else; the kernel reads what it comes to. `more` are seats
beside those that are there: of somebody who thinks of buying, or above the contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.prices import Charge
from seatpolicy.values.record import record

Count = tuple[Value, Value]
"""Whether a count is known, and the count (0 where it is not)."""


def given(name: str, low: Lowering) -> Count:
    """The count under a name: of a charge, or of a seat type or item."""
    made = inputs.count(name)
    return low.b.is_known(made), low.b.input(made)


def of_roster(word: str, names: Sequence[str], low: Lowering, charge: str = "") -> Value:
    """How many of some seat types people hold (`assigned`), or how many of those count (`billable`); for a charge of a
    history, with what that changes."""
    b = low.b
    low.refuse_outside(b.input(inputs.stopped("people", "roster")), "people roster")
    key = f"{word} {'+'.join(names)}"
    if word == "billable":
        low.refuse_outside(b.input(inputs.stopped("people", key)), f"people {key}")
    return b.input(inputs.people(f"{key} for {charge}" if charge and low.history else key))


def in_trial(charge: str, low: Lowering) -> Value:
    """How many people of a history are in trial, and count towards a limit of the charge all the same."""
    return low.b.input(inputs.people(f"tried for {charge}"))


@record
class Heads:
    """The counts of one account, before any bound."""

    low: Lowering
    more: Mapping[str, Value]

    def with_more(self, more: Mapping[str, Value]) -> Heads:
        """The same with so many more in some charges."""
        b = self.low.b
        added = {name: b.add(self.more[name], count) if name in self.more else count for name, count in more.items()}
        return Heads(self.low, {**self.more, **added})

    def ordered(self, charge: Charge) -> Count:
        """How many are on the order: given for the charge, or for the seat types that it counts."""
        return self._and_more(charge, _first(given(charge.name, self.low), _held(charge, self.low), self.low))

    def assigned(self, charge: Charge) -> Count:
        """How many people hold one: of the roster, else given for the seat types, else for the charge."""
        low = self.low
        if low.people and charge.counts_kind == "seat":
            return self._and_more(charge, (low.const(1), of_roster("assigned", charge.counts, low, charge.name)))
        return self._and_more(charge, _first(_held(charge, low), given(charge.name, low), low))

    def billable(self, charge: Charge) -> Count:
        """How many of them count: of the roster; given ones all do."""
        low = self.low
        if low.people and charge.counts_kind == "seat":
            return self._and_more(charge, (low.const(1), of_roster("billable", charge.counts, low, charge.name)))
        return self.assigned(charge)

    def in_order(self, charge: Charge) -> Count:
        """How many people count beside an order; none are told without a roster, unless given by seat type."""
        low = self.low
        if not low.people or charge.counts_kind != "seat":
            return _held(charge, low)
        return low.const(1), of_roster("billable" if self.ruled(charge) else "assigned", charge.counts, low)

    def above(self, charge: Charge) -> Value:
        """How many of them there are above the order; 0 where none are told."""
        b = self.low.b
        known, count = self.in_order(charge)
        return b.select(known, b.max(b.const(0), b.sub(count, self.ordered(charge)[1])), b.const(0))

    def facts(self, charge: Charge) -> list[tuple[str, Value]]:
        """What lines say about the people of a roster."""
        if not self.low.people or charge.counts_kind != "seat":
            return []
        told = [("assigned", of_roster("assigned", charge.counts, self.low))]
        if self.ruled(charge):
            told.append(("billable", of_roster("billable", charge.counts, self.low)))
        return told

    def ruled(self, charge: Charge) -> bool:
        """Whether every seat type of a charge says who is billable."""
        seats = self.low.policy.seats
        return all(name in seats and seats[name].billable for name in charge.counts)

    def _and_more(self, charge: Charge, count: Count) -> Count:
        extra = self.more.get(charge.name)
        return count if extra is None else (self.low.const(1), self.low.b.add(count[1], extra))


def _first(one: Count, other: Count, low: Lowering) -> Count:
    return low.b.any(one[0], other[0]), low.b.select(one[0], one[1], other[1])


def _held(charge: Charge, low: Lowering) -> Count:
    parts = [given(name, low) for name in charge.counts]
    # An unknown count is read as 0, so that the sum is that of the known ones.
    return low.b.any(*(known for known, _ in parts)), low.b.add(*(count for _, count in parts))


def seats_of(measure: Measure, low: Lowering) -> Value:
    """How many of a seat type or item there are, before any bound: people, as given, or as contracted in the charges for
    it."""
    b, name = low.b, measure.of
    if low.people and name in low.policy.seats:
        return b.add(of_roster("assigned", [name], low), _more_of(name, low))
    known, count = given(name, low)
    made: list[tuple[Value, Value]] = [(known, count)]
    searched = b.negate(known)
    for held in (low.plans, low.addons):
        charges = [charge for plan in held for charge in plan.charges if name in charge.counts]
        alone = {charge.name: given(charge.name, low) for charge in charges if charge.counts == (name,)}
        with low.when(searched):
            _one_count(measure, alone, low)
        made += [(b.all(searched, there), ordered) for there, ordered in alone.values()]
        searched = b.all(searched, *(b.negate(there) for there, _ in alone.values()))
        for charge in charges:
            if len(charge.counts) > 1:
                with low.when(searched):
                    low.refuse(
                        given(charge.name, low)[0],
                        refusals.EN503,
                        measure.at,
                        f"how many of the seats of `{charge.name}` are of `{name}` is unknown",
                        related=((charge.at, "counted together here"),),
                    )
    return b.add(low.chosen(made, b.const(0)), _more_of(name, low))


def _more_of(seat: str, low: Lowering) -> Value:
    """What is thought of beside what there is, in the charges for a seat type alone."""
    charges = {charge.name: charge for plan in low.held for charge in plan.charges}
    names = [name for name, charge in charges.items() if charge.counts == (seat,) and name in low.more]
    return low.b.add(*(low.b.input(inputs.more(name)) for name in names))


def _one_count(measure: Measure, alone: Mapping[str, Count], low: Lowering) -> None:
    """Refused: counts of one seat type that differ; the first two of them are told."""
    b = low.b
    for (charge, (there, count)), (another, (other, second)) in combinations(alone.items(), 2):
        low.refuse(
            b.all(there, other, b.compare("!=", count, second)),
            refusals.EN503,
            measure.at,
            f"how many seats of `{measure.of}` there are is not clear: {{}} in `{charge}` and {{}} in `{another}`",
            (count, "number"),
            (second, "number"),
        )
