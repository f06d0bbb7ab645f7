"""Use in a document: the figures of every kind of meter, one or one for each window."""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.nodes import Node, Scalar, Sequence, option
from seatpolicy.documents.usage import UsageGiven, read_usage
from seatpolicy.semantics.model.policy import Policy
from tests.unit.engines.policies import charge, plan, policy

METERS = """
meter {
  calls:   count, sum of the cycle
  gb:      number, sum of the cycle
  sales:   money, sum of the cycle
  builds:  hours, sum of the cycle
  nights:  days, sum of the cycle
}
"""


def store() -> Policy:
    used = "".join(
        charge(f"{name}_fee", **{"for": name, "quantity": "used"}, price="0.01 USD per unit", bill="in arrears")
        for name in ("calls", "gb", "sales", "builds", "nights")
    )
    return policy(METERS + plan(charge() + used))


def read(*pairs: tuple[str, str]) -> tuple[dict[str, UsageGiven], list[str]]:
    """The use in USD, and the codes of the findings."""
    found = Diagnostics()
    given = [(option("--usage", name), option("--usage", value)) for name, value in pairs]
    return read_usage(given, store(), "USD", found), [one.code for one in found]


@pytest.mark.parametrize(
    ("meter", "written", "figure"),
    [
        ("calls", "1,200", Fraction(1200)),
        ("calls", "0", Fraction(0)),
        ("gb", "12.5", Fraction(25, 2)),
        ("gb", "1000000000000", Fraction(10**12)),
        ("sales", "1,200.50", Fraction(2401, 2)),
        ("sales", "1,200.50 USD", Fraction(2401, 2)),
        ("builds", "12.5", Fraction(25, 2)),
        ("builds", "2 days", Fraction(48)),
        ("nights", "2 weeks", Fraction(14)),
    ],
)
def test_a_figure_of_each_kind(meter: str, written: str, figure: Fraction) -> None:
    usage, codes = read((meter, written))
    assert codes == []
    assert usage[meter].figures == (figure,)
    assert not usage[meter].listed


@pytest.mark.parametrize(
    ("meter", "written", "code"),
    [
        ("calls", "1.5", "DO436"),
        ("calls", "-1", "DO443"),
        ("calls", "1000000000001", "DO439"),
        ("calls", "many", "DO431"),
        ("gb", "-0.5", "DO443"),
        ("gb", "1,00", "DO431"),
        ("gb", "0.0000000001", "DO439"),
        ("sales", "12.00 EUR", "DO431"),
        ("sales", "12.000000001 USD", "DO439"),
        ("builds", "12 months", "DO431"),
        ("nights", "1e3", "DO438"),
    ],
)
def test_what_is_no_figure(meter: str, written: str, code: str) -> None:
    usage, codes = read((meter, written))
    assert usage == {}
    assert codes == [code]


def test_a_meter_that_is_named_again_has_a_list() -> None:
    usage, codes = read(("calls", "50"), ("gb", "1"), ("calls", "150"))
    assert codes == []
    assert (usage["calls"].figures, usage["calls"].listed) == ((Fraction(50), Fraction(150)), True)
    assert (usage["gb"].figures, usage["gb"].listed) == ((Fraction(1),), False)


def test_a_list_with_one_slip_is_read_as_nothing() -> None:
    found = Diagnostics()
    items: tuple[Node, ...] = tuple(option("--usage", text) for text in ("50", "x", "70"))
    given: list[tuple[Scalar, Node]] = [(option("--usage", "calls"), Sequence(items, items[0].at))]
    assert read_usage(given, store(), "USD", found) == {}
    assert [one.code for one in found] == ["DO431"]


def test_a_meter_that_nobody_declares() -> None:
    assert read(("call", "5"))[1] == ["DO425"]
