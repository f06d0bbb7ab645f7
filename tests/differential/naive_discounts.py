"""Lines and the policy's discounts in, the same lines with what comes off taken away; LANGUAGE.md 4.14, 4.15."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.differential.naive_lines import ZERO, Line, deal, keep_below, rounded
from tests.differential.policy_data import AccountData, Condition, Discount, PolicyData

SHARES = {
    "fixed_share": lambda facts: Fraction(1, 8),
    "grown_share": lambda facts: min(facts["share"] / 2, Fraction(3, 10)),
    "share": lambda facts: facts["share"],
    "tier_share": lambda facts: {"low": ZERO, "middle": Fraction(3, 40), "high": Fraction(33, 100)}[facts["tier"]],
}
"""The named percentages of policy_text.FIXED, worked out by hand."""


def cut_lines(
    policy: PolicyData, account: AccountData, lines: list[Line], fits: Callable[[Condition], bool]
) -> None:
    """Takes the discounts off, one after the other, and then keeps to the cap."""
    by_name = {one.name: one for one in policy.discounts}
    order: list[tuple[str, ...]] = list(policy.combine.order) if policy.combine else []
    named = {name for group in order for name in group}
    order += [(name,) for name in by_name if name not in named]
    for group in order:
        best: list[Fraction] = [ZERO for _ in lines]
        for name in group:
            cuts = _cuts(policy, account, by_name[name], lines) if fits(by_name[name].when) else []
            if sum(cuts, ZERO) > sum(best, ZERO):
                best = cuts
        for line, cut in zip(lines, best, strict=True):
            line.amount -= cut
    if policy.combine is not None and policy.combine.together is not None:
        for line in lines:
            line.amount = max(line.amount, line.off_list * (1 - policy.combine.together))


def _covers(policy: PolicyData, account: AccountData, discount: Discount, line: Line) -> bool:
    """Whether a discount is for a line, on its day."""
    if discount.targets and line.charge not in discount.targets:
        return False
    if discount.offered is not None:
        first, last = discount.offered
        if line.window.first < first or (last is not None and line.window.first > last):
            return False
    return not discount.lasts_cycles or line.window.number < discount.lasts_cycles


def _cuts(policy: PolicyData, account: AccountData, discount: Discount, lines: list[Line]) -> list[Fraction]:
    """What a discount takes off each line as they stand."""
    currency = account.currency
    mine = [line for line in lines if _covers(policy, account, discount, line)]
    cuts: dict[str, Fraction] = {}
    if discount.money is None:
        share = SHARES[discount.share](account.facts) if isinstance(discount.share, str) else discount.share or ZERO
        for line in mine:
            off = line.off_list if policy.combine and policy.combine.each == "off list" else line.amount
            cuts[line.id] = min(rounded(policy, currency, "step", share * off), line.amount)
    elif mine:
        budget = min(discount.money[currency], sum((line.amount for line in mine), ZERO))
        if discount.spread == "in order":
            for line in mine:
                cuts[line.id] = min(rounded(policy, currency, "step", budget), line.amount)
                budget = max(budget - cuts[line.id], ZERO)
        else:
            shares = keep_below(deal(policy, currency, budget, mine, [line.amount for line in mine]), mine)
            for line, share in zip(mine, shares, strict=True):
                cuts[line.id] = min(rounded(policy, currency, "step", share), line.amount)
    return [cuts.get(line.id, ZERO) for line in lines]
