"""What a kernel and the calendar refused in, findings out: those that an engine which stops at each would name.

A cycle that the calendar refuses stops the block that has it, so what its kernel went on to find in that block, and in every
stage behind it, is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from seatpolicy.compiler.program import Block, Program, Reason, WindowUse
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import not_billed
from seatpolicy.pricing import earlier
from seatpolicy.pricing.calendar import NoWindow, Window, months_after
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.words import Figures, Values
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


class Run(Protocol):
    """A kernel that can be run."""

    def ran(self, given: Sequence[int | None]) -> tuple[Values, Sequence[int]]:
        """The notes in their order, and the numbers of the failures."""


@record
class Judged:
    """One run of a program: what it was given, what its notes came to, the failures met."""

    program: Program
    run: Run
    given: Given
    figures: Figures
    failures: Sequence[int]

    @property
    def account(self) -> Account:
        """Whose bill it is."""
        return self.given.account

    @property
    def as_of(self) -> date:
        """The day that is asked for."""
        return self.given.as_of

    @property
    def windows(self) -> Sequence[Window | NoWindow]:
        """The windows of the program's pairs."""
        return self.given.windows

    def failed_but(self, scope: str) -> bool:
        """Whether any failure was met outside a scope."""
        return any(not _inside(self.program.reasons[one].failure.scope, scope) for one in self.failures)

    def used(self) -> list[WindowUse]:
        """The cycles that charges and blocks have, but for those in a block that is refused already."""
        made: list[WindowUse] = []
        refused: list[str] = []
        for use in self.program.windows:
            if not self.figures.holds(use.chosen) or any(_inside(use.scope, scope) for scope in refused):
                continue
            made.append(use)
            if isinstance(self.windows[use.pair], NoWindow):
                refused.append(use.scope)
        return made

    def first_of(self, charge: str) -> date | None:
        """The first day of a charge's cycle; None for one that has no terms here."""
        for use in self.used():
            made = self.windows[use.pair]
            if use.block == charge and isinstance(made, Window) and self.has_terms(use):
                return made.first
        return None

    def has_terms(self, use: WindowUse) -> bool:
        """Whether the statements of a charge could all be told."""
        scopes = (self.program.reasons[number].failure.scope for number in self.failures)
        return use.scope not in scopes

    def refused(self) -> list[str]:
        """The scopes whose cycle the calendar refuses; where there is one, nothing is listed."""
        return [use.scope for use in self.used() if isinstance(self.windows[use.pair], NoWindow)]

    def findings(self, otherwise: Sequence[Diagnostic], but: str = "") -> Iterator[Diagnostic]:
        """Everything that stops the bill, outside a scope; `otherwise` is what did so before the kernel ran."""
        used = self.used()
        refused = [use for use in used if isinstance(self.windows[use.pair], NoWindow)]
        for use in refused:
            made = self.windows[use.pair]
            assert isinstance(made, NoWindow)
            yield made.code.at(use.at, made.message, why=made.why, hint=made.hint, subject=made.subject)
        late = [*self._of_calendar(used, refused)]
        yield from late
        stages = ["settle"] if otherwise or late or refused else []
        stages += ["list"] if refused else []
        for number in self.failures:
            reason = self.program.reasons[number]
            scope = reason.failure.scope
            if but and _inside(scope, but):
                continue
            if scope.split("/")[0] not in stages and not any(_inside(scope, use.scope) for use in refused):
                yield told(reason, self.figures, self.given, self.account.at)

    def _of_calendar(self, used: Sequence[WindowUse], refused: Sequence[WindowUse]) -> Iterator[Diagnostic]:
        """A subscription whose term is over, and cycles that began under an earlier policy."""
        scopes = [use.scope for use in refused]
        yield from _terms_over(self.program.blocks, self.given, self.figures, scopes)
        yield from self._billed_before(used)
        yield from _began_before(used, self.program.effective, self.given)

    def _billed_before(self, used: Sequence[WindowUse]) -> Iterator[Diagnostic]:
        """Charges of which a part of the cycle was billed, and meters that are counted in two cycles."""
        charges = {one.name: one for one in _charges(self.given.policy)}
        meters: list[tuple[str, str, Window]] = []
        scopes = {self.program.reasons[number].failure.scope for number in self.failures}
        for use in used:
            made, charge = self.windows[use.pair], charges.get(use.block)
            if charge is None or not isinstance(made, Window) or not self.has_terms(use):
                continue
            meter = charge.counts_kind == "meter"
            if meter:
                meters += [(charge.name, name, made) for name in charge.counts]
            if f"{use.scope}/unbilled" not in scopes:
                yield from earlier.billed_again(charge.name, meter, made, self.account)
        yield from earlier.apart(meters, self.account)


class Calendared(Protocol):
    """A program of which a calendar must judge some."""

    @property
    def windows(self) -> Sequence[WindowUse]: ...

    @property
    def blocks(self) -> Sequence[Block]: ...

    @property
    def effective(self) -> date | None: ...


def calendar_findings(
    program: Calendared, given: Given, figures: Figures, refused: Sequence[str]
) -> Iterator[Diagnostic]:
    """What only a calendar sees of one day: terms that are over. Nothing is told of the scopes that it has `refused`."""
    yield from _terms_over(program.blocks, given, figures, refused)


def _terms_over(
    blocks: Sequence[Block], given: Given, figures: Figures, refused: Sequence[str]
) -> Iterator[Diagnostic]:
    for block in blocks:
        if not any(_inside(block.scope, scope) for scope in refused):
            yield from _term(block, given, figures)


def _began_before(used: Sequence[WindowUse], effective: date | None, given: Given) -> Iterator[Diagnostic]:
    for use in used:
        made = given.windows[use.pair]
        if not use.own or isinstance(made, NoWindow) or given.account.start is None or effective is None:
            continue
        if made.first < effective <= given.as_of:
            yield not_billed(
                refusals.EN505,
                use.at,
                f"the cycle from {made.first}, which began under an earlier policy, is",
                f"this policy takes effect on {effective}: ask for a day of a later cycle, as with `--as-of {made.after}`",
            ).found


def _term(block: Block, given: Given, figures: Figures) -> Iterator[Diagnostic]:
    start = given.account.start
    if start is None:
        return
    ends = None
    if figures.holds(block.has_term) and 0 < figures[block.months] <= 12_000:
        ends = months_after(start, int(figures[block.months]))
    if ends is None or given.as_of >= ends:
        for note, at in block.rises:
            if figures.holds(note):
                yield not_billed(refusals.EN505, at, "the price after a renewal is").found
                break
    if ends is not None and given.as_of >= ends and figures.holds(block.ends):
        yield not_billed(
            refusals.EN503,
            block.at,
            f"what follows the term, which ended on {ends}, is",
            "no line `renews:` says that it goes on, and a history of events is not read yet",
        ).found


def _charges(policy: Policy) -> Iterator[Charge]:
    for plan in (*policy.plans.values(), *policy.addons.values()):
        yield from plan.charges


def told(reason: Reason, figures: Figures, given: Given, at: Span | None) -> Diagnostic:
    """A failure as a finding, at its own place or at the one that is given."""
    if reason.outside:
        return given.outside[reason.outside]
    return reason.code.at(
        reason.failure.at or at,
        figures.text(reason.message),
        note=figures.text(reason.note),
        why=reason.why,
        hint=reason.hint,
        related=tuple(Related(span, words) for span, words in reason.related),
        subject=reason.failure.subject,
    )


def _inside(scope: str, outer: str) -> bool:
    return scope == outer or scope.startswith(f"{outer}/")
