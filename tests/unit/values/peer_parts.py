"""Shares of cycles that other billing engines publish, as data: an id, the marks, the parts, a price, and the figures.

A share is written as the peers print it (a fraction, a decimal, or an amount: price × worth, rounded). Days are half open.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.values import measures
from seatpolicy.values.calendar import Marks, calendar_months, months_from, months_on_day, weeks_from

D = date.fromisoformat


@attrs.frozen
class Parts:
    """Parts `days` ("FROM TO", half open) of cycles by `marks`, each at a price; rounded to `digits` by `mode`. `whole` is
    T; `added` says that the worths are added up before they are rounded."""

    marks: Marks
    days: tuple[str, ...]
    expected: str
    price: str = "1"
    measure: str = measures.OVER_CYCLE
    length: int = 0
    whole: int = 1
    digits: int | None = 2
    mode: str = "half up"
    added: bool = False


def calendar(day: str, months: int = 1) -> Marks:
    return calendar_months(D(day), months)


def on(start: str, day: int, months: int = 1) -> Marks:
    return months_on_day(D(start), months, day)


def since(start: str, months: int = 1) -> Marks:
    return months_from(D(start), months)


SECONDS, OVER_MONTH, PER_MONTH, PER_YEAR = (
    measures.SECONDS, measures.OVER_MONTH, measures.OVER_FIXED_MONTH, measures.OVER_FIXED_YEAR
)  # fmt: skip
STRICT, CALENDAR_MONTH = measures.FIXED_OVER_CYCLE, measures.OVER_CALENDAR_MONTH
STUBS = ("2021-01-27 2021-02-01", "2021-02-27 2021-03-01", "2020-02-01 2020-03-01", "2021-04-21 2021-04-30")
JUNE = "2025-06-01"

CASES: dict[str, tuple[Parts, ...]] = {
    "lago-seats-added-mar-15": (Parts(calendar("2024-03-01"), ("2024-03-15 2024-04-01",), "54.84", "100"),),
    "lago-five-seats-added-day-by-day": tuple(
        Parts(calendar("2024-06-01"), (f"2024-06-{day} 2024-07-01",), f"{31 - day}.00", "30") for day in range(11, 16)
    ),
    "lago-plan-fee-first-period": (
        Parts(calendar("2022-03-15"), ("2022-03-15 2022-04-01",), "0.55"),
        # A Wednesday.
        Parts(weeks_from(D("2022-03-16"), "monday"), ("2022-03-16 2022-03-21",), "0.71"),
        Parts(calendar("2022-03-15", 12), ("2022-03-15 2023-01-01",), "0.80"),
    ),
    "lago-plan-fee-with-trial-days": (
        Parts(calendar("2022-03-01"), ("2022-03-04 2022-04-01",), "0.90"),
        Parts(weeks_from(D("2022-03-14"), "monday"), ("2022-03-17 2022-03-21",), "0.57"),
        Parts(weeks_from(D("2022-03-16"), "monday"), ("2022-03-19 2022-03-21",), "0.29"),
        Parts(calendar("2022-03-15"), ("2022-03-18 2022-04-01",), "0.45"),
    ),
    "lago-quarterly-plan-terminated": (Parts(calendar("2024-05-20", 3), ("2024-05-20 2024-06-21",), "320.00", "910.00"),),
    "lago-doc-trial-april": (Parts(calendar("2026-04-01"), ("2026-04-06 2026-05-01",), "41.67", "50.00"),),
    "lago-unique-seat-in-advance-february": (Parts(calendar("2024-02-23"), ("2024-02-23 2024-03-01",), "0.24"),),
    "lago-unique-count-event-in-advance": (
        Parts(since("2022-07-09"), ("2022-07-19 2022-08-09",), "0.67742", digits=5, mode="up"),
    ),
    "fp-day-upgrade-10-to-20": (
        Parts(calendar("2024-03-01"), ("2024-03-15 2024-04-01",), "-5.48", "-10"),
        Parts(calendar("2024-03-01"), ("2024-03-15 2024-04-01",), "10.97", "20"),
    ),
    "fp-day-downgrade-2x50-to-1x30": (
        Parts(calendar("2024-03-01"), ("2024-03-15 2024-04-01",), "-54.84", "-100"),
        Parts(calendar("2024-03-01"), ("2024-03-15 2024-04-01",), "16.45", "30"),
    ),
    "fp-doc-seats-25-to-40": (
        Parts(calendar("2026-03-01"), ("2026-03-11 2026-04-01",), "-338.71", "-500"),
        Parts(calendar("2026-03-01"), ("2026-03-11 2026-04-01",), "541.94", "800"),
    ),
    "om-cancel-mid-february": (Parts(calendar("2024-02-01"), ("2024-02-01 2024-02-16",), "51.72", "100", SECONDS),),
    "polar-plan-change-yearly": tuple(
        Parts(since(start, 12), (days,), figure, price, SECONDS)
        for start, days, figures in (
            ("2024-08-01", "2024-10-01 2025-08-01", ("832.88", "2498.63")),
            ("2024-02-18", "2024-09-05 2025-02-18", ("453.55", "1360.66")),
            ("2023-02-18", "2023-09-05 2024-02-18", ("454.79", "1364.38")),
        )
        for price, figure in zip(("1000.00", "3000.00"), figures, strict=True)
    ),
    "polar-interval-change": (
        Parts(since(JUNE), ("2025-06-16 2025-07-01",), "50.00", "100.00", SECONDS),
        Parts(since(JUNE, 12), ("2025-08-13 2026-06-01",), "800.00", "1000.00", SECONDS),
        Parts(since("2024-02-18", 12), ("2024-04-19 2025-02-18",), "833.33", "1000.00", SECONDS),
    ),
    "polar-four-plans-in-one-period": tuple(
        Parts(since(JUNE), (f"2025-06-{day} 2025-07-01",), figure, price, SECONDS)
        for day, price, figure in (
            ("07", "100.00", "80.00"),
            ("07", "200.00", "160.00"),
            ("13", "200.00", "120.00"),
            ("13", "300.00", "180.00"),
            ("19", "300.00", "120.00"),
            ("19", "400.00", "160.00"),
        )
    ),
    "polar-seats-5-to-10-two-thirds": (Parts(since(JUNE), ("2025-06-11 2025-07-01",), "50.00", "75.00", SECONDS),),
    # Actual days; actual days of months of 30, which a whole month of 29 days is by the year only; and months of 30 days.
    "zuora-day-count-ratios": tuple(
        Parts(calendar(days, 12), (days_of,), ratio, measure=measure, length=length, whole=12, digits=None)
        for measure, length, ratios in (
            (CALENDAR_MONTH, 0, "5/31 2/28 29/29 9/30"),
            (PER_YEAR, 360, "5/30 2/30 29/30 9/30"),
            (STRICT, 30, "4/30 4/30 30/30 9/30"),
        )
        for days_of, ratio in zip(STUBS, ratios.split(), strict=True)
        for days in [days_of[:10]]
    ),
    "zuora-ratio-feb-leap-whole": (
        Parts(calendar("2020-02-01", 12), (STUBS[2],), "29/29", measure=CALENDAR_MONTH, whole=12, digits=None),
        Parts(calendar("2020-02-01", 12), (STUBS[2],), "29/30", measure=PER_YEAR, length=360, whole=12, digits=None),
        Parts(calendar("2020-02-01", 12), (STUBS[2],), "30/30", measure=STRICT, length=30, whole=12, digits=None),
    ),
    "zuora-ratio-apr21-29": tuple(
        Parts(calendar("2021-04-21"), (STUBS[3],), "9/30", measure=measure, length=30, digits=None)
        for measure in (CALENDAR_MONTH, PER_MONTH, STRICT)
    ),
    "zuora-quarter-stub-100-monthly": (
        Parts(calendar("2018-01-16", 3), ("2018-01-16 2018-04-01",), "253.33", "100", PER_MONTH, 30, 3),
        Parts(calendar("2018-01-16", 3), ("2018-01-16 2018-04-01",), "250.00", "100", STRICT, 30, 3),
    ),
    "zuora-quarter-actual-360": (
        Parts(on("2018-01-16", 1, 3), ("2018-01-16 2018-04-01",), "253.33", "100.00", PER_MONTH, 30, 3),
    ),
    "zuora-annual-month-first-30": (
        Parts(calendar("2018-07-14", 12), ("2018-07-14 2019-01-01",), "560.00", "1200.00", PER_MONTH, 30),
    ),
    "zuora-annual-by-day-360": (
        Parts(calendar("2018-07-14", 12), ("2018-07-14 2019-01-01",), "570.00", "1200.00", PER_YEAR, 360),
    ),
    "zuora-annual-by-day-actual": (Parts(calendar("2018-07-14", 12), ("2018-07-14 2019-01-01",), "562.19", "1200.00"),),
    "zuora-usage-prorated": (Parts(on("2023-01-15", 1), ("2023-01-15 2023-02-01",), "17.00", "31.00"),),
    "zuora-quote-tcb-30-day": (
        Parts(on("2018-08-18", 1), ("2018-08-18 2018-09-01",), "16.33", "35.00", PER_MONTH, 30),
        Parts(on("2018-09-01", 1, 12), ("2018-09-01 2019-01-01",), "140.00", "35.00", PER_MONTH, 30, 12),
    ),
    "zuora-cpq-months-first": (
        Parts(calendar("2019-05-23", 12), ("2019-05-23 2019-10-01",), "4290.32", "1000.00", CALENDAR_MONTH, 0, 12),
    ),
    "kb-factor-actual-feb23-mar15": (Parts(on("2023-02-23", 15), ("2023-02-23 2023-03-15",), "0.714285714", digits=9),),
    "kb-cycles-phase-change-one-and-half": (
        Parts(on("2011-02-17", 3), ("2011-02-17 2011-04-03",), "1.500000000", digits=9, added=True),
    ),
    "kb-cycles-start-target-end": (
        Parts(on("2010-12-15", 15), ("2010-12-15 2011-03-17",), "3.064516129", digits=9, added=True),
    ),
    "kb-cycles-trailing-8-31": (
        Parts(on("2010-06-17", 17), ("2010-06-17 2010-07-25",), "1.258064516", digits=9, added=True),
    ),
    "kb-cycles-double-monthly": (
        Parts(on("2011-01-01", 15), ("2011-01-01 2011-02-27",), "1.880184332", digits=9, added=True),
    ),
    "kb-cycles-annual-double-leap": (
        Parts(on("2011-01-10", 17, 12), ("2011-01-10 2012-03-04",), "1.147593383", digits=9, added=True),
    ),
    "kb-money-leading-plus-month": (
        Parts(on("2011-09-01", 15), ("2011-09-01 2011-09-15", "2011-09-15 2011-10-15"), "4.52 10.00", "10.00"),
    ),
    "kb-money-post-trial-leading": (Parts(on("2012-04-05", 15), ("2012-04-05 2012-04-15",), "3.21", "9.95"),),
    "kb-fixed30-leading-22": (
        Parts(on("2023-05-23", 15), ("2023-05-23 2023-06-15",), "14.63", "19.95", STRICT, 30),
        Parts(on("2023-06-23", 15), ("2023-06-23 2023-07-15",), "14.63", "19.95", STRICT, 30),
    ),
    "kb-bcd-upgrade-5-30": (Parts(on("2016-05-05", 10), ("2016-05-05 2016-05-10",), "99.99", "599.95"),),
    "kb-arrears-pause-14-31": (Parts(on("2020-01-01", 1), ("2020-01-01 2020-01-15",), "45.16", "100.00"),),
    "kb-arrears-resume-12-31": (Parts(on("2020-01-20", 1), ("2020-01-20 2020-02-01",), "38.71", "100.00"),),
    "kb-arrears-cancel-9-31": (Parts(on("2023-08-11", 11), ("2023-08-11 2023-08-20",), "261.29", "900.00"),),
    "kb-arrears-one-day-eom": (Parts(on("2025-05-30", 31), ("2025-05-30 2025-05-31",), "9.68", "300.00"),),
    "kb-change-monthly-to-annual": (
        Parts(on("2012-05-12", 1, 12), ("2012-05-12 2013-05-01",), "2327.62", "2399.95"),
        Parts(on("2012-05-01", 1), ("2012-05-12 2012-06-01",), "-161.26", "-249.95"),
    ),
    "kb-annual-to-annual-upgrade": (
        Parts(on("2015-03-15", 1, 12), ("2015-03-15 2016-03-01",), "5770.44", "5999.95"),
        Parts(on("2015-01-01", 1, 12), ("2015-03-15 2016-01-01",), "-1919.96", "-2399.95"),
    ),
    "kb-tree-anchor-moved-back-only-gaps-billed": (
        Parts(on("2014-06-17", 17), ("2014-06-17 2014-06-20", "2014-07-20 2014-08-17"), "1.00 9.03", "10.00"),
    ),
    "recurly-credit-10-of-30": (Parts(calendar("2026-04-01"), ("2026-04-21 2026-05-01",), "-33.33", "-100.00", SECONDS),),
    "ms-remove-4-seats-same-day": (
        Parts(since("2021-06-18"), ("2021-06-20 2021-07-18",), "-112.89", "-120.96", mode="down"),
        Parts(since("2021-06-18"), ("2021-06-20 2021-07-18",), "75.26", "80.64", mode="down"),
    ),
    "ms-legacy-credit-27-31": (Parts(since("2022-01-21"), ("2022-01-25 2022-02-21",), "-13.93", "-16.00", mode="down"),),
    "slack-member-added-10-days-in": (
        Parts(calendar("2026-03-01"), ("2026-03-12 2026-04-01",), "5.33", "8.00", PER_MONTH, 30),
    ),
    "bcapps-end-of-feb": (Parts(calendar("2025-02-26"), ("2025-02-26 2025-03-01",), "0.96429", "9", digits=5),),
}

UNIT_PRICES: dict[str, tuple[tuple[Parts, int, str], ...]] = {
    # The price of one seat is cut to the cent, then multiplied.
    "ms-convert-300-seats": (
        (Parts(since("2021-06-18"), ("2021-06-25 2021-07-18",), "-7.72", "-10.08", mode="down"), 300, "-2316.00"),
        (Parts(since("2021-06-18"), ("2021-06-25 2021-07-18",), "4.92", "6.43", mode="down"), 300, "1476.00"),
    ),
    "ms-convert-100-of-300": (
        (Parts(since("2021-06-18"), ("2021-06-25 2021-07-18",), "-7.72", "-10.08", mode="down"), 100, "-772.00"),
        (Parts(since("2021-06-18"), ("2021-06-25 2021-07-18",), "4.92", "6.43", mode="down"), 100, "492.00"),
    ),
    "ms-change-billing-plan-11-months": (
        (
            Parts(since("2021-09-20", 12), ("2021-10-20 2022-09-20",), "229.16", "250.00", OVER_MONTH, mode="down"),
            10,
            "2291.60",
        ),
    ),
}

ORACLE = Parts(
    calendar("2019-01-15", 12),
    ("2019-01-15 2019-02-01", "2019-02-01 2019-03-01", "2019-03-01 2019-04-01", "2019-04-01 2019-04-11"),
    "0.548 1.000 1.000 0.333",
    measure=CALENDAR_MONTH, whole=12, digits=3, mode="down",
)  # fmt: skip
"""Every share is cut to three digits before they are added up to 2.881."""


def fraction(text: str) -> Fraction:
    """`29/30` or `54.84`."""
    numerator, _, denominator = text.partition("/")
    return Fraction(numerator) / Fraction(denominator or "1")
