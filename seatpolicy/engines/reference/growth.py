"""`added of CHARGE` in, how many seats were added in its window out, as the document says.

A history would say it for any window. Where a document only gives the number, the number is that of the window which the
policy asks for; a policy that asks for two windows of one charge would take one number for both, and is refused.
"""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import refusal
from seatpolicy.semantics.model.expressions import Measure


def added_of(measure: Measure, account: Account, asked: dict[str, Measure]) -> Fraction | None:
    """The number that is given; None for another measure. `asked` remembers the first question about each charge."""
    if measure.measure != "added":
        return None
    given = account.added.get(measure.of)
    if given is None:
        raise refusal(
            refusals.EN507,
            measure.at,
            f"how many seats of `{measure.of}` were added {_window(measure)} is not known",
            note="a history of events is not read yet",
            hint=f"give it, as in `added: {{{measure.of}: 10}}`",
            subject=measure.of,
        )
    first = asked.setdefault(measure.of, measure)
    if (first.window_days, first.window_unit) != (measure.window_days, measure.window_unit):
        raise refusal(
            refusals.EN507,
            measure.at,
            f"how many seats of `{measure.of}` were added {_window(measure)} is not known",
            note=f"the number that is given is that {_window(first)}",
            subject=measure.of,
        )
    return given.count


def _window(measure: Measure) -> str:
    if measure.window_days:
        return f"in the last {measure.window_days} days"
    return f"this {measure.window_unit}" if measure.window_unit else "since the cycle began"
