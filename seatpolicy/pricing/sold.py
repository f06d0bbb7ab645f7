"""What an account holds in, what no kernel needs to be run for out: what is not sold so, and parts of a document that
are not billed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from seatpolicy.diagnostics.diagnostic import Diagnostic, Related
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account, Held
from seatpolicy.documents.refusals import refusal
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan

_SECTIONS = {
    "events": (refusals.EN503, "a history of events is not billed by this engine yet"),
    "agreed": (refusals.EN505, "agreed prices are not read yet"),
}


def not_billed_parts(account: Account) -> Iterator[Diagnostic]:
    """A finding for every part of a document that would be left out."""
    for section in account.sections:
        if section.name == "events" and account.has_history:
            continue
        code, message = _SECTIONS[section.name]
        yield refusal(code, section.at, message, why=refusals.LEFT_OUT, subject=section.name).found


def too_early(policy: Policy, as_of: date) -> Iterator[Diagnostic]:
    """A finding for a day before the policy takes effect."""
    if policy.effective is not None and as_of < policy.effective:
        yield refusal(
            refusals.EN108,
            policy.at,
            f"on {as_of} this policy is not in force",
            note=f"it takes effect on {policy.effective}",
            hint="ask for a later day, or price by the policy before it",
        ).found


def knows(policy: Policy, page: Account) -> bool:
    """Whether a text has everything that a page holds."""
    return all(one.name in policy.plans for one in page.plans) and all(one.name in policy.addons for one in page.addons)


def in_force(policy: Policy, page: Account, on: date) -> None:
    """Refuses a page that holds what the text in force on its day does not have."""
    for held, known in ((page.plans, policy.plans), (page.addons, policy.addons)):
        for one in held:
            if one.name not in known:
                raise refusal(
                    refusals.EN106,
                    one.at,
                    f"`{one.name}` is held on {on}, and the text in force for the account on that day does not have it",
                    why="another text of the policy has it, from or until a change",
                    hint="say in `events:` when the account got another plan or gave the add-on up",
                    subject=one.name,
                )


def not_sold(policy: Policy, account: Account) -> Iterator[Diagnostic]:
    """A finding for every add-on or plan that the account cannot hold."""
    plans = [policy.plans[held.name] for held in account.plans]
    together = {held.name: policy.addons[held.name] for held in account.addons}
    for block in (*plans, *together.values()):
        if block.sold_in and account.currency not in block.sold_in:
            message = f"{block.title} is not sold in {account.currency}"
            note = f"it is sold in {', '.join(block.sold_in)}"
            yield refusal(refusals.EN105, block.at, message, note=note, subject=block.name).found
    for held in account.addons:
        yield from _addon(policy, held, plans, together)


def _addon(policy: Policy, held: Held, plans: Sequence[Plan], together: dict[str, Plan]) -> Iterator[Diagnostic]:
    addon = together[held.name]
    here = [Related(held.at, "the account holds it")]
    if not any(plan.name in addon.sold_with for plan in plans):
        has = " and ".join(plan.title for plan in plans) or "an account without a plan"
        yield refusal(
            refusals.EN102,
            addon.at,
            f"{addon.title} is not sold for {has}",
            note=f"it is sold for {', '.join(policy.plans[name].title for name in addon.sold_with)}",
            related=here,
            subject=addon.name,
        ).found
    if addon.only_with and not any(name in together for name in addon.only_with):
        yield refusal(
            refusals.EN103,
            addon.at,
            f"{addon.title} is sold only with {' or '.join(policy.addons[name].title for name in addon.only_with)}",
            note="the account does not hold it",
            related=here,
            subject=addon.name,
        ).found
    for other in addon.never_with:
        if other in together:
            yield refusal(
                refusals.EN104,
                addon.at,
                f"{addon.title} is never sold with {policy.addons[other].title}",
                note="the account holds both",
                related=here,
                subject=addon.name,
            ).found
