"""An account with its history and the policy in, a finding out for everything that cannot have happened as it is told.

The history is judged as it is known at last, all corrections applied: what a correction has put right is right. How an
earlier invoice saw it is another question, and `known_by` answers it.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.contract_history import contract_contradictions
from seatpolicy.documents.events.known import known_by
from seatpolicy.documents.events.person_history import person_contradictions
from seatpolicy.documents.events.repeated import Repeated
from seatpolicy.documents.events.simultaneous import undecided
from seatpolicy.semantics.model.policy import Policy


def check_history(account: Account, policy: Policy, found: Diagnostics) -> None:
    """Adds the findings; the account was read without errors."""
    own = Repeated(_contradictions(account, policy))
    found.extend(own)


def _contradictions(account: Account, policy: Policy) -> Iterator[Diagnostic]:
    events = known_by(account.events)
    yield from contract_contradictions(events, account, policy)
    yield from person_contradictions(events, account.people)
    yield from undecided(events)
