"""The use of each window of a meter in, what is paid for of every one, and its price, out.

How many different figures the windows have is not known while compiling: the first program only says that they are
wanted, with what is included in them; whoever runs it takes that off, makes packs, and gathers windows alike. Then it is
lowered again for the number of different figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import inputs, meters, rounding
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.cycles import ratio
from seatpolicy.compiler.lower.included import share_of
from seatpolicy.compiler.lower.price import Piece, Priced, pieces
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep, WindowLines
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case, Meter
from seatpolicy.semantics.model.prices import Cycle, Quantity
from seatpolicy.values.record import evolved, record

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.quantity import Counter


@record
class Split:
    """Windows that are priced by themselves, where `flag` holds: what was used, paid for and included in all of them,
    whether anybody gave it, and each different figure with how many windows have it. `empty` says that nobody lists those
    without use, of which there may be some."""

    flag: Value
    meter: Meter
    count: Value
    charged: Value
    taken: Value
    given: Value
    figures: tuple[tuple[Value, Value], ...]
    unlisted: Value
    wanted: WindowLines


def split(
    terms: Terms, flag: Value, quantity: Case[Quantity], counter: Counter, steps: list[PossibleStep]
) -> Split | None:
    """The windows of a charge's meter, where its cycle has several."""
    low, b = counter.low, counter.low.b
    meter = low.policy.meters[terms.charge.counts[0]]
    several: list[Value] = []
    known: list[tuple[Value, Value]] = []
    for here, case in terms.cycle.cycles:
        with low.when(here):
            made = meters.windows_in(meter, terms, case, quantity.at, low)
        if not made.single:
            several.append(here)
            if made.count is not None:
                known.append((here, made.count))
    apart = b.all(flag, b.any(*several))
    if b.constant(apart) == 0:
        return None
    with low.when(apart):
        return _windows(terms, apart, quantity, counter, meter, known, steps)


def _windows(
    terms: Terms,
    flag: Value,
    quantity: Case[Quantity],
    counter: Counter,
    meter: Meter,
    known: Sequence[tuple[Value, Value]],
    steps: list[PossibleStep],
) -> Split:
    low, b, name = counter.low, counter.low.b, terms.charge.name
    stated, at = quantity.value, quantity.at
    present = low.flag(b.all(low.live, flag), "windows")
    low.refuse_outside(b.input(inputs.stopped("windows", name)), f"windows {name}")
    after = b.any(*(here for here, case in terms.included if case.value.after_packs))
    for there, words in (
        (b.const(bool(stated.at_least or stated.at_most)), "a bound on the use of each"),
        (after, "what is included after packs of each"),
        (b.any(*(here for here, _ in terms.limit)), "a limit on the use of each"),
    ):
        low.not_billed(there, refusals.EN501, at, f"{words} {meter.window} is")
    shares: list[tuple[Value, Value]] = []
    whole: list[Value] = []
    told = []
    for here, case in terms.included:
        with low.when(here):
            share, words, figures = share_of(terms, case, counter)
        shares.append((here, share))
        each = case.value.period == meter.window
        whole += [here] if each else []
        told.append((here, case, f"{words}{f', of each {meter.window}' if each else ''}", figures))
    is_known = b.any(*(here for here, _ in known))
    held = low.chosen(list(known), b.const(0))
    wanted = WindowLines(
        charge=name,
        present=present,
        at=at,
        meter=meter.name,
        window=meter.window,
        share=low.note(low.chosen(shares, b.const(0))) if shares else None,
        each=low.note(b.any(*whole)),
        held=low.note(b.select(is_known, held, b.const(-1))),
        most=low.note(b.add(b.sub(terms.cycle.window.last, terms.cycle.window.first), b.const(1))),
        packs=stated.packs,
    )
    scale = b.input(inputs.windows(name, "scale"))

    def read(which: str) -> Value:
        return b.div(b.input(inputs.windows(name, which)), scale)

    count, left, taken, charged = (read(which) for which in ("count", "left", "taken", "charged"))
    given = b.input(inputs.windows(name, "given"))
    many = b.input(inputs.windows(name, "figures"))
    for here, ending in ((given, ""), (b.negate(given), " (none given)")):
        add_step(steps, low, "quantity", "used", at, b.all(flag, here), (b.const(0), count),
                 f"{{}} used in {{}} {meter.window}s{ending}", (count, "number"), (many, "number"))  # fmt: skip
    for here, case, words, figures in told:
        add_step(steps, low, "quantity", "included", case.at, b.all(flag, here), (count, left), words, *figures)
    if stated.packs is not None:
        words = f"each {meter.window} in packs of {stated.packs.size}"
        add_step(steps, low, "quantity", "in packs", at, flag, (left, charged), words)
    different = tuple(
        (read(f"{number}/figure"), b.input(inputs.windows(name, f"{number}/times")))
        for number in range(counter.windows.get(name, 0))
    )
    unlisted = b.const(1) if meter.window == "hour" else b.negate(is_known)
    return Split(flag, meter, count, charged, taken, given, different, unlisted, wanted)


def each_window(windows: Split, price: Priced, terms: Terms, low: Lowering) -> tuple[Value, list[Piece]]:
    """How many units are priced in all windows together, and the pieces of their prices."""
    b = low.b
    units = b.const(0)
    made: list[Piece] = []
    several = b.const(len(windows.figures) > 1)
    for figure, times in windows.figures:
        one = figure
        if price.per.unit == "pack":
            one = rounding.whole_packs(b.div(figure, b.const(price.per.pack_size)), low)
        units = b.add(units, b.mul(one, times))
        part = pieces(price, one, terms, low)
        costs = b.any(*(b.compare("!=", piece.amount(low), b.const(0)) for piece in part))
        shown = b.negate(b.all(several, b.compare("=", figure, b.const(0)), b.negate(costs)))
        for piece in part:
            made += _times(evolved(piece, flag=b.all(piece.flag, shown)), figure, times, windows.meter.window, low)
    _unsaid(windows, price, terms, low)
    return units, made


def _times(piece: Piece, figure: Value, times: Value, window: str, low: Lowering) -> Sequence[Piece]:
    """A piece for so many windows alike."""
    b = low.b
    shown = (times, "number"), *piece.figures, (figure, "number")
    units, flat = b.mul(piece.units, times), b.mul(piece.flat, times)
    words = f"{{}} × ({piece.words}), {window}s of {{}}"
    return [evolved(piece, units=units, flat=flat, words=words, figures=shown)]


def window_worth(windows: Split, price: Priced, low: Lowering) -> Value:
    """How many periods of the rate one window is worth; 1 for a price of use, which names none."""
    b, window = low.b, windows.meter.window
    if price.per.period in ("", "cycle", "once"):
        return b.const(1)
    if window == "hour":
        words = f"a price per {price.per.period} of what is counted for each {window} is"
        low.not_billed(b.const(1), refusals.EN501, price.at, words)
        return b.const(1)
    return b.const(ratio(Case(Cycle(window, 1), None, price.at), price.per.period, price.at, low))


def _unsaid(windows: Split, price: Priced, terms: Terms, low: Lowering) -> None:
    """Refused: a price of windows without use, where nobody says how many those are."""
    b = low.b
    if b.constant(windows.unlisted) == 0:
        return
    hours = windows.meter.window == "hour"
    empty = b.input(inputs.windows(terms.charge.name, "empty")) if hours else b.const(1)
    there = b.all(windows.unlisted, b.compare("!=", empty, b.const(0)))
    with low.when(there):
        costs = [b.compare("!=", piece.amount(low), b.const(0)) for piece in pieces(price, b.const(0), terms, low)]
        words = f"what a {windows.meter.window} without use costs, where the document lists those with use, is"
        low.not_billed(b.any(*costs), refusals.EN501, price.at, words)


Windows = Mapping[str, int]
"""How many different figures the windows of a charge's meter have."""
