"""The statements that may count in, what of them the everyday engine does not bill out: refused by code and line."""

from __future__ import annotations

from typing import Any

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import durations, inputs
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.terms import BlockTerms, Terms
from seatpolicy.compiler.program import Block
from seatpolicy.diagnostics.codes import Code
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Plan

_BILLS = ("in advance", "in arrears", "as used")
_REMAINDERS = ("largest", "first", "last")
_COUNTED = ("", "seat", "item", "meter")


def in_account(held: tuple[Plan, ...], read: Expressions) -> None:
    """What counts over all plans, and plans that cannot be billed together."""
    low, policy = read.low, read.low.policy
    yes = low.const(1)
    if policy.remainder not in _REMAINDERS:
        low.report(yes, refusals.EN511, policy.at, f"a remainder to the {policy.remainder} line is not billed yet")
    seen: dict[str, Plan] = {}
    for plan in held:
        for charge in plan.charges:
            if charge.name in seen:
                low.report(
                    yes,
                    refusals.EN510,
                    charge.at,
                    f"`{charge.name}` in two plans of one account is not billed yet",
                    why="nothing says whether it is paid once or twice",
                    related=((seen[charge.name].at, "the other plan"),),
                    subject=charge.name,
                )
            seen.setdefault(charge.name, plan)


def in_block(block: BlockTerms, scope: str, read: Expressions) -> Block:
    """What a plan or add-on says over all its charges; gives what a calendar must judge."""
    low, plan = read.low, block.plan
    for flag, trial in () if low.history else read.cases(plan.trial):
        _not_billed(low, flag, refusals.EN508, trial, f"the trial of `{plan.name}` is")
    b = low.b
    begun = b.is_known(inputs.begun())
    known, months = durations.term(read)
    rises = [(low.flag(b.all(low.live, flag)), case.at) for flag, case in read.cases(plan.renewal_price)]
    ends = b.const(0)
    if not plan.addon:
        with low.when(b.all(begun, known)):
            there, renewed = durations.months(read, [one.renews for one in low.plans])
            goes_on = b.all(there, b.compare("!=", renewed, b.const(0)))
        ends = b.all(low.live, begun, known, b.negate(goes_on))
    return Block(plan.name, plan.at, scope, low.note(known), low.note(months), tuple(rises), low.note(ends, "the term ends"))


def in_charge(terms: Terms, read: Expressions) -> None:
    """What a charge says."""
    low, charge = read.low, terms.charge
    yes = low.const(1)
    if charge.counts_kind not in _COUNTED:
        words = f"a charge for a {charge.counts_kind} is not billed yet"
        low.report(yes, refusals.EN511, charge.at, words, why=refusals.LEFT_OUT)
    for flag, bill in terms.bill:
        if bill.value not in _BILLS:
            words = f"`{charge.name}`, billed {bill.value}, is not billed yet"
            low.report(flag, refusals.EN511, charge.at, words, why=refusals.LEFT_OUT)
    for flag, trial in () if low.history else read.cases(charge.trial):
        _not_billed(low, flag, refusals.EN508, trial, f"the trial of `{charge.name}` is")
    b = low.b
    people = (flag for flag, case in terms.quantity if low.history and case.value.kind in ("assigned", "billable"))
    others = b.negate(b.any(*people))
    for name in charge.counts:
        seat = low.policy.seats.get(name)
        for flag, trial in read.cases(seat.trial) if seat is not None else ():
            _not_billed(low, b.all(flag, others), refusals.EN508, trial, f"the trial of each `{name}` is")


def _not_billed(low: Lowering, flag: Value, code: Code, case: Case[Any], what: str) -> None:
    low.report(flag, code, case.at, f"{what} not billed yet", why=refusals.LEFT_OUT)
