"""A checked policy and what an account holds of it in, something that prices accounts of that kind out.

The holding (plans, add-ons, currency) is looked up once; what differs from account to account is a flat dict of facts and
counts, which is unambiguous because a name is unique in the whole policy.
"""

from __future__ import annotations

from collections.abc import Mapping as ByName
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.errors import PolicyError
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.account import Account, Held
from seatpolicy.documents.asked import Asked, read_asked
from seatpolicy.documents.from_data import from_data
from seatpolicy.documents.invoice import PRICED, Invoice
from seatpolicy.documents.nodes import Mapping, Node, Scalar, option
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import ReadAccount, bill_account
from seatpolicy.engines.shortcuts import UNUSUAL, Shortcuts
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy

DO473 = code("DO473", "another-holding", Severity.ERROR, "an account holds what its evaluator was made for")
DO474 = code("DO474", "no-amount", Severity.ERROR, "an amount is asked of an account that has a bill")


@attrs.frozen
class Evaluator:
    """Prices accounts that hold `plans` and `addons`, billed in `currency` (an ISO code). Made by `seatpolicy.compile`.

    What is priced (`given`) is either facts: a flat mapping of names to values, where the name of a charge, a seat type or
    an item is a count (int) and any other name a fact of the account (texts as a document writes them: "annual", "20%",
    "50.00 USD"; int, Decimal, date and bool are taken, too; never float); or an account's document as a mapping, told by its
    `schema_version`.
    """

    checked: Checked
    plans: tuple[str, ...]
    addons: tuple[str, ...]
    currency: str
    engine: Engine
    _shortcuts: Shortcuts = attrs.field(init=False, factory=Shortcuts, eq=False, repr=False)

    def price(self, given: ByName[str, object], *, as_of: date | None = None) -> Invoice:
        """The invoice of the whole cycle that holds `as_of` (without: the account's first day under the policy).

        Its status is `priced`, or `held` where it waits for what `missing` names. Raises PolicyError where there are errors:
        in what is given, or because the policy refuses the account or cannot price it.
        """
        made = self.outcome(given, as_of=as_of)
        if made.value is None or made.has_errors:
            raise PolicyError(made.diagnostics)
        return made.value

    def amount(self, given: ByName[str, object], *, as_of: date | None = None) -> Fraction:
        """What is due, exactly, in units of the currency (2060 is 2,060.00 USD), rounded as the policy says.

        Raises PolicyError as `price` does, and also for an invoice that is held.
        """
        latest = self._shortcuts.latest
        if as_of == latest.as_of:
            try:
                return latest.due(given)
            except UNUSUAL:
                pass
        found = self._shortcuts.amount(given, as_of)
        return self._amount(given, as_of) if found is None else found

    def _amount(self, given: ByName[str, object], as_of: date | None) -> Fraction:
        """What the whole bill comes to; of accounts that say the same things the next bill may be found by a shortcut."""
        invoice = self.price(given, as_of=as_of)
        if invoice.status != PRICED or invoice.totals is None:
            missing = ", ".join(one.what for one in invoice.missing)
            raise PolicyError([DO474.at(None, f"there is no amount yet: the invoice is {invoice.status}", note=missing,
                                        hint="`price` gives the invoice with what it waits for")])  # fmt: skip
        policy = self.checked.texts[0].policy
        if "schema_version" not in given and not self.checked.changes and policy is not None:
            data = from_data(given, "facts").value
            assert isinstance(data, Mapping)
            read = self._facts(data)
            self._shortcuts.met(self.engine, policy, lambda: read(policy).value, given, as_of, invoice.as_of)
        return invoice.totals.due

    def outcome(self, given: ByName[str, object], *, as_of: date | None = None) -> Outcome[Invoice | None]:
        """The invoice, whatever its status, with every finding; None where `given` cannot be read. Raises nothing."""
        data = from_data(given, "account" if "schema_version" in given else "facts")
        if not isinstance(data.value, Mapping):
            return Outcome(None, data.diagnostics)
        read = self._document(data.value) if "schema_version" in given else self._facts(data.value)
        try:
            return bill_account(self.checked, read, as_of, self.engine)
        except PolicyError as stop:  # an engine that a plugin offers failed
            return Outcome(None, stop.diagnostics)

    def _facts(self, node: Mapping) -> ReadAccount:
        def read(policy: Policy) -> Outcome[Account | None]:
            counted = set(policy.seats) | set(policy.items)
            for plan in (*policy.plans.values(), *policy.addons.values()):
                counted.update(charge.name for charge in plan.charges)

            def counts(name: str) -> bool:
                # A slip in the name of a count is told with the counts that there are.
                return name in counted or (name not in policy.facts and bool(closest(name, counted, 1)))

            pairs: list[tuple[Scalar, Node]] = [(entry.key, entry.value) for entry in node]
            asked = Asked(
                plans=[option("plan", name) for name in self.plans],
                addons=[option("addon", name) for name in self.addons],
                currency=option("currency", self.currency),
                facts=[pair for pair in pairs if not counts(pair[0].text)],
                counts=[pair for pair in pairs if counts(pair[0].text)],
            )
            return read_asked(asked, policy)

        return read

    def _document(self, node: Mapping) -> ReadAccount:
        def read(policy: Policy) -> Outcome[Account | None]:
            made = read_account(node, policy)
            account = made.value
            if account is None:
                return made
            for what, holds, ours in (
                ("plans", _names(account.plans), sorted(self.plans)),
                ("add-ons", _names(account.addons), sorted(self.addons)),
                ("currency", [account.currency], [self.currency]),
            ):
                if holds != ours:
                    shown = f"{what}: {', '.join(holds) or 'none'}"
                    wrong = DO473.at(None, f"this account holds other {what} than its evaluator prices", path="account",
                                     note=f"it has {shown}; the evaluator is for {', '.join(ours) or 'none'}",
                                     hint="make an evaluator for what the account holds", subject=what)  # fmt: skip
                    return Outcome(None, (*made.diagnostics, wrong))
            return made

        return read


def evaluator(
    checked: Checked, plans: Sequence[str], addons: Sequence[str], currency: str | None, engine: Engine
) -> Outcome[Evaluator | None]:
    """The evaluator for a holding; None, and findings, where the policy has no such plan, add-on or currency. Without a
    currency, the only one that the policy sells in. The policy must have been checked without errors."""
    policy = checked.text_for(checked.effective).policy
    if policy is None:
        raise ValueError("this policy was checked with errors")
    asked = Asked(
        plans=[option("plan", name) for name in plans],
        addons=[option("addon", name) for name in addons],
        currency=option("currency", currency) if currency is not None else None,
    )
    read = read_asked(asked, policy)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    return Outcome(Evaluator(checked, tuple(plans), tuple(addons), read.value.currency, engine))


def _names(held: Sequence[Held]) -> list[str]:
    return sorted(one.name for one in held)
