"""A policy, an account and its history in, what stays the same over it out; None where the short way is not theirs.

What is asked of a policy hangs on the programs of a holding and is looked at once; what an account's facts decide, once for
each account, on its first day. Whatever is not named here belongs to the whole way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from fractions import Fraction
from functools import partial

import attrs

from seatpolicy.compiler.lower.budgets import AMOUNTS
from seatpolicy.compiler.lower.over_time import part as lowered
from seatpolicy.compiler.lower.over_time.day import DayProgram, lower_day
from seatpolicy.compiler.lower.over_time.due import DueLine as Shaped
from seatpolicy.compiler.lower.over_time.due import lower_due
from seatpolicy.compiler.lower.over_time.part import Shape, lower_part
from seatpolicy.compiler.lower.over_time.prices import UPPER, lower_prices
from seatpolicy.compiler.lower.over_time.sums import SUMS
from seatpolicy.documents.account import Account
from seatpolicy.documents.events.records import Event, SeatsChanged
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.only_counts.functions import Amounts, Key, amounts_of, reads_of
from seatpolicy.engines.python.only_counts.lister import Lister, lister_of
from seatpolicy.engines.python.over_time.series import Series
from seatpolicy.engines.python.programs import Holding, Programs, holding_of
from seatpolicy.pricing.over_time.advance import MORE
from seatpolicy.pricing.over_time.credits import NEXT_INVOICE
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.over_time.worths import by_seconds
from seatpolicy.pricing.over_time.worths import whole as whole_cycle
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import FewerSeats
from seatpolicy.semantics.model.texts import Texts
from seatpolicy.source.text import Span

AT_ONCE = {"at once": True, "next invoice": False}
NO_CREDIT = FewerSeats("none", "next cycle")
PART = frozenset(("part", name) for name in (lowered.UNITS, lowered.ABOVE, lowered.SHARE, f"{lowered.SHARE}/den"))
"""What changes from part to part; units are whole here."""


@attrs.frozen
class ChargeAmounts:
    """The functions of one charge, and the shape of its `line`: `level` gives the units, whether anybody said the count, and
    what stops it; `price` what so many units cost for a whole period; `whole` and `step` the list amount of the first part
    of a cycle and of a later one; `settled` takes it to list amount, amount and cut, rounded, and to the exact amount."""

    name: str
    line: Shaped
    level: Amounts
    price: Amounts
    whole: Amounts
    step: Amounts
    settled: Amounts


@attrs.frozen
class Found:
    """What was found of a holding; None where it does not fit."""

    charges: tuple[ChargeAmounts, ...] | None


@attrs.frozen
class ChargeSame:
    """One charge of an account: its functions with the integers that never change; `at_once`: more units are due on their
    own day, else on the next invoice; `fewer` is the rule, written at a place. `lister` lists its parts, of which a whole
    cycle is worth `whole_cycle` periods of the rate."""

    of: ChargeAmounts
    level: list[int | None]
    price: list[int | None]
    whole: list[int | None]
    step: list[int | None]
    settled: list[int | None]
    at_once: bool
    fewer: FewerSeats
    fewer_at: Span
    lister: Lister
    whole_cycle: Fraction

    def exact(self, listed: Fraction) -> Fraction:
        """What a list amount comes to before it is rounded as a line."""
        function, given = self.of.settled, self.settled.copy()
        for key, place in function.places_of.items():
            given[place] = listed.denominator if key[1] == f"{AMOUNTS}/den" else listed.numerator
        return function.figure(function.run(given), 3)


@attrs.frozen
class Same:
    """What stays the same over a history: the whole way of the account as it was on its first day, that day, and its
    charges."""

    series: Series
    day: JudgedDay
    charges: tuple[ChargeSame, ...]


def same_of(programs: Programs, texts: Texts, account: Account, until: date) -> Same | None:
    """What stays the same; None where the short way is not theirs."""
    policy, start = texts.any, account.start
    if start is None or not (policy.effective or start) <= start <= until:
        return None
    if texts.changes or not _is_plain(policy, account):
        return None
    charges = charges_of(programs, policy, account)
    if charges is None or not only_counts(account, {one.name for one in charges}):
        return None
    series = Series(programs, texts, attrs.evolve(account, events=()), (), until, until)
    try:
        day = series.days.day(start)
        made = [] if day.failures else [one for each in charges if (one := _same(each, day, programs)) is not None]
    except Refusal:
        return None
    return Same(series, day, tuple(made)) if made and len(made) == len(charges) else None


def only_counts(account: Account, charges: Collection[str]) -> bool:
    """Whether nothing happened but that known seats were ordered, on days of the subscription, and told in time."""
    start = account.start
    assert start is not None
    return all(is_plain_count(event, start, charges) for event in account.events)


def is_plain_count(event: Event, start: date, charges: Collection[str]) -> bool:
    """Whether an event is one of those."""
    return (
        type(event) is SeatsChanged
        and event.day >= start
        and event.recorded_on <= event.day
        and event.charge in charges
        and not event.cause
    )


def _is_plain(policy: Policy, account: Account) -> bool:
    """Whether neither says anything on which more than counts hangs."""
    if account.people is not None or account.billed is not None or account.usage or account.added or account.anchored:
        return False
    if policy.requirements or any(point in policy.roundings for point in (*SUMS, "unit price", "factor")):
        return False
    groups = policy.combine.order if policy.combine is not None else ()
    amounts = (case.value.amounts for one in policy.discounts.values() for case in one.off)
    return all(len(group) == 1 for group in groups) and all(one is None for one in amounts)


# ---- what a policy says


def charges_of(programs: Programs, policy: Policy, account: Account) -> tuple[ChargeAmounts, ...] | None:
    """The functions of every charge of a holding, made once; None where it does not fit."""
    holding = holding_of(account)

    def make() -> Found:
        day, _ = programs.compiled(policy, ("day", *holding, False, ""), lambda: lower_day(policy, *holding, False, ""))
        return Found(_made(policy, holding, day))

    return programs.beside(policy, ("only counts", *holding), make).charges


def _made(policy: Policy, holding: Holding, day: DayProgram) -> tuple[ChargeAmounts, ...] | None:
    if len(day.pairs) != 1 or day.asked:
        return None
    counts = {note for one in day.charges.values() for note in (one.units, one.count, one.given, one.stopped)}
    others = [number for number in range(len(day.kernel.notes)) if number not in counts]
    if not all(_is_fixed(day, key) for key in reads_of(day.kernel, others, day.reasons, ("level", "list"))):
        return None
    made: list[ChargeAmounts] = []
    for name in day.charges:
        one = _of_charge(policy, holding, day, name)
        if one is None:
            return None
        made.append(one)
    return tuple(made)


def _is_fixed(day: DayProgram, key: Key) -> bool:
    """Whether an input is the same on every day of a history of counts."""
    kind, name = key
    if kind == "account":
        return name != "as_of"
    return (kind == "cycle" and "/" not in name) or (kind == "seats" and name not in day.charges)


def _of_charge(policy: Policy, holding: Holding, day: DayProgram, name: str) -> ChargeAmounts | None:
    """The functions of one charge; None where one of them hangs on more than counts."""
    one = day.charges[name]
    plain = not one.fewer or (len(one.fewer) == 1 and one.fewer[0].holds is None and one.fewer[0].value.within is None)
    if one.charge.counts_kind == "meter" or not plain or one.stopped is None:
        return None
    fixed = partial(_is_fixed, day)
    notes = [one.units, one.stopped, *([] if one.given is None else [one.given])]
    level = amounts_of(day.kernel, notes, day.reasons, (), {("seats", name)}, fixed)
    prices = lower_prices(policy, *holding, name, False)
    price = amounts_of(prices.kernel, [prices.upper], prices.reasons, (UPPER,), {("part", UPPER)}, fixed)
    whole, step = (_part(policy, holding, name, fixed, Shape(step)) for step in (False, True))
    line = Shaped(name, name, one.plan.name, False, day.pairs[0][0], 0)
    due = lower_due(policy, *holding, False, (line,))
    if due.asked or any(block.bounded for block in due.blocks) or len(due.lines) != 1 or due.assumptions:
        return None
    amounts = {("part", name), ("part", f"{AMOUNTS}/den")}
    notes = [due.lines[0].list_amount, due.lines[0].amount, due.cuts[0], due.lines[0].exact]
    settled = amounts_of(due.kernel, notes, due.reasons, ("settle",), amounts, fixed)
    if level is None or price is None or whole is None or step is None or settled is None:
        return None
    if not (level.is_whole(3) and price.is_whole(1) and settled.is_whole(3)) or set(level.dens) != {1}:
        return None
    return ChargeAmounts(name, line, level, price, whole, step, settled)


def _part(policy: Policy, holding: Holding, name: str, fixed: Callable[[Key], bool], shape: Shape) -> Amounts | None:
    made = lower_part(policy, *holding, name, False, shape)
    if made.asked or len(made.lines) != 1 or made.lines[0].of is not None or made.lines[0].present is not None:
        return None
    return amounts_of(made.kernel, [made.lines[0].amount], made.reasons, ("part", "list"), PART, fixed)


# ---- what an account's facts decide


def _same(one: ChargeAmounts, day: JudgedDay, programs: Programs) -> ChargeSame | None:
    """One charge on the first day; None where a statement counts that is not of the short way. Raises Refusal."""
    charge = day.charges[one.name]
    quantity, more, level = day.quantity(one.name), day.says(charge.more, MORE), day.level(one.name)
    ordered = day.page.seats.get(one.name)
    counted = quantity is None or (
        quantity.kind == "contracted"
        and not quantity.over
        and not quantity.tier_of
        and ordered is not None
        and ordered.count.denominator == 1
    )
    usual = (
        counted
        and level.given
        and level.period not in ("", "once")
        and day.chosen(charge.bill) == "in advance"
        and day.chosen(charge.lines) in (None, "change", "charge")
        and day.trial_ends(one.name) == day.on
        and day.first_part(one.name) == "billed"
        and day.says(charge.first_day, True)
        and not day.says(charge.last_day, False)
        and day.says(charge.change_lines, "difference") == "difference"
        and more.charged
        and not more.to_term_end
        and more.when in AT_ONCE
        and not by_seconds(day, one.name)
    )
    if not usual:
        return None
    rule, at = (charge.fewer[0].value, charge.fewer[0].at) if charge.fewer else (NO_CREDIT, charge.charge.at)
    if rule.kind == "none":
        fits = rule.when == "next cycle" and rule.notice is None
    else:
        fits = rule.kind in ("at billed", "in full") and rule.to == NEXT_INVOICE and rule.when in AT_ONCE
    if not fits:
        return None
    level_, price, whole, step, settled = (
        figure.template(day.given) for figure in (one.level, one.price, one.whole, one.step, one.settled)
    )
    lister = lister_of(programs, day.policy, holding_of(day.page), one.name, one.line, day.given)
    if lister is None:
        return None
    worth = whole_cycle(day.cycle(one.name), level.period)
    return ChargeSame(one, level_, price, whole, step, settled, AT_ONCE[more.when], rule, at, lister, worth)
