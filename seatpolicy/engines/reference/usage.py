"""The windows of a meter with what is paid for of each in, their prices together out: every window is priced by itself.

Windows with the same figure cost the same, so they are priced once and shown together: `3 hours at 150: …`.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from fractions import Fraction

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.engines.reference import cycles
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.meters import Used
from seatpolicy.engines.reference.prices import Piece, Whole, pieces
from seatpolicy.engines.reference.rounding import Roundings
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.values.money import format_decimal


def each_window(
    used: Used, figures: Sequence[Fraction], whole: Whole, terms: Terms, world: World, roundings: Roundings
) -> tuple[Fraction, list[Piece]]:
    """How many units are priced in all windows together, and the pieces of their prices."""
    units = Fraction(0)
    made: list[Piece] = []
    tally = Tally(figures)
    if used.empty:
        tally[Fraction(0)] += used.empty
    for figure, times in tally.items():
        one = roundings.whole_packs(figure / whole.per.pack_size) if whole.per.unit == "pack" else figure
        units += one * times
        part = pieces(whole, one, terms, world)
        if not figure and len(tally) > 1 and not any(piece.amount for piece in part):
            continue
        made.extend(_times(piece, times, figure, used.window) for piece in part)
    if used.empty is None or used.window == "hour":
        _unsaid(used, whole, terms, world)
    return units, made


def window_worth(used: Used, whole: Whole, terms: Terms) -> Fraction:
    """How many periods of the rate one window is worth; 1 for a price of use, which names none."""
    if whole.per.period in ("", "cycle", "once"):
        return Fraction(1)
    if used.length is None:
        words = f"a price per {whole.per.period} of what is counted for each {used.window} is"
        raise not_billed(refusals.EN501, terms.price.at, words)
    return cycles.worth(used.length, whole.per.period, terms.price.at)


def _times(piece: Piece, times: int, figure: Fraction, window: str) -> Piece:
    """A piece for so many windows alike."""
    where = f"{times:,} {window}s" if times > 1 else f"1 {window}"
    words = f"{where} of {format_decimal(figure)}: {piece.words}"
    if times > 1:
        words = f"{times:,} × ({piece.words}), {where} of {format_decimal(figure)}"
    return attrs.evolve(piece, units=piece.units * times, flat=piece.flat * times, words=words)


def _unsaid(used: Used, whole: Whole, terms: Terms, world: World) -> None:
    """Refused: a price of windows without use, where nobody says how many those are."""
    if used.empty == 0:
        return
    if any(piece.amount for piece in pieces(whole, Fraction(0), terms, world)):
        words = f"what a {used.window} without use costs, where the document lists those with use, is"
        raise not_billed(refusals.EN501, terms.price.at, words)
