"""What stands beside the lines of an invoice in: what was assumed, what is missing, signals. Their tables out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.quantity import Counted
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleMissing, PossibleSignal, Told
from seatpolicy.semantics.model.parties import Requirement, Signal
from seatpolicy.semantics.model.prices import Limit
from seatpolicy.source.text import Span

STAGES = {
    stage: f"before {stage}" for stage in ("invoice", "renewal", "more seats", "fewer seats", "cancellation")
}  # fmt: skip
"""The stages that a bill may be one of, or show, and how a requirement before them is told."""


@attrs.define(eq=False, repr=False)
class Beside:
    """Gathers while a program is made, in the order in which it is told."""

    read: Expressions
    assumptions: list[Told] = attrs.field(factory=list)
    late: list[Told] = attrs.field(factory=list)
    limits: list[PossibleSignal] = attrs.field(factory=list)
    missing: list[PossibleMissing] = attrs.field(factory=list)

    @property
    def low(self) -> Lowering:
        """What lowers."""
        return self.read.low

    def charge(self, terms: Terms, counted: Counted, due: Value, gone: Value, above: Value) -> None:
        """What was taken for granted while a charge was counted."""
        low, b = self.low, self.low.b
        name = terms.charge.name
        people = low.people and terms.charge.counts_kind == "seat"
        nobody = b.negate(counted.given)
        counts = " and ".join(terms.charge.counts)
        for flag, case in terms.quantity:
            words = f"no count is given for `{name}`: {{}}"
            self._assume(b.all(flag, nobody), words, (counted.count, "number"))
            if case.value.kind in ("assigned", "billable"):
                words = f"{{}} {case.value.kind} of {counts}, the same all cycle"
                figures: list[Figure] = [(counted.count, "number")]
                if people:
                    words = f"{{}} {case.value.kind} of {counts}, by the roster as of {{}}"
                    figures.append((b.input(inputs.day("as_of", False)), "day"))
                self._assume(b.all(flag, counted.given), words, *figures)
                if people and low.policy.counting.per == "enterprise":
                    told = "the account is the whole enterprise: who is counted in another one is not told"
                    self._assume(b.all(flag, counted.given), told)
        for flag, overage in terms.overage:
            if not overage.value.blocked and not people:
                words = f"nobody is billable above the contracted seats of `{name}`: no people are given"
                self._assume(b.all(flag, b.compare("=", above, b.const(0))), words)
        self._assume(b.all(gone, counted.given), f"`{name}` came once, in the first cycle")
        for flag, bill in terms.bill:
            if bill.value == "as used":
                self._assume(b.all(flag, due), f"`{name}` is billed as used: what is given counts as all use of the cycle")
            if bill.value == "in arrears":
                following = b.add(terms.cycle.window.last, b.const(1))
                words = f"`{name}` is due in arrears, on {{}}, for the whole cycle"
                self._assume(b.all(flag, due), words, (following, "day"))

    def over_limit(self, flag: Value, terms: Terms, at: Span, limit: Limit, count: Value, most: Value) -> None:
        """A limit whose rest is billed is reported."""
        low = self.low
        signal = Signal(f"{terms.charge.name}_limit", f"Limit of {terms.charge.title}", None, "", (), "", at)
        because = low.words("{} of at most {}; the rest is billed", (count, "number"), (most, "number"))
        self.limits.append(PossibleSignal(low.flag(low.b.all(low.live, flag)), signal, because))

    def discounts(self, assumed: Sequence[tuple[Value, str]]) -> None:
        """What discounts take for granted."""
        for flag, words in assumed:
            self.late.append(Told(self.low.flag(flag), self.low.words(words)))

    def total(self, total: Callable[[], Value], stages: Mapping[str, Value]) -> None:
        """The requirements of the stages that a bill is one of, each with its flag, once the total is known."""
        read = Expressions(self.low, total)
        for requirement in self.low.policy.requirements:
            flag = stages.get(requirement.stage, self.low.const(0))
            if self.low.b.constant(flag) != 0:
                with self.low.when(flag):
                    self._require(requirement, read)

    def _assume(self, flag: Value, words: str, *figures: Figure) -> None:
        there = self.low.b.all(self.low.live, flag)
        if self.low.b.constant(there) != 0:
            self.assumptions.append(Told(self.low.flag(there), self.low.words(words, *figures)))

    def _require(self, requirement: Requirement, read: Expressions) -> None:
        """A requirement: what is missing of it, by the line that asks."""
        b = self.low.b
        for fact in requirement.facts:
            self._miss(b.negate(read.knows(fact)), fact, requirement)
        if requirement.condition is not None:
            holds = read.holds(requirement.condition)
            self._miss(b.negate(holds), f"that {requirement.condition.at.text}", requirement)

    def _miss(self, flag: Value, what: str, requirement: Requirement) -> None:
        there = self.low.b.all(self.low.live, flag)
        if self.low.b.constant(there) != 0:
            self.missing.append(PossibleMissing(self.low.flag(there), what, requirement.at, STAGES[requirement.stage]))
