"""`import seatpolicy`: light, typed, and what its documentation says."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import seatpolicy

ROOT = Path(__file__).parents[3]
GRADUATED = ROOT / "policies" / "guide-graduated" / "policy.seat"
ACCOUNT = GRADUATED.parent / "accounts" / "forty-nine.yaml"

README = (ROOT / "README.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"## From Python\n.*?```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL)


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_example_of_the_readme_runs() -> None:
    script, shown = EXAMPLE
    done = run(script)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", shown)


def test_importing_it_imports_nothing_else() -> None:
    done = run("import sys, seatpolicy; print([m for m in sys.modules if m.startswith(('seatpolicy.', 'attr'))])")
    assert done.stdout == "[]\n"


def test_every_public_name_is_there_and_no_other() -> None:
    for name in seatpolicy.__all__:
        assert getattr(seatpolicy, name).__doc__, name
    assert set(seatpolicy.__all__) <= set(dir(seatpolicy))
    with pytest.raises(AttributeError, match="has no attribute 'pirce'"):
        seatpolicy.pirce  # noqa: B018


def test_texts_and_paths_are_told_apart() -> None:
    text = GRADUATED.read_text(encoding="utf-8")
    assert [one.code for one in seatpolicy.check(text)] == [one.code for one in seatpolicy.check(GRADUATED)]
    account = ACCOUNT.read_text(encoding="utf-8")
    for given in (ACCOUNT, str(ACCOUNT), account):
        totals = seatpolicy.price(text, given).totals
        assert totals is not None
        assert totals.due == Fraction(2060)


def test_a_policy_with_errors_is_raised_with_all_of_them() -> None:
    text = GRADUATED.read_text(encoding="utf-8").replace("for:       member", "for:       memer")
    with pytest.raises(seatpolicy.PolicyError) as stop:
        seatpolicy.load(text)
    assert "NM201" in stop.value.codes
    assert "NM201 <policy>:" in str(stop.value)
    again = seatpolicy.check(text)
    assert [(one.code, one.message) for one in stop.value.diagnostics] == [(one.code, one.message) for one in again]


def test_warnings_are_not_raised() -> None:
    volume = ROOT / "policies" / "guide-volume" / "policy.seat"
    assert [one.code for one in seatpolicy.check(volume)] == ["TR203", "TR203"]
    assert seatpolicy.load(volume).changes == ()


@pytest.mark.parametrize(
    ("account", "codes"),
    [("nowhere.yaml", ("PL601",)), ({"account": float("1")}, ("DO471",)), ("a: [\n", ("DO401",))],
)
def test_an_account_that_cannot_be_read(account: object, codes: tuple[str, ...]) -> None:
    with pytest.raises(seatpolicy.PolicyError) as stop:
        seatpolicy.price(GRADUATED, account)  # type: ignore[arg-type]
    assert stop.value.codes == codes


def test_an_account_as_data_is_the_same_as_its_document() -> None:
    data = {"schema_version": "1.0", "account": "copper-lane-studio", "plans": ["team"], "currency": "USD",
            "country": "US", "facts": {}, "subscription": {"start": "2026-11-01"},
            "seats": {"member_seats": 49}}  # fmt: skip
    by_data, by_file = seatpolicy.price(GRADUATED, data), seatpolicy.price(GRADUATED, ACCOUNT)
    assert seatpolicy.invoice_to_json(by_data) == seatpolicy.invoice_to_json(by_file)
