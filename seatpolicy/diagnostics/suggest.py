"""A word that nobody knows in, the known words that were probably meant out: "did you mean".

Best come the other number of the word (`member_seat` for `member_seats`), then words that begin
with it or that it begins with, then words a few slips away. A slip is a letter added, left out or
changed, or two neighbours exchanged; more than a third of the letters wrong is another word, not a
slip.
"""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 80
"""Longer words are compared by their beginnings only."""

_SHORTEST_PREFIX = 3


def closest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """At most `limit` of the candidates, the likeliest first, equals by alphabet; never the word
    itself.
    """
    ranked = sorted(
        (*rank, candidate)
        for candidate in set(candidates)
        if candidate != word and (rank := _rank(word, candidate)) is not None
    )
    return tuple(candidate for _, _, candidate in ranked[:limit])


def _rank(word: str, candidate: str) -> tuple[int, int] | None:
    """How near: the kind of likeness, and within the kind how far off; None for another word."""
    one, other = _folded(word), _folded(candidate)
    if one == other:
        return 0, 0
    if _singular(one) == _singular(other):
        return 1, 0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_PREFIX and longer.startswith(shorter):
        return 2, len(longer) - len(shorter)
    bound = len(longer) // 3
    if len(longer) > LONGEST or len(longer) - len(shorter) > bound:
        return None
    slips = distance(one, other, bound)
    return None if slips is None else (3, slips)


def distance(one: str, other: str, bound: int) -> int | None:
    """The slips between two words (Damerau and Levenshtein, no letter touched twice); None if more
    than `bound`.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        this = [row]
        for column, facing in enumerate(other, start=1):
            slips = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                slips = min(slips, before[column - 2] + 1)
            this.append(slips)
        # No later row can be nearer, not even by an exchange: a change reaches its corner as well.
        if min(this) > bound:
            return None
        before, last = last, this
    return last[-1] if last[-1] <= bound else None


def _folded(word: str) -> str:
    """Case, hyphens and blanks are no difference between names."""
    return word.lower().replace("-", "_").replace(" ", "_")


def _singular(word: str) -> str:
    """A rough singular of every part of a name: good enough to compare two forms, not to print."""
    return "_".join(_singular_part(part) for part in word.split("_"))


def _singular_part(part: str) -> str:
    for ending, single in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("s", "")):
        if len(part) > len(ending) + 1 and part.endswith(ending) and not part.endswith("ss"):
            return part[: -len(ending)] + single
    return part
