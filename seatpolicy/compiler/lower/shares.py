"""An amount and the lines over which it is dealt out in, each line's share out: in minor units where it is whole in them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.draft import Draft


def dealt(total: Value, drafts: Sequence[Draft], weights: Sequence[Value], low: Lowering) -> list[Value]:
    """An amount over lines by weight: in whole minor units where it is whole in them, else exactly. Lines with equal
    claims to the largest remainder come in the order of their ids. Nothing for a line without a weight."""
    b = low.b
    coins = b.div(total, b.const(low.minor))
    whole = b.round(coins, "floor", Fraction(1))
    is_whole = b.compare("=", whole, coins)
    made: list[Value] = []
    if b.constant(is_whole) != 0:
        made = _in_coins(whole, drafts, weights, low)
    if b.constant(is_whole) == 1:
        return made
    exact = _exactly(total, weights, low)
    if not made:
        return exact
    return [b.select(is_whole, one, other) for one, other in zip(made, exact, strict=True)]


def _in_coins(coins: Value, drafts: Sequence[Draft], weights: Sequence[Value], low: Lowering) -> list[Value]:
    order = list(range(len(drafts)))
    if low.policy.remainder == "largest":
        order.sort(key=lambda place: drafts[place].order)
    parts = low.b.allocate(coins, [weights[place] for place in order], low.policy.remainder)
    shares = dict(zip(order, parts, strict=True))
    return [low.b.mul(shares[place], low.const(low.minor)) for place in range(len(drafts))]


def _exactly(total: Value, weights: Sequence[Value], low: Lowering) -> list[Value]:
    b = low.b
    whole = b.add(*weights)
    nothing = b.compare("=", whole, b.const(0))
    bottom = b.select(nothing, b.const(1), whole)
    return [b.div(b.mul(total, weight), bottom) for weight in weights]


def dealt_beside(total: Value, drafts: Sequence[Draft], weights: Sequence[Value], low: Lowering) -> list[Value]:
    """The same, where some lines may be below 0: these keep what they have, and the others share the rest. Of a
    whole cycle none is."""
    b = low.b
    if not low.history:
        return dealt(total, drafts, weights, low)
    less = [b.min(weight, b.const(0)) for weight in weights]
    above = [b.max(weight, b.const(0)) for weight in weights]
    shares = dealt(b.sub(total, b.add(*less)), drafts, above, low)
    return [b.add(share, one) for share, one in zip(shares, less, strict=True)]


def within(shares: Sequence[Value], rooms: Sequence[Value], low: Lowering) -> list[Value]:
    """The same shares, none above what its line has room for: what is too much goes to the first lines that have room."""
    b = low.b
    kept = [b.min(share, room) for share, room in zip(shares, rooms, strict=True)]
    over = b.sub(b.add(*shares), b.add(*kept))
    made = []
    for one, room in zip(kept, rooms, strict=True):
        more = b.min(over, b.sub(room, one))
        made.append(b.add(one, more))
        over = b.sub(over, more)
    return made
