"""The everyday engine whose kernels are run let by let, as they are or with a mistake in one of them.

What runs is `compiler.meaning`, the meaning that the generated code is compared with elsewhere. The registers of a true run
are kept, so that a mistake costs only what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from seatpolicy.compiler import meaning
from seatpolicy.compiler.ir import Kernel, Let, trace_layout
from seatpolicy.compiler.passes import optimised
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.python.programs import Programs
from seatpolicy.engines.python.run_kernel import Notes, Runs, Scales
from seatpolicy.semantics.model.policy import Policy
from tests.mutants.kernel_mistakes import KernelMistake, live_lets

Given = tuple[int | None, ...]
C = TypeVar("C", bound=Any)

MOST_RUNS = 1000
"""A bill that runs kernels more often never ends."""


class Wrong(Exception):
    """A kernel with a mistake could not go on: it divides by nothing, say."""


@attrs.define(eq=False)
class Watched:
    """One kernel, and the true registers of each input that it was run with."""

    kernel: Kernel
    live: list[int]
    true: dict[Given, tuple[list[int], tuple[int, ...]]] = attrs.field(factory=dict)
    _layout: tuple[int, ...] = ()
    _scales: Scales = ()

    def ran(self, given: Given) -> tuple[list[int], tuple[int, ...]]:
        """Every register, and the failures."""
        if given not in self.true:
            self.true[given] = meaning.run(self.kernel, given)
        return self.true[given]

    def rerun(self, given: Given, number: int, let: Let) -> tuple[list[int], tuple[int, ...]]:
        """The same with another let in one place; only what reads it anew is worked out again."""
        registers = list(self.ran(given)[0])
        moved = False
        dirty = bytearray(len(registers))
        for place in range(number, len(registers)):
            one = let if place == number else self.kernel.lets[place]
            if place != number and not any(dirty[read] for read in one.reads):
                continue
            made = _one(one, registers, given)
            if made != registers[place]:
                registers[place], dirty[place], moved = made, 1, True
        if not moved and let.operation == self.kernel.lets[number].operation != "fail":
            return self.ran(given)
        return registers, _failures(self.kernel, registers, {number: let})

    def notes(self, registers: Sequence[int]) -> Notes:
        """What the notes came to."""
        if not self._layout:
            self._layout = trace_layout(self.kernel)
            place = {register: number for number, register in enumerate(self._layout) if number >= len(self.kernel.notes)}
            self._scales = tuple((one.den, tuple(place[register] for register in one.dens)) for one in self.kernel.notes)
        return Notes([registers[register] for register in self._layout], self._scales)


def _one(let: Let, registers: Sequence[int], given: Given) -> int:
    reads = [registers[register] for register in let.reads]
    data: tuple[Any, ...] = let.data
    match let.operation:
        case "const":
            return int(data[0])
        case "fact":
            return given[data[0]] or 0
        case "known":
            return int(given[data[0]] is not None)
        case "fail":
            return 0
        case "note":
            return reads[0]
    return meaning.result(let.operation, reads, data)


def _failures(kernel: Kernel, registers: Sequence[int], other: Mapping[int, Let]) -> tuple[int, ...]:
    met: dict[int, None] = {}
    for number, let in enumerate(kernel.lets):
        one = other.get(number, let)
        if one.operation == "fail" and registers[one.reads[0]]:
            failure = one.data[0]
            assert isinstance(failure, int)
            met[failure] = None
    return tuple(met)


@attrs.define(eq=False)
class WatchedRuns:
    """What a program's kernel comes to: truly, or, with a mistake of the engine, otherwise."""

    engine: WatchedEngine
    kernel: Kernel
    made: dict[str, tuple[int, Let] | None] = attrs.field(factory=dict)
    _watched: dict[bool, Watched] = attrs.field(factory=dict)

    def watched(self, behind_passes: bool) -> Watched:
        """The kernel as it is lowered, or behind the passes."""
        if behind_passes not in self._watched:
            kernel = optimised(self.kernel) if behind_passes else self.kernel
            self._watched[behind_passes] = Watched(kernel, live_lets(kernel))
        return self._watched[behind_passes]

    def place(self, mistake: KernelMistake) -> tuple[int, Let] | None:
        """Where the mistake is made, always the same; None where no let of the kernel fits it."""
        if mistake.name not in self.made:
            watched = self.watched(mistake.optimised)
            self.made[mistake.name] = mistake.made(watched.kernel, watched.live, self.engine.seed)
        return self.made[mistake.name]

    def with_mistake(self, mistake: KernelMistake, given: Given) -> tuple[Notes, tuple[int, ...]]:
        """The notes and failures of a kernel with a mistake."""
        watched, made = self.watched(mistake.optimised), self.place(mistake)
        try:
            registers, failures = watched.ran(given) if made is None else watched.rerun(given, *made)
            return watched.notes(registers), failures
        except (ArithmeticError, ValueError, StopIteration, IndexError) as error:
            raise Wrong(f"{type(error).__name__}: {error}") from error

    def ran(self, given: Sequence[int | None]) -> tuple[Notes, tuple[int, ...]]:
        """The notes in their order, and the numbers of the failures."""
        self.engine.runs += 1
        if self.engine.runs > MOST_RUNS:
            raise Wrong("it never ends")
        if self.engine.mistake is not None:
            return self.with_mistake(self.engine.mistake, tuple(given))
        self.engine.asked.append((self, tuple(given)))
        watched = self.watched(False)
        registers, failures = watched.ran(tuple(given))
        return watched.notes(registers), failures


@attrs.define(eq=False)
class WatchedEngine(PythonEngine):
    """The everyday engine with a mistake in each of its kernels, or none. `asked` are the kernels that true bills ran since
    it was emptied, with what they were given; `seed` decides at which lets mistakes are made."""

    name: str = "watched"
    mistake: KernelMistake | None = None
    seed: str = ""
    asked: list[tuple[WatchedRuns, Given]] = attrs.field(factory=list)
    runs: int = 0

    def __attrs_post_init__(self) -> None:
        self._programs = WatchedPrograms(engine=self)

    def truly(self) -> None:
        """The next bill is a true one."""
        self.mistake, self.runs = None, 0
        self.asked.clear()

    def wrongly(self, mistake: KernelMistake) -> None:
        """The next bill is one with a mistake."""
        self.mistake, self.runs = mistake, 0

    def fits(self, mistake: KernelMistake) -> bool:
        """Whether some kernel that was asked has a let that the mistake fits."""
        return any(runs.place(mistake) is not None for runs, _ in self.asked)

    def touches(self, mistake: KernelMistake) -> bool:
        """Whether the mistake moves a note or a failure of some kernel that was asked."""
        for runs, given in self.asked:
            if runs.place(mistake) is None:
                continue
            watched = runs.watched(mistake.optimised)
            registers, failures = watched.ran(given)
            try:
                notes, met = runs.with_mistake(mistake, given)
                if met != failures or notes.flat != watched.notes(registers).flat:
                    return True
            except Wrong:
                return True
        return False


@attrs.define(eq=False)
class WatchedPrograms(Programs):
    """Compiles as the engine does, to kernels that are run let by let."""

    engine: WatchedEngine = attrs.field(kw_only=True)

    def compiled(self, policy: Policy, key: tuple[object, ...], make: Callable[[], C]) -> tuple[C, Runs]:
        whole = (self.known(policy).number, *key)
        if whole not in self._kept:
            made = make()
            runs: Any = WatchedRuns(self.engine, made.kernel)
            self._kept[whole] = made, runs
        return cast("tuple[C, Runs]", self._kept[whole])
