"""A head with a mistake in it in, the tokens of a head of its kind out, so that the block's body is still read.

The stand-in keeps what can be made out: the name and the title, so that other lines may refer to it, the model and the units
of a schedule, what a limit is on and by. A name that cannot be made out is `UNREADABLE`, which no finding ever mentions.
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

SAYS_MORE = frozenset({"schedule", "limit", "table", "addon"})
"""Blocks whose heads say more than a name and a title."""

_NO_NAME = frozenset({"example", "guarantee"})
_BARE = frozenset({"facts", "counting", "meter", "item", "proration", "combine", "tax", "approvals", "release"})
Fed = tuple[str, Leaf | None, int, int]


class StandIn(NamedTuple):
    """A head in the place of another: the word that it begins with, its terminals with values and offsets, and whether it
    is `sure`, so that all that the other said is in it, or that matters for the lines in the block."""

    word: str
    tokens: list[Fed]
    sure: bool


class _Part(NamedTuple):
    """A token of a head: its text, or what stands for it, its offsets, and whether it is a name."""

    text: str
    start: int
    end: int
    named: bool = False


def stand_in_header(
    text: str, tokens: Tokens, line: Line, accepted: frozenset[str], words: Mapping[str, str], labels: frozenset[str],
    row: Line | None,
) -> StandIn | None:  # fmt: skip
    """The head, or None where no kind of block can be recognised that may stand here.

    `labels` are those of the lines in the block, which may tell what it is where its head does not; `row` is the first line
    in it that has a `|`: it begins with what a limit is on and ends with what a table is called.
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
        cells = _cells(text, tokens, row)
        # A table is called as its last column, should its head not say its name.
        column = cells[-1] if word == "table" and len(cells) > 1 and len(cells[-1]) == 1 else []
        rest = _name_and_title(text, tokens, line, word, feed, column)
        dates = rest[-2:] if len(rest) > 1 and rest[-2].text in ("from", "until") else []
        rest = rest[: len(rest) - len(dates)]
        whole = _Part("", begin, end)
        said: Sequence[_Part] = ()
        if word == "schedule":
            said, sure = _head_of_schedule(rest, whole)
        elif word == "limit":
            said = _head_of_limit(rest, cells[0], whole)
        elif word in SAYS_MORE:
            sure = False
            said = [whole._replace(text=w) for w in ("gives", "text")] if word == "table" else _named("for", whole)
        for part in said:
            kind = "NAME" if part.named else "NUMBER" if part.text.isdigit() else ""
            feed(kind or words[part.text], part.text if kind else "", (part.start, part.end))
        if dates and (word in SAYS_MORE or not rest):
            feed(words[dates[0].text])
            feed("NAME", dates[1].text, (dates[1].start, dates[1].end))
    feed(words["{"])
    return StandIn(word, made, sure)


def _name_and_title(
    text: str, tokens: Tokens, line: Line, word: str, feed: Callable[[str, str, tuple[int, int]], None],
    column: Sequence[_Part],
) -> list[_Part]:  # fmt: skip
    """Feeds the name and the title of a head, the name perhaps from a column; gives the words that follow them."""
    parts = [(tokens.kinds[t], tokens.starts[t], tokens.ends[t]) for t in line.tokens[1:]]
    if parts and parts[-1][0] == "{":
        parts.pop()
    at = next((i for i, (kind, _, _) in enumerate(parts) if kind == "STRING"), None)
    before = parts[:at] if at is not None else parts[:1]
    after = parts[at + 1 :] if at is not None else parts[1:]
    whole = (tokens.starts[line.tokens[0]], tokens.ends[line.tokens[-1]])
    if word not in _NO_NAME:
        place = (before[0][1], before[-1][2]) if before else (column[0].start, column[0].end) if column else whole
        # `family-member` can only be meant as `family_member`; of any other two words nobody knows which is the name.
        name = text[slice(*place)].replace("-", "_")
        feed("NAME", name if re.fullmatch(_A_NAME, name) else UNREADABLE, place)
    feed("STRING", text[slice(*parts[at][1:])] if at is not None else '""', parts[at][1:] if at is not None else whole)
    return [_Part(text[start:end], start, end) for _, start, end in after]


def _head_of_schedule(rest: Sequence[_Part], whole: _Part) -> tuple[list[_Part], bool]:
    """What follows the title of a schedule: its model and its units, as far as they can be read, and whether that is all
    of it. Without a model it is read as graduated, and nothing may be made of that."""
    model = rest[0] if rest and rest[0].text in _MODELS else None
    units: list[_Part] = []
    sure, at = model is not None, 1 if model is not None else 0
    while at < len(rest):
        count = next((n for n in (5, 3, 2, 1) if re.fullmatch(_UNIT, " ".join(p.text for p in rest[at : at + n]))), 0)
        sure = sure and count > 0
        units += rest[at : at + count]
        at += count or 1
    return [model or whole._replace(text="graduated"), *units], sure


def _head_of_limit(rest: Sequence[_Part], cell: Sequence[_Part], whole: _Part) -> list[_Part]:
    """What follows the title of a limit: what it is on, by its head or the first cell of its first row, and what by."""
    texts = [part.text for part in rest]
    at = texts.index("on") + 1 if "on" in texts else len(rest)
    measured = _measure(rest[at : at + 3]) or _measure(rest[at : at + 1]) or _measure(cell)
    by = next((i for i, word in enumerate(texts[:-1]) if word == "by"), -1)
    said = [whole._replace(text="on"), *(measured or _named("", whole)[1:])]
    if by >= 0 and re.fullmatch(_A_NAME, texts[by + 1]):
        return [*said, rest[by], rest[by + 1]._replace(named=True)]
    return [*said, *_named("by", whole)]


def _measure(parts: Sequence[_Part]) -> list[_Part]:
    """`arr` or `net_unit_price of member_seats`; nothing where the parts are no measure."""
    if len(parts) not in (1, 3) or not all(re.fullmatch(_A_NAME, part.text) for part in parts):
        return []
    if len(parts) == 3 and parts[1].text != "of":
        return []
    return [part._replace(named=i != 1) for i, part in enumerate(parts)]


def _cells(text: str, tokens: Tokens, row: Line | None) -> list[list[_Part]]:
    """The words of a row, cell by cell; one empty cell where there is no row."""
    cells: list[list[_Part]] = [[]]
    for token in row.tokens if row is not None else ():
        start, end = tokens.starts[token], tokens.ends[token]
        if tokens.kinds[token] == "|":
            cells.append([])
        else:
            cells[-1].append(_Part(text[start:end], start, end))
    return cells


def _named(word: str, whole: _Part) -> list[_Part]:
    """A word and a name that cannot be read."""
    return [whole._replace(text=word), whole._replace(text=UNREADABLE, named=True)]


_A_NAME = "[a-z][a-z0-9_]*"
_MODELS = ("graduated", "volume", "stairstep")
_UNIT = "per (?:seat|unit|day|week|month|quarter|half year|year|cycle)s?|per started packs? of [0-9]+|once"


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
