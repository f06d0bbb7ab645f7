"""Every policy of the house, billed by both engines: examples, accounts on several days, cases. Not one difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.cases import read_cases
from seatpolicy.documents.expected_series import ExpectedSeries
from seatpolicy.documents.from_example import from_example
from seatpolicy.documents.invoice import PRICED
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import ReadAccount, bill_account, bill_period
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.testing.examples import day_of, reader_of
from seatpolicy.tools.testing.results import FAILED
from seatpolicy.workspace.documents import read_document
from seatpolicy.workspace.policy import check_path
from seatpolicy.workspace.trial import Trial
from tests.unit.pricing.invoice_differences import first_difference

POLICIES = Path(__file__).parents[3] / "policies"
NAMES = sorted(path.parent.name for path in POLICIES.glob("*/policy.seat"))
LATER = (timedelta(days=45), timedelta(days=400), timedelta(days=-400))
"""Days beside the policy's first one: in a later cycle, in a later term, before everything."""


@cache
def checked(name: str) -> Checked:
    made = check_path(str(POLICIES / name / "policy.seat")).value
    assert made is not None
    return made


def bills(name: str) -> Iterator[tuple[str, ReadAccount, date | None]]:
    """What is billed by a policy: in words, what reads the account, and the day."""
    made = checked(name)
    for text in made.texts:
        assert text.policy is not None
        for example in text.policy.examples:
            given = from_example(example.given, text.policy)
            if given.account.plans and given.account.currency:
                yield example.title, reader_of(example), day_of(given.as_of, given.account, made)
    for file in sorted((POLICIES / name / "accounts").glob("*.yaml")):
        document = read_document(str(file)).value
        assert document is not None

        def read(policy: Policy, node: object = document) -> Outcome[Account | None]:
            return read_account(node, policy)  # type: ignore[arg-type]

        for day in (None, *(made.effective + one for one in LATER)):
            yield f"{file.name} on {day or 'its first day'}", read, day


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_bill_alike(name: str) -> None:
    reference, everyday = ReferenceEngine(), PythonEngine()
    for said, read, day in bills(name):
        answers = [bill_account(checked(name), read, day, engine) for engine in (reference, everyday)]
        assert first_difference(*answers) == "", f"{name}, {said}"


def every_series() -> Iterator[tuple[str, ReadAccount, ExpectedSeries]]:
    """Every case of several invoices: its policy, what reads its account, and its time."""
    for name in NAMES:
        cases = read_document(str(POLICIES / name / "cases.yaml")).value
        read = read_cases(cases).value if cases is not None else None
        for case in read.cases if read is not None else ():
            if case.series is None or case.account is None:
                continue
            document = read_document(str(POLICIES / name / case.account.text)).value
            assert document is not None

            def account(policy: Policy, node: object = document) -> Outcome[Account | None]:
                return read_account(node, policy)  # type: ignore[arg-type]

            yield name, account, case.series


def test_both_engines_make_the_same_series() -> None:
    seen = 0
    for name, read, wanted in every_series():
        engines = ReferenceEngine(), PythonEngine()
        made = [bill_period(checked(name), read, wanted.first, wanted.last, engine) for engine in engines]
        here, there = (one.value for one in made)
        assert len(here) == len(there), name
        assert [found.code for found in made[0].diagnostics] == [found.code for found in made[1].diagnostics], name
        for one, other in zip(here, there, strict=True):
            assert first_difference(Outcome(one, ()), Outcome(other, ())) == "", f"{name}, {one.as_of}"
        seen += len(here)
    assert seen > 60


def test_most_of_what_is_compared_is_priced() -> None:
    everyday = PythonEngine()
    ended = [bill_account(checked(name), read, day, everyday).value for name in NAMES for _, read, day in bills(name)]
    priced = [one for one in ended if one is not None and one.status == PRICED]
    assert len(ended) > 150
    assert len(priced) * 2 > len(ended)


def test_examples_and_cases_pass_on_the_everyday_engine() -> None:
    trial = Trial(PythonEngine())
    trial.run([str(POLICIES)])
    assert not trial.findings
    assert len(trial.results) > 100
    assert [one.name for one in trial.results if one.status == FAILED] == []
