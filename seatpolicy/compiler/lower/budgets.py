"""An amount of money that a discount takes off its lines in, what each line gets of it out.

The amount is there for its period: as often as the cycle holds periods; of a longer one, or of the term or the subscription,
there is what earlier cycles left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import durations, history
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.shares import dealt, within
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.prices import Discount, Off

AMOUNTS = "amounts"
"""The name under which the denominator of all amounts is given."""

SPREADS = ("by amount", "in order")
Lines = Sequence[tuple[Value, Draft]]
"""Lines, each with the flag that it takes part."""


def budget_shares(
    discount: Discount, off: Off, lines: Lines, read: Expressions, step: Callable[[Value, Draft], Value]
) -> tuple[Value, Value, list[Value]]:
    """The budget, whether it suffices for all that is left, and what comes off each line. `step` rounds what comes off."""
    low, b = read.low, read.low.b
    assert off.amounts is not None
    amount = read.in_currency(off.amounts)
    if low.history and (discount.offered_prorated or off.prorated):
        amount = b.mul(amount, low.given(part_of(discount.name)))
    budget = _left_of(discount.name, off, amount, lines, read)
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


def part_of(discount: str) -> str:
    """Under which name it is given how much of its cycle a prorated budget counts."""
    return f"part of {discount}"


def spent(discount: str) -> str:
    """Under which name it is given what earlier invoices of the same cycle used of a budget."""
    return f"spent of {discount}"


def _left_of(name: str, off: Off, amount: Value, lines: Lines, read: Expressions) -> Value:
    """What there is of a budget in this cycle: of a period that fits into it as often as it does, of a longer one what
    earlier cycles left. Refused: lines whose cycles differ."""
    low, b = read.low, read.low.b
    apart = []
    for place, (here, draft) in enumerate(lines):
        for there, other in lines[place + 1 :]:
            differs = draft.cycle.window.differs(other.cycle.window)
            if b.constant(differs) != 0:
                apart.append(b.all(here, there, differs))
    low.not_billed(b.any(*apart), refusals.EN502, off.at, "an amount off charges whose cycles differ is")
    first = b.const(1)
    parts: dict[tuple[object, ...], tuple[list[Value], Draft]] = {}
    for here, draft in lines:
        parts.setdefault(draft.cycle.key, ([], draft))[0].append(b.all(first, here))
        first = b.all(first, b.negate(here))
    term = durations.term(read)
    made = []
    for number, (flags, draft) in enumerate(parts.values()):
        flag = b.any(*flags)
        with low.when(flag if len(parts) > 1 else b.const(1)):
            where = history.stretch(off.period, draft.cycle, term, read, off.at)
            what = f"what is left of an amount per {off.period}, in cycle {{}} of it,"
            key, shown = f"budget {name} {off.period} {number}", [history.place(where, low)]
            used = history.earlier(key, "budget", name, where, draft.cycle, low, off.at, what, shown)
            whole = b.mul(amount, b.select(where.there, b.const(1), where.times))
            if low.history:
                used = b.add(used, low.given(spent(name), AMOUNTS))
            left = b.max(b.sub(whole, used), b.const(0)) if low.history or b.constant(where.there) != 0 else whole
        made.append((flag, left))
    return low.chosen(made)
