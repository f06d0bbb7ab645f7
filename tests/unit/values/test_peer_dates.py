"""Days that other billing engines publish, by the calendar alone: an id, marks, and the days that it must give.

The ids are those of the peers' cases beside the project; the last test holds the days against them and is skipped where they
are not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from seatpolicy.values.calendar import Marks, days_from, months_from, months_on_day
from seatpolicy.values.moved_anchors import moved_anchors
from seatpolicy.values.zones import Instant, find_zone, local_day, parse_instant
from tests.conformance.shared_cases import FILES, leaves, same_figure, source_cases

D = date.fromisoformat


def starts(marks: Marks, count: int) -> list[date]:
    """The first marks."""
    return [marks.mark(k) for k in range(count)]


def periods(marks: Marks, count: int) -> list[date]:
    """First and last days of the first cycles."""
    return [day for k in range(count) for day in (marks.mark(k), marks.mark(k + 1) - timedelta(days=1))]


def bounds(marks: Marks, *days: str) -> list[date]:
    """First days, and first days behind, of the cycles that hold some days."""
    return [day for one in days for window in [marks.window(D(one))] for day in (window.first, window.after)]


def at(text: str, zone: str) -> date:
    """The day of an instant."""
    instant = parse_instant(text)
    assert instant is not None
    return local_day(Instant(instant), find_zone(zone))


def last_mark(marks: Marks, start: str, day: str) -> list[date]:
    """The last mark up to a day that has a part or cycle behind it."""
    window = marks.window(D(day))
    return [window.first] if window.first > D(start) else []


JANUARY_31 = months_from(D("2025-01-31"), 1)
NEW_YORK = at("2023-03-01T03:47:00Z", "America/New_York")
# Half past eleven at night on 1 March in Los Angeles, eight hours behind; thirty days later clocks there have changed.
PAID = at("2017-03-02T07:30:00Z", "America/Los_Angeles") + timedelta(days=30)
LAST_DAYS = "2028-01-31 2028-02-29 2028-03-31 2028-04-30 2028-05-31 2028-06-30 2028-07-31"

CASES: dict[str, tuple[Sequence[date], str]] = {
    "lago-anchor-jan-31": (
        periods(months_from(D("2024-01-31"), 1), 3),
        "2024-01-31 2024-02-28 2024-02-29 2024-03-30 2024-03-31 2024-04-29",
    ),
    "lago-anchor-jan-30": (
        periods(months_from(D("2024-01-30"), 1), 4),
        "2024-01-30 2024-02-28 2024-02-29 2024-03-29 2024-03-30 2024-04-29 2024-04-30 2024-05-29",
    ),
    "stripe-anchor-jan-31": (starts(JANUARY_31, 4), "2025-01-31 2025-02-28 2025-03-31 2025-04-30"),
    # The instant on a mark is in the later cycle.
    "om-anchor-jan-31-and-30": (
        [
            *bounds(JANUARY_31, "2025-08-13", "2025-09-30"),
            *bounds(months_from(D("2025-01-30"), 1), "2025-02-13"),
        ],
        "2025-07-31 2025-08-31 2025-09-30 2025-10-31 2025-01-30 2025-02-28",
    ),
    "fp-anchor-day-31-clamp": (
        [*starts(months_from(D("2026-01-31"), 1), 4), *starts(months_from(D("2028-01-31"), 1), 2)],
        "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2028-01-31 2028-02-29",
    ),
    "fp-anchor-next-billing-date": (
        [
            *(months_on_day(D(day), 1, 14).mark(1) for day in ("2024-04-01", "2024-04-14", "2024-04-15")),
            months_on_day(D("2024-04-01"), 1, 31).mark(1),
            # The subscription ends before the mark: the part ends with it.
            moved_anchors([(D("2024-01-10"), months_on_day(D("2024-01-10"), 1, 15))])
            .parts(D("2024-01-10"), D("2024-01-12"))[-1]
            .after,
        ],
        "2024-04-14 2024-05-14 2024-05-14 2024-04-30 2024-01-12",
    ),
    "recurly-bill-date-last-day-sticks": (
        [months_from(D(day), 1, "stay last").mark(1) for day in LAST_DAYS.split()],
        "2028-02-29 2028-03-31 2028-04-30 2028-05-31 2028-06-30 2028-07-31 2028-08-31",
    ),
    "kb-anchor-30days-ignores-anchor": (starts(days_from(D("2012-01-16"), 30), 1), "2012-01-16"),
    "kb-anchor-day-after": ([months_on_day(D("2012-03-04"), 1, 3).mark(1)], "2012-04-03"),
    "kb-anchor-apr30-bcd31": ([months_on_day(D("2012-04-30"), 1, 31).window(D("2012-04-30")).after], "2012-05-31"),
    "kb-anchor-jan31-three-months": (
        starts(months_on_day(D("2017-01-31"), 1, 31), 4),
        "2017-01-31 2017-02-28 2017-03-31 2017-04-30",
    ),
    "kb-advance-7x30days": ([days_from(D("2016-04-08"), 30).mark(7)], "2016-11-04"),
    "kb-money-30day-period": (starts(days_from(D("2011-09-01"), 30), 3), "2011-09-01 2011-10-01 2011-10-31"),
    "kb-arrears-nothing-on-start": (last_mark(months_on_day(D("2012-01-16"), 1, 13), "2012-01-16", "2012-01-16"), ""),
    "kb-arrears-future-end-waits": (
        last_mark(months_on_day(D("2012-01-16"), 1, 18), "2012-01-16", "2012-01-25"),
        "2012-01-18",
    ),
    "kb-timezone-start-local-day": (starts(months_from(NEW_YORK, 1), 2), "2023-02-28 2023-03-28"),
    "kb-timezone-trial-across-dst": (starts(months_from(PAID, 1), 2), "2017-03-31 2017-04-30"),
    "recurly-trial-sets-anchor": (starts(months_from(D("2025-01-15") + timedelta(days=7), 1), 1), "2025-01-22"),
    "chargebee-next-billing-after-trial": (
        starts(months_from(D("2015-10-01") + timedelta(days=15), 1), 2),
        "2015-10-16 2015-11-16",
    ),
    "ms-annual-billed-monthly-from-31": (
        starts(months_on_day(D("2021-01-31"), 1, 31), 12),
        "2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 2021-06-30 2021-07-31 2021-08-31 2021-09-30 2021-10-31 "
        "2021-11-30 2021-12-31",
    ),
    "github-add-10-seats": ([months_on_day(D("2025-06-04"), 1, 15).mark(1)], "2025-06-15"),
    # Until the day before the mark there are 50 seats, from it on 30.
    "github-remove-20-seats": (
        [months_from(D("2024-05-20"), 12).window(D("2024-09-30")).after + timedelta(days=less) for less in (-1, 0)],
        "2025-05-19 2025-05-20",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_days(name: str) -> None:
    found, expected = CASES[name]
    assert " ".join(day.isoformat() for day in found) == expected


@pytest.mark.skipif(not all(path.exists() for path in FILES), reason="the peers' cases are not beside the project")
@pytest.mark.parametrize("name", CASES)
def test_the_days_are_the_peers(name: str) -> None:
    """Every day that a case expects is one of ours, and every one of ours is expected."""
    theirs = [text for _, text in leaves(source_cases()[name]["expect"])]
    ours = CASES[name][1].split()
    days = [text for text in theirs if any(same_figure(one, text) for one in ours)]
    assert not [text for text in theirs if text.count("-") == 2 and text not in days]
    assert [one for one in ours if not any(same_figure(one, text) for text in theirs)] == []
