"""Beside the prices: rounding, tax, what must be known before an invoice or a change, and what is reported."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seatpolicy.semantics.assumptions.money import about_remainders, about_tax
from seatpolicy.semantics.model.parties import Requirement, Signal
from seatpolicy.semantics.model.policy import RoundingLine, Tax
from seatpolicy.tools.describe.document import Block, Points, Section, strong
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import because, listed, number, sentence, sentences, so_many, words_of

_MODES = {
    "half up": "to the nearest, a half up",
    "half even": "to the nearest, a half to the even neighbour",
    "half down": "to the nearest, a half down",
    "up": "up",
    "down": "down",
    "ceiling": "to the greater",
    "floor": "to the smaller",
}
_POINTS = {
    "quantity": "each count",
    "pack": "the number of packs",
    "factor": "the worth of a part of a cycle",
    "unit price": "each unit price",
    "step": "each amount that a price or a discount works out",
    "line": "each line",
    "charge": "the sum of each charge",
    "total": "the total",
    "tax": "the tax",
}
_REMAINDERS = {
    "largest": "to the lines that lost most by rounding",
    "first": "to the first line",
    "last": "to the last line",
}
_STAGES = {
    "quote": "a quote",
    "invoice": "an invoice",
    "more seats": "more seats",
    "fewer seats": "fewer seats",
    "renewal": "a renewal",
    "cancellation": "a cancellation",
}


def rounding_and_tax(told: Told) -> Section:
    """Rounding at its points, the remainder, and tax."""
    policy = told.policy
    points = [_rounding(line) for line in policy.roundings.values()]
    if policy.remainder_at is not None:
        points.append(f"what is left over when an amount is dealt out goes {_REMAINDERS[policy.remainder]}")
    if policy.tax is not None:
        points += _tax(policy.tax)
    usual = told.defaults((*about_remainders(policy), *about_tax(policy)))
    return section("Rounding and tax" if policy.tax else "Rounding", [Points(tuple(map(sentence, points))), *usual])


def _rounding(line: RoundingLine) -> str:
    return f"{_POINTS[line.point]} is rounded {_MODES[line.rounding.mode.value]}, {_grain(line)}"


def _grain(line: RoundingLine) -> str:
    increment = line.rounding.increment
    if line.to_cent:
        return "to the smallest unit of the currency"
    if increment == 1:
        return "to whole numbers"
    digits = 0
    while increment < Fraction(1, 10**digits):
        digits += 1
    return (
        f"to {so_many(digits, 'decimal')}"
        if increment == Fraction(1, 10**digits)
        else f"to multiples of {number(increment)}"
    )


def _tax(tax: Tax) -> Iterator[str]:
    if tax.prices_at is not None:
        yield "prices include tax" if tax.include else "prices exclude tax"
    if tax.figured_at is not None:
        yield f"tax is figured {'on each line' if tax.per_line else 'on the total'}"
    if tax.base_at is not None:
        yield f"tax is figured on {'rounded' if tax.rounded_base else 'exact'} amounts"
    if tax.attach:
        yield f"whoever figures it is given {listed(f'the {words_of(name)}' for name in tax.attach)}"


def requirements(told: Told) -> Section:
    """What must be known or hold before something happens."""
    points = [_requirement(told, one) for one in told.policy.requirements]
    return section("What is needed first", [Points(tuple(map(sentence, points)))] if points else [])


def _requirement(told: Told, one: Requirement) -> str:
    before = f"before {_STAGES[one.stage]}"
    if one.condition is not None:
        return f"{before}, it must hold that {told.phrases.clause(one.condition)}"
    return f"{before}, {listed(f'the {words_of(name)}' for name in one.facts)} must be known"


def signals(told: Told) -> Section:
    """What is reported beside the bill; it never moves one."""
    points = [f"{strong(one.title)}: {sentences(_signal(told, one))}" for one in told.policy.signals.values()]
    blocks: list[Block] = [Points(tuple(points))] if points else []
    return section("What is reported", blocks)


def _signal(told: Told, one: Signal) -> Iterator[str]:
    when = told.phrases.clause(one.when) if one.when is not None else "asked"
    each = f" for each {one.for_each}" if one.for_each else ""
    whom = listed(f"the {words_of(name)}" for name in one.tell) if one.tell else "nobody in particular"
    yield f"told to {whom}{each} when {when}"
    yield because(one.because)
