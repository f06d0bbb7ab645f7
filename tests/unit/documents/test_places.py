"""Findings about documents say where in the document they are: `people[1].status`, in blocks, braces and JSON alike."""

from __future__ import annotations

import json

import pytest

from seatpolicy.documents.cases import read_cases
from seatpolicy.documents.read_account import read_account
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.unit.documents.test_read_account import store

HEAD = {
    "schema_version": "1.0", "account": "acme", "plans": ["team"], "currency": "USD",
    "facts": {"segment": "smb", "unpaid": "no"}, "subscription": {"start": "2026-11-01"},
}  # fmt: skip
LINE = {"charge": "seats", "amount": "1.00"}
PEOPLE = [{"id": "u-1", "status": "active", "projects": 1}, {"id": "u-2", "status": "active", "projects": 1}]


def block(value: object, margin: str = "") -> str:
    """YAML as people write it, in lines."""
    if isinstance(value, dict) and value:
        return "".join(f"\n{margin}{json.dumps(key)}: {block(inner, margin + '  ')}" for key, inner in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{margin}- {block(inner, margin + '  ').lstrip()}" for inner in value)
    return json.dumps(value)


def ways(text: str) -> list[tuple[str, str]]:
    node = parse_document(SourceText("a.yaml", text)).value
    assert node is not None
    return [(one.code, one.keys) for one in read_account(node, store()).diagnostics]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"subscription": {"start": "2026-02-30"}}, [("DO444", "subscription.start")]),
        ({"subscription": {"term": "12 months"}}, [("DO413", "subscription.start")]),
        ({"subscription": None}, [("DO413", "subscription")]),
        ({"plans": ["team", "taem"]}, [("DO421", "plans[1]")]),
        ({"seats": {"seats": -1}}, [("DO443", "seats.seats")]),
        ({"facts": {"segment": "smb"}}, [("DO433", "facts.unpaid")]),
        ({"facts": None}, [("DO433", "facts.segment"), ("DO433", "facts.unpaid")]),
        ({"facts": {"segment": "smb", "unpaid": "no", "my share": 1}}, [("DO424", 'facts["my share"]')]),
        ({"colour": "red"}, [("DO412", "colour")]),
        ({"people": [PEOPLE[0], {**PEOPLE[1], "status": "asleep"}]}, [("DO432", "people[1].status")]),
        ({"people": [PEOPLE[0], {"id": "u-2", "projects": 1}]}, [("DO452", "people[1].status")]),
        ({"people": [PEOPLE[0], {**PEOPLE[1], "roles": ["member", "boss"]}]}, [("DO432", "people[1].roles[1]")]),
        ({"people": [PEOPLE[0], 5]}, [("DO411", "people[1]")]),
        ({"usage": {"exports": [1, 2, -3]}}, [("DO443", "usage.exports[2]")]),
        ({"billed": [{**LINE, "period": {"from": "2026-11-01"}}]}, [("DO413", "billed[0].period.to")]),
    ],
)  # fmt: skip
def test_the_way_to_a_mistake(change: dict[str, object], wanted: list[tuple[str, str]]) -> None:
    document = {**HEAD, **change}
    for text in (json.dumps(document), json.dumps(document, indent=2), block(document)):
        assert sorted(ways(text)) == sorted(wanted), text


def test_cases_have_ways_too() -> None:
    case = "{name: a, given: {plan: team}, derivation: d, expect: {total: x}}"
    text = f"schema_version: '1.0'\npolicy: p.seat\ncases:\n  - {case}\n"
    node = parse_document(SourceText("cases.yaml", text)).value
    assert node is not None
    assert [(one.code, one.keys) for one in read_cases(node).diagnostics] == [("DO431", "cases[0].expect.total")]
