"""A charge in, the kernel out that says what two counts of it cost for one whole period of its rate: A(u) and A(v)."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower.context import place_texts
from seatpolicy.compiler.lower.over_time.day import Judging, history_lowering
from seatpolicy.compiler.lower.price import pieces, prices
from seatpolicy.compiler.program import Reason
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.values.record import record

UPPER, LOWER = "upper", "lower"


@record
class PriceProgram:
    """The kernel, and the notes of both prices; what stops one of them is in the scope of its name."""

    kernel: Kernel
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Cycle, Anchor], ...]
    upper: int
    lower: int


def lower_prices(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, charge: str, people: bool
) -> PriceProgram:
    """The prices of `upper` and `lower` units of a charge."""
    low = history_lowering(policy, plans, addons, currency, people, f"prices of {charge}")
    low.silent = True
    judging = Judging(low)
    terms, b = judging.terms[charge], low.b
    made: list[int] = []
    for which in (UPPER, LOWER):
        units = low.given(which)
        parts: list[tuple[Value, Value]] = []
        with low.caught(which):
            for price in prices(terms, judging.read):
                with low.when(price.flag):
                    amount = b.add(*(piece.amount(low) for piece in pieces(price, units, terms, low)))
                    parts.append((price.flag, amount if price.level is None else b.mul(amount, price.level)))
        made.append(low.note(low.chosen(parts, b.const(0)), which))
    place_texts(low)
    return PriceProgram(b.kernel((made[0],)), tuple(low.reasons), tuple(low.pairs), made[0], made[1])
