"""An account with very many events, of which none is held: the same invoices as of a document that holds them all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

import pytest

from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.invoice import Line as InvoiceLine
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.python.over_time.invoices import History
from seatpolicy.engines.python.programs import Programs
from seatpolicy.semantics.model.texts import as_texts
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.event_lines import Held, Line
from seatpolicy.workspace.json_text import read_json_line
from seatpolicy.workspace.long_history import LongHistory, _Ids, long_history
from tests.properties.histories import Terms, policy_of

POLICY, PROGRAMS = policy_of(Terms(discount=True)), Programs()
START, UNTIL = date(2026, 1, 1), date(2026, 6, 1)
DOCUMENT = {
    "schema_version": "1.0", "account": "acme", "plans": ["team"], "addons": [], "currency": "USD",
    "subscription": {"start": f"{START}"}, "seats": {"desks": 20},
}  # fmt: skip


def drawn(number: int, count: int = 60) -> list[dict[str, object]]:
    """Events in the order of time."""
    r = Random(number)
    days = sorted(r.randint(1, 140) for _ in range(count))
    made: list[dict[str, object]] = []
    for n, day in enumerate(days):
        at = f"{START + timedelta(days=day)}T{n % 22:02}:{n % 60:02}:{n % 60:02}Z"
        made.append({"id": f"e-{n}", "at": at, "type": "seats_changed", "charge": "desks", "to": r.randint(0, 40)})
    return sorted(made, key=lambda one: str(one["at"]))


def lines_of(events: Sequence[dict[str, object]]) -> list[Line]:
    return [Line(number, json.dumps({"account": "acme", **one}).encode(), 0) for number, one in enumerate(events, start=1)]


def account_of(events: Sequence[dict[str, object]] = ()) -> Account:
    text = json.dumps({**DOCUMENT, **({"events": list(events)} if events else {})})
    document = read_json_line(SourceText("acme.json", text)).value
    assert document is not None
    account = read_account(document, POLICY).value
    assert account is not None
    return account


def long_of(lines: list[Line] | Held) -> LongHistory | None:
    return long_history(PROGRAMS, as_texts(POLICY), account_of(), lines, "events.jsonl", UNTIL)


def billed(events: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    """What the whole way bills of a document with all of these."""
    made = History(PROGRAMS, POLICY, account_of(events)).series(UNTIL)
    assert not made.diagnostics
    return told(made.value)


def figures(line: object) -> list[tuple[object, ...]]:
    """What the steps of a line say, but for their place: where nothing is held, more seats point at their charge,
    and a line names the events of its own day, not those since the line before it."""
    assert isinstance(line, InvoiceLine)
    return [(one.figure, one.rule, one.basis, one.before, one.change, one.after) for one in line.steps]


def told(invoices: Iterable[Invoice]) -> list[tuple[object, ...]]:
    return [
        (one.id, one.as_of, one.period, one.totals, [(line.id, line.amount, figures(line)) for line in one.lines])
        for one in invoices
    ]


@pytest.mark.parametrize("number", range(4))
def test_lines_in_the_order_of_time_are_billed_as_they_come(number: int) -> None:
    events = drawn(number)
    history = long_of(lines_of(events))
    assert history is not None
    assert history.in_order
    assert history.size == 0
    assert told(history.invoices(UNTIL)) == billed(events)


@pytest.mark.parametrize("number", range(4, 7))
@pytest.mark.parametrize("held", [False, True])
def test_lines_in_another_order_are_sorted(number: int, held: bool) -> None:
    events = drawn(number)
    mixed = Random(number).sample(events, len(events))
    lines: list[Line] | Held = lines_of(mixed)
    if held:
        lines = Held()
        for line in lines_of(mixed):
            lines.add(line)
    history = long_of(lines)
    assert history is not None
    assert not history.in_order
    assert 0 < history.size < 300 * len(events)
    assert told(history.invoices(UNTIL)) == billed(events)


def test_the_same_event_told_twice_counts_once() -> None:
    events = drawn(8)
    history = long_of(lines_of([events[0], events[0], *events[1:], events[-1]]))
    assert history is not None
    assert told(history.invoices(UNTIL)) == billed(events)


def changed(place: int, **said: object) -> list[dict[str, object]]:
    events = drawn(9)
    events[place] = {**events[place], **said}
    return events


TAKEN_BACK = {"id": "c", "at": "2026-06-02", "type": "correction", "corrects": "e-1", "never_happened": True}
OTHER: dict[str, list[dict[str, object]]] = {
    "another kind of event": [*drawn(9), {"id": "p", "at": "2026-06-02", "type": "paused"}],
    "a correction": [*drawn(9), TAKEN_BACK],
    "recorded late": changed(3, recorded_at="2026-06-01"),
    "a cause": changed(3, cause="inactivity"),
    "a charge that is not there": changed(3, charge="chairs"),
    "a mistake": changed(3, at="soon"),
    "before the start": changed(0, at="2025-12-30T00:00:00Z"),
    "fewer than none": changed(5, to=None, by=-1_000),
    "one id for two events": changed(40, id="e-7"),
    "two counts at one instant": [*drawn(9), {**drawn(9)[-1], "id": "again", "to": 44}],
    "no JSON": [*drawn(9)],
}  # fmt: skip


@pytest.mark.parametrize("what", OTHER)
def test_what_else_happens_goes_the_whole_way(what: str) -> None:
    events = [{key: value for key, value in one.items() if value is not None} for one in OTHER[what]]
    lines = lines_of(events)
    if what == "no JSON":
        lines[5] = Line(6, b"{", 0)
    assert long_of(lines) is None


def test_ids_are_remembered_in_two_bytes() -> None:
    ids = _Ids(20_000)
    for number in range(20_000):
        ids.add(f"e-{number}")
    assert len(ids._bits) == 40_000
    assert len(ids.suspects) < 100
    ids.add("e-77")
    assert "e-77" in ids.suspects
