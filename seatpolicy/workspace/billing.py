"""A checked policy and an account's document in, its invoice out: facts filled in by providers, billed by a named pricer."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.nodes import Mapping, Node, Scalar
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import bill_period
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.workspace.plugins import Plugins


def bill_document(
    checked: Checked,
    document: Node,
    as_of: date | None,
    engine: Engine,
    pricer: str,
    plugins: Plugins,
    tax: Any | None = None,
) -> Outcome[Invoice | None]:
    """The invoice of an account's document, or None and findings. Each fact that a provider filled in stands on the invoice
    among what it assumes, with its origin. The policy must have been checked without errors."""
    filled = plugins.with_facts(document, checked)
    node = filled.value
    if node is None:
        return Outcome(None, filled.diagnostics)

    def read(policy: Policy) -> Outcome[Account | None]:
        return read_account(node, policy)

    billed: Outcome[Invoice | None] = plugins.price(checked, read, as_of, engine, pricer, tax)
    told = _origins(node)
    if billed.value is None or not told:
        return billed
    invoice = attrs.evolve(billed.value, assumptions=(*billed.value.assumptions, *told))
    return Outcome(invoice, billed.diagnostics)


def bill_history(
    checked: Checked,
    document: Node,
    days: tuple[date, date],
    engine: Engine,
    plugins: Plugins,
    tax: Any | None = None,
) -> Outcome[tuple[Invoice, ...]]:
    """The invoices of an account's document that were made from the first of two days to the last; none, and findings,
    where it cannot be read. The policy must have been checked without errors."""
    filled = plugins.with_facts(document, checked)
    node = filled.value
    if node is None:
        return Outcome((), filled.diagnostics)

    def read(policy: Policy) -> Outcome[Account | None]:
        return read_account(node, policy)

    made = bill_period(checked, read, *days, engine, tax)
    told = _origins(node)
    invoices = tuple(attrs.evolve(one, assumptions=(*one.assumptions, *told)) for one in made.value)
    return Outcome(invoices, made.diagnostics)


def _origins(node: Node) -> tuple[str, ...]:
    """The facts that stand in another text than the document, in words."""
    facts = node.get("facts") if isinstance(node, Mapping) else None
    given = [(e.key.text, e.value) for e in facts if isinstance(e.value, Scalar)] if isinstance(facts, Mapping) else []
    return tuple(
        f"the fact `{name}` is {value.text}, which {value.at.source.path} says"
        for name, value in given
        if value.at.source is not node.at.source
    )
