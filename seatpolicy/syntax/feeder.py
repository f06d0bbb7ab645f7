"""A logical line in, its terminals fed to the machine out, up to the place where it goes wrong.

Here a word becomes a keyword or a name: a keyword where the machine takes it there, else a name. So words stay free for
names wherever no form of the language wants them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from seatpolicy.syntax.lines import Line
from seatpolicy.syntax.tree import Leaf, Tokens

PLURALS = {
    "days": "day", "seats": "seat", "packs": "pack", "units": "unit", "weeks": "week", "months": "month",
    "quarters": "quarter", "years": "year", "cycles": "cycle", "hours": "hour", "levels": "level",
    "decimals": "decimal", "numbers": "number", "lines": "line", "discounts": "discount", "amounts": "amount",
    "customers": "customer", "quotes": "quote", "seconds": "second", "falls": "fall", "rises": "rise",
    "users": "user", "charges": "charge", "marks": "mark", "counts": "count",
}  # fmt: skip
_LEAF_KINDS = frozenset({"NAME", "NUMBER", "PERCENT", "DATE", "CURRENCY", "STRING"})

NO_NAMES = frozenset({"and", "or", "not", "yes", "no"})
"""Words that are never a name, wherever they stand (rule 2 of the language; the articles are no tokens at all)."""


def all_words(fixed: Mapping[str, str]) -> dict[str, str]:
    """The terminal of every word of the language: the grammar's, and their plurals."""
    plurals = {plural: fixed[single] for plural, single in PLURALS.items() if single in fixed}
    behind_comma = {f", {plural}": fixed[f", {single}"] for plural, single in PLURALS.items() if f", {single}" in fixed}
    return {**fixed, **plurals, **behind_comma}


class Taker(Protocol):
    """What terminals are fed to: the machine, or what stands before it."""

    def takes(self, terminal: str, rival: str = "NAME") -> bool:
        """Whether a word is to be read as this terminal."""

    def feed(self, terminal: str, value: Leaf | None, start: int, end: int) -> bool:
        """Takes the next terminal; false where it cannot follow."""


class Feeder:
    """A text with its tokens and the machine that reads them. `names` counts the names of the line fed last."""

    __slots__ = ("machine", "names", "text", "tokens", "words")

    def __init__(self, text: str, tokens: Tokens, machine: Taker, words: Mapping[str, str]) -> None:
        self.text = text
        self.tokens = tokens
        self.machine = machine
        self.words = words
        self.names = 0

    def line(self, line: Line, brace: bool = False, stop: int | None = None) -> int | None:
        """Feeds a line; the position in `line.tokens` at which it went wrong, or None.

        A position behind the last token means that the line ends too early. `brace`: its `{` is missing and assumed.
        With `stop`, only the tokens before that position are fed.
        """
        text, words, machine = self.text, self.words, self.machine
        takes, feed = machine.takes, machine.feed
        kinds, starts, ends = self.tokens.kinds, self.tokens.starts, self.tokens.ends
        indexes = line.tokens
        at, total = 0, len(indexes) if stop is None else min(stop, len(indexes))
        self.names = 0
        label = label_length(kinds, indexes)
        if label and label < total:
            name = " ".join(text[starts[i] : ends[i]] for i in indexes[:label]) + ":"
            terminal = words.get(name)
            if terminal is not None and takes(terminal):
                if not feed(terminal, None, starts[indexes[0]], ends[indexes[label]]):
                    return 0
                at = label + 1
        while at < total:
            i = indexes[at]
            kind = kinds[i]
            start, end = starts[i], ends[i]
            value: Leaf | None = None
            width = 1
            if kind == "WORD":
                word = text[start:end]
                terminal = words.get(word)
                if terminal is None or not takes(terminal):
                    if word in NO_NAMES:
                        return at
                    terminal, value = "NAME", Leaf("NAME", word, start, end)
                    self.names += 1
            elif kind == ",":
                terminal = words[","]
                if at + 1 < total and kinds[indexes[at + 1]] == "WORD":
                    j = indexes[at + 1]
                    both = words.get(", " + text[starts[j] : ends[j]])
                    if both is not None and takes(both, terminal):
                        terminal, end, width = both, ends[j], 2
            elif kind in _LEAF_KINDS:
                terminal, value = kind, Leaf(kind, text[start:end], start, end)
            else:
                terminal = words.get(kind, kind)
            if not feed(terminal, value, start, end):
                return at
            at += width
        if stop is not None:
            return None
        if brace and not feed(words["{"], None, -1, -1):
            return total
        if not feed("_NL", None, -1, -1):
            return total
        return None


def label_length(kinds: list[str], indexes: list[int]) -> int:
    """How many words stand before the line's colon; 0 where it begins with no label."""
    for count in (1, 2):
        if len(indexes) > count and kinds[indexes[count]] == ":":
            return count if all(kinds[i] == "WORD" for i in indexes[:count]) else 0
    return 0
