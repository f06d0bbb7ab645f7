"""An amount of money that a discount takes off its lines in, what each line gets of it out.

The amount is there for its period: as often as the cycle holds periods, or once for the term or the subscription. What
earlier cycles used of it is not read, so an amount that they may have touched is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.shares import dealt, within
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.prices import Off

SPREADS = ("by amount", "in order")
Lines = Sequence[tuple[Value, Draft]]
"""Lines, each with the flag that it takes part."""


def budget_shares(
    off: Off, lines: Lines, read: Expressions, step: Callable[[Value, Draft], Value]
) -> tuple[Value, Value, list[Value]]:
    """The budget, whether it suffices for all that is left, and what comes off each line. `step` rounds what comes off."""
    low, b = read.low, read.low.b
    assert off.amounts is not None
    budget = b.mul(_times(off, lines, low), read.in_currency(off.amounts))
    rooms = [b.select(here, draft.left, b.const(0)) for here, draft in lines]
    suffices = b.compare(">=", budget, b.add(*rooms))
    if off.spread == "in order":
        shares, rest = [], budget
        for (here, draft), room in zip(lines, rooms, strict=True):
            amount = step(b.min(rest, room), draft)
            shares.append(amount)
            rest = b.select(here, b.max(b.sub(rest, amount), b.const(0)), rest)
    else:
        drafts = [draft for _, draft in lines]
        parts = within(dealt(budget, drafts, rooms, low), rooms, low)
        shares = [step(part, draft) for part, draft in zip(parts, drafts, strict=True)]
    whole = [step(draft.left, draft) for _, draft in lines]
    return budget, suffices, [b.select(suffices, all_, some) for all_, some in zip(whole, shares, strict=True)]


def _times(off: Off, lines: Lines, low: Lowering) -> Value:
    """How many times the budget is there for this cycle. Refused: lines whose cycles differ, and a budget that earlier
    cycles may have used."""
    b = low.b
    apart = []
    for place, (here, draft) in enumerate(lines):
        for there, other in lines[place + 1 :]:
            differs = draft.cycle.window.differs(other.cycle.window)
            if b.constant(differs) != 0:
                apart.append(b.all(here, there, differs))
    low.not_billed(b.any(*apart), refusals.EN502, off.at, "an amount off charges whose cycles differ is")
    used = f"what earlier cycles used of an amount per {off.period} is"
    if off.period in ("term", "subscription"):
        later = [b.all(here, b.compare(">", draft.cycle.window.index, b.const(0))) for here, draft in lines]
        low.not_billed(b.any(*later), refusals.EN505, off.at, used)
        return b.const(1)
    first = b.const(1)
    parts: dict[tuple[object, ...], tuple[list[Value], Draft]] = {}
    for here, draft in lines:
        parts.setdefault(draft.cycle.key, ([], draft))[0].append(b.all(first, here))
        first = b.all(first, b.negate(here))
    made = []
    for flags, draft in parts.values():
        flag = b.any(*flags)
        with low.when(flag if len(parts) > 1 else b.const(1)):
            made.append((flag, draft.cycle.worth(off.period, off.at, low)))
    times = low.chosen(made)
    low.not_billed(b.compare("<", times, b.const(1)), refusals.EN505, off.at, used)
    return times
