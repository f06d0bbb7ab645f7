"""Libraries: what they declare is the policy's, and what is wrong in them is told where it stands."""

from __future__ import annotations

import pytest

from tests.unit.semantics.policy_under_test import HEAD, PLAN, SEATS, findings, model

USE = 'use "shared.seat"\n'
BASE = USE + HEAD + SEATS + PLAN

# What a library says, and what is found at which of its words.
WRONG = {
    "a fact": ("facts {\n  tone of acount: text\n}\n", "TY318", "acount"),
    "a fact of the second block": (
        "facts {\n  tone of account: text\n}\nfacts {\n  mood of acount: text\n}\n", "TY318", "acount"),
    "a let": ("let deep = tone > 3\n", "NM201", "tone"),
    "a let that a let of the policy uses": ("let deep = 1 + yes\n", "TY304", "1 + yes"),
    "a table": (
        'table t "T" gives percent {\n  seats of user | t\n  0 to 3 | 4\n  4 and up | 5%\n}\n', "TY304", "4"),
    "an amount": ("amount low = 5.00 XXQ\n", "MN758", "XXQ"),
    "counting": ("counting {\n  same person: by nick\n}\n", "BS101", "nick"),
    "a meter behind the policy's own": ("meter {\n  calls: count, sum of the cycle until nowhere\n}\n", "NM205", "nowhere"),
    "an item": ('item {\n  desk: "Desk" until nowhere\n}\n', "NM205", "nowhere"),
    "a seat": ('seat guest "Guest" {\n  held by: gest\n}\n', "ST001", "gest"),
    "a date of a fact": ("facts {\n  tone of account: text until nowhere\n}\n", "NM205", "nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_a_library_is_told_there(name: str) -> None:
    library, code, words = WRONG[name]
    uses = "let more = deep\n" if "uses" in name else ""
    found = findings(BASE + uses + "meter {\n  clicks: count, sum of the cycle\n}\n", code, shared=library)
    assert [(one.file, one.span.text if one.span else "") for one in found] == [("shared.seat", words)]


def test_what_is_wrong_in_the_policy_behind_a_library_is_told_in_the_policy() -> None:
    wrong = BASE.replace("any of admin, user", "any of admin, user\n  tone of acount: text")
    found = findings(wrong, "TY318", shared="facts {\n  mood of account: text\n}\n")
    assert [one.file for one in found] == ["test.seat"]


def test_both_files_declare_one_policy() -> None:
    library = (
        "facts {\n  mood of account: text\n}\nmeter {\n  calls: count, sum of the cycle\n}\n"
        "let deep = seats of user > 3\namount low = 5.00 USD\n"
    )
    policy = model(BASE + "meter {\n  clicks: count, sum of the cycle\n}\nlet more = deep or mood = \"x\"\n", shared=library)
    assert {"mood", "roles"} <= policy.facts.keys()
    assert list(policy.meters) == ["clicks", "calls"]
    assert {"deep", "more"} == policy.lets.keys()
    assert policy.lets["deep"].at.source.path == "shared.seat"


@pytest.mark.parametrize(
    ("libraries", "text", "codes"),
    [
        ({"shared": ""}, USE, []),
        ({}, USE, ["NM206"]),
        ({"share": ""}, USE, ["NM206"]),
        ({"shared": 'use "shared.seat"\n'}, USE, ["NM208"]),
        ({"shared": 'use "other.seat"\n', "other": 'use "shared.seat"\n'}, USE, ["NM208"]),
        ({"shared": 'use "other.seat"\n', "other": ""}, USE + 'use "other.seat"\n', []),
        ({"shared": ""}, 'use "../shared.seat"\n', ["NM207"]),
        ({"shared": ""}, 'use "/shared.seat"\n', ["NM207"]),
        ({"shared": 'policy x "X" {\n}\n'}, USE, ["RQ408"]),
    ],
)
def test_where_libraries_lie(libraries: dict[str, str], text: str, codes: list[str]) -> None:
    found = findings(text + HEAD + SEATS + PLAN, **libraries)
    assert [one.code for one in found] == codes


def test_a_slip_in_a_path_is_mended() -> None:
    (found,) = findings(USE.replace("shared", "share") + HEAD + SEATS + PLAN, "NM206", shared="")
    assert found.fix is not None
    assert found.fix.title == '`"shared.seat"`'
