"""Whole cycles: marks by every anchor, what a cycle is worth, parts that are refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.semantics.model.prices import Anchor, Cycle
from tests.unit.engines.policies import HERE, account, bill, charge, codes, net, plan, policy, priced

DAY = date.fromisoformat
MADE = policy(plan(charge()))


def window(cycle: Cycle, anchor: Anchor, start: str | None, day: str, desks: int = 0) -> tuple[str, str, int]:
    """First day, last day and number of the cycle that holds a day."""
    one = account(start=DAY(start) if start else None, facts={"desks": Fraction(desks)} if desks else {})
    world = World(MADE, one, DAY(day), lambda _: Fraction(0))
    found = cycles.window(cycle, anchor, HERE, world)
    return found.first.isoformat(), found.period.last.isoformat(), found.index


def anchor(
    kind: str = "subscription day", day: int = 0, month_end: str = "clamp", fact: str = "", weekday: str = ""
) -> Anchor:
    return Anchor(kind, day, fact, weekday, month_end)


MONTH, QUARTER, HALF, YEAR = (Cycle(word, 1) for word in ("month", "quarter", "half year", "year"))
WEEK, THIRTY = Cycle("week", 1), Cycle("day", 30)


@pytest.mark.parametrize(
    ("cycle", "by", "start", "day", "expected"),
    [
        (MONTH, anchor(), "2026-11-15", "2026-11-15", ("2026-11-15", "2026-12-14", 0)),
        (MONTH, anchor(), "2026-11-15", "2026-12-14", ("2026-11-15", "2026-12-14", 0)),
        (MONTH, anchor(), "2026-11-15", "2026-12-15", ("2026-12-15", "2027-01-14", 1)),
        # From the 31st: the last day of February, and the 31st again in March.
        (MONTH, anchor(), "2026-01-31", "2026-02-28", ("2026-02-28", "2026-03-30", 1)),
        (MONTH, anchor(), "2026-01-31", "2026-03-31", ("2026-03-31", "2026-04-29", 2)),
        (MONTH, anchor(month_end="move for good"), "2026-01-31", "2026-03-31", ("2026-03-28", "2026-04-27", 2)),
        (MONTH, anchor(month_end="stay last"), "2026-02-28", "2026-03-31", ("2026-03-31", "2026-04-29", 1)),
        (MONTH, anchor(month_end="stay last"), "2026-02-27", "2026-03-31", ("2026-03-27", "2026-04-26", 1)),
        # The 29th of January stands two days from the end; in February that is the 26th.
        (MONTH, anchor(month_end="from end"), "2026-01-29", "2026-02-26", ("2026-02-26", "2026-03-28", 1)),
        (MONTH, anchor("first paid day"), "2026-11-15", "2026-11-20", ("2026-11-15", "2026-12-14", 0)),
        (MONTH, anchor("day", 15), "2026-11-15", "2026-12-20", ("2026-12-15", "2027-01-14", 1)),
        (MONTH, anchor("day", 31), "2026-11-30", "2026-12-31", ("2026-12-31", "2027-01-30", 1)),
        (QUARTER, anchor("day", 15), "2026-11-15", "2027-02-14", ("2026-11-15", "2027-02-14", 0)),
        (MONTH, anchor("fact day", fact="desks"), "2026-11-10", "2026-11-30", ("2026-11-10", "2026-12-09", 0)),
        (MONTH, anchor("calendar"), "2026-11-01", "2026-11-30", ("2026-11-01", "2026-11-30", 0)),
        (QUARTER, anchor("calendar"), "2026-10-01", "2026-12-31", ("2026-10-01", "2026-12-31", 0)),
        (HALF, anchor("calendar"), "2026-07-01", "2027-01-01", ("2027-01-01", "2027-06-30", 1)),
        (YEAR, anchor("calendar"), "2026-01-01", "2026-12-31", ("2026-01-01", "2026-12-31", 0)),
        (YEAR, anchor(), "2024-02-29", "2028-02-29", ("2028-02-29", "2029-02-27", 4)),
        (WEEK, anchor(), "2026-11-03", "2026-11-10", ("2026-11-10", "2026-11-16", 1)),
        (WEEK, anchor("calendar", weekday="monday"), "2026-11-02", "2026-11-08", ("2026-11-02", "2026-11-08", 0)),
        (THIRTY, anchor(), "2026-11-01", "2026-12-01", ("2026-12-01", "2026-12-30", 1)),
    ],
)
def test_windows(cycle: Cycle, by: Anchor, start: str, day: str, expected: tuple[str, str, int]) -> None:
    assert window(cycle, by, start, day, desks=10) == expected


@pytest.mark.parametrize(
    ("cycle", "by", "day", "first"),
    [
        (MONTH, anchor(), "2026-11-20", "2026-11-20"),
        (MONTH, anchor("calendar"), "2026-11-20", "2026-11-01"),
        (QUARTER, anchor("calendar"), "2026-11-20", "2026-10-01"),
        (MONTH, anchor("day", 15), "2026-11-20", "2026-11-15"),
        (MONTH, anchor("day", 25), "2026-11-20", "2026-10-25"),
        (WEEK, anchor("calendar", weekday="monday"), "2026-11-20", "2026-11-16"),
    ],
)
def test_without_a_start_the_cycle_is_the_one_that_holds_the_day(cycle: Cycle, by: Anchor, day: str, first: str) -> None:
    assert window(cycle, by, None, day)[0] == first


@pytest.mark.parametrize(
    ("cycle", "by", "start", "code"),
    [
        (MONTH, anchor("calendar"), "2026-11-12", "EN502"),
        (MONTH, anchor("day", 15), "2026-11-12", "EN502"),
        (WEEK, anchor("calendar", weekday="monday"), "2026-11-03", "EN502"),
        (WEEK, anchor("calendar"), "2026-11-02", "EN303"),
        (MONTH, anchor("calendar", weekday="monday"), "2026-11-02", "EN303"),
        (MONTH, anchor("fact day", fact="most"), "2026-11-12", "EN301"),
        (MONTH, anchor("full moon"), "2026-11-12", "EN511"),
        (MONTH, anchor(month_end="skip"), "2026-11-12", "EN511"),
        (Cycle("term", 1), anchor(), "2026-11-12", "EN505"),
    ],
)
def test_windows_that_are_refused(cycle: Cycle, by: Anchor, start: str, code: str) -> None:
    with pytest.raises(Refusal) as stop:
        window(cycle, by, start, "2026-11-30")
    assert stop.value.found.code == code


@pytest.mark.parametrize(
    ("cycle", "per", "times"),
    [
        (YEAR, "month", 12),
        (YEAR, "year", 1),
        (QUARTER, "month", 3),
        (HALF, "quarter", 2),
        (MONTH, "year", Fraction(1, 12)),
        (WEEK, "day", 7),
        (THIRTY, "day", 30),
        (THIRTY, "cycle", 1),
        (YEAR, "once", 1),
        (YEAR, "", 1),
    ],
)
def test_what_a_cycle_is_worth(cycle: Cycle, per: str, times: Fraction) -> None:
    assert cycles.worth(cycle, per, HERE) == times


def test_months_and_days_do_not_convert() -> None:
    with pytest.raises(Refusal):
        cycles.worth(THIRTY, "month", HERE)


def test_a_rate_per_month_in_a_year() -> None:
    made = policy(plan(charge(), head="  cycle: year\n  anchor: subscription day\n"))
    invoice = priced(made, account(seats={"seats": 20}))
    assert invoice.amount_of("seats") == 2400
    (line,) = invoice.lines
    assert (line.factor, line.period.first, line.period.last) == (Fraction(12), DAY("2026-11-01"), DAY("2027-10-31"))
    assert line.steps[-1].basis == "12 × 200.00, a year at a price per month"


def test_flat_parts_come_as_often_as_their_rate() -> None:
    # A stairstep of 900.00 a year costs 450.00 in a half year, and 75.00 in a month.
    rows = 'schedule building "B" stairstep per year {\n  total seats | USD\n  0 and up | flat 900.00\n}\n'
    for cycle, due in (("year", 900), ("half year", 450), ("month", 75)):
        made = policy(rows + plan(charge(price="building"), head=f"  cycle: {cycle}\n  anchor: subscription day\n"))
        assert net(made, account(seats={"seats": 1})) == due


def test_a_charge_may_have_its_own_cycle() -> None:
    made = policy(
        plan(
            charge("seats") + charge("phones", **{"for": "phone"}, cycle="month", price="2.00 USD per unit per month"),
            head="  cycle: year\n  anchor: subscription day\n",
        )
    )
    invoice = priced(made, account(seats={"seats": 1, "phones": 3}))
    assert [(line.id, line.amount, line.period.last) for line in invoice.lines] == [
        ("seats", Fraction(120), DAY("2027-10-31")),
        ("phones", Fraction(6), DAY("2026-11-30")),
    ]
    assert invoice.period is not None
    assert invoice.period.last == DAY("2027-10-31")


def test_what_comes_once_comes_in_the_first_cycle() -> None:
    made = policy(plan(charge() + charge("setup", **{"for": "", "quantity": ""}, price="500.00 USD once")))
    one = account(seats={"seats": 1})
    assert net(made, one) == 510
    later = priced(made, one, DAY("2026-12-01"))
    assert [line.id for line in later.lines] == ["seats"]
    assert "`setup` came once, in the first cycle" in later.assumptions


def test_a_day_before_the_start_and_before_the_policy() -> None:
    assert codes(bill(MADE, account(seats={"seats": 1}, start=DAY("2026-12-01")))) == ["EN107"]
    outcome = bill(MADE, account(seats={"seats": 1}, start=DAY("2026-10-01")), DAY("2026-10-15"))
    assert (outcome.value.status, codes(outcome)) == ("incomplete", ["EN108"])


def test_a_cycle_that_began_under_an_earlier_policy() -> None:
    one = account(seats={"seats": 1}, start=DAY("2026-10-15"))
    assert codes(bill(MADE, one, DAY("2026-11-10"))) == ["EN505"]
    assert net(MADE, one, DAY("2026-11-15")) == 10


def test_the_end_of_the_calendar() -> None:
    outcome = bill(MADE, account(seats={"seats": 1}), date(2201, 1, 1))
    assert codes(outcome) == ["EN303"]
    assert net(MADE, account(seats={"seats": 1}), date(2200, 12, 31)) == 10


def test_add_ons_have_the_cycle_of_their_plan() -> None:
    text = plan(charge(), head="  cycle: year when billing = annual\n  cycle: month otherwise\n  anchor: subscription day\n")
    addon = (
        'addon audit "Audit" for team {\n' + charge("fee", **{"for": "", "quantity": ""}, price="9.00 USD per month") + "}\n"
    )
    made = policy(text + addon)
    one = account(seats={"seats": 1}, addons=("audit",), facts={"billing": "annual"})
    assert net(made, one) == 120 + 108
    assert net(made, attrs.evolve(one, facts=account(facts={"billing": "monthly"}).facts)) == 19


def test_the_last_renewal() -> None:
    start = DAY("2026-11-30")
    assert cycles.last_renewal(start, Fraction(3), Fraction(3), DAY("2027-02-27")) is None
    assert cycles.last_renewal(start, Fraction(3), Fraction(3), DAY("2027-02-28")) == DAY("2027-02-28")
    assert cycles.last_renewal(start, Fraction(3), Fraction(3), DAY("2028-01-01")) == DAY("2027-11-30")
