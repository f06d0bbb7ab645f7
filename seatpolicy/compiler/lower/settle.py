"""Discounted lines in, the lines and totals of an invoice out: rounding on lines, charges and the total (steps 8 and 10)."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.draft import Draft, total
from seatpolicy.compiler.lower.shares import dealt
from seatpolicy.compiler.program import PossibleLine, Totals


def round_lines(drafts: Sequence[Draft], low: Lowering) -> None:
    """Every line, where the policy rounds lines."""
    stated = rounding.stated("line", low)
    if stated is None:
        return
    for draft in drafts:
        after = rounding.rounded("line", draft.left, low)
        changed, exact = low.b.compare("!=", after, draft.left), draft.exact
        draft.change("rounding on each line", stated.at, changed, after, "", rounding=rounding.words("line", low))
        draft.put(after, exact)


def round_sums(drafts: Sequence[Draft], low: Lowering) -> Value:
    """The sum of each charge's lines, then of all of them, where the policy rounds these; the difference is dealt out. Gives
    the sum of all lines then."""
    for charge in dict.fromkeys(draft.key for draft in drafts):
        _round_sum([draft for draft in drafts if draft.key == charge], "charge", "each charge", low)
    rounded = _round_sum(drafts, "total", "the total", low)
    # What is dealt out is all there is: where no line has a weight, there is nothing.
    return total(drafts, low) if rounded is None else rounded


def _round_sum(drafts: Sequence[Draft], point: str, on: str, low: Lowering) -> Value | None:
    stated, b = rounding.stated(point, low), low.b
    if stated is None:
        return None
    exact = total(drafts, low)
    target = rounding.rounded(point, exact, low)
    parts = _parts(target, point, drafts, low)
    several = b.compare(">", b.add(*(draft.present for draft in drafts)), b.const(1))
    figures = (exact, "amount"), (target, "amount")
    for draft, part in zip(drafts, parts, strict=True):
        changed = b.compare("!=", part, draft.left)
        before, exact = draft.left, draft.exact
        words = rounding.words(point, low)
        rule = f"rounding on {on}"
        draft.change(rule, stated.at, b.all(changed, several), part, "{} becomes {}", *figures, rounding=words)
        draft.left = before
        draft.change(rule, stated.at, b.all(changed, b.negate(several)), part, "", rounding=words)
        draft.put(part, exact)
    return target


def _parts(target: Value, point: str, drafts: Sequence[Draft], low: Lowering) -> list[Value]:
    """A rounded sum over its lines. Where some of them may be below 0, these are rounded together, and the others come to
    what the sum then lacks."""
    b, nothing = low.b, low.b.const(0)
    if not low.history:
        return dealt(target, drafts, [draft.left for draft in drafts], low)
    above = [b.max(draft.left, nothing) for draft in drafts]
    below = [b.max(b.sub(nothing, draft.left), nothing) for draft in drafts]
    back = b.sub(nothing, rounding.rounded(point, b.sub(nothing, b.add(*below)), low))
    charged = dealt(b.add(target, back), drafts, above, low)
    credited = dealt(back, drafts, below, low)
    return [b.sub(one, other) for one, other in zip(charged, credited, strict=True)]


def totals(drafts: Sequence[Draft], before_sums: Sequence[Value], net: Value, low: Lowering) -> Totals:
    """The sums of an invoice. `before_sums` are the lines' amounts before charge and total were rounded, `net` is what all
    lines come to behind that."""
    b = low.b
    listed = {id(draft): rounding.rounded("line", draft.listed, low) for draft in drafts}
    charges = b.add(*(listed[id(draft)] for draft in drafts if draft.kind in ("charge", "overage")))
    top_ups = b.add(*(listed[id(draft)] for draft in drafts if draft.kind == "top_up"))
    over = b.add(*(draft.cut for draft in drafts))
    before = b.add(*before_sums)
    discounts = b.sub(b.add(charges, top_ups), b.add(over, before))
    made = (charges, discounts, over, top_ups, b.sub(net, before), net)
    names = ("list", "discounts", "over maximum", "top-ups", "rounding", "net")
    return Totals(*(low.note(value, name) for value, name in zip(made, names, strict=True)))


def lines(drafts: Sequence[Draft], low: Lowering) -> tuple[PossibleLine, ...]:
    """The lines as tables."""
    return tuple(draft.finished(rounding.rounded("line", draft.listed, low)) for draft in drafts)
