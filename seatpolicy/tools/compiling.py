"""A checked policy and what somebody may hold of it in, its program out; every holding that has a cost of its own, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatpolicy.compiler.cost import Cost, cost
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower.program import lower
from seatpolicy.compiler.program import Program
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import messages
from seatpolicy.documents.account import Account
from seatpolicy.documents.holdings import Holdings
from seatpolicy.documents.nodes import Scalar
from seatpolicy.pricing.sold import not_sold
from seatpolicy.semantics.model.policy import Policy


def compiled(
    policy: Policy, plans: Sequence[Scalar], addons: Sequence[Scalar], currency: Scalar | None
) -> Outcome[Program | None]:
    """The program; None, and why, for what nobody can hold or what cannot be billed whatever the facts are. Without a plan
    or a currency, the only one that the policy has."""
    found = Diagnostics()
    parts = Holdings(policy, found)
    held, more = parts.held(plans, "plan"), parts.held(addons, "add-on")
    names = [one.name for one in held] or list(policy.plans)
    money = parts.currency(currency) or (policy.currencies[0] if len(policy.currencies) == 1 else "")
    if not plans and len(policy.plans) != 1:
        found.add(messages.wrong_option("no plan is named", f"name one with `--plan`: {', '.join(policy.plans)}"))
    if currency is None and not money:
        found.add(messages.wrong_option("no currency is named", f"name one of {', '.join(policy.currencies)}"))
    if found.has_errors:
        return found.outcome(None)
    account = Account("", held, more, money, {})
    found.extend(not_sold(policy, account))
    if found.has_errors:
        return found.outcome(None)
    program = lower(policy, names, [one.name for one in more], money)
    found.extend(always_refused(program))
    return found.outcome(None if found.has_errors else program)


def always_refused(program: Program) -> Iterator[Diagnostic]:
    """What stops every bill of a program, whatever the account is."""
    for number in _met_always(program.kernel):
        reason = program.reasons[number]
        at = reason.failure.at
        yield reason.code.at(at, reason.message.plain, note=reason.note.plain, why=reason.why, hint=reason.hint)


def costs(policy: Policy) -> Iterator[Cost]:
    """What a bill of each plan costs, and of each add-on with a plan that it is sold with, in the currency that costs
    most."""
    holdings: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((name,), ()) for name in policy.plans]
    holdings += [((addon.sold_with[0],), (addon.name,)) for addon in policy.addons.values() if addon.sold_with]
    for plans, addons in holdings:
        made = [cost(lower(policy, plans, addons, currency).kernel) for currency in policy.currencies]
        yield max(made, key=lambda one: one.traced.nodes)


def _met_always(kernel: Kernel) -> Iterator[int]:
    for let in kernel.lets:
        if let.operation == "fail":
            flag = kernel.lets[let.reads[0]]
            if flag.operation == "const" and flag.data == (1,) and isinstance(let.data[0], int):
                yield let.data[0]
