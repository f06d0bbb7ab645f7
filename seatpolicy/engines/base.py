"""What every engine is, from outside: a checked policy, an account and a day in, an invoice and its findings out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts


class Engine(Protocol):
    """Bills an account. Every choice comes from the policy, every figure from the account, the day from the caller: there
    is no clock, so that the same three give the same invoice at any time."""

    @property
    def name(self) -> str:
        """How commands and reports call it."""

    def standing(self, policy: Policy, account: Account, as_of: date) -> tuple[date | None, date | None]:
        """The first day of the account's cycle on a day, and its last renewal: None where there is none, or none can be
        told."""

    def series(self, policy: Policy | Texts, account: Account, until: date) -> Outcome[tuple[Invoice, ...]]:
        """Every invoice of an account with a history up to a day, in order; by the text in force on each day, where a policy
        has several. Where one cannot be made, those before it and, behind them, one without lines whose status
        says so."""

    def bill(self, policy: Policy | Texts, account: Account, as_of: date) -> Outcome[Invoice]:
        """The invoice whose status says whether it is a bill, waits, is refused by the policy, or needs what the engine
        does not bill; the findings say why, each with its place."""


Due = Callable[[Mapping[str, object]], Fraction]
"""Facts and counts by their names in, what is due out. Raises Unusual where only a whole bill can tell."""


class Unusual(Exception):
    """What a shortcut meets that it was not made for: it says nothing of what that is, because the whole bill does."""


class ShortEngine(Engine, Protocol):
    """An engine with a shortcut to the amounts of accounts of one kind."""

    def due(self, policy: Policy, account: Account, as_of: date) -> Due | None:
        """What gives the amount that is due of accounts that say the same things as this one, which has a bill; None where
        there is no such shortcut. Whatever it gives is what `bill` comes to."""
