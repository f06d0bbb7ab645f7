"""Types and units of facts and figures.

A type is its kind, whether it may be unknown, the values of a closed set, and for a rate what it is per. Kinds: text,
flag, count, number, percent, money, rate, date, instant, days, hours, months, one of, any of, currency, and "error", the
type of what has been reported already and must not be reported again.
"""

from __future__ import annotations

import attrs

COMPARABLE = frozenset({"count", "number", "percent", "money", "rate", "date", "instant", "days", "hours", "months"})
DURATIONS = frozenset({"days", "hours", "months"})


@attrs.frozen
class Per:
    """What a rate is per: `unit` is seat, pack or unit ("" for none), `pack_size` its size for packs, `period` a kind of
    period ("" for none; "once" for a price that comes once)."""

    unit: str = ""
    pack_size: int = 0
    period: str = ""

    def __str__(self) -> str:
        unit = f"per started pack of {self.pack_size}" if self.unit == "pack" else f"per {self.unit}" if self.unit else ""
        period = self.period if self.period == "once" else f"per {self.period}" if self.period else ""
        return " ".join(part for part in (unit, period) if part)


@attrs.frozen
class Type:
    """A kind with its unit; `values` for closed sets, `per` for rates."""

    kind: str
    optional: bool = False
    values: tuple[str, ...] = ()
    per: Per = Per()

    @property
    def known(self) -> Type:
        """The same type, known to be there."""
        return attrs.evolve(self, optional=False)

    def __str__(self) -> str:
        if self.kind in ("one of", "any of"):
            return f"{self.kind} {', '.join(self.values)}"
        return f"rate {self.per}" if self.kind == "rate" else self.kind


ERROR = Type("error")
TEXT = Type("text")
FLAG = Type("flag")
COUNT = Type("count")
NUMBER = Type("number")
PERCENT = Type("percent")
MONEY = Type("money")
DATE = Type("date")
INSTANT = Type("instant")
DAYS = Type("days")
HOURS = Type("hours")
MONTHS = Type("months")
CURRENCY = Type("currency")
