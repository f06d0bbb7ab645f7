"""What comes off, discount by discount in the order of the policy, and then the cap (BILLING-RULES 2, step 7).

Every discount of a group is worked out on what the groups before it left; the best of them is taken. No line falls below 0,
and a line that nothing is left of takes part in nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs, rounding
from seatpolicy.compiler.lower.context import Figure, Lowering
from seatpolicy.compiler.lower.cycles import Window
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.durations import first_term_ends
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Combine, Discount, Off
from seatpolicy.values.money import format_decimal
from seatpolicy.values.record import record

BASES = ("what is left", "list")


@record
class Basis:
    """The arithmetic of a cut, where a flag holds."""

    flag: Value
    words: str
    figures: tuple[Figure, ...]


@record
class Cut:
    """What one statement of a discount takes off one line: 0 where it does not apply. `kept` is the share of the line that
    is left in any case, where that is all it does: 1 where it does not apply."""

    draft: Draft
    case: Case[Off]
    amount: Value
    bases: tuple[Basis, ...]
    kept: Value | None = None


@attrs.define(eq=False, repr=False)
class Discounting:
    """Takes the discounts of a policy off the lines of one bill."""

    read: Expressions
    drafts: Sequence[Draft]
    assumed: list[tuple[Value, str]] = attrs.field(factory=list)

    @property
    def low(self) -> Lowering:
        """What lowers."""
        return self.read.low

    def run(self) -> None:
        """Every discount in its order, then the cap."""
        low, policy = self.low, self.low.policy
        combine = policy.combine
        if combine is not None and combine.each not in BASES:
            low.not_billed(low.const(1), refusals.EN511, combine.at, f"a discount off `{combine.each}` is")
        named = {name for group in combine.order for name in group} if combine is not None else set()
        order = [
            *(combine.order if combine is not None else ()),
            *((name,) for name in policy.discounts if name not in named),
        ]
        for group in order:
            self._take(self._best(group, combine), named)
        if combine is not None and combine.together is not None:
            for draft in self.drafts:
                self._cap(draft, combine)

    def _best(self, group: tuple[str, ...], combine: Combine | None) -> list[tuple[Value, Discount, list[Cut]]]:
        """Of a group each discount with the flag that it takes most off altogether; of equals the first."""
        b = self.low.b
        made: list[tuple[Value, Discount, list[Cut]]] = []
        best = b.const(0)
        for name in group:
            discount = self.low.policy.discounts[name]
            cuts = self._cuts(discount, combine)
            amount = b.add(*(cut.amount for cut in cuts))
            wins = b.compare(">", amount, best)
            made = [(b.all(flag, b.negate(wins)), *rest) for flag, *rest in made]  # type: ignore[misc]
            made.append((wins, discount, cuts))
            best = b.max(best, amount)
        return made

    def _take(self, chosen: list[tuple[Value, Discount, list[Cut]]], named: set[str]) -> None:
        """Takes the best of a group off its lines. Refused: two discounts on one line without an order."""
        low, b = self.low, self.low.b
        nothing = b.const(0)
        for flag, discount, cuts in chosen:
            name = discount.name
            if b.constant(flag) == 0:
                continue
            if discount.lasts_until not in ("", "renewal"):
                self.assumed.append((flag, f"`{name}` lasts until `{discount.lasts_until}`, and no such event is given"))
            clashes: dict[str, list[Value]] = {}
            for draft in dict.fromkeys(cut.draft for cut in cuts):
                there = b.all(flag, b.any(*(b.compare(">", cut.amount, nothing) for cut in cuts if cut.draft is draft)))
                for other, taken in draft.taken.items():
                    if not (name in named and other in named):
                        clashes.setdefault(other, []).append(b.all(there, taken))
                draft.taken[name] = there
            for other, flags in clashes.items():
                message = f"`{other}` and `{name}` come off one line without an order"
                hint = "name both in `combine { order: … }`"
                low.refuse(b.any(*flags), refusals.EN303, discount.at, message, hint=hint)
            for cut in cuts:
                before = cut.draft.left
                # One factor for all lines of a discount, and no question about any of them.
                factor = cut.kept if len(chosen) == 1 else None
                after = b.sub(before, cut.amount) if factor is None else b.mul(before, factor)
                here = b.all(flag, b.compare(">", cut.amount, nothing))
                for basis in cut.bases:
                    cut.draft.left = before
                    flags_of = b.all(here, basis.flag)
                    cut.draft.change(f"discount {name}", cut.case.at, flags_of, after, basis.words, *basis.figures)
                cut.draft.put(b.select(here, after, before) if factor is None else after)

    def _cuts(self, discount: Discount, combine: Combine | None) -> list[Cut]:
        """What a discount would take off now, line by line, by each of its statements."""
        low, b = self.low, self.low.b
        some = b.any(*(flag for case in discount.off for flag, _ in self._lines(case.value)))
        if b.constant(some) == 0:
            return []
        made: list[Cut] = []
        # A condition may ask for what nobody gave; where no line could be cut, nobody needs to give it.
        with low.when(some):
            holds = b.const(1) if discount.when is None else self.read.holds(discount.when)
            with low.when(holds):
                for flag, case in self.read.cases(discount.off):
                    applies = b.all(some, holds, flag)
                    with low.when(flag):
                        lines = [(b.all(applies, here, self._covered(discount, draft, here)), draft)
                                 for here, draft in self._lines(case.value)]  # fmt: skip
                        if case.value.share is None:
                            made += self._budget(discount, case, applies, lines)
                        else:
                            always = None if _dated(discount) else b.all(holds, flag)
                            made += self._percent(discount, case, lines, combine, always)
        return made

    def _lines(self, off: Off) -> list[tuple[Value, Draft]]:
        """The lines that a statement may speak of, each with the flag that something is left of it."""
        b = self.low.b
        lines = [draft for draft in self.drafts if not off.targets or draft.charge in off.targets]
        made = [(b.compare(">", draft.left, b.const(0)), draft) for draft in lines]
        return [one for one in made if b.constant(one[0]) != 0]

    def _percent(
        self,
        discount: Discount,
        case: Case[Off],
        lines: Sequence[tuple[Value, Draft]],
        combine: Combine | None,
        always: Value | None,
    ) -> list[Cut]:
        """A share of each line. `always` says whether it comes off, whatever the line; None where that differs by line."""
        low, b = self.low, self.low.b
        assert case.value.share is not None
        share = self.read.figure(case.value.share)
        out = b.any(b.compare("<", share, b.const(0)), b.compare(">", share, b.const(1)))
        message = "{} cannot come off a price"
        note = "a discount takes from 0% to 100%"
        low.refuse(out, refusals.EN303, case.value.at, message, (share, "percent"), note=note)
        off_list = combine is not None and combine.each == "list"
        kept: Value | None = None
        # In a history a line may be below 0: a top-up that is taken back, of which nothing comes off.
        if always is not None and not off_list and not low.history and rounding.stated("step", low) is None:
            # Behind a refusal any share will do, as long as no line falls below 0.
            share_kept = b.max(b.min(share, b.const(1)), b.const(0))
            kept = b.sub(b.const(1), b.select(always, share_kept, b.const(0)))
        cuts = []
        for here, draft in lines:
            whole = draft.base if off_list else draft.left
            part = b.mul(share, whole)
            if discount.offered_prorated and low.history:
                part = b.mul(part, low.given(covered_of(discount.name, draft.name)))
            # A constant share of what is left is never more than that, if nothing rounds it up.
            sure = b.constant(share) is not None and not off_list and rounding.stated("step", low) is None
            amount = b.select(here, part if sure else self._step(part, draft), b.const(0))
            words = f"{{}} of {{}}{', the list amount' if off_list else ''}"
            basis = Basis(b.const(1), words, ((share, "percent"), (whole, "amount")))
            cuts.append(Cut(draft, case, amount, (basis,), kept))
        return cuts

    def _budget(
        self, discount: Discount, case: Case[Off], applies: Value, lines: Sequence[tuple[Value, Draft]]
    ) -> list[Cut]:
        """An amount over its lines: all of each line where it suffices, else by amount, or line after line."""
        low, b, off = self.low, self.low.b, case.value
        if off.amounts is None or not lines:
            return []
        from seatpolicy.compiler.lower.budgets import SPREADS, budget_shares

        some = b.any(*(here for here, _ in lines))
        with low.when(some):
            if off.spread not in SPREADS:
                low.not_billed(b.const(1), refusals.EN511, off.at, f"an amount spread `{off.spread}` is")
            budget, suffices, amounts = budget_shares(discount, off, lines, self.read, self._step)
        word = "used in order" if off.spread == "in order" else "dealt out by amount"
        cuts = []
        for (here, draft), amount in zip(lines, amounts, strict=True):
            shown = (amount, "amount"), (budget, "amount")
            whole = (draft.left, "amount"), (budget, "amount")
            bases = Basis(suffices, "{} of {}", whole), Basis(b.negate(suffices), f"{{}} of {{}}, {word}", shown)
            cuts.append(Cut(draft, case, b.select(b.all(applies, here), amount, b.const(0)), bases))
        return cuts

    def _step(self, amount: Value, draft: Draft) -> Value:
        """What comes off a line, rounded as a step; never more than it has left."""
        return self.low.b.min(rounding.rounded("step", amount, self.low), draft.left)

    def _covered(self, discount: Discount, draft: Draft, here: Value) -> Value:
        """Whether the cycle of a line lies in the time of a discount."""
        low, b = self.low, self.low.b
        with low.when(here):
            return self._covers(discount, draft.cycle.window) if _dated(discount) else b.const(1)

    def _covers(self, discount: Discount, window: Window) -> Value:
        low, b = self.low, self.low.b
        yes = b.const(1)
        begins, open_at_first = yes, yes
        if discount.offered_from is not None:
            begins = b.compare("<=", b.const(discount.offered_from.toordinal()), window.first)
        if discount.offered_to is not None:
            open_at_first = b.compare("<=", window.first, b.const(discount.offered_to.toordinal()))
        if discount.offered_prorated:
            ends, before = yes, b.const(0)
            if discount.offered_to is not None:
                ends = b.compare("<=", window.last, b.const(discount.offered_to.toordinal()))
            if discount.offered_from is not None:
                before = b.compare("<", window.last, b.const(discount.offered_from.toordinal()))
            touches = b.negate(b.any(b.negate(open_at_first), before))
            words = f"a cycle that `{discount.name}` covers in part is"
            if low.history:
                # Of a cycle that it covers in part, so much comes off.
                begins, open_at_first = yes, touches
            else:
                part = b.negate(b.all(begins, ends))
                low.not_billed(b.all(touches, part), refusals.EN502, discount.at, words)
        covered = b.all(begins, open_at_first)
        if discount.lasts_cycles:
            covered = b.all(covered, b.compare("<", window.index, b.const(discount.lasts_cycles)))
        if discount.lasts_until == "renewal":
            with low.when(covered):
                covered = b.all(covered, self._before_renewal(discount, window))
        return covered

    def _before_renewal(self, discount: Discount, window: Window) -> Value:
        """Whether a cycle begins in the first term; so for an account that has only just begun."""
        low, b = self.low, self.low.b
        begun = b.is_known(inputs.begun())
        with low.when(begun):
            known, ends = first_term_ends(self.read)
            words = "a discount until renewal, for an account without a term, is"
            low.not_billed(b.negate(known), refusals.EN511, discount.at, words)
        return b.any(b.negate(begun), b.compare("<", window.first, ends))

    def _cap(self, draft: Draft, combine: Combine) -> None:
        """At most a share off list: what goes beyond is given back."""
        b = self.low.b
        assert combine.together is not None
        least = b.mul(draft.base, b.const(1 - combine.together))
        words = f"at most {format_decimal(combine.together * 100)}% off the list amount {{}}"
        beyond = b.compare("<", draft.left, least)
        draft.change("combine, together", combine.at, beyond, least, words, (draft.base, "amount"))


def covered_of(discount: str, line: str) -> str:
    """Under which name it is given how much of a line lies in the days in which a discount is offered."""
    return f"covered by {discount}: {line}"


def _dated(discount: Discount) -> bool:
    """Whether the time of a discount matters at all."""
    offered = discount.offered_from is not None or discount.offered_to is not None
    return offered or bool(discount.lasts_cycles) or discount.lasts_until == "renewal"
