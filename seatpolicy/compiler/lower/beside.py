"""What stands beside the lines of an invoice in: what was assumed, what is missing, signals. Their tables out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.quantity import Counted
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleMissing, PossibleSignal, Told
from seatpolicy.semantics.model.parties import Requirement, Signal
from seatpolicy.semantics.model.prices import Limit
from seatpolicy.source.text import Span


@attrs.define
class Beside:
    """Gathers while a program is made, in the order in which it is told."""

    read: Expressions
    assumptions: list[Told] = attrs.field(factory=list)
    late: list[Told] = attrs.field(factory=list)
    limits: list[PossibleSignal] = attrs.field(factory=list)
    signals: list[PossibleSignal] = attrs.field(factory=list)
    missing: list[PossibleMissing] = attrs.field(factory=list)

    @property
    def low(self) -> Lowering:
        """What lowers."""
        return self.read.low

    def charge(self, terms: Terms, counted: Counted, due: Value, gone: Value) -> None:
        """What was taken for granted while a charge was counted."""
        b = self.low.b
        name = terms.charge.name
        nobody = b.negate(counted.given)
        counts = " and ".join(terms.charge.counts)
        for flag, case in terms.quantity:
            words = f"no count is given for `{name}`: {{}}"
            self._assume(b.all(flag, nobody), words, (counted.count, "number"))
            if case.value.kind in ("assigned", "billable"):
                words = f"{{}} {case.value.kind} of {counts}, the same all cycle"
                self._assume(b.all(flag, counted.given), words, (counted.count, "number"))
        for flag, overage in terms.overage:
            if not overage.value.blocked:
                words = f"nobody is billable above the contracted seats of `{name}`: no people are given"
                self._assume(flag, words)
        self._assume(b.all(gone, counted.given), f"`{name}` came once, in the first cycle")
        for flag, bill in terms.bill:
            if bill.value == "in arrears":
                following = b.add(terms.cycle.window.last, b.const(1))
                words = f"`{name}` is due in arrears, on {{}}, for the whole cycle"
                self._assume(b.all(flag, due), words, (following, "day"))

    def over_limit(self, flag: Value, terms: Terms, at: Span, limit: Limit, count: Value, most: Value) -> None:
        """A limit whose rest is billed is reported."""
        low = self.low
        signal = Signal(f"{terms.charge.name}_limit", f"Limit of {terms.charge.title}", None, "", (), "", at)
        because = low.words("{} of at most {}; the rest is billed", (count, "number"), (most, "number"))
        self.limits.append(PossibleSignal(low.flag(low.b.all(low.live, flag)), signal, because, low.scope))

    def discounts(self, assumed: Sequence[tuple[Value, str]]) -> None:
        """What discounts take for granted."""
        for flag, words in assumed:
            self.late.append(Told(self.low.flag(flag), self.low.words(words)))

    def total(self, total: Value) -> None:
        """Requirements and signals, once the total is known."""
        read = Expressions(self.low, total)
        policy = self.low.policy
        for requirement in policy.requirements:
            if requirement.stage == "invoice":
                self._require(requirement, read)
        for signal in policy.signals.values():
            self._signal(signal, read)

    def _assume(self, flag: Value, words: str, *figures: Figure) -> None:
        there = self.low.b.all(self.low.live, flag)
        if self.low.b.constant(there) != 0:
            self.assumptions.append(Told(self.low.flag(there), self.low.words(words, *figures)))

    def _require(self, requirement: Requirement, read: Expressions) -> None:
        """A requirement before an invoice: what is missing of it, by the line that asks."""
        b = self.low.b
        for fact in requirement.facts:
            self._miss(b.negate(read.knows(fact)), fact, requirement.at)
        if requirement.condition is not None:
            holds = read.holds(requirement.condition)
            self._miss(b.negate(holds), f"that {requirement.condition.at.text}", requirement.at)

    def _miss(self, flag: Value, what: str, at: Span) -> None:
        there = self.low.b.all(self.low.live, flag)
        if self.low.b.constant(there) != 0:
            self.missing.append(PossibleMissing(self.low.flag(there), what, at))

    def _signal(self, signal: Signal, read: Expressions) -> None:
        """A signal fires where its condition holds; one that needs what is not known here says that it was not judged."""
        low, b = self.low, self.low.b
        judged = f"the signal `{signal.name}` was not judged: "
        if signal.for_each:
            self.late.append(Told(None, low.words(f"{judged}it looks at each {signal.for_each}")))
            return
        low.untold = []
        with low.caught(low.scope) as stops:
            fires = b.const(1) if signal.when is None else read.holds(signal.when)
        for flag, why in low.untold:
            if b.constant(flag) != 0:
                self.late.append(Told(low.flag(flag), low.words(low.said(judged + why))))
        low.untold = None
        there = b.all(low.live, fires, b.negate(b.any(*stops)))
        if b.constant(there) != 0:
            self.signals.append(PossibleSignal(low.flag(there), signal, low.words(low.said(signal.because))))
