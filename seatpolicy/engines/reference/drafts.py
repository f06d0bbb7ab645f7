"""Lines while they are made: a charge's count and price in, its lines at list price out (BILLING-RULES 2, steps 4 and 5).

The list amount of a whole cycle is T times the price of one period of the rate, T being the cycle in such periods: 12 for
a rate per month in a year. Flat parts are part of that price, so they too come T times: a stairstep per year costs in a
half year half of what it costs in a year. (In a part of a cycle they stay whole, but no part is billed here.) Where the
policy rounds factors, the rates come the rounded T times; whole flat parts are no part of anything, and come T times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Line, LineQuantity, Step
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.prices import Piece, Whole, pieces, stated_price
from seatpolicy.engines.reference.quantities import Counted, Counter
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.engines.reference.usage import each_window, window_worth
from seatpolicy.semantics.model.prices import Cycle
from seatpolicy.source.text import Span
from seatpolicy.values.money import format_amount, format_decimal, format_percent

MOST_LINES = 10_000
"""Lines of one charge; more is no invoice that anybody reads."""


@attrs.define
class Draft:
    """A line in the making. `listed` is its price before anything is taken off, `base` what a maximum before discounts left
    of it, `left` what is left now, `exact` the same before lines, charges and the total were rounded. Every change is a
    step."""

    id: str
    kind: str
    charge: str
    owner: str
    title: str
    counts: tuple[str, ...]
    quantity: LineQuantity
    window: Window
    cycle: Cycle
    factor: Fraction
    unit: str
    at: Span
    listed: Fraction = Fraction(0)
    base: Fraction = Fraction(0)
    left: Fraction = Fraction(0)
    cut_by_maximum: Fraction = Fraction(0)
    exact: Fraction = Fraction(0)
    steps: list[Step] = attrs.field(factory=list)

    def change(self, rule: str, at: Span | None, basis: str, after: Fraction, rounding: str = "") -> None:
        """Moves what is left, and says why."""
        self.steps.append(Step("amount", rule, at, basis, self.left, after - self.left, after, rounding))
        self.left = self.exact = after

    def round(self, rule: str, at: Span, basis: str, after: Fraction, rounding: str) -> None:
        """Rounds what is left for the invoice, and says so; `exact` stays."""
        exact = self.exact
        self.change(rule, at, basis, after, rounding)
        self.exact = exact

    def line(self, list_amount: Fraction) -> Line:
        """The finished line."""
        return Line(
            id=self.id,
            kind=self.kind,
            charge=self.charge,
            owner=self.owner,
            title=self.title,
            counts=self.counts,
            quantity=self.quantity,
            period=self.window.period,
            factor=self.factor,
            unit=self.unit,
            list_amount=list_amount,
            amount=self.left,
            steps=tuple(self.steps),
            at=self.at,
            exact=self.exact,
        )


def charge_drafts(terms: Terms, counter: Counter, world: World, roundings: Roundings) -> list[Draft]:
    """The lines of a charge at list price; none for a price that came once, in an earlier cycle."""
    counted = counter.of(terms.charge.name)
    whole = stated_price(terms, world)
    if whole.per.period == "once" and terms.window.index > 0:
        return []
    steps = list(counted.steps)
    if counted.used is not None and counted.used.is_split:
        units, made = each_window(counted.used, counted.windows, whole, terms, world, roundings)
        whole_cycle = window_worth(counted.used, whole, terms)
    else:
        units = units_paid(whole, counted, terms, counter, steps)
        made = pieces(whole, units, terms, world)
        whole_cycle = cycles.worth(terms.cycle.value, whole.per.period, terms.cycle.at)
    factor = roundings.apply("factor", whole_cycle)
    flat_factor = factor if _flat_fees(terms, world) == "prorated" else whole_cycle
    drafts = []
    groups = list(_groups(terms, made, units))
    for number, group in enumerate(groups, start=1):
        title = terms.charge.title
        if terms.lines == "tier" and len(groups) > 1:
            title = f"{title}, {group[0].rule.rpartition(', ')[2]}"
        billed = units if len(groups) == 1 else sum((piece.units for piece in group), Fraction(0))
        draft = Draft(
            id=terms.charge.name if len(groups) == 1 else f"{terms.charge.name}#{number:0{len(str(len(groups)))}}",
            kind="charge",
            charge=terms.charge.name,
            owner=terms.plan.name,
            title=title,
            counts=terms.charge.counts,
            quantity=counted.line_quantity(billed),
            window=terms.window,
            cycle=terms.cycle.value,
            factor=factor,
            unit=_unit(whole, terms),
            at=terms.charge.at,
            steps=list(steps),
        )
        _price(draft, group, terms, whole, (factor, flat_factor), roundings, world.account.currency)
        drafts.append(draft)
    return drafts


def units_paid(whole: Whole, counted: Counted, terms: Terms, counter: Counter, steps: list[Step]) -> Fraction:
    """How many the price multiplies: seats, units, started packs; 1 for a fee."""
    if whole.per.unit == "pack":
        return _packs(whole.per.pack_size, counted, terms, counter, steps)
    return Fraction(1) if whole.is_fee else counted.charged


def _packs(size: int, counted: Counted, terms: Terms, counter: Counter, steps: list[Step]) -> Fraction:
    packs = counter.roundings.whole_packs(counted.charged / size)
    of = f"pack of {size}" if packs == 1 else f"packs of {size}"
    verb = "start" if counter.roundings.at("pack") is None else "make"
    basis = f"{format_decimal(counted.charged)} {verb} {format_decimal(packs)} {of}"
    change = packs - counted.charged
    steps.append(Step("quantity", "packs", terms.price.at, basis, counted.charged, change, packs))
    if terms.included is not None and terms.included.value.after_packs:
        packs = counter.include_after_packs(terms, packs, steps)
    return packs


def _groups(terms: Terms, made: Sequence[Piece], units: Fraction) -> Iterator[list[Piece]]:
    """The pieces of each line: one line a charge, one a row of its schedule, or one a seat."""
    if terms.lines in ("change", "charge") or not made:
        yield list(made)
    elif terms.lines == "tier":
        rules = dict.fromkeys(piece.rule for piece in made)
        for rule in rules:
            yield [piece for piece in made if piece.rule == rule]
    elif terms.lines == "seat":
        whole = all(piece.units.denominator == 1 for piece in made)
        # A price for each started hundred has units, but none of them is a seat.
        at_rates = sum((piece.units for piece in made), Fraction(0)) == units and not any(piece.flat for piece in made)
        if not whole or not at_rates or units > MOST_LINES:
            raise not_billed(
                refusals.EN509,
                terms.charge.at,
                f"`{terms.charge.name}` with one line per seat is",
                "for whole seats at rates, up to 10,000 of them, it is",
            )
        if units == 0:
            yield list(made)
        for piece in made:
            one = attrs.evolve(piece, units=Fraction(1), words=piece.words.partition(" × ")[2] or piece.words)
            yield from ([one] for _ in range(piece.units.numerator))
    else:
        raise not_billed(refusals.EN509, terms.charge.at, f"one line per {terms.lines} is")


def _price(
    draft: Draft,
    group: Sequence[Piece],
    terms: Terms,
    whole: Whole,
    factors: tuple[Fraction, Fraction],
    roundings: Roundings,
    currency: str,
) -> None:
    """The list amount, with the steps that lead to it. `factors` are those of rates and of flat parts."""
    factor, flat_factor = factors
    each = roundings.at("unit price") is not None
    period, level = whole.per.period, whole.level
    of_list = format_percent(level)
    for piece in group:
        amount, words, rounding = piece.amount, piece.words, ""
        if each and piece.units and not piece.share:
            exact = piece.rate * level * factor
            rate = roundings.apply("unit price", exact)
            amount = piece.units * rate + piece.flat * level * flat_factor
            words = f"{format_decimal(piece.units)} × {format_amount(rate, currency)}"
            if level != 1 or factor != 1:
                words += f", {format_amount(piece.rate, currency)}"
                words += f" × {of_list}" if level != 1 else ""
                words += f" × {_ratio(factor)}" if factor != 1 else ""
            rounding = roundings.words("unit price") if rate != exact else ""
        elif each:
            amount = (piece.units * piece.rate * factor + piece.flat * flat_factor) * level
            words += f", at {of_list}" if level != 1 else ""
        draft.change(piece.rule, piece.at, words, draft.left + amount, rounding)
    if level != 1 and not each:
        basis = f"{of_list} of {format_amount(draft.left, currency)}, the list price"
        draft.change("price level", whole.level_at, basis, draft.left * level)
    if not factor == flat_factor == 1 and not each:
        flat = sum((piece.flat for piece in group), Fraction(0)) * level
        basis = f"{_ratio(factor)} × {format_amount(draft.left, currency)}"
        if flat and factor != flat_factor:
            basis = f"{_ratio(factor)} × {format_amount(draft.left - flat, currency)}"
            basis += f", {_ratio(flat_factor)} × {format_amount(flat, currency)} flat"
        basis += f", a {cycles.words(terms.cycle.value)} at a price per {period}"
        draft.change("cycle", terms.cycle.at, basis, (draft.left - flat) * factor + flat * flat_factor)
    round_to_step(draft, roundings)
    draft.listed = draft.base = draft.left


def _flat_fees(terms: Terms, world: World) -> str:
    """Whether flat parts are whole or prorated: by the nearest block that says it."""
    blocks = (terms.charge.proration, terms.plan.proration, world.policy.proration)
    fitting = (world.first_that_fits(block.flat_fees) for block in blocks)
    return next((case.value for case in fitting if case is not None), "whole")


def round_to_step(draft: Draft, roundings: Roundings) -> None:
    """Rounds what is left, where the policy rounds each step."""
    after = roundings.apply("step", draft.left)
    stated = roundings.at("step")
    if stated is not None and after != draft.left:
        draft.change("rounding on each step", stated.at, "", after, roundings.words("step"))


def _unit(whole: Whole, terms: Terms) -> str:
    """What a line counts; empty for a fee."""
    if whole.per.unit == "pack":
        return f"pack of {whole.per.pack_size}"
    if whole.is_fee:
        return ""
    return whole.per.unit or {"seat": "seat", "item": "unit"}.get(terms.charge.counts_kind, "")


def _ratio(value: Fraction) -> str:
    return format_decimal(value)
