"""A history as it was known at an instant: the correction recorded last is applied, all are linked, none before its time."""

from __future__ import annotations

from datetime import date

import pytest

from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.events.records import Event, FactsChanged, PersonAdded, SeatsChanged
from seatpolicy.values.zones import parse_instant
from tests.unit.documents.events.histories import good, read

ORDER = "{id: e-1, at: 2026-11-10, type: seats_changed, charge: seats, by: 2, source: shop}"
LESS = "{id: c-1, at: 2026-11-12, type: correction, corrects: e-1, by: 1, source: support}"
LATER = "{id: c-2, at: 2026-11-14, type: correction, corrects: e-1, moved_to: 2026-11-11}"
NEVER = "{id: c-3, at: 2026-11-16, type: correction, corrects: e-1, never_happened: yes}"
AFTER_ALL = "{id: c-4, at: 2026-11-18, type: correction, corrects: e-1, never_happened: no}"


def at(text: str) -> int:
    instant = parse_instant(text)
    assert instant is not None
    return instant


def seats(events: tuple[Event, ...], instant: str = "") -> list[tuple[int | None, str, tuple[str, ...]]]:
    """Of each change of seats: by how many, its day, its corrections."""
    known = known_by(events, at(instant) if instant else None)
    return [(one.by, str(one.day), one.corrections) for one in known if isinstance(one, SeatsChanged)]


def test_the_correction_recorded_last_wins_and_each_starts_from_the_first_event() -> None:
    events = good(AFTER_ALL, NEVER, LATER, LESS, ORDER)
    assert [one.id for one in events] == ["e-1", "c-1", "c-2", "c-3", "c-4"]
    assert seats(events, "2026-11-09T22:59:59Z") == []
    assert seats(events, "2026-11-09T23:00:00Z") == [(2, "2026-11-10", ())]  # midnight in Berlin
    assert seats(events, "2026-11-12T00:00:00Z") == [(1, "2026-11-10", ("c-1",))]
    # The second correction says nothing of how many: two, as first said.
    assert seats(events, "2026-11-15T00:00:00Z") == [(2, "2026-11-11", ("c-1", "c-2"))]
    assert seats(events, "2026-11-17T00:00:00Z") == []
    assert seats(events) == [(2, "2026-11-10", ("c-1", "c-2", "c-3", "c-4"))]


def test_a_corrected_event_keeps_its_id_its_source_and_when_it_became_known() -> None:
    (one,) = known_by(good(ORDER, LATER))
    assert (one.id, one.source, one.day, one.recorded_on) == ("e-1", "shop", date(2026, 11, 11), date(2026, 11, 10))


def test_a_moved_event_takes_its_new_place_in_the_order() -> None:
    events = good(ORDER, "{id: e-2, at: 2026-11-10T12:00:00Z, type: paused}", LATER)
    assert [one.id for one in known_by(events, at("2026-11-11T00:00:00Z"))] == ["e-1", "e-2"]
    assert [one.id for one in known_by(events)] == ["e-2", "e-1"]


def test_an_event_recorded_later_is_not_known_earlier() -> None:
    events = good("{id: e-1, at: 2026-11-10, recorded_at: 2026-12-01, type: paused}")
    assert known_by(events, at("2026-11-30T22:59:59Z")) == ()
    assert [one.id for one in known_by(events, at("2026-11-30T23:00:00Z"))] == ["e-1"]


@pytest.mark.parametrize(
    ("said", "by", "to", "cause"),
    [
        ("to: 7", None, 7, ""),  # one of the two takes the place of both
        ("by: -3", -3, None, "order"),
        ("cause: inactivity", -2, None, "inactivity"),
        ("cause: ", -2, None, ""),
    ],
)
def test_a_correction_replaces_fields(said: str, by: int | None, to: int | None, cause: str) -> None:
    cause_kept = ", cause: " if said.startswith("to") else ""
    events = good(
        "seats: {seats: 9}",
        "{id: e-1, at: 2026-11-10, type: seats_changed, charge: seats, by: -2, cause: order}",
        f"{{id: c-1, at: 2026-11-12, type: correction, corrects: e-1, {said}{cause_kept}}}",
    )
    (one,) = known_by(events)
    assert isinstance(one, SeatsChanged)
    assert (one.by, one.to, one.cause) == (by, to, cause)


def test_facts_are_replaced_one_by_one_beside_the_keys_and_below() -> None:
    events = good(
        "{id: e-1, at: 2026-11-02, type: person_added, person: u-1, roles: member, "
        "facts: {projects: 1, email: a@b.example}}",
        "{id: c-1, at: 2026-11-03, type: correction, corrects: e-1, projects: 2, roles: [guest]}",
        "{id: e-2, at: 2026-11-02, type: person_added, person: u-2, projects: 1, email: c@d.example}",
        "{id: c-2, at: 2026-11-03, type: correction, corrects: e-2, facts: {projects: 5}, status: active}",
        "{id: e-3, at: 2026-11-04, type: facts_changed, facts: {segment: enterprise, partner: Meridian}}",
        "{id: c-3, at: 2026-11-05, type: correction, corrects: e-3, facts: {partner: Aldgate}}",
    )
    first, second, third = known_by(events)
    assert isinstance(first, PersonAdded)
    assert isinstance(second, PersonAdded)
    assert isinstance(third, FactsChanged)
    assert first.facts == {"status": "invited", "roles": ("guest",), "projects": 2, "email": "a@b.example"}
    assert second.facts == {"status": "active", "projects": 5, "email": "c@d.example"}
    assert third.facts == {"segment": "enterprise", "partner": "Aldgate"}


def test_who_is_meant_can_be_corrected() -> None:
    events = good(
        "{id: a-1, at: 2026-11-02, type: person_added, person: u-1, projects: 1}",
        "{id: a-2, at: 2026-11-02, type: person_added, person: u-2, projects: 1}",
        "{id: e-1, at: 2026-11-10, type: removed, person: u-1}",
        "{id: c-1, at: 2026-11-11, type: correction, corrects: e-1, person: u-2}",
        "{id: e-2, at: 2026-11-12, type: used, person: u-1}",
    )
    assert [getattr(one, "person", "") for one in known_by(events)] == ["u-1", "u-2", "u-2", "u-1"]


def test_a_contradiction_that_a_correction_puts_right_is_none() -> None:
    added = "{id: e-1, at: 2026-11-10, type: person_added, person: u-1, projects: 1}"
    used = "{id: e-2, at: 2026-11-05, type: used, person: u-1}"
    moved = "{id: c-1, at: 2026-11-20, type: correction, corrects: e-1, moved_to: 2026-11-05}"
    assert [one.code for one in read(added, used).diagnostics] == ["DO532"]
    assert [one.id for one in known_by(good(added, used, moved))] == ["e-1", "e-2"]
    assert [one.id for one in known_by(good(added, used, moved), at("2026-11-19T00:00:00Z"))] == ["e-2", "e-1"]


def test_two_corrections_at_one_instant_that_say_the_same_are_no_contradiction() -> None:
    again = LESS.replace("c-1", "c-9")
    assert seats(good(ORDER, LESS, again)) == [(1, "2026-11-10", ("c-1", "c-9"))]
