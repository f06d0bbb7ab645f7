"""A bill that is made in, the signals that fire out, with the figures that they looked at.

Each signal is a kernel of its own, run once for the account or once for each entry of its roster. What it asks about a
charge is figured before, and only if it asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from seatpolicy.compiler.program import CHARGE_FIGURES
from seatpolicy.documents.invoice import SignalMade
from seatpolicy.documents.refusals import Refusal
from seatpolicy.documents.typed import MOST_COUNT
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.engines.python.run_kernel import Runs
from seatpolicy.pricing.calendar import window
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.inputs import Figure, Given
from seatpolicy.pricing.people import PersonOnDay, Roster, used_words
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.parties import Signal
from seatpolicy.values.money import format_amount, format_decimal

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.signals import SignalProgram

Rebill = Callable[[Mapping[str, Fraction]], Fraction]
"""The total of the same bill with so many more in some charges. Raises Refusal where there is none."""


@attrs.define(eq=False, repr=False)
class Signalling:
    """Judges the signals of one bill, whose `total` is known. `asked` are the windows in which seats that were added have
    been asked for, by charge."""

    given: Given
    programs: Programs
    total: Fraction
    again: Rebill
    asked: dict[str, str]
    not_judged: list[str] = attrs.field(factory=list)
    _made: dict[str, Figure] = attrs.field(factory=dict)

    def fired(self) -> Iterator[SignalMade]:
        """Every signal that fires, in the order of the policy; then those whom the line `idle:` has suspended."""
        for signal in self.given.policy.signals.values():
            try:
                yield from self._one(signal)
            except Refusal as stop:
                self.not_judged.append(f"the signal `{signal.name}` was not judged: {stop.found.message}")
        yield from self._suspended()

    def _one(self, signal: Signal) -> list[SignalMade]:
        given, roster = self.given, self.given.roster
        people = given.account.people is not None
        made, run = self.programs.signal(given.policy, holding_of(given.account), signal, people)
        read = {one.name.partition("/")[0] for one in made.kernel.inputs if one.kind == "measured"}
        measured = {key: self.total if key == "total" else self._figure(key) for key in sorted(read)}
        entries: tuple[PersonOnDay | None, ...] = (None,)
        if signal.for_each:
            if not isinstance(roster, Roster):
                words = f"the signal `{signal.name}` was not judged: it looks at each person, and no people are given"
                self.not_judged.append(words)
                return []
            entries = roster.entries
        shown: dict[str, str] = {}
        fits = []
        # All are judged before one is told, so that a signal is never told of some people only.
        for one in entries:
            seen = attrs.evolve(given, measured=measured, person=one, asked=self.asked, outside={})
            if self._fires(made, run, seen, shown):
                fits.append(one)
        return [_told(signal, one, shown) for one in fits]

    def _fires(self, made: SignalProgram, run: Runs, given: Given, shown: dict[str, str]) -> bool:
        values, failures = run.ran(given.inputs(made.kernel))
        person = given.person.person if given.person is not None else None
        figures = Figures(values, given.account.currency, person.id if person is not None else "")
        for key, note in made.looked_at:
            if figures.holds(note):
                value = given.measured[key]
                assert isinstance(value, Fraction)
                shown[key] = self._said(key, value)
        for charge, words, note in made.added:
            if figures.holds(note):
                self.asked.setdefault(charge, words)
        if failures:
            at = person.at if person is not None else given.account.at
            raise Refusal(told(made.reasons[failures[0]], figures, given, at))
        return figures.holds(made.fires)

    def _said(self, key: str, value: Fraction) -> str:
        currency = self.given.account.currency
        if key.startswith("saving_at_next_step"):
            return f"{format_amount(value, currency)} {currency}"
        return format_decimal(value)

    def _suspended(self) -> Iterator[SignalMade]:
        """One signal for each entry that the policy itself has suspended."""
        roster, counting = self.given.roster, self.given.policy.counting
        if not isinstance(roster, Roster) or counting.at is None:
            return
        for one in roster.entries:
            if one.idle:
                title = f"Suspended after {counting.idle_days} days without use"
                yield SignalMade("idle", title, (), used_words(one.person), counting.at, one.person.id)

    # ---- what signals know

    def _figure(self, key: str) -> Figure:
        if key not in self._made:
            measure, _, charge = key.partition(" of ")
            try:
                self._made[key] = self._of_charge(measure, charge)
            except Refusal as stop:
                self._made[key] = stop.found
        return self._made[key]

    def _of_charge(self, measure: str, charge: str) -> Fraction | None:
        if measure in CHARGE_FIGURES:
            return self._counted(measure, charge, 0)[0]
        more = self._to_next_step(charge)
        if measure == "seats_to_next_step":
            return more
        return max(Fraction(0), self.total - self.again({charge: more})) if more else Fraction(0)

    def _to_next_step(self, charge: str) -> Fraction:
        """The least number of further seats that is priced by a later row; 0 where no number is."""
        here, rows = self._counted("row", charge, 0)
        if here is None or here >= rows - 1:
            return Fraction(0)

        def beyond(more: int) -> bool:
            row = self._counted("row", charge, more)[0]
            return row is not None and row > here

        below, above = 0, 1
        while not beyond(above):
            below, above = above, above * 2
            if below > MOST_COUNT:
                return Fraction(0)
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (below, middle) if beyond(middle) else (middle, above)
        return Fraction(above)

    def _counted(self, figure: str, charge: str, more: int) -> tuple[Fraction | None, Fraction]:
        """A figure of a charge with so many more, and how many rows its price has."""
        given, account = self.given, self.given.account
        made, run = self.programs.counts(given.policy, holding_of(account), charge, account.people is not None)
        windows = [window(cycle, anchor, account, given.as_of) for cycle, anchor in made.pairs]
        seen = attrs.evolve(given, windows=windows, more={charge: Fraction(more)}, outside={})
        values, failures = run.ran(seen.inputs(made.kernel))
        figures = Figures(values, account.currency)
        for number in failures:
            if made.reasons[number].failure.scope == figure or made.reasons[number].failure.scope.startswith("list/"):
                raise Refusal(told(made.reasons[number], figures, seen, account.at))
        known, note = made.figures[figure]
        return (figures[note] if figures.holds(known) else None), figures[made.rows]


def _told(signal: Signal, one: PersonOnDay | None, shown: Mapping[str, str]) -> SignalMade:
    title, name = signal.title, ""
    if one is not None:
        name = one.person.id
        title = f"{title}, in {one.person.workspace}" if one.person.workspace else title
    return SignalMade(signal.name, title, signal.tell, signal.because, signal.at, name, tuple(shown.items()))


