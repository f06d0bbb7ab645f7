"""Random policies and flat dicts of facts: a shortcut gives the amount of the whole bill, and leaves what is wrong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from seatpolicy.diagnostics.errors import PolicyError
from seatpolicy.documents.invoice import PRICED
from seatpolicy.engines.evaluator import DO474, Evaluator, evaluator
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.shortcuts import FEW, UNUSUAL
from seatpolicy.semantics.check import Checked
from tests.differential.engine_bills import read_text
from tests.differential.policy_data import AccountData
from tests.differential.policy_text import policy_text
from tests.differential.random_facts import flat, others
from tests.differential.random_policies import drawn

POLICIES = 30
AT_LENGTH = 600
DICTS = 16


def whole(one: Evaluator, given: Mapping[str, object], as_of: date | None) -> Fraction | tuple[str, ...]:
    """The amount of the whole bill, or the codes of what is wrong."""
    try:
        invoice = one.price(given, as_of=as_of)
    except PolicyError as stop:
        return stop.codes
    if invoice.status != PRICED or invoice.totals is None:
        return (DO474.code,)
    return invoice.totals.due


def told(one: Evaluator, given: Mapping[str, object], as_of: date | None) -> Fraction | tuple[str, ...]:
    """What the evaluator says is due, or the codes."""
    try:
        return one.amount(given, as_of=as_of)
    except PolicyError as stop:
        return stop.codes


def compared(number: int) -> Counter[str]:
    """Asks for the amounts of the accounts of a policy; how often a shortcut gave one."""
    policy, accounts = drawn(number)
    checked = read_text(policy_text(policy))
    met: Counter[str] = Counter()
    r = Random(f"facts {number}")
    for place, account in enumerate(accounts[:3]):
        met += _of_one(checked, account, place, r)
    return met


def _of_one(checked: Checked, account: AccountData, place: int, r: Random) -> Counter[str]:
    made = evaluator(checked, account.plans, account.addons, account.currency, PythonEngine()).value
    assert made is not None
    bounds = tuple(sorted({0, 1, 5, 10, 20, *account.seats.values(), *account.held.values()}))
    said, as_of = flat(account, r), None if place % 2 else account.as_of
    met: Counter[str] = Counter()
    for given in [*[said] * FEW, *others(said, bounds, r, DICTS)]:
        wanted = whole(made, given, as_of)
        assert told(made, given, as_of) == wanted, (given, as_of)
        latest = made._shortcuts.latest
        if latest.as_of == as_of:
            try:
                found: Fraction | None = latest.due(given)
            except UNUSUAL:
                found = None
            met["by a shortcut"] += found is not None
            assert found in (None, wanted), (given, as_of)
            if found is not None:
                # In lowest terms, as every Fraction is.
                lowest = Fraction(found.numerator, found.denominator)
                assert found.as_integer_ratio() == lowest.as_integer_ratio()
        met["amounts" if isinstance(wanted, Fraction) else "refused"] += 1
    return met


def test_a_shortcut_gives_the_amount_of_the_whole_bill() -> None:
    met = sum((compared(number) for number in range(POLICIES)), Counter())
    assert met["refused"] > POLICIES
    assert met["by a shortcut"] > POLICIES * 3, met


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_shortcuts_at_length(hundred: int) -> None:
    for number in range(hundred, hundred + 100):
        compared(number)
