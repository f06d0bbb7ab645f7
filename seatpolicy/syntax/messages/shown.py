"""What may stand in a place and what a line would be, as words of a message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seatpolicy.diagnostics.diagnostic import Edit, Fix
from seatpolicy.source.text import Span
from seatpolicy.syntax.messages.context import BadLine

_KINDS = {
    "NAME": "a name", "NUMBER": "a number", "PERCENT": "a percentage", "DATE": "a date", "CURRENCY": "a currency",
    "STRING": "a text in double quotes",
}  # fmt: skip
CLOSING = frozenset({"when", "otherwise", "from", "until"})
"""Words that may end nearly every line, and so say little about any one."""

_MOST = 6
_LONGEST = 64


def may_stand(bad: BadLine) -> str:
    """What could have stood where the line went wrong, in words; empty where that would be a long list."""
    shown = [words for kind, words in _KINDS.items() if kind in bad.accepted]
    plural = bad.kind(bad.bad - 1) == "NUMBER" and bad.text(bad.bad - 1) != "1"
    by_terminal: dict[str, str] = {}
    for word, terminal in bad.words.items():
        if terminal in bad.accepted and word not in CLOSING and word not in "{}":
            other = by_terminal.setdefault(terminal, word)
            if (len(word) > len(other)) == plural and word != other:
                by_terminal[terminal] = word
    shown += [f"`{word}`" for word in by_terminal.values()]
    if not shown and "_NL" in bad.accepted:
        return "the line could end here"
    if not shown or len(shown) > _MOST:
        return ""
    if len(shown) == 1:
        return f"here belongs {shown[0]}"
    return f"here belongs {', '.join(shown[:-1])} or {shown[-1]}"


def quoted(text: str) -> str:
    """A stretch of the user's text between backticks, white space evened, cut where it is long."""
    text = " ".join(text.split())
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def what_stands(bad: BadLine) -> str:
    """What is wrong with the token: it ends too early, or it is none that is understood there."""
    if bad.bad > bad.last:
        return "the line ends too early" if bad.line.role != "open" else "the head ends too early"
    return f"did not expect {quoted(bad.text(bad.bad))}"


def wrong_part(bad: BadLine) -> Span:
    """From where it went wrong to the end of that part of the line, so that the carets show what is not understood."""
    if bad.bad > bad.last:
        return Span(bad.source, bad.end(bad.last), bad.end(bad.last))
    stop = bad.bad
    while stop < bad.last and bad.kind(stop + 1) not in ("|", ","):
        stop += 1
    return bad.span(bad.bad, stop)


def change(bad: BadLine, text: str) -> tuple[Edit, str]:
    """The smallest edit of whole words that makes the line's content `text`, and how the changed part reads then."""
    old, begin = bad.content, bad.start(0)
    left = 0
    while left < min(len(old), len(text)) and old[left] == text[left]:
        left += 1
    right = 0
    while right < min(len(old), len(text)) - left and old[-1 - right] == text[-1 - right]:
        right += 1
    while left and _joined(old, left, text):
        left -= 1
    while right and _joined(old, len(old) - right, text, len(text) - right):
        right -= 1
    edit = Edit(Span(bad.source, begin + left, begin + len(old) - right), text[left : len(text) - right])
    return edit, _part(bad, text, left, len(text) - right)


def _joined(old: str, at: int, new: str, there: int | None = None) -> bool:
    """Whether a cut at this place would go through a word of either text."""
    there = at if there is None else there
    return any(0 < i < len(t) and (t[i - 1].isalnum() or t[i - 1] == "_") and (t[i].isalnum() or t[i] == "_")
               for t, i in ((old, at), (new, there)))  # fmt: skip


def _part(bad: BadLine, text: str, left: int, right: int) -> str:
    """What a fix shows: the value behind the label, or the part or cell in which it was changed."""
    begin = 0
    if bad.label_size and left >= (colon := bad.end(bad.label_size - 1) - bad.start(0)):
        begin = colon
    whole = " ".join(text[begin:].split())
    title = re.match(r'[^"|]*"[^"]*"\s', text)
    if len(whole) > _LONGEST and title is not None and left >= title.end():
        begin = title.end()
        whole = " ".join(text[begin:].split()).removesuffix("{").strip()
    if len(whole) <= _LONGEST and "|" not in whole:
        return whole
    marks = [mark.start() for mark in re.finditer(r",(?!\d)|[|{]", text)]
    first = max((mark + 1 for mark in marks if mark < left), default=begin)
    part = " ".join(text[max(first, begin) : min((m for m in marks if m >= right), default=len(text))].split())
    return part if part and len(part) <= _LONGEST else _around(text, left, right)


def _around(text: str, left: int, right: int) -> str:
    """The changed words with one before and a few behind them."""
    words = [(found.start(), found.end()) for found in re.finditer(r'"[^"]*"|\S+', text)]
    first = next((i for i, (_, end) in enumerate(words) if end >= left), 0)
    last = next((i for i, (start, end) in enumerate(words) if end >= right and start <= right), len(words) - 1)
    first, last = max(first - 1, 0), min(last + 3, len(words) - 1)
    shown = " ".join(text[start:end] for start, end in words[first : last + 1])
    return f"{'… ' if first else ''}{shown}{' …' if last < len(words) - 1 else ''}"


def choice(bad: BadLine, texts: Sequence[str]) -> Fix:
    """Several ways to write the line, between which only its author can choose."""
    parts = [change(bad, text)[1] for text in texts]
    changes = [(change(bad, text)[0], text) for text in texts]
    if any("…" in part for part in parts) or bad.line.role == "open":
        begin = bad.start(0)
        if any("…" in part for part in parts):
            parts = [_around(t, e.span.start - begin, e.span.start - begin + len(e.text)) for e, t in changes]
        if all(edit.span.start == edit.span.end == changes[0][0].span.start for edit, _ in changes):
            parts = [edit.text.strip() for edit, _ in changes]
    return Fix(" | ".join(f"`{part}`" for part in dict.fromkeys(parts)))


def fixed(bad: BadLine, text: str, safe: bool = False) -> Fix:
    """The fix that makes the line's content `text`."""
    edit, part = change(bad, text)
    return Fix(f"`{part}`", (edit,), safe=safe)
