"""The quick readers of an event's line and the exact one: what the quick ones make, the exact one makes, too."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.events.one_by_one import OneByOne
from seatpolicy.documents.events.usual import UsualEvents
from seatpolicy.documents.nodes import Mapping, Node, Sequence
from seatpolicy.source.text import SourceText, Span
from seatpolicy.workspace.event_nodes import exact_node, plain_data, quick_node
from tests.properties.histories import Terms, policy_of

FILE = "events.jsonl"
POLICY = policy_of(Terms())


def plain(node: Node | None) -> object:
    """A tree with its texts and whether each stands in quotes."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node is None else (node.text, node.quoted)


values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.text(max_size=8), st.sampled_from(["\ud800", "ü"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), values, max_size=5), st.booleans())
def test_quick_and_exact_make_one_tree(said: dict[str, object], escaped: bool) -> None:
    text = json.dumps({"account": "a", **said}, ensure_ascii=escaped)
    content = text.encode("utf-8", "surrogatepass")
    quick, exact = quick_node(FILE, 3, content), exact_node(FILE, 3, content)
    if quick is not None:
        assert plain(quick) == plain(exact.value)
        assert exact.diagnostics == ()
        assert quick.at.where == f"{FILE}:3:1"


ODD = [
    b'{"id": "e-1", "id": "e-2"}', b'{"id": NaN}', b'{"id": "\\ud800"}', b'{"id": "e-1"', b"[]", b'"text"', b"\xff",
    b'{"id": "\x00"}', b'{"id": "a\tb"}', "{\"id\": \"\u200b\"}".encode(), b'{"id": {"a": 1, "a": 2}}',
]  # fmt: skip


@pytest.mark.parametrize("content", ODD, ids=repr)
def test_what_is_odd_is_left_to_the_exact_reader(content: bytes) -> None:
    exact = exact_node(FILE, 1, content)
    quick = quick_node(FILE, 1, content)
    assert quick is None or plain(quick) == plain(exact.value)
    if exact.has_errors or not isinstance(exact.value, Mapping):
        assert quick is None


USUAL = {"id": "e-1", "at": "2026-03-04T10:11:12Z", "type": "seats_changed", "charge": "desks", "by": 2}
CHANGES: list[dict[str, object]] = [
    {}, {"by": -3}, {"by": 0}, {"by": "2"}, {"by": True}, {"by": 10**9}, {"by": 10**10}, {"to": 3}, {"by": None, "to": 3},
    {"id": ""}, {"id": " "}, {"id": 7}, {"id": "é"}, {"at": "2026-03-04"}, {"at": "2026-03-04T10:11:12+01:00"}, {"at": 3},
    {"at": "2026-13-04T10:11:12Z"}, {"at": "1900-01-01T10:11:12Z"}, {"at": "2200-12-31T23:30:00Z"},
    {"at": "2026-03-28T23:30:00Z"}, {"at": "2026-03-29T00:30:00Z"}, {"at": "2026-10-25T00:30:00.25Z"}, {"type": "paused"},
    {"charge": "chairs"}, {"charge": 1}, {"source": "desk"}, {"source": ""}, {"source": 4}, {"cause": "order"}, {"odd": 1},
    {"recorded_at": "2026-03-05"},
]  # fmt: skip


def usual_of(content: bytes, usual: UsualEvents) -> object:
    made = plain_data(content)
    return None if made is None else usual.event(made[0], Span(SourceText(FILE, made[1]), 0, len(made[1])))


@pytest.mark.parametrize("change", CHANGES, ids=repr)
def test_usual_events_are_those_of_the_reader(change: dict[str, object]) -> None:
    said = {key: value for key, value in {"account": "a", **USUAL, **change}.items() if value is not None}
    content = json.dumps(said).encode()
    found = Diagnostics()
    read = OneByOne(POLICY, "USD", found)
    event = usual_of(content, UsualEvents(read.reader))
    node = quick_node(FILE, 1, content)
    whole = read.event(node) if node is not None else None
    if event is not None:
        assert event == whole
    if not change or change in ({"by": -3}, {"source": "desk"}):
        assert event is not None


def test_days_are_those_of_the_zone_however_instants_come() -> None:
    read = OneByOne(POLICY, "USD", Diagnostics())
    usual = UsualEvents(read.reader)
    hours = [
        f"2026-{month:02}-{day:02}T{hour:02}:30:00Z"
        for month, day in ((3, 28), (3, 29), (10, 24), (10, 25))
        for hour in (0, 1, 21, 22, 23)
    ]
    for at in (*hours, *reversed(hours)):
        content = json.dumps({**USUAL, "at": at}).encode()
        node = quick_node(FILE, 1, content)
        assert node is not None
        assert usual_of(content, usual) == read.event(node)
