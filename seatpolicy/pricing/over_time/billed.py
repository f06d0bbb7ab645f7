"""A line on its way to an invoice over time, and what later invoices read of it when it is billed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.invoice import Line
from seatpolicy.pricing.calendar import Window
from seatpolicy.pricing.line_steps import of_rule
from seatpolicy.pricing.over_time.parts import Part
from seatpolicy.semantics.model.prices import Cycle

DISCOUNT = "discount "


@attrs.frozen(eq=False)
class DueLine:
    """A line with its whole cycle, and the `part` that it is a charge for: `cut` is what maximums took of it, `before` what
    it came to before charges and the total were rounded. What a credit gives back `goes_to` account credit (kept for so
    many months; 0: without end) or a refund; empty: it reduces the bill. A credit may be one `of_earlier` invoices;
    `gives_back` is what it returns of each discount."""

    line: Line
    cycle: Cycle
    window: Window
    part: Part | None = None
    cut: Fraction = Fraction(0)
    before: Fraction = Fraction(0)
    goes_to: str = ""
    kept_months: int = 0
    of_earlier: bool = False
    gives_back: Mapping[str, Fraction] = attrs.field(factory=dict)

    @property
    def key(self) -> tuple[str, object, object]:
        """The same for the same line of a history that is billed anew."""
        return self.line.id, self.window.first, self.line.period.first

    def earlier(self) -> EarlierLine:
        """The line as later invoices read it."""
        line = self.line
        taken = {name: -amount for name, amount in self.gives_back.items()}
        for step in of_rule(line.steps, DISCOUNT):
            name = step.rule.removeprefix(DISCOUNT)
            taken[name] = taken.get(name, Fraction(0)) - step.change
        return EarlierLine(
            id=line.id,
            kind=line.kind,
            charge=line.charge,
            owner=line.owner,
            first=self.window.first if line.kind == "top_up" else line.period.first,
            last=line.period.last,
            amount=line.amount,
            included=line.quantity.included,
            taken=taken,
            at=line.at,
            listed=line.list_amount,
        )
