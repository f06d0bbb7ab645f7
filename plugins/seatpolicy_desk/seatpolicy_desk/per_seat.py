"""An account in, its invoice out, with what a unit of each line costs on average: the figure that a desk talks about.

The bill is the policy's own, to the cent: nothing is changed on it, the averages are told beside it as signals.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.invoice import Invoice, SignalMade
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import ReadAccount, bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.values.money import format_amount, format_decimal
from seatpolicy_desk.rounded import nearest


def priced(
    checked: Checked, read: ReadAccount, as_of: date | None, engine: Engine, *tax: Any
) -> Outcome[Invoice | None]:
    """The invoice that the engine makes, with its tax where somebody figures it; None, and findings, where there is none."""
    made = bill_account(checked, read, as_of, engine, *tax)
    if made.value is None:
        return made
    told = tuple(_averages(made.value))
    return Outcome(attrs.evolve(made.value, signals=(*made.value.signals, *told)), made.diagnostics)


def _averages(invoice: Invoice) -> Iterator[SignalMade]:
    for line in invoice.lines:
        count = line.quantity.billed
        if line.kind != "charge" or not line.unit or not count:
            continue
        exact = line.amount / count
        shown = nearest(exact, invoice.currency)
        amount = format_amount(shown, invoice.currency)
        about = "" if shown == exact else "about "
        because = f"{format_amount(line.amount, invoice.currency)} for {format_decimal(count)}"
        title = f"{line.title}: {about}{amount} {invoice.currency} per {line.unit}"
        yield SignalMade("average_price", title, (), because, line.at)
