"""Articles, units, numbers, blanks between words: one line in, the same line in its usual form out."""

from __future__ import annotations

import pytest

from seatpolicy.tools.formatter.usual import with_commas
from tests.unit.tools.formatter.policy_texts import laid_out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("let x = a_fact", "let x = a_fact"),
        ("let x=the y", "let x = y"),
        ("let x = - y", "let x = -y"),
        ("let x = -(-y)", "let x = -(-y)"),
        ("let x = y-z", "let x = y - z"),
        ("let x = 5 - -z", "let x = 5 - -z"),
        ("let x = ( y + 1 )*2/z", "let x = (y + 1) * 2 / z"),
        ("let x = max (y,min( 1 ,z))", "let x = max(y, min(1, z))"),
        ("let x = not(y)", "let x = not (y)"),
        ("let x = y in(smb,midmarket)", "let x = y in (smb, midmarket)"),
        ("let x = seats  of the member>=3", "let x = seats of member >= 3"),
        ("let x = y in last 1 days", "let x = y in the last 1 day"),
        ("let x = y in the last 30 day", "let x = y in the last 30 days"),
        ("let x = y this months = 0", "let x = y this month = 0"),
        ("let x = y > 1.0 months", "let x = y > 1.0 month"),
        ("let x = y > 0 month", "let x = y > 0 months"),
        ("let x = y > 1.5 month", "let x = y > 1.5 months"),
        ("let x = y > 21 month", "let x = y > 21 months"),
        # Names that read like keywords stay as they are: nothing here is counted, and nothing is singular.
        ("let x = days + seats of months", "let x = days + seats of months"),
        ("let x = cent * largest", "let x = cent * largest"),
        ("require the country before more seat", "require country before more seats"),
        ("amount x = 1000 USD", "amount x = 1,000 USD"),
        ("amount x = 20 USD or 1234567.5 EUR", "amount x = 20 USD or 1,234,567.5 EUR"),
        ("let x = y > 1000", "let x = y > 1000"),
        ("let x = y > 1,000", "let x = y > 1,000"),
        ("let x = y > 1000 USD", "let x = y > 1,000 USD"),
        ('use   "a  text, and the  comma"', 'use "a  text, and the  comma"'),
    ],
)
def test_a_line(before: str, after: str) -> None:
    assert laid_out(before) == after + "\n"


@pytest.mark.parametrize(
    ("number", "usual"),
    [
        ("0", "0"), ("999", "999"), ("1000", "1,000"), ("1000.125", "1,000.125"), ("999999", "999,999"),
        ("1000000", "1,000,000"), ("1,000", "1,000"), ("20.00", "20.00"),
        ("0001000", "0001000"), ("0.00001", "0.00001"),
    ],
)  # fmt: skip
def test_thousands(number: str, usual: str) -> None:
    assert with_commas(number) == usual
