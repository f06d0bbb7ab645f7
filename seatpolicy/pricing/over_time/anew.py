"""Units that are less, where a bill credits all and charges all anew, in; by which line, and how many stay paid, out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.pricing.over_time.causes import Cause
from seatpolicy.pricing.over_time.fewer import Ruled
from seatpolicy.pricing.over_time.judged import JudgedDay, Level
from seatpolicy.pricing.over_time.paid_parts import PaidParts, Rule
from seatpolicy.semantics.model.prices import FewerSeats


def credited(
    day: JudgedDay,
    level: Level,
    paid: PaidParts,
    keep: Callable[[Fraction, FewerSeats, JudgedDay], None],
    less: Sequence[tuple[Fraction, Cause]],
    rule_of: Callable[[JudgedDay, Cause], Rule],
) -> tuple[tuple[Cause, Ruled] | None, Level]:
    """The first cause of a day whose units are credited, by which line, and what is paid for then: other units stay."""
    first: tuple[Cause, Ruled] | None = None
    units = paid.units
    assert units is not None
    for count, one in less:
        goal = units - count
        for lot in paid.lots.down(units, goal):
            ruled = rule_of(day, one)(lot.at)
            if ruled[0].kind == "none":
                keep(units - goal, ruled[0], day)
                break
            if first is not None and first[1] != ruled:
                words = "seats given back by two lines on one day, where all are credited and charged anew, are"
                raise not_billed(refusals.EN503, ruled[1], words)
            first, units = first or (one, ruled), lot.low
    return first, level.paying(units)
