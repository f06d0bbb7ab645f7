"""The pieces of a line in, its list amount for the whole cycle out, with the steps that lead to it (BILLING-RULES 2.5).

The list amount is the worth of the cycle in periods of the rate times the price of one period; flat parts come as often, and
where the policy rounds factors only rates come the rounded number of times. The worth is a value like any other: of a whole
cycle it is a constant for each cycle that may be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.cycles import words as cycle_words
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.price import Piece, Priced
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.values.record import record

Length = tuple[Value, str, tuple[Figure, ...]]
"""How long a part is, in words with their figures, where the flag holds."""


@record
class Factors:
    """How often rates come, and flat parts."""

    rates: Value
    flat: Value


def factors_of(
    price: Priced, terms: Terms, read: Expressions, worth: Value | None = None, share: Value | None = None
) -> Factors:
    """How many periods of the rate the cycle is worth (or the `worth` of one window), for rates and for flat parts; of a
    part of the cycle its `share`, which only prorated flat parts are cut by."""
    low, b = read.low, read.low.b
    worth = terms.cycle.worth(price.per.period, None, low) if worth is None else worth
    part = worth if share is None or price.per.period in ("", "once") else b.mul(worth, share)
    factor = rounding.rounded("factor", part, low)
    blocks = (terms.charge.proration, terms.plan.proration, low.policy.proration)
    stated = tuple(case for block in blocks for case in block.flat_fees)
    prorated = b.any(*(flag for flag, case in read.cases(stated) if case.value == "prorated"))
    return Factors(factor, b.select(prorated, factor, worth))


def list_amount(
    steps: list[PossibleStep],
    group: Sequence[Piece],
    flag: Value,
    price: Priced,
    terms: Terms,
    factors: Factors,
    low: Lowering,
    plain: bool = False,
    length: Sequence[Length] = (),
) -> Value:
    """The list amount of a line, with the steps that lead to it; `plain` is without rounding on each step. `length` is that
    of a part of a cycle, in words."""
    b = low.b
    one, nothing = b.const(1), b.const(0)
    left = nothing
    each = rounding.stated("unit price", low) is not None
    for piece in group:
        here = b.all(flag, piece.flag)
        if each:
            left = _at_rounded_rate(steps, piece, here, price, factors, left, low)
            continue
        after = b.add(left, piece.amount(low))
        add_step(steps, low, "amount", piece.rule, piece.at, here, (left, after), piece.words, *piece.figures)
        left = after
    if not each:
        flat = b.add(*(b.select(piece.flag, piece.flat, nothing) for piece in group))
        if price.level is not None:
            after = b.mul(left, price.level)
            changed = b.all(flag, b.compare("!=", price.level, one))
            figures = (price.level, "percent"), (left, "amount")
            words = "{} of {}, the list price"
            add_step(steps, low, "amount", "price level", price.level_at, changed, (left, after), words, *figures)
            left, flat = after, b.mul(flat, price.level)
        after = b.add(b.mul(b.sub(left, flat), factors.rates), b.mul(flat, factors.flat))
        whole = b.all(b.compare("=", factors.rates, one), b.compare("=", factors.flat, one))
        apart = b.all(b.compare("!=", flat, nothing), b.compare("!=", factors.rates, factors.flat))
        for here, chosen in terms.cycle.cycles:
            for long, said, told in length or ((one, f"a {cycle_words(chosen.value)}", ()),):
                of = f"{said} at a price per {price.per.period or 'cycle'}"
                there = b.all(flag, here, long, b.negate(whole))
                rates, flats = (factors.rates, "number"), (factors.flat, "number")
                add_step(
                    steps, low, "amount", "cycle", chosen.at, b.all(there, b.negate(apart)), (left, after),
                    f"{{}} × {{}}, {of}", rates, (left, "amount"), *told,
                )  # fmt: skip
                add_step(
                    steps, low, "amount", "cycle", chosen.at, b.all(there, apart), (left, after),
                    f"{{}} × {{}}, {{}} × {{}} flat, {of}", rates, (b.sub(left, flat), "amount"), flats, (flat, "amount"),
                    *told,
                )  # fmt: skip
        left = after
    stated = rounding.stated("step", low)
    if stated is None or plain:
        return left
    after = rounding.rounded("step", left, low)
    changed = b.all(flag, b.compare("!=", after, left))
    rule = "rounding on each step"
    add_step(steps, low, "amount", rule, stated.at, changed, (left, after), "", rounding=rounding.words("step", low))
    return after


def _at_rounded_rate(
    steps: list[PossibleStep],
    piece: Piece,
    here: Value,
    price: Priced,
    factors: Factors,
    left: Value,
    low: Lowering,
) -> Value:
    """A piece at its rate for the whole cycle, rounded as a unit price; flat parts come as often as they do."""
    b = low.b
    level = b.const(1) if price.level is None else price.level
    exact = b.mul(piece.rate, level, factors.rates)
    rate = exact if piece.share else rounding.rounded("unit price", exact, low)
    flat = b.mul(piece.flat, level, factors.flat)
    amount = b.select(piece.flag, b.add(b.mul(piece.units, rate), flat), b.const(0))
    after = b.add(left, amount)
    some = b.const(0) if piece.share else b.compare("!=", piece.units, b.const(0))
    shown = (piece.units, "number"), (rate, "amount")
    listed, levels, times = (piece.rate, "amount"), (level, "percent"), (factors.rates, "number")
    longer, other = b.compare("!=", factors.rates, b.const(1)), b.compare("!=", level, b.const(1))
    once, whole = b.negate(longer), b.negate(other)
    change = (left, after)
    for flag, basis, figures in (
        (b.all(once, whole), "{} × {}", shown),
        (b.all(longer, whole), "{} × {}, {} × {}", (*shown, listed, times)),
        (b.all(once, other), "{} × {}, {} × {}", (*shown, listed, levels)),
        (b.all(longer, other), "{} × {}, {} × {} × {}", (*shown, listed, levels, times)),
    ):
        add_step(
            steps, low, "amount", piece.rule, piece.at, b.all(here, some, flag), change, basis, *figures,
            rounding=rounding.words("unit price", low), rounded=b.compare("!=", rate, exact),
        )  # fmt: skip
    for flag, basis, more in ((whole, piece.words, ()), (other, f"{piece.words}, at {{}}", (levels,))):
        add_step(
            steps, low, "amount", piece.rule, piece.at, b.all(here, b.negate(some), flag), change, basis,
            *piece.figures, *more,
        )  # fmt: skip
    return after
