"""The limits of `check_price`, behind `-m long`; and, always, that job A's price part comes to the same cents."""

from __future__ import annotations

import pytest

from seatpolicy.compiler.meaning import from_trace
from seatpolicy.engines.python.load import loaded
from tests.benchmarks import check_price, job_a

BASE = job_a.baseline()

pytestmark = pytest.mark.skipif(BASE is None, reason="the benchmarks are not beside the project")


def test_every_amount_is_the_baselines() -> None:
    by_hand = job_a.price_part(BASE)
    made = loaded(job_a.price_kernel(BASE))
    every = job_a.accounts(BASE)
    assert len(every) == 4_000
    for one in every:
        assert made.price(one) == (by_hand(one),)
        failures, flat = made.price_traced(one)
        assert failures == ()
        assert from_trace(made.kernels["price_traced"], flat)["amount"] == by_hand(one)


@pytest.mark.long
def test_the_limits() -> None:
    found = check_price.ratios()
    assert found["price"] <= 0.7, found
    assert found["price_traced"] <= 0.9, found
