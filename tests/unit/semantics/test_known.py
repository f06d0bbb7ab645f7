"""Where an optional fact counts as known: against every assignment of truth, and through lets, tables, lines and blocks."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.semantics.policy_under_test import HEAD, PLAN, findings

FACTS = """
facts {
  roles of person: any of admin, user
  p of account: optional flag
  q of account: optional flag
  f of account: flag
  cut of account: optional percent
  pool of account: optional count
  tone of account: optional text
  margin of quote: optional percent
}

seat user "User" {
  held by: admin or user
}
"""

# ---- conditions, by brute force --------------------------------------------------------------------------------------

Condition = tuple[str, ...] | tuple[str, "Condition"] | tuple[str, "Condition", "Condition"]
LEAVES = [("flag", "f"), ("use", "p"), ("use", "q"), ("known", "p"), ("known", "q"), ("unknown", "p"), ("unknown", "q")]
CONDITIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=6,
)


def written(c: tuple[object, ...]) -> str:
    kind = c[0]
    if kind in ("flag", "use"):
        return str(c[1])
    if kind in ("known", "unknown"):
        return f"{c[1]} is {kind}"
    if kind == "not":
        return f"not ({written(c[1])})"  # type: ignore[arg-type]
    return f"({written(c[1])}) {kind} ({written(c[2])})"  # type: ignore[arg-type]


class Unknown(Exception):
    """A fact was read that nobody knows."""


def value(c: tuple[object, ...], facts: dict[str, bool | None]) -> bool:
    """Read from left to right, no further than needed; whatever is unknown and read raises."""
    kind = c[0]
    if kind in ("flag", "use"):
        found = facts[str(c[1])]
        if found is None:
            raise Unknown(c[1])
        return found
    if kind in ("known", "unknown"):
        return (facts[str(c[1])] is not None) is (kind == "known")
    if kind == "not":
        return not value(c[1], facts)  # type: ignore[arg-type]
    left = value(c[1], facts)  # type: ignore[arg-type]
    if left is (kind == "or"):
        return left
    return value(c[2], facts)  # type: ignore[arg-type]


def guarded(c: tuple[object, ...], known: frozenset[str]) -> tuple[frozenset[str], frozenset[str], bool]:
    """By the rule in words: what is known where it is true, where it is false, and whether every use is behind a test."""
    kind = c[0]
    if kind in ("flag", "use"):
        return known, known, kind == "flag" or c[1] in known
    if kind in ("known", "unknown"):
        more = known | {str(c[1])}
        return (more, known, True) if kind == "known" else (known, more, True)
    if kind == "not":
        true, false, good = guarded(c[1], known)  # type: ignore[arg-type]
        return false, true, good
    true, false, good = guarded(c[1], known)  # type: ignore[arg-type]
    true2, false2, good2 = guarded(c[2], true if kind == "and" else false)  # type: ignore[arg-type]
    if kind == "and":
        return true2, false & false2, good and good2
    return true & true2, false2, good and good2


@settings(max_examples=150)
@given(CONDITIONS)
def test_what_the_checker_accepts_never_reads_an_unknown_fact(c: tuple[object, ...]) -> None:
    accepted = not findings(HEAD + FACTS + PLAN + f"require that {written(c)} before invoice\n", "TY305")
    assert accepted == guarded(c, frozenset())[2], written(c)
    if accepted:
        for p, q, f in product((None, False, True), (None, False, True), (False, True)):
            value(c, {"p": p, "q": q, "f": f})


@pytest.mark.parametrize(
    "condition",
    [
        "p is known and p",
        "p is unknown or p",
        "not (p is unknown) and p",
        "not (p is known) or p",
        "p is known and (f or p)",
        "p is known and q is known and (p or q)",
        "(p is known and q is known) and p",
        "p is unknown or q is unknown or (p and q)",
        "(p is known and p) or (q is known and q)",
        "not (p is unknown or q is unknown) and (p or q)",
    ],
)
def test_guards_that_are_understood(condition: str) -> None:
    assert not findings(HEAD + FACTS + PLAN + f"require that {condition} before invoice\n", "TY305")


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        ("p", ["p"]),
        ("p and p is known", ["p"]),
        ("p is known or p", ["p"]),
        ("p is unknown and p", ["p"]),
        ("(p is known or f) and p", ["p"]),
        ("(p is known and f) or p", ["p"]),
        ("p is known and q", ["q"]),
        ("not (p is known and q is known) or (p and q)", []),
        ("not (p is known or q is known) or (p and q)", ["p", "q"]),
    ],
)
def test_uses_without_a_guard_are_told_one_by_one(condition: str, asked: list[str]) -> None:
    found = findings(HEAD + FACTS + PLAN + f"require that {condition} before invoice\n", "TY305")
    assert [one.subject for one in found] == asked


# ---- lines, blocks, lets and tables ----------------------------------------------------------------------------------


def plan(**lines: str) -> str:
    """The plan with other lines for some labels; several lines stand one above the other."""
    text = PLAN
    for label, line in lines.items():
        text = "".join(
            f"{line}\n" if row.strip().startswith(f"{label}:") else f"{row}\n" for row in text.split("\n")
        )
    return text


TABLE = """
table cuts "Cuts" gives percent {
  tone   | cuts
  "warm" | 5%
  "cold" | 10%
}
"""
PRICES = TABLE.replace("percent", "rate per seat per month").replace("5%", "5.00 USD").replace("10%", "9.00 USD")
LETS = """
let loud = tone = "loud"
let safe = tone is known and tone = "loud"
let both = loud or safe
let thin = margin < 10%
"""


def discount(off: str, when: str = "") -> str:
    return f'discount d "D" {{\n  off: {off}\n' + (f"  when: {when}\n" if when else "") + "}\n"


GUARDED = {
    "the line's own condition": plan(
        quantity="quantity: contracted, at least pool when pool is known\nquantity: contracted otherwise"),
    "the cases after it": plan(
        quantity="quantity: contracted when pool is unknown\nquantity: contracted, at least pool otherwise"),
    "a condition in a later case": plan(
        price='price: free when tone is unknown\nprice: 3.00 USD per seat per month when tone = "loud"\n'
        "price: 4.00 USD per seat per month otherwise"),
    "the condition of the block": PLAN + discount("cut of user_seats", "cut is known"),
    "a table behind its guard": PLAN + TABLE + discount("cuts of user_seats", "tone is known"),
    "a let with a test of its own": PLAN + LETS + discount("10% of user_seats", "safe"),
    "a let behind its user's test": PLAN + LETS + discount("10% of user_seats", "tone is known and both"),
    "a table as a price": PRICES + plan(
        price="price: cuts when tone is known\nprice: 3.00 USD per seat per month otherwise"),
}  # fmt: skip


@pytest.mark.parametrize("name", GUARDED)
def test_guards_around_a_figure(name: str) -> None:
    assert [one.message for one in findings(HEAD + FACTS + GUARDED[name], "TY305", "TY307")] == []


UNGUARDED = {
    "no condition at all": (plan(quantity="quantity: contracted, at least pool"), "`pool` may be unknown"),
    "the wrong case": (
        plan(quantity="quantity: contracted, at least pool when pool is unknown\nquantity: contracted otherwise"),
        "`pool` may be unknown"),
    "a case before it that says nothing of it": (
        plan(quantity="quantity: contracted when f\nquantity: contracted, at least pool otherwise"),
        "`pool` may be unknown"),
    "a block without its test": (PLAN + discount("cut of user_seats", "f"), "`cut` may be unknown"),
    "a let": (PLAN + LETS + discount("10% of user_seats", "loud"), "`loud` may be unknown"),
    "a let of a let": (PLAN + LETS + discount("10% of user_seats", "both"), "`both` may be unknown"),
    "a table": (PLAN + TABLE + discount("cuts of user_seats"), "`cuts` may be unknown"),
    "a table as a price": (PRICES + plan(price="price: cuts"), "`cuts` may be unknown"),
    "the next block": (
        PLAN + discount("cut of user_seats", "cut is known")
        + discount("cut of user_seats").replace("discount d", "discount e")
        + "combine {\n  order: d, then e\n  each: off list\n}\n", "`cut` may be unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNGUARDED)
def test_figures_without_a_guard(name: str) -> None:
    text, message = UNGUARDED[name]
    assert [one.message for one in findings(HEAD + FACTS + text, "TY305")] == [message]


def test_a_figure_of_a_quote_is_not_known_where_an_account_is_billed_not_even_through_a_let() -> None:
    found = findings(HEAD + FACTS + PLAN + LETS + discount("10% of user_seats", "margin is known and thin"), "TY307")
    assert [(one.message, one.span.text if one.span else "") for one in found] == [
        ("`margin` cannot be known here", "margin"),
        ("`thin` cannot be known here", "thin"),
    ]


# ---- depth and size --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("levels", [300, 3_000])
@pytest.mark.parametrize("form", ["parentheses", "minus", "sum", "chain", "chain backwards", "doubling"])
def test_deep_and_large_expressions_are_refused_and_nothing_breaks(form: str, levels: int) -> None:
    text = {
        "parentheses": f"let deep = {'(' * levels}1{')' * levels} > 2\n",
        "minus": f"let deep = {'- ' * levels}1 > 2\n",
        "sum": f"let deep = {'1 + ' * levels}1 > 2\n",
        "chain": "let x0 = 1\n" + "".join(f"let x{n} = x{n - 1} + 1\n" for n in range(1, levels)),
        "chain backwards": "".join(f"let x{n} = x{n + 1} + 1\n" for n in range(levels)) + f"let x{levels} = 1\n",
        "doubling": "let x0 = 1\n" + "".join(f"let x{n} = x{n - 1} + x{n - 1}\n" for n in range(1, levels)),
    }[form]
    assert findings(HEAD + FACTS + PLAN + text, "TY322")


def test_what_people_write_is_not_too_deep() -> None:
    terms = " + ".join(["seats of user"] * 40)
    lets = "let x0 = seats of user\n" + "".join(f"let x{n} = x{n - 1} + 1\n" for n in range(1, 20))
    assert not findings(HEAD + FACTS + PLAN + lets + f"let all_of = {terms}\n", "TY322")
