"""The cases of a case file in, their results out.

A case that the file calls waiting is billed like any other: it counts as waiting only where the engine says so itself, so
that no case waits longer than it must, and none that waits counts as passed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.asked import read_asked
from seatpolicy.documents.cases import Case
from seatpolicy.documents.nodes import Node
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.testing.compare import Wanted, judge
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS, Difference, Result

ReadDocument = Callable[[str], Outcome[Node | None]]
"""Reads the document that a case names; only the workspace knows where files are."""


def run_case(case: Case, checked: Checked, engine: Engine, read_document: ReadDocument) -> Result:
    """One case: billed and compared, or waiting."""
    found: list[Diagnostic] = []
    document: Node | None = None
    if case.account is not None:
        outcome = read_document(case.account.text)
        document = outcome.value
        found.extend(outcome.diagnostics)
    if document is None and case.asked is None:
        return _unread(case, found)

    def read(policy: Policy) -> Outcome[Account | None]:
        if document is not None:
            return read_account(document, policy)
        assert case.asked is not None
        made = read_asked(case.asked, policy)
        if made.value is None:
            return made
        since = case.customer_since or made.value.customer_since
        return Outcome(attrs.evolve(made.value, customer_since=since), made.diagnostics)

    # A case without a document is a new customer on its day; without a day that is the policy's first.
    billed = bill_account(checked, read, case.as_of, engine)
    found.extend(billed.diagnostics)
    if billed.value is None:
        return _unread(case, found)
    wanted = [Wanted(one.charge, one.amount, "", one.at) for one in case.amounts]
    if case.outcome:
        wanted = [Wanted("", Fraction(0), case.outcome, case.at)]
    unknown = _unknown_charge(case, checked)
    if unknown is not None:
        return Result("case", case.name, case.at, FAILED, (unknown,), (), False, billed.value, tuple(found))
    result = judge("case", case.name, case.at, billed.value, found, wanted)
    if result.status == WAITS and not case.waits:
        difference = Difference("outcome", "a bill", f"not billed yet ({', '.join(result.waits_for)})", case.at)
        return attrs.evolve(result, status=FAILED, differences=(difference,), waits_for=())
    if result.status == WAITS:
        return attrs.evolve(result, waits_for=(case.waits,))
    return attrs.evolve(result, waits_no_longer=bool(case.waits) and result.status == PASSED)


def _unknown_charge(case: Case, checked: Checked) -> Difference | None:
    """An expectation of a charge that the policy does not declare would pass with 0."""
    names = {"total"}
    for text in checked.texts:
        if text.policy is not None:
            for plan in (*text.policy.plans.values(), *text.policy.addons.values()):
                names.update(charge.name for charge in plan.charges)
    return next(
        (
            Difference(one.charge, "a charge", "no charge of the policy", one.at)
            for one in case.amounts
            if one.charge not in names
        ),
        None,
    )


def _unread(case: Case, found: list[Diagnostic]) -> Result:
    reason = next((f"{one.code} {one.message}" for one in found), "it cannot be read")
    difference = Difference("account", "an account that can be read", reason, case.at)
    return Result("case", case.name, case.at, FAILED, (difference,), (), False, None, tuple(found))
