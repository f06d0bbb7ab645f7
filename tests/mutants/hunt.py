"""Mistakes and a number of examples in, what became of each mistake out: the example that found it, or that none did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from seatpolicy.engines.run import bill_account
from tests.mutants.examples import Example, examples
from tests.mutants.kernel_mistakes import KernelMistake
from tests.mutants.watched import Wrong
from tests.unit.pricing.invoice_differences import first_difference

Mistake = KernelMistake


@attrs.define
class Fate:
    """What became of a mistake: the `example` that found it (0: none did) and the difference; `fitted` counts the examples
    in which it could be made, `touched` those in which it moved anything that was worked out."""

    mistake: Mistake
    example: int = 0
    difference: str = ""
    fitted: int = 0
    touched: int = 0


@attrs.define
class Hunt:
    """The fates by the names of their mistakes, and every place where the engines differ without a mistake."""

    fates: dict[str, Fate]
    differing: list[str] = attrs.field(factory=list)

    def alive(self) -> list[Fate]:
        """The mistakes that no example has found yet."""
        return [fate for fate in self.fates.values() if not fate.example]


def hunt(mistakes: Iterable[Mistake], count: int) -> Hunt:
    """Looks for every mistake in so many examples, and stops where all are found."""
    found = Hunt({one.name: Fate(one) for one in mistakes})
    for example in examples(count):
        alive = found.alive()
        if not alive:
            break
        _look(example, alive, found)
    return found


def _look(example: Example, alive: Sequence[Fate], found: Hunt) -> None:
    if example.differ:
        found.differing.append(f"example {example.number}: {example.differ}\n{example.text}\n{example.account}")
    if not example.both:
        return
    for fate in alive:
        difference = _kernel(example, fate.mistake, fate)
        if difference:
            fate.example, fate.difference = example.number, difference


def _kernel(example: Example, mistake: KernelMistake, fate: Fate) -> str:
    engine = example.engine
    if not engine.fits(mistake):
        return ""
    fate.fitted += 1
    if not engine.touches(mistake):
        return ""
    fate.touched += 1
    engine.wrongly(mistake)
    try:
        return first_difference(example.reference, bill_account(example.checked, example.read, example.as_of, engine))
    except Wrong as stop:
        return f"it stops: {stop}"
    except Exception as stop:  # whatever a mistaken figure does further on is a difference
        return f"it stops: {type(stop).__name__}: {stop}"
    finally:
        engine.mistake = None
