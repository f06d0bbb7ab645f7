"""A policy and an account with a history as texts in, the series of invoices of each engine out, and where these differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import attrs

from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import NOT_BILLED, Invoice
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.over_time.invoices import History
from seatpolicy.engines.python.programs import Programs
from seatpolicy.engines.reference.over_time import invoices as reference
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts, as_texts
from seatpolicy.semantics.texts import texts_of
from seatpolicy.semantics.together import together
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_source
from tests.unit.pricing.invoice_differences import differences

HEAD = 'schema_version: "1.0"\naccount: acme\n'
Bills = tuple[list[Invoice], Diagnostics]


def policy_of(text: str) -> Policy:
    """The policy of a text that never changes."""
    return texts_in(text).any


@lru_cache(maxsize=256)
def texts_in(text: str) -> Texts:
    """The texts of a policy, which must be without an error."""
    outcome = check_source(SourceText("drawn.seat", text))
    errors = [render(found) for found in outcome.diagnostics if found.severity is Severity.ERROR]
    assert outcome.value is not None, text
    assert not errors, "\n".join([*errors, text])
    return texts_of(outcome.value)


def account_of(text: str, policy: Policy | Texts) -> Account:
    """The account of a document, which must be without an error. What every document has is put in front of it."""
    here = [line.partition(":")[0] for line in text.splitlines()]
    head = HEAD + ("" if "plans" in here else "plans: [team]\n") + ("" if "currency" in here else "currency: USD\n")
    node = parse_document(SourceText("account.yaml", head + text)).value
    assert node is not None, text
    made = read_account(node, together(list(as_texts(policy).policies.values())))
    errors = [render(found) for found in made.diagnostics if found.severity is Severity.ERROR]
    assert made.value is not None, "\n".join([*errors, text])
    assert not errors, "\n".join([*errors, text])
    # Where nothing happened, one invoice follows the other all the same.
    return attrs.evolve(made.value, has_history=True)


def by_reference(policy: Policy | Texts, account: Account, until: date) -> Bills:
    """The invoices of the reference engine, and what stopped them."""
    found = Diagnostics()
    return _gathered(reference.invoices(policy, account, until, found), found)


def by_everyday(policy: Policy | Texts, account: Account, until: date, programs: Programs) -> Bills:
    """The same of the everyday engine."""
    found = Diagnostics()
    return _gathered(History(programs, policy, account).invoices(until, found), found)


def _gathered(made: Iterator[Invoice], found: Diagnostics) -> Bills:
    invoices: list[Invoice] = []
    try:
        invoices.extend(made)
    except Refusal as stop:
        found.add(stop.found)
    return invoices, found


def different(here: Bills, there: Bills) -> list[str]:
    """Where two series differ: in what stopped them, in how many there are, line by line."""
    (first, why), (second, other) = here, there
    made = []
    codes = [{(one.code, "" if one.span is None else one.span.where) for one in found} for found in (why, other)]
    if codes[0] != codes[1]:
        made.append(f"stopped by {sorted(codes[0])} and {sorted(codes[1])}")
    if len(first) != len(second):
        days = [[str(invoice.as_of) for invoice in some] for some in (first, second)]
        made.append(f"{len(first)} invoices and {len(second)}: {days[0]}, {days[1]}")
    for one, two in zip(first, second, strict=False):
        made += [f"{one.id}: {words}" for words in differences(Outcome(one, ()), Outcome(two, ()))]
    return made


def left_out(there: Bills) -> bool:
    """Whether a series was stopped only by what is not billed yet."""
    _, why = there
    return bool(list(why)) and refusals.status(why) == NOT_BILLED
