"""A document's tree and findings about it in, the findings with the way to their places out: `people[3].status`.

The way is looked for only where something was found, so that a good document pays nothing for it. Items count from 0, as in
every programming language and in JSON's own pointers; keys that are no plain names stand in quotes: `facts["a b"]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.nodes import Mapping, Node, Sequence
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved

MISSING = ("DO413", "DO433", "DO452")
"""Codes of what is not there: their subject is the key that is missing, and stands behind the way to its mapping."""

T = TypeVar("T")

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def with_places(outcome: Outcome[T], node: Node) -> Outcome[T]:
    """The outcome of reading a document, each finding with the way to its place; those about other texts unchanged."""
    return Outcome(outcome.value, located(outcome.diagnostics, node)) if outcome.diagnostics else outcome


def located(found: Iterable[Diagnostic], node: Node) -> tuple[Diagnostic, ...]:
    """The findings with the ways to their places in a document; one that has a way already keeps it."""
    told = tuple(found)
    if not any(one.span is not None and one.span.source is node.at.source for one in told):
        return told
    leaves: dict[tuple[int, int], str] = {}
    mappings: dict[tuple[int, int], str] = {}
    for at, way, is_mapping in _ways(node, ""):
        (mappings if is_mapping else leaves).setdefault((at.start, at.end), way)
    made = []
    for one in told:
        if one.span is not None and one.span.source is node.at.source and not one.keys:
            made.append(evolved(one, keys=_way(one, one.span, leaves, mappings)))
        else:
            made.append(one)
    return tuple(made)


def _way(one: Diagnostic, span: Span, leaves: dict[tuple[int, int], str], mappings: dict[tuple[int, int], str]) -> str:
    place = (span.start, span.end)
    if one.code not in MISSING or not one.subject:
        return leaves.get(place) or mappings.get(place) or ""
    # A fact that is missing points at the key `facts`, or at the document where that is missing, too.
    return _joined("facts" if one.code == "DO433" else mappings.get(place, ""), one.subject)


def _ways(node: Node, way: str) -> Iterator[tuple[Span, str, bool]]:
    """Every key, value and mapping with the way to it; a key has the way of its value."""
    if isinstance(node, Mapping):
        yield node.at, way, True
        for entry in node:
            inner = _joined(way, entry.key.text)
            yield entry.key.at, inner, False
            yield from _ways(entry.value, inner)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _ways(item, f"{way}[{number}]")
        yield node.at, way, False
    else:
        yield node.at, way, False


def _joined(way: str, key: str) -> str:
    if not _PLAIN.fullmatch(key):
        quoted = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'{way}["{quoted}"]'
    return f"{way}.{key}" if way else key
