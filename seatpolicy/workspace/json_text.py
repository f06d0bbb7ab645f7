"""A JSON text in, the same tree of nodes out as YAML's reader makes of it; None where it is no JSON.

A number stays the text that it is written as. Reading is strict, so that what this reader takes and what YAML's reader takes
of the same text can never differ: whatever is not JSON is left to that reader, or refused where a line must be JSON.
"""

from __future__ import annotations

import json
import re

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from seatpolicy.source.text import BYTE_ORDER_MARK, SourceText, Span
from seatpolicy.workspace import yaml

DO408 = code("DO408", "not-json", Severity.ERROR, "a line of JSON Lines is one JSON value")

_BLANK = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")'
    r"|(?P<word>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])"
    r"|(?P<mark>[\[\]{},:])"
)
# A key and its value where that is a text without escapes or a word, and the mark behind it: most of what documents hold.
_PAIR = re.compile(
    r'[ \t\r\n]*("([^"\\\x00-\x1f]*)")[ \t\r\n]*:[ \t\r\n]*'
    r'(?:("([^"\\\x00-\x1f]*)")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|true|false|null))[ \t\r\n]*([,}])'
)
# What YAML does not allow in any text; a document means the same in both.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WANTED = {"value": "a value", "key": "a key in double quotes", "colon": "`:`", "more": "`,` or the closing bracket"}


@attrs.frozen
class _Wrong(Exception):
    """The text is no JSON from a place on; `wanted` is what could stand there."""

    at: int
    wanted: str


class _Stop(Exception):
    """Reading cannot go on; the finding says why."""

    def __init__(self, found: Diagnostic) -> None:
        self.found = found


def read_json(source: SourceText) -> Outcome[Node | None] | None:
    """The value of a text with its findings; None where the text is no JSON."""
    try:
        return _read(source)
    except _Wrong:
        return None


def read_yaml_or_json(source: SourceText) -> Outcome[Node | None]:
    """The value of a text that may be either, with its findings."""
    # A text that is JSON has the same tree in both readers, and JSON's is by far the faster.
    outcome = read_json(source) if source.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else None
    return yaml.read_yaml(source) if outcome is None else outcome


def read_json_line(source: SourceText) -> Outcome[Node | None]:
    """The value of a line; a finding where it is no JSON."""
    try:
        return _read(source)
    except _Wrong as wrong:
        at = Span(source, wrong.at, min(wrong.at + 1, len(source.text)))
        hint = "write each account on a line of its own, as JSON"
        return Outcome(None, (DO408.at(at, "this line is no JSON", note=f"{wrong.wanted} is expected here", hint=hint),))


def _read(source: SourceText) -> Outcome[Node | None]:
    if len(source.text) > yaml.LONGEST:
        return Outcome(None, (yaml.too_long(source),))
    reader = _Reader(source)
    odd = UNPRINTABLE.search(source.text, 1 if source.text.startswith(BYTE_ORDER_MARK) else 0)
    if odd is not None:
        return Outcome(None, (yaml.unprintable(source, odd.start(), odd[0]),))
    try:
        node = reader.value(1)
        reader.end()
    except _Stop as stop:
        return Outcome(None, (stop.found,))
    return reader.found.outcome(node)


class _Reader:
    """Reads one value; `position` is where the next token is looked for."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self.position = 1 if source.text.startswith(BYTE_ORDER_MARK) else 0
        self.found = Diagnostics()

    def value(self, depth: int) -> Node:
        found = self._next("value")
        start = found.start()
        if found["mark"] is None:
            return self._scalar(found)
        if found["mark"] not in "[{":
            raise _Wrong(start, _WANTED["value"])
        if depth > yaml.DEEPEST:
            raise _Stop(yaml.too_deep(Span(self.source, start, start + 1), depth))
        return self._list(start, depth) if found["mark"] == "[" else self._mapping(start, depth)

    def end(self) -> None:
        """Nothing but blanks may stand behind the value."""
        at = self._blank()
        if at < len(self.text):
            raise _Wrong(at, "the end")

    def _list(self, start: int, depth: int) -> Sequence:
        items: list[Node] = []
        if not self._closes("]"):
            items.append(self.value(depth + 1))
            while self._goes_on("]"):
                items.append(self.value(depth + 1))
        return Sequence(tuple(items), Span(self.source, start, self.position))

    def _mapping(self, start: int, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        if not self._closes("}"):
            while self._pairs(entries) is None:
                self._entry(entries, depth)
                if not self._goes_on("}"):
                    break
        return Mapping(tuple(entries.values()), Span(self.source, start, self.position))

    def _pairs(self, entries: dict[str, Entry]) -> bool | None:
        """Reads plain pairs as long as there are some: True at the end of the mapping, None where something else follows.
        The same as `_entry` and `_goes_on`, which read whatever there is."""
        source, text, match, at = self.source, self.text, _PAIR.match, self.position
        while (found := match(text, at)) is not None:
            name = found[2]
            if name in entries:
                break
            if found[3] is not None:
                value = Scalar(found[4], True, Span(source, *found.span(3)))
            else:
                value = Scalar(found[5], False, Span(source, *found.span(5)))
            entries[name] = Entry(Scalar(name, True, Span(source, *found.span(1))), value)
            self.position = at = found.end()
            if found[6] == "}":
                return True
        return None

    def _entry(self, entries: dict[str, Entry], depth: int) -> None:
        found = self._next("key")
        if found["string"] is None:
            raise _Wrong(found.start(), _WANTED["key"])
        key = self._scalar(found)
        if self._next("colon")[0] != ":":
            raise _Wrong(self.position - 1, _WANTED["colon"])
        value = self.value(depth + 1)
        earlier = entries.get(key.text)
        if earlier is None:
            entries[key.text] = Entry(key, value)
        else:
            self.found.add(yaml.key_twice(key, earlier.key))

    def _scalar(self, found: re.Match[str]) -> Scalar:
        at = Span(self.source, found.start(), found.end())
        if found["string"] is None:
            return Scalar(found[0], False, at)
        text = found[0][1:-1]
        if "\\" in text:
            text = json.loads(found[0])
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                raise _Stop(yaml.half_a_character(at))
        return Scalar(text, True, at)

    def _next(self, wanted: str) -> re.Match[str]:
        at = self._blank()
        found = _TOKEN.match(self.text, at)
        if found is None:
            raise _Wrong(at, _WANTED[wanted])
        self.position = found.end()
        return found

    def _closes(self, bracket: str) -> bool:
        """Whether the list or mapping ends before its first value; then its bracket is passed."""
        at = self._blank()
        if self.text[at : at + 1] != bracket:
            return False
        self.position = at + 1
        return True

    def _goes_on(self, bracket: str) -> bool:
        """Whether another value comes; what ends the list or mapping is passed either way."""
        found = self._next("more")
        if found[0] not in (",", bracket):
            raise _Wrong(found.start(), _WANTED["more"])
        return found[0] == ","

    def _blank(self) -> int:
        blank = _BLANK.match(self.text, self.position)
        return self.position if blank is None else blank.end()
