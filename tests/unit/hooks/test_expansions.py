"""A plugin's function is expanded by the everyday engine: the same figures as its exact Python, and the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

import seatpolicy
from tests.unit.engines.policies import charge, plan, text
from tests.unit.hooks.plugins_on_disk import install

PLUGIN = """
from fractions import Fraction
from seatpolicy.semantics.model.functions import Function
SEATPOLICY_API = "1.0"
def per_started(x, n):
    return Fraction(-(-x // n))
def expand(builder, x, n):
    from seatpolicy.compiler.ir import Failure
    none = builder.compare("=", n, builder.const(0))
    builder.fail_if(none, Failure("EN304", "no result for groups of 0", builder.at, "per_started"))
    return builder.round(builder.div(x, builder.select(none, builder.const(1), n)), "ceiling", Fraction(1))
def seatpolicy_functions():
    return [
        Function("per_started", ("count", "count"), "count", per_started, expand),
        Function("parts", ("number",), "count", lambda x: x / 2, lambda builder, x: builder.div(x, builder.const(2))),
    ]
"""


@pytest.fixture(autouse=True)
def _plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, PLUGIN, monkeypatch)


def evaluators(figure: str) -> list[seatpolicy.Evaluator]:
    """The same policy on both engines: a thing is sold by a figure of the account's desks; each costs 10.00 a month."""
    lines = {"for": "", "quantity": f"equals {figure}"}
    source = text(plan(charge(**lines, price="10.00 USD per unit per month")))
    return [seatpolicy.compile(source, plan="team", engine=engine) for engine in ("reference", "python")]


@pytest.mark.parametrize(("desks", "amount"), [(0, 0), (1, 10), (5, 10), (6, 20), (10, 20), (11, 30)])
def test_desks_in_started_fives(desks: int, amount: int) -> None:
    """ceil(desks / 5) times 10.00."""
    assert [one.amount({"desks": desks}) for one in evaluators("per_started(desks, 5)")] == [amount, amount]


@pytest.mark.parametrize("figure", ["per_started(desks, most)", "parts(desks)"])
def test_what_has_no_result_stops_the_bill_at_the_call(figure: str) -> None:
    for one in evaluators(figure):
        made = one.outcome({"desks": 3, "most": 0})
        (found,) = made.diagnostics
        assert (found.code, found.span and found.span.text) == ("EN304", figure)
        assert made.value is not None
        assert (made.value.status, made.value.totals) == ("incomplete", None)
