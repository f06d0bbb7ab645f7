"""One default that a policy relies on, as data."""

from __future__ import annotations

from collections.abc import Iterable

from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Assumption:
    """What it is about (`subject`), what is taken to hold, why that, and what could be written instead (`why`); `at` is
    where the line would stand, or None."""

    subject: str
    statement: str
    why: str
    at: Span | None


def named(kind: str, names: Iterable[str]) -> str:
    """``plan `team` ``; ``plans `team` and `works` ``; more than three are counted."""
    listed = [f"`{name}`" for name in dict.fromkeys(names)]
    if len(listed) > 3:
        return f"{len(listed)} {kind}s, {listed[0]} first"
    if len(listed) == 1:
        return f"{kind} {listed[0]}"
    return f"{kind}s {', '.join(listed[:-1])} and {listed[-1]}"
