"""A line of any policy in, the line with a mistake in it out: what a pricing owner's fingers do.

Every mistake changes one physical line and leaves the number of lines as it was. `None` says that a line offers no place
for it. Which finding it gives is not written here: the tests compare several mistakes with each of them alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from seatpolicy.syntax.blocks import looks_like_header
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import Line, split_lines
from seatpolicy.syntax.tree import Tokens

Change = Callable[[str], str | None]


class Kind(NamedTuple):
    """A mistake, and the roles of lines that it is made in: "line" and "open"."""

    name: str
    change: Change
    roles: tuple[str, ...] = ("line", "open")


def _put(pattern: str, written: str, keep: str = "") -> Change:
    def change(line: str) -> str | None:
        if keep and re.search(keep, line):
            return None
        changed, count = re.subn(pattern, written, line, count=1)
        return changed if count and changed != line else None

    return change


def _swap_label(line: str) -> str | None:
    found = re.match(r"\s*([a-z]{4,})(?= ?[a-z]*:)", line)
    return _swapped(line, found)


def _swap_word(line: str) -> str | None:
    """Two letters of the longest word behind the first one exchanged, unless it stands in a text."""
    plain = re.sub(r'"[^"]*"|#.*', lambda m: " " * len(m[0]), line)
    words = sorted(re.finditer(r"(?<=\s)([a-z_]{5,})", plain), key=lambda m: (-len(m[1]), m.start()))
    return _swapped(line, words[0] if words else None)


def _swapped(line: str, found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    at = found.start(1) + 1
    changed = line[:at] + line[at + 1] + line[at] + line[at + 2 :]
    return changed if changed != line else None


def _ended(sign: str) -> Change:
    def change(line: str) -> str | None:
        plain = line.rstrip()
        return None if not plain or "#" in plain or plain.endswith(("{", "}", ",")) else plain + sign

    return change


def _capital(line: str) -> str | None:
    found = re.match(r"\s*[a-z]", line)
    return line[: found.end() - 1] + line[found.end() - 1].upper() + line[found.end() :] if found else None


KINDS: tuple[Kind, ...] = (
    Kind("label misspelt", _swap_label, ("line",)),
    Kind("label unknown", _put(r"^(\s*)[a-z]+( [a-z]+)?:", r"\1whatever:"), ("line",)),
    Kind("label of another block", _put(r"^(\s*)[a-z]+( [a-z]+)?:", r"\1time zone:", keep="time zone"), ("line",)),
    Kind("colon missing", _put(r"^(\s*[a-z]+(?: [a-z]+)?):", r"\1"), ("line",)),
    Kind("equals sign for a colon", _put(r"^(\s*[a-z]+(?: [a-z]+)?):", r"\1 ="), ("line",)),
    Kind("nothing behind the label", _put(r"^(\s*[a-z]+(?: [a-z]+)?:).*$", r"\1"), ("line",)),
    Kind("label twice", _put(r"^(\s*)([a-z]+(?: [a-z]+)?:)", r"\1\2 \2"), ("line",)),
    Kind("word misspelt", _swap_word),
    Kind("sentence", _put(r"^(\s*)\S.*$", r"\1Nobody pays more than they did last year."), ("line",)),
    Kind("word too many", _ended(" please")),
    Kind("semicolon", _ended(";")),
    Kind("full stop", _ended(".")),
    Kind("comma at the end", _ended(","), ("line",)),
    Kind("bar at the end", _ended(" |")),
    Kind("parenthesis at the end", _ended(" )")),
    Kind("question mark", _ended(" ?")),
    Kind("comment with slashes", _ended(" // so it is")),
    Kind("dollar sign", _put(r"(\d[\d,.]*) (?:USD|EUR|CHF|GBP)", r"$\1")),
    Kind("decimal comma", _put(r"(\d)\.(\d\d)(?!\d)", r"\1,\2", keep='"')),
    Kind("percent apart", _put(r"(\d)%", r"\1 %", keep='"')),
    Kind("number glued to a word", _put(r"(\d) ([a-z]+)", r"\1\2", keep='"')),
    Kind("word glued to a number", _put(r"([a-z]) (\d)", r"\1\2", keep='"')),
    Kind("dash for to", _put(r"(\d) to (\d)", r"\1–\2", keep='"')),
    Kind("date with slashes", _put(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3", keep='"')),
    Kind("double equals sign", _put(r" = ", " == ", keep="^(amount|let|example)")),
    Kind("ampersands", _put(r" and ", " && ", keep='"')),
    Kind("curly quotes", _put(r'"([^"]*)"', r"“\1”")),
    Kind("text never closed", _put(r'("[^"]*)"', r"\1")),
    Kind("quotes missing", _put(r'"([^"]*)"', r"\1", keep='" .*"')),
    Kind("capital at the beginning", _capital),
    Kind("currency in small letters", _put(r"(\d) USD", r"\1 usd")),
    Kind("brace missing", _put(r" \{$", ""), ("open",)),
    Kind("colon for a brace", _put(r" \{$", ":"), ("open",)),
    Kind("title missing", _put(r' "[^"]*"(.*\{)$', r"\1"), ("open",)),
    Kind("name missing", _put(r'^(\s*[a-z]+) [a-z_0-9]+ (".*\{)$', r"\1 \2"), ("open",)),
    Kind("zero width space", _put(r"([a-z]) ", "\\1\u200b ", keep='"')),
    Kind("null character", _put(r"(?<=[a-z]) ", "\0", keep='"')),
)

NEVER_TOGETHER: tuple[tuple[str, str, str], ...] = (
    ("comma at the end", "*", "a line goes on behind a comma, unless the next one is visibly a line of its own: a mistake "
     "in the next line can take its label away, and then the two are one line with one finding"),
)  # fmt: skip
"""Pairs of mistakes on neighbouring lines that are not drawn together: first line, next line, and why."""


class Spot(NamedTuple):
    """A physical line (from 0) in which mistakes can be made, the logical line that it belongs to, and its role."""

    row: int
    logical: int
    role: str


def spots(text: str) -> list[Spot]:
    """Every line of a text that holds something but a closing brace."""
    tokens = lex(text)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    found = []
    for number, line in enumerate(split_lines(text, tokens)[0]):
        if line.role == "close":
            continue
        role = "open" if _heads(text, tokens, line) else "line"
        rows = sorted({_row(starts, tokens.starts[token]) for token in line.tokens})
        found += [Spot(row, number, role) for row in rows]
    return found


def _heads(text: str, tokens: Tokens, line: Line) -> bool:
    return line.role == "open" or looks_like_header(text, tokens, line)


def _row(starts: list[int], offset: int) -> int:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= offset else (low, middle)
    return low


def changes(line: str, role: str) -> Iterator[tuple[str, str]]:
    """Every mistake that can be made in a line, by name, with what it makes of it."""
    for kind in KINDS:
        if role in kind.roles:
            made = kind.change(line)
            if made is not None and made != line:
                yield kind.name, made


def may_stand_together(first: str, following: str) -> bool:
    """Whether two mistakes on neighbouring lines are independent of each other."""
    return not any(a in ("*", first) and b in ("*", following) for a, b, _ in NEVER_TOGETHER)
