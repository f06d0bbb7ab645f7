"""Random policies, priced by the engine from their text and naively from their data: every line and total is the same."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from seatpolicy.diagnostics.render import render
from seatpolicy.engines.base import Engine
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.tools.testing.results import PASSED, WAITS
from seatpolicy.values.currency import minor_digits
from seatpolicy.workspace.trial import Trial
from tests.differential.engine_bills import billed, engine_amounts, naive_amounts, read, told
from tests.differential.naive_facts import ABOVE
from tests.differential.naive_pricer import price
from tests.differential.random_policies import drawn

HERE = Path(__file__).parent
CASES = HERE / "cases"
POLICIES = 320
AT_LENGTH = 5000


def compared(number: int) -> Iterator[str]:
    """Prices the accounts of a policy both ways; how each ended."""
    policy, accounts = drawn(number)
    checked = read(policy)
    for place, account in enumerate(accounts):
        invoice, naive = billed(checked, account, ReferenceEngine()), price(policy, account)
        if naive.status == ABOVE:
            continue
        if "not billed yet" in (invoice.status, naive.status):  # what one of them does not know is no figure to compare
            yield invoice.status
            continue
        where = f"policy {number}, account {place}:\n{told(policy, account, invoice, naive)}"
        assert invoice.status == naive.status, where
        if invoice.status == "priced" and invoice.totals is not None:
            assert engine_amounts(invoice) == naive_amounts(policy, account, naive), where
            totals, minor = invoice.totals, 10 ** minor_digits(account.currency)
            assert totals.net == naive.total == sum((line.amount for line in invoice.lines), Fraction(0)), where
            assert all((line.amount * minor).denominator == 1 and line.amount >= 0 for line in invoice.lines), where
            moved = totals.list - totals.discounts - totals.over_maximum + totals.top_ups + totals.rounding
            assert moved == totals.net, where
        yield invoice.status


def test_every_amount_is_what_the_language_says() -> None:
    ended = Counter(status for number in range(POLICIES) for status in compared(number))
    assert ended["priced"] > POLICIES
    assert min(ended[status] for status in ("held", "refused", "not billed yet")) > POLICIES // 20


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_the_naive_pricer_and_the_drawing_know_no_engine() -> None:
    naive = list(HERE.glob("naive_*.py"))
    drawing = [path for name in ("random_*.py", "*_data.py", "*_text.py", "drawing.py") for path in HERE.glob(name)]
    assert len(naive) > 5 < len(drawing)
    for path in (*naive, *drawing):
        assert not [name for name in imported(path) if name.split(".")[0] == "seatpolicy"], path.name
    for path in drawing:
        assert not [name for name in imported(path) if ".naive_" in name], path.name


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_every_amount_at_length(hundred: int) -> None:
    for number in range(hundred, hundred + 100):
        for _ in compared(number):
            pass


@pytest.mark.parametrize("engine", [ReferenceEngine(), PythonEngine()], ids=lambda engine: engine.name)
@pytest.mark.parametrize("folder", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_what_was_once_wrong_or_is_easily_so(folder: str, engine: Engine) -> None:
    trial = Trial(engine)
    trial.run([str(CASES / folder / "policy.seat")])
    assert not trial.findings, "\n".join(render(found) for found in trial.findings)
    assert trial.results
    wrong = [one for one in trial.results if one.status not in (PASSED, WAITS) or one.waits_no_longer]
    assert [(one.name, one.differences) for one in wrong] == []
