"""A checked policy with its changes and an account in, the invoice by the text that is in force for it out.

Which text an account has depends on the day, on since when it is a customer, and on its cycle and renewal, which the text
itself decides. So the account is read and its cycle found by the text of the day first, and again where that leads to
another text; a text that a cycle began with stays for that cycle, so two rounds are enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.engines.base import Engine
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.in_force import Customer
from seatpolicy.semantics.model.policy import Policy

ReadAccount = Callable[[Policy], Outcome[Account | None]]
"""Reads an account against the facts of one text of the policy."""


def bill_account(checked: Checked, read: ReadAccount, as_of: date | None, engine: Engine) -> Outcome[Invoice | None]:
    """The invoice, or None where the account cannot be read. Without a day, the account's first one under the policy: no
    clock is asked, so that the same documents give the same invoice at any time.

    The policy must have been checked without errors. Raises ValueError otherwise.
    """
    policy = _text(checked, as_of or checked.effective, None)
    made = read(policy)
    account, notes = made.value, made.diagnostics
    if account is None:
        return Outcome(None, notes)
    day = as_of or max(account.start or checked.effective, checked.effective)
    for _ in range(2):
        resolved = _text(checked, day, _customer(engine, policy, account, day))
        if resolved is policy:
            break
        policy = resolved
        made = read(policy)
        account, notes = made.value, made.diagnostics
        if account is None:
            return Outcome(None, notes)
    invoice = engine.bill(policy, account, day)
    return Outcome(invoice.value, (*notes, *invoice.diagnostics))


def _customer(engine: Engine, policy: Policy, account: Account, day: date) -> Customer:
    since = account.customer_since or account.start or day
    cycle_start, renewed_on = engine.standing(policy, account, day)
    return Customer(since, cycle_start, renewed_on)


def _text(checked: Checked, day: date, customer: Customer | None) -> Policy:
    policy = checked.text_for(day, customer).policy
    if policy is None:
        raise ValueError("this policy was checked with errors")
    return policy
