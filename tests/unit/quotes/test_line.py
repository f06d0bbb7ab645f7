"""A quoted line against the policy's own price: expected, delta, share off and the sentence, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import seatpolicy
from seatpolicy import QuoteLine

POLICIES = Path(__file__).parents[3] / "policies"


@pytest.fixture(scope="module")
def evaluator() -> seatpolicy.Evaluator:
    """49 seats cost 10 × 50.00 + 39 × 40.00 = 2,060.00."""
    return seatpolicy.compile(POLICIES / "guide-graduated" / "policy.seat", plan="team")


@pytest.mark.parametrize(
    ("quoted", "delta", "off", "verdict", "text"),
    [
        ("2,060.00", 0, Fraction(0), "as the policy",
         "member_seats is quoted at the policy's price, 2,060.00 USD"),
        ("1,854.00", -206, Fraction(1, 10), "below the policy",
         "member_seats is quoted at 1,854.00 USD, 206.00 USD (10%) less than the policy's 2,060.00"),
        ("2,000.00", -60, Fraction(3, 103), "below the policy",
         "member_seats is quoted at 2,000.00 USD, 60.00 USD (about 2.91%) less than the policy's 2,060.00"),
        ("2,163.00", 103, Fraction(-1, 20), "above the policy",
         "member_seats is quoted at 2,163.00 USD, 103.00 USD (5%) more than the policy's 2,060.00"),
    ],
)  # fmt: skip
def test_one_line(
    evaluator: seatpolicy.Evaluator, quoted: str, delta: int, off: Fraction, verdict: str, text: str
) -> None:
    (judged,) = seatpolicy.judge(evaluator, [QuoteLine("member_seats", quoted, 49)])
    assert (judged.expected, judged.delta, judged.off) == (Fraction(2060), Fraction(delta), off)
    assert judged.verdict == verdict
    assert judged.text == text


def test_a_line_is_judged_by_its_place_in_the_whole() -> None:
    """Seats and a fee of one account: 12 × 20.00 by tiers is 232.00, less 10% for a year; readers above 12 / 3 = 4."""
    policy = Path(seatpolicy.__file__).parent / "workspace" / "starter" / "policy.seat"
    evaluator = seatpolicy.compile(policy, plan="team")
    lines = [QuoteLine("reader_seats", "10.80", 8), QuoteLine("editor_seats", Decimal("200"), 12)]
    first, second = seatpolicy.judge(evaluator, lines, {"billing": "annual"})
    assert (first.expected, first.delta, first.verdict) == (Fraction("10.80"), Fraction(0), "as the policy")
    assert (second.expected, second.delta) == (Fraction("208.80"), Fraction("-8.80"))


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([QuoteLine("member_seats", 1, 2), QuoteLine("member_seats", 1, 2)], ("DO481",)),
        ([QuoteLine("member_seats", 100, 2), QuoteLine("audit_fee", 99)], ("DO482",)),
        ([QuoteLine("member_saets", 100, 2)], ("DO423",)),
        ([QuoteLine("member_seats", 100, -2)], ("DO443",)),
    ],
)
def test_lines_that_cannot_be_judged(
    evaluator: seatpolicy.Evaluator, lines: list[QuoteLine], codes: tuple[str, ...]
) -> None:
    with pytest.raises(seatpolicy.PolicyError) as stop:
        seatpolicy.judge(evaluator, lines)
    assert stop.value.codes == codes


def test_a_price_by_quote_is_no_price_to_judge_by(evaluator: seatpolicy.Evaluator) -> None:
    with pytest.raises(seatpolicy.PolicyError) as stop:
        seatpolicy.judge(evaluator, [QuoteLine("member_seats", 6000, 201)])
    assert [one.code for one in stop.value.diagnostics] == ["EN201"]


@pytest.mark.parametrize("wrong", [float("2"), True, None])
def test_an_amount_is_exact(wrong: object) -> None:
    with pytest.raises(TypeError):
        QuoteLine("member_seats", wrong, 1)


def test_an_amount_as_text_is_a_number() -> None:
    with pytest.raises(ValueError, match="no amount"):
        QuoteLine("member_seats", "about 5", 1)
