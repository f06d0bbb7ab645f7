"""What an account promised to pay in, the lines that come of it out (BILLING-RULES 2, step 9).

Of an amount x since the term began, min(x, C) + max(0, x - C) × P is paid, and at its end C - x, where a shortfall is
billed. In a cycle that is one of several of the term, what is above C is what this cycle adds above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import history, rounding
from seatpolicy.compiler.lower.bounds import Block, insert_top_up
from seatpolicy.compiler.lower.context import Figure
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.shares import dealt_beside, within
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.prices import Commitment
from seatpolicy.values.money import format_decimal


def apply_commitments(blocks: Sequence[Block], drafts: list[Draft], read: Expressions) -> None:
    """Every commitment, those of charges first."""
    for block in blocks:
        for flag, case in block.commitment:
            with read.low.when(flag):
                _apply(block, flag, case.value, drafts, read)


def _apply(block: Block, flag: Value, stated: Commitment, drafts: list[Draft], read: Expressions) -> None:
    low, b = read.low, read.low.b
    nothing, period = b.const(0), stated.amounts.per.period
    lines = [draft for draft in drafts if block.holds(draft)]
    unit = stated.amounts.per.unit
    low.not_billed(b.const(bool(unit)), refusals.EN511, stated.at, f"a commitment per {unit} is")
    apart = [b.all(line.cycle.window.differs(block.cycle.window), b.compare("!=", line.left, nothing)) for line in lines]
    words = f"a commitment over charges of `{block.name}` whose cycles differ is"
    low.not_billed(b.any(*apart), refusals.EN502, stated.at, words)
    here = history.stretch(period, block.cycle, block.term, read, stated.at)
    promised = b.mul(read.in_currency(stated.amounts), b.select(here.there, b.const(1), here.times))
    what = f"a commitment per {period}, of which this is cycle {{}},"
    earlier = history.earlier(
        f"commitment {block.window} {block.name} {period}",
        "commitment",
        block.name,
        here,
        block.cycle,
        low,
        stated.at,
        what,
        [history.place(here, low)],
        block.charges,
    )
    if block.opened is not None:
        earlier = b.add(earlier, block.opened.committed)
    now = b.add(*(rounding.rounded("line", line.left, low) for line in lines))
    above = b.sub(
        b.max(nothing, b.sub(b.add(earlier, now), promised)), b.max(nothing, b.sub(earlier, promised))
    )
    amounts = promised, earlier, now
    if stated.overage != 1:
        _overage(block, flag, stated, above, lines, drafts, amounts, read)
    if stated.shortfall_billed:
        lacking = rounding.rounded("line", b.max(nothing, b.sub(b.sub(promised, earlier), now)), low)
        # What an earlier invoice of the cycle billed as lacking is paid: less of it may be lacking now.
        paid = nothing if block.opened is None else block.opened.lacked
        amount = b.sub(lacking, paid)
        ends = b.all(b.negate(block.goes_on), b.any(b.negate(here.there), here.is_last))
        there = b.all(flag, ends, b.compare("!=", amount, nothing))
        figures: list[Figure] = [(promised, "amount"), (now, "amount"), (earlier, "amount")]
        for some, basis, shown in (
            (b.compare("=", earlier, nothing), "{} - {}", figures[:2]),
            (b.compare("!=", earlier, nothing), "{} - {} - {} before", figures),
        ):
            for again, ending, more in (
                (b.compare("=", paid, nothing), "", []),
                (b.compare("!=", paid, nothing), ", of which {} is billed", [(paid, "amount")]),
            ):
                here_too = b.all(there, some, again)
                told = basis + ending
                _add(block, here_too, stated, "Commitment", "", amount, told, [*shown, *more], lines, drafts, read)


def _overage(
    block: Block,
    flag: Value,
    stated: Commitment,
    above: Value,
    lines: Sequence[Draft],
    drafts: list[Draft],
    amounts: tuple[Value, Value, Value],
    read: Expressions,
) -> None:
    """What the part above the commitment costs more; a price below the usual one comes off the lines."""
    low, b = read.low, read.low.b
    nothing = b.const(0)
    promised, _, now = amounts
    there = b.all(flag, b.compare("!=", above, nothing))
    share = f"{format_decimal(stated.overage * 100)}%"
    figures: list[Figure] = [(above, "amount"), (promised, "amount")]
    if stated.overage > 1:
        more = rounding.rounded("line", b.mul(above, b.const(stated.overage - 1)), low)
        basis = f"{{}} above {{}}, at {share}: {format_decimal((stated.overage - 1) * 100)}% more"
        some = b.all(there, b.compare("!=", more, nothing))
        _add(block, some, stated, "Above the commitment", ", overage", more, basis, figures, lines, drafts, read)
        return
    target = rounding.rounded("line", b.sub(now, b.mul(above, b.const(1 - stated.overage))), low)
    weights = [rounding.rounded("line", line.left, low) for line in lines]
    shares = within(dealt_beside(target, lines, weights, low), [line.left for line in lines], low)
    for line, part in zip(lines, shares, strict=True):
        here = b.all(there, line.present)
        line.cut = b.add(line.cut, b.select(here, b.sub(line.left, part), nothing))
        line.change("commitment, overage", stated.at, here, part, f"{{}} above {{}}, at {share}", *figures)


def _add(
    block: Block,
    flag: Value,
    stated: Commitment,
    what: str,
    ending: str,
    amount: Value,
    basis: str,
    figures: Sequence[Figure],
    lines: Sequence[Draft],
    drafts: list[Draft],
    read: Expressions,
) -> None:
    """A line of its own behind those that the commitment counts."""
    name, title = f"{block.name}:commitment{ending}", f"{what} of {block.title}"
    insert_top_up(block, name, title, f"commitment{ending}", stated.at, flag, amount, basis, figures, lines, drafts, read)
