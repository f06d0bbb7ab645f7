"""Shares of cycles that other billing engines publish, by calendar and measures alone.

The last test holds the figures against the peers' cases beside the project and is skipped where they are not there.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from seatpolicy.values import measures
from seatpolicy.values.calendar import months_from
from seatpolicy.values.measures import worth
from seatpolicy.values.moved_anchors import moved_anchors
from seatpolicy.values.rounding import Mode, round_to
from seatpolicy.values.zones import SECOND, Instant, find_zone, midnight
from tests.conformance.shared_cases import FILES, leaves, source_cases
from tests.unit.values.peer_parts import CASES, ORACLE, UNIT_PRICES, D, Parts, fraction

UTC = find_zone("UTC")


def figures(parts: Parts) -> list[Fraction]:
    """Price × worth of each part, cut at marks first, and rounded."""
    found: list[Fraction] = []
    for days in parts.days:
        first, after = (D(one) for one in days.split())
        cut = moved_anchors([(parts.marks.mark(0), parts.marks)]).parts(first, after)
        worths = [
            worth(
                parts.measure, one.first, one.after, one.whole, one.marks, Fraction(parts.whole), days=parts.length, zone=UTC
            )
            for one in cut
        ]
        assert parts.added or len(worths) == 1, "a part of one cycle"
        found.append(Fraction(parts.price) * sum(worths))
    if parts.digits is None:
        return found
    return [round_to(one, Mode(parts.mode), Fraction(1, 10**parts.digits)) for one in found]


@pytest.mark.parametrize("name", CASES)
def test_shares(name: str) -> None:
    for parts in CASES[name]:
        assert figures(parts) == [fraction(one) for one in parts.expected.split()], parts


@pytest.mark.parametrize("name", UNIT_PRICES)
def test_prices_of_one_seat_that_are_rounded_first(name: str) -> None:
    for parts, seats, amount in UNIT_PRICES[name]:
        assert figures(parts) == [Fraction(parts.expected)]
        assert figures(parts)[0] * seats == Fraction(amount)


def test_shares_that_are_rounded_before_they_are_added() -> None:
    assert figures(ORACLE) == [Fraction(one) for one in ORACLE.expected.split()]
    assert sum(figures(ORACLE)) == Fraction("2.881")


def test_a_whole_february_is_a_month_where_a_month_has_thirty_days() -> None:
    """The peer's table has 29/30 for it: there it is no month of its own, but 29 days of a year of twelve such months."""
    (parts,) = [one for one in CASES["zuora-ratio-feb-leap-whole"] if one.measure == measures.OVER_FIXED_YEAR]
    assert figures(parts) == [Fraction(29, 30)]
    cycle = parts.marks.window(D("2020-02-01"))
    monthly = worth(measures.OVER_FIXED_MONTH, D("2020-02-01"), D("2020-03-01"), cycle, parts.marks, Fraction(12), days=30)
    assert monthly == 1


def test_a_cycle_that_begins_at_a_time_of_day() -> None:
    """The peer's cycle runs from 21:28:08 to 21:28:08; ours begin at midnight. With as many seconds left, the same share."""
    month = months_from(D("2020-08-06"), 1)
    cycle = month.window(D("2020-08-06"))
    changed = Instant(midnight(cycle.after, UTC) - (1599427688 - 1598982148) * SECOND)
    left = worth(measures.SECONDS, changed, cycle.after, cycle, month, Fraction(1), zone=UTC)
    assert left == Fraction(445540, 2678400)
    cent = Fraction(1, 100)
    assert [round_to(Fraction(price) * left, Mode.HALF_UP, cent) for price in ("-10.00", "32.52")] == [
        Fraction("-1.66"),
        Fraction("5.41"),
    ]


def test_a_credit_is_the_unused_share_of_a_line() -> None:
    """24 of the 25 days of a line that was itself 25 of 31 days, of the 8.02 that were billed."""
    may = months_from(D("2012-05-01"), 1)
    cycle = may.window(D("2012-05-07"))
    line, unused = (
        worth(measures.OVER_CYCLE, D(day), cycle.after, cycle, may, Fraction(1)) for day in ("2012-05-07", "2012-05-08")
    )
    assert unused / line == Fraction(24, 25)
    cent = Fraction(1, 100)
    assert round_to(Fraction("8.02") * unused / line, Mode.HALF_UP, cent) == Fraction("7.70")
    assert round_to(Fraction("29.95") * unused, Mode.HALF_UP, cent) == Fraction("23.19")


@pytest.mark.skipif(not all(path.exists() for path in FILES), reason="the peers' cases are not beside the project")
@pytest.mark.parametrize("name", [*CASES, *UNIT_PRICES])
def test_the_figures_are_the_peers(name: str) -> None:
    """Every figure of ours is one that the case expects, or that its note says beside it."""
    source = source_cases()[name]
    expected = {text for _, text in leaves(source["expect"])}
    if name in CASES:
        ours = {one for parts in CASES[name] for one in parts.expected.split()}
    else:
        ours = {amount for parts in UNIT_PRICES[name] for *_, amount in [parts]}
    named = {fraction(text) for text in expected if _is_figure(text)}
    beside = source.get("note", "")
    for one in ours:
        assert fraction(one) in named or one in beside, one


def _is_figure(text: str) -> bool:
    try:
        fraction(text)
    except ValueError:
        return False
    return True
