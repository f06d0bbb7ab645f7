"""A run of a day's program in, the day out: the statements that count, the cycle of each charge, what is paid for of it.

What was stopped is told only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol, TypeVar

import attrs

from seatpolicy.compiler.lower.over_time.day import DayCharge, DayProgram, Rule, Said, Units
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.pricing.calendar import NoWindow, Window
from seatpolicy.pricing.findings import calendar_findings, told
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.parties import Trial
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cycle, Quantity
from seatpolicy.source.text import Span
from seatpolicy.values.dates import add_months
from seatpolicy.values.record import record

T = TypeVar("T")
LONG = ("term", "subscription", "year")


@attrs.frozen(slots=True)
class Level:
    """What is paid for on one day: so many `units` of the price (seats, packs, 1 for a fee), at a rate per `period`; `count`
    is what there is. `row` are the units whose row prices them, where it is not their own; `fixed` is a count that
    was made of several days, `given` whether anybody said it; `there` are the units that there are, where others are paid
    for."""

    units: Fraction
    count: Fraction
    period: str
    row: Fraction | None = None
    fixed: Fraction | None = None
    given: bool = True
    there: Fraction | None = None

    def paying(self, units: Fraction) -> Level:
        """The same day, with so many units paid for."""
        return attrs.evolve(self, units=units, there=self.units if self.there is None else self.there)


@record
class CycleOf:
    """The cycle of a charge on a day, its window, and where it is written."""

    cycle: Cycle
    window: Window
    at: Span


@record
class Change:
    """What is counted beside who is there: `by` so many, by a `rule` written at a place; `basis` says whose. Of those that
    are not counted, `limited` count towards a limit."""

    rule: str
    at: Span
    basis: str
    by: int
    limited: int = 0


@attrs.define(eq=False, repr=False)
class JudgedDay:
    """One page of an account, judged on a day. Its cycles begin on the `clock` after midnight, where seconds measure
    them. `changes` are what charges count beside who is there."""

    program: DayProgram
    given: Given
    figures: Figures
    failures: Sequence[int]
    clock: int = 0
    changes: Mapping[str, tuple[Change, ...]] = attrs.field(factory=dict)
    _cycles: dict[str, CycleOf] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for use in self.program.windows:
            made = self.given.windows[use.pair]
            if use.scope not in self._cycles and self.figures.holds(use.chosen) and isinstance(made, Window):
                self._cycles[use.scope] = CycleOf(self.program.pairs[use.pair][0], made, use.at)

    @property
    def on(self) -> date:
        """The day."""
        return self.given.as_of

    @property
    def page(self) -> Account:
        """The account as it stands."""
        return self.given.account

    @property
    def policy(self) -> Policy:
        """What it is judged by."""
        return self.given.policy

    @property
    def charges(self) -> dict[str, DayCharge]:
        """The charges of what is held, by name."""
        return self.program.charges

    def found(self) -> Iterator[Diagnostic]:
        """What stops the whole day."""
        refused: list[str] = []
        for use in self.program.windows:
            made = self.given.windows[use.pair]
            if self.figures.holds(use.chosen) and isinstance(made, NoWindow):
                refused.append(use.scope)
                yield made.code.at(use.at, made.message, why=made.why, hint=made.hint, subject=made.subject)
        yield from calendar_findings(self.program, self.given, self.figures, refused)
        for number in self.failures:
            scope = self.program.reasons[number].failure.scope
            inside = any(scope == one or scope.startswith(f"{one}/") for one in refused)
            if scope.partition("/")[0] == "terms" and not inside:
                yield self._told(number)
        yield from self._long_commitments()

    def _long_commitments(self) -> Iterator[Diagnostic]:
        """Commitments of a longer period than the cycle, where the first cycle is a part of one."""
        for scope, flag, stated in self.program.commitments:
            here = self._cycles.get(scope)
            long = stated.value.amounts.per.period in LONG and self.figures.holds(flag)
            if here is not None and long and self.page.start is not None and self.page.start > here.window.mark(0):
                words = "a commitment over cycles of which the first is a part is"
                yield not_billed(refusals.EN502, stated.at, words).found

    @property
    def is_of_its_day(self) -> bool:
        """Whether another day with the same page may be judged otherwise: who is in a roster may fall idle on any day, and a
        statement may read the day itself."""
        return self.moves_by_itself or self.figures.holds(self.program.day_read)

    @property
    def moves_by_itself(self) -> bool:
        """Whether people may count, or count no more, though nothing happens."""
        return self.page.people is not None and self.given.people_move

    # ---- what a charge says

    def cycle(self, charge: str) -> CycleOf:
        """The cycle that holds the day."""
        return self._cycles[f"terms/{self.program.charges[charge].plan.name}/{charge}"]

    def cycle_of_block(self, plan: str) -> CycleOf:
        """The same of a plan or add-on as a whole."""
        return self._cycles[f"terms/{plan}"]

    def level(self, charge: str) -> Level:
        """What is paid for. Raises Refusal where it cannot be counted."""
        one = self.program.charges[charge]
        if one.stopped is None or self.figures.holds(one.stopped):
            raise self._stopped(one.scope, "level/", "list/")
        period = next((period for flag, period in one.period if self.figures.holds(flag)), "")
        given = self.figures.holds(one.given)
        return Level(self.figures[one.units], self.figures[one.count], period, given=given)

    def units(self, charge: str) -> Units | None:
        """What one unit of a charge's price is; None where it costs nothing."""
        priced = self.program.charges[charge].priced
        return next((units for flag, units, _ in priced if self.figures.holds(flag)), None)

    def chosen(self, cases: Sequence[tuple[int | None, T]]) -> T | None:
        """The value whose flag holds."""
        return next((value for flag, value in cases if self.figures.holds(flag)), None)

    def quantity(self, charge: str) -> Quantity | None:
        """How a charge is counted; None for a fee."""
        return self.chosen(self.program.charges[charge].quantity)

    def said(self, said: Said[T]) -> tuple[T, Span] | None:
        """The statement that counts, with its place. Raises Refusal where its condition cannot be told."""
        self._asked(said.scope)
        return next(((value, at) for flag, value, at in said.cases if self.figures.holds(flag)), None)

    def says(self, said: Said[T], otherwise: T) -> T:
        """The statement that counts; where none does, another one."""
        made = self.said(said)
        return otherwise if made is None else made[0]

    def fits(self, rule: Rule) -> bool:
        """Whether the condition of a line about fewer seats holds."""
        self._asked(rule.scope)
        return self.figures.holds(rule.holds)

    def trial_ends(self, charge: str, begun: date | None = None) -> date:
        """The first day behind the trial of a charge, its own or its plan's, since the start or since it was `begun`; the
        start, where there is none, or where each person has one."""
        start, one = self.page.start or self.on, self.program.charges[charge]
        own = [name for name, said in one.seat_trials.items() if self.said(said) is not None]
        if own and len(own) == len(one.charge.counts):
            return start
        for said in one.trials:
            stated = self.said(said)
            if stated is not None:
                if own:
                    words = f"the trial of `{charge}` beside that of some of the seats that it counts is"
                    raise not_billed(refusals.EN508, stated[1], words)
                return trial_end(begun or start, stated[0])
        return start

    def is_stub(self, charge: str) -> bool:
        """Whether the account begins inside the cycle of this day."""
        window, start = self.cycle(charge).window, self.page.start
        return window.index == 0 and start is not None and start > window.first

    def first_part(self, charge: str) -> str:
        """What becomes of the days before the first mark: billed, free, or joins next."""
        return self.says(self.program.charges[charge].first_part, "billed")

    # ---- what stops

    def _asked(self, scope: str) -> None:
        for number in self.failures:
            if self.program.reasons[number].failure.scope == scope:
                raise Refusal(self._told(number))

    def _stopped(self, *scopes: str) -> Refusal:
        """Why something could not be told: by the first failure of the first scope that has one."""
        for scope in scopes:
            for number in self.failures:
                if self.program.reasons[number].failure.scope.startswith(scope):
                    return Refusal(self._told(number))
        raise AssertionError("what is stopped has a reason")

    def _told(self, number: int) -> Diagnostic:
        return told(self.program.reasons[number], self.figures, self.given, self.page.at)


class Days(Protocol):
    """What judges the days of one account; `zone` is where they begin."""

    @property
    def zone(self) -> str: ...

    def day(self, on: date) -> JudgedDay:
        """A day by its evening. Raises Refusal where it cannot be billed."""

    def of(self, on: date, charge: str) -> JudgedDay:
        """A day on which a charge is billed, though its plan is held no more in the evening: then as it was held last."""

    def charged(self, on: date, charge: str) -> JudgedDay:
        """A day as a charge is charged on it, by its first and last days."""

    def evening(self, charge: str, on: date) -> JudgedDay | None:
        """A day by its evening and the text of a charge, with those alone who are there, whatever stops it; None without
        people, or where the charge is not held."""

    def who(self, day: JudgedDay, charge: str) -> Mapping[tuple[str, str, str], int] | None:
        """Who is counted for a charge on a day, those included whose seat goes on; None where nobody is named."""

    def left_before(self, charge: str, key: tuple[str, str, str], on: date) -> date | None:
        """The day on which somebody left whose seat was taken in the night before a day."""

    def seat_turns(self, charge: str, first: date, after: date) -> set[date]:
        """Days on which a seat ends that nobody sits on."""

    def reused_until(self, day: JudgedDay, charge: str) -> date:
        """The first day from which nobody may use again what is free since a day, though it is paid for."""

    def for_cause(self, day: JudgedDay, cause: str, at: Span) -> JudgedDay:
        """The same day, where it is known why seats were given up."""

    def with_count(self, day: JudgedDay, charge: str, count: Fraction) -> Level:
        """What is paid for of a charge if its count is another one, such as an average of days."""

    def with_use(self, on: date, charge: str, usage: Mapping[str, UsageGiven]) -> JudgedDay:
        """A day by its evening, with what was used."""

    def prices(self, day: JudgedDay, charge: str, upper: Fraction, lower: Fraction) -> tuple[Fraction, Fraction]:
        """What two counts of a charge cost for a whole period of the rate, by the prices of a day."""

    def term(self, day: JudgedDay) -> tuple[int | None, int]:
        """The months of the account's term (None: it has none) and those that it renews for (0: it does not)."""


def trial_end(start: date, trial: Trial) -> date:
    """The first day that is paid for behind a trial of days, weeks or months."""
    if trial.unit == "month":
        return add_months(start, trial.length)
    return start + timedelta(days=trial.length * {"day": 1, "week": 7}[trial.unit])
