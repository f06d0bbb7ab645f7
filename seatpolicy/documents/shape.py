"""A node and what stands at its place in a document in, the node of that shape out; otherwise a finding, and nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping as ByName
from collections.abc import Sequence as Names

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents import messages
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence, is_nothing

READS = (1, 0)
"""The schema version that this program writes, and reads with every key known."""


@attrs.frozen
class Key:
    """A key of a mapping; `sample` is a line that a message can show; `needed` says that it must be there."""

    name: str
    sample: str
    needed: bool = False


def mapping(node: Node, what: str, found: Diagnostics, sample: str = "") -> Mapping | None:
    """The mapping, or nothing and a finding."""
    if isinstance(node, Mapping):
        return node
    found.add(messages.wrong_shape(node.at, what, "a mapping of keys to values", sample))
    return None


def items(node: Node | None, what: str, found: Diagnostics, sample: str = "") -> tuple[Node, ...]:
    """The items of a list; none, and a finding, for any other shape."""
    if node is None or is_nothing(node):
        return ()
    if isinstance(node, Sequence):
        return node.items
    found.add(messages.wrong_shape(node.at, what, "a list", sample))
    return ()


def entries(node: Node | None, what: str, found: Diagnostics, sample: str = "") -> tuple[tuple[Scalar, Node], ...]:
    """The keys and values of a mapping; none, and a finding, for any other shape."""
    if node is None or is_nothing(node):
        return ()
    inner = mapping(node, what, found, sample)
    return () if inner is None else tuple((entry.key, entry.value) for entry in inner)


def scalar(node: Node | None, what: str, found: Diagnostics, sample: str = "") -> Scalar | None:
    """The one value; nothing where it is absent or empty, and a finding where it is a list or a mapping."""
    if node is None or is_nothing(node):
        return None
    if isinstance(node, Scalar):
        return node
    found.add(messages.wrong_shape(node.at, what, "one value", sample))
    return None


def check_keys(
    node: Mapping,
    of: str,
    keys: Names[Key],
    found: Diagnostics,
    tolerant: bool = False,
    elsewhere: ByName[str, str] | None = None,
) -> None:
    """A finding for every key that is not known, and for every needed one that is not there or has no value. `elsewhere`
    gives, for keys that belong to another place, a line that shows it. What a wrong key was meant for is not missing."""
    known = [key.name for key in keys]
    meant: set[str] = set()
    if not tolerant:
        for entry in node:
            if entry.key.text not in known:
                place = (elsewhere or {}).get(entry.key.text, "")
                found.add(messages.unknown_key(entry.key, of, known, place))
                meant.update([place.partition(":")[0]] if place else closest(entry.key.text, known, 1))
    for key in keys:
        if key.needed and key.name not in meant and is_nothing(node.get(key.name)):
            found.add(messages.missing_key(node.at, of, key.name, key.sample))


def schema_version(node: Mapping, found: Diagnostics) -> bool:
    """Whether the document is of a newer minor version, whose unknown keys are passed over; a newer major is refused."""
    given = scalar(node.get("schema_version"), "schema_version", found, 'schema_version: "1.0"')
    if given is None:
        return False
    parts = re.fullmatch(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})", given.text)
    if parts is None:
        found.add(_version(given, "a schema version is two numbers, such as `1.0`"))
        return False
    version = int(parts[1]), int(parts[2])
    if version[0] != READS[0]:
        found.add(_version(given, f"this program reads version {READS[0]}.{READS[1]}"))
    return version[0] == READS[0] and version[1] > READS[1]


def _version(given: Scalar, note: str) -> Diagnostic:
    return messages.DO414.at(
        given.at,
        f"schema version {given.text} cannot be read",
        note=note,
        hint='write `schema_version: "1.0"`',
        subject="schema_version",
    )
