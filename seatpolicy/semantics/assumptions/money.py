"""What a policy takes for granted about money: remainders, bounds, allotments, discounts, tax, releases."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.assumptions.assumption import Assumption, named
from seatpolicy.semantics.checks.billable import charges
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Discount, Plan
from seatpolicy.source.text import Span


def about_money(policy: Policy) -> Iterator[Assumption]:
    """Defaults of the head, of bounds and included units, of discounts, of tax and of a release."""
    yield from about_remainders(policy)
    yield from about_sums(policy)
    yield from about_discounts(policy)
    yield from about_tax(policy)
    yield from about_releases(policy)


def about_sums(policy: Policy) -> Iterator[Assumption]:
    """Defaults of minimums, maximums, commitments, included units and averages."""
    yield from _bounds(policy)
    for charge in charges(policy):
        yield from _included(charge)
        yield from _averages(charge)


def about_releases(policy: Policy) -> Iterator[Assumption]:
    """Who signs a new text where nobody is named."""
    if policy.release is not None and not policy.release.needs:
        yield Assumption("release", "owner and backup sign a new text", "else: `needs: AUTHORITY`", policy.release.at)


def about_remainders(policy: Policy) -> Iterator[Assumption]:
    """Where the rest of a rounding goes."""
    dealt = [r for point, r in policy.roundings.items() if point in ("charge", "total")]
    spread = any(case.value.amounts is not None for d in policy.discounts.values() for case in d.off)
    wide = policy.maximum or any(plan.maximum for plan in (*policy.plans.values(), *policy.addons.values()))
    if policy.remainder_at is None and (dealt or spread or wide):
        place = dealt[0].at if dealt else policy.at
        yield Assumption("policy", "what rounding leaves over goes to the largest line",
                         "else: `remainder: to the first line`, as with Stripe `to the last line`", place)  # fmt: skip


def _says(at: Span, *words: str) -> bool:
    text = " ".join(at.text.split())
    return any(word in text for word in words)


def _bounds(policy: Policy) -> Iterator[Assumption]:
    blocks: list[tuple[str, Policy | Plan | Charge]] = [("policy", policy)]
    for plan in (*policy.plans.values(), *policy.addons.values()):
        blocks.append((named("add-on" if plan.addon else "plan", [plan.name]), plan))
        blocks += [(named("charge", [charge.name]), charge) for charge in plan.charges]
    for subject, block in blocks:
        for word, cases in (("minimum", block.minimum), ("maximum", block.maximum)):
            for case in cases:
                if not _says(case.value.at, "before discount", "after discount"):
                    yield Assumption(subject, f"the {word} is compared with what is left after discounts",
                                     f"else: `{word}: …, before discounts`", case.value.at)  # fmt: skip
                if not case.value.prorated and case.value.amounts.per.period not in ("", "once", "term"):
                    yield Assumption(subject, f"the {word} is whole in a part of a cycle", f"else: `{word}: …, prorated`",
                                     case.value.at)  # fmt: skip
        for promised in block.commitment:
            at = promised.value.at
            if not _says(at, "overage at"):
                yield Assumption(subject, "what goes beyond the commitment costs its usual price",
                                 "else: `, overage at 150%`", at)  # fmt: skip
            if not _says(at, "shortfall"):
                yield Assumption(subject, "what is missing of the commitment is billed at its end",
                                 "else: `, shortfall forgiven`", at)  # fmt: skip


def _included(charge: Charge) -> Iterator[Assumption]:
    subject = named("charge", [charge.name])
    packs = any(case.value.packs is not None for case in charge.quantity)
    for case in charge.included:
        if case.value.period and not case.value.prorated:
            yield Assumption(subject, "what is included is whole in a part of a cycle", "else: `, prorated`", case.at)
        if packs and not case.value.after_packs:
            yield Assumption(subject, "what is included is taken off before packs are made",
                             "else: `, after packs`", case.at)  # fmt: skip


def _averages(charge: Charge) -> Iterator[Assumption]:
    for case in charge.quantity:
        if case.value.over == "average" and not case.value.tier_of:
            yield Assumption(named("charge", [charge.name]), "the tier is that of the average",
                             "else: `, tier of the last count`, as with Lago", case.at)  # fmt: skip


def about_discounts(policy: Policy) -> Iterator[Assumption]:
    """Defaults of discounts and of their order."""
    for discount in policy.discounts.values():
        subject = named("discount", [discount.name])
        for case in discount.off:
            if case.value.amounts is not None:
                if not _says(case.at, "spread"):
                    yield Assumption(subject, "the amount is spread over its lines by their amounts",
                                     "else: `, spread in order`", case.at)  # fmt: skip
                if not case.value.prorated:
                    yield Assumption(subject, "the amount is whole in a part of a cycle", "else: `, prorated`", case.at)
        if discount.offered_at is not None and not discount.offered_prorated:
            yield Assumption(subject, "it comes off cycles that begin while it is offered",
                             "else: `, prorated`, by the days", discount.offered_at)  # fmt: skip
        if discount.offered_from is not None and discount.offered_to is None:
            yield Assumption(subject, "the offer has no end", "else: `offered: from DATE to DATE`", discount.offered_at)
    endless = [d for d in policy.discounts.values() if _endless(d)]
    if endless:
        yield Assumption(named("discount", (d.name for d in endless)), "it lasts for ever, while its condition holds",
                         "else: `lasts: 3 cycles`, `until renewal`", endless[0].at)  # fmt: skip
    combine = policy.combine
    if combine is not None and combine.together is None and len(policy.discounts) > 1:
        yield Assumption("combine", "together the discounts have no cap",
                         "else: `together: at most 40% off list, on each line`", combine.at)  # fmt: skip


def _endless(discount: Discount) -> bool:
    return not discount.lasts_cycles and not discount.lasts_until and discount.offered_to is None


def about_tax(policy: Policy) -> Iterator[Assumption]:
    """What the prices, the base and the lines of tax are."""
    tax = policy.tax
    if tax is None:
        return
    for at, statement, why in (
        (tax.prices_at, "prices exclude tax", "else: `prices: include tax`"),
        (tax.figured_at, "tax is figured on each line", "else: `figured: on the total`"),
        (tax.base_at, "tax is figured on rounded amounts", "else: `base: exact amounts`"),
    ):
        if at is None:
            yield Assumption("tax", statement, why, tax.at)
