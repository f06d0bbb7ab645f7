"""What a kernel came to, note by note, in; figures, flags and the words that show them out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Protocol

import attrs

from seatpolicy.compiler.program import Shown, Words
from seatpolicy.values.money import format_amount, format_decimal, format_percent


class Values(Protocol):
    """What the notes of a kernel came to, by their numbers."""

    def __getitem__(self, note: int, /) -> Fraction: ...

    def holds(self, note: int) -> bool:
        """Whether a note is not 0."""


@attrs.frozen(slots=True)
class Figures:
    """The values of a kernel's notes by their numbers; `person` is who is looked at."""

    values: Values
    currency: str
    person: str = ""

    def holds(self, note: int | None) -> bool:
        """Whether a flag holds; one that nobody had to note does."""
        return note is None or self.values.holds(note)

    def __getitem__(self, note: int) -> Fraction:
        return self.values[note]

    def text(self, words: Words) -> str:
        """A sentence with its figures."""
        return words.text.format(*(self._shown(one) for one in words.figures), person=self.person)

    def _shown(self, one: Shown) -> str:
        value = self.values[one.note]
        if one.form == "amount":
            return format_amount(value, self.currency)
        if one.form == "percent":
            return format_percent(value)
        if one.form == "day":
            return date.fromordinal(int(value)).isoformat()
        return format_decimal(value)
