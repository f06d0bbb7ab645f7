"""A case in, what every engine makes of it out: each figure expected, got, and by how much they differ.

Nothing is worked out here: policies are checked, documents read and bills made by the program as a user has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents.invoice import NOT_BILLED, PRICED, Invoice
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.tax import read_rates
from seatpolicy.engines.base import Engine
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account, bill_period
from seatpolicy.engines.tax import RatesFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.values.money import format_decimal, parse_decimal
from seatpolicy.workspace.policy import check_path
from tests.conformance.case_files import Bill, Case, Figure, Refused
from tests.conformance.figures import figure

ENGINES: Mapping[str, Engine] = {
    "reference": ReferenceEngine(),
    "python": PythonEngine(),
}
"""Every engine that the cases run on; a further one is one more line."""

REFERENCE = "reference"

GROWING: frozenset[str] = frozenset()
"""Engines that are still being built: they may say of a case that they do not bill it yet, and never give another figure."""


NO_FIGURE = "no figure"
"""The difference where there is nothing to compare with: no bill, or no such line; an engine that does not bill it yet
says so itself, and then NOT_BILLED is the difference."""


@attrs.frozen
class Compared:
    """One figure on one engine: `difference` is empty where they are equal."""

    engine: str
    name: str
    expected: str
    got: str
    difference: str

    @property
    def equal(self) -> bool:
        """Whether the peer's figure came out."""
        return not self.difference

    @property
    def passes(self) -> bool:
        """Whether it came out, or its engine is growing and does not bill it yet."""
        return self.equal or (self.difference == NOT_BILLED and self.engine in GROWING)


@attrs.frozen
class Result:
    """A case on all engines. `findings` say why something could not be checked, read or billed; `invoices` are by engine,
    one for each bill, of a series each."""

    case: Case
    compared: tuple[Compared, ...]
    findings: tuple[Diagnostic, ...]
    invoices: Mapping[str, tuple[Invoice | None, ...]]

    @property
    def reproduced(self) -> bool:
        """Every figure of the case came out to the last digit on every engine that is whole."""
        return any(one.equal for one in self.compared) and all(one.passes for one in self.compared)

    @property
    def by_reference(self) -> bool:
        """Every figure came out on the reference engine, and no other engine gives another one: what it does not bill
        yet, it says of itself."""
        own = [one for one in self.compared if one.engine in (REFERENCE, "check")]
        others = [one for one in self.compared if one.engine not in (REFERENCE, "check")]
        return bool(own) and all(one.equal for one in own) and all(one.difference in ("", NOT_BILLED) for one in others)


def run_case(case: Case, engines: Mapping[str, Engine] = ENGINES) -> Result:
    """The case on engines."""
    compared: list[Compared] = []
    findings: list[Diagnostic] = []
    invoices: dict[str, tuple[Invoice | None, ...]] = {}
    for refused in case.refusals:
        compared.append(_refused(case, refused))
    for name, engine in engines.items():
        made: list[Invoice | None] = []
        for bill in case.bills:
            if bill.until is None:
                invoice, found = _billed(case, bill, engine)
                series: list[Invoice | None] = [invoice]
            else:
                series, found = _series(case, bill, bill.until, engine)
            findings.extend(one for one in found if one not in findings)
            for day in bill.dated:
                compared.extend(_compare_on(name, one, day.on, series, found) for one in day.figures)
            compared.extend(_compare(name, one, series, found) for one in bill.summed)
            made += series
        compared.extend(_compare(name, one, made, findings) for one in case.together)
        invoices[name] = tuple(made)
    return Result(case, tuple(compared), tuple(findings), invoices)


def checked_policy(case: Case, name: str) -> tuple[Checked | None, list[Diagnostic]]:
    """A policy of the case, and what the check says of it; None where it has errors."""
    return _checked(str(case.policy_path(name)))


@cache
def _checked(path: str) -> tuple[Checked | None, list[Diagnostic]]:
    outcome = check_path(path)
    return (None if outcome.has_errors else outcome.value), list(outcome.diagnostics)


def _refused(case: Case, refused: Refused) -> Compared:
    _, found = checked_policy(case, refused.policy)
    codes = [one.code for one in found if one.severity is Severity.ERROR]
    # Exactly this one: a policy with further mistakes would be refused whatever the peer refuses.
    got = ", ".join(codes) or "no error"
    return Compared("check", refused.policy, refused.code, got, "" if codes == [refused.code] else "another outcome")


def _series(case: Case, bill: Bill, until: date, engine: Engine) -> tuple[list[Invoice | None], list[Diagnostic]]:
    """Every invoice of a history up to a day; None, where a document cannot be read."""
    checked, found = checked_policy(case, bill.policy)
    tax, wrong = _figurer(bill)
    if checked is None or wrong:
        return [None], wrong or [one for one in found if one.severity is Severity.ERROR]
    made = bill_period(checked, lambda policy: read_account(bill.account, policy), bill.since, until, engine, tax)
    unread = not made.value and any(one.severity is Severity.ERROR for one in made.diagnostics)
    return [None] if unread else list(made.value), list(made.diagnostics)


def _billed(case: Case, bill: Bill, engine: Engine) -> tuple[Invoice | None, list[Diagnostic]]:
    checked, found = checked_policy(case, bill.policy)
    tax, wrong = _figurer(bill)
    if checked is None or wrong:
        return None, wrong or [one for one in found if one.severity is Severity.ERROR]
    outcome = bill_account(checked, lambda policy: read_account(bill.account, policy), bill.as_of, engine, tax)
    return outcome.value, list(outcome.diagnostics)


def _figurer(bill: Bill) -> tuple[RatesFigurer | None, list[Diagnostic]]:
    """What figures the tax, if the case is about tax; else nothing, with what is wrong about its rates."""
    if bill.rates is None:
        return None, []
    rates = read_rates(bill.rates)
    return (None, list(rates.diagnostics)) if rates.value is None else (RatesFigurer(rates.value), [])


def _compare_on(
    engine: str, expected: Figure, day: date, series: Sequence[Invoice | None], found: Sequence[Diagnostic]
) -> Compared:
    """A figure of the invoice that falls due on a day."""
    if any(one is None or one.status != PRICED for one in series):
        return _compare(engine, expected, series, found)
    here = [one for one in series if one is not None and one.as_of == day]
    if not here:
        days = ", ".join(str(one.as_of) for one in series if one is not None) or "none at all"
        return Compared(engine, expected.name, expected.value, f"no invoice on {day}: there are {days}", NO_FIGURE)
    return _compare(engine, expected, here, found)


def _compare(engine: str, expected: Figure, invoices: Sequence[Invoice | None], found: Sequence[Diagnostic]) -> Compared:
    """A figure of one bill, or the sum of it over several."""
    lacking = next((one for one in invoices if one is None or one.status != PRICED), None)
    if lacking is not None or None in invoices:
        status = lacking.status if lacking is not None else "no bill"
        why = next((f": {one.code} {one.message}" for one in found), "")
        return Compared(
            engine, expected.name, expected.value, f"{status}{why}", NOT_BILLED if status == NOT_BILLED else NO_FIGURE
        )
    try:
        each = [figure(one, expected.name) for one in invoices if one is not None]
    except (KeyError, ValueError) as error:
        return Compared(engine, expected.name, expected.value, str(error.args[0]), NO_FIGURE)
    wanted = value_of(expected.value)
    numbers = [one for one in each if isinstance(one, Fraction)]
    if isinstance(wanted, Fraction) and len(numbers) == len(each):
        got = sum(numbers, Fraction(0))
        return Compared(engine, expected.name, expected.value, shown(got), "" if got == wanted else shown(got - wanted))
    days = ", ".join(str(one) for one in each)
    return Compared(engine, expected.name, expected.value, days, "" if (each or [None]) == [wanted] else "another day")


def value_of(text: str) -> Fraction | date | None:
    """A figure as a case writes it: `1,234.50`, `-2`, `5/31`, `2026-11-01`, or `null` for nothing at all. Raises ValueError
    for anything else."""
    if text == "null":
        return None
    above, _, below = text.partition("/")
    number, parts = parse_decimal(above, signed=True), parse_decimal(below or "1")
    return number / parts if number is not None and parts else date.fromisoformat(text)


def shown(value: Fraction) -> str:
    """A figure in full: `12.3456`, and `1/3` where the decimals never end."""
    return format_decimal(value)
