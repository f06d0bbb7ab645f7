"""An account on a day and what its program came to in, the invoice without lines out: its head, and what it takes for
granted.

Every invoice begins so, and one that is no bill ends so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.account import Account
from seatpolicy.documents.holdings import held_named
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Period
from seatpolicy.engines.python.programs import Programs
from seatpolicy.pricing import assemble
from seatpolicy.pricing.calendar import Window
from seatpolicy.pricing.findings import Judged
from seatpolicy.semantics.model.policy import Policy


def bare_invoice(
    programs: Programs,
    policy: Policy,
    account: Account,
    as_of: date,
    status: str,
    judged: Judged | None,
    found: Diagnostics,
) -> Invoice:
    """The invoice without lines."""
    charges = [] if judged is None else periods_of(judged)[1]
    period = Period(min(one.first for one in charges), max(one.last for one in charges)) if charges else None
    first = period.first if period is not None else as_of
    roster = judged.given.roster if judged is not None else None
    signals = () if judged is None else assemble.limits(judged.program, judged.figures, judged.refused())
    return Invoice(
        id=f"{account.name or 'unnamed'}/{first.isoformat()}/1",
        status=status,
        policy=programs.known(policy).named,
        account=account.name,
        country=account.text("country"),
        billing_entity=account.text("billing_entity"),
        as_of=as_of,
        period=period,
        currency=account.currency,
        signals=signals,
        assumptions=tuple(_assumed(account, as_of, judged, status == PRICED)),
        missing=assemble.by_quote(found) if status == HELD else (),
        counted=() if roster is None or isinstance(roster, Diagnostic) else roster.records(),
        held=held_named(policy, account.plans, account.addons),
    )


def periods_of(judged: Judged) -> tuple[dict[str, Period], list[Period]]:
    """The cycles of charges and blocks by name, and those of charges."""
    periods: dict[str, Period] = {}
    charges: list[Period] = []
    blocks = {block.name for block in judged.program.blocks}
    for use in judged.used():
        made = judged.windows[use.pair]
        if isinstance(made, Window):
            periods[use.block] = Period(made.first, made.last)
            if use.block not in blocks and judged.has_terms(use):
                charges.append(periods[use.block])
    return periods, charges


def begins(account: Account, as_of: date) -> Iterator[str]:
    """What an account without a start is taken for."""
    if account.start is None:
        since = account.customer_since
        who = f"a customer since {since}" if since is not None and since < as_of else "a new customer"
        yield f"{who}: the first cycle is the one that holds {as_of}"


def _assumed(account: Account, as_of: date, judged: Judged | None, priced: bool) -> list[str]:
    """What the bill takes for granted."""
    made = list(begins(account, as_of))
    if judged is not None and not judged.refused():
        made += assemble.assumptions(judged.program, judged.figures, priced)
    return list(dict.fromkeys(made))
