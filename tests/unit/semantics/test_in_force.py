"""What dated lines, rows and heads become for a customer: data first, then what holds for every policy that changes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.canonical import canonical
from seatpolicy.semantics.in_force import Customer, changes, select
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.tree import Leaf, Node, SourceFile
from tests.unit.semantics.policy_under_test import HEAD, PLAN, SEATS, checked, language, policies

CHANGES = """
change spring "Spring" {
  from: 2027-03-01
  reaches: new customers at once, others at renewal, everyone by 2028-03-01
}

change summer "Summer" {
  from: 2027-06-01
  reaches: everyone at once
}
"""


def parsed(text: str) -> SourceFile:
    outcome = parse(SourceText("test.seat", text), language())
    assert not outcome.diagnostics, outcome.diagnostics
    return outcome.value


def said(node: Node) -> str:
    """What a form says, from its leaves and kinds, without where."""
    parts = [leaf.text if isinstance(leaf, Leaf) else said(leaf) for leaf in node.children]
    return f"{node.kind}({' '.join(parts)})"


def lines(text: str, *names: str) -> list[str]:
    """The text of the first declaration's lines in force where some changes are, in the order in which they are tried."""
    file = parsed(text + CHANGES)
    known = changes(file.declarations)
    first = select(file.declarations, known, names)[0]
    begins = file.source.text.index("{")
    ends = re.compile(r"\s+(from|until) (spring|summer)\b")
    return [ends.sub("", file.source.text[n.start : n.end]) for n in first.all() if n.start > begins]


def block(kind: str, *body: str) -> str:
    heads = {"plan": 'plan p "P" {', "counting": "counting {", "proration": "proration {", "facts": "facts {",
             "schedule": 'schedule s "S" graduated per seat per month {', "table": 'table t "T" gives percent {',
             "limit": 'limit', "approvals": "approvals {", "meter": "meter {", "item": "item {",
             "discount": 'discount d "D" {', "example": 'example "e" {', "seat": 'seat u "U" {'}  # fmt: skip
    return "\n".join([heads[kind], *body, "}"]) + "\n"


# body, and for no change, for spring, for spring and summer: the lines in force, by their numbers from 0
CASES: dict[str, tuple[str, list[str], list[int], list[int], list[int]]] = {
    "a plain line is replaced": (
        "plan", ["cycle: month", "cycle: year from spring"], [0], [1], [1]),
    "the newest that reached the customer": (
        "plan", ["cycle: month", "cycle: year from spring", "cycle: week from summer"], [0], [1], [2]),
    "the newest, whatever the order of the lines": (
        "plan", ["cycle: week from summer", "cycle: year from spring", "cycle: month"], [2], [1], [0]),
    "until ends a line": (
        "plan", ["cycle: month until spring", "cycle: year from spring until summer"], [0], [1], []),
    "until without anything after it": ("plan", ["cycle: month", "term: 12 months until spring"], [0, 1], [0], [0]),
    "a newer condition comes first": (
        "plan", ["cycle: month when billing = red", "cycle: year otherwise", "cycle: week when billing = blue from spring"],
        [0, 1], [2, 0, 1], [2, 0, 1]),
    "a newer `otherwise` replaces the older": (
        "plan", ["cycle: month when billing = red", "cycle: year otherwise", "cycle: week otherwise from spring"],
        [0, 1], [0, 2], [0, 2]),
    "a newer line without a condition replaces all": (
        "plan", ["cycle: month when billing = red", "cycle: year otherwise", "cycle: week from spring"], [0, 1], [2], [2]),
    "a newer condition over a plain line": (
        "plan", ["cycle: month", "cycle: week when billing = blue from spring"], [0], [1, 0], [1, 0]),
    "conditions of two changes, the newest first": (
        "plan", ["cycle: month otherwise from spring", "cycle: week when billing = blue from summer", "cycle: year"],
        [2], [0], [1, 0]),
    "windows of purchase add up": (
        "proration", ["fewer seats: credited in full, within 24 hours of purchase",
                      "fewer seats: credited in full, within 7 days of purchase from spring",
                      "fewer seats: no credit until renewal"], [0, 2], [1, 0, 2], [1, 0, 2]),
    "labels do not touch each other": (
        "plan", ["cycle: month", "term: 12 months", "cycle: year from spring"], [0, 1], [2, 1], [2, 1]),
    "a row with the same bounds": (
        "schedule", ["seats | USD", "1 to 10 | 50", "11 and up | 40", "11 and up | 42 from spring"],
        [0, 1, 2], [0, 1, 3], [0, 1, 3]),
    "bounds are the same however they are written": (
        "schedule", ["seats | USD", "1 to 1,000 | 50", "1001 and up | 40", "1 to 1000 | 52 from spring",
                     "1,001 and up | 42 from summer"], [0, 1, 2], [0, 3, 2], [0, 3, 4]),
    "other bounds stand beside it": (
        "schedule", ["seats | USD", "1 to 10 | 50 until spring", "1 to 20 | 52 from spring", "21 and up | 40"],
        [0, 1, 3], [0, 2, 3], [0, 2, 3]),
    "a row of a table, by its keys": (
        "table", ["seats of u | t", "0 to 9 | 0%", "10 and up | 5%", "10 and up | 6% from spring"],
        [0, 1, 2], [0, 1, 3], [0, 1, 3]),
    "a fact with a wider set": (
        "facts", ["billing of account: one of red, blue", "billing of account: one of red, blue, green from spring",
                  "tier of account: count"], [0, 2], [1, 2], [1, 2]),
    "a fact's record is no change": (
        "facts", ["margin of quote: optional percent from costs", "agreed of quote: optional percent from contracts"],
        [0, 1], [0, 1], [0, 1]),
    "a meter": (
        "meter", ["calls: count, sum of the cycle", "calls: count, highest of each hour from spring"], [0], [1], [1]),
    "an item": ("item", ['desk: "Desk"', 'desk: "Standing desk" from spring', 'key: "Key"'], [0, 2], [1, 2], [1, 2]),
    "both ways to say what becomes of a freed seat": (
        "counting", ["freed seat: may be reused until renewal", "freed seat: stays taken until renewal from spring"],
        [0], [1], [1]),
    "authorities are told apart by their names": (
        "approvals", ["authority boss: the manager 1 level above the requester",
                      "authority head: the manager 2 levels above the requester",
                      "authority boss: the manager 3 levels above the requester from spring"], [0, 1], [2, 1], [2, 1]),
    "givens and expectations add up": (
        "example", ["given: x = 1", "given: y = 2 from spring", "expect: total = 1.00 USD",
                    "expect: c = 2.00 USD from summer"],
        [0, 2], [0, 1, 2], [0, 1, 2, 3]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_lines_in_force(name: str) -> None:
    kind, body, *wanted = CASES[name]
    text = block(kind, *body)
    plain = [re.sub(r"\s+(from|until) (spring|summer)\b", "", line) for line in body]
    for names, numbers in zip(((), ("spring",), ("spring", "summer")), wanted, strict=True):
        assert lines(text, *names) == [plain[n] for n in numbers], names


def heads(text: str, *names: str) -> list[str]:
    file = parsed(text + CHANGES)
    chosen = select(file.declarations, changes(file.declarations), names)
    return [file.source.text[n.start : n.end].split("\n")[0] for n in chosen if n.kind != "change"]


def test_heads_in_force() -> None:
    old = 'schedule s "S" graduated per seat per month until spring {\n  seats | USD\n}\n'
    new = 'schedule s "S" volume per seat per month from spring {\n  total seats | USD\n}\n'
    gone = 'signal x "X" until summer {\n}\n'
    amount = "amount low = 5.00 USD\namount low = 6.00 USD from spring\n"
    let = "let l = 1 > 2\nlet l = 2 > 1 from summer\n"
    asked = "require x before quote until spring\nrequire y before quote from spring\n"
    text = old + new + gone + amount + let + asked
    first = text.split("\n")
    assert heads(text) == [first[0], first[6], first[8], first[10], first[12]]
    assert heads(text, "spring") == [first[3], first[6], first[9], first[10], first[13]]
    assert heads(text, "spring", "summer") == [first[3], first[9], first[11], first[13]]


def test_a_charge_and_a_limit_inside_their_blocks() -> None:
    plan = 'plan p "P" {\n  charge c "C" until spring {\n  }\n\n  charge c "C2" from spring {\n    bill: in advance\n    bill: in arrears from summer\n  }\n}\n'  # noqa: E501
    file = parsed(plan + CHANGES)
    known = changes(file.declarations)
    for names, titles, bills in (((), ['"C"'], []), (("spring",), ['"C2"'], ["in_advance"]),
                                 (("spring", "summer"), ['"C2"'], ["in_arrears"])):  # fmt: skip
        charges = select(file.declarations, known, names)[0].all("charge")
        assert [c.leaf("STRING").text for c in charges] == titles
        assert [line.all()[0].kind for c in charges for line in c.all("bill_line")] == bills


def test_a_change_that_nothing_declares_dates_nothing() -> None:
    text = block("plan", "cycle: month", "term: 12 months from nowhere", "first part: free until nowhere")
    assert len(lines(text)) == len(lines(text, "spring")) == 3


# ---- what holds for every policy ------------------------------------------------------------------------------------

OPTIONS = ("", " from spring", " until spring", " from summer", " until summer", " from spring until summer")


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(range(4)), st.sampled_from(OPTIONS)), max_size=6), st.integers(0, 3))
def test_before_every_change_the_text_is_the_one_without_lines_that_begin(drawn: list[tuple[int, str]], where: int) -> None:
    forms = ["cycle: month", "cycle: year when billing = red", "term: 12 months", "cycle: week otherwise"]
    body = [forms[n] + dated for n, dated in drawn]
    kept = [line for line in body if " from " not in line]
    plain = [re.sub(r" until (spring|summer)", "", line) for line in kept]
    first = parsed(block("plan", *body) + CHANGES)
    second = parsed(block("plan", *plain) + CHANGES)
    chosen = select(first.declarations, changes(first.declarations), ())[0]
    undated = Node(chosen.kind, tuple(_without_dates(c) for c in chosen.children), 0, 0)
    assert said(undated) == said(second.declarations[0])


def _without_dates(tree: Node | Leaf) -> Node | Leaf:
    if isinstance(tree, Leaf):
        return tree
    kept = [_without_dates(c) for c in tree.children if c.kind not in ("since", "until")]
    return Node(tree.kind, tuple(kept), tree.start, tree.end)


def changing() -> list[str]:
    """Every policy of the project that has a change."""
    return [path.parent.name for path in policies() if re.search(r"^change ", path.read_text(), re.MULTILINE)]


@pytest.mark.parametrize("name", changing())
def test_a_policy_before_its_changes_is_its_text_without_them(name: str) -> None:
    text = next(p for p in policies() if p.parent.name == name).read_text()
    outcome = checked(text)
    names = "|".join(c.name for c in outcome.value.changes)
    plain = re.sub(rf"^[^\n]* from ({names})\b[^\n]*\n", "", text, flags=re.MULTILINE)
    plain = re.sub(rf" until ({names})\b", "", plain)
    plain = re.sub(r"^change [^}]*}\n", "", plain, flags=re.MULTILINE)
    before = outcome.value.texts[0].policy
    again = checked(plain).value.texts[0].policy
    assert before is not None
    assert again is not None
    assert canonical(before) == canonical(again)


POLICY = HEAD + SEATS + CHANGES + PLAN.replace(
    "    price: 10.00 USD per seat per month",
    "    price: 10.00 USD per seat per month\n    price: 12.00 USD per seat per month from spring\n"
    "    price: 9.00 USD per seat per month when plan = basic from summer",
)  # fmt: skip


def prices(policy: Policy | None) -> list[Fraction]:
    assert policy is not None
    return [case.value.amounts.values["USD"] for case in policy.plans["basic"].charges[0].price]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "customer", "wanted"),
    [
        ("2027-02-28", Customer(date(2026, 1, 1)), [10]),
        ("2027-03-01", Customer(date(2027, 3, 1)), [12]),
        ("2027-03-01", Customer(date(2027, 2, 28)), [10]),
        ("2027-04-01", Customer(date(2026, 1, 1), renewed_on=date(2027, 3, 1)), [12]),
        ("2027-04-01", Customer(date(2026, 1, 1), renewed_on=date(2027, 2, 28)), [10]),
        ("2027-06-01", Customer(date(2027, 3, 1)), [9, 12]),
        ("2027-06-01", Customer(date(2026, 1, 1)), [9, 10]),
        ("2028-02-29", Customer(date(2026, 1, 1)), [9, 10]),
        ("2028-03-01", Customer(date(2026, 1, 1)), [9, 12]),
    ],
)
def test_the_text_of_a_day_and_a_customer(day: str, customer: Customer, wanted: list[int]) -> None:
    outcome = checked(POLICY)
    assert not outcome.has_errors
    assert prices(outcome.value.text_for(date.fromisoformat(day), customer).policy) == wanted


def test_without_a_customer_a_new_one_is_meant() -> None:
    checked_policy = checked(POLICY).value
    day = date(2027, 2, 28)
    assert checked_policy.text_for(day).changes == ()
    assert checked_policy.text_for(day + timedelta(days=1)).changes == ("spring",)


# ---- findings that only some texts have -------------------------------------------------------------------------------


def why(text: str, code: str) -> list[str]:
    return [found.why for found in checked(text).diagnostics if found.code == code]


def test_a_finding_of_one_text_says_whose_text_it_is() -> None:
    ended = POLICY.replace("bill: in advance", "bill: in advance until spring")
    assert why(ended, "RQ401") == ["so it stands from 2027-03-01 for new customers (change `spring`)"]
    began = POLICY.replace("bill: in advance", "bill: in advance from summer")
    assert why(began, "RQ401") == ["so it stands until `summer` reaches the customer, from 2027-06-01 at the earliest"]


def test_a_finding_of_every_text_says_nothing_of_days() -> None:
    assert why(POLICY.replace("bill: in advance", ""), "RQ401") == [""]


def test_each_finding_stands_once() -> None:
    ended = POLICY.replace("bill: in advance", "bill: in advance until spring").replace("user_seats", "user_seat")
    found = [(one.code, one.span, one.message) for one in checked(ended).diagnostics]
    assert len(found) == len(set(found))
