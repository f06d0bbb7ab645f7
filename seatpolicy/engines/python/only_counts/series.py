"""An account with a history in, its invoices by the short way out; None where that is not its way, or not worth while."""

from __future__ import annotations

from datetime import date

from seatpolicy.compiler.meaning import Stopped
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import SeatsChanged
from seatpolicy.documents.invoice import Invoice
from seatpolicy.engines.python.only_counts.fits import same_of
from seatpolicy.engines.python.only_counts.invoices import OnlyCounts
from seatpolicy.engines.python.only_counts.unfit import Unfit
from seatpolicy.engines.python.only_counts.whole_lines import with_whole_lines
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts

FEW, MANY = 3, 60
"""How many accounts of a holding are billed the whole way before the functions of the short one are made, and how many
events are worth making them for one account: they take about as long as these bills."""


def short_series(programs: Programs, policy: Policy | Texts, account: Account, until: date) -> tuple[Invoice, ...] | None:
    """Every invoice up to a day."""
    texts = as_texts(policy)
    met = programs.beside(texts.any, ("accounts met", *holding_of(account)), lambda: [0])
    met[0] += 1
    if met[0] <= FEW and len(account.events) < MANY:
        return None
    same = same_of(programs, texts, account, until)
    if same is None:
        return None
    events = [event for event in account.events if isinstance(event, SeatsChanged) and event.day <= until]
    try:
        made = tuple(OnlyCounts(same, until, events).invoices())
    except (Unfit, Stopped):
        return None
    return with_whole_lines(made, programs, texts, account, until)
