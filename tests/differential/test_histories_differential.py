"""Histories by hand, as data: both engines make the same invoices, lines and steps and totals and all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.engines.python.programs import Programs
from tests.differential.history_bills import account_of, by_everyday, by_reference, different, policy_of

HISTORIES = Path(__file__).parent / "histories"
FILES = sorted(HISTORIES.glob("*.yaml"))


def cases(path: Path) -> Iterator[tuple[str, str, str, date]]:
    """What each history of a file says, its policy, its account and the day up to which it is billed."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in data["histories"]:
        policy = data["policy"]
        for old, new in one.get("but", {}).items():
            assert old in policy, f"{path.name}, {one['says']}: {old}"
            policy = policy.replace(old, new)
        yield one["says"], policy, one["account"], one.get("until", data["until"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_engines_bill_histories_alike(path: Path) -> None:
    programs = Programs()
    for says, text, document, until in cases(path):
        policy = policy_of(text)
        account = account_of(document, policy)
        here, there = by_reference(policy, account, until), by_everyday(policy, account, until, programs)
        found = different(here, there)
        assert not found, "\n".join([says, *found, document])
        assert here[0], f"{says}: there is no invoice at all"
