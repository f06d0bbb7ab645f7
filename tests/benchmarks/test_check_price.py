"""The limits of `check_price`, behind `-m long`; and, always, that the policy of job A comes to the same cents."""

from __future__ import annotations

import pytest

from seatpolicy.compiler.lower.program import lower
from seatpolicy.compiler.meaning import from_trace
from seatpolicy.engines.python.doors import inputs_read
from seatpolicy.engines.python.load import loaded
from seatpolicy.engines.python.plain_facts import BadFact, OtherFacts
from tests.benchmarks import check_price, job_a, price_book

BASE = job_a.baseline()
beside = pytest.mark.skipif(BASE is None, reason="the benchmarks are not beside the project")


@beside
def test_every_amount_is_the_baselines() -> None:
    by_hand, made = job_a.price_part(BASE), price_book.entry()
    every, _ = price_book.accounts(BASE)
    assert len(every) == 4_000
    assert [by_hand(one) for one in every] == [BASE.decide_int(one)[0] for one in every]  # type: ignore[union-attr]
    wrong = [one for one in every if made.price(price_book.facts_of(one)) != (by_hand(one),)]
    assert wrong == []
    evaluator = price_book.evaluator()
    wrong = [one for one in every if evaluator.amount(price_book.said_of(one)) * 100 != by_hand(one)]
    assert wrong == []


@beside
def test_what_is_kept_tells_every_step_later() -> None:
    policy = price_book.checked().texts[0].policy
    assert policy is not None
    kernel = lower(policy, ("book",), (), "USD").kernel
    made, whole = price_book.entry(), loaded(kernel)
    every, _ = price_book.accounts(BASE)
    for one in every[::40]:
        amount, *kept = made.price_kept(price_book.facts_of(one))
        facts = dict(zip(inputs_read(made.kernel), kept, strict=True))
        ints = [facts.get(number, None if given.optional else given.low) for number, given in enumerate(kernel.inputs)]
        failures, flat = whole.traced(ints)
        assert failures == ()
        assert from_trace(whole.kernels["traced"], flat)[kernel.notes[kernel.roots[0]].name] * 100 == amount


FACTS = {"edit": 1, "lite": 0, "view": 0, "guest": 0, "region": "europe", "billing": "monthly", "requested": 0}


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"editors": 3}, OtherFacts),
        ({"edit": -1}, BadFact),
        ({"edit": True}, BadFact),
        ({"edit": "1"}, BadFact),
        ({"region": "mars"}, BadFact),
        ({"requested": "10%"}, BadFact),
    ],
)
def test_other_facts_are_refused(change: dict[str, object], refused: type[Exception]) -> None:
    made = price_book.entry()
    assert made.price(FACTS) == (4725,)  # 3 × 15.00 × 1.05
    with pytest.raises(refused):
        made.price({**FACTS, **change})


@pytest.mark.parametrize("lacking", sorted(FACTS))
def test_a_fact_that_is_lacking_is_refused(lacking: str) -> None:
    facts = {name: value for name, value in FACTS.items() if name != lacking}
    made = price_book.entry()
    for one in (facts, {**facts, "another": 1}):
        with pytest.raises((OtherFacts, BadFact)):
            made.price(one)


@beside
@pytest.mark.long
def test_the_limits() -> None:
    found = check_price.ratios()
    assert found["price"] <= 0.7, found
    assert found["kept"] <= 0.9, found
    assert found.get("zen", 20) >= 20, found


@pytest.mark.long
def test_a_first_amount_soon_after_the_text() -> None:
    assert check_price.starts() <= 3
