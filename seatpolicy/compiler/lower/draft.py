"""A line while it is lowered: what is left of it, and every step that changes it.

A line that a bill may lack is lowered all the same: its amounts are then 0, so that sums, shares and weights need not ask.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.cycles import Cycled
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.program import PossibleLine, PossibleStep
from seatpolicy.source.text import Span


@attrs.define(eq=False)
class Draft:
    """`listed` is its price before anything is taken off, `base` what a maximum before discounts left of it, `left` what
    is left now, `exact` the same before lines, charges and the total were rounded, `cut` what maximums took. `of` is how
    many lines its charge has, where that depends on the account."""

    low: Lowering
    name: str
    kind: str
    charge: str
    owner: str
    title: str
    counts: tuple[str, ...]
    block: str
    cycle: Cycled
    at: Span
    present: Value
    billed: Value
    included: Value
    factor: Value
    units: list[tuple[Value, str]]
    facts: list[tuple[Value, str, Value]]
    left: Value
    listed: Value
    base: Value
    cut: Value
    number: int = 0
    of: Value | None = None
    row: str = ""
    steps: list[PossibleStep] = attrs.field(factory=list)
    exact: Value = attrs.field(init=False)
    taken: dict[str, Value] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.exact = self.left

    @property
    def order(self) -> tuple[str, int]:
        """Its place among the ids of lines: `a`, `a#1`, `a#2`, `a:minimum` come in this order before those of `ab`."""
        return (self.name, self.number)

    @property
    def key(self) -> str:
        """What a charge's sum is made of: its charge; a line without one is alone."""
        return self.charge or self.name

    def change(self, rule: str, at: Span | None, flag: Value, after: Value, basis: str, *figures: Figure,
               rounding: str = "", rounded: Value | None = None) -> None:  # fmt: skip
        """Moves what is left where the flag holds, and says why."""
        low = self.low
        change = (self.left, after)
        add_step(
            self.steps, low, "amount", rule, at, flag, change, basis, *figures, rounding=rounding, rounded=rounded
        )
        self.left = low.b.select(flag, after, self.left)
        self.exact = low.b.select(flag, after, self.exact)

    def put(self, left: Value, exact: Value | None = None) -> None:
        """What is left, where the steps that lead to it are told already; `exact` where it was only rounded."""
        self.left, self.exact = left, left if exact is None else exact

    def finished(self, list_amount: Value) -> PossibleLine:
        """The line as a table."""
        low = self.low
        return PossibleLine(
            name=self.name,
            number=self.number,
            of=None if self.of is None else low.note(self.of, "lines"),
            kind=self.kind,
            charge=self.charge,
            owner=self.owner,
            title=self.title,
            row=self.row,
            counts=self.counts,
            window=self.block,
            at=self.at,
            present=low.flag(self.present, "present"),
            units=tuple((low.flag(flag), unit) for flag, unit in self.units),
            facts=tuple((low.flag(flag), name, low.note(count, "count")) for flag, name, count in self.facts),
            billed=low.note(self.billed, "billed"),
            included=low.note(self.included, "included"),
            factor=low.note(self.factor, "factor"),
            list_amount=low.note(list_amount, "list"),
            amount=low.note(self.left, "amount"),
            exact=low.note(self.exact, "exact"),
            steps=tuple(self.steps),
        )


def total(drafts: Sequence[Draft], low: Lowering) -> Value:
    """What is left of some lines together."""
    return low.b.add(*(draft.left for draft in drafts))
