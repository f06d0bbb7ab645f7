"""Examples and cases: what passes, fails and waits, and that nothing passes for the wrong reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatpolicy.cli.test_text import failure_text
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.tools.testing.examples import run_examples
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS, Result, summary
from seatpolicy.workspace.trial import Trial
from tests.unit.engines.policies import charge, checked, plan, schedule, text

TIERS = schedule("graduated", "1 to 10 | 50.00\n11 to 50 | 40.00\n51 and up | by quote")
LIMITED = plan(charge("small", limit="at most 3, then refuse"), name="small_plan")
METER = "meter {\n  exports: count, sum of each day\n}\n"
BY_USE = charge("used", **{"for": "exports", "quantity": "used"}, price="0.05 USD per unit", bill="in arrears")
USED = plan(BY_USE, name="metered")
LADDER = (
    "approvals {\n  ladder: manager\n  valid: for 30 days\n"
    '  limit any_line "L" on line_exception {\n    line_exception | verdict\n'
    "    up to 10% | approved\n    above | manager\n  }\n}\n"
)
BODY = TIERS + plan(charge(price="price_list")) + LIMITED + METER + USED + LADDER


def examples(*written: str) -> list[Result]:
    blocks = "".join(f'example "{number}" {{\n{lines}\n}}\n' for number, lines in enumerate(written))
    return run_examples(checked(text(BODY + blocks)), ReferenceEngine())


def example(given: str, expect: str) -> Result:
    (result,) = examples(f"  given: {given}\n  expect: {expect}")
    return result


@pytest.mark.parametrize(
    ("given", "expect", "status"),
    [
        ("plan = team, seats of member = 49", "seats = 2,060.00 USD, total = 2,060.00 USD", PASSED),
        ("plan = team, seats of member = 49", "seats = 2,060.01 USD", FAILED),
        ("plan = team, seats of member = 49", "seats = 2,060.00 USD, total = 2,060.01 USD", FAILED),
        ("plan = team, seats of member = 51", "held", PASSED),
        ("plan = team, seats of member = 50", "held", FAILED),
        ("plan = team, seats of member = 51", "refused", FAILED),
        ("plan = team, seats of member = 51", "total = 2,130.00 USD", FAILED),
        ("plan = small_plan, seats of member = 4", "refused", PASSED),
        ("plan = small_plan, seats of member = 3", "refused", FAILED),
        ("plan = small_plan, seats of member = 4", "held", FAILED),
        # What is not billed yet waits; it is neither refused by the policy nor held.
        ("plan = metered, exports = 100", "total = 5.00 USD", WAITS),
        ("plan = metered, exports = 100", "refused", WAITS),
        ("plan = metered, exports = 100", "held", WAITS),
        ("plan = team, seats of member = 9", "approved", WAITS),
        ("plan = team, seats of member = 9", "needs manager", WAITS),
        ("plan = team, seats of member = 9, line_exception of seats = 12%", "total = 450.00 USD", WAITS),
        ("seats of member = 9", "total = 450.00 USD", FAILED),  # no plan
    ],
)
def test_what_an_example_comes_to(given: str, expect: str, status: str) -> None:
    assert example(given, expect).status == status


def test_what_an_example_waits_for() -> None:
    assert example("plan = metered, exports = 100", "total = 5.00 USD").waits_for == ("usage",)
    assert example("plan = team, seats of member = 9", "approved").waits_for == ("quotes",)


def test_a_failure_says_what_was_expected_and_got_and_why() -> None:
    result = example("plan = team, seats of member = 49", "total = 2,061.00 USD")
    (one,) = result.differences
    assert (one.of, one.expected, one.got, one.at.text) == ("total", "2,061.00", "2,060.00", "2,061.00 USD")
    assert result.invoice is not None
    assert [step.basis for step in result.invoice.lines[0].steps] == ["49 contracted", "10 × 50.00", "39 × 40.00"]
    result = example("plan = team, seats of member = 51", "refused")
    assert result.differences[0].got == "held: EN201 Title of seats waits for a quote"


def test_each_row_of_a_table_is_a_result_of_its_own() -> None:
    results = examples(
        "  given: plan = team\n  given seats of member | expect total\n  10 | 500.00 USD\n  11 | 540.00 USD\n  12 | 0.00 USD"
    )
    assert [one.status for one in results] == [PASSED, PASSED, FAILED]
    assert results[1].name == "0: 11 | 540.00 USD"


def test_examples_are_billed_by_the_text_of_their_day() -> None:
    change = (
        'change spring "Rise" {\n  from: 2027-03-01\n  reaches: new customers at once, others keep theirs\n}\n'
        'plan team "Team" {\n  cycle: month\n  anchor: subscription day\n'
        '  charge seats "Seats" {\n    for: member\n    price: 10.00 USD per seat per month\n'
        "    price: 12.00 USD per seat per month from spring\n    quantity: contracted\n    bill: in advance\n  }\n}\n"
    )
    source = text(
        change
        + 'example "old" {\n  given: plan = team, seats of member = 2, as_of = 2027-04-01, customer_since = 2026-12-01\n'
        "  expect: total = 20.00 USD\n}\n"
        + 'example "new" {\n  given: plan = team, seats of member = 2, as_of = 2027-04-01\n  expect: total = 24.00 USD\n}\n'
        + 'example "first day" {\n  given: plan = team, seats of member = 2\n  expect: total = 20.00 USD\n}\n'
    )
    assert [one.status for one in run_examples(checked(source), ReferenceEngine())] == [PASSED] * 3


def test_the_summary() -> None:
    assert summary([]) == "no examples or cases"
    results = examples(
        "  given: plan = team, seats of member = 49\n  expect: total = 2,060.00 USD",
        "  given: plan = team, seats of member = 49\n  expect: total = 1.00 USD",
        "  given: plan = metered, exports = 1\n  expect: total = 1.00 USD",
        "  given: plan = team, seats of member = 9\n  expect: approved",
    )
    assert summary(results) == "1 passed, 1 failed, 2 wait (quotes, usage)"


# ---- case files -----------------------------------------------------------------------------------------------------


def cases(folder: Path, *written: str) -> Trial:
    """Runs cases beside a policy; each is the lines of one case."""
    (folder / "policy.seat").write_text(text(BODY), encoding="utf-8")
    body = "".join(f"  - {{{one}}}\n" for one in written)
    (folder / "cases.yaml").write_text(f'schema_version: "1.0"\npolicy: policy.seat\ncases:\n{body}', encoding="utf-8")
    (folder / "account.yaml").write_text(
        'schema_version: "1.0"\naccount: acme\nplans: [team]\ncurrency: USD\nsubscription: {start: 2026-11-01}\n'
        "facts: {billing: monthly, share: 0%, most: 1, desks: 1}\nseats: {seats: 49}\n",
        encoding="utf-8",
    )
    trial = Trial(ReferenceEngine())
    trial.run([str(folder)])
    return trial


GIVEN = "given: {plan: team, currency: USD, seats: {seats: 49}}"
METERED = "given: {plan: metered, usage: {exports: 100}}"


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (f'{GIVEN}, expect: {{seats: "2,060.00", total: "2,060.00"}}', PASSED),
        (f'{GIVEN}, expect: {{seats: "2,060.01"}}', FAILED),
        (f'{GIVEN}, expect: {{setas: "0.00"}}', FAILED),  # no such charge: it would be 0.00
        (f"{GIVEN}, expect: {{refused: held}}", FAILED),
        ('account: account.yaml, expect: {total: "2,060.00"}', PASSED),
        ('account: nowhere.yaml, expect: {total: "2,060.00"}', FAILED),
        ("given: {plan: team, seats: {seats: 51}}, expect: {refused: held}", PASSED),
        ("given: {plan: small_plan, seats: {small: 4}}, expect: {refused: refused}", PASSED),
        ("given: {plan: small_plan, seats: {small: 3}}, expect: {refused: refused}", FAILED),
        ('given: {plan: taem}, expect: {total: "0.00"}', FAILED),
        (f'{METERED}, waits: usage, expect: {{total: "5.00"}}', WAITS),
        (f'{METERED}, expect: {{total: "5.00"}}', FAILED),  # it does not say that it waits
        (f"{METERED}, expect: {{refused: refused}}", FAILED),
        (f'{GIVEN}, waits: time, expect: {{total: "2,060.00"}}', PASSED),
        (f'{GIVEN}, waits: time, expect: {{total: "1.00"}}', FAILED),
    ],
)
def test_what_a_case_comes_to(tmp_path: Path, case: str, status: str) -> None:
    trial = cases(tmp_path, f"name: one, derivation: by hand, {case}")
    assert trial.findings == []
    assert [one.status for one in trial.results] == [status]


def test_a_case_that_waits_no_longer_is_named(tmp_path: Path) -> None:
    trial = cases(
        tmp_path,
        f'name: one, derivation: d, waits: time, {GIVEN}, expect: {{total: "2,060.00"}}',
        f'name: two, derivation: d, waits: usage, {METERED}, expect: {{total: "5.00"}}',
    )
    assert [(one.name, one.waits_no_longer) for one in trial.results] == [("one", True), ("two", False)]


def test_what_keeps_a_file_from_being_run_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "policy.seat").write_text("policy x {\n}\n", encoding="utf-8")
    (tmp_path / "cases.yaml").write_text('schema_version: "1.0"\npolicy: policy.seat\ncases: []\n', encoding="utf-8")
    trial = Trial(ReferenceEngine())
    trial.run([str(tmp_path), str(tmp_path / "cases.yaml"), str(tmp_path / "missing.seat")])
    assert trial.results == []
    assert "PL601" in {found.code for found in trial.findings}
    assert len([found for found in trial.findings if found.code.startswith("SY")]) <= 2
    bad = Trial(ReferenceEngine())
    (tmp_path / "cases.yaml").write_text("cases: [", encoding="utf-8")
    bad.run([str(tmp_path / "cases.yaml")])
    assert [found.code for found in bad.findings] == ["DO401"]


def test_an_account_that_cannot_be_read_is_named_with_all_that_is_wrong(tmp_path: Path) -> None:
    trial = cases(
        tmp_path,
        'name: one, derivation: d, account: acount.yaml, expect: {totl: "1.00"}',
        'name: two, derivation: d, given: {plan: team, currency: USD, seats: {setas: 3}}, expect: {sets: "1.00"}',
    )
    first, second = trial.results
    assert [(one.of, one.got, one.at.text) for one in first.differences] == [
        ("account", f"PL601 {tmp_path / 'acount.yaml'}: there is no such file", "acount.yaml"),
        ("totl", "no charge of the policy; did you mean `total`?", '"1.00"'),
    ]
    assert first.findings[0].hint == f"did you mean `{tmp_path / 'account.yaml'}`?"
    assert [one.of for one in second.differences] == ["account", "sets"]
    assert second.findings[0].fix is not None
    shown = failure_text(second, 100)
    assert "DO423 " in shown
    assert "fix: `seats`" in shown
