"""Guarantees are told as not proven, and in no other way."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Severity
from tests.unit.semantics.charged import charged
from tests.unit.semantics.policy_under_test import findings

LAW = 'guarantee "{}" {{\n  holds: total never falls as seats of user rise from 1 to {}\n}}'


def test_each_guarantee_is_told_once() -> None:
    text = charged(also=LAW.format("more costs more", 50) + "\n\n" + LAW.format("and more", 90))
    found = findings(text, "PR901")
    assert [(one.subject, one.severity) for one in found] == [
        ("more costs more", Severity.INFORMATION), ("and more", Severity.INFORMATION),
    ]  # fmt: skip


def test_a_policy_without_one_promises_nothing() -> None:
    assert findings(charged(), "PR901") == []
