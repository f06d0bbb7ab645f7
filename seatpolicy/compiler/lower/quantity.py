"""How many are paid for: the count, its bounds, what is included, the sizes sold (BILLING-RULES 2, steps 2 and 3).

Everybody is counted as held all cycle, so that what is counted over a cycle does not matter. Each statement that may
count is lowered by itself, and the one that fits is chosen at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import durations, history, meters, rounding
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.counts import Heads
from seatpolicy.compiler.lower.cycles import ratio
from seatpolicy.compiler.lower.cycles import words as cycle_words
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.snapshot import must_answer
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.lower.windows import Split, split
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import (
    Included,
    Plan,
    Price,
    Quantity,
    QuotePrice,
    RatePrice,
    SchedulePrice,
    TablePrice,
)
from seatpolicy.semantics.model.types import Per
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal
from seatpolicy.values.record import evolved, record

KINDS = ("contracted", "assigned", "billable", "used", "equals")
OVER = ("", "each day", "highest", "lowest", "first", "last", "distinct", "average")
TIER_OF = ("", "last", "first", "highest")
CALLED = {"equals": "figure"}


@record
class Counted:
    """`count` is what there is, `charged` what is paid for, `given` whether anybody said the count; `facts` are what the
    count is called, `steps` say why. `stopped` holds where it could not be counted. Where a meter has windows that are
    priced by themselves, `split` are these."""

    count: Value
    charged: Value
    included: Value
    given: Value
    facts: list[tuple[Value, str, Value]]
    steps: list[PossibleStep]
    stopped: Value
    split: Split | None = None


@attrs.define(eq=False, repr=False)
class Counter:
    """Counts the charges of a holding, each when it is asked for. `live` is where counting begins; `windows` says how many
    different figures the windows of a charge's meter have; `fixed` are counts that are made already, such as an average."""

    low: Lowering
    read: Expressions
    terms: Mapping[str, Terms]
    live: Value
    heads: Heads
    windows: Mapping[str, int] = attrs.field(factory=dict)
    fixed: Mapping[str, Value] = attrs.field(factory=dict)
    _made: dict[str, Counted] = attrs.field(factory=dict)
    _open: list[str] = attrs.field(factory=list)

    def with_more(self, more: Mapping[str, Value]) -> Counter:
        """The same counts with so many more in some charges."""
        made = Counter(self.low, self.read, self.terms, self.live, self.heads.with_more(more), self.windows)
        made._open = self._open
        return made

    def of(self, name: str, scope: str = "") -> Counted:
        """The count of a charge, made in a scope of its own (that of the list, unless it is said); what asks for it stops
        where it stopped."""
        if name not in self._made:
            saved, self.low.live = self.low.live, self.live
            self._open.append(name)
            with self.low.caught(scope or f"list/{name}") as stops:
                counted = self._count(self.terms[name])
            self._open.remove(name)
            self.low.live = saved
            self._made[name] = evolved(counted, stopped=self.low.b.any(*stops))
        return self._made[name]

    def within(self, name: str, over: Value) -> Counted:
        """The count of a charge, which is not asked for where it is above a limit that refuses it."""
        b = self.low.b
        if name in self._made or b.constant(over) == 0:
            return self.of(name)
        # Whoever else needs this count, or one that it needs, needs it above the limit, too: nothing of it is kept.
        saved, made = self.live, dict(self._made)
        self.live = b.all(self.live, b.negate(over))
        counted = self.of(name)
        self.live, self._made = saved, made
        return counted

    def count(self, name: str) -> Value:
        """The count of a charge before any bound and rounding, which is what a limit looks at; 1 for a fee."""
        low, terms = self.low, self.terms[name]
        parts = []
        for flag, case in terms.quantity:
            with low.when(flag):
                if case.value.kind == "used" and terms.charge.counts_kind == "meter":
                    counted = self.of(name, low.scope)
                    low.stop(counted.stopped)
                    parts.append((flag, counted.count))
                else:
                    parts.append((flag, self._raw(terms, case)[0]))
        return low.chosen(parts, low.const(1))

    def _count(self, terms: Terms) -> Counted:
        low, b = self.low, self.low.b
        one, nothing = b.const(1), b.const(0)
        if not terms.quantity:
            return Counted(one, one, nothing, one, [], [], nothing)
        steps: list[PossibleStep] = []
        parts: list[tuple[Value, tuple[Value, Value, Value, Value]]] = []
        facts: list[tuple[Value, str, Value]] = []
        windows: Split | None = None
        for flag, case in terms.quantity:
            with low.when(flag):
                apart = nothing
                if case.value.kind == "used" and terms.charge.counts_kind == "meter":
                    windows = split(terms, flag, case, self, steps)
                    if windows is not None:
                        apart = windows.flag
                        parts.append((apart, (windows.count, windows.charged, windows.taken, windows.given)))
                        facts.append((apart, "used", windows.count))
                        flag = b.all(flag, b.negate(apart))
                if b.constant(apart) == 1:
                    continue
                with low.when(b.negate(apart)):
                    made = self._one(terms, flag, case, steps)
                    parts.append((flag, made))
                    name = CALLED.get(case.value.kind, case.value.kind)
                    told = {name: made[0], **dict(self.heads.facts(terms.charge))}
                    facts += [(flag, one, figure) for one, figure in told.items()]
        # A charge for nothing may lack a quantity: it is one fee then.
        none = b.negate(b.any(*(flag for flag, _ in parts)))
        if not terms.charge.counts and b.constant(none) != 0:
            parts.append((none, (one, one, nothing, one)))
        count, charged, included, given = (
            low.chosen([(flag, made[place]) for flag, made in parts]) for place in range(4)
        )
        return Counted(count, charged, included, given, facts, steps, nothing, windows)

    def _one(
        self, terms: Terms, flag: Value, case: Case[Quantity], steps: list[PossibleStep]
    ) -> tuple[Value, Value, Value, Value]:
        """Count, charged, included and whether it is given, by one statement."""
        low, b = self.low, self.low.b
        stated = case.value
        count, given = self._raw(terms, case)
        rounded = rounding.rounded("quantity", count, low)
        name = CALLED.get(stated.kind, stated.kind)
        for known, told in ((given, ""), (b.negate(given), " (none given)")):
            add_step(
                steps, low, "quantity", name, case.at, b.all(flag, known), (b.const(0), rounded), f"{{}} {name}{told}",
                (count, "number"), rounding=rounding.words("quantity", low), rounded=b.compare("!=", rounded, count),
            )  # fmt: skip
        bounded = self._bounded(terms, case, flag, rounded, steps)
        before = [(here, one) for here, one in terms.included if not one.value.after_packs]
        after = [(here, one) for here, one in terms.included if one.value.after_packs]
        taken = self._included(terms, flag, before, bounded, steps, 1)
        sold = self._sold(case, flag, b.sub(bounded, taken), steps)
        if not after:
            return count, sold, taken, given
        unpacked = b.any(*(here for here, one in terms.price if pack_size(one.value, low.policy) == 0))
        with low.when(unpacked):
            size = self._sold_in(terms, after, stated)
            here = b.all(flag, unpacked)
            more = b.select(unpacked, self._included(terms, here, after, sold, steps, size), b.const(0))
        return count, b.sub(sold, more), b.add(taken, more), given

    def _raw(self, terms: Terms, case: Case[Quantity]) -> tuple[Value, Value]:
        """The count before any bound, and whether anyone gave it."""
        low, stated = self.low, case.value
        if terms.charge.name in self.fixed:
            return self.fixed[terms.charge.name], low.const(1)
        if stated.kind not in KINDS or stated.over not in OVER or stated.tier_of not in TIER_OF:
            over = f", {stated.over}" if stated.over else ""
            low.not_billed(low.const(1), refusals.EN511, stated.at, f"`{stated.kind}{over}` is")
            return low.const(0), low.const(1)
        if stated.kind == "used":
            if terms.charge.counts_kind == "meter":
                return meters.used(low.policy.meters[terms.charge.counts[0]], low)
            words = f"the use of `{terms.charge.name}`, which counts no meter, is"
            low.not_billed(low.const(1), refusals.EN501, stated.at, words)
            return low.const(0), low.const(1)
        if stated.kind == "equals":
            if stated.figure is None:
                low.refuse(low.const(1), refusals.EN303, stated.at, "there is no figure to count")
                return low.const(0), low.const(1)
            return self._not_below_0(self.read.figure(stated.figure), stated.figure.at), low.const(1)
        if stated.kind == "contracted":
            known, count = self.heads.ordered(terms.charge)
            return count, known
        if low.people and not low.history and terms.charge.counts_kind == "seat":
            must_answer(terms, stated, self.read)
        find = self.heads.assigned if stated.kind == "assigned" else self.heads.billable
        known, count = find(terms.charge)
        return count, known

    def _bounded(
        self, terms: Terms, case: Case[Quantity], flag: Value, count: Value, steps: list[PossibleStep]
    ) -> Value:
        """At least, then at most; a bound may be `contracted`, which is the count on the order."""
        low, b, stated = self.low, self.low.b, case.value
        bounded = count
        for word, bounds, choose in (("at least", stated.at_least, b.max), ("at most", stated.at_most, b.min)):
            for bound in bounds:
                if isinstance(bound, str):
                    limit, at = self.heads.ordered(terms.charge)[1], stated.at
                else:
                    limit, at = self._not_below_0(self.read.figure(bound), bound.at), bound.at
                after = choose(bounded, limit)
                changed = b.all(flag, b.compare("!=", after, bounded))
                add_step(steps, low, "quantity", word, at, changed, (bounded, after), f"{word} {{}}", (limit, "number"))
                bounded = after
        return bounded

    def _included(
        self,
        terms: Terms,
        flag: Value,
        cases: list[tuple[Value, Case[Included]]],
        count: Value,
        steps: list[PossibleStep],
        size: int,
    ) -> Value:
        """How much of a count is included, at most all of it; each included one is a pack of `size`."""
        low, b = self.low, self.low.b
        parts: list[tuple[Value, Value]] = []
        for here, case in cases:
            with low.when(here):
                share, words, figures = self.share(terms, case)
                if size > 1:
                    share = b.mul(share, b.const(size))
                    words += f", in packs of {size}"
                taken = b.min(share, count)
            change = (count, b.sub(count, taken))
            add_step(steps, low, "quantity", "included", case.at, b.all(flag, here), change, words, *figures)
            parts.append((here, taken))
        return low.chosen(parts, b.const(0))

    def share(self, terms: Terms, case: Case[Included]) -> tuple[Value, str, tuple[Figure, ...]]:
        """How many are included, with the arithmetic."""
        low, b = self.low, self.low.b
        stated, at = case.value, case.at
        if stated.seat:
            seats = self._billed_seats(stated.seat, terms.plan, at)
            whole = b.round(b.div(seats, b.const(stated.every)), "floor", Fraction(1))
            share = b.mul(b.const(stated.count), whole)
            per = f"{_n(stated.every)} billed seats" if stated.every != 1 else "billed seat"
            words = f"{_n(stated.count)} per {per} of {stated.seat}: {{}} seats include {{}}"
            return share, words, ((seats, "number"), (share, "number"))
        meter = low.policy.meters.get(terms.charge.counts[0]) if terms.charge.counts_kind == "meter" else None
        words = f"{_n(stated.count)} per {stated.period}"
        if meter is not None and stated.period == meter.window != "cycle":
            return b.const(stated.count), words, ()
        adds_up = meter is not None and meter.aggregation == "sum"
        parts: list[tuple[Value, Value]] = []
        for flag, cycle in terms.cycle.cycles:
            with low.when(flag):
                times = Fraction(1)
                if stated.period not in ("", "cycle", "once"):
                    times = ratio(cycle, stated.period, at, low)
                share = b.const(stated.count)
                if times != 1 and not adds_up:
                    told = f"what is included per {stated.period}, in a cycle of a {cycle_words(cycle.value)}, is"
                    low.not_billed(b.const(1), refusals.EN511, at, told)
                elif times > 1:
                    share = b.mul(share, b.const(times))
                    words += f": {_n(times)} × {_n(stated.count)} in a {cycle_words(cycle.value)}"
                elif times < 1:
                    share = b.max(b.const(0), b.sub(share, self._used_before(terms, stated, at)))
            parts.append((flag, share))
        return low.chosen(parts), words, ()

    def _used_before(self, terms: Terms, stated: Included, at: Span) -> Value:
        """How much of an allotment of a longer period earlier cycles used."""
        low = self.low
        here = history.stretch(stated.period, terms.cycle, durations.term_of(terms.base, self.read), self.read, at)
        what = f"what is included per {stated.period}, of which this is cycle {{}},"
        key = f"included {terms.charge.name}/{stated.period}"
        return history.earlier(key, "included", terms.charge.name, here, terms.cycle, low, at, what,
                               [history.place(here, low)])  # fmt: skip

    def after_packs(self, terms: Terms, flag: Value, packs: Value, steps: list[PossibleStep]) -> Value:
        """Packs that are left when those included are taken off."""
        cases = [(here, one) for here, one in terms.included if one.value.after_packs]
        return self.low.b.sub(packs, self._included(terms, flag, cases, packs, steps, 1))

    def _sold(self, case: Case[Quantity], flag: Value, count: Value, steps: list[PossibleStep]) -> Value:
        """The size sold: whole packs."""
        low, b, packs = self.low, self.low.b, case.value.packs
        if packs is None:
            return count
        at = case.value.at
        if packs.up_to % packs.size:
            words = f"packs of {packs.size} up to {packs.up_to}, which is no number of packs, are"
            low.not_billed(b.const(1), refusals.EN511, at, words)
        small = _times(packs.size, count, low)
        if not packs.up_to:
            add_step(steps, low, "quantity", "in packs", at, flag, (count, small), f"in packs of {packs.size}")
            return small
        above = b.compare(">", count, b.const(packs.up_to))
        big = b.add(b.const(packs.up_to), _times(packs.then, b.sub(count, b.const(packs.up_to)), low))
        for here, size, sold in ((above, packs.then, big), (b.negate(above), packs.size, small)):
            add_step(steps, low, "quantity", "in packs", at, b.all(flag, here), (count, sold), f"in packs of {size}")
        return b.select(above, big, small)

    def _sold_in(self, terms: Terms, included: list[tuple[Value, Case[Included]]], stated: Quantity) -> int:
        """The size of one pack that is sold. Refused: two sizes, where nothing says which of them is included."""
        packs = stated.packs
        if packs is None:
            return 1
        if packs.up_to and packs.then != packs.size:
            words = "what is included after packs, where two sizes are sold, is"
            for here, case in included:
                self.low.not_billed(here, refusals.EN511, case.at, words)
        return packs.size

    def _billed_seats(self, seat: str, plan: Plan, at: Span) -> Value:
        """The seats of a type that are paid for: of the plan's own charges for it, else of the account's others."""
        low, b = self.low, self.low.b
        alone = [one for one in self.terms.values() if one.charge.counts == (seat,)]
        here = [one for one in alone if one.plan is plan] or [one for one in alone if not one.plan.addon] or alone
        if not here:
            together = b.const(any(seat in one.charge.counts for one in self.terms.values()))
            words = f"what is included by the seats of `{seat}`, counted together with others, is"
            low.not_billed(together, refusals.EN503, at, words)
            return b.const(0)
        counts = []
        for one in here:
            name = one.charge.name
            if name in self._open:
                for other in self._open[self._open.index(name) :]:
                    circle = f"what `{other}` includes depends on `{other}` itself"
                    low.report(b.const(1), refusals.EN303, self.terms[other].charge.at, circle)
                low.stop(b.const(1))
                return b.const(0)
            silent, low.silent = low.silent, low.silent or bool(one.overage)
            counted = self._with_those_above(one).of(name)
            low.silent = silent
            low.stop(counted.stopped)
            counts.append(counted.charged)
        for count in counts[1:]:
            words = f"what is included by the seats of `{seat}`, with {{}} in one charge and {{}} in another, is"
            figures = ((counts[0], "number"), (count, "number"))
            low.not_billed(b.compare("!=", counts[0], count), refusals.EN503, at, words, *figures)
        return counts[0]

    def _with_those_above(self, terms: Terms) -> Counter:
        """The counts with those who are billed above the contract."""
        if not terms.overage:
            return self
        low, b = self.low, self.low.b
        with low.when(b.any(*(flag for flag, _ in terms.overage))):
            above = self.heads.above(terms.charge)
        said = b.any(*(flag for flag, _ in terms.overage))
        return self.with_more({terms.charge.name: b.select(said, above, b.const(0))})

    def _not_below_0(self, figure: Value, at: Span) -> Value:
        message = "this comes to {}, and a quantity is never below 0"
        below = self.low.b.compare("<", figure, self.low.const(0))
        self.low.refuse(below, refusals.EN303, at, message, (figure, "number"))
        return figure


def pack_size(price: Price, policy: Policy) -> int:
    """The size of the packs that a price is per; 0 for a price per seat, unit, or nothing."""
    per = Per()
    if isinstance(price, RatePrice):
        per = price.amounts.per
    elif isinstance(price, QuotePrice) and price.floor is not None:
        per = price.floor.per
    elif isinstance(price, SchedulePrice):
        per = policy.schedules[price.schedule].per
    elif isinstance(price, TablePrice):
        per = policy.tables[price.table].type.per
    return per.pack_size if per.unit == "pack" else 0


def _times(size: int, count: Value, low: Lowering) -> Value:
    """The least multiple of a size that holds a count."""
    return low.b.mul(low.const(size), rounding.ceiling(low.b.div(count, low.const(size)), low))


def _n(value: Fraction) -> str:
    return format_decimal(value)
