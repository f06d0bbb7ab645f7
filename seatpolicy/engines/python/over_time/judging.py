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
from seatpolicy.pricing.over_time.counted import Key
from seatpolicy.pricing.over_time.in_force import InForce, Names
from seatpolicy.pricing.over_time.judged import Change, JudgedDay, Level, trial_end
from seatpolicy.pricing.over_time.new_text import NewText
from seatpolicy.pricing.over_time.parts import Part
from seatpolicy.pricing.over_time.sittings import Sittings
from seatpolicy.pricing.over_time.trials import Trials
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.source.text import Span

_DAY = timedelta(days=1)


@attrs.define(eq=False, repr=False)
class JudgedDays:
    """The days of one account up to `until`, each judged once, by what is `known` on a day of those who came back. `found`
    gathers what stops one of them, and why; `sittings` say whose seat goes on though nobody sits there."""

    programs: Programs
    texts: Texts
    ledger: Ledger
    found: Diagnostics
    until: date = date.min
    known: date = date.min
    trials: Trials = attrs.field(init=False)
    sittings: Sittings = attrs.field(init=False)
    in_force: InForce = attrs.field(init=False)
    _evenings: dict[tuple[date, Names], JudgedDay | None] = attrs.field(init=False, factory=dict)
    _days: dict[tuple[date, bool, bool, Names], JudgedDay] = attrs.field(init=False, factory=dict)
    _last: dict[tuple[date, str], JudgedDay] = attrs.field(init=False, factory=dict)
    _causes: dict[tuple[int, str], JudgedDay] = attrs.field(init=False, factory=dict)
    _prices: dict[tuple[int, str, Fraction, Fraction], tuple[Fraction, Fraction]] = attrs.field(init=False, factory=dict)
    _terms: dict[int, tuple[int | None, int]] = attrs.field(init=False, factory=dict)
    _texts: dict[tuple[str, date], NewText | None] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.in_force = InForce(self.texts, self.ledger, self)
        changing = len(self.texts.policies) > 1
        self.trials = Trials(self.ledger, self._evening_of_all, self.text_of, self.until, changing)
        self.sittings = Sittings(self.texts, self.ledger, self, self.evening, self.until, self.known, self.trials)

    @property
    def zone(self) -> str:
        """Where days begin."""
        return self.texts.any.time_zone

    def day(self, on: date) -> JudgedDay:
        """A day by its evening. Raises Refusal where it cannot be billed."""
        return self._by(on, True, False, self.in_force.names(on))

    def plainly(self, on: date, charge: str) -> JudgedDay:
        """A day by its evening and the text of a charge, which may not be held on it any more."""
        return self._by(on, True, False, self.in_force.of(charge, on))

    def charged(self, on: date, charge: str) -> JudgedDay:
        """A day as a charge is charged on it, by its first and last days."""
        day = self.of(on, charge)
        one = day.charges[charge]
        names = self.in_force.of(charge, on)
        made = self._by(on, day.says(one.first_day, True), day.says(one.last_day, False), names)
        # On its first day, where that is not charged, and on its last one, it is not on the page by which others are
        # charged.
        return made if charge in made.charges else day

    def of(self, on: date, charge: str) -> JudgedDay:
        """A day on which a charge is billed, though its plan is held no more in the evening: then as it was held last."""
        day = self.plainly(on, charge)
        if charge in day.charges:
            return day
        if (on, charge) not in self._last:
            for turn in reversed(self.ledger.between(self.ledger.starts, on + _DAY)):
                day = self._seated(self.by(on, self.ledger.page(turn - _DAY), day.policy))
                if charge in day.charges:
                    break
            self._last[on, charge] = day
        return self._last[on, charge]

    def text_of(self, on: date) -> Policy:
        """The text in force for the account on a day."""
        return self.texts.of(self.in_force.names(on))

    def page(self, on: date, page: Account) -> JudgedDay:
        """A page, judged on a day by the text of the account; a plan that ends with the text of the day before, by that one.
        Raises Refusal where it cannot be billed."""
        policy = self.text_of(on)
        made = self.by(on, page, policy if sold.knows(policy, page) else self.text_of(on - _DAY))
        found = self._found(made)
        if refusals.status(found) != "priced":
            raise Refusal(next(one for one in found if one.code.startswith("EN")))
        return made

    def evening(self, charge: str, on: date) -> JudgedDay | None:
        """A day by its evening and the text of a charge, with those alone who are there, whatever stops it; None without
        people, or where the charge is not held."""
        day = self._evening(on, self.in_force.of(charge, on))
        return day if day is not None and charge in day.charges else None

    def _evening_of_all(self, on: date) -> JudgedDay | None:
        return self._evening(on, self.in_force.names(on))

    def _evening(self, on: date, names: Names) -> JudgedDay | None:
        page = self.ledger.page(on)
        if page.people is None:
            return None
        key = on, names
        if key not in self._evenings:
            try:
                self._evenings[key] = self.by(on, page, self.texts.of(key[1]))
            except Refusal:
                self._evenings[key] = None
        return self._evenings[key]

    def who(self, day: JudgedDay, charge: str) -> Mapping[Key, int] | None:
        """Who is counted for a charge on a day, those included whose seat goes on; None where nobody is named."""
        return self.sittings.who(day, charge)

    def left_before(self, charge: str, key: Key, on: date) -> date | None:
        """The day on which somebody left whose seat was taken in the night before a day."""
        return self.sittings.left_before(charge, key, on)

    def seat_turns(self, charge: str, first: date, after: date) -> set[date]:
        """Days on which a seat ends that nobody sits on."""
        return self.sittings.turns(charge, first, after)

    def reused_until(self, day: JudgedDay, charge: str) -> date:
        """The first day from which nobody may use again what is free since a day, though it is paid for."""
        return self.sittings.reused_until(day, charge)

    def for_cause(self, day: JudgedDay, cause: str, at: Span) -> JudgedDay:
        """The same day, where it is known why seats were given up."""
        key = (id(day), cause)
        if key not in self._causes:
            facts = {**day.page.facts, "cause": FactGiven(cause, at)}
            self._causes[key] = self.by(day.on, attrs.evolve(day.page, facts=facts), day.policy)
        return self._causes[key]

    def with_count(self, day: JudgedDay, charge: str, count: Fraction) -> Level:
        """What is paid for of a charge if its count is another one, such as an average of days."""
        program, run = self._program(day.page, day.policy, charge)
        made = _ran(program, run, beside(day.given, {COUNT: count}))
        return attrs.evolve(made.level(charge), fixed=count)

    def with_use(self, on: date, charge: str, usage: Mapping[str, UsageGiven]) -> JudgedDay:
        """A day by its evening, with what was used."""
        day = self.of(on, charge)
        return self.by(on, attrs.evolve(day.page, usage=usage), day.policy)

    def prices(self, day: JudgedDay, charge: str, upper: Fraction, lower: Fraction) -> tuple[Fraction, Fraction]:
        """What two counts of a charge cost for a whole period of the rate, by the prices of a day."""
        key = (id(day), charge, upper, lower)
        if key not in self._prices:
            self._prices[key] = self._priced(day, charge, upper, lower)
        return self._prices[key]

    def term(self, day: JudgedDay) -> tuple[int | None, int]:
        """The months of the account's term (None: it has none) and those that it renews for (0: it does not)."""
        if id(day) not in self._terms:
            made, run = self.programs.standing(day.policy, holding_of(day.page))
            windows = [window(cycle, anchor, day.page, day.on) for cycle, anchor in made.pairs]
            figures, failures = run.ran(Given(day.policy, day.page, day.on, windows).inputs(made.kernel))
            if failures:
                raise not_billed(refusals.EN511, day.policy.at, "a term that cannot be told is")
            months = int(figures[made.months]) if figures.holds(made.has_term) else None
            self._terms[id(day)] = months, int(figures[made.renews])
        return self._terms[id(day)]

    # ---- texts

    def new_texts(self, charge: str, first: date, after: date) -> dict[date, NewText]:
        """The days between, but for the first one, from which a charge has another text because of a date alone."""
        days = [day for day in self.texts.dates() if first < day < after]
        found = {day: self.new_text(charge, day) for day in days}
        return {day: new for day, new in found.items() if new is not None}

    def new_text(self, charge: str, on: date) -> NewText | None:
        """Another text of a charge than that of the day before; None where it is the same."""
        key = (charge, on)
        if key not in self._texts:
            before, here = self.in_force.of(charge, on - _DAY), self.in_force.of(charge, on)
            self._texts[key] = None
            if before != here:
                new = self.of(on, charge)
                old = self.by(on, new.page, self.texts.of(before))
                self._texts[key] = NewText(charge, old, new, on, self._named(here - before))
        return self._texts[key]

    def like(self, day: JudgedDay, other: JudgedDay, charge: str) -> JudgedDay:
        """The page of a day, judged by the text that a charge has on another one."""
        return self.by_text(day, self.in_force.of(charge, other.on))

    def ended_by(self, charge: str, on: date) -> NewText:
        """The text of a day that has a charge no more; what is told of it is where it was priced before."""
        old = self.of(on - _DAY, charge)
        names = self.in_force.of(charge, on) - self.in_force.of(charge, on - _DAY)
        return NewText(charge, old, old, on, self._named(names))

    def opening(self, part: Part) -> Names:
        """The changes in force when the cycle began that a part is of."""
        first = part.first if part.entered == date.min else part.entered
        return self.in_force.of(part.charge, max(first, self.ledger.starts))

    def by_text(self, day: JudgedDay, names: Names) -> JudgedDay:
        """The page of a day, judged by the text with some changes."""
        policy = self.texts.of(names)
        return day if policy is day.policy else self.by(day.on, day.page, policy)

    def _named(self, names: Names) -> str:
        return " and ".join(f"change {one.name}" for one in self.texts.changes if one.name in names)

    # ---- running

    def _by(self, on: date, first_day: bool, last_day: bool, names: Names) -> JudgedDay:
        key = (on, first_day, last_day, names)
        if key not in self._days:
            made = self._seated(self.by(on, self.ledger.page(on, first_day, last_day), self.texts.of(names)))
            self._stopped(self._found(made))
            self._days[key] = made
        return self._days[key]

    def _found(self, day: JudgedDay) -> list[Diagnostic]:
        """Everything that stops a day."""
        page, policy = day.page, day.policy
        beside_ = [*sold.not_sold(policy, page), *sold.not_billed_parts(page), *sold.too_early(policy, day.on)]
        return [*beside_, *day.found()]

    def _stopped(self, found: list[Diagnostic]) -> None:
        if refusals.status(found) != "priced":
            self.found.extend(found)
            raise Refusal(next(one for one in found if one.code.startswith("EN")))

    def _seated(self, made: JudgedDay) -> JudgedDay:
        """A day with the seats that go on though nobody sits there."""
        changes = self.sittings.changes(made) if made.page.people is not None else {}
        if not changes:
            return made
        counts = {charge: sum(one.by for one in some) for charge, some in changes.items()}
        program, run = self._program(made.page, made.policy)
        limited = {charge: sum(one.limited for one in some) for charge, some in changes.items()}
        given = attrs.evolve(made.given, changed=counts, limited=limited, outside={})
        return _ran(program, run, given, made.clock, changes)

    def by(self, on: date, page: Account, policy: Policy) -> JudgedDay:
        """A page on a day by a text, whatever is wrong with it: the run of the program whose windows are those of its own
        trials. Raises Refusal where it holds what the text does not have."""
        sold.in_force(policy, page, on)
        program, run = self._program(page, policy)
        given = Given(policy, page, on)
        given.renewed = renewed_on(policy, page, on, self.programs)
        given.roster = roster_of(policy, page, on, self.programs)
        given.people_move = page.people is not None and reads_the_day(policy, page, self.programs)
        given.windows = [window(cycle, anchor, page, on) for cycle, anchor in program.pairs]
        made = _ran(program, run, given, self.ledger.clock(on))
        windows = self._behind_trials(made)
        if windows != given.windows:
            given.windows = windows
            made = _ran(program, run, given, self.ledger.clock(on))
        return made

    def _program(self, page: Account, policy: Policy, fixed: str = "") -> tuple[DayProgram, Runs]:
        holding, people = holding_of(page), page.people is not None
        key = ("day", *holding, people, fixed)
        return self.programs.compiled(policy, key, lambda: lower_day(policy, *holding, people, fixed))

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
        policy, key = day.policy, ("prices", *holding, people, charge)
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


def _ran(
    program: DayProgram,
    run: Runs,
    given: Given,
    clock: int = 0,
    changes: Mapping[str, tuple[Change, ...]] | None = None,
) -> JudgedDay:
    values, failures = run.ran(given.inputs(program.kernel))
    return JudgedDay(program, given, Figures(values, given.account.currency), failures, clock, changes or {})
