"""Who counted, as a terminal and JSON tell it."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.documents.invoice import CountedPerson
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.reports.invoice_text import invoice_text
from seatpolicy.reports.people_text import people_lines
from tests.unit.engines.rosters import answered, counts, crew, person, seat

SEATS = seat("one", "admin", "while active when projects > 1") + seat("two", "guest")
MADE = crew(
    SEATS,
    counts("ones", "one", "billable") + counts("twos", "two"),
    "  one person: one seat per workspace, as one, else two\n  shared login: 3 seats",
    rest='signal busy "Busy" {\n  when: projects > 5\n  for each: person\n  tell: manager\n}\n',
)
PEOPLE = [
    person("a", "admin", projects=2, workspace="x"),
    person("a", "guest", projects=9, workspace="y"),
    person("b", "admin", projects=2, workspace="x"),
    person("c", "admin", projects=1),
    person("d", "admin", projects=7, is_shared_login=True),
    person("e", "viewer", projects=0),
    person("f", "admin", projects=0, status="deactivated"),
]


def one(name: str, seat_held: str = "one") -> CountedPerson:
    return CountedPerson(name, "", seat_held, Fraction(1), True, "admin; active")


def test_people_are_told_by_seat_and_reason() -> None:
    assert list(people_lines(answered(MADE, *PEOPLE).value.counted)) == [
        "2 × one, billable (admin; active, projects > 1): a in x, b in x",
        "3 × one, billable (admin; active, projects > 1; a shared login): d",
        "1 × one, not billable (admin; active, but not projects > 1): c",
        "1 × two (guest): a in y",
        "no seat (deactivated): f",
        "no seat (viewer: no seat fits): e",
    ]


def test_of_many_people_eight_are_named() -> None:
    (line,) = people_lines(one(f"u-{n}") for n in range(10))
    assert line == "10 × one, billable (admin; active): u-0, u-1, u-2, u-3, u-4, u-5, u-6, u-7 and 2 more"
    (line,) = people_lines(one(f"u-{n}") for n in range(8))
    assert line.endswith("u-6, u-7")


def test_nobody_is_told_of_without_a_roster() -> None:
    assert list(people_lines(())) == []


def test_what_an_id_says_cannot_disturb_a_terminal() -> None:
    (line,) = people_lines([one("u\x1b[31m")])
    assert "\x1b" not in line


def test_the_invoice_tells_people_and_whom_a_signal_is_about() -> None:
    told = invoice_text(answered(MADE, *PEOPLE).value, 120)
    assert "\nPeople\n  - 2 × one, billable" in told
    assert "  - d: Busy (tell manager)" in told
    assert "  - a: Busy, in y (tell manager)" in told


def test_json_names_everybody() -> None:
    data = invoice_to_json(answered(MADE, *PEOPLE).value)
    assert data["counted"][0] == {
        "person": "a", "place": "x", "seat": "one", "seats": "1", "billable": True, "why": "admin; active, projects > 1",
    }  # fmt: skip
    assert data["counted"][-1] == {
        "person": "f", "place": None, "seat": None, "seats": "1", "billable": None, "why": "deactivated",
    }  # fmt: skip
    assert [(entry["signal"], entry["person"], entry["figures"]) for entry in data["signals"]] == [
        ("busy", "a", {}),
        ("busy", "d", {}),
    ]
