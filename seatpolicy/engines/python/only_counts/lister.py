"""What a kernel of the whole way says of one line, with everything filled in once that never changes over a history of
counts: of a part at list price, and of a line that is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

import attrs

from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower.budgets import AMOUNTS
from seatpolicy.compiler.lower.over_time import part as lowered
from seatpolicy.compiler.lower.over_time.due import DueLine as Shaped
from seatpolicy.compiler.lower.over_time.due import DueProgram, lower_due
from seatpolicy.compiler.lower.over_time.part import PartProgram, Shape, lower_part
from seatpolicy.engines.python.programs import Holding, Programs
from seatpolicy.engines.python.run_kernel import Runs
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import evolved

PARTS = (lowered.UNITS, lowered.ABOVE, lowered.SHARE, lowered.ROW, lowered.DAYS, lowered.WINDOW_DAYS)


class Compiled(Protocol):
    @property
    def kernel(self) -> Kernel: ...


P = TypeVar("P", bound=Compiled)


@attrs.frozen
class Form(Generic[P]):
    """A program, its runs, the integers that never change, and the places of those that do; `seats` are those of the count
    of the charge."""

    program: P
    runs: Runs
    currency: str
    template: Sequence[int | None]
    places: Mapping[str, int]
    seats: Sequence[int]

    def ran(self, figures: Mapping[str, int], count: int) -> Figures:
        """What the program came to."""
        given = list(self.template)
        for name, place in self.places.items():
            given[place] = figures[name]
        for place in self.seats:
            given[place] = count
        notes, _ = self.runs.ran(given)
        return Figures(notes, self.currency)


@attrs.frozen
class Lister:
    """Lists the parts of one charge of an account, and settles their lines."""

    charge: str
    whole: Form[PartProgram]
    step: Form[PartProgram]
    due: Form[DueProgram]

    def listed(
        self, units: int, above: int, share: tuple[int, int], count: int, days: int, of: int
    ) -> tuple[PartProgram, Figures]:
        """The program of a part and what it came to: for so many `units` above others, so many `days` `of` its cycle, which
        are a share of it; `count` is what there is."""
        form = self.step if above else self.whole
        figures = dict.fromkeys((f"{name}/den" for name in PARTS), 1)
        figures |= {
            lowered.UNITS: units,
            lowered.ABOVE: above,
            lowered.SHARE: share[0],
            f"{lowered.SHARE}/den": share[1],
            lowered.ROW: 0,
            lowered.DAYS: days,
            lowered.WINDOW_DAYS: of,
        }
        return form.program, form.ran(figures, count)

    def settled(self, amount: tuple[int, int], count: int) -> tuple[DueProgram, Figures]:
        """The program of a line by itself, and what it came to."""
        return self.due.program, self.due.ran({self.charge: amount[0], f"{AMOUNTS}/den": amount[1]}, count)


def lister_of(
    programs: Programs, policy: Policy, holding: Holding, charge: str, line: Shaped, given: Given
) -> Lister | None:
    """What lists the parts of a charge; None where a step of a line reads more than counts. Raises Refusal."""

    def part(step: bool) -> Form[PartProgram] | None:
        shape = Shape(step)
        key = ("part", *holding, False, charge, shape)
        program, runs = programs.compiled(policy, key, lambda: lower_part(policy, *holding, charge, False, shape))
        names = {each for name in PARTS for each in (name, f"{name}/den")}
        return _form(program, runs, charge, given, names)

    key = ("due", *holding, False, (line,))
    due, runs = programs.compiled(policy, key, lambda: lower_due(policy, *holding, False, (line,)))
    whole, step, settling = part(False), part(True), _form(due, runs, charge, given, {charge, f"{AMOUNTS}/den"}, _of_block)
    return Lister(charge, whole, step, settling) if whole and step and settling else None


def _of_block(name: str) -> bool:
    """Whether a figure is one of a block, which no line hangs on where nothing bounds it."""
    return name.startswith("block ")


def _form(
    program: P,
    runs: Runs,
    charge: str,
    given: Given,
    names: Collection[str],
    idle: Callable[[str], bool] = lambda name: False,
) -> Form[P] | None:
    inputs = program.kernel.inputs
    fixed = [number for number, one in enumerate(inputs) if one.kind != "part"]
    for number in fixed:
        one = inputs[number]
        of_a_day = (one.kind == "account" and one.name == "as_of") or (one.kind == "cycle" and "/" in one.name)
        if of_a_day or one.kind not in ("account", "cycle", "seats"):
            return None
    values = given.inputs(evolved(program.kernel, inputs=tuple(inputs[number] for number in fixed)))
    template: list[int | None] = [int(one.name.endswith("/den")) for one in inputs]
    for number, value in zip(fixed, values, strict=True):
        template[number] = value
    places = {one.name: number for number, one in enumerate(inputs) if one.kind == "part" and not idle(one.name)}
    if not places.keys() <= set(names):
        return None
    seats = [number for number, one in enumerate(inputs) if one.kind == "seats" and one.name == charge]
    return Form(program, runs, given.account.currency, template, places, seats)
