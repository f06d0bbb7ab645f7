"""Two verdicts in, whether one asks for strictly less out: by the ladder, where a higher authority covers lower ones.

A verdict is written out as the groups of people that would do. One asks for less if every group that satisfies the other
satisfies it too, and not the other way round. Authorities beside the ladder cover only themselves, so most verdicts that
name different people are not compared at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from seatpolicy.semantics.model.exceptions import Need, Verdict

MOST_GROUPS = 64
"""Verdicts with more ways to satisfy them are not compared."""

Person = tuple[str, bool]
"""An authority, and whether it is `exactly` that one."""

Group = tuple[Person, ...]


def asks_less(verdict: Verdict, than: Verdict, ladder: Sequence[str]) -> bool:
    """Whether a verdict asks for strictly less than another: nothing is less than anybody, anybody less than a rejection."""
    strength = {"approved": 0, "needs": 1, "rejected": 2}
    if verdict.kind != than.kind:
        return strength[verdict.kind] < strength[than.kind]
    if verdict.kind != "needs":
        return False
    groups, others = _groups(verdict), _groups(than)
    if groups is None or others is None:
        return False
    rank = {name: place for place, name in enumerate(ladder)}
    return _implies(others, groups, rank) and not _implies(groups, others, rank)


def _groups(verdict: Verdict) -> list[Group] | None:
    """The groups that satisfy a verdict; None where there are too many."""
    made: list[Group] = [()]
    for need in verdict.needs:
        ways = _ways(need)
        if ways is None or len(made) * len(ways) > MOST_GROUPS:
            return None
        made = [(*group, *way) for group in made for way in ways]
    return made


def _ways(need: Need) -> list[Group] | None:
    if need.kind == "exactly":
        return [tuple((name, True) for name in need.names)]
    people: Group = tuple((name, False) for name in need.names)
    if need.kind == "all":
        return [people]
    if need.kind == "any":
        return [(person,) for person in people]
    if need.count > len(people) or need.count > 6 or len(people) > 12:
        return None
    return [tuple(some) for some in combinations(people, need.count)]


def _implies(groups: Sequence[Group], others: Sequence[Group], rank: dict[str, int]) -> bool:
    """Whether each of the groups satisfies one of the others."""
    return all(any(_satisfies(group, other, rank) for other in others) for group in groups)


def _satisfies(group: Group, other: Group, rank: dict[str, int]) -> bool:
    """Whether the people of a group can be matched to everybody whom the other asks for, one each."""
    matched: dict[int, int] = {}

    def match(wanted: int, tried: set[int]) -> bool:
        for number, person in enumerate(group):
            if number in tried or not _covers(person, other[wanted], rank):
                continue
            tried.add(number)
            if number not in matched or match(matched[number], tried):
                matched[number] = wanted
                return True
        return False

    return all(match(wanted, set()) for wanted in range(len(other)))


def _covers(person: Person, wanted: Person, rank: dict[str, int]) -> bool:
    (name, exactly), (asked, only) = person, wanted
    if only:
        # Whoever stands on the ladder may be stood in for by a higher one, unless exactly that one is asked.
        return name == asked and (exactly or name not in rank)
    return name == asked or (name in rank and asked in rank and rank[name] >= rank[asked])
