"""Cases of several invoices: what passes and fails, line by line, and how a failure is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from seatpolicy.cli.test_text import failure_text
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.refusals import EN503, not_billed
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.steady import stopped
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS, Result
from seatpolicy.workspace.trial import Trial
from tests.unit.engines.policies import charge, plan, text

POLICY = text(plan(charge()))
ACCOUNT = (
    'schema_version: "1.0"\naccount: acme\nplans: [team]\ncurrency: USD\nsubscription: {start: 2026-11-01}\n'
    "facts: {billing: monthly, share: 0%, most: 1, desks: 1}\nseats: {seats: 5}\n"
    "events:\n  - {id: e-1, at: 2026-11-10T09:00:00+01:00, type: seats_changed, charge: seats, by: 3}\n"
)
NOVEMBER = 'as_of: 2026-11-01, lines: [{charge: seats, derivation: d, amount: "50.00"}], total: "50.00"'
DECEMBER = (
    'as_of: 2026-12-01, lines: [{charge: seats, derivation: d, amount: "80.00"}, '
    '{charge: seats, from: 2026-11-10, to: 2026-11-30, derivation: d, amount: "21.00"}], total: "101.00"'
)
BOTH = f"[{{{NOVEMBER}}}, {{{DECEMBER}}}]"


@pytest.fixture(params=[ReferenceEngine, PythonEngine], ids=["reference", "python"])
def engine(request: pytest.FixtureRequest) -> object:
    return request.param()


def result(
    folder: Path, engine: object, invoices: str, more: str = "", account: str = "account.yaml", policy: str = POLICY
) -> Result:
    (folder / "policy.seat").write_text(policy, encoding="utf-8")
    (folder / "account.yaml").write_text(ACCOUNT, encoding="utf-8")
    (folder / "cases.yaml").write_text(
        f'schema_version: "1.0"\npolicy: policy.seat\ncases:\n  - {{name: one, account: {account}, '
        f"period: {{from: 2026-11-01, to: 2026-12-31}}, invoices: {invoices}{more}}}\n",
        encoding="utf-8",
    )
    trial = Trial(engine)  # type: ignore[arg-type]
    trial.run([str(folder)])
    assert trial.findings == []
    (made,) = trial.results
    return made


@pytest.mark.parametrize(
    ("was", "instead", "of"),
    [
        ("", "", None),
        ('"21.00"', '"21.01"', "seats of 2026-12-01"),
        ('"101.00"', '"101.01"', "total of 2026-12-01"),
        ("from: 2026-11-10", "from: 2026-11-11", "seats of 2026-12-01"),
        ("to: 2026-11-30", "to: 2026-12-01", "seats of 2026-12-01"),
        ("from: 2026-11-10, to: 2026-11-30, ", "", None),  # a line that says no days fits any
        ("as_of: 2026-12-01", "as_of: 2026-12-02", "invoice of 2026-12-01"),
        (f", {{{DECEMBER}}}", "", "invoice of 2026-12-01"),
        ('total: "50.00"', 'total: "50.00", due: "50.00"', None),
        ('total: "50.00"', 'total: "50.00", due: "49.00"', "due of 2026-11-01"),
        ("charge: seats, from", "charge: setas, from", "setas"),
        ("charge: seats, from", "from", "lines of no charge of 2026-12-01"),
        ('{charge: seats, derivation: d, amount: "80.00"}, ', "", "seats of 2026-12-01"),
    ],
)
def test_what_a_case_comes_to(tmp_path: Path, engine: object, was: str, instead: str, of: str | None) -> None:
    assert was in BOTH
    made = result(tmp_path, engine, BOTH.replace(was, instead) if was else BOTH)
    assert made.status == (PASSED if of is None else FAILED)
    assert of is None or of in [one.of for one in made.differences]


def test_a_failure_tells_the_lines_that_differ_and_shows_that_invoice(tmp_path: Path) -> None:
    made = result(tmp_path, ReferenceEngine(), BOTH.replace('"21.00"', '"22.00"'))
    (one,) = made.differences
    assert (one.expected, one.got) == ("22.00 (2026-11-10 to 2026-11-30)", "21.00 (2026-11-10 to 2026-11-30)")
    shown = failure_text(made, 100)
    assert "FAILED case: one" in shown
    assert "Invoice acme/2026-12-01/1" in shown


class Unfinished(ReferenceEngine):
    """An engine that stops in front of the second invoice."""

    def series(self, policy: Policy | Texts, account: Account, until: date) -> Outcome[tuple[Invoice, ...]]:
        made = super().series(policy, account, until)
        stop = not_billed(EN503, account.at, "a second month is").found
        return Outcome((made.value[0], stopped(made.value[1])), (*made.diagnostics, stop))


def test_what_is_not_billed_yet_waits_where_the_case_says_so(tmp_path: Path, engine: object) -> None:
    made = result(tmp_path, Unfinished(), BOTH, ", waits: time")
    assert (made.status, made.waits_for, made.differences) == (WAITS, ("time",), ())
    made = result(tmp_path, Unfinished(), BOTH)
    assert (made.status, [one.got for one in made.differences]) == (FAILED, ["not billed yet (history)"])
    assert result(tmp_path, engine, BOTH, ", waits: time").waits_no_longer


def test_an_invoice_that_is_held_is_no_bill(tmp_path: Path, engine: object) -> None:
    made = result(tmp_path, engine, BOTH, policy=POLICY + "require billing_entity before invoice\n")
    assert made.status == FAILED
    (one,) = made.differences
    assert (one.of, one.got) == ("outcome", "held: EN202 the policy requires billing_entity before invoice")


def test_an_account_that_cannot_be_read_fails(tmp_path: Path, engine: object) -> None:
    made = result(tmp_path, engine, BOTH, "", "nowhere.yaml")
    assert made.status == FAILED
    assert [one.of for one in made.differences] == ["account"]
