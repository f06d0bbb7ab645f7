"""Discounts in; two that can meet without an order, with the difference in money, and those that never come off, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.conditions import meeting
from seatpolicy.semantics.checks.nearest import is_free, once, per, said
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import charges
from seatpolicy.semantics.checks.words import listed, money
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Discount, Off
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

E = Severity.ERROR
DC402 = code("DC402", "no-discount-order", E, "two discounts can meet, and nothing says in which order")
DC412 = code("DC412", "budget-per-what", E, "an amount off is for a cycle, a term or the whole subscription")
DC413 = code("DC413", "nothing-to-discount", E, "a discount comes off charges that cost nothing")
DC414 = code("DC414", "offer-over", E, "an offer ends before the policy begins")

MOST_TRIED = 64
"""A discount is compared with so many others, so that checking takes no longer than a policy is long. Two that meet are
nearly always found among the first few: they stand on one charge, and most have no condition that keeps them apart."""

BUDGETS = ("cycle", "term", "subscription")
LIST = Fraction(100)


def check_discount_order(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every discount by itself, and with those that come off the same charges."""
    found = [finding for discount in policy.discounts.values() for finding in _alone(policy, discount)]
    found += _free(policy, poison)
    if not poison.lost and not poison.names_missing(policy.combine.at if policy.combine is not None else None):
        found += _unordered(policy, poison)
    return once(found)


# ---- discounts by themselves ----------------------------------------------------------------------------------------


def _alone(policy: Policy, discount: Discount) -> Iterator[Diagnostic]:
    for case in discount.off:
        off = case.value
        if off.amounts is not None and off.period not in BUDGETS:
            yield DC412.at(
                off.at,
                f"an amount off {per(off.period)}",
                note="it is a budget that is used up in the order of billing, and the rest lapses",
                hint="write `per cycle`, `per term` or `per subscription`",
                subject=discount.name,
            )
    if discount.offered_to is not None and policy.effective is not None and discount.offered_to < policy.effective:
        at = discount.offered_at
        yield DC414.at(
            said(at) if at is not None else discount.at,
            "the offer is over before the policy begins",
            note=f"the policy is effective from {policy.effective}",
            hint="give it later days, or remove it",
            subject=discount.name,
        )


def _free(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    by_name: dict[str, list[Charge]] = {}
    for charge in charges(policy):
        by_name.setdefault(charge.name, []).append(charge)
    for discount in policy.discounts.values():
        for case in discount.off:
            targets = [charge for name in case.value.targets for charge in by_name.get(name, ())]
            if targets and all(is_free(charge) for charge in targets) and not poison.hit(*(c.at for c in targets)):
                yield DC413.at(
                    case.value.at,
                    f"nothing is paid for {listed([f'`{c.name}`' for c in targets])}",
                    note="nothing can come off",
                    related=(Related(said(targets[0].price[0].at), "free"),),
                    subject=discount.name,
                )


# ---- discounts that meet --------------------------------------------------------------------------------------------


def _unordered(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    """Each discount without a place in the order against those declared before it, and those in the order."""
    ordered = {name for group in policy.combine.order for name in group} if policy.combine is not None else set()
    on_charge: dict[str, list[Discount]] = {}
    on_everything: list[Discount] = []
    seen: list[Discount] = []
    for discount in sorted(policy.discounts.values(), key=lambda d: d.name not in ordered):
        if discount.name not in ordered:
            met = _first_met(discount, _sharing(discount, on_charge, on_everything, seen))
            # A line that was lost may have been the `when:` that keeps them apart.
            if met is not None and not poison.hit(discount.at, met.other.at):
                yield _message(policy, discount, met)
        seen.append(discount)
        names = {name for case in discount.off for name in case.value.targets}
        for name in names:
            on_charge.setdefault(name, []).append(discount)
        if any(not case.value.targets for case in discount.off):
            on_everything.append(discount)


def _sharing(
    discount: Discount, on_charge: Mapping[str, list[Discount]], on_everything: list[Discount], seen: list[Discount]
) -> Iterator[Discount]:
    for case in discount.off:
        if not case.value.targets:
            yield from seen
            return
    yield from on_everything
    for case in discount.off:
        for name in case.value.targets:
            yield from on_charge.get(name, ())


@record
class Meeting:
    """Another discount that one meets: a case of each, the charge that they share (empty: any), and when, in words."""

    other: Discount
    mine: Off
    its: Off
    charge: str
    when: str


def _first_met(discount: Discount, others: Iterator[Discount]) -> Meeting | None:
    for tried, other in enumerate(others):
        if tried >= MOST_TRIED:
            return None
        if not _overlap(discount, other):
            continue
        for mine in discount.off:
            for its in other.off:
                shared = _shared(mine.value, its.value)
                when = meeting(discount.when, other.when, mine.when, its.when) if shared is not None else None
                if shared is not None and when is not None:
                    return Meeting(other, mine.value, its.value, shared, when)
    return None


def _shared(one: Off, other: Off) -> str | None:
    """A charge from which both come off; empty for any; None if there is none."""
    if not one.targets or not other.targets:
        return next(iter((*one.targets, *other.targets)), "")
    return next((name for name in one.targets if name in other.targets and name != "?"), None)


def _overlap(one: Discount, other: Discount) -> bool:
    first, last = date.min, date.max
    starts = max(one.offered_from or first, other.offered_from or first)
    return starts <= min(one.offered_to or last, other.offered_to or last)


def _message(policy: Policy, discount: Discount, met: Meeting) -> Diagnostic:
    shared = f" `{met.charge}`" if met.charge else " every charge"
    combine = policy.combine
    related = [Related(met.its.at, f"`{met.other.name}` comes off it too")]
    note = _difference(policy, met.its, met.mine) or "what is billed depends on it"
    if combine is None:
        order = f"`order: {met.other.name}, then {discount.name}`"
        hint = f"write a `combine` block with {order} and `each: off what is left` (or `off list`)"
    else:
        related.append(Related(_head(combine.at), f"its order does not name `{discount.name}`"))
        hint = f"name it in `order:`, as in `…, then {discount.name}`"
    return DC402.at(
        met.mine.at,
        f"`{discount.name}` and `{met.other.name}` can both come off{shared}"
        + (f", when {met.when}" if met.when else "")
        + ": in which order?",
        note=note,
        related=tuple(related),
        hint=hint,
        subject=discount.name,
    )


def _head(at: Span) -> Span:
    """The first word of a block."""
    return Span(at.source, at.start, at.start + len("combine")) if at.text.startswith("combine") else at


def _difference(policy: Policy, first: Off, second: Off) -> str:
    """What the two take off a list price, by the ways in which they can be combined; empty where it is not known here."""
    one, other = _share(policy, first), _share(policy, second)
    up_to = "" if all(isinstance(off.share, x.Literal | None) for off in (first, second)) else "up to "
    if one is not None and other is not None:
        left = LIST * (one + other - one * other)
        flat = LIST * min(one + other, Fraction(1))
        return f"of 100.00 they take {up_to}{_plain(left)} off what is left, {up_to}{_plain(flat)} off list"
    for share, off in ((one, second), (other, first)):
        if share is not None and off.amounts is not None and off.amounts.values:
            currency, amount = next(iter(off.amounts.values.items()))
            price = LIST
            while price < 2 * amount:
                price *= 10
            late = price * share + amount
            early = amount + (price - amount) * share
            return (
                f"of {money(price, currency)} they take {up_to}{money(late, currency)} with the percentage first, "
                f"{up_to}{money(early, currency)} with the amount first"
            )
    return ""


def _share(policy: Policy, off: Off) -> Fraction | None:
    """The percentage, or the largest that its table gives; None where it is an amount, or only the account knows it."""
    share = off.share
    if isinstance(share, x.Literal) and isinstance(share.value, Fraction):
        return share.value
    if isinstance(share, x.Named) and share.kind == "table" and share.name in policy.tables:
        results = [row.result for row in policy.tables[share.name].rows]
        known = [r.value for r in results if isinstance(r, x.Literal) and isinstance(r.value, Fraction)]
        return max(known) if known and len(known) == len(results) else None
    return None


def _plain(amount: Fraction) -> str:
    return money(amount, "USD").removesuffix(" USD")
