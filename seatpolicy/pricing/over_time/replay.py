"""An account and a policy in, the day from which the account is billed by it out: its own first one, or, for an older
account of which a document says what was billed before, the day on which the policy reaches it.
"""

from __future__ import annotations

from datetime import date

import attrs

from seatpolicy.diagnostics.diagnostic import Related
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.pricing.calendar import Window
from seatpolicy.pricing.over_time.in_force import InForce
from seatpolicy.source.text import Span


@attrs.frozen
class Replay:
    """From when on an account is billed. Where it `finishes` cycles that began under an earlier policy, a charge begins with
    its first cycle from then on. `effective` is the policy's first day, where the account is older."""

    begins: date
    finishes: bool = False
    effective: date | None = None

    def first(self, since: date, window: Window, at: Span) -> date:
        """The first day of a charge that is there since a day, which lies in a cycle that is written at a place. Refused: a
        cycle that an earlier policy began and this one ends."""
        if self.effective is None or since != self.begins or window.first >= since:
            return since
        if self.finishes:
            return window.after
        if window.first < self.effective:
            words = f"the cycle from {window.first}, which began under an earlier policy, is"
            hint = f"this policy takes effect on {self.effective}: let it reach customers at their next cycle"
            raise not_billed(refusals.EN505, at, words, hint)
        return since


def replay_of(account: Account, in_force: InForce, until: date) -> Replay | None:
    """The replay; None where the policy has not reached the account by a day. Refused: one of which nobody says what was
    billed before the policy."""
    starts, policy = in_force.ledger.starts, in_force.texts.any
    effective = policy.effective
    if effective is None or starts >= effective:
        return Replay(starts)
    head = in_force.texts.head
    reached = effective if head is None else in_force.reached_by(head, until)
    if account.billed is not None:
        by_date = head is None or head.others == "at once" or reached == head.everyone_by
        return None if reached is None else Replay(reached, not by_date, effective)
    when = "" if reached is None else f". Its first bill is then that of {reached}, when this policy reaches the account"
    raise refusal(
        refusals.EN108,
        account.at,
        f"the account begins on {starts}, and this policy is not in force before {effective}",
        why="its history is billed from its first day on, by the policies that were in force then",
        related=[Related(policy.at, f"it takes effect on {effective}")],
        hint=f"say what was billed before, in `billed:`; `billed: []` if nothing was{when}",
    )
