"""Money: arithmetic within one currency, and amounts written and read without losing a digit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.values.money import (
    LONGEST_DECIMAL,
    Money,
    format_amount,
    format_decimal,
    format_money,
    format_percent,
    parse_decimal,
)
from seatpolicy.values.rounding import Mode, Rounding

amounts = st.fractions(max_denominator=10**6)
decimals = st.builds(
    lambda size, digits: Fraction(size, 10**digits),
    st.integers(-(10**20), 10**20),
    st.integers(0, 14),
)
currencies = st.sampled_from(["USD", "JPY", "KWD", "CLF"])


def usd(amount: str) -> Money:
    return Money(Fraction(amount), "USD")


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("2060", "USD", "2,060.00"),
        ("-1.5", "USD", "-1.50"),
        ("0", "USD", "0.00"),
        ("-0.05", "USD", "-0.05"),
        ("1200", "JPY", "1,200"),
        ("0", "JPY", "0"),
        ("1023.5", "JPY", "1,023.5"),
        ("1.5", "KWD", "1.500"),
        ("0.0035", "USD", "0.0035"),
        ("1234567.125", "EUR", "1,234,567.125"),
        ("999.99", "USD", "999.99"),
        ("0.1000", "USD", "0.10"),
        ("1/8", "USD", "0.125"),
        ("100/3", "USD", "100/3"),
        ("-2000/3", "USD", "-2000/3"),
        ("10.00000000000001", "USD", "10.00000000000001"),
    ],
)
def test_amounts_as_written(amount: str, currency: str, written: str) -> None:
    assert format_amount(Fraction(amount), currency) == written
    assert format_money(Money(Fraction(amount), currency)) == f"{written} {currency}"


@pytest.mark.parametrize(("value", "digits", "written"), [("12.5", 0, "12.5"), ("20", 0, "20"), ("3", 4, "3.0000")])
def test_numbers_as_written(value: str, digits: int, written: str) -> None:
    assert format_decimal(Fraction(value), digits) == written


def test_very_long_numbers_are_written_in_full() -> None:
    assert format_decimal(Fraction(10**6000)).replace(",", "") == "1" + "0" * 6000
    assert format_decimal(Fraction(1, 10**6000)) == "0." + "0" * 5999 + "1"
    assert format_decimal(Fraction(1, 3**10_000)).startswith("1/1631350185342625")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("2060", "2060"),
        ("2,060.00", "2060"),
        ("1,234,567.125", "1234567.125"),
        ("12,345", "12345"),
        ("0.5", "0.5"),
        ("007", "7"),
        ("0.10", "0.1"),
        ("19.99", "19.99"),
    ],
)
def test_decimals_that_are_read(text: str, value: str) -> None:
    assert parse_decimal(text) == Fraction(value)
    assert parse_decimal(f"-{text}") is None
    assert parse_decimal(f"-{text}", signed=True) == -Fraction(value)


NO_DECIMALS = """
50,00 1,23 1,2345 12,34,567 1234,567 ,123 1,,234 1,234, .5 5. . 1.2.3 1.234,5 1.000,00 1.0,0
1e3 1E3 1_000 +1 --1 1- 0x10 1/2 ½ ² ١٢ ３ NaN inf Infinity 1.٢ 1٬000 - -.5
"""


@pytest.mark.parametrize(
    "text",
    [
        *NO_DECIMALS.split(),
        "",
        " ",
        " 1",
        "1 ",
        "1\n",
        "1\0",
        "1 000",
        "1\u00a0000",
        "1" * (LONGEST_DECIMAL + 1),
    ],
)
def test_decimals_that_are_not_read(text: str) -> None:
    assert parse_decimal(text) is None
    assert parse_decimal(text, signed=True) is None


@given(st.text(alphabet="0123456789.,-+eE_ ٣\n"))
def test_only_what_is_written_so_is_read(text: str) -> None:
    value = parse_decimal(text)
    if value is not None:
        assert set(text) <= set("0123456789.,")
        assert value == Fraction(text.replace(",", ""))
        if "," in text:
            whole = text.partition(".")[0]
            assert format_decimal(Fraction(int("1" + whole.replace(",", "")))).endswith(whole[-4:])


@given(decimals, currencies)
def test_what_is_written_reads_back(amount: Fraction, currency: str) -> None:
    assert parse_decimal(format_amount(amount, currency), signed=True) == amount


@given(amounts)
def test_no_digit_is_lost(amount: Fraction) -> None:
    written = format_decimal(amount)
    assert Fraction(written.replace(",", "")) == amount
    assert not (written.endswith("0") and "." in written)


@given(st.integers(), currencies)
def test_minor_units_there_and_back(minor: int, currency: str) -> None:
    assert Money.of_minor(minor, currency).minor == minor


def test_finer_than_minor_units() -> None:
    assert usd("20.60").minor == 2060
    assert Money(Fraction(-7), "JPY").minor == -7
    with pytest.raises(ValueError, match="not whole in minor units"):
        _ = usd("0.005").minor


def test_arithmetic() -> None:
    assert usd("1.10") + usd("2.20") == usd("3.30")
    assert usd("1.10") - usd("2.20") == usd("-1.10")
    assert -usd("1.10") == usd("-1.10")
    assert usd("10").times(Fraction(17, 31)) == Money(Fraction(170, 31), "USD")
    assert usd("10").times(17).rounded(Rounding(Mode.HALF_UP, Fraction(100))) == usd("200")
    assert Money.total([usd("1"), usd("2"), usd("-5")], "USD") == usd("-2")
    assert Money.total([], "EUR") == Money(Fraction(0), "EUR")
    assert usd("1") < usd("2")
    assert usd("2") > usd("1")
    assert usd("1") <= usd("1")
    assert not usd("1") < usd("1")
    assert usd("1") != Money(Fraction(1), "EUR")


def test_two_currencies_never_meet() -> None:
    eur = Money(Fraction(1), "EUR")
    for mixed in (
        lambda: usd("1") + eur,
        lambda: usd("1") - eur,
        lambda: usd("1") < eur,
        lambda: usd("1") <= eur,
        lambda: Money.total([usd("1"), eur], "USD"),
    ):
        with pytest.raises(TypeError, match="two currencies"):
            mixed()


@pytest.mark.parametrize("other", [1, Fraction(1), "1", None])
def test_only_money_is_added_to_money(other: Any) -> None:
    with pytest.raises(TypeError):
        usd("1") + other
    with pytest.raises(TypeError):
        usd("1") - other
    with pytest.raises(TypeError):
        _ = usd("1") < other


@pytest.mark.parametrize("amount", [1, "1", None])
def test_an_amount_is_a_fraction(amount: Any) -> None:
    with pytest.raises(TypeError):
        Money(amount, "USD")


def test_an_unknown_currency_is_not_written() -> None:
    with pytest.raises(ValueError, match="is no currency"):
        format_amount(Fraction(1), "ZZZ")


@pytest.mark.parametrize(
    ("share", "written"),
    [("1/5", "20%"), ("1/8", "12.5%"), ("3/2", "150%"), ("1/6", "1/6"), ("0", "0%")],
)
def test_shares(share: str, written: str) -> None:
    assert format_percent(Fraction(share)) == written
