"""Random policies with use, people, commitments, signals and tax, billed by both engines: they agree, or one refuses.

The everyday engine may say that it does not bill something yet; it may never give another figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from tests.differential.engine_bills import figurer, read_text, reader
from tests.differential.random_wide import wide
from tests.unit.pricing.invoice_differences import wrong

POLICIES = 60
AT_LENGTH = 2000


def compared(number: int) -> Iterator[tuple[str, str]]:
    """Bills the accounts of a wide policy with both engines; how each ended, by the reference and by the everyday one."""
    made = wide(number)
    checked = read_text(made.text)
    reference, everyday = ReferenceEngine(), PythonEngine()
    for place, account in enumerate(made.accounts):
        read, tax = reader(account), figurer(account)
        here, there = (bill_account(checked, read, account.as_of, engine, tax) for engine in (reference, everyday))
        found = wrong(here, there)
        assert not found, f"wide policy {number}, account {place}: {found}\n{made.text}\n{account}"
        assert here.value is not None
        assert there.value is not None
        yield here.value.status, there.value.status


def test_both_engines_bill_alike() -> None:
    ended = Counter(pair for number in range(POLICIES) for pair in compared(number))
    assert ended["priced", "priced"] > POLICIES
    assert min(ended[status, status] for status in ("held", "refused", "incomplete", "not billed yet")) > POLICIES // 20


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_both_engines_bill_alike_at_length(hundred: int) -> None:
    for number in range(hundred, hundred + 100):
        for _ in compared(number):
            pass
