"""Random policies, billed by both engines: every line with its steps, every total and every refusal is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from tests.differential.engine_bills import read, reader
from tests.differential.policy_text import account_text, policy_text
from tests.differential.random_policies import drawn
from tests.unit.pricing.invoice_differences import differences

POLICIES = 40
AT_LENGTH = 2000


def compared(number: int) -> Iterator[str]:
    """Bills the accounts of a policy with both engines; how each ended."""
    policy, accounts = drawn(number)
    checked = read(policy)
    reference, everyday = ReferenceEngine(), PythonEngine()
    for place, account in enumerate(accounts):
        answers = [bill_account(checked, reader(account), account.as_of, engine) for engine in (reference, everyday)]
        found = differences(*answers)
        where = [f"policy {number}, account {place}:", *found, policy_text(policy), account_text(account)]
        assert not found, "\n".join([*where, f"held beside it: {dict(account.held)}", f"as of {account.as_of}"])
        invoice = answers[0].value
        assert invoice is not None
        yield invoice.status


def test_both_engines_bill_alike() -> None:
    ended = Counter(status for number in range(POLICIES) for status in compared(number))
    assert ended["priced"] > POLICIES
    assert min(ended[status] for status in ("held", "refused", "not billed yet")) > POLICIES // 20


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_both_engines_bill_alike_at_length(hundred: int) -> None:
    for number in range(hundred, hundred + 100):
        for _ in compared(number):
            pass
