"""One account on one day in, its invoice out: the program that fits is run, what it asks for is filled in, and it is read.

A first run may ask for more: for how many seats or windows there are lines, and for what earlier cycles came to. It is run
again with the answers until it asks for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from seatpolicy.compiler.program import Program
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Line
from seatpolicy.documents.refusals import Refusal, refusal
from seatpolicy.engines.python.bare_invoice import bare_invoice, begins, periods_of
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.pricing import assemble, earlier, sold
from seatpolicy.pricing.calendar import months_after, window
from seatpolicy.pricing.findings import Judged, Run
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span

if TYPE_CHECKING:
    from seatpolicy.engines.python.moving import Moving
    from seatpolicy.pricing.use import Sold

MOST_RUNS = 9
"""A program that still asks for something else then asks in a circle, which none does."""


@attrs.define(eq=False, repr=False)
class OneBill:
    """`more` are seats that somebody thinks of buying, by charge; such a bill has no signals of its own. `left` are the
    plans that a limit has moved the account out of. `people_on` is the day of the roster, where another one is billed."""

    programs: Programs
    policy: Policy
    account: Account
    as_of: date
    more: Mapping[str, Fraction] = attrs.field(factory=dict)
    left: frozenset[str] = frozenset()
    people_on: date | None = None
    day_read: bool = False
    judged: Judged | None = None

    def invoice(self) -> Outcome[Invoice]:
        """The invoice, or why there is none."""
        objections = list(sold.not_sold(self.policy, self.account))
        before = [
            *objections, *sold.not_billed_parts(self.account), *sold.too_early(self.policy, self.as_of),
        ]  # fmt: skip
        try:
            judged = self._judged(tuple(one.subject for one in objections))
            lines, billed, trouble = self._lines(judged, before)
            if billed and any(one.kind == "earlier" and one.name == "billed" for one in judged.program.kernel.inputs):
                judged = self._again_with(judged, billed)
        except Refusal as stop:
            found = Diagnostics([*before, stop.found])
            return found.outcome(self._plain(refusals.status(found), None, found))
        self.judged = judged
        day_read = judged.program.day_read
        self.day_read = day_read != -1 and judged.figures.holds(day_read)
        moves = [one for one in judged.program.moves if judged.figures.holds(one.present)]
        found = Diagnostics([*before, *([] if trouble else judged.findings(before)), *trouble])
        if moves and not objections and not judged.refused():
            from seatpolicy.engines.python.moving import Moving

            return self._moved(Moving(moves[0], judged), found)
        return self._settled(judged, lines, billed, found)

    # ---- running

    def _judged(self, unsold: tuple[str, ...]) -> Judged:
        """The run of the program that asks for nothing else."""
        account, people = self.account, self.account.people is not None
        given = Given(self.policy, account, self.as_of, people_on=self.people_on, more=self.more)
        given.renewed = renewed_on(self.policy, account, self.as_of, self.programs)
        if people:
            from seatpolicy.engines.python.looking import roster_of

            given.roster = roster_of(self.policy, account, self.people_on or self.as_of, self.programs)
        seats: dict[tuple[str, int], int] = {}
        windows: dict[str, int] = {}
        for _ in range(MOST_RUNS):
            program, run = self.programs.bill(
                self.policy, holding_of(account), unsold, seats, windows, people, frozenset(self.more)
            )
            given.windows = [window(cycle, anchor, account, self.as_of) for cycle, anchor in program.pairs]
            judged = _ran(program, run, given)
            asked = self._asked(judged)
            if asked != given.earlier:
                given.earlier = asked
                judged = _ran(program, run, given)
            sold_ = self._sold(judged)
            wanted = seats if judged.failures else self._seats(judged)
            if sold_ == given.sold and wanted == seats:
                return judged
            given.sold, seats = sold_, wanted
            windows = {name: len(one.different) for name, one in sold_.items() if not isinstance(one, Diagnostic)}
        raise AssertionError("a program asks in a circle")

    def _again_with(self, judged: Judged, billed: Fraction) -> Judged:
        """The same run, where the total is less by what was billed before."""
        given = judged.given
        given.earlier = {**given.earlier, "billed": billed}
        return _ran(judged.program, judged.run, given)

    def _asked(self, judged: Judged) -> dict[str, Fraction | Diagnostic]:
        """What earlier cycles came to, where the program asks."""
        made: dict[str, Fraction | Diagnostic] = {}
        figures = judged.figures
        for one in judged.program.asked:
            if figures.holds(one.present) and figures[one.position] > 0:
                try:
                    made[one.key] = earlier.answer(one, figures, judged.windows, self.account)
                except Refusal as stop:
                    made[one.key] = stop.found
        return made

    def _sold(self, judged: Judged) -> dict[str, Sold | Diagnostic]:
        """What the windows of meters came to, where a charge is for each of them."""
        made: dict[str, Sold | Diagnostic] = {}
        for one in judged.program.windowed:
            if judged.figures.holds(one.present):
                from seatpolicy.pricing.use import sold_in_windows

                try:
                    made[one.charge] = sold_in_windows(one, judged.figures, self.policy, self.account)
                except Refusal as stop:
                    made[one.charge] = stop.found
        return made

    def _seats(self, judged: Judged) -> dict[tuple[str, int], int]:
        """How many lines charges have that have one for each seat."""
        figures = judged.figures
        return {
            (one.charge, one.price): int(figures[one.units])
            for one in judged.program.seat_lines
            if figures.holds(one.present)
        }

    # ---- reading

    def _lines(
        self, judged: Judged, before: list[Diagnostic]
    ) -> tuple[tuple[Line, ...], Fraction, list[Diagnostic]]:
        """The lines less what was billed before, how much that is, and what is wrong with that."""
        nothing: tuple[Line, ...] = ()
        if judged.program.totals is None or judged.failed_but("settle/required"):
            return nothing, Fraction(0), []
        # What is required before an invoice may be met once what was billed is taken off; anything else leaves no lines.
        if refusals.status(Diagnostics(judged.findings(before, "settle/required"))) != PRICED:
            return nothing, Fraction(0), []
        lines = assemble.lines(judged.program, judged.figures, periods_of(judged)[0])
        try:
            made, billed = earlier.deducted(lines, self.account)
        except Refusal as stop:
            return nothing, Fraction(0), [stop.found]
        return made, billed, []

    def _settled(
        self, judged: Judged, lines: tuple[Line, ...], billed: Fraction, found: Diagnostics
    ) -> Outcome[Invoice]:
        """The invoice with lines and totals, where nothing stops it. A roster that cannot be read does, though no charge
        counts by it."""
        if refusals.status(found) == PRICED and isinstance(judged.given.roster, Diagnostic):
            found.add(judged.given.roster)
        invoice = self._plain(refusals.status(found), judged, found)
        notes = judged.program.totals
        if invoice.status != PRICED or notes is None:
            return found.outcome(invoice)
        waits = assemble.missing(judged.program, judged.figures)
        found.extend(assemble.asked_for(waits))
        totals = earlier.less(assemble.totals(notes, judged.figures), billed)
        invoice = attrs.evolve(
            invoice, status=HELD if waits else PRICED, missing=waits, lines=lines, totals=totals
        )
        if self.more or not (self.policy.signals or self.account.people):
            return found.outcome(invoice)
        from seatpolicy.engines.python.signalling import Signalling

        asked: dict[str, str] = {}
        for charge, words, first in judged.program.added:
            if judged.figures.holds(first):
                asked.setdefault(charge, words)
        signalling = Signalling(judged.given, self.programs, totals.net, self._again, asked)
        signals = (*invoice.signals, *signalling.fired())
        assumed = tuple(dict.fromkeys((*invoice.assumptions, *signalling.not_judged)))
        return found.outcome(attrs.evolve(invoice, signals=signals, assumptions=assumed))

    def _again(self, more: Mapping[str, Fraction]) -> Fraction:
        """What the same bill would come to with so many seats more."""
        bill = attrs.evolve(self, more=more, day_read=False, judged=None)
        outcome = bill.invoice()
        if outcome.value.totals is None:
            raise Refusal(next(found for found in outcome.diagnostics if found.code.startswith("EN")))
        return outcome.value.totals.net

    def _moved(self, moving: Moving, found: Diagnostics) -> Outcome[Invoice]:
        """The bill of the plan to which a limit moves the account."""
        move, judged = moving.move, moving.judged
        try:
            if move.plan in self.left:
                raise refusal(refusals.EN303, self._charge_at(move.charge), f"limits move the account back to `{move.plan}`")
            account = moving.account()
            bill = attrs.evolve(self, account=account, left=self.left | {move.owner}, day_read=False, judged=None)
            outcome = bill.invoice()
            self.day_read = self.day_read or bill.day_read
            if bill.judged is not None:
                moving.same_cycle(bill.judged)
        except Refusal as stop:
            found.add(stop.found)
            return found.outcome(self._plain(refusals.status(found), judged, found))
        told = [*begins(self.account, self.as_of), f"{moving.because}, with everybody who is billable", *moving.ended]
        invoice = attrs.evolve(
            outcome.value,
            signals=(moving.signal(), *outcome.value.signals),
            assumptions=tuple(dict.fromkeys((*told, *outcome.value.assumptions))),
        )
        return Outcome(invoice, outcome.diagnostics)

    def _charge_at(self, name: str) -> Span:
        plans = (*self.policy.plans.values(), *self.policy.addons.values())
        return next(charge.at for plan in plans for charge in plan.charges if charge.name == name)

    def _plain(self, status: str, judged: Judged | None, found: Diagnostics) -> Invoice:
        return bare_invoice(self.programs, self.policy, self.account, self.as_of, status, judged, found)


def _ran(program: Program, run: Run, given: Given) -> Judged:
    values, failures = run.ran(given.inputs(program.kernel))
    return Judged(program, run, given, Figures(values, given.account.currency), failures)


def renewed_on(policy: Policy, account: Account, as_of: date, programs: Programs) -> Callable[[date], date | None]:
    """What gives the last renewal of an account on or before a day; None where there is none, or none can be told."""

    def renewed(day: date) -> date | None:
        made, run = programs.standing(policy, holding_of(account))
        windows = [window(cycle, anchor, account, as_of) for cycle, anchor in made.pairs]
        try:
            figures, failures = run.ran(Given(policy, account, as_of, windows).inputs(made.kernel))
        except Refusal:
            return None
        has_term, months, renews = (int(figures[note]) for note in (made.has_term, made.months, made.renews))
        if failures or account.start is None or not has_term:
            return None
        last = None
        while renews and (following := months_after(account.start, months)) <= day:
            last, months = following, months + renews
        return last

    return renewed
