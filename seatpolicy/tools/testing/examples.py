"""The examples of a policy in, their results out. Verdicts wait: quotes are not judged yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.from_example import from_example
from seatpolicy.documents.holdings import held_charges, held_plans
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import ReadAccount, Search, bill_account
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.exceptions import Example, Expectation
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.testing.compare import Wanted, judge
from seatpolicy.tools.testing.results import FAILED, WAITS, Difference, Result

BILLED_OUTCOMES = ("held", "refused")
_ZERO = Fraction(0)


def run_examples(checked: Checked, engine: Engine) -> list[Result]:
    """Every example of the policy, in its order; each is billed by the text in force for it. Of one that a change dates,
    the version of that text counts, and the newest one if it stands in none that is in force for it."""
    versions: dict[tuple[str, int], list[tuple[Policy, Example]]] = {}
    for text in checked.texts:
        if text.policy is None:
            raise ValueError("this policy was checked with errors")
        for example in text.policy.examples:
            versions.setdefault((example.at.source.path, example.at.start), []).append((text.policy, example))
    order = {path: number for number, (path, _) in enumerate(versions)}
    made = []
    for _, written in sorted(versions.items(), key=lambda one: (order[one[0][0]], one[0][1])):
        policy, example = _in_force(written, checked, engine)
        made.append(run_example(example, policy, checked, engine))
    return made


def _in_force(written: Sequence[tuple[Policy, Example]], checked: Checked, engine: Engine) -> tuple[Policy, Example]:
    """Of the versions of an example the one of the text that is in force for the account that it describes."""
    for policy, example in written if len(checked.texts) > 1 else ():
        made = from_example(example.given, policy)
        search = Search(checked, reader_of(example), engine)
        if made.account.plans and search.on(day_of(made.as_of, made.account, checked)).policy is policy:
            return policy, example
    return written[-1]


def reader_of(example: Example) -> ReadAccount:
    """Reads the account of an example by a text; none by a text that has no such plan."""

    def read(text: Policy) -> Outcome[Account | None]:
        account = from_example(example.given, text).account
        return Outcome(account if all(held.name in text.plans for held in account.plans) else None)

    return read


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
    outcome = bill_account(checked, reader_of(example), day_of(made.as_of, made.account, checked), engine)
    if outcome.value is None:
        named = ", ".join(held.name for held in made.account.plans)
        difference = Difference("given", "a plan of the text in force", named, example.at)
        return Result("example", name, example.at, FAILED, (difference,))
    unheld = _counts_nothing(made.account, policy)
    if unheld is not None:
        difference = Difference("given", "a charge of the plan", unheld, example.at)
        return Result("example", name, example.at, FAILED, (difference,), (), False, outcome.value, outcome.diagnostics)
    wanted = [_wanted(one) for one in example.expect]
    other = next((one for one in example.expect if one.currency and one.currency != outcome.value.currency), None)
    if other is not None:
        difference = Difference(other.charge, f"an amount in {other.currency}", outcome.value.currency, other.at)
        return Result("example", name, example.at, FAILED, (difference,), (), False, outcome.value, outcome.diagnostics)
    return judge("example", name, example.at, outcome.value, outcome.diagnostics, wanted)


def _counts_nothing(account: Account, policy: Policy) -> str | None:
    """A count that is given for a charge which the plans do not have, and so would be ignored."""
    charges = held_charges(held_plans(policy, (held for held in account.plans if held.name in policy.plans), ()))
    return next((name for name in account.seats if name not in charges), None)


def _wanted(one: Expectation) -> Wanted:
    if one.outcome is not None:
        return Wanted("", _ZERO, one.outcome.kind, one.at)
    return Wanted(one.charge, one.amount if one.amount is not None else _ZERO, "", one.at)


def day_of(as_of: date | None, account: Account, checked: Checked) -> date:
    """The day of an example: its own, else the first day of its customer or of the policy, whichever is later."""
    return as_of or max(checked.effective, account.start or checked.effective)


def _name(example: Example) -> str:
    """A row of a table of cases is told from its neighbours by what it gives."""
    row = example.at.text.strip()
    return f"{example.title}: {' '.join(row.split())}" if "|" in row else example.title
