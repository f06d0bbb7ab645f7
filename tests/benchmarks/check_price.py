"""How long a price takes, as ratios measured in one run: `python -m tests.benchmarks.check_price`.

The price part of job A (see `job_a`) by the everyday engine, against the same in hand-written integer Python. All are run
in turns over the same accounts, and the median of the rounds' ratios counts, so that what else the machine does hits all.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from seatpolicy.engines.python.load import loaded
from tests.benchmarks import job_a

ROUNDS = 25


def seconds(function: Callable[[Any], object], every: Sequence[object]) -> float:
    """Processor time of one call for each account."""
    begin = time.process_time()
    for one in every:
        function(one)
    return time.process_time() - begin


def ratios(rounds: int = ROUNDS) -> dict[str, float]:
    """By function of the generated module, its time over the hand-written price part's."""
    base = job_a.baseline()
    assert base is not None, "the benchmarks are not beside the project"
    every = job_a.accounts(base)
    by_hand = job_a.price_part(base)
    made = loaded(job_a.price_kernel(base))
    wrong = [one for one in every if made.price(one) != (by_hand(one),)]
    assert not wrong, wrong[:3]
    measured: dict[str, list[float]] = {"price": [], "price_traced": []}
    gc.disable()
    try:
        for _ in range(rounds):
            unit = seconds(by_hand, every)
            measured["price"].append(seconds(made.price, every) / unit)
            measured["price_traced"].append(seconds(made.price_traced, every) / unit)
    finally:
        gc.enable()
    return {name: statistics.median(found) for name, found in measured.items()}


def main() -> None:
    """Prints every figure with its limit."""
    found = ratios()
    print(f"facts in, checks, amount: {found['price']:.2f} x hand-written integer Python (limit 0.7)")
    print(f"the same with a trace:    {found['price_traced']:.2f} x hand-written integer Python (limit 0.9)")


if __name__ == "__main__":
    main()
