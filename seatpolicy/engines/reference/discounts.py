"""What comes off, discount by discount in the order of the policy, and then the cap (BILLING-RULES 2, step 7).

A percentage comes off what is left of each line, or off its list amount; an amount of money is a budget, dealt out over
its lines. No line falls below 0. `everything` is every line, a top-up to a minimum before discounts too; a named charge is
its lines, its own top-up among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.drafts import Draft
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.history import before, in_this_cycle, stretch
from seatpolicy.engines.reference.rounding import Roundings, deal_out
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Amounts, Combine, Discount, Off
from seatpolicy.values.dates import add_months
from seatpolicy.values.money import format_amount, format_decimal, format_percent

BASES = ("what is left", "list")
SPREADS = ("by amount", "in order")


@attrs.frozen
class Cut:
    """What one discount takes off one line, and the arithmetic."""

    draft: Draft
    amount: Fraction
    basis: str


class Shares(Protocol):
    """What parts of cycles are worth, where an account has a history: as shares of a line, or of its whole cycle."""

    def of_line(self, draft: Draft, since: date | None, until: date | None) -> Fraction:
        """How much of a line lies in some days, both ends included; None: without an end."""

    def of_cycle(self, draft: Draft, since: date | None, until: date | None) -> Fraction:
        """How much of the cycle of a line lies in some days."""

    def of_account(self, draft: Draft) -> Fraction:
        """How much of the cycle of a line the account is there for."""


@attrs.frozen
class Discounting:
    """Takes the discounts of a policy off the lines of one invoice. Without `shares` there are whole cycles only."""

    world: World
    roundings: Roundings
    drafts: Sequence[Draft]
    shares: Shares | None = None

    def run(self) -> list[str]:
        """Every discount in its order, then the cap. Gives back what was assumed, in words."""
        policy = self.world.policy
        combine = policy.combine
        if combine is not None and combine.each not in BASES:
            raise not_billed(refusals.EN511, combine.at, f"a discount off `{combine.each}` is")
        named = {name for group in combine.order for name in group} if combine is not None else set()
        order = [
            *(combine.order if combine is not None else ()),
            *((name,) for name in policy.discounts if name not in named),
        ]
        # Lines of two lives of a charge in one cycle have one id.
        taken: dict[int, list[str]] = {}
        assumed: list[str] = []
        for group in order:
            name, case, cuts = self._best(group, combine)
            if case is None:
                continue
            discount = policy.discounts[name]
            if discount.lasts_until not in ("", "renewal"):
                assumed.append(f"`{name}` lasts until `{discount.lasts_until}`, and no such event is given")
            for cut in cuts:
                before = taken.setdefault(id(cut.draft), [])
                if before and not (name in named and set(before) <= named):
                    raise refusal(
                        refusals.EN303,
                        discount.at,
                        f"`{before[0]}` and `{name}` come off one line without an order",
                        hint="name both in `combine { order: … }`",
                    )
                before.append(name)
                cut.draft.change(f"discount {name}", case.at, cut.basis, cut.draft.left - cut.amount)
        if combine is not None and combine.together is not None:
            for draft in self.drafts:
                self._cap(draft, combine)
        return assumed

    def _best(self, group: tuple[str, ...], combine: Combine | None) -> tuple[str, Case[Off] | None, list[Cut]]:
        """Of a group the discount that takes most off altogether; of equals the first."""
        best: tuple[str, Case[Off] | None, list[Cut]] = ("", None, [])
        for name in group:
            case, cuts = self._cuts(self.world.policy.discounts[name], combine)
            if cuts and sum(cut.amount for cut in cuts) > sum(cut.amount for cut in best[2]):
                best = name, case, cuts
        return best

    def _cuts(self, discount: Discount, combine: Combine | None) -> tuple[Case[Off] | None, list[Cut]]:
        """What a discount would take off now, line by line; nothing where it does not apply."""
        # A condition may ask for what nobody gave; where no line could be cut, nobody needs to give it.
        if not any(self._lines(case.value) for case in discount.off):
            return None, []
        if discount.when is not None and not self.world.holds(discount.when):
            return None, []
        case = self.world.first_that_fits(discount.off)
        if case is None:
            return None, []
        off = case.value
        lines = [draft for draft in self._lines(off) if self._covers(discount, draft.window)]
        cuts = self._budget(discount, off, lines) if off.share is None else self._percent(discount, off, lines, combine)
        return case, [cut for cut in cuts if cut.amount > 0]

    def _lines(self, off: Off) -> list[Draft]:
        """The lines that a statement speaks of, and of which something is left."""
        return [draft for draft in self.drafts if draft.left > 0 and (not off.targets or draft.charge in off.targets)]

    def _percent(
        self, discount: Discount, off: Off, lines: Sequence[Draft], combine: Combine | None
    ) -> list[Cut]:
        assert off.share is not None
        share = self.world.figure(off.share)
        if not 0 <= share <= 1:
            raise refusal(
                refusals.EN303,
                off.at,
                f"{format_percent(share)} cannot come off a price",
                note="a discount takes from 0% to 100%",
            )
        off_list = combine is not None and combine.each == "list"
        cuts = []
        for draft in lines:
            whole = draft.base if off_list else draft.left
            covered = Fraction(1)
            if discount.offered_prorated and self.shares is not None:
                covered = self.shares.of_line(draft, discount.offered_from, discount.offered_to)
            amount = self._step(share * whole * covered, draft)
            basis = f"{format_percent(share)} of {self._money(whole)}{', the list amount' if off_list else ''}"
            basis += f" × {format_decimal(covered)}, the days in which it is offered" if covered != 1 else ""
            cuts.append(Cut(draft, amount, basis))
        return cuts

    def _budget(self, discount: Discount, off: Off, lines: Sequence[Draft]) -> list[Cut]:
        """An amount over its lines: all of each line where it suffices, else by amount, or line after line."""
        if off.amounts is None or not lines:
            return []
        if off.spread not in SPREADS:
            raise not_billed(refusals.EN511, off.at, f"an amount spread `{off.spread}` is")
        budget = self._left_of(discount, off, self._amount(discount, off, off.amounts, lines[0]), lines)
        left = sum((draft.left for draft in lines), Fraction(0))
        of = f"of {self._money(budget)}"
        if budget >= left:
            return [Cut(draft, self._step(draft.left, draft), f"{self._money(draft.left)} {of}") for draft in lines]
        if off.spread == "in order":
            cuts = []
            for draft in lines:
                amount = self._step(min(budget, draft.left), draft)
                cuts.append(Cut(draft, amount, f"{self._money(amount)} {of}, used in order"))
                budget = max(budget - amount, Fraction(0))
            return cuts
        rooms = [draft.left for draft in lines]
        shares = within(dealt(budget, lines, rooms, self.world.policy.remainder, self.roundings.minor), rooms)
        cuts = []
        for draft, share in zip(lines, shares, strict=True):
            amount = self._step(share, draft)
            cuts.append(Cut(draft, amount, f"{self._money(amount)} {of}, dealt out by amount"))
        return cuts

    def _amount(self, discount: Discount, off: Off, amounts: Amounts, line: Draft) -> Fraction:
        """The amount of a budget for the cycle of a line; less in a part of it, where it is prorated."""
        amount = self.world.in_currency(amounts)
        if self.shares is not None and discount.offered_prorated:
            amount *= self.shares.of_cycle(line, discount.offered_from, discount.offered_to)
        elif self.shares is not None and off.prorated:
            amount *= self.shares.of_account(line)
        return amount

    def _step(self, amount: Fraction, draft: Draft) -> Fraction:
        """What comes off a line, rounded as a step; never more than it has left."""
        return min(self.roundings.apply("step", amount), draft.left)

    def _left_of(self, discount: Discount, off: Off, amount: Fraction, lines: Sequence[Draft]) -> Fraction:
        """What there is of a budget in this cycle: of a period that fits into it as often as it does, of a longer one what
        earlier cycles left."""
        if len({draft.window for draft in lines}) > 1:
            raise not_billed(refusals.EN502, off.at, "an amount off charges whose cycles differ is")
        first = lines[0]
        here = stretch(off.period, first.cycle, first.window, self.world, self.world.term(), off.at)
        if here is None:
            earlier = in_this_cycle(first.window, self.world, _any)
            spent = sum((line.taken.get(discount.name, Fraction(0)) for line in earlier if line.taken), Fraction(0))
            return max(amount * cycles.worth(first.cycle, off.period, off.at) - spent, Fraction(0))
        what = f"what is left of an amount per {off.period}, in cycle {here.position + 1} of it,"
        earlier = in_this_cycle(first.window, self.world, _any)
        used = sum((line.taken.get(discount.name, Fraction(0)) for line in earlier if line.taken), Fraction(0))
        for line in before(here, first.window, self.world, _any, off.at, what):
            if line.taken is None:
                hint = "write the `steps:` of the line, as `price --format json` does"
                raise not_billed(refusals.EN505, line.at, f"{what} beside a line that does not say what came off, is", hint)
            used += line.taken.get(discount.name, Fraction(0))
        return max(amount - used, Fraction(0))

    def _covers(self, discount: Discount, window: Window) -> bool:
        """Whether a cycle lies in the time of a discount."""
        first, last = window.period.first, window.period.last
        begins = discount.offered_from is None or discount.offered_from <= first
        open_at_first = discount.offered_to is None or first <= discount.offered_to
        if discount.offered_prorated:
            ends = discount.offered_to is None or last <= discount.offered_to
            apart = not open_at_first or (discount.offered_from is not None and discount.offered_from > last)
            if self.shares is not None:
                # Of a cycle that it covers in part, so much comes off.
                begins = open_at_first = not apart
            elif not apart and not (begins and ends):
                raise not_billed(refusals.EN502, discount.at, f"a cycle that `{discount.name}` covers in part is")
        if not (begins and open_at_first):
            return False
        if discount.lasts_cycles and window.index >= discount.lasts_cycles:
            return False
        if discount.lasts_until == "renewal":
            renewal = self._renewal(discount)
            return renewal is None or first < renewal
        return True

    def _renewal(self, discount: Discount) -> date | None:
        """The first renewal; None for an account that has only just begun."""
        start = self.world.account.start
        if start is None:
            return None
        term = self.world.term()
        if term is None:
            raise not_billed(refusals.EN511, discount.at, "a discount until renewal, for an account without a term, is")
        return add_months(start, term.numerator)

    def _cap(self, draft: Draft, combine: Combine) -> None:
        """At most a share off list: what goes beyond is given back."""
        assert combine.together is not None
        least = draft.base * (1 - combine.together)
        if draft.left < least:
            basis = f"at most {format_decimal(combine.together * 100)}% off the list amount {self._money(draft.base)}"
            draft.change("combine, together", combine.at, basis, least)

    def _money(self, amount: Fraction) -> str:
        return format_amount(amount, self.world.account.currency)


def _any(line: EarlierLine) -> bool:
    return True


def dealt(
    total: Fraction, lines: Sequence[Draft], weights: Sequence[Fraction], remainder: str, minor: Fraction
) -> list[Fraction]:
    """An amount over lines by weight: in whole minor units where it is whole, else exactly. Lines with equal claims to the
    largest remainder come in the order of their ids."""
    coins = total / minor
    if coins.denominator != 1:
        whole = sum(weights, Fraction(0))
        return [total * weight / whole if whole else Fraction(0) for weight in weights]
    order = list(range(len(lines)))
    if remainder == "largest":
        order.sort(key=lambda line: lines[line].id)
    parts = deal_out(coins.numerator, [weights[line] for line in order], remainder)
    shares = [Fraction(0)] * len(lines)
    for line, part in zip(order, parts, strict=True):
        shares[line] = part * minor
    return shares


def dealt_beside(
    total: Fraction, lines: Sequence[Draft], weights: Sequence[Fraction], remainder: str, minor: Fraction
) -> list[Fraction]:
    """The same, where some lines are below 0: these keep what they have, and the others share the rest. Shares by weight
    alone would scale lines that nearly cancel each other to nothing, or to anything."""
    less = sum((min(weight, Fraction(0)) for weight in weights), Fraction(0))
    above = [max(weight, Fraction(0)) for weight in weights]
    shares = dealt(total - less, lines, above, remainder, minor)
    return [share + min(weight, Fraction(0)) for share, weight in zip(shares, weights, strict=True)]


def within(shares: Sequence[Fraction], rooms: Sequence[Fraction]) -> list[Fraction]:
    """The same shares, none above what its line has room for: what is too much goes to the first lines that have room."""
    kept = [min(share, room) for share, room in zip(shares, rooms, strict=True)]
    over = sum(shares, Fraction(0)) - sum(kept, Fraction(0))
    for line, room in enumerate(rooms):
        more = min(over, room - kept[line])
        kept[line] += more
        over -= more
    return kept
