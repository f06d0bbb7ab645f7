"""Lines of a history in, the account that is read of them out: against accounts.seat, with a good account around them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.read_account import read_account
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import load_policy

HERE = Path(__file__).parent
GOOD = {
    "schema_version": 'schema_version: "1.0"',
    "account": "account: acme",
    "plans": "plans: [team]",
    "currency": "currency: USD",
    "facts": "facts: {segment: smb, unpaid: no}",
    "subscription": "subscription: {start: 2026-11-01}",
}


@cache
def store() -> Policy:
    outcome = load_policy(str(HERE.parent / "accounts.seat"))
    assert outcome.value is not None
    return outcome.value


def document(*lines: str) -> str:
    """An account's text; lines with a key replace its own, all others are events."""
    made = dict(GOOD)
    events = []
    for line in lines:
        key = line.partition(":")[0]
        if key.isidentifier() and ":" in line:
            made[key] = line
        else:
            events.append(f"  - {line}")
    return "\n".join([*made.values(), *(["events:", *events] if events else [])]) + "\n"


def read(*lines: str) -> Outcome[Account | None]:
    """The account, or why it cannot be read."""
    source = parse_document(SourceText("account.yaml", document(*lines)))
    assert source.value is not None, source.diagnostics
    return read_account(source.value, store())


def good(*lines: str) -> tuple[Event, ...]:
    """The events of lines that nothing is wrong with."""
    outcome = read(*lines)
    assert outcome.value is not None, "\n".join(render(one) for one in outcome.diagnostics)
    assert outcome.diagnostics == ()
    return outcome.value.events
