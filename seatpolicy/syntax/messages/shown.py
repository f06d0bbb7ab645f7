"""What may stand in a place and what a line would be, as words of a message."""

from __future__ import annotations

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


def wrong_part(bad: BadLine, through: int | None = None) -> Span:
    """From where it went wrong to the end of that part of the line, so that the carets show what is not understood."""
    if bad.bad > bad.last:
        return Span(bad.source, bad.end(bad.last), bad.end(bad.last))
    stop = bad.bad
    while stop < bad.last and bad.kind(stop + 1) not in ("|", ",") and bad.bad != through:
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


def changed_part(bad: BadLine, text: str) -> Span:
    """The words that a change takes away or replaces; where it only adds some, the word before which they are missing."""
    edit, _ = change(bad, text)
    begin, end = edit.span.start, edit.span.end
    while begin < end and bad.source.text[begin] in " \t,|\r\n":
        begin += 1
    while end > begin and bad.source.text[end - 1] in " \t\r\n":
        end -= 1
    return Span(bad.source, begin, end) if begin < end else wrong_part(bad, through=bad.bad)


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
    if len(whole) <= _LONGEST and "|" not in whole:
        return whole
    first = max(text.rfind(mark, begin, left) for mark in ",|") + 1
    stops = [stop for mark in ",|{" if (stop := text.find(mark, right)) >= 0]
    part = " ".join(text[max(first, begin) : min(stops, default=len(text))].split())
    if not part or len(part) > _LONGEST:
        part = " ".join(text[max(left - 24, begin) : right + 24].split())
    return part


def fixed(bad: BadLine, text: str, safe: bool = False) -> Fix:
    """The fix that makes the line's content `text`."""
    edit, part = change(bad, text)
    return Fix(f"`{part}`", (edit,), safe=safe)
