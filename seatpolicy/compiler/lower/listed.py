"""A charge's count and prices in, its lines at list price out (BILLING-RULES 2, steps 4 and 5).

A charge has one line, or one a row of its schedule, or one a seat. How many seats there are is not known while
compiling: the first program only says that they are wanted, and is lowered again for the number of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.included import left_of_packs
from seatpolicy.compiler.lower.list_amount import Factors, Length, factors_of, list_amount
from seatpolicy.compiler.lower.price import Piece, Priced, pieces, prices
from seatpolicy.compiler.lower.quantity import Counted, Counter
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep, SeatLines
from seatpolicy.documents import refusals
from seatpolicy.values.record import evolved, record

MOST_LINES = 10_000
"""Lines of one charge; more is no invoice that anybody reads."""

Seats = Mapping[tuple[str, int], int]
"""How many lines a charge has at one of its prices, where it has a line for each seat."""


@record
class Listing:
    """The lines of a charge, whether anything is due on them, and where it has none although it is counted: its price came
    once, in an earlier cycle."""

    drafts: list[Draft]
    due: Value
    gone: Value
    seat_lines: list[SeatLines]


def listing(terms: Terms, counted: Counted, counter: Counter, read: Expressions, seats: Seats) -> Listing:
    """The lines of a charge at list price."""
    low, b = read.low, read.low.b
    layout = layout_flags(terms, low)
    drafts: list[Draft] = []
    wanted: list[SeatLines] = []
    gone: list[Value] = []
    owed: list[Value] = []
    single: list[tuple[Value, Priced, Value, Value, list[PossibleStep], Factors]] = []
    for place, price in enumerate(prices(terms, read)):
        over = b.const(0)
        if price.per.period == "once":
            over = b.all(price.flag, b.compare(">", terms.cycle.window.index, b.const(0)))
            gone.append(over)
        flag = b.all(price.flag, b.negate(over))
        apart = b.any(*(one.flag for one in counted.splits))
        ways = [*((b.all(flag, one.flag), one) for one in counted.splits), (b.all(flag, b.negate(apart)), None)]
        for here, windows in ways:
            if b.constant(here) == 0:
                continue
            with low.when(here):
                steps: list[PossibleStep] = []
                if windows is not None:
                    from seatpolicy.compiler.lower.windows import each_window, window_worth

                    units, made = each_window(windows, price, terms, low)
                    factors = factors_of(price, terms, read, window_worth(windows, price, low))
                else:
                    units = units_paid(price, counted, terms, counter, here, steps)
                    made = pieces(price, units, terms, low)
                    factors = factors_of(price, terms, read)
                many = price.schedule is not None and price.schedule.model == "graduated"
                one = b.all(here, layout.one if many else b.any(layout.one, layout.tier))
                if b.constant(one) != 0:
                    own = list(steps)
                    left = list_amount(own, made, one, price, terms, factors, low)
                    single.append((one, price, units, left, own, factors))
                tiers = b.all(here, layout.tier)
                if many and b.constant(tiers) != 0:
                    drafts += tier_lines(terms, counted, price, units, made, tiers, factors, steps, low)
                each = b.all(here, layout.seat)
                if b.constant(each) != 0:
                    with low.when(layout.seat):
                        no_seat_lines(terms, units, made, low)
                    present = low.flag(b.all(low.live, each), "a line a seat")
                    wanted.append(SeatLines(terms.charge.name, place, present, low.note(units)))
                    count = seats.get((terms.charge.name, place))
                    if count is None:
                        owed += _seats_owed(terms, price, made, each, factors, low)
                    else:
                        drafts += seat_lines(terms, counted, price, count, each, factors, steps, low)
    if single:
        drafts.insert(0, single_line(terms, counted, single, low))
    due = b.any(*owed, *(b.compare("!=", draft.listed, b.const(0)) for draft in drafts))
    for draft in drafts:
        # A charge of which nobody gave a count has lines only where something is due.
        draft.present = b.all(draft.present, b.any(counted.given, due))
    return Listing(drafts, due, b.any(*gone), wanted)


class Layouts:
    """How a charge is cut into lines; each a flag. Refused: a way that is not billed."""

    def __init__(self, terms: Terms, low: Lowering) -> None:
        b = low.b
        said: dict[str, list[Value]] = {}
        for flag, case in terms.lines:
            said.setdefault(case.value, []).append(flag)
        self.one = b.any(*said.pop("change", ()), *said.pop("charge", ()))
        self.tier = b.any(*said.pop("tier", ()))
        self.seat = b.any(*said.pop("seat", ()))
        for word, flags in said.items():
            low.not_billed(b.any(*flags), refusals.EN509, terms.charge.at, f"one line per {word} is")


def layout_flags(terms: Terms, low: Lowering) -> Layouts:
    """How a charge is cut into lines."""
    return Layouts(terms, low)


def units_paid(
    price: Priced, counted: Counted, terms: Terms, counter: Counter, flag: Value, steps: list[PossibleStep]
) -> Value:
    """How many the price multiplies: seats, units, started packs; 1 for a fee."""
    low, b = counter.low, counter.low.b
    if price.per.unit != "pack":
        return b.const(1) if price.is_fee else counted.charged
    size = price.per.pack_size
    packs = rounding.whole_packs(b.div(counted.charged, b.const(size)), low)
    verb = "start" if rounding.stated("pack", low) is None else "make"
    single = b.compare("=", packs, b.const(1))
    for here, of in ((single, f"pack of {size}"), (b.negate(single), f"packs of {size}")):
        figures = ((counted.charged, "number"), (packs, "number"))
        change = (counted.charged, packs)
        add_step(steps, low, "quantity", "packs", price.at, b.all(flag, here), change, f"{{}} {verb} {{}} {of}", *figures)
    return left_of_packs(terms, flag, packs, steps, counter)


def _draft(terms: Terms, counted: Counted, low: Lowering, present: Value, billed: Value, factor: Value,
           units: list[tuple[Value, str]], steps: list[PossibleStep], left: Value) -> Draft:  # fmt: skip
    """A line with its list amount."""
    charge = terms.charge
    listed = low.b.select(present, left, low.const(0))
    return Draft(
        low=low,
        name=charge.name,
        kind="charge",
        charge=charge.name,
        owner=terms.plan.name,
        title=charge.title,
        counts=charge.counts,
        block=charge.name,
        cycle=terms.cycle,
        at=charge.at,
        present=present,
        billed=billed,
        included=counted.included,
        factor=factor,
        units=units,
        facts=counted.facts,
        left=listed,
        listed=listed,
        base=listed,
        cut=low.const(0),
        steps=[*counted.steps, *steps],
    )


def single_line(
    terms: Terms,
    counted: Counted,
    parts: Sequence[tuple[Value, Priced, Value, Value, list[PossibleStep], Factors]],
    low: Lowering,
) -> Draft:
    """The one line of a charge, at whichever price."""
    b = low.b
    present = b.any(*(flag for flag, *_ in parts))
    units = low.chosen([(flag, units) for flag, _, units, *_ in parts])
    left = low.chosen([(flag, left) for flag, _, _, left, *_ in parts])
    factor = low.chosen([(flag, factors.rates) for flag, *_, factors in parts])
    steps = [step for *_, own, _ in parts for step in own]
    return _draft(terms, counted, low, present, units, factor, [(f, unit_of(p, terms)) for f, p, *_ in parts], steps, left)


def tier_lines(
    terms: Terms,
    counted: Counted,
    price: Priced,
    units: Value,
    made: Sequence[Piece],
    flag: Value,
    factors: Factors,
    steps: list[PossibleStep],
    low: Lowering,
    length: Sequence[Length] = (),
) -> list[Draft]:
    """A line for each row of a graduated schedule that the quantity reaches; the first one also where it reaches none."""
    b = low.b
    rows = list(dict.fromkeys(piece.rule for piece in made))
    groups = [[piece for piece in made if piece.rule == rule] for rule in rows] or [[]]
    there = [b.any(*(piece.flag for piece in group)) for group in groups]
    count = b.max(b.add(*there), b.const(1))
    alone = b.compare("=", count, b.const(1))
    drafts = []
    for number, (group, reached) in enumerate(zip(groups, there, strict=True), start=1):
        # Rows are reached in their order: where the first is not, none is, and one empty line says so.
        present = b.all(flag, reached) if number > 1 else flag
        own = list(steps)
        left = list_amount(own, group, present, price, terms, factors, low, length=length)
        inside = b.add(*(b.select(piece.flag, piece.units, b.const(0)) for piece in group))
        draft = _draft(
            terms, counted, low, present, b.select(alone, units, inside), factors.rates,
            [(present, unit_of(price, terms))], own, left,
        )  # fmt: skip
        draft.number, draft.of, draft.row = number, count, group[0].row if group else ""
        drafts.append(draft)
    return drafts


def no_seat_lines(terms: Terms, units: Value, made: Sequence[Piece], low: Lowering) -> None:
    """Refused: a line a seat, for anything but whole seats at rates."""
    b = low.b
    # A price for each started hundred has units, but none of them is a seat.
    counted = b.add(*(b.select(piece.flag, piece.units, b.const(0)) for piece in made))
    wrong = [b.compare(">", units, b.const(MOST_LINES)), b.compare("!=", counted, units)]
    for piece in made:
        part = b.compare("!=", rounding.ceiling(piece.units, low), piece.units)
        wrong.append(b.all(piece.flag, b.any(part, b.compare("!=", piece.flat, b.const(0)))))
    low.not_billed(
        b.all(b.const(bool(made)), b.any(*(piece.flag for piece in made)), b.any(*wrong)),
        refusals.EN509,
        terms.charge.at,
        f"`{terms.charge.name}` with one line per seat is",
        hint="for whole seats at rates, up to 10,000 of them, it is",
    )


def _seats_owed(
    terms: Terms, price: Priced, made: Sequence[Piece], flag: Value, factors: Factors, low: Lowering
) -> list[Value]:
    """Where a seat of each piece would cost something, as long as nobody knows how many lines there are."""
    b = low.b
    owed = []
    silent, low.silent = low.silent, True
    for piece in made:
        here = b.all(flag, piece.flag, b.compare(">", piece.units, b.const(0)))
        one = evolved(piece, units=b.const(1))
        owed.append(b.all(here, b.compare("!=", list_amount([], [one], here, price, terms, factors, low), b.const(0))))
    low.silent = silent
    return owed


def seat_lines(
    terms: Terms,
    counted: Counted,
    price: Priced,
    count: int,
    flag: Value,
    factors: Factors,
    steps: list[PossibleStep],
    low: Lowering,
    length: Sequence[Length] = (),
) -> list[Draft]:
    """So many lines, each for one seat; one empty line where the price has nothing to say about none."""
    b = low.b
    one = b.const(1)
    groups: list[list[Piece]] = []
    there = [piece for piece in pieces(price, b.const(count), terms, low) if b.constant(piece.flag) == 1]
    for piece in there:
        whole = b.constant(piece.units) or 0
        each = evolved(piece, units=one, words=piece.words.partition(" × ")[2] or piece.words)
        shown = piece.figures[1:] if " × " in piece.words and piece.figures else piece.figures
        groups += [[evolved(each, figures=shown)]] * int(whole)
    if not count or not there:
        groups = [there]
    drafts = []
    for number, group in enumerate(groups, start=1):
        own = list(steps)
        left = list_amount(own, group, flag, price, terms, factors, low, length=length)
        billed = b.const(count) if len(groups) == 1 else b.const(len(group))
        draft = _draft(terms, counted, low, flag, billed, factors.rates, [(flag, unit_of(price, terms))], own, left)
        if len(groups) > 1:
            draft.number, draft.of = number, b.const(len(groups))
        drafts.append(draft)
    return drafts


def unit_of(price: Priced, terms: Terms) -> str:
    """What a line counts; empty for a fee."""
    if price.per.unit == "pack":
        return f"pack of {price.per.pack_size}"
    if price.is_fee:
        return ""
    return price.per.unit or {"seat": "seat", "item": "unit"}.get(terms.charge.counts_kind, "")
