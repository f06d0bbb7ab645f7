"""Lines and the policy's discounts in, the same lines with what comes off taken away; LANGUAGE.md 4.14, 4.15."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tests.differential.naive_facts import NOT_BILLED, ZERO, Facts, Stop
from tests.differential.naive_lines import Line, deal, keep_below, rounded
from tests.differential.policy_data import Discount

SHARES: Mapping[str, Callable[[Mapping[str, Any]], Fraction]] = {
    "fixed_share": lambda _: Fraction(1, 8),
    "grown_share": lambda facts: min(facts["share"] / 2, Fraction(3, 10)),
    "share": lambda facts: facts["share"],
    "tier_share": lambda facts: {"low": ZERO, "middle": Fraction(3, 40), "high": Fraction(33, 100)}[facts["tier"]],
}
"""The named percentages of policy_text.FIXED, worked out by hand."""


@attrs.frozen
class Discounts:
    """The discounts of a policy and the lines that they come off; `renewal` is the end of the first term, if any."""

    facts: Facts
    lines: list[Line]
    renewal: date | None

    def cut(self) -> None:
        """Takes the discounts off, one after the other, and then keeps to the cap."""
        combine = self.facts.policy.combine
        by_name = {one.name: one for one in self.facts.policy.discounts}
        order: list[tuple[str, ...]] = list(combine.order) if combine else []
        named = {name for group in order for name in group}
        order += [(name,) for name in by_name if name not in named]
        for group in order:
            best = [ZERO for _ in self.lines]
            for name in group:
                cuts = self._cuts(by_name[name]) if self._applies(by_name[name]) else []
                if sum(cuts, ZERO) > sum(best, ZERO):
                    best = cuts
            for line, cut in zip(self.lines, best, strict=True):
                line.amount -= cut
        if combine is not None and combine.together is not None:
            for line in self.lines:
                line.amount = max(line.amount, line.off_list * (1 - combine.together))

    def _applies(self, discount: Discount) -> bool:
        """Whether it is for the account. Where there is nothing that it could come off, nobody asks."""
        return any(self._is_for(discount, line) for line in self.lines) and self.facts.fits(discount.when)

    def _is_for(self, discount: Discount, line: Line) -> bool:
        """Whether a discount is for a line of which something is left."""
        return line.amount != 0 and (not discount.targets or line.charge in discount.targets)

    def _covers(self, discount: Discount, line: Line) -> bool:
        """Whether it is for a line, and in its cycle."""
        if not self._is_for(discount, line):
            return False
        if discount.offered is not None:
            first, last = discount.offered[0], discount.offered[1] or date.max
            within = first <= line.window.first <= last
            if discount.offered_prorated:
                outside = line.window.last < first or last < line.window.first
                if not outside and not (within and line.window.last <= last):
                    raise Stop(NOT_BILLED)
            if not within:
                return False
        if discount.lasts_until == "renewal" and self.renewal is not None and line.window.first >= self.renewal:
            return False
        return not discount.lasts_cycles or line.window.number < discount.lasts_cycles

    def _cuts(self, discount: Discount) -> list[Fraction]:
        """What a discount takes off each line as they stand."""
        mine = [line for line in self.lines if self._covers(discount, line)]
        cuts: dict[str, Fraction] = {}
        if discount.money is None:
            share = discount.share or ZERO
            if isinstance(share, str):
                share = SHARES[share](self.facts.account.facts)
            combine = self.facts.policy.combine
            for line in mine:
                off = line.off_list if combine is not None and combine.each == "off list" else line.amount
                cuts[line.id] = self._step(share * off, line)
        elif mine:
            if discount.period != "cycle" and mine[0].window.number > 0:
                raise Stop(NOT_BILLED)
            budget = min(discount.money[self.facts.account.currency], sum((line.amount for line in mine), ZERO))
            if discount.spread == "in order":
                for line in mine:
                    cuts[line.id] = self._step(budget, line)
                    budget = max(budget - cuts[line.id], ZERO)
            else:
                weights = [line.amount for line in mine]
                shares = keep_below(deal(self.facts.policy, self.facts.account.currency, budget, mine, weights), mine)
                for line, share in zip(mine, shares, strict=True):
                    cuts[line.id] = self._step(share, line)
        return [cuts.get(line.id, ZERO) for line in self.lines]

    def _step(self, amount: Fraction, line: Line) -> Fraction:
        """An amount that comes off a line: rounded as a step, and never more than the line has left."""
        return min(rounded(self.facts.policy, self.facts.account.currency, "step", amount), line.amount)
