"""The cases of a case file in, their results out.

A case that the file calls waiting is billed like any other: it counts as waiting only where the engine says so itself, so
that no case waits longer than it must, and none that waits counts as passed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.account import Account
from seatpolicy.documents.asked import read_asked
from seatpolicy.documents.cases import Case
from seatpolicy.documents.expected_series import ExpectedSeries
from seatpolicy.documents.nodes import Node
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.refusals import waits_for
from seatpolicy.documents.tax import read_rates
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import ReadAccount, bill_account, bill_period
from seatpolicy.engines.tax import RatesFigurer, TaxFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.testing.compare import Wanted, judge
from seatpolicy.tools.testing.results import FAILED, PASSED, WAITS, Difference, Result
from seatpolicy.tools.testing.series import charges_in, judge_series

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
    unknown = _unknown_charges(case, checked)
    if document is None and case.asked is None:
        return _unread(case, found, unknown)

    def read(policy: Policy) -> Outcome[Account | None]:
        if document is not None:
            return read_account(document, policy)
        assert case.asked is not None
        made = read_asked(case.asked, policy)
        if made.value is None:
            return made
        since = case.customer_since or made.value.customer_since
        return Outcome(attrs.evolve(made.value, customer_since=since), made.diagnostics)

    figurer = _rates(case, read_document, found)
    if case.series is not None:
        return _waiting(case, _run_series(case, case.series, checked, read, engine, figurer, found, unknown))
    # A case without a document is a new customer on its day; without a day that is the policy's first.
    billed = bill_account(checked, read, case.as_of, engine, figurer)
    found.extend(billed.diagnostics)
    if billed.value is None or (case.tax is not None and figurer is None):
        return _unread(case, found, unknown)
    wanted = [Wanted(one.charge, one.amount, "", one.at) for one in case.amounts]
    if case.outcome:
        wanted = [Wanted("", Fraction(0), case.outcome, case.at)]
    if unknown:
        return Result("case", case.name, case.at, FAILED, unknown, (), False, billed.value, tuple(found))
    return _waiting(case, judge("case", case.name, case.at, billed.value, found, wanted))


def _run_series(
    case: Case,
    wanted: ExpectedSeries,
    checked: Checked,
    read: ReadAccount,
    engine: Engine,
    figurer: TaxFigurer | None,
    found: list[Diagnostic],
    unknown: tuple[Difference, ...],
) -> Result:
    """A case of several invoices."""
    made = bill_period(checked, read, wanted.first, wanted.last, engine, figurer)
    found.extend(made.diagnostics)
    stopped = not made.value and any(one.severity is Severity.ERROR for one in found) and not waits_for(found)
    if stopped or (case.tax is not None and figurer is None):
        return _unread(case, found, unknown)
    if unknown:
        shown = made.value[-1] if made.value else None
        return Result("case", case.name, case.at, FAILED, unknown, (), False, shown, tuple(found))
    return judge_series(case.name, case.at, made.value, found, wanted)


def _waiting(case: Case, result: Result) -> Result:
    """A result as its case says that it waits: one that waits and does not say so fails."""
    if result.status == WAITS and not case.waits:
        difference = Difference("outcome", "a bill", f"not billed yet ({', '.join(result.waits_for)})", case.at)
        return attrs.evolve(result, status=FAILED, differences=(difference,), waits_for=())
    if result.status == WAITS:
        return attrs.evolve(result, waits_for=(case.waits,))
    return attrs.evolve(result, waits_no_longer=bool(case.waits) and result.status == PASSED)


def _rates(case: Case, read_document: ReadDocument, found: list[Diagnostic]) -> TaxFigurer | None:
    """Who figures the tax of a case; None where it names no rates, or where a finding says why they cannot be read."""
    if case.tax is None:
        return None
    node = read_document(case.tax.text)
    rates = read_rates(node.value) if node.value is not None else None
    found.extend(node.diagnostics if rates is None else rates.diagnostics)
    return RatesFigurer(rates.value) if rates is not None and rates.value is not None else None


def _unknown_charges(case: Case, checked: Checked) -> tuple[Difference, ...]:
    """Expectations of charges that the policy does not declare, which would pass with 0."""
    names = {"total", *(("tax", "due") if case.tax is not None else ())}
    for text in checked.texts:
        if text.policy is not None:
            for plan in (*text.policy.plans.values(), *text.policy.addons.values()):
                names.update(charge.name for charge in plan.charges)
    wanted = [(one.charge, one.at) for one in case.amounts]
    if case.series is not None:
        wanted += charges_in(case.series)
    return tuple(
        Difference(charge, "a charge", _no_charge(charge, names), at) for charge, at in wanted if charge not in names
    )


def _no_charge(name: str, names: set[str]) -> str:
    near = closest(name, sorted(names), 1)
    return f"no charge of the policy; did you mean `{near[0]}`?" if near else "no charge of the policy"


def _unread(case: Case, found: list[Diagnostic], unknown: tuple[Difference, ...]) -> Result:
    """A case whose account cannot be read: the findings say why, and other mistakes of the case are named with it."""
    reason = next((_told(one) for one in found), "it cannot be read")
    at = case.account.at if case.account is not None else case.at
    difference = Difference("account", "an account that can be read", reason, at)
    return Result("case", case.name, case.at, FAILED, (difference, *unknown), (), False, None, tuple(found))


def _told(one: Diagnostic) -> str:
    """A finding about a whole file names it; any other shows its place below."""
    return f"{one.code} {one.path}: {one.message}" if one.span is None and one.path else f"{one.code} {one.message}"
