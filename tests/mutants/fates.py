"""Every mistake of the tables and by hand in, what became of each out: found, shown to be none, or alive."""

from __future__ import annotations

from collections.abc import Callable

from tests.mutants.equivalents import EQUIVALENTS
from tests.mutants.hand_mistakes import hand_mistakes
from tests.mutants.hunt import Fate, Hunt, Mistake, hunt
from tests.mutants.kernel_mistakes import kernel_mistakes
from tests.mutants.model_mistakes import model_mistakes
from tests.mutants.outside import OUTSIDE

EXAMPLES = 2000
SHARE = 20
"""One mistake in so many may be none."""


def all_mistakes() -> list[Mistake]:
    """Every mistake that there is to find; OUTSIDE are those that no bill of whole cycles can tell."""
    every: list[Mistake] = [*kernel_mistakes(), *model_mistakes(), *hand_mistakes()]
    return [one for one in every if one.name not in OUTSIDE]


def whole_hunt(examples: int = EXAMPLES, only: str = "", told: Callable[[str], None] = lambda line: None) -> Hunt:
    """Looks for all mistakes whose name holds a text, but those that are shown to be none."""
    return hunt([one for one in all_mistakes() if only in one.name and one.name not in EQUIVALENTS], examples, told)


def table(found: Hunt) -> tuple[list[str], bool]:
    """A line for each mistake, and whether every one is found or none, and few enough of them none."""
    lines = []
    for fate in found.fates.values():
        lines.append(f"{fate.mistake.name:66} {_told(fate)}")
    shown = True
    for name, one in EQUIVALENTS.items():
        differing, of = one.exhaust()
        shown &= not differing
        lines.append(f"{name:66} none: {one.reason} (0 of {of:,} inputs)")
    alive = found.alive()
    lines.append(
        f"{len(found.fates)} mistakes: {len(found.fates) - len(alive)} found, {len(alive)} not; "
        f"{len(EQUIVALENTS)} more are none; {len(OUTSIDE)} lie outside a bill of whole cycles"
    )
    return lines, shown and not alive and len(EQUIVALENTS) * SHARE <= len(found.fates) + len(EQUIVALENTS)


def _told(fate: Fate) -> str:
    if fate.example:
        return f"example {fate.example:>4}: {fate.difference[:90]}"
    return f"NOT FOUND: it could be made in {fate.fitted} examples"
