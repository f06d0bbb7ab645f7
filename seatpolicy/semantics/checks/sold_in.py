"""Add-ons in; those that share no currency with a plan that they are for, out: nobody could ever hold both."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import said
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.words import listed
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan
from seatpolicy.source.text import Span

MN767 = code("MN767", "no-common-currency", Severity.ERROR, "an add-on is sold in no currency of its plan")


def check_sold_in(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every add-on with every plan that it is for; the first of them that it cannot be sold with."""
    found: list[Diagnostic] = []
    for addon in policy.addons.values():
        plans = [policy.plans[name] for name in addon.sold_with if name in policy.plans]
        apart = next((plan for plan in plans if not _share(plan, addon)), None)
        if apart is not None and not poison.hit(addon.at, apart.at):
            found.append(
                MN767.at(
                    _place(addon),
                    f"`{addon.name}` can never be sold for `{apart.name}`",
                    note=f"it is sold in {listed(addon.sold_in)}, and the plan in {listed(apart.sold_in)}",
                    related=(Related(_place(apart), "the plan"),),
                    hint="give them a currency in common",
                    subject=addon.name,
                )
            )
    return found


def _share(plan: Plan, addon: Plan) -> bool:
    return not plan.sold_in or not addon.sold_in or bool(set(plan.sold_in) & set(addon.sold_in))


def _place(plan: Plan) -> Span:
    return said(plan.sold_in_at) if plan.sold_in_at is not None else plan.at
