"""A count and the sizes that are sold in, the count in whole packs out; and the size of the packs that a price is per."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Included, Price, Quantity, QuotePrice, RatePrice, SchedulePrice, TablePrice
from seatpolicy.semantics.model.types import Per


def in_packs(case: Case[Quantity], flag: Value, count: Value, steps: list[PossibleStep], low: Lowering) -> Value:
    """The size sold: whole packs."""
    b, packs = low.b, case.value.packs
    if packs is None:
        return count
    at = case.value.at
    if packs.up_to % packs.size:
        words = f"packs of {packs.size} up to {packs.up_to}, which is no number of packs, are"
        low.not_billed(b.const(1), refusals.EN511, at, words)
    small = _times(packs.size, count, low)
    if not packs.up_to:
        add_step(steps, low, "quantity", "in packs", at, flag, (count, small), f"in packs of {packs.size}")
        return small
    above = b.compare(">", count, b.const(packs.up_to))
    big = b.add(b.const(packs.up_to), _times(packs.then, b.sub(count, b.const(packs.up_to)), low))
    for here, size, sold in ((above, packs.then, big), (b.negate(above), packs.size, small)):
        add_step(steps, low, "quantity", "in packs", at, b.all(flag, here), (count, sold), f"in packs of {size}")
    return b.select(above, big, small)


def size_included(cases: Sequence[tuple[Value, Case[Included]]], stated: Quantity, low: Lowering) -> int:
    """The size of one pack that is sold. Refused: two sizes, where nothing says which of them is included."""
    packs = stated.packs
    if packs is None:
        return 1
    if packs.up_to and packs.then != packs.size:
        words = "what is included after packs, where two sizes are sold, is"
        for here, case in cases:
            low.not_billed(here, refusals.EN511, case.at, words)
    return packs.size


def pack_size(price: Price, policy: Policy) -> int:
    """The size of the packs that a price is per; 0 for a price per seat, unit, or nothing."""
    per = Per()
    if isinstance(price, RatePrice):
        per = price.amounts.per
    elif isinstance(price, QuotePrice) and price.floor is not None:
        per = price.floor.per
    elif isinstance(price, SchedulePrice):
        per = policy.schedules[price.schedule].per
    elif isinstance(price, TablePrice):
        per = policy.tables[price.table].type.per
    return per.pack_size if per.unit == "pack" else 0


def _times(size: int, count: Value, low: Lowering) -> Value:
    """The least multiple of a size that holds a count."""
    return low.b.mul(low.const(size), rounding.ceiling(low.b.div(count, low.const(size)), low))
