"""The limits of `check_speed`, behind `-m long`: they measure a machine, so they are run on purpose."""

from __future__ import annotations

import pytest

from tests.benchmarks import check_speed

pytestmark = pytest.mark.long


def test_check_of_a_thousand_lines() -> None:
    assert check_speed.check_ratio() <= 20


def test_help() -> None:
    assert check_speed.help_ratio() <= 3


def test_growth() -> None:
    times = check_speed.growth()
    assert max(times.values()) <= 1.3 * min(times.values()), times


def test_memory() -> None:
    sizes = check_speed.bytes_per_line()
    assert max(sizes.values()) <= 1.3 * min(sizes.values()), sizes
