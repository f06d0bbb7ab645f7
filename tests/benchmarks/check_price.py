"""How long a price takes, as ratios measured in one run: `python -m tests.benchmarks.check_price`.

The price part of job A, written as a policy (`policies/regional-price-book`) and asked for as anybody would,
`seatpolicy.compile(…).amount(facts)`, against the same in hand-written integer Python and by zen-engine. All are run in
turns over the same accounts, and the median of the rounds' ratios counts, so that what else the machine does hits all.
Every amount is compared before anything is measured.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import seatpolicy
from seatpolicy.documents.account import Account, CountGiven, FactGiven, Held
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.reports.invoice_text import invoice_text
from seatpolicy.source.text import SourceText, Span
from tests.benchmarks import job_a, price_book

ROUNDS = 25
BILLED = 40
"""Accounts of which whole invoices are made in a round."""

ZEN = 200
HERE = Span(SourceText("the job", ""), 0, 0)
SMALL = """policy small "Small" {
  language: 1
  version: "1"
  owner: "a@small.example", backup "b@small.example"
  effective: from 2026-11-01
  time zone: "UTC"
  currencies: USD
  rounding: half up to the cent on each line
}
plan desk "Desk" {
  cycle: month
  anchor: subscription day, or the last day of a shorter month
  charge fee "Fee" {
    price: 40.00 USD per month
    bill: in advance
  }
  charge help "Help" {
    price: 9.00 USD per month
    bill: in advance
  }
}
proration {
  measure: days over the cycle
  fewer seats: no credit until the next cycle
}
"""
"""Some twenty lines from which a first amount is worked out."""


def seconds(function: Callable[[Any], object], every: Sequence[object]) -> float:
    """Processor time of one call for each account."""
    begin = time.process_time()
    for one in every:
        function(one)
    return (time.process_time() - begin) / len(every)


def ratios(rounds: int = ROUNDS) -> dict[str, float]:
    """What each way to a price takes over the hand-written price part; `zen` the other way round: its time over ours."""
    base = job_a.baseline()
    assert base is not None, "the benchmarks are not beside the project"
    theirs, _ = price_book.accounts(base)
    by_hand, made, amount = job_a.price_part(base), price_book.entry(), price_book.evaluator().amount
    said = [price_book.said_of(one) for one in theirs]
    wrong = [one for one, facts in zip(theirs, said, strict=True) if amount(facts) * 100 != by_hand(one)]
    assert not wrong, wrong[:3]
    ours = [price_book.facts_of(one) for one in theirs]
    zen, invoice = price_book.zen_price(), rendered()
    if zen is not None:
        assert [zen(one) for one in theirs[:ZEN]] == [by_hand(one) for one in theirs[:ZEN]]
    measured: dict[str, list[float]] = {"price": [], "kept": [], "zen": [], "invoice": []}
    gc.disable()
    try:
        for _ in range(rounds):
            unit = seconds(by_hand, theirs)
            measured["price"].append(seconds(amount, said) / unit)
            measured["kept"].append(seconds(made.price_kept, ours) / unit)
            if zen is not None:
                measured["zen"].append(seconds(zen, theirs[:ZEN]) / seconds(amount, said[:ZEN]))
            measured["invoice"].append(seconds(invoice, ours[:BILLED]) / unit)
    finally:
        gc.enable()
    return {name: statistics.median(found) for name, found in measured.items() if found}


def rendered() -> Callable[[dict[str, Any]], str]:
    """From facts to the text of an invoice with every step."""
    policy = price_book.checked().texts[0].policy
    assert policy is not None
    engine = PythonEngine()

    def one(facts: dict[str, Any]) -> str:
        account = Account(
            name="customer",
            plans=(Held("book", HERE),),
            addons=(),
            currency="USD",
            facts={name: FactGiven(facts[name], HERE) for name in ("region", "billing", "requested")},
            start=policy.effective,
            term_months=None,
            customer_since=policy.effective,
            seats={},
            held={name: CountGiven(Fraction(facts[name]), HERE) for name in ("edit", "lite", "view", "guest")},
            complete=True,
        )
        assert policy.effective is not None
        return invoice_text(engine.bill(policy, account, policy.effective).value)

    return one


def first_amount() -> Fraction:
    """From the text of a policy to its first amount: read, checked, lowered, run."""
    return seatpolicy.compile(SMALL, plan="desk").amount({})


def starts(rounds: int = ROUNDS) -> float:
    """How long a first amount takes in a warm process, over the start of a bare Python."""
    assert first_amount() == 49
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare = time.perf_counter() - begin
        begin = time.perf_counter()
        first_amount()
        found.append((time.perf_counter() - begin) / bare)
    return statistics.median(found)


def main() -> None:
    """Prints every figure with its limit."""
    base = job_a.baseline()
    if base is None:
        print("job A is not beside this checkout: ../shared/bench/baseline.py")
        return
    print(f"over {price_book.accounts(base)[1]}; every amount equals the hand-written one's")
    found = ratios()
    by_hand = "x hand-written integer Python"
    print(f"facts in, checks, amount:          {found['price']:.2f} {by_hand} (limit 0.7)")
    print(f"the same, keeping what explains it: {found['kept']:.2f} {by_hand} (limit 0.9)")
    if "zen" in found:
        print(f"zen-engine's loader path:          {found['zen']:.1f} x facts in, checks, amount (at least 20)")
    else:
        print("zen-engine is not installed: pip install 'seatpolicy[bench]'")
    print(f"the rendered invoice:              {found['invoice']:.0f} {by_hand}")
    print(f"a policy's text to its first amount: {starts():.2f} x a bare Python's start (limit 3)")


if __name__ == "__main__":
    main()
