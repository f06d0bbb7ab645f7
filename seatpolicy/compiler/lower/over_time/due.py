"""The lines of one cycle that are due on one invoice in, the kernel out that takes them from list prices to rounded lines.

How many lines there are, and of which charges, is the shape of the program; their list amounts are given, all over one
denominator, and so is what earlier invoices billed of the same cycle. Credits are lines of their own, whole when they come
in: no discount comes off them. (BILLING-RULES 2, steps 6 to 9.)
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import rounding, settle
from seatpolicy.compiler.lower.bounds import Block, Opened, apply_bounds, blocks_of
from seatpolicy.compiler.lower.budgets import AMOUNTS
from seatpolicy.compiler.lower.commitments import apply_commitments
from seatpolicy.compiler.lower.context import Lowering, place_texts
from seatpolicy.compiler.lower.cycles import Cycled, Window
from seatpolicy.compiler.lower.discounts import Discounting
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.over_time.day import Judging, history_lowering
from seatpolicy.compiler.program import Asked, PossibleLine, Reason, Told
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved, record


@record
class DueLine:
    """A line that comes in: `name` orders it among the ids of lines, `pair` is the number of its cycle among those that are
    given beside those of the policy. A credit is no line of any list price."""

    name: str
    charge: str
    owner: str
    credit: bool
    cycle: Cycle
    pair: int


@record
class Counts:
    """A block: its name, the charges of which it counts lines (None: all lines), and the charge or plan whose cycle it
    has (one of them is empty); whether anything bounds it."""

    name: str
    charge: str
    plan: str
    charges: frozenset[str] | None
    bounded: bool


@record
class DueProgram:
    """The kernel. `lines` are those that came in and top-ups, in their order; `cuts` is what maximums took of
    each. `rounded` says of each charge's line, by its name, what it came to when lines were
    rounded, and `then` how many of its steps lead there. `pairs` are the cycles of the policy, then those of the lines."""

    kernel: Kernel
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Cycle, Anchor], ...]
    own_pairs: int
    asked: tuple[Asked, ...]
    blocks: tuple[Counts, ...]
    lines: tuple[PossibleLine, ...]
    rounded: dict[str, int]
    then: dict[str, int]
    cuts: tuple[int, ...]
    assumptions: tuple[Told, ...]


def lower_due(
    policy: Policy,
    plans: Sequence[str],
    addons: Sequence[str],
    currency: str,
    people: bool,
    shape: tuple[DueLine, ...],
) -> DueProgram:
    """The program of the lines of a shape."""
    low = history_lowering(policy, plans, addons, currency, people, "lines that are due")
    judging = Judging(low)
    read, b = judging.read, low.b
    own = len(low.pairs)
    cycles = [_cycled(one, own, low) for one in shape]
    at = policy.at
    drafts = [_draft(one, cycle, at, low) for one, cycle in zip(shape, cycles, strict=True) if not one.credit]
    credits = [_draft(one, cycle, at, low) for one, cycle in zip(shape, cycles, strict=True) if one.credit]
    discounting = Discounting(read, drafts)
    rounded: dict[str, int] = {}
    then: dict[str, int] = {}
    with low.caught("settle"):
        blocks = [
            evolved(block, opened=(opened := _opened(number, low)), goes_on=b.any(block.goes_on, opened.waits))
            for number, block in enumerate(blocks_of(policy, judging.blocks, list(judging.terms.values()), read))
        ]
        apply_bounds(blocks, drafts, True, read)
        discounting = Discounting(read, drafts)
        discounting.run()
        settle.round_lines(drafts, low)
        rounded = {draft.name: low.note(draft.left, "rounded") for draft in drafts if draft.kind == "charge"}
        then = {draft.name: len(draft.steps) for draft in drafts}
        drafts += credits
        apply_bounds(blocks, drafts, False, read)
        apply_commitments(blocks, drafts, read)
    cuts = tuple(low.note(draft.cut, "cut") for draft in drafts)
    lines = tuple(draft.finished(rounding.rounded("line", draft.listed, low)) for draft in drafts)
    told = tuple(Told(low.flag(flag), low.words(words)) for flag, words in discounting.assumed)
    root = low.note(b.add(*(draft.left for draft in drafts)), "the amount")
    place_texts(low)
    return DueProgram(
        kernel=b.kernel((root,)),
        reasons=tuple(low.reasons),
        pairs=tuple(low.pairs),
        own_pairs=own,
        asked=tuple(low.asked),
        blocks=tuple(_counts(block) for block in blocks),
        lines=lines,
        rounded=rounded,
        then=then,
        cuts=cuts,
        assumptions=told,
    )


def _counts(block: Block) -> Counts:
    # The policy's own bounds are over the cycle of the first plan, which is the window of its block.
    return Counts(block.name, block.charge, "" if block.charge else block.window, block.charges, _is_bounded(block))


def _is_bounded(block: Block) -> bool:
    return bool(block.minimum or block.maximum or block.commitment)


def _cycled(line: DueLine, own: int, low: Lowering) -> Cycled:
    """The cycle of a line, which is known when it comes in."""
    yes = low.const(1)
    pair = own + line.pair
    while len(low.pairs) <= pair:
        low.pairs.append((line.cycle, Anchor("line", len(low.pairs), "", "", "")))
    return Cycled(((yes, Case(line.cycle, None, low.policy.at)),), Window(low, ((yes, pair),)))


def _draft(line: DueLine, cycle: Cycled, at: Span, low: Lowering) -> Draft:
    b = low.b
    nothing = b.const(0)
    amount = low.given(line.name, AMOUNTS)
    listed = nothing if line.credit else amount
    draft = Draft(
        low=low,
        name=line.name,
        kind="credit" if line.credit else "charge",
        charge=line.charge,
        owner=line.owner,
        title="",
        counts=(),
        block=line.charge,
        cycle=cycle,
        at=at,
        present=b.const(1),
        billed=nothing,
        included=nothing,
        factor=nothing,
        units=[],
        facts=[],
        left=amount,
        listed=listed,
        base=listed,
        cut=nothing,
    )
    if line.credit:
        draft.exact = low.given(f"{line.name} exact", AMOUNTS)
    return draft


def _opened(number: int, low: Lowering) -> Opened:
    """What is known beside the account of a block's cycle."""

    def amount(what: str) -> Value:
        return low.given(of_block(number, what), AMOUNTS)

    return Opened(
        waits=low.b.compare("=", low.given(of_block(number, "waits")), low.const(1)),
        share=low.given(of_block(number, "share")),
        billed=amount("billed"),
        listed=amount("listed"),
        topped_up=amount("topped up"),
        topped_up_after=amount("topped up after"),
        committed=amount("committed"),
        lacked=amount("lacked"),
    )


def of_block(number: int, what: str) -> str:
    """Under which name a figure of a block is given."""
    return f"block {number} {what}"
