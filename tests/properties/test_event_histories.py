"""Histories in any order, told any number of times, and with slips: what is read never hangs on how events arrived, what was
known at a time never changes, and nothing raises.

Everything is drawn as text, so that the reader is asked whole: from a list of flow mappings to the account's events.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.diagnostics.render import render
from seatpolicy.diagnostics.to_json import to_json
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.events.order import place_in_time
from seatpolicy.documents.events.records import Correction, Event
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence
from seatpolicy.documents.read_account import read_account
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.properties.mutated_documents import VALUES
from tests.unit.documents.events.histories import document, read, store

PEOPLE = ("u-1", "u-2", "u-3")


def _time(minutes: int) -> str:
    """A time of November 2026, in UTC or as a date."""
    day, rest = divmod(minutes, 24 * 60)
    if rest == 0:
        return f"2026-11-{day + 2:02d}"
    return f"2026-11-{day + 2:02d}T{rest // 60:02d}:{rest % 60:02d}:00Z"


TIMES = st.integers(0, 26 * 24 * 60).map(_time)
FIELDS = st.one_of(
    st.integers(-9, 9).filter(bool).map(lambda n: f"type: seats_changed, charge: seats, by: {n}"),
    st.integers(0, 99).map(lambda n: f"type: seats_changed, charge: seats, to: {n}"),
    st.sampled_from(PEOPLE).map(lambda one: f"type: used, person: {one}, kind: edit"),
    st.sampled_from(PEOPLE).map(lambda one: f"type: roles_changed, person: {one}, roles: [guest]"),
    st.integers(0, 9).map(lambda n: f"type: facts_changed, person: u-1, facts: {{projects: {n}}}"),
    st.sampled_from(("smb", "midmarket")).map(lambda one: f"type: facts_changed, facts: {{segment: {one}}}"),
    st.integers(0, 999).map(lambda n: f"type: usage, meter: exports, amount: {n}"),
    st.sampled_from(("team", "works")).map(lambda one: f"type: plan_changed, plans: [{one}]"),
    st.integers(1, 31).map(lambda n: f"type: anchor_moved, day: {n}"),
)
CORRECTIONS = st.sampled_from(("never_happened: yes", "never_happened: no", "moved_to: 2026-11-29"))


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    """Lines of a history that may well be wrong: three people who are there, changes, and corrections of them."""
    lines = [f"{{id: p-{one}, at: 2026-11-01, type: person_added, person: {one}, projects: 1}}" for one in PEOPLE]
    for number in range(draw(st.integers(0, 8))):
        lines.append(f"{{id: e-{number}, at: {draw(TIMES)}, {draw(FIELDS)}}}")
    for number in range(draw(st.integers(0, 3)) if len(lines) > len(PEOPLE) else 0):
        first = draw(st.integers(0, len(lines) - len(PEOPLE) - 1))
        when = f"2026-12-{draw(st.integers(1, 9)):02d}"
        lines.append(f"{{id: c-{number}, at: {when}, type: correction, corrects: e-{first}, {draw(CORRECTIONS)}}}")
    return lines


def told(account: Account | None, codes: list[str]) -> object:
    """What must not hang on the order: the events, or the codes of what is wrong."""
    return codes if account is None else (account.events, known_by(account.events), codes)


def outcome_of(lines: list[str]) -> object:
    outcome = read("seats: {seats: 500}", *lines)
    return told(outcome.value, sorted(one.code for one in outcome.diagnostics))


@settings(max_examples=150, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(lines: list[str], chance: random.Random) -> None:
    shuffled = lines[:]
    chance.shuffle(shuffled)
    assert outcome_of(shuffled) == outcome_of(lines)


@settings(max_examples=100, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_same_event_told_again_never_matters(lines: list[str], chance: random.Random) -> None:
    again = lines + chance.choices(lines, k=3)
    chance.shuffle(again)
    events = read("seats: {seats: 500}", *lines).value
    more = read("seats: {seats: 500}", *again).value
    assert (events is None) is (more is None)
    if events is not None and more is not None:
        assert more.events == events.events


@settings(max_examples=100, deadline=None)
@given(histories(), st.integers(0, 45))
def test_what_was_known_at_a_time_is_not_changed_by_what_came_later(lines: list[str], day: int) -> None:
    account = read("seats: {seats: 500}", *lines).value
    if account is None:
        return
    instant = account.events[0].instant + day * 86_400_000_000
    until = tuple(one for one in account.events if one.recorded <= instant)
    assert known_by(account.events, instant) == known_by(until)
    known = known_by(account.events)
    assert [place_in_time(one) for one in known] == sorted(place_in_time(one) for one in known)
    assert not any(isinstance(one, Correction) for one in known)
    assert {one for event in known for one in event.corrections} <= {one.id for one in account.events}
    assert len({one.id for one in known}) == len(known)


# Ten kinds of slips in the list of events.
_PAIR = re.compile(r"([a-z_]+): ([^,{}\[\]\n]+)")
Slip = Callable[[random.Random, list[str]], list[str]]


def _in_one(change: Callable[[random.Random, str], str]) -> Slip:
    def slip(chance: random.Random, lines: list[str]) -> list[str]:
        at = chance.randrange(len(lines))
        return [*lines[:at], change(chance, lines[at]), *lines[at + 1 :]]

    return slip


def _pair(chance: random.Random, line: str, change: Callable[[re.Match[str]], str]) -> str:
    pairs = list(_PAIR.finditer(line))
    if not pairs:
        return line
    found = chance.choice(pairs)
    return line[: found.start()] + change(found) + line[found.end() :]


IDS = ("e-0", "p-u-1", "c-0", "x", "y")
CHANGES = ("by: 3", "to: 4", "person: u-2", "facts: {projects: 7}", "roles: guest", "amount: 1", "plans: []")

SLIPS: dict[str, Slip] = {
    "a key is left out": _in_one(lambda chance, line: _pair(chance, line, lambda found: "source: x")),
    "a key is misspelt": _in_one(lambda chance, line: _pair(chance, line, lambda found: f"{found[1][:-1]}x: {found[2]}")),
    "a value of another kind": _in_one(
        lambda chance, line: _pair(chance, line, lambda found: f"{found[1]}: {chance.choice(VALUES)}")
    ),
    "a value of another place": _in_one(
        lambda chance, line: _pair(chance, line, lambda found: f"{found[1]}: {chance.choice(_PAIR.findall(line))[1]}")
    ),
    "a time without its zone": _in_one(lambda chance, line: line.replace("Z", "")),
    "another type": _in_one(
        lambda chance, line: re.sub(r"type: \w+", "type: " + chance.choice(["removed", "usage", "cancelled", "seat"]), line)
    ),
    "an id of another event": lambda chance, lines: [
        *lines, re.sub(r"id: [\w-]+", "id: " + chance.choice(["e-0", "p-u-1", "c-0"]), chance.choice(lines), count=1)
    ],
    "an event is lost": lambda chance, lines: [one for one in lines if one != lines[0]] or ["{}"],
    "a correction of something": lambda chance, lines: [
        *lines,
        f"{{id: x, at: 2026-12-20, type: correction, corrects: {chance.choice(IDS)}, {chance.choice(CHANGES)}}}",
    ],
    "a line is cut": _in_one(lambda chance, line: line[: chance.randrange(1, len(line))]),
    "a character more": _in_one(
        lambda chance, line: line.replace(chance.choice(line), chance.choice("{}[],:#&*!|>'\"%@`\t\u202e٣é"), 1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SLIPS)
@settings(max_examples=25, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_slips_never_raise_and_never_lose_an_event(kind: str, lines: list[str], chance: random.Random) -> None:
    slipped = SLIPS[kind](chance, lines)
    text = document("seats: {seats: 500}", *slipped)
    node = parse_document(SourceText("account.yaml", text)).value
    if node is None:
        return
    outcome = read_account(node, store())
    for one in outcome.diagnostics:
        assert render(one, 80).encode("utf-8")
        assert to_json(one)
    if outcome.value is None:
        assert outcome.diagnostics
    else:
        assert {event.id for event in outcome.value.events} == _ids(node)
        _all_typed(outcome.value.events)


def _ids(node: Node) -> set[str]:
    """The ids that a document writes."""
    assert isinstance(node, Mapping)
    listed = node.get("events")
    entries = listed.items if isinstance(listed, Sequence) else ()
    named = [one.get("id") for one in entries if isinstance(one, Mapping)]
    assert len(named) == len(entries)
    return {one.text for one in named if isinstance(one, Scalar)}


def _all_typed(events: tuple[Event, ...]) -> None:
    for one in events:
        assert isinstance(one.instant, int)
        assert isinstance(one.recorded, int)
        assert one.id.strip()
