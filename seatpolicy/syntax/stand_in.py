"""A head with a mistake in it in, the tokens of a minimal head of its kind out, so that the block's body is still read.

The stand-in keeps the name and the title where they can be made out, so that other lines may refer to it; what else the
head said is unknown. A name that cannot be made out is `UNREADABLE`, which no finding ever mentions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from seatpolicy.diagnostics.suggest import closest
from seatpolicy.syntax.lines import BLOCK_WORDS, Line
from seatpolicy.syntax.shapes import LABELS
from seatpolicy.syntax.tree import Leaf, Tokens

UNREADABLE = "?"

# What follows name and title in the shortest head of a kind.
_REST = {
    "schedule": ("graduated",),
    "table": ("gives", "text"),
    "addon": ("for", "NAME"),
    "limit": ("on", "NAME"),
}
_NO_NAME = frozenset({"example", "guarantee"})
_BARE = frozenset({"facts", "counting", "meter", "item", "proration", "combine", "tax", "approvals", "release"})
Fed = tuple[str, Leaf | None, int, int]


class StandIn(NamedTuple):
    """A head in the place of another: the word that it begins with, its terminals with values and offsets, and whether it
    is `sure`, so that all that the other said is in it, or that matters for the lines in the block."""

    word: str
    tokens: list[Fed]
    sure: bool


def stand_in_header(
    text: str, tokens: Tokens, line: Line, accepted: frozenset[str], words: Mapping[str, str], labels: frozenset[str]
) -> StandIn | None:
    """The head, or None where no kind of block can be recognised that may stand here.

    `labels` are those of the lines in the block, which may tell what it is where its head does not.
    """
    first = line.tokens[0]
    begin, end = tokens.starts[first], tokens.ends[line.tokens[-1]]
    word = text[begin : tokens.ends[first]] if tokens.kinds[first] in ("WORD", "BAD", "CURRENCY") else ""
    possible = sorted(w for w in BLOCK_WORDS if words[w] in accepted)
    if word not in possible:
        if word in BLOCK_WORDS:
            word = _by_labels(possible, labels, whole=True)
        else:
            word = _by_word(text[begin:end], word.lower(), possible) or _by_labels(possible, labels, whole=False)
        if not word:
            return None

    made: list[Fed] = []

    def feed(terminal: str, value: str = "", at: tuple[int, int] = (begin, end)) -> None:
        made.append((terminal, Leaf(terminal, value, *at) if value else None, *at))

    feed(words[word])
    sure = word not in ("item", "meter") or len(line.tokens) < 3
    if word not in _BARE:
        rest = _name_and_title(text, tokens, line, word, feed)
        dates = rest[-2:] if len(rest) > 1 and rest[-2] in ("from", "until") else []
        said = _head_of_schedule(rest[: len(rest) - len(dates)]) if word == "schedule" else None
        sure = said is not None or word not in _REST
        for part in said or _REST.get(word, ()):
            if part == "NAME":
                feed("NAME", UNREADABLE)
            elif part.isdigit():
                feed("NUMBER", part)
            else:
                feed(words[part])
        if dates and (word in _REST or len(rest) == len(dates)):
            feed(words[dates[0]])
            feed("NAME", dates[1])
    feed(words["{"])
    return StandIn(word, made, sure)


def _name_and_title(
    text: str, tokens: Tokens, line: Line, word: str, feed: Callable[[str, str, tuple[int, int]], None]
) -> list[str]:
    """Feeds the name and the title of a head; gives the words that follow them."""
    parts = [(tokens.kinds[t], tokens.starts[t], tokens.ends[t]) for t in line.tokens[1:]]
    if parts and parts[-1][0] == "{":
        parts.pop()
    at = next((i for i, (kind, _, _) in enumerate(parts) if kind == "STRING"), None)
    before = parts[:at] if at is not None else parts[:1]
    after = parts[at + 1 :] if at is not None else parts[1:]
    whole = (tokens.starts[line.tokens[0]], tokens.ends[line.tokens[-1]])
    if word not in _NO_NAME:
        place = (before[0][1], before[-1][2]) if before else whole
        # `family-member` can only be meant as `family_member`; of any other two words nobody knows which is the name.
        name = text[slice(*place)].replace("-", "_") if before else ""
        readable = re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None
        feed("NAME", name if readable else UNREADABLE, place)
    feed("STRING", text[slice(*parts[at][1:])] if at is not None else '""', parts[at][1:] if at is not None else whole)
    return [text[start:end] for _, start, end in after]


def _head_of_schedule(rest: Sequence[str]) -> list[str] | None:
    """What follows the title of a schedule: its model and units, or None where that cannot be read to the end."""
    if not rest or rest[0] not in _MODELS:
        return None
    said = [word for word in " ".join(rest).split() if word not in ("a", "an", "the")]
    units = rf"(?: per (?:{'|'.join(_UNITS)}|started packs? of [0-9]+)| once)*"
    return said if re.fullmatch(units, "".join(f" {word}" for word in said[1:])) else None


_MODELS = ("graduated", "volume", "stairstep")
_UNITS = ("seat", "unit", "day", "week", "month", "quarter", "year", "cycle")


def _by_word(head: str, word: str, possible: Sequence[str]) -> str:
    """The block that was probably meant by a head's word, or an empty text."""
    from seatpolicy.syntax.messages.said_otherwise import DECLARATIONS  # late: only a file with a mistake needs it

    joined = re.match(r"[a-z]+[-_ ]?[a-z]*", head.lower())
    folded = re.sub(r"[-_ ]", "", joined[0]) if joined else ""
    guesses = (word, folded, *DECLARATIONS.get(word, ()), *closest(word, possible, 1))
    return next((guess for guess in guesses if guess in possible), "")


def _by_labels(possible: Sequence[str], labels: frozenset[str], whole: bool) -> str:
    """The block that alone has most of the labels, and half of them at least (all of them, with `whole`)."""
    known = sorted(((len(labels & set(LABELS.get(block, ()))), block) for block in possible), reverse=True)
    most, block = known[0] if known else (0, "")
    alone = len(known) < 2 or known[1][0] < most
    enough = most == len(labels) if whole else 2 * most >= len(labels)
    return block if alone and enough and labels else ""
