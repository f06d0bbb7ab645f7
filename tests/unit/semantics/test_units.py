"""Which kinds and units go together: every pair of kinds under every sign, as tables; what a rate times counts comes to."""

from __future__ import annotations

import re

import pytest

from tests.unit.semantics.policy_under_test import HEAD, PLAN, findings, model

FACTS = """
facts {
  roles of person: any of admin, user
  t of account: text
  f of account: flag
  c of account: count
  n of account: number
  p of account: percent
  m of account: money
  r of account: rate per seat per month
  e of account: rate per unit per month
  d of account: date
  i of account: instant
  y of account: days
  h of account: hours
  o of account: months
  s of account: one of red, blue
  z of account: one of green, gray
  x of account: any of red, blue
  u of account: currency_of
}

seat user "User" {
  held by: admin or user
}
"""
FACTS = FACTS.replace("  u of account: currency_of\n", "")
KINDS = "tfcnpmrediyhoszxu"
"""Text, flag, count, number, percent, money, two rates, date, instant, days, hours, months, two sets, a set of several,
and the account's currency."""


BASE = HEAD + FACTS + PLAN


def codes_of(expressions: list[str], conditions: bool) -> list[str]:
    """For each expression the code of the first finding about it, or `ok`; all of them stand in one policy."""
    forms = ["require that {} before invoice" if conditions else f"let x{n} = {{}}" for n in range(len(expressions))]
    lines = [form.format(re.sub(r"\bu\b", "currency", e)) for form, e in zip(forms, expressions, strict=True)]
    first = BASE.count("\n") + 1
    codes = ["ok"] * len(lines)
    for found in reversed(findings(BASE + "\n".join(lines) + "\n")):
        if found.span is not None and found.span.line >= first and not found.code.startswith("NM2"):
            codes[found.span.line - first] = found.code
    return codes


# ---- comparisons -----------------------------------------------------------------------------------------------------

# Which kinds may be compared at all; every other pair is TY304.
SAME = {"tt", "ff", "cc", "cn", "nc", "nn", "pp", "mm", "rr", "ee", "dd", "di", "id", "ii", "yy", "hh", "oo", "ss", "zz",
        "uu"}  # fmt: skip
SEVERAL = {"sx", "xs", "xx"}
UNORDERED = "tfszxu"


def wanted_comparison(one: str, other: str, op: str) -> str:
    if one + other in SEVERAL:
        return "TY323"
    if one + other in SAME:
        return "TY310" if op != "=" and one in UNORDERED else "ok"
    return "TY304"


@pytest.mark.parametrize("op", ["=", "<"])
@pytest.mark.parametrize("one", KINDS)
def test_comparisons(one: str, op: str) -> None:
    found = codes_of([f"{one} {op} {other}" for other in KINDS], True)
    assert dict(zip(KINDS, found, strict=True)) == {other: wanted_comparison(one, other, op) for other in KINDS}


@pytest.mark.parametrize("one", KINDS)
def test_a_bare_number(one: str) -> None:
    wanted = "ok" if one in "cn" else "TY301" if one in "pmreyho" else "TY304"
    assert codes_of([f"{one} = 60", f"60 >= {one}", f"{one} in (59.5, 60)"], True) == [wanted] * 3


# ---- arithmetic ------------------------------------------------------------------------------------------------------

# Left and right kind, and what they come to; a pair that is missing is TY304.
SUMS = {"cc": "c", "cn": "n", "nc": "n", "nn": "n", "pp": "p", "mm": "m", "rr": "r", "ee": "e", "yy": "y", "hh": "h",
        "oo": "o", "dy": "d"}  # fmt: skip
PRODUCTS = {
    "cc": "c", "cn": "n", "nc": "n", "nn": "n", "cp": "n", "pc": "n", "np": "n", "pn": "n", "pp": "p",
    "cm": "m", "mc": "m", "nm": "m", "mn": "m", "pm": "m", "mp": "m", "cr": "r", "rc": "r", "nr": "r", "rn": "r",
    "pr": "r", "rp": "r", "ce": "e", "ec": "e", "ne": "e", "en": "e", "pe": "e", "ep": "e",
    "cy": "y", "yc": "y", "ny": "y", "yn": "y", "py": "y", "yp": "y", "ch": "h", "hc": "h", "nh": "h", "hn": "h",
    "ph": "h", "hp": "h", "co": "o", "oc": "o", "no": "o", "on": "o", "po": "o", "op": "o",
    "ro": "rate per seat", "or": "rate per seat", "eo": "rate per unit", "oe": "rate per unit",
}  # fmt: skip
RATIOS = {
    **{left + right: left for left in "pmreyho" for right in "cnp"}, "cc": "n", "cn": "n", "nc": "n", "nn": "n", "cp": "n",
    "np": "n", "pp": "p", "mm": "n", "rr": "n", "ee": "n", "yy": "n", "hh": "n", "oo": "n",
}  # fmt: skip
TYPES = {"c": "count", "n": "number", "p": "percent", "m": "money", "r": "rate per seat per month",
         "e": "rate per unit per month", "d": "date", "y": "days", "h": "hours", "o": "months"}  # fmt: skip


@pytest.mark.parametrize(("op", "pairs"), [("+", SUMS), ("-", SUMS), ("*", PRODUCTS), ("/", RATIOS)])
@pytest.mark.parametrize("one", KINDS)
def test_arithmetic(one: str, op: str, pairs: dict[str, str]) -> None:
    wanted = {f"{one} {op} {other}": pairs.get(one + other) for other in KINDS}
    found = dict(zip(wanted, codes_of(list(wanted), False), strict=True))
    assert found == {e: "TY304" if came_to is None else "ok" for e, came_to in wanted.items()}
    good = {e: came_to for e, came_to in wanted.items() if came_to is not None}
    lets = model(BASE + "".join(f"let x{n} = {e}\n" for n, e in enumerate(good))).lets
    made = {e: str(lets[f"x{n}"].value.type) for n, e in enumerate(good)}
    assert made == {e: TYPES.get(came_to, came_to) for e, came_to in good.items()}


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("r * seats of user", "rate per month"),
        ("seats of user * r", "rate per month"),
        ("r * seats of user * 12 months", "money"),
        ("r * 12 months * seats of user", "money"),
        ("e * 12 months * seats of user", "money"),
        ("2 * r", "rate per seat per month"),
        ("r * seats of user * seats of user", "rate per month"),
        ("m / seats of user", "money"),
        ("max(0, c - seats of user) * 3", "count"),
        ("min(p, 20%) + 5%", "percent"),
        ("min(c, n)", "number"),
        ("max(r, r, r)", "rate per seat per month"),
        ("-c", "number"),
        ("-m", "money"),
        ("net_unit_price of user_seats + r", "rate per seat per month"),
        ("r - net_unit_price of user_seats", "rate per seat per month"),
    ],
)
def test_what_a_figure_comes_to(expression: str, type_: str) -> None:
    policy = model(BASE + f"let asked = {expression}\n")
    assert str(policy.lets["asked"].value.type) == type_


@pytest.mark.parametrize(
    ("expression", "code", "message"),
    [
        ("r * 12 days", "TY304", "`*` cannot join a rate per seat per month and a number of days"),
        ("m + 5%", "TY304", "`+` cannot join an amount of money and a percentage"),
        ("o + 30 days", "TY304", "`+` cannot join a number of months and a number of days"),
        ("min(d, d)", "TY309", "`min` takes figures"),
        ("min(c, y)", "TY304", "`min` cannot join a count and a number of days"),
        ("largest(c, n)", "TY315", "no function is called `largest`"),
        ("-d", "TY309", "`d` is no figure"),
        ("c / 0", "TY316", "a division by zero"),
        ("d in the last 3 months", "TY314", "a window is counted in days"),
        ("c in the last 3 days", "TY314", "`c` cannot lie in a window of time"),
        ("seats", "TY317", "`seats` of what?"),
        ("total of user_seats", "TY317", "`total` takes no `of`"),
        ("c of user", "TY317", "`c` is a fact, not a measure"),
        ("discount", "TY311", "which discount?"),
        ("s = green", "TY303", "`green` is no value of `s`"),
        ("c is known", "TY312", "`c` is always known"),
        ("f = 1", "TY304", "yes or no is compared with a count"),
        ("m = 100", "TY301", "money is compared with a bare number"),
        ("c in (1, 2, red)", "NM201", "nothing is called `red`"),
        ("c in 1 to 5 days", "TY304", "a count is compared with a number of days"),
        ("x = red", "TY323", "`x` can be several at once"),
    ],
)
def test_each_mistake_and_its_words(expression: str, code: str, message: str) -> None:
    found = findings(BASE + f"let asked = {expression}\n")
    assert [(one.code, one.message) for one in found if one.code not in ("NM209", "NM210")] == [(code, message)]


def test_an_amount_in_one_of_several_currencies_is_no_figure() -> None:
    two = HEAD.replace("currencies:  USD", "currencies:  USD and EUR")
    text = two + FACTS + PLAN.replace("10.00 USD", "10.00 USD or 9.00 EUR")
    found = findings(text + "let asked = 5.00 USD + 3.00 EUR > m\n", "MN755")
    assert [(one.span.text if one.span else "", one.message) for one in found] == [
        ("5.00 USD", "an account in EUR could not be compared with this"),
        ("3.00 EUR", "an account in USD could not be compared with this"),
    ]
    assert not findings(text + "amount both = 5.00 USD or 4.50 EUR\nlet asked = m > both\n", "MN755")
    joined = findings(text + "let asked = m > 5.00 USD or 4.50 EUR\n", "MN755", "TY302")
    assert [(one.code, one.hint) for one in joined] == [
        ("TY302", "give the amounts one name, `amount NAME = 5.00 USD or 4.50 EUR`, and compare with that")
    ]


@pytest.mark.parametrize(
    ("expression", "fixed"),
    [
        ("s = red or blue", "s in (red, blue)"),
        ("s != red and blue", "not s in (red, blue)"),
        ("c = 1 or 2 or 3", "c in (1, 2, 3)"),
        ('t = "a" or "b" or f', 't in ("a", "b")'),
        ("y = 30 days or 60 days", "y in (30 days, 60 days)"),
    ],
)
def test_values_after_a_comparison_are_told_once_with_the_set_that_is_meant(expression: str, fixed: str) -> None:
    found = findings(BASE + f"let asked = {expression}\n")
    assert [(one.code, one.fix and one.fix.title) for one in found] == [("TY302", f"`{fixed}`")]
