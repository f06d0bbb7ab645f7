"""Prices in; those finer than the smallest coin, where no rounding says that this is meant, out.

Without such a rounding a reader cannot tell whether three units at 0.018 are billed as 0.054 or as three times 0.02. What is
charged is a price at its level: 19.99 at 105% is 20.9895. A level that only an account knows is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import once, said
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import charges
from seatpolicy.semantics.checks.words import money, number
from seatpolicy.semantics.model.expressions import Expression, Literal, Named
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
                found += _first(_of_amounts(price.amounts, said(case.at)), _levels(price.level, policy), line)
            elif isinstance(price, SchedulePrice) and price.schedule in policy.schedules:
                found += _first(_of_schedule(policy.schedules[price.schedule]), _levels(price.level, policy), line)
            elif isinstance(price, TablePrice) and price.table in policy.tables:
                found += _first(_of_table(policy.tables[price.table]), _levels(price.level, policy), line)
    return once(found)


Fine = tuple[Fraction, str, Span]


def _levels(level: Expression | None, policy: Policy) -> list[Fraction]:
    """The shares of a price that the policy writes down; all of it, where none is written or only an account knows it."""
    whole = [Fraction(1)]
    if isinstance(level, Literal) and isinstance(level.value, Fraction):
        return [level.value]
    if isinstance(level, Named) and level.kind == "let" and level.name in policy.lets:
        return _levels(policy.lets[level.name].value, policy)
    if isinstance(level, Named) and level.kind == "table" and level.name in policy.tables:
        results = [row.result for row in policy.tables[level.name].rows]
        return [row.value for row in results if isinstance(row, Literal) and isinstance(row.value, Fraction)] or whole
    return whole


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


def _first(prices: Iterator[Fine], levels: Sequence[Fraction], line: RoundingLine) -> Iterator[Diagnostic]:
    """The first price that is finer, at one of its levels, than a coin and than what lines are rounded to."""
    for amount, currency, at in prices:
        if not is_currency(currency):
            continue
        coin = Fraction(1, 10 ** minor_digits(currency))
        grain = coin if line.to_cent else line.rounding.increment
        if grain < coin:
            continue
        level = next((one for one in levels if (amount * one / coin).denominator != 1), None)
        if level is not None:
            yield _message(amount, level, currency, coin, line, at)
            return


def _message(amount: Fraction, level: Fraction, currency: str, coin: Fraction, line: RoundingLine, at: Span) -> Diagnostic:
    many, charged = 1, amount * level
    while (charged * many / coin).denominator != 1:
        many *= 10
    exact, each = charged * many, round_to(charged, Mode.HALF_UP, coin) * many
    fine_enough = _decimals(charged)
    decimals = "1 decimal" if fine_enough == 1 else f"{fine_enough} decimals"
    price = f"{number(amount)} {currency}"
    price += f" at {number(level * 100)}%, {number(charged)} {currency}," if level != 1 else ""
    return MN754.at(
        at,
        f"{price} is finer than the smallest coin of {currency}",
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


