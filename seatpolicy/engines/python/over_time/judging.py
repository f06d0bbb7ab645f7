"""A ledger in, its days judged out: the kernel of a day is run for the page by which it is charged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.compiler.lower.over_time.day import COUNT, DayProgram, lower_day
from seatpolicy.compiler.lower.over_time.prices import LOWER, UPPER, lower_prices
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, FactGiven
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.engines.python.looking import reads_the_day, roster_of
from seatpolicy.engines.python.one_bill import renewed_on
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.engines.python.run_kernel import Runs
from seatpolicy.ledger.ledger import Ledger
from seatpolicy.pricing import sold
from seatpolicy.pricing.calendar import NoWindow, Window, window
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.over_time.judged import JudgedDay, Level, trial_end
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span


@attrs.define(eq=False, repr=False)
class JudgedDays:
    """The days of one account, each judged once. `found` gathers what stops one of them, and why."""

    programs: Programs
    policy: Policy
    ledger: Ledger
    found: Diagnostics
    _days: dict[tuple[date, bool, bool], JudgedDay] = attrs.field(init=False, factory=dict)
    _last: dict[tuple[date, str], JudgedDay] = attrs.field(init=False, factory=dict)
    _causes: dict[tuple[int, str], JudgedDay] = attrs.field(init=False, factory=dict)
    _prices: dict[tuple[int, str, Fraction, Fraction], tuple[Fraction, Fraction]] = attrs.field(init=False, factory=dict)
    _terms: dict[int, tuple[int | None, int]] = attrs.field(init=False, factory=dict)

    @property
    def zone(self) -> str:
        """Where days begin."""
        return self.policy.time_zone

    def day(self, on: date) -> JudgedDay:
        """A day by its evening. Raises Refusal where it cannot be billed."""
        return self._by(on, True, False)

    def charged(self, on: date, charge: str) -> JudgedDay:
        """A day as a charge is charged on it, by its first and last days."""
        day = self.of(on, charge)
        one = day.charges[charge]
        made = self._by(on, day.says(one.first_day, True), day.says(one.last_day, False))
        # On its first day, where that is not charged, and on its last one, it is not on the page by which others are
        # charged.
        return made if charge in made.charges else day

    def of(self, on: date, charge: str) -> JudgedDay:
        """A day on which a charge is billed, though its plan is held no more in the evening: then as it was held last."""
        day = self.day(on)
        if charge in day.charges:
            return day
        if (on, charge) not in self._last:
            for turn in reversed(self.ledger.between(self.ledger.starts, on + timedelta(days=1))):
                day = self._judged(on, self.ledger.page(turn - timedelta(days=1)))
                if charge in day.charges:
                    break
            self._last[on, charge] = day
        return self._last[on, charge]

    def page(self, on: date, page: Account) -> JudgedDay:
        """A page, judged on a day. Raises Refusal where it cannot be billed."""
        made = self._judged(on, page)
        found = self._found(made)
        if refusals.status(found) != "priced":
            raise Refusal(next(one for one in found if one.code.startswith("EN")))
        return made

    def for_cause(self, day: JudgedDay, cause: str, at: Span) -> JudgedDay:
        """The same day, where it is known why seats were given up."""
        key = (id(day), cause)
        if key not in self._causes:
            facts = {**day.page.facts, "cause": FactGiven(cause, at)}
            self._causes[key] = self._judged(day.on, attrs.evolve(day.page, facts=facts))
        return self._causes[key]

    def with_count(self, day: JudgedDay, charge: str, count: Fraction) -> Level:
        """What is paid for of a charge if its count is another one, such as an average of days."""
        program, run = self._program(day.page, charge)
        made = _ran(program, run, beside(day.given, {COUNT: count}))
        return attrs.evolve(made.level(charge), fixed=count)

    def with_use(self, on: date, charge: str, usage: Mapping[str, UsageGiven]) -> JudgedDay:
        """A day by its evening, with what was used."""
        page = attrs.evolve(self.of(on, charge).page, usage=usage)
        return self._judged(on, page)

    def prices(self, day: JudgedDay, charge: str, upper: Fraction, lower: Fraction) -> tuple[Fraction, Fraction]:
        """What two counts of a charge cost for a whole period of the rate, by the prices of a day."""
        key = (id(day), charge, upper, lower)
        if key not in self._prices:
            self._prices[key] = self._priced(day, charge, upper, lower)
        return self._prices[key]

    def term(self, day: JudgedDay) -> tuple[int | None, int]:
        """The months of the account's term (None: it has none) and those that it renews for (0: it does not)."""
        if id(day) not in self._terms:
            made, run = self.programs.standing(self.policy, holding_of(day.page))
            windows = [window(cycle, anchor, day.page, day.on) for cycle, anchor in made.pairs]
            figures, failures = run.ran(Given(self.policy, day.page, day.on, windows).inputs(made.kernel))
            if failures:
                raise not_billed(refusals.EN511, self.policy.at, "a term that cannot be told is")
            months = int(figures[made.months]) if figures.holds(made.has_term) else None
            self._terms[id(day)] = months, int(figures[made.renews])
        return self._terms[id(day)]

    # ---- running

    def _by(self, on: date, first_day: bool, last_day: bool) -> JudgedDay:
        key = (on, first_day, last_day)
        if key not in self._days:
            made = self._judged(on, self.ledger.page(on, first_day, last_day))
            self._stopped(self._found(made))
            self._days[key] = made
        return self._days[key]

    def _found(self, day: JudgedDay) -> list[Diagnostic]:
        """Everything that stops a day."""
        page, policy = day.page, self.policy
        beside_ = [*sold.not_sold(policy, page), *sold.not_billed_parts(page), *sold.too_early(policy, day.on)]
        return [*beside_, *day.found()]

    def _stopped(self, found: list[Diagnostic]) -> None:
        if refusals.status(found) != "priced":
            self.found.extend(found)
            raise Refusal(next(one for one in found if one.code.startswith("EN")))

    def _judged(self, on: date, page: Account) -> JudgedDay:
        """The run of the program whose windows are those of its own trials."""
        program, run = self._program(page)
        given = Given(self.policy, page, on)
        given.renewed = renewed_on(self.policy, page, on, self.programs)
        given.roster = roster_of(self.policy, page, on, self.programs)
        given.people_move = page.people is not None and reads_the_day(self.policy, page, self.programs)
        given.windows = [window(cycle, anchor, page, on) for cycle, anchor in program.pairs]
        made = _ran(program, run, given, self.ledger.clock(on))
        windows = self._behind_trials(made)
        if windows != given.windows:
            given.windows = windows
            made = _ran(program, run, given, self.ledger.clock(on))
        return made

    def _program(self, page: Account, fixed: str = "") -> tuple[DayProgram, Runs]:
        holding, people = holding_of(page), page.people is not None
        key = ("day", *holding, people, fixed)
        return self.programs.compiled(self.policy, key, lambda: lower_day(self.policy, *holding, people, fixed))

    def _behind_trials(self, day: JudgedDay) -> list[Window | NoWindow]:
        """The windows, those of an anchor on the first paid day counted from behind the trial of the plan."""
        windows, page = list(day.given.windows), day.page
        if page.anchored is not None or page.start is None:
            return windows
        bases = {one.plan.name: one.base.name for one in day.charges.values()}
        moved: dict[int, date] = {}
        for use in day.program.windows:
            cycle, anchor = day.program.pairs[use.pair]
            plan = use.scope.split("/")[1]
            if anchor.kind != "first paid day" or not day.figures.holds(use.chosen):
                continue
            trials = (day.said(day.program.trials[name]) for name in (plan, bases.get(plan, plan)))
            trial = next((one for one in trials if one is not None), None)
            paid_from = page.start if trial is None else trial_end(page.start, trial[0])
            if moved.setdefault(use.pair, paid_from) != paid_from:
                raise not_billed(refusals.EN508, use.at, "one anchor on the first paid day behind two trials is")
            windows[use.pair] = window(cycle, anchor, page, day.on, paid_from)
        return windows

    def _priced(self, day: JudgedDay, charge: str, upper: Fraction, lower: Fraction) -> tuple[Fraction, Fraction]:
        holding, people = holding_of(day.page), day.page.people is not None
        policy, key = self.policy, ("prices", *holding, people, charge)
        made, run = self.programs.compiled(policy, key, lambda: lower_prices(policy, *holding, charge, people))
        given = beside(day.given, {UPPER: upper, LOWER: lower})
        values, failures = run.ran(given.inputs(made.kernel))
        figures = Figures(values, given.account.currency)
        for which in (UPPER, LOWER):
            for number in failures:
                if made.reasons[number].failure.scope == which:
                    raise Refusal(told(made.reasons[number], figures, given, day.page.at))
        return figures[made.upper], figures[made.lower]


def beside(given: Given, figures: dict[str, Fraction]) -> Given:
    """What a day was given, with figures of a part, each over its own denominator."""
    part: dict[str, int] = {}
    for name, figure in figures.items():
        part[name], part[f"{name}/den"] = figure.numerator, figure.denominator
    return attrs.evolve(given, part=part, outside={})


def _ran(program: DayProgram, run: Runs, given: Given, clock: int = 0) -> JudgedDay:
    values, failures = run.ran(given.inputs(program.kernel))
    return JudgedDay(program, given, Figures(values, given.account.currency), failures, clock)
