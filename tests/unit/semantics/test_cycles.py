"""What is made of itself: circles of definitions and of the bill's figures; add-ons that nobody can hold; unused names."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.semantics.checks.cycles import knots, shortest
from seatpolicy.source.text import SourceText, Span
from tests.unit.semantics.policy_under_test import HEAD, PLAN, SEATS, findings, placed

BASE = HEAD + SEATS + PLAN
DISCOUNT = 'discount big "Big" {{\n  off: 10% of user_seats\n  when: {}\n}}\n'

CIRCLES = {
    "itself": ("let deep = deep or deep\n", ["deep"], ["`deep` is made of itself"]),
    "two": ("let open = wide + 1\nlet wide = 2 * open\n", ["wide"], ["`open` is made of itself"]),
    "three, in a condition": (
        "let one = not two\nlet two = three and three\nlet three = one\n", ["two"], ["`one` is made of itself"]),
    "a table and a let": (
        "let tall = size = large\n"
        'table size "Size" gives one of large, small {\n  tall | size\n  yes | large\n  no | small\n}\n',
        ["size"], ["`tall` is made of itself"]),
    "two circles": (
        "let one = one\nlet two = three\nlet three = two\n", ["one", "three"],
        ["`one` is made of itself", "`two` is made of itself"]),
    "a discount and the total": (
        DISCOUNT.format("total > 100.00 USD"), ["total"], ["`big` is decided by what it changes itself"]),
    "a discount and its charge": (
        DISCOUNT.format("user_seats > 100.00 USD"), ["user_seats"], ["`big` is decided by what it changes itself"]),
    "a discount and its unit price": (
        DISCOUNT.format("net_unit_price of user_seats > 5.00 USD per seat per month"), ["net_unit_price of user_seats"],
        ["`big` is decided by what it changes itself"]),
    "through a let": (
        "let large = total > 100.00 USD\n" + DISCOUNT.format("large"), ["total"], ["`large` is made of itself"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CIRCLES)
def test_circles(name: str) -> None:
    text, places, messages = CIRCLES[name]
    found = findings(BASE + text, "NM204")
    assert [one.span.text if one.span else "" for one in found] == places
    assert [one.message for one in found] == messages


STRAIGHT = {
    "a chain": "let one = two + 1\nlet two = three + 1\nlet three = 4\n",
    "a diamond": "let one = two + three\nlet two = four\nlet three = four\nlet four = 1\n",
    "a discount and another charge": DISCOUNT.format("extra > 100.00 USD")
    + PLAN.replace("basic", "more").replace("user_seats", "extra"),
    "a guarantee about the total": 'guarantee "G" {\n  holds: total >= 1.00 USD\n}\n',
    "a signal about the total": 'signal s "S" {\n  when: total > 1.00 USD\n  tell: account_owner\n}\n',
}


@pytest.mark.parametrize("name", STRAIGHT)
def test_what_only_looks_like_a_circle(name: str) -> None:
    assert findings(BASE + STRAIGHT[name], "NM204") == []


def test_a_charge_priced_by_its_own_amount() -> None:
    charge = '  charge care "Care" {\n    price: cares\n    bill: in advance\n  }\n}\n'
    table = 'table cares "Cares" gives money {\n  high | cares\n  yes | 5.00 USD\n  no | 3.00 USD\n}\n'
    text = HEAD + SEATS + PLAN.rstrip().removesuffix("}") + charge + table + "let high = care > 4.00 USD\n"
    found = findings(text, "NM204")
    assert placed(found) == [("NM204", "care")]
    assert [related.note for related in found[0].related] == [
        "the amount of `care` uses `cares`", "`cares` uses `high`",
    ]  # fmt: skip


PLACE = Span(SourceText("test.seat", "x"), 0, 1)
EDGES = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdefg")), max_size=6)


@settings(max_examples=300)
@given(EDGES)
def test_knots_are_what_reaches_itself(drawn: dict[str, set[str]]) -> None:
    edges = {name: dict.fromkeys(sorted(targets), PLACE) for name, targets in drawn.items()}
    reach = {name: set(targets) for name, targets in drawn.items()}
    for _ in reach:
        for targets in reach.values():
            targets |= {far for near in list(targets) for far in reach.get(near, ())}
    found = knots(edges)
    assert {name for knot in found for name in knot} == {name for name in reach if name in reach[name]}
    for knot in found:
        assert all(b in reach[a] for a in knot for b in knot)
        circle = [step.name for step in shortest(edges, knot[0], knot)]
        assert all(b in drawn[a] for a, b in zip(circle, [*circle[1:], circle[0]], strict=True))
    assert len({name for knot in found for name in knot}) == sum(map(len, found))


def test_forty_thousand_definitions_in_a_chain_are_followed() -> None:
    edges = {f"x{n}": {f"x{n + 1}": PLACE} for n in range(40_000)}
    assert knots(edges) == []
    edges["x39999"] = {"x0": PLACE}
    assert [len(knot) for knot in knots(edges)] == [40_000]


# ---- add-ons ---------------------------------------------------------------------------------------------------------


def addon(name: str, only: str = "", never: str = "", sold_with: str = "basic") -> str:
    lines = (f"  only with: {only}\n" if only else "") + (f"  never with: {never}\n" if never else "")
    charge = f'  charge {name}_fee "Fee" {{\n    price: 5.00 USD per month\n    bill: in advance\n  }}\n'
    return f'addon {name} "{name}" for {sold_with} {{\n{lines}{charge}}}\n'


ADDONS = {
    "needs what it excludes": (addon("one", "two", "two") + addon("two"), [("ST011", "one")]),
    "needs what excludes it": (addon("one", "two") + addon("two", "", "one"), [("ST011", "one")]),
    "excludes itself": (addon("one", "", "one"), [("ST011", "one")]),
    "one of two is left": (addon("one", "two or three", "two") + addon("two") + addon("three"), []),
    "need each other": (addon("one", "two") + addon("two", "one"), []),
    "a need further on": (
        addon("one", "two") + addon("two", "three") + addon("three", "", "one"), [("ST011", "one")]),
    "a way round": (
        addon("one", "two") + addon("two", "three or four") + addon("three", "", "one") + addon("four"), []),
    "sold with another plan": (addon("one", "two") + addon("two", "", "", "more"), [("ST012", "one")]),
    "sold with one of both": (addon("one", "two", "", "basic or more") + addon("two", "", "", "more"), [("ST012", "one")]),
    "sold with both": (addon("one", "two", "", "basic or more") + addon("two", "", "", "more or basic"), []),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDONS)
def test_addons(name: str) -> None:
    text, wanted = ADDONS[name]
    more = PLAN.replace("basic", "more").replace("user_seats", "extra")
    assert placed(findings(BASE + more + text, "ST011", "ST012")) == wanted


NAMES = ("one", "two", "three", "four")
RULES = st.lists(st.tuples(st.sets(st.sampled_from(NAMES), max_size=2), st.sets(st.sampled_from(NAMES), max_size=2)),
                 min_size=4, max_size=4)  # fmt: skip


@settings(max_examples=150)
@given(RULES)
def test_addons_that_nobody_can_hold_against_every_set_of_them(rules: list[tuple[set[str], set[str]]]) -> None:
    by_name = dict(zip(NAMES, rules, strict=True))
    text = "".join(addon(n, " or ".join(sorted(only)), " or ".join(sorted(never))) for n, (only, never) in by_name.items())
    possible: set[str] = set()
    for size in range(1, 5):
        for some in combinations(NAMES, size):
            held = set(some)
            if all((not by_name[n][0] or by_name[n][0] & held) and not by_name[n][1] & held for n in held):
                possible |= held
    found = {one.subject for one in findings(BASE + text, "ST011")}
    assert found == {n for n in NAMES if n not in possible}


# ---- unused names ----------------------------------------------------------------------------------------------------

UNUSED = {
    "let": ("let deep = seats of user > 3\n", "NM209", "deep"),
    "amount": ("amount low = 5.00 USD\n", "NM209", "low"),
    "item": ('item {\n  desk: "Desk"\n}\n', "NM209", "desk"),
    "meter": ("meter {\n  calls: count, sum of the cycle\n}\n", "NM209", "calls"),
    "schedule": ('schedule s "S" graduated per seat per month {\n  seats | USD\n  1 and up | 3.00\n}\n', "NM209", "s"),
    "table": ('table t "T" gives percent {\n  seats of user | t\n  0 and up | 3%\n}\n', "NM209", "t"),
    "fact of the account": ("facts {\n  tone of account: text\n}\n", "NM210", "tone"),
    "fact of people": ("facts {\n  tone of person: text\n}\n", "NM210", "tone"),
    "change": ("change spring {\n".replace("spring", 'spring "S"') + "  from: 2027-01-01\n  reaches: everyone at once\n}\n",
               "LC708", "spring"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSED)
def test_unused(name: str) -> None:
    text, code, place = UNUSED[name]
    assert placed(findings(BASE + text)) == [(code, place)]


USED = {
    "a fact of a quote": "facts {\n  tone of quote: text\n}\n",
    "a standard fact": "facts {\n  country of account: optional text\n}\nrequire country before invoice\n",
    "a fact of an example": (
        "facts {\n  tone of account: text\n}\n"
        'example "E" {\n  given: plan = basic, tone = "x"\n  expect: total = 0.00 USD\n}\n'),
    "in another text only": (
        'change spring "S" {\n  from: 2027-01-01\n  reaches: everyone at once\n}\namount low = 5.00 USD\n'
        "require that total > low before renewal from spring\n"),
    "only before a change": (
        'change spring "S" {\n  from: 2027-01-01\n  reaches: everyone at once\n}\namount low = 5.00 USD\n'
        "require that total > low before renewal until spring\n"),
    "by a lost line": "amount low = 5.00 USD\nrequire that total > low befor renewal\n",
}  # fmt: skip


@pytest.mark.parametrize("name", USED)
def test_used(name: str) -> None:
    assert findings(BASE + USED[name], "NM209", "NM210", "LC708") == []


def test_a_library_may_hold_more_than_one_policy_uses() -> None:
    assert findings('use "shared.seat"\n' + BASE, "NM209", shared="amount low = 5.00 USD\n") == []
