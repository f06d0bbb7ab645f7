"""What an account holds in, the policy's own objections out: add-ons and currencies that are not sold so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic, Related
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import refusal
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan


def not_sold(policy: Policy, account: Account) -> Iterator[Diagnostic]:
    """A finding for every add-on or plan that the account cannot hold."""
    plans = [policy.plans[held.name] for held in account.plans]
    for held in account.plans:
        yield from _currency(policy.plans[held.name], account)
    names = [held.name for held in account.addons]
    for held in account.addons:
        addon = policy.addons[held.name]
        here = [Related(held.at, "the account holds it")]
        yield from _currency(addon, account)
        if not any(plan.name in addon.sold_with for plan in plans):
            sold = ", ".join(policy.plans[name].title for name in addon.sold_with)
            yield refusal(
                refusals.EN102,
                addon.at,
                f"{addon.title} is not sold for {_titles(plans)}",
                note=f"it is sold for {sold}",
                related=here,
                subject=addon.name,
            ).found
        if addon.only_with and not any(name in names for name in addon.only_with):
            with_ = " or ".join(policy.addons[name].title for name in addon.only_with)
            yield refusal(
                refusals.EN103,
                addon.at,
                f"{addon.title} is sold only with {with_}",
                note="the account does not hold it",
                related=here,
                subject=addon.name,
            ).found
        for other in addon.never_with:
            if other in names:
                yield refusal(
                    refusals.EN104,
                    addon.at,
                    f"{addon.title} is never sold with {policy.addons[other].title}",
                    note="the account holds both",
                    related=here,
                    subject=addon.name,
                ).found


def _currency(plan: Plan, account: Account) -> Iterator[Diagnostic]:
    if plan.sold_in and account.currency not in plan.sold_in:
        yield refusal(
            refusals.EN105,
            plan.at,
            f"{plan.title} is not sold in {account.currency}",
            note=f"it is sold in {', '.join(plan.sold_in)}",
            subject=plan.name,
        ).found


def _titles(plans: Sequence[Plan]) -> str:
    return " and ".join(plan.title for plan in plans) or "an account without a plan"
