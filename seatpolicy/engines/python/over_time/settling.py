"""The parts of one cycle that are due on one invoice in, their lines out: discounted, bounded and rounded, with credits.

The kernel is that of the shape of the lines: how many there are, and of which charges. A credit out of a line of the same
invoice needs to know what that came to, so that the kernel is run for the charges alone before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import lcm

import attrs

from seatpolicy.compiler.lower.budgets import AMOUNTS
from seatpolicy.compiler.lower.over_time.due import Counts, DueProgram, lower_due
from seatpolicy.compiler.lower.over_time.due import DueLine as Shaped
from seatpolicy.compiler.program import PossibleLine
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.invoice import Line, Period
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.engines.python.run_kernel import Runs
from seatpolicy.pricing import assemble, earlier
from seatpolicy.pricing.calendar import Window
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.line_steps import joined, written_later
from seatpolicy.pricing.over_time.billed import DueLine
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.over_time.lives import Life
from seatpolicy.pricing.over_time.opened import known_of, offered, spent_of
from seatpolicy.pricing.over_time.shares import CycleShares
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.prices import Discount


@attrs.frozen
class Settled:
    """The lines of a cycle in their order, and the blocks that bounds count over; `rounded` is each charge's line, by its
    id and first day, as it was when lines were rounded; `assumed` what discounts took for granted."""

    lines: tuple[DueLine, ...]
    blocks: tuple[Counts, ...]
    rounded: dict[tuple[str, date], Line]
    assumed: tuple[str, ...]


@attrs.frozen
class Beside:
    """What is given beside the lines' own amounts, some of it as amounts, which are over one denominator with theirs."""

    given: Given
    amounts: dict[str, Fraction]
    part: dict[str, int]


@attrs.frozen
class Settling:
    """Settles the lines of one account. `billed` are those of its earlier invoices; `more` of the cycle may be due behind
    these lines."""

    programs: Programs
    billed: Sequence[EarlierLine]
    lives: Sequence[Life]
    more: bool = False

    def settled(self, on: date, day: JudgedDay, lines: Sequence[DueLine], credits: Sequence[DueLine]) -> Settled:
        """The lines of one cycle on an invoice of a day, judged as on another day. Raises Refusal."""
        every = [*lines, *credits]
        if len(every) > 1 and self._each_alone(day):
            # Where nothing looks at several lines, each is settled by itself: there is one kernel for all of them.
            beside_ = self._beside(on, day, every[:1], ())
            return _together([self._settled(day, [one], beside_) for one in every])
        return self._settled(day, every, self._beside(on, day, every, credits))

    def _each_alone(self, day: JudgedDay) -> bool:
        """Whether no line that a holding has hangs on another one: nothing is bounded, and no discount looks at several
        lines."""
        policy = day.policy
        groups = policy.combine.order if policy.combine is not None else ()
        if any(len(group) > 1 for group in groups) or any(map(_looks_around, policy.discounts.values())):
            return False

        def unbounded() -> bool:
            made, _ = self._program(day, ())
            return not made.asked and not any(block.bounded for block in made.blocks)

        key = ("each alone", *holding_of(day.page), day.page.people is not None)
        return self.programs.beside(policy, key, unbounded)

    def _beside(self, on: date, day: JudgedDay, every: Sequence[DueLine], credits: Sequence[DueLine]) -> Beside:
        """What is given beside the lines' own amounts: what earlier invoices billed, and how much of the cycle is there."""
        names = _names(every)
        made, _ = self._program(day, tuple(_shaped(one, name, []) for one, name in zip(every, names, strict=True)))
        amounts: dict[str, Fraction] = {}
        part: dict[str, int] = {}
        shares = CycleShares(self.lives, day)
        returned = [one.earlier() for one in credits if one.of_earlier]
        known_ = [*offered(day.policy, list(zip(names, every, strict=True)), made.blocks, shares)]
        for number, block in enumerate(made.blocks):
            known_ += known_of(number, block, shares, on, self.billed, returned, self.more)
        for name, figure, is_amount in known_:
            if is_amount:
                amounts[name] = figure
            else:
                part[name], part[f"{name}/den"] = figure.numerator, figure.denominator
        amounts |= spent_of(day.policy, every, (*self.billed, *returned), made.blocks, day)
        account = attrs.evolve(day.page, billed=tuple(self.billed))
        return Beside(attrs.evolve(day.given, account=account), amounts, part)

    def _settled(self, day: JudgedDay, every: Sequence[DueLine], beside: Beside) -> Settled:
        """The lines together."""
        names = _names(every)
        windows: list[Window] = []
        shape = tuple(_shaped(one, name, windows) for one, name in zip(every, names, strict=True))
        made, run = self._program(day, shape)
        amounts = {name: one.line.amount for one, name in zip(every, names, strict=True)}
        amounts |= {
            f"{name} exact": one.line.amount if one.line.exact is None else one.line.exact
            for one, name in zip(every, names, strict=True)
            if one.line.kind == "credit"
        }
        given = beside.given
        given.windows = [*day.given.windows, *windows]
        given.part = {**beside.part, **over_one({**amounts, **beside.amounts})}
        given.earlier, given.outside = {}, {}
        figures = self._ran(made, run, given)
        known = {name: one for one, name in zip(every, names, strict=True)}
        found = []
        for one, cut in zip(made.lines, made.cuts, strict=True):
            if one.name in known:
                found.append(_come_in(known[one.name], one, figures, cut))
            elif figures.holds(one.present):
                found.append(_top_up(one, figures, cut, day))
        rounded = {}
        for name, note in made.rounded.items():
            line = known[name].line
            then = next(possible for possible in made.lines if possible.name == name).steps[: made.then[name]]
            steps = joined(line.steps, written_later(then, figures))
            rounded[line.id, line.period.first] = attrs.evolve(line, amount=figures[note], steps=steps)
        told_ = [figures.text(one.words) for one in made.assumptions if figures.holds(one.present)]
        return Settled(tuple(found), made.blocks, rounded, tuple(dict.fromkeys(told_)))

    def _program(self, day: JudgedDay, shape: tuple[Shaped, ...]) -> tuple[DueProgram, Runs]:
        holding, people = holding_of(day.page), day.page.people is not None
        policy, key = day.policy, ("due", *holding, people, shape)
        return self.programs.compiled(policy, key, lambda: lower_due(policy, *holding, people, shape))

    def _ran(self, made: DueProgram, run: Runs, given: Given) -> Figures:
        """The run that knows what earlier cycles came to."""
        currency = given.account.currency
        values, failures = run.ran(given.inputs(made.kernel))
        figures = Figures(values, currency)
        asked: dict[str, Fraction | Diagnostic] = {}
        for one in made.asked:
            if figures.holds(one.present) and figures[one.position] > 0:
                try:
                    asked[one.key] = earlier.answer(one, figures, given.windows, given.account)
                except Refusal as stop:
                    asked[one.key] = stop.found
        if asked:
            given.earlier = asked
            known = {f"earlier {key}": one for key, one in asked.items() if isinstance(one, Fraction)}
            given.part = {**given.part, **over_themselves(known)}
            values, failures = run.ran(given.inputs(made.kernel))
            figures = Figures(values, currency)
        for number in failures:
            if made.reasons[number].failure.scope.partition("/")[0] == "settle":
                raise Refusal(told(made.reasons[number], figures, given, given.account.at))
        return figures


def _looks_around(discount: Discount) -> bool:
    """Whether a discount comes off several lines together, or says something of all of them."""
    return (
        discount.offered_prorated
        or discount.lasts_until not in ("", "renewal")
        or any(case.value.amounts is not None for case in discount.off)
    )


def _together(alone: Sequence[Settled]) -> Settled:
    """Lines that were settled by themselves, as if together."""
    rounded = {key: line for one in alone for key, line in one.rounded.items()}
    assumed = dict.fromkeys(words for one in alone for words in one.assumed)
    # Nothing bounds these lines, so that no block is asked for.
    return Settled(tuple(line for one in alone for line in one.lines), (), rounded, tuple(assumed))


def over_themselves(figures: dict[str, Fraction]) -> dict[str, int]:
    """Figures as a kernel reads them: integers, each over its own denominator."""
    made: dict[str, int] = {}
    for name, figure in figures.items():
        made[name], made[f"{name}/den"] = figure.numerator, figure.denominator
    return made


def over_one(amounts: dict[str, Fraction]) -> dict[str, int]:
    """Amounts as a kernel reads them: integers over one denominator, which is among them."""
    den = lcm(*(one.denominator for one in amounts.values()))
    made = {name: one.numerator * (den // one.denominator) for name, one in amounts.items()}
    return {**made, f"{AMOUNTS}/den": den}


def _names(lines: Sequence[DueLine]) -> list[str]:
    """A name for each line that does not hold a day, in the same order among all ids of lines as its own: lines with the
    same shape are settled by the same kernel."""
    made: dict[int, str] = {}
    later: dict[str, list[DueLine]] = {}
    for one in lines:
        plain, _, number = one.line.id.partition("#")
        if plain == one.line.charge:
            # Two lives of a charge in one cycle have lines of one id.
            again = sum(other.line.id == one.line.id for other in lines[: lines.index(one)])
            made[id(one)] = plain + "!" * again + (f"#{number}" if number else "")
        else:
            later.setdefault(one.line.charge, []).append(one)
    for charge, some in later.items():
        for rank, one in enumerate(sorted(some, key=lambda each: each.line.id)):
            made[id(one)] = f"{charge}+{rank:06}"
    return [made[id(one)] for one in lines]


def _shaped(one: DueLine, name: str, windows: list[Window]) -> Shaped:
    """The shape of a line; its window is put among those that are given."""
    if one.window not in windows:
        windows.append(one.window)
    line = one.line
    return Shaped(name, line.charge, line.owner, line.kind == "credit", one.cycle, windows.index(one.window))


def _come_in(one: DueLine, settled: PossibleLine, figures: Figures, cut: int) -> DueLine:
    """A line with the steps that it went through."""
    amount = figures[settled.amount]
    line = attrs.evolve(
        one.line,
        list_amount=figures[settled.list_amount],
        amount=amount,
        exact=figures[settled.exact],
        steps=joined(one.line.steps, written_later(settled.steps, figures)),
    )
    return attrs.evolve(one, line=line, cut=figures[cut], before=amount)


def _top_up(one: PossibleLine, figures: Figures, cut: int, day: JudgedDay) -> DueLine:
    """A line that was added, for the whole cycle of its block."""
    here = day.cycle(one.charge) if one.charge else day.cycle_of_block(one.window)
    line: Line = assemble.line(one, figures, {one.window: Period(here.window.first, here.window.last)})
    return DueLine(line, here.cycle, here.window, cut=figures[cut], before=line.amount)
