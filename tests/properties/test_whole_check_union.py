"""One mistake in a policy is one finding of the whole `check`: nothing follows from it, and nothing else goes unsaid."""

from __future__ import annotations

import functools
from collections import Counter
from random import Random
from typing import NamedTuple

import pytest

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.semantics.check import check
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.parser import parse
from tests.properties.mistakes import Spot, changes, spots
from tests.properties.policy_texts import language, policies

PARTS = 10
DRAWS = 400
LONG_DRAWS = 10_000
Finding = tuple[str, int, str]

UNSEEN = {
    "TR203": "whether a bill falls is figured in the policy's currencies, and a line `currencies:` that is lost leaves none",
}
"""Findings of an intact policy that a mistake in another declaration hides, with the reason."""

SEVERAL = {
    "label of another block": '`time zone: "2026.1"` in the place of `version:` is no zone, a second zone, and no version',
}
"""Mistakes that the grammar reads as something else and that are several findings then, with the reason."""


class Drawn(NamedTuple):
    """A policy with one mistake in it: its path, the row (from 0), the mistake's name, and what the row says now."""

    path: str
    row: int
    name: str
    written: str

    @property
    def text(self) -> str:
        rows = policies()[self.path].split("\n")
        rows[self.row] = self.written
        return "\n".join(rows)


def checked(path: str, text: str) -> list[Diagnostic]:
    """Everything that `check` says of a text."""
    return list(check({path: SourceText(path, text)}, path, language()).diagnostics)


def told(found: list[Diagnostic]) -> Counter[Finding]:
    return Counter((one.code, one.span.line if one.span else 0, one.message) for one in found)


@functools.cache
def intact(path: str) -> tuple[tuple[Finding, int], ...]:
    """What `check` says of a policy as it is shipped."""
    return tuple(told(checked(path, policies()[path])).items())


@functools.cache
def places(path: str) -> tuple[Spot, ...]:
    return tuple(spots(policies()[path]))


def draw(chance: Random) -> Drawn:
    """A policy, each as likely as any other, and one mistake in a line of it."""
    while True:
        path = chance.choice(sorted(policies()))
        spot = chance.choice(places(path))
        ways = list(changes(policies()[path].split("\n")[spot.row], spot.role))
        if ways:
            return Drawn(path, spot.row, *chance.choice(ways))


def judge(drawn: Drawn) -> bool:
    """Compares what the whole check says with what it must say; gives whether the mistake is one of the syntax."""
    outcome = parse(SourceText(drawn.path, drawn.text), language())
    before, syntax = Counter(dict(intact(drawn.path))), told(list(outcome.diagnostics))
    whole = told(checked(drawn.path, drawn.text))
    news, gone = whole - before, before - whole
    if not syntax:
        assert news.total() <= 1 or drawn.name in SEVERAL, (drawn, news)
        return False
    assert news == syntax, (drawn, news - syntax, syntax - news)
    source = outcome.value.source
    lost = [source.position(start)[0] for start in outcome.value.poisoned]
    spans = [range(source.position(n.start)[0], source.position(n.end)[0] + 1) for n in outcome.value.declarations]
    for code, line, message in gone:
        inside = any(line in span and any(at in span for at in lost) for span in spans)
        assert inside or code in UNSEEN, (drawn, code, line, message)
    return True


def sample(seed: str, draws: int) -> int:
    chance = Random(seed)
    return sum(judge(draw(chance)) for _ in range(draws))


@pytest.mark.parametrize("part", range(PARTS))
def test_one_mistake_is_one_finding_of_the_whole_check(part: int) -> None:
    assert sample(f"whole {part}", DRAWS // PARTS) > DRAWS // PARTS // 2


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_one_mistake_is_one_finding_in_thousands(part: int) -> None:
    assert sample(f"whole, long {part}", LONG_DRAWS // PARTS) > LONG_DRAWS // PARTS // 2
