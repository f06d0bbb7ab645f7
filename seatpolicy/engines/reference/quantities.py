"""How many are paid for: the count, its bounds, what is included, the sizes sold (BILLING-RULES 2, steps 2 and 3).

Counts that are given are held all cycle, so that highest, lowest, first, last, distinct and average of the cycle are the
same count, and "each day" adds the days up to the whole cycle. A roster shows one day, and answers what that day can
(snapshot.py). Counts that change inside a cycle come as events, and those are refused before anything is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import LineQuantity, Step
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.engines.reference.allotments import allotment
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.heads import Change, Heads
from seatpolicy.engines.reference.meters import Used, used
from seatpolicy.engines.reference.prices import pack_size
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.snapshot import must_answer
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.expressions import Expression
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Packs, Plan, Quantity
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_decimal

KINDS = ("contracted", "assigned", "billable", "used", "equals")
OVER = ("", "each day", "highest", "lowest", "first", "last", "distinct", "average")
TIER_OF = ("", "last", "first", "highest")


@attrs.frozen
class Counted:
    """`count` is what there is, `bounded` after at least and at most, `charged` what is paid for; `steps` say why. `used`
    is what a meter came to; where it has windows that are priced by themselves, `windows` are what is paid for of each."""

    count: Fraction
    bounded: Fraction
    charged: Fraction
    included: Fraction
    facts: tuple[tuple[str, Fraction], ...]
    steps: tuple[Step, ...]
    given: bool
    used: Used | None = None
    windows: tuple[Fraction, ...] = ()

    def line_quantity(self, billed: Fraction) -> LineQuantity:
        """What a line says about it."""
        return LineQuantity(billed, self.included, self.facts)


@attrs.define
class Counter:
    """Counts the charges of one account. A charge may include units by the billed seats of another, so counts are made
    when they are asked for, and a circle is refused."""

    world: World
    roundings: Roundings
    terms: Mapping[str, Terms]
    heads: Heads
    fixed: Mapping[str, Fraction] = attrs.field(factory=dict)
    """Counts that are made already, such as an average of days, by charge."""
    _made: dict[str, Counted] = attrs.field(factory=dict)
    _open: set[str] = attrs.field(factory=set)

    def of(self, name: str) -> Counted:
        """The count of a charge."""
        if name not in self._made:
            terms = self.terms[name]
            if name in self._open:
                raise refusal(refusals.EN303, terms.charge.at, f"what `{name}` includes depends on `{name}` itself")
            self._open.add(name)
            try:
                self._made[name] = self._count(terms)
            finally:
                self._open.discard(name)
        return self._made[name]

    def count(self, name: str) -> Fraction:
        """The count of a charge before any bound and rounding, which is what a limit looks at, with those in trial who count
        towards it; 1 for a fee."""
        terms = self.terms[name]
        if terms.quantity is None:
            return Fraction(1)
        stated = terms.quantity.value
        if stated.kind == "used" and terms.charge.counts_kind == "meter":
            return self.of(name).count
        limited = sum((one.limited for one in self._changes(terms, stated)), Fraction(0))
        return self._raw(terms, stated)[0] + limited

    def _count(self, terms: Terms) -> Counted:
        quantity = terms.quantity
        if quantity is None:
            one = Fraction(1)
            return Counted(one, one, one, Fraction(0), (), (), True)
        stated = quantity.value
        measured = used(terms, self.world) if stated.kind == "used" and terms.charge.counts_kind == "meter" else None
        if measured is not None and measured.is_split:
            return self._each_window(terms, quantity, measured)
        count, given = (measured.figures[0], measured.given) if measured is not None else self._raw(terms, stated)
        rounded = self.roundings.apply("quantity", count)
        name = {"equals": "figure"}.get(stated.kind, stated.kind)
        told = "" if given else " (none given)"
        rounding = self.roundings.words("quantity") if rounded != count else ""
        changes = self._changes(terms, stated)
        there = rounded - sum((one.by for one in changes), Fraction(0))
        shown = there if changes else count
        steps = [_step(name, quantity.at, f"{_n(shown)} {name}{told}", Fraction(0), there, rounding)]
        for change in changes:
            steps.append(_step(change.rule, change.at, change.basis, there, there + change.by))
            there += change.by
        bounded = self._bounded(terms, stated, rounded, steps)
        included = Fraction(0)
        charged = bounded
        if terms.included is None or not terms.included.value.after_packs:
            included = self._included(terms, charged, steps)
            charged = self._sold(stated, charged - included, steps)
        else:
            charged = self._sold(stated, charged, steps)
            if pack_size(terms.price.value, self.world.policy) == 0:
                included = self._included(terms, charged, steps, self._sold_in(terms, stated))
                charged -= included
        facts = dict([(name, count), *self.heads.facts(terms.charge)])
        return Counted(count, bounded, charged, included, tuple(facts.items()), tuple(steps), given, measured)

    def _raw(self, terms: Terms, stated: Quantity) -> tuple[Fraction, bool]:
        """The count before any bound, and whether anyone gave it."""
        if terms.charge.name in self.fixed:
            return self.fixed[terms.charge.name], True
        if stated.kind not in KINDS or stated.over not in OVER or stated.tier_of not in TIER_OF:
            raise not_billed(refusals.EN511, stated.at, f"`{stated.kind}{', ' + stated.over if stated.over else ''}` is")
        if stated.kind == "used":
            raise not_billed(refusals.EN501, stated.at, f"the use of `{terms.charge.name}`, which counts no meter, is")
        if stated.kind == "equals":
            if stated.figure is None:
                raise refusal(refusals.EN303, stated.at, "there is no figure to count")
            return self._whole_or_more(self.world.figure(stated.figure), stated.figure.at), True
        if stated.kind == "contracted":
            found = self.heads.ordered(terms.charge)
        else:
            account = self.world.account
            if account.people is not None and not account.has_history and terms.charge.counts_kind == "seat":
                must_answer(terms, stated, self.world)
            find = self.heads.assigned if stated.kind == "assigned" else self.heads.billable
            found = find(terms.charge)
        if found is None:
            return Fraction(0), False
        return found + sum((one.by for one in self._changes(terms, stated)), Fraction(0)), True

    def _changes(self, terms: Terms, stated: Quantity) -> tuple[Change, ...]:
        """What a history counts beside the people who are there."""
        counts = stated.kind in ("assigned", "billable") and terms.charge.name not in self.fixed
        return self.heads.changed(terms.charge) if counts else ()

    def _bounded(self, terms: Terms, stated: Quantity, count: Fraction, steps: list[Step]) -> Fraction:
        """At least, then at most; a bound may be `contracted`, which is the count on the order."""
        ordered = self.heads.ordered(terms.charge) or Fraction(0)
        bounded = count
        for word, bounds, choose in (("at least", stated.at_least, max), ("at most", stated.at_most, min)):
            for bound in bounds:
                limit = ordered if isinstance(bound, str) else self._whole_or_more(self.world.figure(bound), bound.at)
                after = choose(bounded, limit)
                if after != bounded:
                    at = stated.at if isinstance(bound, str) else bound.at
                    steps.append(_step(word, at, f"{word} {_n(limit)}", bounded, after))
                bounded = after
        return bounded

    def _each_window(self, terms: Terms, quantity: Case[Quantity], measured: Used) -> Counted:
        """The use of each window of a meter, less what is included, in the sizes sold."""
        stated = quantity.value
        after_packs = terms.included is not None and terms.included.value.after_packs
        for there, words in (
            (stated.at_least or stated.at_most, "a bound on the use of each"),
            (after_packs, "what is included after packs of each"),
            (terms.limit is not None, "a limit on the use of each"),
        ):
            if there:
                raise not_billed(refusals.EN501, quantity.at, f"{words} {measured.window} is")
        figures = [self.roundings.apply("quantity", figure) for figure in measured.figures]
        count = sum(figures, Fraction(0))
        told = "" if measured.given else " (none given)"
        basis = f"{_n(count)} used in {len(figures):,} {measured.window}s{told}"
        steps = [_step("used", quantity.at, basis, Fraction(0), count)]
        included = allotment(terms, self.world, self.billed_seats)
        taken = included.eaten(figures) if included is not None else [Fraction(0)] * len(figures)
        left = [figure - part for figure, part in zip(figures, taken, strict=True)]
        if included is not None and terms.included is not None:
            basis = f"{included.basis}{f', of each {measured.window}' if included.each else ''}"
            steps.append(_step("included", terms.included.at, basis, count, sum(left, Fraction(0))))
        packs = stated.packs
        sold = [sold_size(packs, figure) for figure in left] if packs is not None else left
        charged = sum(sold, Fraction(0))
        if packs is not None:
            basis = f"each {measured.window} in packs of {packs.size}"
            steps.append(_step("in packs", quantity.at, basis, sum(left, Fraction(0)), charged))
        facts = (("used", count),)
        taken_off = sum(taken, Fraction(0))
        return Counted(count, count, charged, taken_off, facts, tuple(steps), measured.given, measured, tuple(sold))

    def _included(self, terms: Terms, count: Fraction, steps: list[Step], size: int = 1) -> Fraction:
        """How much of a count is included, at most all of it; each included one is a pack of `size`."""
        included = allotment(terms, self.world, self.billed_seats)
        if included is None or terms.included is None:
            return Fraction(0)
        basis = included.basis if size == 1 else f"{included.basis}, in packs of {size}"
        taken = min(included.share * size, count)
        steps.append(_step("included", terms.included.at, basis, count, count - taken))
        return taken

    def include_after_packs(self, terms: Terms, packs: Fraction, steps: list[Step]) -> Fraction:
        """Packs that are left when those included are taken off."""
        return packs - self._included(terms, packs, steps)

    def _sold(self, stated: Quantity, count: Fraction, steps: list[Step]) -> Fraction:
        """The size sold: whole packs."""
        if stated.packs is None:
            return count
        packs = stated.packs
        if packs.up_to % packs.size:
            words = f"packs of {packs.size} up to {packs.up_to}, which is no number of packs, are"
            raise not_billed(refusals.EN511, stated.at, words)
        sold = sold_size(packs, count)
        size = packs.then if packs.up_to and count > packs.up_to else packs.size
        steps.append(_step("in packs", stated.at, f"in packs of {size}", count, sold))
        return sold

    def _sold_in(self, terms: Terms, stated: Quantity) -> int:
        """The size of one pack that is sold. Refused: two sizes, where nothing says which of them is included."""
        packs = stated.packs
        if packs is None or terms.included is None:
            return 1
        if packs.up_to and packs.then != packs.size:
            words = "what is included after packs, where two sizes are sold, is"
            raise not_billed(refusals.EN511, terms.included.at, words)
        return packs.size

    def billed_seats(self, seat: str, plan: Plan, at: Span) -> Fraction:
        """The seats of a type that are paid for: of the plan's own charges for it, else of the account's others."""
        alone = [one for one in self.terms.values() if one.charge.counts == (seat,)]
        here = [one for one in alone if one.plan is plan] or [one for one in alone if not one.plan.addon] or alone
        counts = {one.charge.name: self._with_those_above(one).of(one.charge.name).charged for one in here}
        return _agreed(counts, here, seat, at, self.terms)

    def with_more(self, more: Mapping[str, Fraction]) -> Counter:
        """The same counts with so many more seats in some charges."""
        return Counter(self.world, self.roundings, self.terms, self.heads.with_more(more))

    def with_count(self, charge: str, count: Fraction) -> Counter:
        """The same counts, but for one that is made already."""
        return Counter(self.world, self.roundings, self.terms, self.heads, {charge: count})

    def _with_those_above(self, terms: Terms) -> Counter:
        """The counts with those who are billed above the contract."""
        above = self.heads.above(terms.charge) if terms.overage is not None else Fraction(0)
        return self.with_more({terms.charge.name: above}) if above else self

    def _whole_or_more(self, figure: Fraction, at: Span) -> Fraction:
        if figure < 0:
            raise refusal(refusals.EN303, at, f"this comes to {_n(figure)}, and a quantity is never below 0")
        return figure


def sold_size(packs: Packs, count: Fraction) -> Fraction:
    """The least number of seats sold that holds a count: fives up to 30, then tens from 30 on. What is sold is never
    rounded down: only packs that are priced are rounded as the policy says."""
    if packs.up_to and count > packs.up_to:
        return Fraction(packs.up_to + packs.then * ceil((count - packs.up_to) / packs.then))
    return Fraction(packs.size * ceil(count / packs.size))


def limit_reached(terms: Terms, count: Fraction, heads: Heads, world: World) -> Fraction | None:
    """The limit that a count is above; None where there is none, or it is not reached."""
    if terms.limit is None:
        return None
    most: Expression | str = terms.limit.value.most
    limit = heads.ordered(terms.charge) if isinstance(most, str) else world.figure(most)
    if limit is None:
        return None
    return limit if count > limit else None


def _agreed(counts: Mapping[str, Fraction], here: list[Terms], seat: str, at: Span, terms: Mapping[str, Terms]) -> Fraction:
    if len(set(counts.values())) > 1:
        shown = " and ".join(f"{_n(count)} in `{name}`" for name, count in counts.items())
        raise not_billed(refusals.EN503, at, f"what is included by the seats of `{seat}`, with {shown}, is")
    if not here and any(seat in one.charge.counts for one in terms.values()):
        raise not_billed(refusals.EN503, at, f"what is included by the seats of `{seat}`, counted together with others, is")
    return next(iter(counts.values()), Fraction(0))


def _step(rule: str, at: Span, basis: str, before: Fraction, after: Fraction, rounding: str = "") -> Step:
    return Step("quantity", rule, at, basis, before, after - before, after, rounding)


def _n(value: Fraction) -> str:
    return format_decimal(value)
