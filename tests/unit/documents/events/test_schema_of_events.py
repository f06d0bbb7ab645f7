"""The published schema of an account's events and their reader: both take and both refuse the same shapes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from seatpolicy.documents.events.forms import COMMON, FORMS
from seatpolicy.semantics.facts import CAUSES
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.unit.documents.events.histories import document, read
from tests.unit.documents.events.test_bad_events import bad
from tests.unit.documents.events.test_history import FINE, SAID_AGAIN
from tests.unit.documents.schema_documents import data, refusals, schema

OF_SHAPE = ("DO411", "DO412", "DO413", "DO438", "DO443", "DO444", "DO501", "DO502", "DO503", "DO504")
ONLY_THE_READER = {
    "a correction that takes the charge away": "a schema does not know what is corrected",
    "an empty type": "",
}
SAMPLES = {
    "subscription_started": "term: 1 year", "seats_changed": "charge: seats, by: -2, cause: order",
    "person_added": "person: u-1, status: active, roles: [member], projects: 1, workspace: north",
    "person_accepted": "person: u-1", "roles_changed": "person: u-1, roles: guest",
    "facts_changed": "facts: {segment: smb, partner: }", "suspended": "person: u-1, workspace: north",
    "reactivated": "person: u-1", "deactivated": "person: u-1", "removed": "person: u-1",
    "used": "person: u-1, kind: edit", "seat_reassigned": "from: u-1, to: u-2, seat: member",
    "plan_changed": "plans: [team]", "addon_added": "addon: audit", "addon_removed": "addon: audit",
    "anchor_moved": "day: 15", "trial_started": "plan: team", "renewed": "term: 12 months", "paused": "", "resumed": "",
    "cancelled": "", "usage": "meter: exports, amount: 12.5", "purchase_returned": "charge: seats, by: 2",
    "correction": "corrects: e-0, moved_to: 2026-11-11T09:00:00.5+01:00, projects: 3",
}  # fmt: skip


def judged(*lines: str) -> list[str]:
    """Why the schema refuses an account of these lines; empty if it takes it."""
    node = parse_document(SourceText("account.yaml", document(*lines))).value
    assert node is not None
    return refusals("account", data(node))


def event(fields: str, type_: str) -> str:
    return f"{{id: e-1, at: 2026-11-10, type: {type_}{', ' if fields else ''}{fields}, source: shop, recorded_at: ~}}"


def rules(keyword: str) -> dict[str, Any]:
    """What the schema says of each type: `properties` with its keys, `required`, or `propertyNames`."""
    made = schema("account")
    parts = (
        made["$defs"]["event"]["allOf"]
        if keyword != "propertyNames"
        else made["then"]["properties"]["events"]["items"]["allOf"]
    )
    return {one["if"]["properties"]["type"]["const"]: one["then"].get(keyword) for one in parts}


def test_schema_and_reader_know_the_same_types_and_keys() -> None:
    made = schema("account")["$defs"]["event"]
    assert made["properties"]["type"]["enum"] == list(FORMS)
    assert set(made["properties"]) == {key.name for key in COMMON}
    assert made["required"] == [key.name for key in COMMON if key.needed]
    keys, needed, closed = rules("properties"), rules("required"), rules("propertyNames")
    for type_, form in FORMS.items():
        assert list(keys.get(type_) or ()) == [key.name for key in form]
        assert list(needed.get(type_) or ()) == [key.name for key in form if key.needed]
        if type_ not in ("person_added", "correction"):
            assert closed[type_]["enum"] == [key.name for key in (*COMMON, *form)]
    cause = keys["seats_changed"]["cause"]["anyOf"][0]["enum"]
    assert tuple(cause) == CAUSES


@pytest.mark.parametrize("type_", FORMS)
def test_each_type_is_taken_and_its_slips_are_not(type_: str) -> None:
    assert judged(event(SAMPLES[type_], type_)) == []
    for key in [one.name for one in FORMS[type_] if one.needed]:
        fields = re.sub(rf"(?:^|, ){key}: (?:\[[^\]]*\]|\{{[^}}]*\}}|[^,]*)", "", SAMPLES[type_]).removeprefix(", ")
        assert judged(event(fields, type_)), f"{type_} without {key}"
    if type_ not in ("person_added", "correction"):
        assert judged(event(f"{SAMPLES[type_]}, colour: red".removeprefix(", "), type_))
        assert judged('schema_version: "1.7"', event(f"{SAMPLES[type_]}, colour: red".removeprefix(", "), type_)) == []


@pytest.mark.parametrize("name", [*FINE, *SAID_AGAIN])
def test_good_histories_are_taken(name: str) -> None:
    assert judged(*(FINE.get(name) or SAID_AGAIN[name])) == []


@pytest.mark.parametrize(("code", "caret", "name", "lines"), bad(), ids=[f"{one[0]} {one[2]}" for one in bad()])
def test_what_the_reader_refuses_for_its_shape_the_schema_refuses(
    code: str, caret: str, name: str, lines: tuple[str, ...]
) -> None:
    if code in OF_SHAPE and name not in ONLY_THE_READER:
        assert judged(*lines), name
    elif code >= "DO508" or code in ("DO421", "DO422", "DO423", "DO424", "DO425"):
        assert judged(*lines) == [], name


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-10T15:04:00Z", "2028-02-29", "2000-02-29T00:00Z", "1900-01-01", "2200-12-30T10:00:00-14:00",
        "2026-11-10T15:04:00.5+13:45", "1900-02-29", "2100-02-29", "2026-02-29", "2026-04-31", "2026-11-10T15:04",
        "2026-11-10T15:04:00+14:30", "2026-11-10T15Z", "2026-11-10T24:00Z", "1899-12-31", "2201-01-01T00:00Z",
        "2026-11-10t15:04z", "2026-1-1", "2026-11-10T15:04:00.1234567Z",
    ],
)  # fmt: skip
def test_times_are_judged_alike(at: str) -> None:
    line = f"{{id: e-1, at: '{at}', type: facts_changed, facts: {{partner: x}}}}"
    assert (judged(line) == []) is (read("subscription: {start: 1900-01-01}", line).value is not None)
