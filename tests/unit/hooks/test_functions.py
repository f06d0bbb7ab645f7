"""A plugin's function in figures of a policy: typed as it is declared, worked out exactly, refused where it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

import seatpolicy
from seatpolicy.semantics.canonical import canonical
from tests.unit.engines.policies import charge, plan, text
from tests.unit.hooks.plugins_on_disk import install

PLUGIN = """
from fractions import Fraction
from seatpolicy.semantics.model.functions import Function
SEATPOLICY_API = "1.0"
def per_started(x, n):
    return Fraction(-(-x // n))
def expand(builder, x, n):
    raise NotImplementedError
def seatpolicy_functions():
    return [
        Function("per_started", ("count", "count"), "count", per_started, expand),
        Function("halved", ("money",), "money", lambda x: x / 2, expand),
        Function("inexact", ("number",), "number", lambda x: 0.5, expand),
        Function("parts", ("number",), "count", lambda x: x / 2, expand),
        Function("wrong", ("number",), "number", lambda x: {}[x], expand),
    ]
"""


@pytest.fixture(autouse=True)
def _plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, PLUGIN, monkeypatch)


def policy(figure: str) -> str:
    """A thing is sold by a figure of the account's desks; each costs 10.00 a month."""
    return text(plan(charge(**{"for": "", "quantity": f"equals {figure}"}, price="10.00 USD per unit per month")))


def errors(figure: str) -> list[seatpolicy.Diagnostic]:
    """What is wrong with a policy with the figure."""
    return [one for one in seatpolicy.check(policy(figure)) if one.severity is seatpolicy.Severity.ERROR]


@pytest.mark.parametrize(
    ("desks", "amount"),
    [(0, 0), (1, 10), (5, 10), (6, 20), (10, 20), (11, 30)],
)
def test_desks_in_started_fives(desks: int, amount: int) -> None:
    """ceil(desks / 5) times 10.00."""
    evaluator = seatpolicy.compile(policy("per_started(desks, 5)"), plan="team", engine="reference")
    assert evaluator.amount({"desks": desks}) == amount


def test_a_function_stands_wherever_a_figure_does() -> None:
    figure = "max(per_started(desks, 5) * 2, per_started(desks + 1, 2))"
    evaluator = seatpolicy.compile(policy(figure), plan="team", engine="reference")
    assert evaluator.amount({"desks": 11}) == 60  # max(3 * 2, 12 / 2) = 6
    assert evaluator.amount({"desks": 13}) == 70  # max(3 * 2, 14 / 2) = 7


@pytest.mark.parametrize(
    ("figure", "code", "told"),
    [
        ("per_started(desks)", "PG110", "takes 2 figures, and 1 is given"),
        ("per_started(desks, 5, 5)", "PG110", "takes 2 figures, and 3 are given"),
        ("per_started(desks, share)", "PG110", "takes a figure of the type count here, and this is a percentage"),
        ("halved(desks)", "PG110", "takes a figure of the type money here, and this is a count"),
        ("per_start(desks, 5)", "TY315", "no function is called `per_start`"),
    ],
)
def test_calls_that_are_not_as_declared(figure: str, code: str, told: str) -> None:
    (found,) = errors(figure)
    assert (found.code, told in found.message) == (code, True), found.message


def test_the_functions_that_there_are_are_named() -> None:
    (found,) = errors("per_start(desks, 5)")
    assert found.note == "there are min, max, per_started, halved, inexact, parts and wrong"
    assert found.fix is not None
    assert found.fix.edits[0].text == "per_started"


def test_the_finding_names_the_plugin_and_its_declaration() -> None:
    (found,) = errors("per_started(desks)")
    assert found.note == "example 1.0 declares per_started(count, count) gives count"


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("per_started(desks, most)", "the function `per_started` has no result here (ZeroDivisionError"),
        ("wrong(desks)", "the function `wrong` has no result here (KeyError"),
        ("inexact(desks)", "the function `inexact` gives a float, and no exact figure"),
        ("parts(desks)", "the function `parts` gives 3/2, and declares a count"),
    ],
)
def test_a_function_that_fails_stops_the_bill_and_is_named(figure: str, told: str) -> None:
    evaluator = seatpolicy.compile(policy(figure), plan="team", engine="reference")
    made = evaluator.outcome({"desks": 3, "most": 0})
    assert made.value is not None
    assert (made.value.status, made.value.totals) == ("incomplete", None)
    (found,) = made.diagnostics
    assert found.code == "EN304"
    assert told in found.message
    assert "example 1.0" in found.note


def test_a_function_without_an_expansion_is_not_billed_by_the_everyday_engine() -> None:
    made = seatpolicy.compile(policy("per_started(desks, 5)"), plan="team", engine="python").outcome({"desks": 3})
    assert made.value is not None
    assert made.value.status == "not billed yet"
    (found,) = made.diagnostics
    assert found.code == "EN511"
    assert found.span is not None
    assert found.span.text == "per_started(desks, 5)"


def test_another_version_of_the_plugin_is_another_meaning() -> None:
    made = canonical(seatpolicy.load(policy("per_started(desks, 5)")).texts[0].policy)
    assert "'plugin': 'example 1.0'" in str(made)


def test_without_the_plugin_the_function_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEATPOLICY_PLUGINS", "none")
    (found,) = errors("per_started(desks, 5)")
    assert (found.code, found.note) == ("TY315", "there are min and max")
