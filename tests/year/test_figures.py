"""Every figure of the year comes out of its written formula, and every line of the golden invoices is one of these figures.

Nothing of the project is imported here: the formulas are read and worked out by the few lines below, as exact fractions.
"""

from __future__ import annotations

import json
import operator
import re
from collections import Counter
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
INVOICES = sorted((HERE / "invoices").glob("*.json"))
FIGURES: list[dict[str, Any]] = yaml.load((HERE / "figures.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
LINES = [(invoice["as_of"], line) for invoice in FIGURES for line in invoice["lines"]]
SIGNS = {"+": operator.add, "-": operator.sub, "×": operator.mul, "/": operator.truediv}


def worked_out(formula: str) -> Fraction:
    """A sum of products of numbers, with parentheses, as it is done at school."""
    tokens = re.findall(r"\d+(?:\.\d+)?|[-+×/()]", formula)
    assert "".join(tokens) == formula.replace(" ", ""), f"cannot read {formula!r}"

    def one() -> Fraction:
        token = tokens.pop(0)
        if token == "(":
            inside = added()
            assert tokens.pop(0) == ")"
            return inside
        return -one() if token == "-" else Fraction(token)

    def multiplied() -> Fraction:
        made = one()
        while tokens and tokens[0] in "×/":
            made = SIGNS[tokens.pop(0)](made, one())
        return made

    def added() -> Fraction:
        made = multiplied()
        while tokens and tokens[0] in "+-":
            made = SIGNS[tokens.pop(0)](made, multiplied())
        return made

    whole = added()
    assert not tokens, f"cannot read {formula!r}"
    return whole


def cents(exact: Fraction) -> Fraction:
    """Half up, away from zero, to the cent."""
    up = Fraction(floor(abs(exact) * 100 + Fraction(1, 2)), 100)
    return up if exact >= 0 else -up


@pytest.mark.parametrize(("as_of", "line"), LINES, ids=lambda one: one if isinstance(one, str) else one["what"])
def test_a_figure_is_its_formula(as_of: str, line: dict[str, str]) -> None:
    assert cents(worked_out(line["formula"])) == Fraction(line["amount"]), as_of


def test_there_is_an_invoice_for_every_month_and_no_other_than_those_by_hand() -> None:
    days = [file.stem for file in INVOICES]
    assert days == [invoice["as_of"] for invoice in FIGURES]
    assert {day[:7] for day in days} == {f"2027-{month:02}" for month in range(8, 13)} | {
        f"2028-{month:02}" for month in range(1, 8)
    }


@pytest.mark.parametrize("number", range(len(FIGURES)), ids=[invoice["as_of"] for invoice in FIGURES])
def test_a_golden_invoice_holds_these_lines(number: int) -> None:
    golden = json.loads(INVOICES[number].read_text(encoding="utf-8"))
    by_hand = Counter((line["charge"], Fraction(line["amount"])) for line in FIGURES[number]["lines"])
    assert Counter((line["charge"], Fraction(line["amount"])) for line in golden["lines"]) == by_hand
    assert Fraction(golden["totals"]["due"]) == sum(Fraction(line["amount"]) for line in FIGURES[number]["lines"])


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2 × 40.00 × 17/30", Fraction(136, 3)),
        ("7 - 2 - 1", Fraction(4)),
        ("-(3 + 4) × 2", Fraction(-14)),
        ("8/2/2", Fraction(2)),
    ],
)
def test_formulas_are_read_as_they_are_at_school(formula: str, value: Fraction) -> None:
    assert worked_out(formula) == value
