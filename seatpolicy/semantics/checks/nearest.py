"""A policy in, every charge as an account can have it out, with the statements that count for it: the nearest wins.

Cycle, anchor, trial and proration are looked for in the charge, then in its plan or add-on, then in the plan that the
add-on is sold with, then in the policy; where no line of one block fits, the next block is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix
from seatpolicy.semantics.checks.conditions import can_meet, uncovered
from seatpolicy.semantics.checks.terms import walk
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Charge, Cycle, Duration, FewerSeats, FreePrice, Plan, Proration
from seatpolicy.semantics.model.types import FLAG
from seatpolicy.source.text import Span
from seatpolicy.values.periods import DAYS, MONTHS, Period

T = TypeVar("T")
U = TypeVar("U")
MOST_BASES = 12
"""An add-on is looked at with so many plans whose time lines differ; more would make checking slower than the policy is
long."""


@attrs.frozen(eq=False, slots=False)
class Sold:
    """A charge as it is sold: in its plan, or in its add-on (`holder`) together with one plan (`base`)."""

    policy: Policy
    charge: Charge
    holder: Plan
    base: Plan

    @cached_property
    def cycles(self) -> Cases[Cycle]:
        """The cycles that it can have."""
        return nearest(self.charge.cycle, self.holder.cycle, self.base.cycle)

    @cached_property
    def anchors(self) -> Cases[Anchor]:
        """The anchors that it can have."""
        return nearest(self.holder.anchor, self.base.anchor)

    @cached_property
    def terms(self) -> Cases[Duration]:
        """The terms that it can have; where none is stated there is none."""
        return nearest(self.holder.term, self.base.term)

    def prorated(self, field: Callable[[Proration], Cases[T]]) -> Cases[T]:
        """The statements of one label of the proration blocks."""
        return nearest(*(field(block) for block in self.blocks))

    @property
    def blocks(self) -> tuple[Proration, ...]:
        """The proration blocks, the nearest first."""
        inner = (self.charge.proration, self.holder.proration)
        return (*inner, *(() if self.base is self.holder else (self.base.proration,)), self.policy.proration)

    @property
    def places(self) -> tuple[Span | None, ...]:
        """Where something about it may stand."""
        return (self.charge.at, self.holder.at, self.base.at, *(block.at for block in self.blocks))


def sold(policy: Policy) -> Iterator[Sold]:
    """Every charge in its plan, and those of add-ons with each plan that makes a difference."""
    for plan in policy.plans.values():
        for charge in plan.charges:
            yield Sold(policy, charge, plan, plan)
    for addon in policy.addons.values():
        for base in bases(policy, addon):
            for charge in addon.charges:
                yield Sold(policy, charge, addon, base)


def bases(policy: Policy, addon: Plan) -> list[Plan]:
    """The plans that an add-on is sold with, one of each that say the same about time; a plan is its own."""
    if not addon.addon:
        return [addon]
    found: dict[object, Plan] = {}
    for name in addon.sold_with:
        plan = policy.plans.get(name)
        if plan is not None and len(found) < MOST_BASES:
            found.setdefault(_time_line(plan), plan)
    return list(found.values())


def _time_line(plan: Plan) -> object:
    proration = plan.proration
    return (
        *(_said(cases) for cases in (plan.cycle, plan.anchor, plan.term, plan.trial)),
        *(_said(cases) for cases in (proration.measure, proration.more_seats, proration.fewer_seats)),
    )


def _said(cases: Cases[Any]) -> tuple[str, ...]:
    return tuple(" ".join(case.at.text.split()) for case in cases)


# ---- statements -----------------------------------------------------------------------------------------------------


def nearest(*blocks: Cases[T]) -> Cases[T]:
    """The statements that can count, in the order in which they are tried: those of the nearest block, and those of the
    next where the nearest leaves cases open."""
    found: list[Cases[T]] = []
    for cases in blocks:
        found.append(cases)
        if cases and open_case(cases) is None:
            break
    return found[-1] if len(found) == 1 or not any(found[:-1]) else tuple(case for cases in found for case in cases)


def open_case(cases: Cases[T]) -> str | None:
    """Facts for which no statement fits, in words (empty where it cannot be told); None if one always fits."""
    if not cases:
        return ""
    if any(case.when is None and not windowed(case.value) for case in cases):
        return None
    return uncovered([case.when for case in cases if case.when is not None and not windowed(case.value)])


def windowed(value: object) -> bool:
    """Whether a statement counts for a time after a purchase only, so that another must follow."""
    return isinstance(value, FewerSeats) and value.within is not None


def together(*picked: tuple[Cases[Any], int]) -> bool:
    """Whether statements, each the one at a place among its cases, can count for one account at one time."""
    return can_meet(*(c for cases, place in picked for c in _conditions(cases, place)))


def in_doubt(*picked: tuple[Cases[Any], int]) -> bool:
    """Whether nobody knows when statements count, because of a mistake in their conditions or in a line before them."""
    conditions = (c for cases, place in picked for c in _conditions(cases, place))
    return any(part.type.kind == "error" for c in conditions for part in walk(c))


def _conditions(cases: Cases[Any], place: int) -> Sequence[x.Expression]:
    chosen = cases[place].when
    earlier = [case.when for case in cases[:place] if case.when is not None and not windowed(case.value)]
    return [*([] if chosen is None else [chosen]), *(x.Not(FLAG, when.at, when) for when in earlier)]


def clashes(
    first: Cases[T], second: Cases[U], clash: Callable[[T, U], bool]
) -> Iterator[tuple[Case[T], Case[U]]]:
    """Every statement of one label with every one of another that it clashes with, where both can count together."""
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            both = (first, i), (second, j)
            if clash(one.value, other.value) and together(*both) and not in_doubt(*both):
                yield one, other


def is_free(charge: Charge) -> bool:
    """Whether nothing is ever to be paid for a charge."""
    return bool(charge.price) and all(isinstance(case.value, FreePrice) for case in charge.price)


def once(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings without those of a code and place that stand in the list already: a line for all plans is told once."""
    first: dict[object, Diagnostic] = {}
    for one in found:
        first.setdefault((one.code, one.span), one)
    return list(first.values())


# ---- what messages need ---------------------------------------------------------------------------------------------


def said(at: Span) -> Span:
    """What a line says, without its label."""
    text = at.text
    label = text.find(":")
    start = label + 1
    while label >= 0 and start < len(text) and text[start] in " \t":
        start += 1
    return Span(at.source, at.start + start, at.end) if label >= 0 else at


def per(period: str) -> str:
    """`per month`, `once`."""
    return period if period == "once" else f"per {period}" if period else ""


def cycle_words(cycle: Cycle) -> str:
    """`a month`, `30 days`."""
    return f"a {cycle.period}" if cycle.count == 1 else f"{cycle.count} {cycle.period}s"


def family(period: str) -> str:
    """`months` for periods made of months, `days` for those made of days, empty for any other."""
    try:
        kind = Period(period)
    except ValueError:
        return ""
    return "months" if kind in MONTHS else "days" if kind in DAYS else ""


# ---- fixes ----------------------------------------------------------------------------------------------------------


def removed(at: Span) -> Fix:
    """A line without which the policy means the same, or something; nothing of it is left, its comment apart."""
    text = at.source.text
    start, end = at.start, at.end
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t\r":
        end += 1
    whole = Span(at.source, start, end + 1) if text[end : end + 1] == "\n" else at
    return Fix("remove the line", (Edit(whole, ""),))


def without(at: Span, words: str) -> Fix | None:
    """A line without a part of it that begins with these words: `, highest of the cycle`, or `per month`."""
    found = re.search(rf"\s*{re.escape(words)}\b[^,]*" if words[0] == "," else rf"\s*\b{re.escape(words)}\b", at.text)
    if found is None:
        return None
    part = Span(at.source, at.start + found.start(), at.start + found.end())
    return Fix(f"leave `{' '.join(part.text.split())}` out", (Edit(part, ""),))
