"""What plans, add-ons, charges and the policy's head share: lines with conditions, minimums, commitments, cycles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.prices import (
    Bound,
    Commitment,
    Cycle,
)
from seatpolicy.semantics.read.amounts import read_amounts
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.proration import form_of
from seatpolicy.semantics.reading import Reading
from seatpolicy.syntax.tree import Node

T = TypeVar("T")
ACCOUNT_PLACE = "here an account's bill is made"


class BlockLines:
    """Reads the lines of one block as cases, with the conditions of the account."""

    def __init__(self, reading: Reading, block: Node, sold_in: Sequence[str]) -> None:
        self.reading, self.block, self.sold_in = reading, block, sold_in
        self.conditions = Expressions(reading, (), ACCOUNT_PLACE)

    def read(self, kind: str, label: str, read: Callable[[Reading, Node], T], complete: bool = False) -> Cases[T]:
        for line in self.block.all(kind):
            self.reading.dated(line)
        return self.reading.cases(self.block, kind, label, lambda n: read(self.reading, n), self.conditions.judged, complete)

    def bounds(self, word: str) -> Cases[Bound]:
        return self.read(f"{word}_line", f"{word}:", self._bound)

    def _bound(self, reading: Reading, line: Node) -> Bound:
        form = form_of(line)
        before = line.one("before_discounts") is not None
        return Bound(read_amounts(reading, form, self.sold_in), before, line.one("prorated") is not None, reading.at(line))

    def commitment(self, reading: Reading, line: Node) -> Commitment:
        overage = line.one("overage_rate")
        return Commitment(
            read_amounts(reading, form_of(line), self.sold_in),
            reading.number(overage.leaf("PERCENT")) if overage is not None else Fraction(1),
            line.one("shortfall_forgiven") is None,
            reading.at(line),
        )


def read_cycle(reading: Reading, line: Node) -> Cycle:
    form = form_of(line)
    if form.kind == "days_cycle":
        return Cycle("day", reading.whole(form.leaf("NUMBER"), 1, 366, "a number of days"))
    return Cycle(form.all()[0].kind.removesuffix("_period").replace("_", " "), 1)
