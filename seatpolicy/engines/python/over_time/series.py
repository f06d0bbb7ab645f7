"""A policy, an account and its history in, the invoices out that fall due up to a day, one after the other.

The way of an invoice: what falls due on its day → lines at list price → one cycle after the other settled, with credits →
sums. Lines of earlier invoices are what later ones read as billed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from seatpolicy.compiler.lower.over_time.sums import SUMS, lower_sums
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.events.concerns import concerns_of
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.invoice import Line
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.python.over_time.judging import JudgedDays
from seatpolicy.engines.python.over_time.listing import Listing
from seatpolicy.engines.python.over_time.settling import Settling, over_one
from seatpolicy.engines.python.programs import Programs
from seatpolicy.ledger.ledger import Ledger, ledger_of
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.line_steps import joined, written_later
from seatpolicy.pricing.over_time.advance import Advance
from seatpolicy.pricing.over_time.arrears import Arrears
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.capped import capped
from seatpolicy.pricing.over_time.credits import Billed, credit_of
from seatpolicy.pricing.over_time.given import GivenLine, given_lines, given_up, less_given
from seatpolicy.pricing.over_time.handed_over import with_their_seats
from seatpolicy.pricing.over_time.in_force import Names
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.over_time.lives import Life, known_on, lives, rests_from
from seatpolicy.pricing.over_time.named import Naming
from seatpolicy.pricing.over_time.one_line import goes_on, one_for_all
from seatpolicy.pricing.over_time.parts import Part, Return
from seatpolicy.pricing.over_time.plan_changes import taken_effect
from seatpolicy.pricing.over_time.replay import Replay, replay_of
from seatpolicy.pricing.over_time.stages import Stage, stages
from seatpolicy.pricing.over_time.worths import Stretch
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.values.money import format_decimal
from seatpolicy.values.zones import find_zone


@attrs.frozen
class Due:
    """What one invoice holds, and what it takes for granted; `day` is what conditions may read on its own day,
    `billed` how much of what the lines come to a document says was billed before, `stages` what happened since the invoice
    before."""

    on: date
    day: JudgedDay
    lines: tuple[DueLine, ...]
    assumed: tuple[str, ...]
    billed: Fraction
    stages: tuple[Stage, ...] = ()


@attrs.define(eq=False, repr=False)
class Series:
    """The invoices of one account up to a day, by what was known on one day; who came back later is not known. `found` is
    what stops them, and why."""

    programs: Programs
    texts: Texts
    account: Account
    events: tuple[Event, ...]
    until: date
    known: date
    found: Diagnostics = attrs.field(init=False, factory=Diagnostics)
    ledger: Ledger = attrs.field(init=False)
    days: JudgedDays = attrs.field(init=False)
    _billed: list[EarlierLine] = attrs.field(init=False, factory=list)
    _later_given: list[EarlierLine] = attrs.field(init=False, factory=list)
    _replay: Replay = attrs.field(init=False)
    _listing: Listing = attrs.field(init=False)
    _naming: Naming = attrs.field(init=False)
    _lives: list[Life] = attrs.field(init=False, factory=list)
    _listed: dict[Part, tuple[list[tuple[str, date]], list[Fraction]]] = attrs.field(init=False, factory=dict)
    _bills: dict[Part, list[Line]] = attrs.field(init=False, factory=dict)
    _credited: dict[Part, Fraction] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._listing = Listing(self.programs)
        events = with_their_seats(taken_effect(self.events, self._ledger), self._evening)
        self.ledger, self.days = self._ledger(events)
        self._naming = Naming(self.ledger, self.days, concerns_of(self.texts, ()), self.events)

    @property
    def policy(self) -> Policy:
        """What no change can change: time zone, rounding, currencies."""
        return self.texts.any

    def _ledger(self, events: Iterable[Event], /) -> tuple[Ledger, JudgedDays]:
        ledger = ledger_of(self.account, events, find_zone(self.policy.time_zone))
        return ledger, JudgedDays(self.programs, self.texts, ledger, self.found, self.until, self.known)

    def _evening(self, events: Sequence[Event], event: Event) -> JudgedDay:
        ledger, days = self._ledger(events)
        return days.by(event.day, ledger.page(event.day), days.text_of(event.day))

    def invoices(self, until: date) -> Iterator[Due]:
        """Every invoice up to a day; where the document says what was billed, one with all that is due and was not. Raises
        Refusal where one cannot be made."""
        dues = [one for one in self._falling_due(until) if one.due <= until]
        # What is billed when its time is over is priced anew, and what was billed of it taken off in the end.
        self._later_given = [one for one in self.account.billed or () if one.kind == "charge" and self._bills_later(one)]
        self._billed = [one for one in self.account.billed or () if one not in self._later_given]
        by_day: dict[date, list[Part | Return]] = {}
        for one in dues:
            on = one.due if self.account.billed is None else max(other.due for other in dues)
            by_day.setdefault(on, []).append(one)
        before = max([self._replay.begins if dues else date.min, *(one.first for one in self.account.billed or ())])
        for on in sorted(by_day):
            made = self._invoice(on, by_day[on])
            if made.lines:
                yield attrs.evolve(made, stages=tuple(stages(self.ledger, self.days, before, on)))
                before = on

    def rest(self, since: date) -> Due | None:
        """An invoice of nothing new on the first day, from a day on, on which nothing falls due any more; None where
        something goes on. What is put right has no other invoice to stand on."""
        on = rests_from(self._lives, since)
        return None if on is None else Due(on, self._day(on), (), (), Fraction(0))

    def _falling_due(self, until: date) -> Iterator[Part | Return]:
        """What falls due of every charge, as far as it comes up by a day."""
        replay = replay_of(self.account, self.days.in_force, until)
        if replay is None:
            return
        self._replay = replay
        self._lives = list(lives(self.ledger, self.days, replay, until))
        self.days.trials.all_can_begin()
        given = self.account.billed or ()
        met: set[tuple[str, date]] = set()
        for life in self._lives:
            day = self.days.plainly(life.begins, life.charge)
            one = day.charges[life.charge]
            bill = day.chosen(one.bill)
            if bill == "in advance":
                lines = given_lines(life.charge, given)
                self._told_apart(life.charge, lines)
                advance = Advance(life, self.ledger, self.days, until, lines)
                yield from self._naming.of(life).of(advance.due(), life, True)
                met |= {(life.charge, first) for first in advance.met}
            elif bill == "in arrears":
                yield from self._naming.of(life).of(Arrears(life, self.ledger, self.days, until).due(), life, False)
            else:
                words = f"`{life.charge}`, billed {bill}, beside a history is"
                raise not_billed(refusals.EN503, one.charge.at, words)
        firsts = {line.charge: line for line in reversed(given) if line.kind == "charge" and not self._bills_later(line)}
        for charge, line in reversed(firsts.items()):
            for billed in given_lines(charge, given):
                if billed.stretch.last >= replay.begins and (charge, billed.stretch.first) not in met:
                    yield given_up(line, billed, self.ledger, self.days)

    def _told_apart(self, charge: str, lines: Sequence[GivenLine]) -> None:
        """Refuses lines of days over which an old seat goes on, if none is from behind them: what was credited of it
        meanwhile is not told apart."""
        newest = max((line.stretch.first for line in lines), default=date.max)
        for one in self.days.sittings.gaps(charge):
            if one.back > newest and any(line.meets(Stretch(one.left, one.back)) for line in lines):
                words = f"what was billed of `{charge}` while `{one.key[0]}` was away, who came back, is"
                raise not_billed(refusals.EN505, one.counting.at, words)

    def _bills_later(self, line: EarlierLine) -> bool:
        """Whether a line is of use, or of what is billed when its time is over."""
        life = next((life for life in self._lives if life.charge == line.charge), None)
        if life is None:
            return False
        day = self.days.plainly(life.begins, life.charge)
        return day.chosen(day.charges[line.charge].bill) != "in advance"

    # ---- an invoice

    def _invoice(self, on: date, dues: Sequence[Part | Return]) -> Due:
        cycles: dict[date, dict[Names, tuple[list[Part], list[Return]]]] = {}
        entered: dict[tuple[date, Names], date] = {}
        for one in dues:
            part = one if isinstance(one, Part) else one.part
            self._as_given(part)
            if isinstance(one, Part) and part.billed_before is not None:
                continue
            names = self.days.opening(part)
            parts, backs = cycles.setdefault(one.first, {}).setdefault(names, ([], []))
            entered[one.first, names] = min(entered.get((one.first, names), date.max), part.entered)
            if isinstance(one, Part):
                parts.append(one)
            else:
                backs.append(one)
        lines: list[DueLine] = []
        assumed: list[str] = []
        # What falls due of one cycle by two texts is settled by each: the bounds of the last one look at all of it.
        for first, names in sorted(entered, key=lambda key: (key[0], entered[key])):
            parts, backs = cycles[first].pop(names)
            text = names, bool(cycles[first])
            made, told = self._settled(on, parts, backs, text, [one.earlier() for one in lines])
            lines += made
            assumed += [words for words in told if words not in assumed]
        lines = self._summed(capped(lines, [one for one in dues if isinstance(one, Return)]))
        lines, billed = less_given(lines, self._later_given, self.account.currency)
        for line in lines:
            if line.part is not None:
                self._bills.setdefault(line.part, []).append(line.line)
        self._billed += [line.earlier() for line in lines]
        return Due(on, self._day(on), tuple(lines), tuple(assumed), billed)

    def _as_given(self, part: Part) -> None:
        """The lines of a part that was billed, as they came to what the document says."""
        if part.billed_before is None or part in self._bills:
            return
        made = self._listing.lines(part)
        self._listed[part] = [(one.id, one.period.first) for one in made], [one.amount for one in made]
        amounts = [part.billed_before, *(Fraction(0) for _ in made[1:])]
        self._bills[part] = [attrs.evolve(one, amount=amount) for one, amount in zip(made, amounts, strict=True)]
        self._credited[part] = part.credited_before

    def _day(self, on: date) -> JudgedDay:
        """A day, or the last one of a subscription that is over."""
        cancelled = self.ledger.cancelled
        last = on if cancelled is None or on < cancelled.day else cancelled.day - timedelta(days=1)
        return self.days.day(max(last, self._replay.begins))

    def _settled(
        self,
        on: date,
        parts: Sequence[Part],
        backs: Sequence[Return],
        text: tuple[Names, bool],
        so_far: Sequence[EarlierLine],
    ) -> tuple[tuple[DueLine, ...], tuple[str, ...]]:
        """The lines of one cycle that are due, and what discounts took for granted, by the text with which it began and
        whether more of it is due by another one; `so_far` are those of earlier cycles on the same invoice."""
        names, more = text
        day = min((part.day for part in (*parts, *(one.part for one in backs))), key=lambda one: one.on)
        day = self.days.by_text(day, names)
        self._naming.fell_due((parts[0] if parts else backs[0]).first, (*parts, *backs))
        # What is given back of earlier invoices goes back into the budgets that it came from, before they are used again.
        credits = [made for one in backs if one.part not in parts and (made := self._credit(one, {})) is not None]
        lines: list[DueLine] = []
        told: list[str] = []
        for part in parts:
            here = part.day.cycle(part.charge)
            made_ = [attrs.evolve(one, events=self._naming.by(part)) for one in self._listing.lines(part)]
            # A charge of which nobody gave a count has lines only where something is due.
            if goes_on(part, lines):
                lines[-1] = attrs.evolve(lines[-1], line=one_for_all([lines[-1].line, *made_]))
            elif part.level.given or any(one.amount for one in made_):
                lines += [DueLine(line, here.cycle, here.window, part) for line in made_]
            else:
                told += [f"no count is given for `{part.charge}`: {format_decimal(part.level.count)}"]
            self._listed[part] = [(one.id, one.period.first) for one in made_], [one.amount for one in made_]
        settling = Settling(self.programs, [*self._billed, *so_far], known_on(self._lives, on), more)
        later = [one for one in backs if one.part in parts]
        if later:
            rounded = settling.settled(on, day, lines, credits).rounded
            credits += [made for one in later if (made := self._credit(one, rounded)) is not None]
        if not parts and not credits:
            return (), tuple(told)
        settled = settling.settled(on, day, lines, credits)
        named = (self._naming.top_up(one, settled.blocks) if one.line.kind == "top_up" else one for one in settled.lines)
        return tuple(named), (*told, *settled.assumed)

    def _credit(self, back: Return, rounded: dict[tuple[str, date], Line]) -> DueLine | None:
        """What comes back of a part that is billed: on an invoice before, or on this one, where its lines are `rounded`."""
        part = back.part
        if ("credit", part.charge, back.name) in {(one.kind, one.charge, one.id) for one in self.account.billed or ()}:
            # The document says that it was given back.
            return None
        names, listed = self._listed[part]
        billed = self._bills[part] if part in self._bills else [rounded[name] for name in names]
        before = self._credited.get(part, Fraction(0))
        made = credit_of(back, Billed(billed, listed, before), self.days, self._listing)
        if made is None:
            return None
        self._credited[part] = before - made.line.amount
        here = part.day.cycle(part.charge)
        return DueLine(
            attrs.evolve(made.line, events=self._naming.by(back)),
            here.cycle,
            here.window,
            goes_to=made.goes_to,
            kept_months=made.kept_months,
            of_earlier=part in self._bills,
            gives_back=made.gives_back,
        )

    def _summed(self, lines: list[DueLine]) -> list[DueLine]:
        """The lines, where the policy rounds charges or the total."""
        if not lines or not any(point in self.policy.roundings for point in SUMS):
            return lines
        order = sorted(range(len(lines)), key=lambda place: lines[place].line.id)
        rank = {place: number for number, place in enumerate(order)}
        shape = tuple((f"{rank[place]:06}", one.line.charge or one.line.id) for place, one in enumerate(lines))
        policy, currency = self.policy, self.account.currency
        key = ("sums", currency, shape)
        made, run = self.programs.compiled(policy, key, lambda: lower_sums(policy, currency, shape))
        amounts = {name: one.line.amount for (name, _), one in zip(shape, lines, strict=True)}
        given = Given(policy, self.account, date.min, part=over_one(amounts))
        values, _ = run.ran(given.inputs(made.kernel))
        figures = Figures(values, currency)
        found = []
        for one, summed in zip(lines, made.lines, strict=True):
            steps = joined(one.line.steps, written_later(summed.steps, figures))
            line = attrs.evolve(one.line, amount=figures[summed.amount], steps=steps)
            found.append(attrs.evolve(one, line=line))
        return found
