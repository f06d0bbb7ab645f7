"""Findings about a long list in, the same findings out, but one mistake of an export told a few times and then counted.

A source that calls a charge by a wrong name does so in every one of its thousand events. Told a thousand times, it hides
whatever else is wrong.
"""

from __future__ import annotations

from collections import Counter

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.values.record import evolved

MOST = 5
"""So many findings of one code with one message are told; the last of them says how many more there are."""


class Repeated(Diagnostics):
    """Collects findings; of those that say the same only the first ones in the text are given back."""

    def sorted(self) -> tuple[Diagnostic, ...]:
        """By path, start and code, as always; the last one told of a mistake counts those that are not."""
        told = super().sorted()
        counts = Counter((one.code, one.message) for one in told)
        seen: Counter[tuple[str, str]] = Counter()
        made = []
        for one in told:
            key = one.code, one.message
            seen[key] += 1
            more = counts[key] - MOST
            if seen[key] < MOST or more <= 0:
                made.append(one)
            elif seen[key] == MOST:
                made.append(evolved(one, note=_joined(one.note, f"the same holds of {more:,} more events")))
        return tuple(made)


def _joined(note: str, more: str) -> str:
    return f"{note}; {more}" if note else more
