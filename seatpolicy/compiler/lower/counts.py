"""What an account orders and holds, as figures of a kernel: by charge, or by seat type or item."""

from __future__ import annotations

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.prices import Charge

Count = tuple[Value, Value]
"""Whether a count is known, and the count (0 where it is not)."""


def given(name: str, low: Lowering) -> Count:
    """The count under a name: of a charge, or of a seat type or item."""
    made = inputs.count(name)
    return low.b.is_known(made), low.b.input(made)


def contracted(charge: Charge, low: Lowering) -> Count:
    """How many are on the order: given for the charge, or for the seat types that it counts."""
    return _first(given(charge.name, low), _held(charge, low), low)


def holding(charge: Charge, low: Lowering) -> Count:
    """How many are held: given for the seat types that a charge counts, or for the charge."""
    return _first(_held(charge, low), given(charge.name, low), low)


def _first(one: Count, other: Count, low: Lowering) -> Count:
    return low.b.any(one[0], other[0]), low.b.select(one[0], one[1], other[1])


def _held(charge: Charge, low: Lowering) -> Count:
    parts = [given(name, low) for name in charge.counts]
    # An unknown count is read as 0, so that the sum is that of the known ones.
    return low.b.any(*(known for known, _ in parts)), low.b.add(*(count for _, count in parts))


def seats_of(measure: Measure, low: Lowering) -> Value:
    """How many of a seat type or item there are, before any bound: as given, or as contracted in the charges for it."""
    b, name = low.b, measure.of
    if name in low.policy.meters:
        low.not_billed(b.const(1), refusals.EN501, measure.at, f"a price that reads the use of `{name}` is")
        return b.const(0)
    known, count = given(name, low)
    made: list[tuple[Value, Value]] = [(known, count)]
    searched = b.negate(known)
    for held in (low.plans, low.addons):
        charges = [charge for plan in held for charge in plan.charges if name in charge.counts]
        alone = [given(charge.name, low) for charge in charges if charge.counts == (name,)]
        with low.when(searched):
            _one_count(measure, alone, low)
        made += [(b.all(searched, there), ordered) for there, ordered in alone]
        searched = b.all(searched, *(b.negate(there) for there, _ in alone))
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
    return low.chosen(made, b.const(0))


def _one_count(measure: Measure, alone: list[Count], low: Lowering) -> None:
    """Refused: two counts of one seat type that differ."""
    b = low.b
    for place, (there, count) in enumerate(alone):
        for other, second in alone[place + 1 :]:
            low.refuse(
                b.all(there, other, b.compare("!=", count, second)),
                refusals.EN503,
                measure.at,
                f"how many seats of `{measure.of}` there are is not clear: {{}} in one charge and {{}} in another",
                (count, "number"),
                (second, "number"),
            )
