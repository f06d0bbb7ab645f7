"""Several mistakes on different lines give exactly what each of them gives alone; and what was dropped is known by name."""

from __future__ import annotations

import functools
from collections import Counter
from random import Random

import pytest

from seatpolicy.source.text import SourceText
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.tree import SourceFile
from tests.diagnostics.test_cases import applied, shape
from tests.properties.mistakes import KINDS, Spot, changes, may_stand_together, spots
from tests.properties.policy_texts import language, policies

DRAWS = 2_000
MOST = 10
Findings = Counter[tuple[str, int]]


def read(text: str) -> tuple[Findings, SourceFile]:
    """Codes with lines, and the file."""
    outcome = parse(SourceText("mistakes.seat", text), language())
    return Counter((one.code, one.span.line if one.span else 0) for one in outcome.diagnostics), outcome.value


@functools.cache
def places(path: str) -> tuple[Spot, ...]:
    return tuple(spots(policies()[path]))


@functools.cache
def alone(path: str, row: int, written: str) -> tuple[tuple[tuple[str, int], int], ...]:
    """What one changed line gives."""
    return tuple(read(changed(path, {row: written}))[0].items())


def _row(path: str, spot: Spot) -> str:
    return policies()[path].split("\n")[spot.row]


def changed(path: str, lines: dict[int, str]) -> str:
    """A policy with some of its lines replaced."""
    rows = policies()[path].split("\n")
    for row, written in lines.items():
        rows[row] = written
    return "\n".join(rows)


def draw(chance: Random) -> tuple[str, dict[int, str], list[str]]:
    """A policy, up to ten changed lines of it, at most one in every logical line, and the names of the mistakes."""
    path = chance.choice(sorted(policies()))
    rows = policies()[path].split("\n")
    logical: set[int] = set()
    drawn: dict[int, tuple[int, str, str]] = {}
    for spot in chance.sample(places(path), min(chance.randint(2, MOST), len(places(path)))):
        if spot.logical in logical:
            continue
        ways = list(changes(rows[spot.row], spot.role))
        if not ways:
            continue
        name, written = chance.choice(ways)
        before, after = drawn.get(spot.logical - 1), drawn.get(spot.logical + 1)
        if (before and not may_stand_together(before[1], name)) or (after and not may_stand_together(name, after[1])):
            continue
        logical.add(spot.logical)
        drawn[spot.logical] = (spot.row, name, written)
    return path, {row: written for row, _, written in drawn.values()}, [name for _, name, _ in drawn.values()]


@pytest.mark.parametrize("part", range(10))
def test_mistakes_add_up(part: int) -> None:
    chance = Random(f"mistakes {part}")
    seen: Counter[str] = Counter()
    for _ in range(DRAWS // 10):
        path, lines, names = draw(chance)
        expected: Findings = Counter()
        for row, written in lines.items():
            expected.update(dict(alone(path, row, written)))
        found, _ = read(changed(path, lines))
        assert found == expected, (path, lines)
        seen.update(names)
    assert len(seen) > 20


def test_every_kind_of_mistake_can_be_made_somewhere() -> None:
    made = {name for path in policies() for spot in places(path) for name, _ in changes(_row(path, spot), spot.role)}
    assert made == {kind.name for kind in KINDS}


FEW = ("policies/acme/policy.seat", "policies/packs-of-five/policy.seat", "policies/recurring-limit/policy.seat")
MEANS_SOMETHING_ELSE = {
    "word misspelt": "a misspelt name is a name; names are resolved later",
    "label of another block": "a policy has a time zone, and `time zone: \"2026.2\"` stands; zones are looked up later",
}
"""Mistakes that some lines survive, with the reason."""

NOT_MEANT = {
    "label of another block": "`time zone: 1` is taken for a text without quotes; that the label is wrong, nobody can see",
}
"""Mistakes whose safe fix gives something else than the line before, with the reason."""


@pytest.mark.parametrize("path", FEW)
def test_every_mistake_is_found_and_once(path: str) -> None:
    """Alone, a mistake gives one finding, on its own line."""
    silent = set()
    for spot in places(path):
        for name, written in changes(_row(path, spot), spot.role):
            found = dict(alone(path, spot.row, written))
            if not found:
                silent.add(name)
                continue
            assert sum(found.values()) == 1, (name, written, found)
            assert next(iter(found))[1] == spot.row + 1, (name, written, found)
    assert silent <= set(MEANS_SOMETHING_ELSE)


@pytest.mark.parametrize("path", FEW)
def test_what_was_dropped_is_known_by_name(path: str) -> None:
    """Every declaration and block around a dropped line is named in `poisoned`, and a whole declaration that is gone in
    `lost`; a head that only lacks its brace loses nothing."""
    text = policies()[path]
    _, whole = read(text)
    assert (whole.poisoned, whole.lost) == (frozenset(), False)
    around = heads_around(text)
    for spot in places(path):
        for _, written in changes(_row(path, spot), spot.role):
            found, file = read(changed(path, {spot.row: written}))
            if not found or {code for code, _ in found} == {"SY125"}:
                assert file.poisoned == frozenset()
                continue
            rows = {file.source.position(at)[0] - 1 for at in file.poisoned}
            own = {spot.row} if spot.role == "open" else set()
            assert rows == around[spot.row] | own or file.lost, (written, rows)
            assert len(file.declarations) + file.lost == len(whole.declarations)


def heads_around(text: str) -> dict[int, set[int]]:
    """The rows of the heads around every row of a text without mistakes."""
    open_rows: list[int] = []
    found = {}
    for row, line in enumerate(text.split("\n")):
        plain = line.split("  #")[0].strip()
        if plain == "}":
            open_rows.pop()
        found[row] = set(open_rows)
        if plain.endswith("{"):
            open_rows.append(row)
    return found


@pytest.mark.parametrize("path", FEW)
def test_fixes_repair_what_they_are_about(path: str) -> None:
    """A fix with edits takes its finding away, and a safe one gives back what the line said before the mistake."""
    _, whole = read(policies()[path])
    meant = [shape(node) for node in whole.declarations]
    for spot in places(path):
        for name, written in changes(_row(path, spot), spot.role):
            text = changed(path, {spot.row: written})
            for found in parse(SourceText("mistakes.seat", text), language()).diagnostics:
                if found.fix is None or not found.fix.edits:
                    continue
                outcome = parse(SourceText("fixed.seat", applied(text, found.fix.edits)), language())
                same = [one for one in outcome.diagnostics if (one.code, one.message) == (found.code, found.message)]
                assert same == [], (name, written, found.fix)
                if found.fix.safe and name not in NOT_MEANT:
                    assert outcome.diagnostics == (), (name, written, found.fix)
                    assert [shape(node) for node in outcome.value.declarations] == meant, (name, written, found.fix)
