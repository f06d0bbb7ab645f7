"""Histories that can have happened, however odd, and those that say something twice: no error, and the right warnings."""

from __future__ import annotations

import pytest

from seatpolicy.diagnostics.diagnostic import Severity
from tests.unit.documents.events.histories import good, read

ADDED = "{id: a-1, at: 2026-11-02, type: person_added, person: u-1, projects: 1}"
ROSTER = "people: [{id: u-1, status: suspended, projects: 1}]"

FINE = {
    "people are there before the subscription": (ADDED.replace("11-02", "09-02"),),
    "facts change before the subscription": (
        "{id: e-1, at: 2026-10-02, type: facts_changed, facts: {segment: enterprise}}",
    ),
    "somebody comes back": (
        ADDED,
        "{id: e-1, at: 2026-11-05, type: removed, person: u-1}",
        "{id: e-2, at: 2026-11-09, type: person_added, person: u-1, projects: 1}",
    ),
    "somebody leaves and comes back within a day": (
        ADDED,
        "{id: e-1, at: 2026-11-05T09:00:00Z, type: removed, person: u-1}",
        "{id: e-2, at: 2026-11-05T10:00:00Z, type: person_added, person: u-1, projects: 1}",
    ),
    "somebody's addition became known after the use of the same day": (
        ADDED[:-1] + ", recorded_at: 2026-11-07}",
        "{id: e-1, at: 2026-11-02, type: used, person: u-1}",
    ),
    "the later record of a count": (
        "{id: b, at: 2026-11-05, type: seats_changed, charge: seats, to: 5}",
        "{id: a, at: 2026-11-05, recorded_at: 2026-11-06, type: seats_changed, charge: seats, to: 7}",
    ),
    "somebody is invited, accepts and uses at one instant": (
        "{id: e-9, at: 2026-11-02, type: person_accepted, person: u-1}",
        "{id: e-1, at: 2026-11-02, type: used, person: u-1}",
        ADDED,
    ),
    "two workspaces, one of which is left": (
        "{id: e-1, at: 2026-11-02, type: person_added, person: u-1, projects: 1, workspace: north}",
        "{id: e-2, at: 2026-11-02, type: person_added, person: u-1, projects: 1, workspace: south}",
        "{id: e-3, at: 2026-11-05, type: removed, person: u-1, workspace: north}",
        "{id: e-4, at: 2026-11-06, type: used, person: u-1}",
        "{id: e-5, at: 2026-11-07, type: removed, person: u-1}",
    ),
    "the roster was there before the events": (
        ROSTER,
        "{id: e-1, at: 2026-11-05, type: reactivated, person: u-1}",
        "{id: e-2, at: 2026-11-06, type: used, person: u-1}",
    ),
    "seats are netted within an instant": (
        "seats: {seats: 2}",
        "{id: a, at: 2026-11-05, type: seats_changed, charge: seats, by: -5}",
        "{id: b, at: 2026-11-05, type: seats_changed, charge: seats, by: 4}",
        "{id: c, at: 2026-11-06, type: seats_changed, charge: seats, by: -1}",
    ),
    "a count goes to nothing and up again": (
        "seats: {seats: 2}",
        "{id: a, at: 2026-11-05, type: seats_changed, charge: seats, to: 0}",
        "{id: b, at: 2026-11-06, type: seats_changed, charge: seats, by: 4}",
    ),
    "an add-on comes and goes and comes": (
        "{id: a, at: 2026-11-05, type: addon_added, addon: audit}",
        "{id: b, at: 2026-11-06, type: addon_removed, addon: audit}",
        "{id: c, at: 2026-11-07, type: addon_added, addon: audit}",
    ),
    "seats of a plan that is held later": (
        "{id: a, at: 2026-11-05, type: plan_changed, plans: [works]}",
        "{id: b, at: 2026-11-05, type: seats_changed, charge: works_seats, to: 4}",
    ),
    "seats of an add-on": (
        "{id: a, at: 2026-11-05, type: addon_added, addon: phones}",
        "{id: b, at: 2026-11-05, type: seats_changed, charge: phone_fee, to: 4}",
    ),
    "pauses take turns": (
        "{id: a, at: 2026-11-05, type: paused}",
        "{id: b, at: 2026-11-06, type: resumed}",
        "{id: c, at: 2026-11-07, type: paused}",
        "{id: d, at: 2026-11-08, type: resumed}",
    ),
    "a change on the instant of the end": (
        "{id: a, at: 2026-11-05, type: cancelled}",
        "{id: b, at: 2026-11-05, type: seats_changed, charge: seats, to: 4}",
    ),
    "the same steps at one instant": (
        "{id: a, at: 2026-11-05, type: seats_changed, charge: seats, by: 2}",
        "{id: b, at: 2026-11-05, type: seats_changed, charge: seats, by: 3}",
    ),
    "the same fact told twice at one instant": (
        "{id: a, at: 2026-11-05, type: facts_changed, facts: {segment: enterprise}}",
        "{id: b, at: 2026-11-05, type: facts_changed, facts: {segment: enterprise, partner: Meridian}}",
    ),
}

SAID_AGAIN = {
    "DO526 use that arrives after the end": (
        "{id: a, at: 2026-11-05, type: cancelled}",
        "{id: b, at: 2026-11-06, type: usage, meter: exports, amount: 3}",
    ),
    "DO537 suspended twice": (
        ADDED,
        "{id: a, at: 2026-11-05, type: suspended, person: u-1}",
        "{id: b, at: 2026-11-06, type: suspended, person: u-1}",
    ),
    "DO537 accepted by somebody active": (
        ADDED[:-1] + ", status: active}",
        "{id: b, at: 2026-11-06, type: person_accepted, person: u-1}",
    ),
    "DO537 deactivated twice": (
        ADDED[:-1] + ", status: deactivated}",
        "{id: b, at: 2026-11-06, type: deactivated, person: u-1}",
    ),
}


@pytest.mark.parametrize("name", FINE)
def test_what_can_have_happened_is_told_nothing(name: str) -> None:
    assert good(*FINE[name])


@pytest.mark.parametrize("name", SAID_AGAIN)
def test_what_moves_no_bill_is_a_warning_with_both_ids(name: str) -> None:
    outcome = read(*SAID_AGAIN[name])
    assert outcome.value is not None
    (found,) = outcome.diagnostics
    assert found.code == name[:5]
    assert found.severity is Severity.WARNING
    (related,) = found.related
    assert "`b`" in found.message
    assert related.note.strip("`") in ("a", "a-1")


def test_a_history_is_not_judged_before_it_can_be_read() -> None:
    removed = "{id: b, at: 2026-11-06, type: removed, person: u-1}"
    assert [one.code for one in read(removed).diagnostics] == ["DO531"]
    broken = "{id: a, at: 2026-11-02, type: person_added, person: u-1, projects: many}"
    assert [one.code for one in read(broken, removed).diagnostics] == ["DO431"]
