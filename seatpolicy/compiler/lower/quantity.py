"""How many are paid for: the count, its bounds, what is included, the sizes sold (BILLING-RULES 2, steps 2 and 3).

Everybody is counted as held all cycle, so that what is counted over a cycle does not matter. Each statement that may
count is lowered by itself, and the one that fits is chosen at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.counts import Heads
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.included import taken
from seatpolicy.compiler.lower.packs import in_packs, pack_size, size_included
from seatpolicy.compiler.lower.stated import bounded, counted_by
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Plan, Quantity
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved, record

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.windows import Split

CALLED = {"equals": "figure"}


@record
class Counted:
    """`count` is what there is, `charged` what is paid for, `given` whether anybody said the count; `facts` are what the
    count is called, `steps` say why. `stopped` holds where it could not be counted. Where a meter has windows that are
    priced by themselves, `splits` are these, one for each statement that may count."""

    count: Value
    charged: Value
    included: Value
    given: Value
    facts: list[tuple[Value, str, Value]]
    steps: list[PossibleStep]
    stopped: Value
    splits: tuple[Split, ...] = ()


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
        """The count of a charge, made in a scope of its own; what asks for it stops where it stopped."""
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
        if name in self._made or self.low.b.constant(over) == 0:
            return self.of(name)
        # Whoever else needs this count, or one that it needs, needs it above the limit, too: nothing of it is kept.
        live = self.low.b.all(self.live, self.low.b.negate(over))
        return attrs.evolve(self, live=live, made=dict(self._made), open=self._open).of(name)

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
                    parts.append((flag, counted_by(terms, case, self.heads, self.read)[0]))
        return low.chosen(parts, low.const(1))

    def _count(self, terms: Terms) -> Counted:
        low, b = self.low, self.low.b
        one, nothing = b.const(1), b.const(0)
        if not terms.quantity:
            return Counted(one, one, nothing, one, [], [], nothing)
        steps: list[PossibleStep] = []
        parts: list[tuple[Value, tuple[Value, Value, Value, Value]]] = []
        facts: list[tuple[Value, str, Value]] = []
        splits: list[Split] = []
        for flag, case in terms.quantity:
            with low.when(flag):
                apart = nothing
                if case.value.kind == "used" and terms.charge.counts_kind == "meter":
                    from seatpolicy.compiler.lower.windows import split

                    windows = split(terms, flag, case, self, steps)
                    if windows is not None:
                        splits.append(windows)
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
        return Counted(count, charged, included, given, facts, steps, nothing, tuple(splits))

    def _one(
        self, terms: Terms, flag: Value, case: Case[Quantity], steps: list[PossibleStep]
    ) -> tuple[Value, Value, Value, Value]:
        """Count, charged, included and whether it is given, by one statement."""
        low, b = self.low, self.low.b
        stated = case.value
        fixed = self.fixed.get(terms.charge.name)
        count, given = counted_by(terms, case, self.heads, self.read) if fixed is None else (fixed, b.const(1))
        rounded = rounding.rounded("quantity", count, low)
        name = CALLED.get(stated.kind, stated.kind)
        for known, told in ((given, ""), (b.negate(given), " (none given)")):
            add_step(
                steps, low, "quantity", name, case.at, b.all(flag, known), (b.const(0), rounded), f"{{}} {name}{told}",
                (count, "number"), rounding=rounding.words("quantity", low), rounded=b.compare("!=", rounded, count),
            )  # fmt: skip
        held = bounded(terms, case, flag, rounded, steps, self.heads, self.read)
        before = [(here, one) for here, one in terms.included if not one.value.after_packs]
        after = [(here, one) for here, one in terms.included if one.value.after_packs]
        given_away = taken(terms, flag, before, held, steps, 1, self)
        sold = in_packs(case, flag, b.sub(held, given_away), steps, low)
        if not after:
            return count, sold, given_away, given
        unpacked = b.any(*(here for here, one in terms.price if pack_size(one.value, low.policy) == 0))
        with low.when(unpacked):
            size = size_included(after, stated, low)
            here = b.all(flag, unpacked)
            more = b.select(unpacked, taken(terms, here, after, sold, steps, size, self), b.const(0))
        return count, b.sub(sold, more), b.add(given_away, more), given

    def billed_seats(self, seat: str, plan: Plan, at: Span) -> Value:
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
