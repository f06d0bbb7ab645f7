"""Every published policy bills over time: accounts with events, cases with every invoice, and READMEs that show them.

What the figures are is said by hand in the cases and compared by the tests of all policies; here, that nothing is missing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from seatpolicy.documents.cases import Case, read_cases
from seatpolicy.values.money import format_amount
from seatpolicy.workspace.documents import read_document

POLICIES = Path(__file__).resolve().parents[2] / "policies"
PUBLISHED = sorted(path.parent.name for path in POLICIES.glob("published-*/policy.seat"))
OURS = ("seasonal-staff", "call-centre-pool", "free-to-paid")
OVER_CYCLES = {
    "published-slack": "three-months",
    "published-github-volume": "three-months",
    "published-atlassian-monthly": "three-months",
    "published-microsoft-365": "three-months",
    "published-figma": "three-years",
    "published-linear": "three-months",
    "published-google-flexible": "three-months",
    "published-google-annual": "three-years",
}
"""Where a story is told over three cycles at least, and by which account."""


def series_of(folder: str) -> list[Case]:
    document = read_document(str(POLICIES / folder / "cases.yaml")).value
    assert document is not None
    read = read_cases(document).value
    assert read is not None
    return [case for case in read.cases if case.series is not None]


def readme(folder: str) -> str:
    return (POLICIES / folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [*PUBLISHED, *OURS])
def test_each_has_a_history_and_a_case_with_its_invoices(folder: str) -> None:
    cases = series_of(folder)
    assert cases
    for case in cases:
        assert case.account is not None
        account = yaml.safe_load((POLICIES / folder / case.account.text).read_text(encoding="utf-8"))
        assert account["events"], case.account.text
    text = readme(folder)
    assert "**A bill, before and after.**" in text
    for path in sorted((POLICIES / folder / "accounts").glob("*.yaml")):
        if "events:" in path.read_text(encoding="utf-8"):
            assert path.stem in text, f"the README does not say what happens in {path.name}"


@pytest.mark.parametrize("folder", [*PUBLISHED, *OURS])
def test_the_readme_shows_what_every_invoice_comes_to(folder: str) -> None:
    text = readme(folder)
    for case in series_of(folder):
        assert case.series is not None
        for invoice in case.series.invoices:
            assert format_amount(invoice.total, "USD").replace("-", "−") in text, f"{case.name}, {invoice.as_of}"


@pytest.mark.parametrize("folder", OVER_CYCLES)
def test_the_stories_go_over_three_cycles(folder: str) -> None:
    (case,) = (one for one in series_of(folder) if one.account is not None and OVER_CYCLES[folder] in one.account.text)
    assert case.series is not None
    assert len(case.series.invoices) >= 3
    policy = (POLICIES / folder / "policy.seat").read_text(encoding="utf-8")
    months = 12 if OVER_CYCLES[folder] == "three-years" else 1
    assert ("cycle:   year" if months == 12 else "cycle:   month") in policy
    # Two whole cycles lie between the first invoice and the last one.
    first, last = case.series.invoices[0].as_of, case.series.invoices[-1].as_of
    assert (last.year - first.year) * 12 + last.month - first.month >= 2 * months
