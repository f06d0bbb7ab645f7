"""Billable rules that nothing reads, that nobody fits, that are missing; and how people are told apart."""

from __future__ import annotations

import pytest

from tests.unit.semantics.policy_under_test import HEAD, findings, placed

CODES = ("BS109", "BS110", "BS111", "BS112", "BS113", "BS114")
FACTS = """
facts {
  roles of person: any of admin, user
  inside of person: flag
  mail of person: optional text
  badge of person: text
  level of person: one of low, high
}
"""


def policy(
    billable: str = "",
    quantity: str = "contracted",
    more: str = "",
    held: str = "anyone",
    counting: str = "",
    rest: str = "",
) -> str:
    seat = f'seat user "User" {{\n  held by: {held}\n' + "".join(
        f"  billable: {line}\n" for line in billable.split("; ") if line
    )
    charge = f"    for: user\n    price: 1.00 USD per seat per month\n    quantity: {quantity}\n    bill: in advance\n{more}"
    plan = f'plan basic "Basic" {{\n  cycle: month\n  anchor: subscription day\n  charge fee "Fee" {{\n{charge}  }}\n}}\n'
    block = f"counting {{\n{counting}\n}}\n" if counting else ""
    return HEAD + FACTS + seat + "}\n" + block + plan + rest


OVERAGE = "    overage: billable seats above contracted, on the next invoice\n"
FOUND = {
    "contracted": (policy("while active"), "BS109", "billable: while active", "no charge reads when `user` is billable"),
    "assigned": (policy("while active", "assigned"), "BS109", "billable: while active",
                 "no charge reads when `user` is billable"),
    "blocked overage": (policy("while active", more="    overage: blocked\n"), "BS109", "billable: while active",
                        "no charge reads when `user` is billable"),
    "no rule": (policy(quantity="billable, each day"), "BS110", "billable, each day",
                "nothing says when `user` is billable"),
    "no rule for overage": (policy(more=OVERAGE), "BS110", OVERAGE.strip(), "nothing says when `user` is billable"),
    "another status": (policy("while active when status = suspended", "billable, each day"), "BS111", "status = suspended",
                       "nobody who is active ever fits this"),
    "two that exclude each other": (policy("while active when inside and not inside", "billable, each day"), "BS111",
                                    "inside and not inside", "nobody who is active ever fits this"),
    "against the holders": (policy("while active when not inside", "billable, each day", held="user when inside"), "BS111",
                            "not inside", "nobody who is active and holds `user` ever fits this"),
    "the second of two cases": (
        policy("while active when inside; while invited when status in (active, suspended)", "billable, each day"), "BS111",
        "status in (active, suspended)", "nobody who is invited ever fits this"),
    "never": (policy("never", "billable, each day"), "BS113", "billable, each day", "`fee` counts nobody"),
    "shared logins per workspace": (policy(counting="  one person: one seat per workspace"), "BS112",
                                    "one person: one seat per workspace",
                                    "a shared login in three workspaces: one seat, or three?"),
    "told apart by what may be unknown": (policy(counting="  same person: by mail"), "BS114", "mail",
                                          "people without `mail` could not be told apart"),
    "told apart by a level": (policy(counting="  same person: by level"), "BS114", "level",
                              "`level` cannot tell people apart"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_each_mistake(name: str) -> None:
    text, code, place, message = FOUND[name]
    found = findings(text, *CODES)
    assert placed(found) == [(code, place)]
    assert found[0].message == message


SILENT = {
    "counted": policy("while active", "billable, each day"),
    "overage": policy("while active", more=OVERAGE),
    "overage in one case": policy("while active", more=OVERAGE.replace("\n", " when currency = USD\n")),
    "no rule and none needed": policy(quantity="assigned"),
    "never and assigned": policy("never", "assigned"),
    "a signal reads it": policy("while active", rest=(
        'signal many "Many" {\n  when: billable of fee > 100\n  tell: account_owner\n}\n')),
    "a status of the list": policy("while active or suspended when status = suspended", "billable, each day"),
    "a condition that some fit": policy("while active when inside", "billable, each day", held="user when inside"),
    "an otherwise": policy("while active when inside; while invited otherwise", "billable, each day"),
    "shared logins decided": policy(counting="  one person: one seat per workspace\n  shared login: as each user"),
    "shared logins per account": policy(counting="  one person: one seat per account"),
    "told apart by a badge": policy(counting="  same person: by badge"),
    "told apart by mail address": policy(counting="  same person: by email"),
    "a status that cannot be read": policy("while actve", "billable, each day"),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_near_misses_are_silent(name: str) -> None:
    assert placed(findings(SILENT[name], *CODES)) == []


def test_a_charge_of_several_seats_asks_for_the_rule_of_each() -> None:
    text = policy("while active", "billable, each day").replace("for: user", "for: user and helper")
    text += 'seat helper "Helper" {\n  held by: admin\n}\ncounting {\n  one person: one seat, as helper, else user\n}\n'
    found = findings(text, *CODES)
    assert placed(found) == [("BS110", "billable, each day")]
    assert [related.span.text for related in found[0].related] == ["helper"]


def test_a_lost_line_hides_what_may_stand_in_it() -> None:
    assert not findings(policy("while active").replace("quantity: contracted", "quantity: contract"), *CODES)
    seat = policy(quantity="billable, each day").replace("held by: anyone", "held by: anyone\n  billible: x")
    assert not findings(seat, *CODES)
    shared = policy(counting="  one person: one seat per workspace\n  shared logins one seat")
    assert not findings(shared, *CODES)
