"""Mistakes and a number of examples in, what became of each mistake out: the example that found it, or that none did."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from tests.mutants.examples import Example, examples
from tests.mutants.hand_mistakes import AccountMistake
from tests.mutants.kernel_mistakes import KernelMistake
from tests.mutants.model_mistakes import ModelMistake
from tests.mutants.watched import Wrong
from tests.unit.pricing.invoice_differences import first_difference

Mistake = KernelMistake | ModelMistake | AccountMistake


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
    """The fates by the names of their mistakes, and every place where the engines differ without a mistake. `count` is the
    number of examples that were looked at."""

    fates: dict[str, Fate]
    differing: list[str] = attrs.field(factory=list)
    count: int = 0

    def alive(self) -> list[Fate]:
        """The mistakes that no example has found yet."""
        return [fate for fate in self.fates.values() if not fate.example]


def hunt(mistakes: Iterable[Mistake], count: int, told: Callable[[str], None] = lambda line: None) -> Hunt:
    """Looks for every mistake in so many examples, and stops where all are found; `told` hears how far it is."""
    found = Hunt({one.name: Fate(one) for one in mistakes})
    misread: dict[str, Checked | None] = {}
    policy: Checked | None = None
    for example in examples(count):
        if not found.alive():
            break
        if example.checked is not policy:
            policy = example.checked
            misread.clear()
        found.count = example.number
        if example.number % 100 == 0:
            names = ", ".join(fate.mistake.name for fate in found.alive()) if example.number % 500 == 0 else "…"
            told(f"{example.number} examples: {len(found.alive())} of {len(found.fates)} not found yet: {names}")
        _look(example, found, misread)
    return found


def _look(example: Example, found: Hunt, misread: dict[str, Checked | None]) -> None:
    if example.differ:
        found.differing.append(f"example {example.number}: {example.differ}\n{example.told}")
    if not example.both:
        return
    for fate in found.alive():
        mistake = fate.mistake
        if isinstance(mistake, KernelMistake):
            difference = _kernel(example, mistake, fate)
        elif isinstance(mistake, AccountMistake):
            difference = _account(example, mistake, fate)
        else:
            if mistake.name not in misread:
                misread[mistake.name] = mistake.misread(example.checked)
            difference = _model(example, misread[mistake.name], fate)
        if difference:
            fate.example, fate.difference = example.number, difference


def _kernel(example: Example, mistake: KernelMistake, fate: Fate) -> str:
    """The everyday engine runs a kernel with the mistake; the reference engine tells."""
    engine = example.engine
    if not engine.fits(mistake):
        return ""
    fate.fitted += 1
    if not engine.touches(mistake):
        return ""
    fate.touched += 1
    engine.wrongly(mistake)
    try:
        return first_difference(example.reference, example.billed(example.checked, engine))
    except Wrong as stop:
        return f"it stops: {stop}"
    except Exception as stop:  # whatever a mistaken figure does further on is a difference
        return f"it stops: {type(stop).__name__}: {stop}"
    finally:
        engine.mistake = None


def _model(example: Example, misread: Checked | None, fate: Fate) -> str:
    """The reference engine reads a model with the mistake; the everyday engine, which reads the true one, tells."""
    if misread is None:
        return ""
    fate.fitted += 1
    try:
        return first_difference(example.billed(misread, ReferenceEngine()), example.everyday)
    except Exception as stop:
        return f"it stops: {type(stop).__name__}: {stop}"


def _account(example: Example, mistake: AccountMistake, fate: Fate) -> str:
    """The reference engine is given another account."""
    taken = []

    def read(policy: Policy) -> Outcome[Account | None]:
        made = example.read(policy)
        if made.value is None:
            return made
        other = mistake.wrongly(made.value)
        taken.append(other is not made.value)
        return Outcome(other, made.diagnostics)

    wrongly = attrs.evolve(example, read=read)
    try:
        answer = wrongly.billed(example.checked, ReferenceEngine())
    except Exception as stop:
        return f"it stops: {type(stop).__name__}: {stop}"
    fate.fitted += any(taken)
    return first_difference(answer, example.everyday) if any(taken) else ""
