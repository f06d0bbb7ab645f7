"""A head with a mistake in it in, the tokens of a minimal head of its kind out, so that the block's body is still read.

The stand-in keeps the name and the title where they can be made out, so that other lines may refer to it; what else the
head said is unknown. A name that cannot be made out is `UNREADABLE`, which no finding ever mentions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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


def stand_in_header(
    text: str, tokens: Tokens, line: Line, accepted: frozenset[str], words: Mapping[str, str], labels: frozenset[str]
) -> list[Fed] | None:
    """Terminals with their values and offsets, or None where no kind of block can be recognised that may stand here.

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

    def fed(terminal: str, value: str = "") -> Fed:
        return terminal, Leaf(terminal, value, begin, end) if value else None, begin, end

    made = [fed(words[word])]
    if word not in _BARE:
        name, title = UNREADABLE, '""'
        for t in line.tokens[1:3]:
            if tokens.kinds[t] == "WORD" and name == UNREADABLE:
                name = text[tokens.starts[t] : tokens.ends[t]]
            if tokens.kinds[t] == "STRING":
                title = text[tokens.starts[t] : tokens.ends[t]]
        if word not in _NO_NAME:
            made.append(fed("NAME", name))
        made.append(fed("STRING", title))
        for part in _REST.get(word, ()):
            if part == "NAME":
                made.append(fed("NAME", UNREADABLE))
            else:
                model = [w for t in line.tokens if (w := text[tokens.starts[t] : tokens.ends[t]]) in _MODELS]
                made.append(fed(words[model[0] if part in _MODELS and model else part]))
    made.append(fed(words["{"]))
    return made


_MODELS = ("graduated", "volume", "stairstep")


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
