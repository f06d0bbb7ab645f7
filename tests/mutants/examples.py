"""A number in, an example out: one account of a drawn policy, with what both engines truly make of it.

The accounts of one policy follow each other, so that its text is read once and its programs are compiled once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

import attrs

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.invoice import Invoice
from seatpolicy.engines.base import Engine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import ReadAccount, bill_account
from seatpolicy.engines.tax import TaxFigurer
from seatpolicy.semantics.check import Checked
from tests.differential.engine_bills import figurer, read_text, reader
from tests.differential.policy_data import AccountData
from tests.differential.policy_text import account_text, policy_text
from tests.differential.random_policies import drawn
from tests.differential.random_wide import wide
from tests.differential.wide_data import WideAccount
from tests.mutants.watched import WatchedEngine
from tests.unit.pricing.invoice_differences import first_difference, wrong

Answer = Outcome[Invoice | None]


@attrs.define(slots=False)
class Example:
    """One account of one policy. `engine` is shared by the accounts of the policy."""

    number: int
    checked: Checked
    read: ReadAccount
    as_of: date
    engine: WatchedEngine
    text: str
    account: str
    tax: TaxFigurer | None = None

    def billed(self, checked: Checked, engine: Engine) -> Answer:
        """What an engine makes of the account by a policy."""
        return bill_account(checked, self.read, self.as_of, engine, self.tax)

    @property
    def told(self) -> str:
        """The policy, the account and the day."""
        return f"{self.text}\n{self.account}\nas of {self.as_of}"

    @cached_property
    def reference(self) -> Answer:
        """The reference engine's answer."""
        return self.billed(self.checked, ReferenceEngine())

    @cached_property
    def everyday(self) -> Answer:
        """The everyday engine's answer, let by let."""
        self.engine.truly()
        return self.billed(self.checked, self.engine)

    @cached_property
    def differ(self) -> str:
        """How the engines differ; empty where they agree, or one of them does not bill it."""
        return wrong(self.reference, self.everyday)

    @cached_property
    def both(self) -> bool:
        """Whether both bill it, and alike: then a mistake of either is told by the other."""
        return not first_difference(self.reference, self.everyday)


def examples(count: int) -> Iterator[Example]:
    """So many examples in their order: plain policies and wide ones by turns."""
    number = policies = 0
    while number < count:
        text, accounts = _drawn(policies)
        policies += 1
        checked = read_text(text)
        engine = WatchedEngine(seed=str(policies))
        for account in accounts[: count - number]:
            number += 1
            said = account.text if isinstance(account, WideAccount) else account_text(account)
            figures = figurer(account)
            yield Example(number, checked, reader(account), account.as_of, engine, text, said, figures)


def _drawn(number: int) -> tuple[str, Sequence[AccountData | WideAccount]]:
    """The text of a policy, and its accounts."""
    if number % 2:
        made = wide(number // 2)
        return made.text, made.accounts
    policy, accounts = drawn(number // 2)
    return policy_text(policy), accounts
