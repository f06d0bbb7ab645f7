"""What a document says about use in, exact figures by meter out.

    usage: {exports: 1200, calls: [50, 150, 200, 99]}

One figure is what the meter came to in the cycle. A list holds one figure for each window of the meter, in order of time
(each hour of `highest of each hour`); for a meter of the whole cycle the figures of its parts. Money may be written with
the account's own currency behind it, hours and days with their unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import messages, typed
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence, is_nothing
from seatpolicy.semantics.model.parties import Meter
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span

_SAMPLES = {"count": "1200", "number": "12.5", "hours": "12.5", "days": "3"}
_NAMES = {
    "count": "a whole number from 0 to 1,000,000,000,000",
    "number": "a number from 0 on",
    "hours": "a number of hours from 0 on",
    "days": "a number of days from 0 on",
}


@attrs.frozen(slots=True)
class UsageGiven:
    """The figures of a meter: one, or (`listed`) one for each window or part, in order of time. Money is in the account's
    currency, hours and days are numbers of them."""

    figures: tuple[Fraction, ...]
    listed: bool
    at: Span


def read_usage(
    given: Iterable[tuple[Scalar, Node]], policy: Policy, currency: str, found: Diagnostics
) -> dict[str, UsageGiven]:
    """The use of each meter that is named; a finding for every other name and for every figure that is none. A meter that
    is named more than once (as options are) has a list."""
    usage: dict[str, UsageGiven] = {}
    for key, node in given:
        meter = policy.meters.get(key.text)
        if meter is None:
            found.add(messages.unknown_name("meter", key, policy.meters))
            continue
        if is_nothing(node):
            continue
        items = node.items if isinstance(node, Sequence) else (node,)
        figures = [figure for item in items if (figure := read_figure(item, meter, currency, found)) is not None]
        if len(figures) < len(items):
            continue
        earlier = usage.get(meter.name)
        if earlier is not None:
            usage[meter.name] = UsageGiven((*earlier.figures, *figures), True, earlier.at)
        else:
            usage[meter.name] = UsageGiven(tuple(figures), isinstance(node, Sequence), key.at)
    return usage


def read_figure(node: Node, meter: Meter, currency: str, found: Diagnostics) -> Fraction | None:
    """One figure of a meter; a finding where it is none."""
    if isinstance(node, (Mapping, Sequence)):
        found.add(messages.wrong_shape(node.at, meter.name, "one figure, or a list of figures", f"{meter.name}: 1200"))
        return None
    kind = meter.type.kind
    figure = typed.figure(node, meter.name, kind, currency, meter.at)
    if isinstance(figure, Diagnostic):
        found.add(figure)
        return None
    if figure is None:
        name = _NAMES.get(kind, f"an amount in {currency or 'the currency of the account'} from 0 on")
        found.add(messages.wrong_value(node.at, meter.name, name, _SAMPLES.get(kind, "1200.00"), meter.at))
    return figure
