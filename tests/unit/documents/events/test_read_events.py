"""Every type of event as it is read of a good history: its fields, its times, and its place in the order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from seatpolicy.documents.events.forms import FORMS
from seatpolicy.documents.events.order import RANKS
from seatpolicy.documents.events.records import (
    AddonChanged,
    AnchorMoved,
    Event,
    FactsChanged,
    PersonAdded,
    PersonEvent,
    PlanChanged,
    PurchaseReturned,
    Renewed,
    RolesChanged,
    SeatReassigned,
    SeatsChanged,
    SubscriptionStarted,
    TrialStarted,
    UsageReported,
    Used,
)
from seatpolicy.documents.from_data import from_data
from seatpolicy.documents.read_account import read_account
from tests.unit.documents.events.histories import good, read, store

ADDED = "{id: a-1, at: 2026-11-02, type: person_added, person: u-1, projects: 1}"
OTHER = "{id: a-2, at: 2026-11-02, type: person_added, person: u-2, projects: 2, status: active}"


def one(fields: str, *before: str) -> Event:
    """The event of some fields, on 10 November."""
    events = good(*before, f"{{id: e-1, at: 2026-11-10, {fields}}}")
    return next(event for event in events if event.id == "e-1")


def test_every_type_has_a_form_and_a_place_in_the_order() -> None:
    assert set(FORMS) == set(RANKS)
    assert len(FORMS) == 24


def test_orders() -> None:
    start = good("{id: e-1, at: 2026-11-01, type: subscription_started, term: 2 years}")[0]
    assert isinstance(start, SubscriptionStarted)
    assert start.term_months == 24
    changed = one("type: seats_changed, charge: seats, by: 2")
    assert isinstance(changed, SeatsChanged)
    assert (changed.charge, changed.by, changed.to, changed.cause) == ("seats", 2, None, "")
    fewer = one("type: seats_changed, charge: seats, by: '-1,000', cause: inactivity", "seats: {seats: 1000}")
    assert isinstance(fewer, SeatsChanged)
    assert (fewer.by, fewer.cause) == (-1000, "inactivity")
    to = one("type: seats_changed, charge: seats, to: 0")
    assert isinstance(to, SeatsChanged)
    assert (to.by, to.to) == (None, 0)
    back = one("type: purchase_returned, charge: seats, by: 3", "seats: {seats: 3}")
    assert isinstance(back, PurchaseReturned)
    assert (back.charge, back.by) == ("seats", 3)


def test_plans_add_ons_and_cycles() -> None:
    plan = one("type: plan_changed, plans: [works, team]")
    assert isinstance(plan, PlanChanged)
    assert plan.plans == ("works", "team")
    for name in ("addon_added", "addon_removed"):
        addon = one(f"type: {name}, addon: audit", *(["addons: [audit]"] if name == "addon_removed" else []))
        assert isinstance(addon, AddonChanged)
        assert (addon.type, addon.addon) == (name, "audit")
    moved, here = one("type: anchor_moved, day: 15"), one("type: anchor_moved")
    assert isinstance(moved, AnchorMoved)
    assert isinstance(here, AnchorMoved)
    assert (moved.day_of_month, here.day_of_month) == (15, None)
    renewed = one("type: renewed, term: 1 year")
    assert isinstance(renewed, Renewed)
    assert renewed.term_months == 12
    for name in ("paused", "cancelled"):
        assert type(one(f"type: {name}")) is Event
    pause = good("{id: e-2, at: 2026-11-11, type: resumed}", "{id: e-1, at: 2026-11-10, type: paused}")
    assert [event.type for event in pause] == ["paused", "resumed"]
    trial, persons = one("type: trial_started, plan: team"), one("type: trial_started, person: u-1", ADDED)
    assert isinstance(trial, TrialStarted)
    assert isinstance(persons, TrialStarted)
    assert (trial.plan, trial.person, persons.plan, persons.person) == ("team", "", "", "u-1")
    use = one("type: usage, meter: exports, amount: '1,200'")
    assert isinstance(use, UsageReported)
    assert (use.meter, use.amount) == ("exports", Fraction(1200))


def test_people() -> None:
    added = one("type: person_added, person: u-7, roles: [member, guest], status: active, accepted_on: 2026-10-01, "
                "projects: 3, workspace: north, email: a@b.example")  # fmt: skip
    assert isinstance(added, PersonAdded)
    assert (added.person, added.workspace, added.status) == ("u-7", "north", "active")
    assert added.facts["roles"] == ("member", "guest")
    assert added.facts["projects"] == Fraction(3)
    assert added.facts["accepted_on"] == date(2026, 10, 1)
    assert "id" not in added.facts
    below = one("type: person_added, person: u-7, facts: {projects: 3, email: a@b.example}")
    assert isinstance(below, PersonAdded)
    assert (below.status, below.facts["email"]) == ("invited", "a@b.example")
    accepted = one("type: person_added, person: u-7, projects: 3, accepted_on: 2026-10-01")
    assert isinstance(accepted, PersonAdded)
    assert accepted.status == "active"
    for name in ("person_accepted", "suspended", "deactivated", "removed"):
        event = one(f"type: {name}, person: u-1", ADDED)
        assert type(event) is PersonEvent
        assert (event.type, event.person, event.workspace) == (name, "u-1", "")
    again = one("type: reactivated, person: u-1", ADDED, "{id: s, at: 2026-11-05, type: suspended, person: u-1}")
    assert again.type == "reactivated"
    roles = one("type: roles_changed, person: u-1, roles: guest", ADDED)
    assert isinstance(roles, RolesChanged)
    assert roles.roles == ("guest",)
    used = one("type: used, person: u-1, kind: edit", ADDED)
    assert isinstance(used, Used)
    assert used.kind == "edit"
    seat = one("type: seat_reassigned, from: u-1, to: u-2, seat: member", ADDED, OTHER)
    assert isinstance(seat, SeatReassigned)
    assert (seat.person, seat.taker, seat.seat) == ("u-1", "u-2", "member")


def test_facts_change_of_the_account_and_of_people() -> None:
    account = one("type: facts_changed, facts: {segment: enterprise, partner: , country: NO, score: -0.5}")
    assert isinstance(account, FactsChanged)
    assert account.person == ""
    assert account.facts == {"segment": "enterprise", "partner": None, "country": "NO", "score": Fraction(-1, 2)}
    person = one("type: facts_changed, person: u-1, facts: {projects: 9}", ADDED)
    assert isinstance(person, FactsChanged)
    assert (person.person, person.facts) == ("u-1", {"projects": Fraction(9)})


@pytest.mark.parametrize(
    ("at", "utc", "day"),
    [
        ("2026-11-10T15:04:00Z", datetime(2026, 11, 10, 15, 4, tzinfo=UTC), date(2026, 11, 10)),
        ("2026-11-10T23:30:00Z", datetime(2026, 11, 10, 23, 30, tzinfo=UTC), date(2026, 11, 11)),  # Berlin is an hour on
        ("2026-11-11T00:30:00+01:00", datetime(2026, 11, 10, 23, 30, tzinfo=UTC), date(2026, 11, 11)),
        ("2026-11-11", datetime(2026, 11, 10, 23, tzinfo=UTC), date(2026, 11, 11)),
        ("2027-07-01", datetime(2027, 6, 30, 22, tzinfo=UTC), date(2027, 7, 1)),  # two hours in summer
        ("2026-11-10T15:04:00.000001Z", datetime(2026, 11, 10, 15, 4, 0, 1, tzinfo=UTC), date(2026, 11, 10)),
    ],
)
def test_times_are_instants_and_days_of_the_policys_zone(at: str, utc: datetime, day: date) -> None:
    (event,) = good(f"{{id: e-1, at: '{at}', type: paused}}")
    assert timedelta(microseconds=event.instant) == utc - datetime(1970, 1, 1, tzinfo=UTC)
    assert event.day == day
    assert (event.recorded, event.recorded_on) == (event.instant, event.day)


def test_when_an_event_became_known_is_its_own_time() -> None:
    (event,) = good("{id: e-1, at: 2026-11-10, recorded_at: 2026-11-12T09:00:00Z, type: paused, source: import}")
    assert (event.day, event.recorded_on, event.source) == (date(2026, 11, 10), date(2026, 11, 12), "import")
    assert event.recorded - event.instant == (2 * 24 + 10) * 3600 * 1_000_000


def test_the_same_event_twice_counts_once_however_it_is_written() -> None:
    events = good(
        "{id: e-1, at: 2026-11-10T15:00:00Z, type: seats_changed, charge: seats, by: 1000}",
        "{by: '1,000', type: seats_changed, id: e-1, at: '2026-11-10T16:00+01:00', charge: seats, cause: ~}",
    )
    assert len(events) == 1


def test_within_an_instant_the_type_then_the_time_of_recording_then_the_id_decide() -> None:
    events = good(
        "{id: b, at: 2026-11-10, type: usage, meter: exports, amount: 1}",
        "{id: a, at: 2026-11-10, type: usage, meter: exports, amount: 1}",
        "{id: c, at: 2026-11-10, type: plan_changed, plans: [works]}",
        "{id: d, at: 2026-11-10, recorded_at: 2026-11-09, type: paused}",
        "{id: 0, at: 2026-11-10, type: usage, meter: exports, amount: 1, recorded_at: 2026-11-01}",
        "{id: e, at: 2026-11-09, type: usage, meter: exports, amount: 1}",
    )
    assert [event.id for event in events] == ["e", "c", "0", "a", "b", "d"]


def test_python_data_is_read_as_a_document_is() -> None:
    data = {
        "schema_version": "1.0", "account": "acme", "plans": ["team"], "currency": "USD",
        "facts": {"segment": "smb", "unpaid": False}, "subscription": {"start": date(2026, 11, 1)},
        "events": [
            {"id": "e-1", "at": datetime(2026, 11, 10, 15, 4, tzinfo=UTC), "type": "seats_changed",
             "charge": "seats", "by": 2},
            {"id": "e-2", "at": date(2026, 11, 12), "type": "correction", "corrects": "e-1", "never_happened": True},
        ],
    }  # fmt: skip
    node = from_data(data, "account").value
    assert node is not None
    account = read_account(node, store()).value
    assert account is not None
    lines = ("{id: e-1, at: 2026-11-10T15:04:00Z, type: seats_changed, charge: seats, by: 2}",
             "{id: e-2, at: 2026-11-12, type: correction, corrects: e-1, never_happened: yes}")  # fmt: skip
    assert account.events == good(*lines)
    data["events"] = [{"id": "e-1", "at": datetime(2026, 11, 10, 15, 4), "type": "paused"}]
    node = from_data(data, "account").value
    assert node is not None
    (found,) = read_account(node, store()).diagnostics
    assert found.code == "DO501"
    assert found.file == "account.events[0].at"


def test_a_newer_minor_version_may_have_keys_that_are_not_known() -> None:
    (event,) = good('schema_version: "1.7"', "{id: e-1, at: 2026-11-10, type: paused, colour: red}")
    assert event.type == "paused"


def test_a_mistake_of_an_export_is_told_five_times_and_then_counted() -> None:
    outcome = read(*(f"{{id: e-{n}, at: 2026-11-10, type: usage, meter: export, amount: {n}}}" for n in range(40)),
                   "{id: x, at: 2026-11-10, type: paus}")  # fmt: skip
    assert [found.code for found in outcome.diagnostics] == ["DO425"] * 5 + ["DO503"]
    assert outcome.diagnostics[4].note.endswith("the same holds of 35 more events")
    assert "more events" not in outcome.diagnostics[3].note
