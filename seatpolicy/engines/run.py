"""A checked policy with its changes and an account in, the invoice by the text that is in force for it out.

Which text an account has depends on the day, on since when it is a customer, and on its cycle and renewal, which the text
itself decides. So the search begins with the text before every change and goes on until a text leads to itself. A bill is
of whole cycles: where another text with another price is in force on some of their days, it is refused. A history is billed
by all texts, each on the days on which it is in force: the engine finds these, because what has happened moves them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic, Related
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account, Held
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.refusals import EN510, EN511, not_billed
from seatpolicy.engines.base import Engine
from seatpolicy.engines.steady import fixed_start, settled, stopped
from seatpolicy.engines.tax import TaxFigurer
from seatpolicy.engines.taxing import taxed
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.in_force import Customer
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.texts import texts_of
from seatpolicy.semantics.together import together, unlike_facts
from seatpolicy.values.record import evolved

ReadAccount = Callable[[Policy], Outcome[Account | None]]
"""Reads an account against the facts of one text of the policy."""


def bill_account(
    checked: Checked, read: ReadAccount, as_of: date | None, engine: Engine, tax: TaxFigurer | None = None
) -> Outcome[Invoice | None]:
    """The invoice, or None where the account cannot be read. Without a day, the account's first one under the policy: no
    clock is asked, so that the same documents give the same invoice at any time. Without anyone for `tax` it has none.

    The policy must have been checked without errors. Raises ValueError otherwise.
    """
    if checked.changes:
        history = read_by_all(checked, read)
        if history.value is not None and history.value.has_history:
            return _bill_history(checked, history.value, history.diagnostics, as_of, engine, tax)
    search = Search(checked, read, engine)
    day = as_of or search.first_day()
    found = search.on(day)
    if found.account is None:
        return Outcome(None, found.notes)
    if found.account.has_history:
        return _bill_history(checked, found.account, found.notes, as_of, engine, tax)
    billed = engine.bill(found.policy, found.account, day)
    notes = (*found.notes, *billed.diagnostics)
    if not checked.changes:
        whole = taxed(Outcome(billed.value, notes), found.policy, found.account, tax)
        return Outcome(whole.value, whole.diagnostics)
    if len({search.of_plan(held).text(day) for held in found.account.plans}) > 1:
        words = "an account whose plans have two texts of the policy in force is"
        told = not_billed(EN510, found.account.plans[1].at, words)
        return Outcome(stopped(billed.value), (*notes, told.found))
    others = attrs.evolve(search, start=fixed_start(billed.value, found.account.start, day))
    steady = settled(Outcome(billed.value, notes), found.policy, day, others.text, others.bill)
    whole = taxed(steady, found.policy, found.account, tax)
    return Outcome(whole.value, whole.diagnostics)


def bill_period(
    checked: Checked, read: ReadAccount, first: date, last: date, engine: Engine, tax: TaxFigurer | None = None
) -> Outcome[tuple[Invoice, ...]]:
    """Every invoice of an account's history that was made from one day to another, both included; none, and why, where the
    account cannot be read. An account that shows how things stand has the history of one to which nothing happened.

    The policy must have been checked without errors. Raises ValueError otherwise.
    """
    read_ = read_by_all(checked, read)
    if read_.value is None:
        return Outcome((), read_.diagnostics)
    account = attrs.evolve(read_.value, has_history=True)
    made = engine.series(texts_of(checked), account, last)
    notes = [*read_.diagnostics, *made.diagnostics]
    invoices = []
    for invoice in made.value:
        if first <= invoice.as_of <= last or invoice.totals is None:
            whole = taxed(Outcome(invoice, ()), of_all(checked), account, tax)
            invoices.append(whole.value)
            notes += whole.diagnostics
    return Outcome(tuple(invoices), tuple(notes))


def read_by_all(checked: Checked, read: ReadAccount) -> Outcome[Account | None]:
    """An account whose history may lie in every text of the policy, read by what one of them knows. The policy must have
    been checked without errors. Raises ValueError otherwise."""
    policies = [one for text in checked.texts if (one := text.policy) is not None]
    unlike = unlike_facts(policies)
    if unlike is not None:
        old, new = unlike
        words = f"a history under a policy in which the fact `{old.name}` gets values of another kind is"
        found = not_billed(EN511, new.at, words, "give the new fact another name").found
        before = () if old.at is None else (Related(old.at, "what it was before"),)
        return Outcome(None, (evolved(found, related=before),))
    return read(of_all(checked))


def of_all(checked: Checked) -> Policy:
    """What knows every name of the policy's texts; nobody is billed by it. Raises ValueError for a policy with errors."""
    policies = [text.policy for text in checked.texts]
    known = [one for one in policies if one is not None]
    if len(known) < len(policies):
        raise ValueError("this policy was checked with errors")
    return known[0] if len(known) == 1 else together(known)


def _bill_history(
    checked: Checked,
    account: Account,
    notes: tuple[Diagnostic, ...],
    as_of: date | None,
    engine: Engine,
    tax: TaxFigurer | None,
) -> Outcome[Invoice | None]:
    """The last invoice of a history by a day, by every text that was in force in it."""
    first = checked.effective
    billed = engine.bill(texts_of(checked), account, as_of or max(account.start or first, first))
    whole = taxed(Outcome(billed.value, (*notes, *billed.diagnostics)), of_all(checked), account, tax)
    return Outcome(whole.value, whole.diagnostics)


@attrs.frozen
class Found:
    """The text in force on a day, and the account as it is read by that text: None, and why, where it cannot be."""

    policy: Policy
    account: Account | None
    notes: tuple[Diagnostic, ...]


@attrs.frozen
class Search:
    """Finds the text in force for one account. `start` is the first day of its cycles, where the account has none."""

    checked: Checked
    read: ReadAccount
    engine: Engine
    start: date | None = None
    _made: dict[int, Found] = attrs.field(init=False, factory=dict)
    _texts: dict[date, Found] = attrs.field(init=False, factory=dict)

    def first_day(self) -> date:
        """The account's first day under the policy; the policy's first one, if the account cannot be read."""
        first = self.checked.effective
        account = self._begin(first).account
        return max(account.start or first, first) if account is not None else first

    def on(self, day: date) -> Found:
        """The text in force on a day. Each text says in which cycle the day lies and when the last term began, and so
        which text is in force: the first that says so of itself is meant, and where texts disagree for ever, the last one
        that the text before it leads to."""
        if day not in self._texts:
            here = self._begin(day)
            seen = {id(here.policy)}
            # Without changes there is one text, and nobody needs to be asked where the account stands.
            while here.account is not None and self.checked.changes:
                following = self._text(day, self._customer(here.policy, here.account, day))
                if id(following) in seen:
                    break
                seen.add(id(following))
                here = self._by(following)
            self._texts[day] = here
        return self._texts[day]

    def of_plan(self, held: Held) -> Search:
        """The search for an account that holds one plan only: its cycles may lead to another text."""

        def read(policy: Policy) -> Outcome[Account | None]:
            made = self.read(policy)
            return made if made.value is None else Outcome(attrs.evolve(made.value, plans=(held,)), made.diagnostics)

        return attrs.evolve(self, read=read)

    def text(self, day: date) -> int:
        """The identity of the text in force on a day."""
        return id(self.on(day).policy)

    def bill(self, day: date) -> Invoice | None:
        """The invoice of another day, by the text in force then; None where the account cannot be read."""
        found = self.on(day)
        return None if found.account is None else self.engine.bill(found.policy, self._begun(found.account), day).value

    def _begin(self, day: date) -> Found:
        """The text before every change; where the account is none of that text, a new customer's on the day."""
        first = self.checked.texts[0].policy
        if first is None:
            raise ValueError("this policy was checked with errors")
        oldest = self._by(first)
        return oldest if oldest.account is not None else self._by(self._text(day, None))

    def _by(self, policy: Policy) -> Found:
        if id(policy) not in self._made:
            made = self.read(policy)
            self._made[id(policy)] = Found(policy, made.value, made.diagnostics)
        return self._made[id(policy)]

    def _begun(self, account: Account) -> Account:
        return attrs.evolve(account, start=account.start or self.start)

    def _customer(self, policy: Policy, account: Account, day: date) -> Customer:
        since = account.customer_since or account.start or self.start or day
        cycle_start, renewed_on = self.engine.standing(policy, self._begun(account), day)
        return Customer(since, cycle_start, renewed_on or account.start)

    def _text(self, day: date, customer: Customer | None) -> Policy:
        policy = self.checked.text_for(day, customer).policy
        if policy is None:
            raise ValueError("this policy was checked with errors")
        return policy
