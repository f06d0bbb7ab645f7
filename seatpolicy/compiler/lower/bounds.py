"""Minimum and maximum of a charge, a plan or the policy (BILLING-RULES 2, steps 6 and 9).

A minimum adds a line of its own, what is lacking, behind the lines that it completes. Which of these a bill has may
depend on the account, so a top-up is lowered once for each place where it may stand, and at most one of these is there.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs, rounding
from seatpolicy.compiler.lower.context import Figure
from seatpolicy.compiler.lower.cycles import Cycled
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.durations import term, term_of
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.shares import dealt_beside, within
from seatpolicy.compiler.lower.terms import BlockTerms, Chosen, Terms
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Bound, Commitment
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Opened:
    """What is known of a block's cycle in an account with a history: whether a charge of it is billed later by itself
    (`waits`), how much of the cycle the account is there for, and what earlier invoices billed of it: altogether, for the
    minimum before and after discounts (`listed` and `topped_up` before them), and for the commitment, with what was
    `lacked` of it."""

    waits: Value
    share: Value
    billed: Value
    listed: Value
    topped_up: Value
    topped_up_after: Value
    committed: Value
    lacked: Value


@record
class Block:
    """What a bound counts over: the lines of some charges; every line with `charges` None, which is the policy's.
    `charge` is that of a charge's own bound, `window` names the cycle in the tables of the program."""

    name: str
    title: str
    charge: str
    charges: frozenset[str] | None
    minimum: Chosen[Bound]
    maximum: Chosen[Bound]
    commitment: Chosen[Commitment]
    cycle: Cycled
    window: str
    term: tuple[Value, Value]
    goes_on: Value
    """Whether more of the cycle will be billed, so that nobody knows yet what is lacking at its end."""
    opened: Opened | None = None

    def holds(self, draft: Draft) -> bool:
        """Whether a line counts: one of its charges, or the top-up of this block itself."""
        return self.charges is None or draft.charge in self.charges or draft.owner == self.name


def blocks_of(policy: Policy, blocks: Sequence[BlockTerms], terms: Sequence[Terms], read: Expressions) -> list[Block]:
    """Charges first, then plans and add-ons, then the policy."""
    b = read.low.b
    open_ = {one.charge.name: _goes_on(one, read) for one in terms}
    made = [
        Block(one.charge.name, one.charge.title, one.charge.name, frozenset([one.charge.name]), one.minimum, one.maximum,
              one.commitment, one.cycle, one.charge.name, term_of(one.base, read), open_[one.charge.name])
        for one in terms
    ]  # fmt: skip
    for block in blocks:
        plan = block.plan
        charges = frozenset(charge.name for charge in plan.charges)
        term_ = term_of(block.base, read)
        bounds = block.minimum, block.maximum, block.commitment
        goes_on = b.any(*(flag for name, flag in open_.items() if name in charges))
        made.append(Block(plan.name, plan.title, "", charges, *bounds, block.cycle, plan.name, term_, goes_on))
    stated = read.cases(policy.minimum), read.cases(policy.maximum), read.cases(policy.commitment)
    first = blocks[0]
    goes_on = b.any(*open_.values())
    made.append(Block(policy.name, policy.title, "", None, *stated, first.cycle, first.plan.name, term(read), goes_on))
    return made


def _goes_on(terms: Terms, read: Expressions) -> Value:
    """Whether a charge is billed again in this cycle: as it is used, on any day before the last one. Prices of another day
    are those of the day that was asked for."""
    b = read.low.b
    as_used = b.any(*(flag for flag, case in terms.bill if case.value == "as used"))
    if b.constant(as_used) == 0:
        return b.const(0)
    return b.all(as_used, b.compare("<", b.input(inputs.roster_day()), terms.cycle.window.last))


def apply_bounds(blocks: Sequence[Block], drafts: list[Draft], before_discounts: bool, read: Expressions) -> None:
    """The bounds of one point, charges first; top-ups are put behind the lines that they complete."""
    for block in blocks:
        for cases, apply in ((block.minimum, _minimum), (block.maximum, _maximum)):
            for flag, case in cases:
                if case.value.before_discounts is before_discounts:
                    with read.low.when(flag):
                        amount = _amount(block, case.value, drafts, read)
                        apply(block, flag, case, amount, drafts, read)


def _amount(block: Block, bound: Bound, drafts: Sequence[Draft], read: Expressions) -> Value:
    """What a bound comes to in the cycle of its block."""
    low, b = read.low, read.low.b
    nothing = b.const(0)
    lines = [draft for draft in drafts if block.holds(draft)]
    apart = [b.all(line.cycle.window.differs(block.cycle.window), b.compare("!=", line.left, nothing)) for line in lines]
    words = f"a bound over charges of `{block.name}` whose cycles differ is"
    low.not_billed(b.any(*apart), refusals.EN502, bound.at, words)
    unit = bound.amounts.per.unit
    low.not_billed(b.const(bool(unit)), refusals.EN511, bound.at, f"a bound per {unit} is")
    times = block.cycle.worth(bound.amounts.per.period, bound.at, low)
    if block.opened is not None and bound.prorated:
        times = b.mul(times, block.opened.share)
    return b.mul(read.in_currency(bound.amounts), times)


def _minimum(block: Block, flag: Value, case: Case[Bound], least: Value, drafts: list[Draft], read: Expressions) -> None:
    low, b = read.low, read.low.b
    nothing, bound = b.const(0), case.value
    lines = [draft for draft in drafts if block.holds(draft)]
    reached = b.add(*(rounding.rounded("line", line.left, low) for line in lines))
    before = nothing
    if block.opened is not None:
        opened, early = block.opened, bound.before_discounts
        before = opened.topped_up if early else opened.topped_up_after
        reached = b.add(reached, b.sub(opened.listed if early else opened.billed, before))
    lacking = b.sub(rounding.rounded("line", b.max(nothing, b.sub(least, reached)), low), before)
    there = b.all(flag, b.negate(block.goes_on), b.compare("!=", lacking, nothing))
    if b.constant(there) == 0:
        return
    point = "" if bound.before_discounts else ", after discounts"
    names = f"{block.name}:minimum{point}", f"Minimum of {block.title}", "minimum"
    figures: tuple[Figure, ...] = (least, "amount"), (reached, "amount")
    basis = "{} - {}"
    if block.opened is not None:
        basis, figures = "{} - {}, of which {} is billed", (*figures, (before, "amount"))
    insert_top_up(block, *names, bound.at, there, lacking, basis, figures, lines, drafts, read)


def insert_top_up(
    block: Block,
    name: str,
    title: str,
    rule: str,
    at: Span,
    there: Value,
    amount: Value,
    basis: str,
    figures: Sequence[Figure],
    lines: Sequence[Draft],
    drafts: list[Draft],
    read: Expressions,
) -> None:
    """Puts a line of an amount behind the lines that it is for, wherever these may end."""
    low, b = read.low, read.low.b
    nothing = b.const(0)
    if b.constant(there) == 0:
        return
    places = _places(lines, drafts, read)
    for place, here in reversed(places):
        present = b.all(there, here)
        listed = b.select(present, amount, nothing)
        top_up = Draft(
            low=low,
            name=name,
            kind="top_up",
            charge=block.charge,
            owner=block.name,
            title=title,
            counts=(),
            block=block.window,
            cycle=block.cycle,
            at=at,
            present=present,
            billed=b.const(1),
            included=nothing,
            factor=b.const(1),
            units=[],
            facts=[],
            left=nothing,
            listed=listed,
            base=listed,
            cut=nothing,
        )
        top_up.change(rule, at, present, amount, basis, *figures)
        drafts.insert(place, top_up)


def _places(lines: Sequence[Draft], drafts: Sequence[Draft], read: Expressions) -> list[tuple[int, Value]]:
    """Where a top-up may stand, each with the flag that it stands there: behind the last of its lines that a bill has,
    behind all lines where it has none of them. Places between which only its own lines lie are one place, the last of
    them."""
    b = read.low.b
    ours = [place for place, draft in enumerate(drafts) if draft in lines]
    runs: list[tuple[int, Value]] = []
    for place in ours:
        there = drafts[place].present
        if runs and runs[-1][0] == place:
            runs[-1] = (place + 1, b.any(runs[-1][1], there))
        else:
            runs.append((place + 1, there))
    made: list[tuple[int, Value]] = []
    later = b.const(0)
    for place, there in reversed(runs):
        here = b.all(b.negate(later), there)
        if b.constant(here) != 0:
            made.append((place, here))
        later = b.any(later, there)
    none = b.negate(later)
    made.reverse()
    if b.constant(none) == 0:
        return made
    if made and made[-1][0] == len(drafts):
        made[-1] = (len(drafts), b.any(made[-1][1], none))
        return made
    return [*made, (len(drafts), none)]


def _maximum(block: Block, flag: Value, case: Case[Bound], most: Value, drafts: list[Draft], read: Expressions) -> None:
    low, b = read.low, read.low.b
    bound = case.value
    lines = [draft for draft in drafts if block.holds(draft)]
    weights = [rounding.rounded("line", line.left, low) for line in lines]
    reached = b.add(*weights)
    # A maximum is one of the cycle: what earlier invoices billed of it leaves the less room.
    nothing = billed = b.const(0)
    if block.opened is not None:
        billed = block.opened.listed if bound.before_discounts else block.opened.billed
    room = most if block.opened is None else b.max(nothing, b.sub(most, billed))
    over = b.all(flag, b.compare(">", reached, room))
    if b.constant(over) == 0:
        return
    most = rounding.rounded("line", most, low)
    room = most if block.opened is None else b.max(nothing, b.sub(most, billed))
    shares = within(dealt_beside(room, lines, weights, low), [line.left for line in lines], low)
    several = b.compare(">", b.add(*(line.present for line in lines)), b.const(1))
    before_it = b.compare("!=", billed, nothing)
    for line, share in zip(lines, shares, strict=True):
        line.cut = b.add(line.cut, b.select(over, b.sub(line.left, share), nothing))
        left, exact = line.left, line.exact
        for many, words, figures in (
            (b.negate(several), "at most {}", ((most, "amount"),)),
            (several, "at most {} for {} together", ((most, "amount"), (reached, "amount"))),
        ):
            for some, ending, more in (
                (b.negate(before_it), "", ()),
                (before_it, ", of which {} is billed", ((billed, "amount"),)),
            ):
                there = b.all(over, many, some)
                if b.constant(there) != 0:
                    line.change("maximum", bound.at, there, share, words + ending, *figures, *more)
                    line.left = left
        line.put(b.select(over, share, left), b.select(over, share, exact))
        if bound.before_discounts:
            line.base = b.select(over, share, line.base)
