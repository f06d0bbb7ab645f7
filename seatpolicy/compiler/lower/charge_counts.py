"""A charge in, the kernel of its counts out: how many hold a seat, how many are allowed, which row prices so many more."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering, place_texts
from seatpolicy.compiler.lower.counts import Heads, of_roster
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.listed import units_paid
from seatpolicy.compiler.lower.price import prices
from seatpolicy.compiler.lower.quantity import Counter
from seatpolicy.compiler.lower.terms import Terms, TermsOf
from seatpolicy.compiler.program import CHARGE_FIGURES, Asked, Reason
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.values.record import record


@record
class ChargeCounts:
    """The kernel, and for each figure the notes that say whether it is known, and what it is. `row` is that of the schedule
    which prices what there is with `more CHARGE` beside it, the number of its rows behind the last one, and known only where
    the price is a schedule; `rows` is the note of how many it has."""

    kernel: Kernel
    pairs: tuple[tuple[Cycle, Anchor], ...]
    reasons: tuple[Reason, ...]
    asked: tuple[Asked, ...]
    figures: dict[str, tuple[int, int]]
    rows: int


def lower_charge_counts(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, charge: str, people: bool
) -> ChargeCounts:
    """What a signal may ask about a charge."""
    b = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}, {charge}")
    held = tuple(policy.plans[name] for name in plans), tuple(policy.addons[name] for name in addons)
    low = Lowering(policy, *held, currency, b, b.const(1), people=people)
    read = Expressions(low)
    low.silent = True
    stages = TermsOf(low, read)
    terms: dict[str, Terms] = {}
    with low.caught("terms"):
        for plan in low.held:
            base = stages.base_plan(plan, low.held)
            stages.block(plan, base)
            terms.update((one.name, stages.charge(one, plan, base)) for one in plan.charges)
    counter = Counter(low, read, terms, b.const(1), Heads(low, {}))
    figures: dict[str, tuple[int, int]] = {}
    rows = b.const(0)
    for name in CHARGE_FIGURES:
        with low.caught(name):
            if name == "row":
                known, figure, rows = _row(terms[charge], counter, read)
            else:
                known, figure = _figure(name, terms[charge], counter, read)
            figures[name] = (low.note(b.all(low.live, known)), low.note(figure))
    last = low.note(rows)
    place_texts(low)
    return ChargeCounts(b.kernel((last,)), tuple(low.pairs), tuple(low.reasons), tuple(low.asked), figures, last)


def _figure(name: str, terms: Terms, counter: Counter, read: Expressions) -> tuple[Value, Value]:
    """Whether a figure is known, and what it is."""
    low, b, heads, charge = read.low, read.low.b, counter.heads, terms.charge
    people = low.people and charge.counts_kind == "seat"
    yes, nothing = b.const(1), b.const(0)
    if name == "allowed":
        known, most = heads.ordered(charge)
        for flag, case in terms.limit:
            if not isinstance(case.value.most, str):
                with low.when(flag):
                    stated = read.figure(case.value.most)
                known, most = b.any(flag, known), b.select(flag, stated, most)
        return known, most
    if people:
        return yes, of_roster(name, charge.counts, low)
    if name == "idle":
        return nothing, nothing
    ordered_only = b.any(*(flag for flag, case in terms.quantity if case.value.kind == "contracted"))
    with low.when(ordered_only):
        first = heads.in_order(charge)
    with low.when(b.negate(ordered_only)):
        second = heads.assigned(charge)
    return b.select(ordered_only, first[0], second[0]), b.select(ordered_only, first[1], second[1])


def _row(terms: Terms, counter: Counter, read: Expressions) -> tuple[Value, Value, Value]:
    """Whether the price is a schedule, the row that prices the count with so many more, and how many rows it has."""
    low, b, name = read.low, read.low.b, terms.charge.name
    more = counter.with_more({name: b.input(inputs.more(name))})
    counted = more.of(name)
    low.stop(counted.stopped)
    known, row, rows = b.const(0), b.const(0), b.const(0)
    for price in prices(terms, read):
        if price.schedule is None:
            continue
        with low.when(price.flag):
            units = units_paid(price, counted, terms, more, price.flag, [])
        tiers = price.schedule.tiers
        beyond = [b.compare(">", units, b.const(tier.high)) for tier in tiers if tier.high is not None]
        row = b.select(price.flag, b.add(*beyond), row)
        rows = b.select(price.flag, b.const(len(tiers)), rows)
        known = b.any(known, price.flag)
    return known, row, rows
