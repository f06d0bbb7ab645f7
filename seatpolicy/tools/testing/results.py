"""What one worked example or case came to: passed, failed with what was expected and got, or waiting for something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.invoice import Invoice
from seatpolicy.source.text import Span

PASSED, FAILED, WAITS = "passed", "failed", "waits"


@attrs.frozen(slots=True)
class Difference:
    """What was expected of something, what came, and where the expectation stands."""

    of: str
    expected: str
    got: str
    at: Span


@attrs.frozen(slots=True)
class Result:
    """One example or case.

    `waits_for` says what has to be built first; `waits_no_longer` that a case file still calls it waiting although it is
    billed. `invoice` is what was billed, with its steps, and `findings` why nothing was.
    """

    kind: str  # "example" or "case"
    name: str
    at: Span
    status: str
    differences: tuple[Difference, ...] = ()
    waits_for: tuple[str, ...] = ()
    waits_no_longer: bool = False
    invoice: Invoice | None = None
    findings: tuple[Diagnostic, ...] = ()


def summary(results: Iterable[Result]) -> str:
    """`34 passed, 1 failed, 3 wait (quotes, time)`, without what there is none of; or that nothing was found."""
    listed = list(results)
    counts = Counter(one.status for one in listed)
    parts = [f"{counts[status]} {status}" for status in (PASSED, FAILED) if counts[status]]
    if counts[WAITS]:
        reasons = sorted({word for one in listed for word in one.waits_for})
        parts.append(f"{counts[WAITS]} {'waits' if counts[WAITS] == 1 else 'wait'} ({', '.join(reasons)})")
    return ", ".join(parts) or "no examples or cases"
