"""The everyday engine: a policy is compiled once for what an account holds, and then billed by what the compiler made.

An invoice is what the kernel came to, read by the tables of its program. The calendar, which no kernel knows, is asked
before: for the window of every cycle that the account may have.
"""

from __future__ import annotations

from datetime import date

import attrs

from seatpolicy.compiler.program import Program
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.base import Due
from seatpolicy.engines.python.one_bill import OneBill, renewed_on
from seatpolicy.engines.python.programs import Holding, Programs, holding_of
from seatpolicy.engines.steady import fixed_start, settled
from seatpolicy.pricing.calendar import NoWindow, window
from seatpolicy.pricing.inputs import Given
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts


@attrs.define(eq=False, repr=False)
class PythonEngine:
    """Bills by compiled programs, and keeps them for as long as the engine lives."""

    name: str = "python"
    _programs: Programs = attrs.field(factory=Programs)

    def standing(self, policy: Policy, account: Account, as_of: date) -> tuple[date | None, date | None]:
        """The cycle of the account's first plan, and the last day on which its term began anew."""
        made, run = self._programs.standing(policy, holding_of(account))
        windows = [window(cycle, anchor, account, as_of) for cycle, anchor in made.pairs]
        try:
            figures, failures = run.ran(Given(policy, account, as_of, windows).inputs(made.kernel))
        except Refusal:
            return None, None
        chosen = [windows[pair] for pair, note in made.chosen if note is None or figures[note]]
        if failures or not chosen or isinstance(chosen[0], NoWindow):
            return None, None
        return chosen[0].first, renewed_on(policy, account, as_of, self._programs)(as_of)

    def bill(self, policy: Policy | Texts, account: Account, as_of: date) -> Outcome[Invoice]:
        """The invoice of the whole cycle, of each charge its own, that holds the day; of an account with a history the last
        one that has fallen due by the day."""
        if account.has_history:
            from seatpolicy.engines.python.over_time.invoices import History

            return History(self._programs, policy, account).last_invoice(as_of)
        policy = as_texts(policy).any
        bill = OneBill(self._programs, policy, account, as_of)
        outcome = bill.invoice()
        if not bill.day_read:
            return outcome
        begun = attrs.evolve(account, start=fixed_start(outcome.value, account.start, as_of))

        def other(day: date) -> Invoice:
            # The other days are billed for their prices: the people stay those of the day that is asked for.
            return OneBill(self._programs, policy, begun, day, people_on=as_of).invoice().value

        return settled(outcome, policy, as_of, lambda day: day, other)

    def series(self, policy: Policy | Texts, account: Account, until: date) -> Outcome[tuple[Invoice, ...]]:
        """Every invoice of an account with a history up to a day, in order."""
        from seatpolicy.engines.python.over_time.invoices import History

        return History(self._programs, policy, account).series(until)

    def due(self, policy: Policy, account: Account, as_of: date) -> Due | None:
        """A shortcut to the amounts of accounts that say the same things as this one."""
        from seatpolicy.engines.python.shortcut import shortcut

        return shortcut(self._programs, policy, account, as_of)

    def program(self, policy: Policy, holding: Holding, unsold: tuple[str, ...] = ()) -> Program:
        """The program of a holding, made once."""
        return self._programs.bill(policy, holding, unsold)[0]
