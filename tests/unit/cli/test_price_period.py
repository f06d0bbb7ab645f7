"""`price --period`: the invoices of a history, one after the other, as texts and as JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seatpolicy.cli.main import main

POLICY = Path(__file__).parents[3] / "policies" / "guide-graduated"
ACCOUNT = str(POLICY / "accounts" / "growing.yaml")


def price(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = main(["price", str(POLICY / "policy.seat"), ACCOUNT, *options])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_every_invoice_of_three_months(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = price(capsys, "--period", "2026-11-01..2027-01-31", "--format", "json")
    invoices = [json.loads(line)["invoices"][0] for line in out.splitlines()]
    assert (code, err) == (0, "")
    # 49 seats: 2,060.00. Three more from the tenth, at 40.00 and twice 30.00, for 21 of 30 days: 70.00; then 47: 1,980.00.
    assert [(one["as_of"], one["totals"]["due"]) for one in invoices] == [
        ("2026-11-01", "2060.00"), ("2026-12-01", "2050.00"), ("2027-01-01", "1980.00"),
    ]  # fmt: skip
    more = invoices[1]["lines"][0]
    told = [more[key] for key in ("id", "amount", "factor", "events")]
    assert told == ["member_seats+2026-11-10", "70.00", "7/10", ["e-1"]]


def test_a_period_without_an_invoice(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = price(capsys, "--period", "2026-11-02..2026-11-30")
    assert (code, out) == (0, "")
    assert err.endswith("growing.yaml: no invoice was made in this time\n")
    code, out, _ = price(capsys, "--period", "2026-11-02..2026-11-30", "--format", "json")
    assert (code, json.loads(out)["invoices"]) == (0, [])


def test_the_last_invoice_as_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = price(capsys, "--as-of", "2026-12-24")
    assert code == 0
    assert out.startswith("Invoice tallow-lane-studio/2026-12-01/1\n")
    assert out.endswith("due  2,050.00 USD\n")


def test_both_engines_make_the_same_invoices(capsys: pytest.CaptureFixture[str]) -> None:
    period = ("--period", "2026-11-01..2027-01-31")
    here, there = (price(capsys, *period, "--engine", name) for name in ("reference", "python"))
    assert here == there
    assert here[0] == 0
