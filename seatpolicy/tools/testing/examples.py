"""The examples of a policy in, their results out. Verdicts wait: quotes are not judged yet."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.from_example import from_example
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.exceptions import Example, Expectation
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.testing.compare import Wanted, judge
from seatpolicy.tools.testing.results import FAILED, WAITS, Difference, Result

BILLED_OUTCOMES = ("held", "refused")
_ZERO = Fraction(0)


def run_examples(checked: Checked, engine: Engine) -> list[Result]:
    """Every example of the policy's first text, in its order; each is billed by the text in force for it."""
    policy = checked.texts[0].policy
    if policy is None:
        raise ValueError("this policy was checked with errors")
    return [run_example(example, policy, checked, engine) for example in policy.examples]


def run_example(example: Example, policy: Policy, checked: Checked, engine: Engine) -> Result:
    """One example: billed and compared, or waiting."""
    made = from_example(example.given, policy)
    name = _name(example)
    verdicts = [one for one in example.expect if one.outcome is not None and one.outcome.kind not in BILLED_OUTCOMES]
    if verdicts or made.measures:
        return Result("example", name, example.at, WAITS, (), ("quotes",))
    lacking = "plan" if not made.account.plans else "currency" if not made.account.currency else ""
    if lacking:
        difference = Difference("given", f"a {lacking}", "none", example.at)
        return Result("example", name, example.at, FAILED, (difference,))

    def read(text: Policy) -> Outcome[Account | None]:
        return Outcome(from_example(example.given, text).account)

    outcome = bill_account(checked, read, _day(made.as_of, made.account, checked), engine)
    assert outcome.value is not None
    wanted = [_wanted(one) for one in example.expect]
    other = next((one for one in example.expect if one.currency and one.currency != outcome.value.currency), None)
    if other is not None:
        difference = Difference(other.charge, f"an amount in {other.currency}", outcome.value.currency, other.at)
        return Result("example", name, example.at, FAILED, (difference,), (), False, outcome.value, outcome.diagnostics)
    return judge("example", name, example.at, outcome.value, outcome.diagnostics, wanted)


def _wanted(one: Expectation) -> Wanted:
    if one.outcome is not None:
        return Wanted("", _ZERO, one.outcome.kind, one.at)
    return Wanted(one.charge, one.amount if one.amount is not None else _ZERO, "", one.at)


def _day(as_of: date | None, account: Account, checked: Checked) -> date:
    """The day of an example: its own, else the first day of its customer or of the policy, whichever is later."""
    return as_of or max(checked.effective, account.start or checked.effective)


def _name(example: Example) -> str:
    """A row of a table of cases is told from its neighbours by what it gives."""
    row = example.at.text.strip()
    return f"{example.title}: {' '.join(row.split())}" if "|" in row else example.title
