"""Histories by hand, as data, and random ones: both engines make the same invoices, lines and steps and totals and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.engines.python.programs import Programs
from seatpolicy.values.money import format_amount
from tests.differential.history_bills import account_of, by_everyday, by_reference, different, left_out, policy_of, texts_in
from tests.differential.random_histories import Drawn

HISTORIES = Path(__file__).parent / "histories"
FILES = sorted(HISTORIES.glob("*.yaml"))


def cases(path: Path) -> Iterator[tuple[str, str, str, date, list[str]]]:
    """What each history of a file says, its policy, its account, the day up to which it is billed, and the totals of its
    invoices as they were worked out by hand (none: nobody did)."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in data["histories"]:
        policy = data["policy"]
        for old, new in one.get("but", {}).items():
            assert old in policy, f"{path.name}, {one['says']}: {old}"
            policy = policy.replace(old, new)
        yield one["says"], policy, one["account"], one.get("until", data["until"]), one.get("totals", [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_engines_bill_histories_alike(path: Path) -> None:
    programs = Programs()
    for says, text, document, until, totals in cases(path):
        policy = texts_in(text)
        account = account_of(document, policy)
        here, there = by_reference(policy, account, until), by_everyday(policy, account, until, programs)
        found = different(here, there)
        assert not found, "\n".join([says, *found, document])
        assert here[0], f"{says}: there is no invoice at all"
        if totals:
            assert [format_amount(one.totals.net, "USD") for one in there[0] if one.totals] == totals, says


POLICIES = 60
AT_LENGTH = 1200


def compared(number: int, programs: Programs) -> str:
    """Bills one random history with both engines; how it ended: not drawn, left out, stopped or priced."""
    drawn = Drawn(number)
    try:
        policy = policy_of(drawn.policy)
        account = account_of(drawn.account, policy)
    except AssertionError:
        return "not drawn"
    here, there = by_reference(policy, account, drawn.until), by_everyday(policy, account, drawn.until, programs)
    found = different(here, there)
    if found and left_out(there):
        return "left out"
    assert not found, "\n".join([f"history {number}, up to {drawn.until}", *found, drawn.policy, drawn.account])
    return "stopped" if list(there[1]) else "priced"


def test_both_engines_bill_random_histories_alike() -> None:
    programs = Programs()
    ended = Counter(compared(number, programs) for number in range(POLICIES))
    assert ended["priced"] > POLICIES * 3 // 4
    assert ended["left out"] <= POLICIES // 20


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(POLICIES, AT_LENGTH, 100))
def test_both_engines_bill_random_histories_alike_at_length(hundred: int) -> None:
    programs = Programs()
    ended = Counter(compared(number, programs) for number in range(hundred, hundred + 100))
    assert ended["priced"] > 70
