"""A line of a file of events in, the node of the event out, without the key that says whose it is.

`quick_node` reads what most lines are with the library's own reader: only the event as a whole has its place. Where anything
is unusual there is none, and `exact_node` reads the line with a place for each value. Both make the same tree, so that
whoever finds a mistake in the quick one can ask for the exact one and tell where it is.
"""

from __future__ import annotations

import json
from typing import Any

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from seatpolicy.source.text import BYTE_ORDER_MARK, SourceText, Span
from seatpolicy.workspace.files import decode
from seatpolicy.workspace.json_text import UNPRINTABLE, read_json_line

ACCOUNT = "account"
NOWHERE = Span(SourceText("", ""), 0, 0)
"""The place of a value of a quick node: nobody is told it."""

MOST_KEPT = 4096
_WORDS = {one: Scalar(text, False, NOWHERE) for one, text in ((True, "true"), (False, "false"), (None, "null"))}
_KEYS: dict[str, Scalar] = {}
"""Keys, and the numbers and texts that come again and again; they hold no place."""
_NUMBERS: dict[str, Scalar] = {}


class _Unusual(Exception):
    """The exact reader must look at it."""


def exact_node(path: str, number: int, content: bytes) -> Outcome[Node | None]:
    """The event of a line with the place of each value; None, and findings, where it is no JSON."""
    read = decode(f"{path}:{number}", content)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    text = read.value.text.removeprefix(BYTE_ORDER_MARK) if number == 1 else read.value.text
    made = read_json_line(SourceText(path, text, number))
    if made.value is None or made.has_errors:
        return Outcome(None, made.diagnostics)
    return Outcome(_without_account(made.value), made.diagnostics)


def quick_node(path: str, number: int, content: bytes) -> Node | None:
    """The same of a usual line, all values at the line; None for any other."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if UNPRINTABLE.search(text) is not None:
        return None
    try:
        made = _DECODER.decode(text)
    except (ValueError, RecursionError, _Unusual):
        return None
    if not isinstance(made, Mapping):
        return None
    at = Span(SourceText(path, text, number), 0, len(text))
    return Mapping(tuple([one for one in made.entries if one.key.text != ACCOUNT]), at)


def _plain(value: Any) -> Node:
    if type(value) is str:
        # Half a character may stand there as an escape.
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _Unusual
        return Scalar(value, True, NOWHERE)
    if isinstance(value, list):
        return Sequence(tuple(_plain(one) for one in value), NOWHERE)
    return _WORDS[value] if value is None or value is True or value is False else value


def _mapping(pairs: list[tuple[str, Any]]) -> Mapping:
    made: dict[str, Entry] = {}
    for key, value in pairs:
        if key in made:
            raise _Unusual
        made[key] = Entry(_KEYS.get(key) or _kept(_KEYS, key, True), _plain(value))
    return Mapping(tuple(made.values()), NOWHERE)


def _word(written: str) -> Scalar:
    return _NUMBERS.get(written) or _kept(_NUMBERS, written, False)


def _kept(known: dict[str, Scalar], text: str, quoted: bool) -> Scalar:
    made = Scalar(text, quoted, NOWHERE)
    if len(known) < MOST_KEPT:
        known[text] = made
    return made


def _refused(_: str) -> Scalar:
    raise _Unusual


_DECODER = json.JSONDecoder(
    object_pairs_hook=_mapping, parse_int=_word, parse_float=_word, parse_constant=_refused
)  # fmt: skip


def plain_data(content: bytes) -> tuple[dict[str, Any], str] | None:
    """What a usual line says, but for whose it is, with its text; None for any other."""
    try:
        text = content.decode("ascii")
        said = _PLAIN.decode(text)
    except (ValueError, RecursionError, _Unusual):
        return None
    if UNPRINTABLE.search(text) is not None or type(said) is not dict:
        return None
    said.pop(ACCOUNT, None)
    return said, text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Unusual
    return made


_PLAIN = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refused)


def _without_account(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    return Mapping(tuple(one for one in node.entries if one.key.text != ACCOUNT), node.at)
