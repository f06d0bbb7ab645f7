"""Every example and case of the shipped policies: all that can be billed comes out to the last digit, the rest waits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS
from seatpolicy.workspace.trial import Trial

POLICIES = Path(__file__).parents[4] / "policies"


@pytest.fixture(scope="module")
def trial() -> Trial:
    made = Trial(ReferenceEngine())
    made.run([str(POLICIES)])
    return made


def test_nothing_fails(trial: Trial) -> None:
    assert [(one.name, one.at.where, one.differences) for one in trial.results if one.status == FAILED] == []
    assert trial.findings == []


def test_what_waits_is_usage_and_time_alone(trial: Trial) -> None:
    waiting = Counter(reason for one in trial.results if one.status == WAITS for reason in one.waits_for)
    assert set(waiting) <= {"usage", "time"}
    assert sum(waiting.values()) < 40


def test_most_of_it_is_billed(trial: Trial) -> None:
    assert sum(one.status == PASSED for one in trial.results) >= 300
