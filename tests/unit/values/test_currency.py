"""Currencies: the codes, their minor digits, and that the table is loaded only when needed."""

from __future__ import annotations

import subprocess
import sys

import iso4217
import pytest

from seatpolicy.values.currency import EVERYDAY, is_currency, known_currencies, minor_digits


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("CHF", 2),
        ("JPY", 0),
        ("KWD", 3),
        ("ISK", 0),
        ("TND", 3),
        ("CLF", 4),
        ("IQD", 3),
    ],
)
def test_minor_digits(code: str, digits: int) -> None:
    assert is_currency(code)
    assert minor_digits(code) == digits


@pytest.mark.parametrize("code", ["usd", "Usd", "US", "USDX", "", "$", "DEM", "XAU", "XXX", "XTS", "ZZZ", "US\n", "ÜSD"])
def test_no_currency(code: str) -> None:
    assert not is_currency(code)
    with pytest.raises(ValueError, match="is no currency"):
        minor_digits(code)


def test_the_short_list_is_the_standards() -> None:
    for code, digits in EVERYDAY.items():
        assert iso4217.raw_table[code]["CcyMnrUnts"] == str(digits), code


def test_every_known_code_is_a_currency() -> None:
    codes = known_currencies()
    assert list(codes) == sorted(set(codes))
    assert set(EVERYDAY) < set(codes)
    assert all(is_currency(code) and minor_digits(code) in range(5) for code in codes)


def test_an_everyday_currency_loads_no_table() -> None:
    asked = (
        "import sys; from seatpolicy.values.money import Money; "
        "from seatpolicy.values.currency import is_currency; "
        "assert Money.of_minor(150, 'USD').minor == 150; "
        "assert not is_currency('usd') and not is_currency('$'); "
        "assert 'iso4217' not in sys.modules; "
        "Money.of_minor(1, 'ISK'); assert 'iso4217' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
