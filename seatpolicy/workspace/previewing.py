"""A checked policy, an account's document and changes in, what they would put on its next invoices out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.changes import Asked, below_zero, changed, not_ordered, with_changes
from seatpolicy.documents.nodes import Node, Scalar
from seatpolicy.documents.preview import Preview
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.preview import horizon, preview
from seatpolicy.engines.run import of_all, read_by_all
from seatpolicy.engines.tax import TaxFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.workspace.plugins import Plugins


def preview_document(
    checked: Checked,
    document: Node,
    asked: Sequence[Asked],
    at: Scalar,
    engine: Engine,
    plugins: Plugins,
    until: date | None = None,
    tax: TaxFigurer | None = None,
) -> Outcome[Preview | None]:
    """The preview, of invoices up to a day (None: as far as the changes move something new); None, and findings, where there
    is none. The policy must have been checked without errors."""
    added = with_changes(document, asked, at)
    filled = plugins.with_facts(document, checked)
    if added.has_errors or filled.value is None:
        return Outcome(None, (*added.diagnostics, *filled.diagnostics))
    plain, other = filled.value, with_changes(filled.value, asked, at).value

    def without(policy: Policy) -> Outcome[Account | None]:
        return read_account(plain, policy)

    def with_them(policy: Policy) -> Outcome[Account | None]:
        return read_account(other.document, policy)

    policy, before = of_all(checked), read_by_all(checked, without)
    less = () if before.value is None else tuple(below_zero(before.value, policy, asked, at))
    if less:
        return Outcome(None, less)
    found = read_by_all(checked, with_them)
    if found.value is None:
        return Outcome(None, found.diagnostics)
    changes = changed(found.value, other.events)
    wrong = tuple(not_ordered(found.value, policy, changes))
    if wrong:
        return Outcome(None, (*found.diagnostics, *wrong))
    day = max(one.event.day for one in changes)
    last = until if until is not None else horizon(policy, found.value, day)
    made: Outcome[Preview | None] = preview(checked, without, with_them, found.value, changes, last, engine, tax)
    return made
