"""What every stage of lowering shares: the builder, the point that is reached, what stops a bill, and notes.

`live` is the condition under which the point that is being lowered is reached. A refusal takes everything behind it, in its
own scope, out of reach: so a run names the same reasons as an engine that stops where it meets one, although a kernel never
stops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

import attrs

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import Failure
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.program import Asked, Reason, Shown, Words
from seatpolicy.diagnostics.codes import Code
from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import LEFT_OUT
from seatpolicy.semantics.model.expressions import Measure
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle, Plan
from seatpolicy.source.text import Span
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.record import evolved

Figure = tuple[Value, str]
"""A value and how it is written: amount, number, percent or day."""


@attrs.define(eq=False, repr=False)
class Lowering:
    """Grows one program. `scope` names the stage and block that refusals belong to; `people` says that the account has a
    roster, `more` are the charges of which somebody thinks of buying more; with a `history` a day is one of several.
    `added` are the questions about seats that were
    added, each with the flag that it was the first one. While it is
    `quiet`, what is stopped is not told; while it is `silent`, no step is."""

    policy: Policy
    plans: tuple[Plan, ...]
    addons: tuple[Plan, ...]
    currency: str
    b: Builder
    live: Value
    scope: str = ""
    reasons: list[Reason] = attrs.field(factory=list)
    pairs: list[tuple[Cycle, Anchor]] = attrs.field(factory=list)
    failed: list[Value] = attrs.field(factory=list)
    day_read: list[Value] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)
    people: bool = False
    quiet: bool = False
    silent: bool = False
    more: frozenset[str] = frozenset()
    history: bool = False
    asked: list[Asked] = attrs.field(factory=list)
    added: list[tuple[Value, Measure]] = attrs.field(factory=list)
    _stops: list[Value] = attrs.field(factory=list)
    _notes: int = 0

    @property
    def digits(self) -> int:
        """The decimals of the currency."""
        return minor_digits(self.currency)

    @property
    def minor(self) -> Fraction:
        """The currency's minor unit."""
        return Fraction(1, 10**self.digits)

    @property
    def held(self) -> tuple[Plan, ...]:
        """Plans, then add-ons."""
        return (*self.plans, *self.addons)

    # ---- where we are

    @contextmanager
    def when(self, flag: Value) -> Iterator[None]:
        """A branch that is taken where the flag holds. Behind it nothing is reached that was stopped inside."""
        saved, first = self.live, len(self._stops)
        self.live = self.b.all(saved, flag)
        try:
            yield
        finally:
            self.live = self.b.all(saved, *(self.b.negate(stop) for stop in self._stops[first:]))

    @contextmanager
    def caught(self, scope: str) -> Iterator[list[Value]]:
        """A scope of its own: what is stopped inside stops nothing behind it. Gives a list that holds the flags of what was
        stopped, once the scope is left."""
        saved, stops, name = self.live, self._stops, self.scope
        self._stops, self.scope = [], scope
        made: list[Value] = []
        try:
            yield made
        finally:
            made.extend(self._stops)
            self.live, self._stops, self.scope = saved, stops, name

    # ---- what stops a bill

    def refuse(
        self,
        flag: Value,
        code: Code,
        at: Span | None,
        message: str,
        *figures: Figure,
        note: str = "",
        note_figures: Sequence[Figure] = (),
        why: str = "",
        hint: str = "",
        subject: str = "",
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Where the flag holds and this point is reached, the bill is stopped, and nothing behind it in its scope is
        reached."""
        stop = self.b.all(self.live, flag)
        if self.b.constant(stop) == 0:
            return
        self._fail(stop, code, at, message, figures, note, note_figures, why, hint, subject, related)
        self._stops.append(stop)
        self.live = self.b.all(self.live, self.b.negate(flag))

    def refuse_outside(self, flag: Value, key: str) -> None:
        """Stops where whoever fills the inputs in has found a reason, kept under that key."""
        stop = self.b.all(self.live, flag)
        if self.b.constant(stop) == 0:
            return
        if not self.quiet:
            failure = Failure("outside", key, None, key, self.scope)
            known = len(self.b.failures)
            self.b.fail_if(stop, failure)
            self.failed.append(stop)
            if len(self.b.failures) > known:
                nothing = self.words("")
                self.reasons.append(Reason(failure, refusals.EN511, nothing, nothing, outside=key))
        self._stops.append(stop)
        self.live = self.b.all(self.live, self.b.negate(flag))

    def stop(self, flag: Value) -> None:
        """Stops this scope where something that it needs was stopped, and told, elsewhere."""
        stop = self.b.all(self.live, flag)
        if self.b.constant(stop) != 0:
            self._stops.append(stop)
            self.live = self.b.all(self.live, self.b.negate(flag))

    def not_billed(self, flag: Value, code: Code, at: Span | None, what: str, *figures: Figure, hint: str = "") -> None:
        """Refuses what is not billed."""
        self.refuse(flag, code, at, f"{what} not billed yet", *figures, why=LEFT_OUT, hint=hint)

    def report(
        self, flag: Value, code: Code, at: Span | None, message: str, *figures: Figure, why: str = "", hint: str = "",
        subject: str = "", related: tuple[tuple[Span, str], ...] = (), note: str = ""
    ) -> None:  # fmt: skip
        """A finding that stops the bill, but not what comes behind it in its scope."""
        stop = self.b.all(self.live, flag)
        if self.b.constant(stop) != 0:
            self._fail(stop, code, at, message, figures, note, (), why, hint, subject, related)

    def _fail(
        self,
        stop: Value,
        code: Code,
        at: Span | None,
        message: str,
        figures: Sequence[Figure],
        note: str,
        note_figures: Sequence[Figure],
        why: str,
        hint: str,
        subject: str,
        related: tuple[tuple[Span, str], ...],
    ) -> None:
        if self.quiet:
            return
        words = self.words(message, *figures)
        failure = Failure(code.code, words.plain, at, subject, self.scope)
        known = len(self.b.failures)
        self.b.fail_if(stop, failure)
        self.failed.append(stop)
        if len(self.b.failures) > known:
            noted = self.words(note, *note_figures)
            self.reasons.append(Reason(failure, code, words, noted, why, hint, related))

    # ---- what is told

    def note(self, value: Value, name: str = "") -> int:
        """Notes a value under a name of its own; its number."""
        self._notes += 1
        return self.b.note(f"{self.scope}/{self._notes} {name}".strip("/ "), value)

    def flag(self, value: Value, name: str = "") -> int | None:
        """Notes a flag; None where it always holds."""
        return None if self.b.constant(value) == 1 else self.note(value, name)

    def words(self, text: str, *figures: Figure) -> Words:
        """A text with its figures noted."""
        return Words(text, tuple(Shown(self.note(value), form) for value, form in figures))

    def said(self, title: str) -> str:
        """What somebody wrote, as a part of a text with places for figures."""
        return title.replace("{", "{{").replace("}", "}}")

    def given(self, name: str, den: str = "") -> Value:
        """A figure that is given beside the account, exactly: of a part of a cycle or of an invoice. Figures with one `den`
        are over one denominator."""
        top, bottom = self.b.input(inputs.part(name)), self.b.input(inputs.part(f"{den or name}/den"))
        return Value(top.register, 1, (bottom.register,))

    # ---- short words for the builder

    def const(self, value: Fraction | int | bool) -> Value:
        """A constant."""
        return self.b.const(value)

    def chosen(self, parts: Sequence[tuple[Value, Value]], otherwise: Value | None = None) -> Value:
        """The value of the one flag that holds; `otherwise` (0) where none does."""
        made = self.const(0) if otherwise is None else otherwise
        if not parts:
            return made
        # With nothing said for the case that none holds, the last one needs no question.
        last = len(parts) - 1 if otherwise is None and len(parts) > 1 else len(parts)
        if last < len(parts):
            made = parts[-1][1]
        elif otherwise is None:
            return parts[0][1]
        for flag, value in reversed(parts[:last]):
            made = self.b.select(flag, value, made)
        return made


def place_texts(low: Lowering) -> None:
    """Gives every input that is a text the texts that the policy compares with."""
    texts = tuple(low.texts)
    for place, one in enumerate(low.b.inputs):
        if one.type == "text":
            low.b.inputs[place] = evolved(one, values=texts, high=len(texts))
