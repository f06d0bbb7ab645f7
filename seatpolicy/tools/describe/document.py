"""What a description is made of: sections that hold paragraphs, points, tables and charts, whatever they are written as.

Texts carry their emphasis in themselves, as marks that no reader sees; `runs` takes a text apart at these marks, so that
every writer escapes what a policy's author wrote and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import attrs

PLAIN, STRONG, FACT, CODE = "plain", "strong", "fact", "code"
_MARKS = {STRONG: "\ue000", FACT: "\ue001", CODE: "\ue002"}
_END = "\ue003"
_STYLES = {mark: style for style, mark in _MARKS.items()}
_RUN = re.compile(f"([{''.join(_MARKS.values())}])([^{_END}]*){_END}")


@attrs.frozen
class Paragraph:
    """One paragraph."""

    text: str


@attrs.frozen
class Points:
    """A list; each of its items is a sentence or several."""

    items: tuple[str, ...]


@attrs.frozen
class Table:
    """A table with its head; the columns in `figures` hold figures, which stand to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()


@attrs.frozen
class Curve:
    """What so many seats cost: `points` are counts with the amount of a month (or of the whole cycle), in the order of the
    counts. Between two points the amount lies on a straight line. `ends` says why there is no point behind the last one
    ("by quote", "not sold"); it is empty where the curve goes on."""

    title: str
    points: tuple[tuple[int, Fraction], ...]
    ends: str = ""


@attrs.frozen
class Fall:
    """A place where more seats cost less: at `since` the amount is `before`, and each seat more makes it lower, down to
    `after` at `count`. `curve` names it, and `dearer` are the smaller counts that cost more than `after`, in words."""

    curve: str
    since: int
    count: int
    before: Fraction
    after: Fraction
    dearer: str


@attrs.frozen
class Chart:
    """Curves over the same counts, from 1 to `total`, in one currency. `counted` is what is counted ("Full member seats"),
    `amount` what the curves show ("total per month"), `each` that for each seat, `words` the whole of it in a sentence, for
    who cannot see it."""

    title: str
    counted: str
    amount: str
    each: str
    currency: str
    total: int
    curves: tuple[Curve, ...]
    falls: tuple[Fall, ...]
    words: str


@attrs.frozen
class Section:
    """A title and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Points | Table | Chart | Section


@attrs.frozen
class Description:
    """The whole of it: the title, a line below it, and the sections."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def strong(text: str) -> str:
    """What a sentence is about."""
    return f"{_MARKS[STRONG]}{text}{_END}"


def fact(text: str) -> str:
    """The name of a fact, in words: it stands for whatever the account's record says."""
    return f"{_MARKS[FACT]}{text}{_END}"


def code(text: str) -> str:
    """A name as the policy file has it."""
    return f"{_MARKS[CODE]}{text}{_END}"


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with its style; one without a mark is plain."""
    done = 0
    for found in _RUN.finditer(text):
        if found.start() > done:
            yield PLAIN, _unmarked(text[done : found.start()])
        yield _STYLES[found[1]], _unmarked(found[2])
        done = found.end()
    if done < len(text):
        yield PLAIN, _unmarked(text[done:])


def plain(text: str) -> str:
    """The text without its marks."""
    return "".join(piece for _, piece in runs(text))


def _unmarked(text: str) -> str:
    return "".join(char for char in text if char not in _STYLES and char != _END)


def sections(*found: Section | None) -> tuple[Section, ...]:
    """Those that say something."""
    return tuple(one for one in found if one is not None and one.blocks)
