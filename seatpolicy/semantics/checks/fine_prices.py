"""Prices in; those finer than the smallest coin, where no rounding says that this is meant, out.

Without such a rounding a reader cannot tell whether three units at 0.018 are billed as 0.054 or as three times 0.02.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import once, said
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import charges
from seatpolicy.semantics.checks.words import money, number
from seatpolicy.semantics.model.policy import Policy, RoundingLine
from seatpolicy.semantics.model.prices import Amounts, RatePrice, Schedule, SchedulePrice, Table, TablePrice
from seatpolicy.source.text import Span
from seatpolicy.values.currency import is_currency, minor_digits
from seatpolicy.values.rounding import Mode, round_to

MN754 = code("MN754", "finer-than-a-coin", Severity.WARNING, "a price is finer than the smallest coin")

SAYS_SO = ("unit price", "step")
"""Points of rounding that come before the line: who states one has thought of what lies below a coin."""


def check_fine_prices(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every price that a charge has; one finding for each rate, schedule and table."""
    line = policy.roundings.get("line") or policy.roundings.get("charge")
    if poison.lost or poison.hit(policy.at) or line is None or any(point in policy.roundings for point in SAYS_SO):
        return []
    found: list[Diagnostic] = []
    for charge in charges(policy):
        for case in charge.price:
            price = case.value
            if isinstance(price, RatePrice):
                found += _first(_of_amounts(price.amounts, said(case.at)), line)
            elif isinstance(price, SchedulePrice) and price.schedule in policy.schedules:
                found += _first(_of_schedule(policy.schedules[price.schedule]), line)
            elif isinstance(price, TablePrice) and price.table in policy.tables:
                found += _first(_of_table(policy.tables[price.table]), line)
    return once(found)


Fine = tuple[Fraction, str, Span]


def _of_amounts(amounts: Amounts, at: Span) -> Iterator[Fine]:
    for currency, amount in amounts.values.items():
        yield amount, currency, at


def _of_schedule(schedule: Schedule) -> Iterator[Fine]:
    for tier in schedule.tiers:
        for currency, cell in tier.cells.items():
            for amount in (cell.rate, cell.flat):
                if amount is not None:
                    yield amount, currency, cell.at or tier.at


def _of_table(table: Table) -> Iterator[Fine]:
    for row in table.rows:
        if isinstance(row.result, Amounts):
            yield from _of_amounts(row.result, row.result.at)


def _first(prices: Iterator[Fine], line: RoundingLine) -> Iterator[Diagnostic]:
    """The first price that is finer than a coin and than what lines are rounded to."""
    for amount, currency, at in prices:
        if not is_currency(currency):
            continue
        coin = Fraction(1, 10 ** minor_digits(currency))
        grain = coin if line.to_cent else line.rounding.increment
        if (amount / coin).denominator == 1 or grain < coin:
            continue
        yield _message(amount, currency, coin, line, at)
        return


def _message(amount: Fraction, currency: str, coin: Fraction, line: RoundingLine, at: Span) -> Diagnostic:
    many = 1
    while (amount * many / coin).denominator != 1:
        many *= 10
    exact, each = amount * many, round_to(amount, Mode.HALF_UP, coin) * many
    fine_enough = _decimals(amount)
    decimals = "1 decimal" if fine_enough == 1 else f"{fine_enough} decimals"
    return MN754.at(
        at,
        f"{number(amount)} {currency} is finer than the smallest coin of {currency}",
        note=f"{number(many)} cost {money(exact, currency)}, not {money(each, currency)}: only the sum is rounded",
        related=(Related(line.at, "the first rounding of money"),),
        hint=f"if that is meant, say so: `rounding: half up to {decimals} on each unit price`",
        subject=f"{number(amount)} {currency}",
    )


def _decimals(amount: Fraction) -> int:
    decimals = 0
    while (amount * 10**decimals).denominator != 1:
        decimals += 1
    return decimals


