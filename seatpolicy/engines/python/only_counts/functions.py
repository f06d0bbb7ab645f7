"""A kernel and the notes that are wanted in, a function of the few inputs that change out; the others are filled in once.

The function is that of the amounts alone: whatever only explains is not worked out. It raises `Stopped` where the whole way
would refuse, and there is none for a kernel that reads the day, the cycle or what was billed before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

import attrs

from seatpolicy.compiler.ir import Kernel, Let, trace_layout
from seatpolicy.compiler.program import Reason
from seatpolicy.compiler.registers import Registers
from seatpolicy.compiler.rewriting import number_of, rewritten
from seatpolicy.engines.python.load import loaded_amount
from seatpolicy.pricing.inputs import Given
from seatpolicy.values.record import evolved

Run = Callable[[Sequence[int | None]], tuple[int, ...]]
Key = tuple[str, str]
"""The kind and the name of an input."""


@attrs.frozen(slots=True)
class Amounts:
    """`run` takes the integers of all inputs, of which only some matter, and gives those of the wanted notes, as the kernel
    orders them, and then their divisors: the note that was wanted as number n is worth
    `integer at[n] ÷ (dens[n] × the integers at places[n])`. `fixed` are the inputs that are filled in once, `asked` a
    kernel that reads only these, `places_of` those that change."""

    run: Run
    kernel: Kernel
    fixed: tuple[int, ...]
    asked: Kernel
    places_of: Mapping[Key, int]
    at: tuple[int, ...]
    dens: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]

    def template(self, given: Given) -> list[int | None]:
        """The integers of an account, 0 for what changes and for what is not read. Raises Refusal."""
        made: list[int | None] = [0] * len(self.kernel.inputs)
        for number, value in zip(self.fixed, given.inputs(self.asked), strict=True):
            made[number] = value
        return made

    def is_whole(self, notes: int) -> bool:
        """Whether the first so many notes are integers over constants."""
        return not any(self.places[:notes])

    def figure(self, integers: Sequence[int], note: int) -> Fraction:
        """What a wanted note is worth."""
        den = self.dens[note]
        for place in self.places[note]:
            den *= integers[place]
        return Fraction(integers[self.at[note]], den)


def amounts_of(
    kernel: Kernel,
    notes: Sequence[int],
    reasons: Sequence[Reason],
    scopes: Collection[str],
    changing: Collection[Key],
    fixed: Callable[[Key], bool],
) -> Amounts | None:
    """The function of some notes; None where it would read more than what is `fixed` and what is `changing`. Failures
    matter in `scopes` only, by the first word of theirs."""
    # A kernel that is written anew has its notes in the order of their numbers.
    ordered = sorted(set(notes))
    run, made = loaded_amount(_narrowed(evolved(kernel, roots=tuple(ordered)), reasons, scopes, changing))
    reads = sorted({number_of(let) for let in made.lets if let.operation in ("fact", "known")})
    keys = {number: (made.inputs[number].kind, made.inputs[number].name) for number in reads}
    if not all(key in changing or fixed(key) for key in keys.values()):
        return None
    layout = trace_layout(made)
    place = {register: number for number, register in enumerate(layout) if number >= len(made.notes)}
    fixed_ = tuple(number for number in reads if keys[number] not in changing)
    return Amounts(
        run=run,
        kernel=made,
        fixed=fixed_,
        asked=evolved(made, inputs=tuple(made.inputs[number] for number in fixed_)),
        places_of={key: number for number, key in keys.items() if key in changing},
        at=tuple(ordered.index(note) for note in notes),
        dens=tuple(made.notes[ordered.index(note)].den for note in notes),
        places=tuple(tuple(place[one] for one in made.notes[ordered.index(note)].dens) for note in notes),
    )


def reads_of(kernel: Kernel, notes: Collection[int], reasons: Sequence[Reason], but: Collection[str]) -> set[Key]:
    """Which inputs some notes hang on, and the failures of all scopes but some."""
    needed: set[int] = set()
    for number in notes:
        needed.update((kernel.notes[number].register, *kernel.notes[number].dens))
    for number, let in enumerate(kernel.lets):
        if let.operation == "fail" and reasons[number_of(let)].failure.scope.partition("/")[0] not in but:
            needed.add(number)
    for number in range(len(kernel.lets) - 1, -1, -1):
        if number in needed:
            needed.update(kernel.lets[number].reads)
    read = {number_of(let) for number, let in enumerate(kernel.lets)
            if number in needed and let.operation in ("fact", "known")}  # fmt: skip
    return {(kernel.inputs[number].kind, kernel.inputs[number].name) for number in read}


def _narrowed(kernel: Kernel, reasons: Sequence[Reason], scopes: Collection[str], changing: Collection[Key]) -> Kernel:
    """The kernel without the failures of other scopes, in which figures of a part are whole that are not said to be more."""

    def kept(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation == "fail" and reasons[number_of(let)].failure.scope.partition("/")[0] not in scopes:
            return grown.integer(0)
        if let.operation == "fact":
            one = kernel.inputs[number_of(let)]
            if one.kind == "part" and one.name.endswith("/den") and (one.kind, one.name) not in changing:
                return grown.integer(1)
        return grown.let(let.operation, reads, let.data)

    return rewritten(kernel, kept)
