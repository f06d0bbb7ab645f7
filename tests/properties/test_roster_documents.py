"""Rosters with mistakes of every kind: a bill that says who counted, or findings with a place; never anything else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.documents.invoice import PRICED
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.unit.engines.policies import FIRST
from tests.unit.engines.rosters import counts, crew, seat

POLICY = crew(
    seat("one", "admin or editor", "while active when last_used in the last 30 days")
    + seat("two", "guest", "while invited"),
    counts("ones", "one", "billable") + counts("twos", "two"),
    "  one person: one seat per workspace, as one, else two\n  shared login: 3 seats\n  idle: suspended after 60 days",
    rest='signal quiet "Q" {\n  when: not (last_used in the last 30 days)\n  for each: person\n  tell: manager\n}\n',
)
HEAD = (
    'schema_version: "1.0"\naccount: acme\nplans: [team]\ncurrency: USD\nfacts: {strict: no}\n'
    "subscription: {start: 2026-11-01}\npeople:"
)
GOOD = {
    "id": "u-1", "status": "active", "roles": "[admin]", "projects": "3", "vip": "no", "login_key": "k",
    "last_used": "2026-10-31",
}  # fmt: skip
VALUES = (
    "", "~", "u-1", "u-2", "active", "invited", "suspended", "deactivated", "Active", "yes", "no", "maybe", "-1", "0", "1.5",
    "2026-10-31", "2026-12-31", "2026-02-30", "1900-01-01", "[]", "[admin, guest]", "[boss]", "[[admin]]", "{a: b}", "north",
    '""', "9" * 40, "12:30", "NO", "1e3", "!!float 3", "*x", "é\u200f",
)  # fmt: skip
KEYS = (
    *GOOD,
    "workspace",
    "is_shared_login",
    "accepted_on",
    "invited_on",
    "suspended_on",
    "email",
    "trust",
    "role",
    "segment",
)


@st.composite
def rosters(draw: st.DrawFn) -> str:
    """A few people; each is good but for at most two facts."""
    lines = []
    for number in range(draw(st.integers(0, 4))):
        facts = {**GOOD, "id": f"u-{number}"}
        for key in draw(st.lists(st.sampled_from(KEYS), max_size=2)):
            if draw(st.integers(0, 4)) == 0:
                facts.pop(key, None)
            else:
                facts[key] = draw(st.sampled_from(VALUES))
        lines.append("\n  - {" + ", ".join(f"{key}: {value}" for key, value in facts.items()) + "}")
    odd = draw(st.sampled_from(["", "", "", "", "\n  - u-1", "\n  - [u-1]", "\n  -", "\n  - {}"]))
    return HEAD + ("".join(lines) + odd or " []") + "\n"


@given(rosters())
@settings(max_examples=600)
def test_a_roster_is_billed_or_told_what_is_wrong_with_it(text: str) -> None:
    document = parse_document(SourceText("account.yaml", text))
    if document.value is None:
        assert document.diagnostics
        return
    account = read_account(document.value, POLICY)
    if account.value is None:
        assert account.diagnostics
        assert all(found.span is not None for found in account.diagnostics)
        return
    outcome = ReferenceEngine().bill(POLICY, account.value, FIRST)
    if outcome.value.status != PRICED:
        assert outcome.diagnostics
        return
    counted, people = outcome.value.counted, account.value.people
    assert people is not None
    assert {one.person for one in counted} == {one.id for one in people}
    seats = sum(one.seats for one in counted if one.seat == "one" and one.billable)
    assert outcome.value.amount_of("ones") == 10 * seats
