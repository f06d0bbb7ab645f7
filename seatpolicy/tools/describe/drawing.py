"""A chart in, an SVG out: the total above, what each seat costs below, over the same counts.

The curves are exact and straight between corners, so they are a few points each; a plotting library would bring floating
numbers, fonts as paths and tens of megabytes for them. Colours come from the page, and every curve has a dash of its own,
so that the chart can be read without colours too.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from html import escape

from seatpolicy.tools.describe.curves import at
from seatpolicy.tools.describe.document import Chart, Curve, Fall
from seatpolicy.tools.describe.scale import Scale, headroom, marks, place
from seatpolicy.tools.describe.words import number

WIDTH, LEFT, RIGHT = 560, 74, 16
TOTAL_TOP, TOTAL_END = 30, 226
EACH_TOP, EACH_END = 270, 366
HEIGHT = 412
SAMPLES = 160
"""Places at which the price of each seat is worked out between corners, where it is no straight line."""

TIMES = 4
"""A price that is so many times the usual one is cut off."""

MARK_ROOM = 16
"""So far apart are the numbers of two places where more costs less."""


def to_svg(chart: Chart, name: str) -> str:
    """The drawing; `name` makes its ids unlike those of other drawings on the page."""
    x = Scale(Fraction(chart.total), Fraction(LEFT), Fraction(WIDTH - RIGHT))
    highest = max((amount for curve in chart.curves for _, amount in curve.points), default=Fraction(0))
    total = Scale(headroom(highest, 5), Fraction(TOTAL_END), Fraction(TOTAL_TOP))
    eaches = [list(_each(curve, chart.total)) for curve in chart.curves]
    dearest, cut = _dearest([price for each in eaches for _, price in each])
    each = Scale(headroom(dearest, 3), Fraction(EACH_END), Fraction(EACH_TOP))
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-title {name}-words">',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-words">{escape(chart.words)}</desc>',
        *_rows(total, x, 5, f"{chart.amount}, {chart.currency}", TOTAL_TOP),
        *_rows(each, x, 3, f"{chart.each}, {chart.currency}{', cut off above' if cut else ''}", EACH_TOP),
        *_beyond(chart, x),
        *_columns(x, chart),
    ]
    for style, curve in enumerate(chart.curves, start=1):
        fallen = {fall.count for fall in chart.falls if fall.curve == curve.title}
        parts += _curve(list(curve.points), fallen, x, total, style)
    frame = f'x="{LEFT}" y="{EACH_TOP - 2}" width="{WIDTH - RIGHT - LEFT + 2}" height="{EACH_END - EACH_TOP + 4}"'
    parts.append(f'<clipPath id="{name}-frame"><rect {frame}/></clipPath><g clip-path="url(#{name}-frame)">')
    for style, points in enumerate(eaches, start=1):
        fallen = {fall.count for fall in chart.falls if fall.curve == chart.curves[style - 1].title}
        parts += _curve(points, fallen, x, each, style)
    parts.append("</g>")
    parts += _falls(chart.falls, x, total)
    return "\n".join([*parts, "</svg>"])


def _rows(y: Scale, x: Scale, wanted: int, title: str, top: int) -> Iterator[str]:
    """Lines across with their amounts, and what they are."""
    for value in marks(y.most, wanted):
        height = place(y.at(value))
        kind = "axis" if value == 0 else "grid"
        yield f'<line class="{kind}" x1="{place(x.start)}" x2="{place(x.end)}" y1="{height}" y2="{height}"/>'
        yield f'<text class="tick" x="{LEFT - 8}" y="{height}" dy="0.35em" text-anchor="end">{_short(value)}</text>'
    yield f'<text class="title" x="{LEFT}" y="{top - 12}">{escape(title[0].upper() + title[1:])}</text>'


def _columns(x: Scale, chart: Chart) -> Iterator[str]:
    """Counts below both panels."""
    for value in marks(x.most, 6):
        spot = place(x.at(value))
        for top, end in ((TOTAL_TOP, TOTAL_END), (EACH_TOP, EACH_END)):
            yield f'<line class="tooth" x1="{spot}" x2="{spot}" y1="{end}" y2="{end + 4}"/>' if top else ""
        yield f'<text class="tick" x="{spot}" y="{EACH_END + 18}" text-anchor="middle">{number(value)}</text>'
    yield f'<text class="title" x="{place(x.end)}" y="{HEIGHT - 6}" text-anchor="end">{escape(chart.counted)}</text>'


def _short(value: Fraction) -> str:
    return number(value)


def _curve(points: list[tuple[int, Fraction]], fallen: set[int], x: Scale, y: Scale, style: int) -> Iterator[str]:
    """A line through the points; where the amount falls it is broken, and the fall is dotted."""
    pieces: list[list[tuple[int, Fraction]]] = [[]]
    for point in points:
        if point[0] in fallen and pieces[-1]:
            yield _line("fall", style, [pieces[-1][-1], point], x, y)
            pieces.append([])
        pieces[-1].append(point)
    for piece in pieces:
        if len(piece) > 1:
            yield _line("curve", style, piece, x, y)
        elif piece:
            count, amount = piece[0]
            yield f'<circle class="dot s{style}" cx="{place(x.at(count))}" cy="{place(y.at(amount))}" r="3"/>'


def _line(kind: str, style: int, points: list[tuple[int, Fraction]], x: Scale, y: Scale) -> str:
    way = " ".join(f"{place(x.at(count))},{place(y.at(amount))}" for count, amount in points)
    return f'<polyline class="{kind} s{style}" points="{way}"/>'


def _each(curve: Curve, total: int) -> Iterator[tuple[int, Fraction]]:
    """What each seat costs, at every corner and at enough counts between."""
    last = curve.points[-1][0]
    step = max(1, total // SAMPLES)
    counts = sorted({*(count for count, _ in curve.points), *range(1, last + 1, step)})
    for count in counts:
        amount = at(curve, count)
        if amount is not None:
            yield count, amount / count


def _dearest(prices: list[Fraction]) -> tuple[Fraction, bool]:
    """Up to which price each seat is shown, and whether that cuts something off: where a minimum makes the first seats
    many times as dear as the others, what the others cost could not be seen."""
    if not prices:
        return Fraction(0), False
    most, usual = max(prices), sorted(prices)[len(prices) // 2]
    return (usual * 2, True) if usual and most > usual * TIMES else (most, False)


def _falls(falls: tuple[Fall, ...], x: Scale, y: Scale) -> Iterator[str]:
    """A number for each place where more costs less, as in the list below the chart; near ones stand above each other."""
    taken: list[tuple[Fraction, Fraction]] = []
    for count, fall in enumerate(falls, start=1):
        spot, height = x.at(fall.since), y.at(fall.before) - 11
        while any(abs(spot - left) < MARK_ROOM and abs(height - top) < MARK_ROOM for left, top in taken):
            height -= MARK_ROOM
        taken.append((spot, height))
        yield f'<circle class="mark" cx="{place(spot)}" cy="{place(height)}" r="7.5"/>'
        yield f'<text class="number" x="{place(spot)}" y="{place(height)}" dy="0.35em" text-anchor="middle">{count}</text>'


def _beyond(chart: Chart, x: Scale) -> Iterator[str]:
    """What comes behind the last price, where it is the same for every curve."""
    ends = {curve.ends for curve in chart.curves}
    last = max(curve.points[-1][0] for curve in chart.curves)
    if len(ends) != 1 or "" in ends or last >= chart.total:
        return
    left, right = x.at(last), x.end
    for top, end in ((TOTAL_TOP, TOTAL_END), (EACH_TOP, EACH_END)):
        yield f'<rect class="beyond" x="{place(left)}" y="{top}" width="{place(right - left)}" height="{end - top}"/>'
    spot, height = (left + right) / 2, Fraction(TOTAL_TOP + TOTAL_END, 2)
    turned = f' transform="rotate(-90 {place(spot)} {place(height)})"' if right - left < 100 else ""
    where = f'x="{place(spot)}" y="{place(height)}" dy="0.35em" text-anchor="middle"{turned}'
    yield f'<text class="tick" {where}>{escape(ends.pop())}</text>'
