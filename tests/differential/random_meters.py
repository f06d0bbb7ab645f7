"""A drawing in, meters with their charges, and what accounts used of them, out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from tests.differential.drawing import Drawing
from tests.differential.policy_data import Plan
from tests.differential.price_text import block, money, number
from tests.differential.wide_data import Extras

METERS = ("calls", "sales", "storage", "builds", "quiet")
TYPES = {"calls": "count", "sales": "money", "storage": "number", "builds": "hours", "quiet": "days"}
AGGREGATIONS = ("sum", "sum", "sum", "highest", "lowest", "first", "last", "average", "distinct")
LENGTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


@attrs.frozen
class Meter:
    """A meter, the charge for it, how its use becomes a figure, and figures near which something happens."""

    name: str
    charge: str
    aggregation: str
    window: str
    bounds: tuple[int, ...]


def draw_meters(draw: Drawing, plan: Plan, extras: Extras) -> list[Meter]:
    """One to three meters, each with a charge in the plan."""
    cycles = {case.value for case in plan.cycle}
    made = []
    for name in draw.r.sample(METERS, draw.some((1, 1, 2, 3))):
        aggregation = draw.some(AGGREGATIONS)
        window = _window(draw, cycles)
        charge = f"{name}_used"
        bounds: list[int] = [0]
        extras.plan += _charge(draw, name, charge, (aggregation, window), cycles, bounds, extras)
        over = "the cycle" if window == "cycle" else f"each {window}"
        extras.more += block("meter", [f"{name}: {TYPES[name]}, {aggregation} of {over}"])
        made.append(Meter(name, charge, aggregation, window, tuple(bounds)))
    return made


def _window(draw: Drawing, cycles: set[str]) -> str:
    windows = ["day", "hour"]
    if draw.months:
        whole = [name for name in ("month", "quarter", "year") if all(LENGTHS[one] % LENGTHS[name] == 0 for one in cycles)]
        windows += ["month"] * (2 * ("month" in whole)) + ["quarter"] * (4 * ("quarter" in whole))
        windows += ["year"] * (14 * ("year" in whole))
    if cycles == {"week"} or not draw.months:
        windows += ["week"] * 3
    return "cycle" if draw.chance(55) else draw.some(windows)


def _charge(
    draw: Drawing, name: str, charge: str, said: tuple[str, str], cycles: set[str], bounds: list[int], extras: Extras
) -> list[str]:
    """The lines of a charge for a meter."""
    aggregation, window = said
    price, pack = _price(draw, name, aggregation, window, bounds, extras)
    quantity = "used"
    if draw.chance(20):
        bounds.append(draw.r.randint(1, 9))
        quantity += f", at least {bounds[-1]}"
    if draw.chance(20):
        bounds.append(draw.r.randint(30, 90))
        quantity += f", at most {bounds[-1]}"
    if draw.chance(15) and not pack:
        bounds.append(draw.some((2, 5, 10)))
        quantity += f", in packs of {bounds[-1]}"
    lines = [f"for: {name}", f"price: {price}", f"quantity: {quantity}", f"bill: {draw.some(('in arrears', 'as used'))}"]
    if draw.chance(55):
        lines.append(f"included: {_included(draw, aggregation, cycles, bounds)}")
    if draw.chance(15):
        bounds.append(draw.r.randint(20, 60))
        lines.append(f"limit: at most {bounds[-1]}, then {draw.some(('refuse', 'bill the rest'))}")
    if draw.chance(15):
        lines.append(f"minimum: {money(draw.money(40))} per cycle, {draw.some(('before', 'after'))} discounts")
    return block(f'charge {charge} "Use of {name}"', lines)[:-1]


def _included(draw: Drawing, aggregation: str, cycles: set[str], bounds: list[int]) -> str:
    bounds.append(draw.r.randint(1, 20))
    period = "cycle"
    if draw.months and aggregation == "sum" and draw.chance(75):
        period = draw.some(("month", "quarter", "half year", "year"))
    if not draw.months and aggregation == "sum" and cycles == {"week"} and draw.chance(80):
        period = draw.some(("day", "week"))
    prorated = ", prorated" if draw.chance(15) else ""
    return f"{bounds[-1]} per {period}{prorated}"


def _price(
    draw: Drawing, name: str, aggregation: str, window: str, bounds: list[int], extras: Extras
) -> tuple[str, bool]:
    """A rate or a schedule, and whether it is of packs."""
    kind = draw.some(("rate", "pack", "schedule", "schedule", "schedule"))
    period = ""
    if aggregation != "sum" and draw.months and window == "cycle" and draw.chance(40):
        period = " per month"
    if kind == "pack":
        pack = draw.some((2, 3, 10))
        bounds.append(pack)
        return f"{money(draw.money(20))} per started pack of {pack}{period}", True
    if kind == "rate":
        return f"{money(draw.money(10))} per unit{period}", False
    model = draw.some(("graduated", "volume", "stairstep"))
    share = TYPES[name] == "money" and model != "stairstep" and draw.chance(75)
    rows = [" | ".join(["units" if model == "graduated" else "total units", *draw.currencies])]
    low = draw.some((0, 1))
    count = draw.r.randint(1, 3)
    for place in range(count):
        high = None if place == count - 1 else max(low, 1) + draw.r.randint(0, 15)
        bounds.append(high or low)
        kind = draw.some(("rate", "both", "per", "flat", "free"))
        cells = [_cell(draw, model, share, currency, kind) for currency in draw.currencies]
        rows.append(" | ".join([f"{low} {'and up' if high is None else f'to {high}'}", *cells]))
        low = (high or 0) + 1
    extras.more += block(f'schedule list_of_{name} "List" {model} per unit{period}', rows)
    return f"list_of_{name}", False


def _cell(draw: Drawing, model: str, share: bool, currency: str, kind: str) -> str:
    figure, flat = (number(draw.money(top)[currency]) for top in (8, 30))
    if model == "stairstep":
        return f"flat {flat}"
    if share:
        percent = f"{number(Fraction(draw.r.randint(1, 400), 40))}%"
        return f"{percent} + flat {flat}" if kind == "both" else percent
    shapes = {"rate": figure, "both": f"{figure} + flat {flat}", "per": f"{figure} per 10", "flat": f"flat {flat}",
              "free": "free"}  # fmt: skip
    return shapes[kind]


def draw_use(draw: Drawing, meters: Sequence[Meter]) -> list[str]:
    """What an account used, as lines of its document."""
    said = []
    for meter in meters:
        if draw.chance(8):
            continue

        def figure(meter: Meter = meter) -> str:
            if draw.chance(75):
                return str(max(draw.some(meter.bounds) + draw.some((-1, 0, 0, 1)), 0))
            whole = Fraction(draw.r.randint(0, 80))
            finer = TYPES[meter.name] in ("number", "hours", "days")
            return number(whole + Fraction(draw.r.randint(0, 3), 4) if finer else whole)

        if meter.window == "cycle" and (meter.aggregation == "distinct" or draw.chance(50)):
            said.append(f"{meter.name}: {figure()}")
        else:
            said.append(f"{meter.name}: [{', '.join(figure() for _ in range(draw.r.randint(1, 4)))}]")
    return [f"usage: {{{', '.join(said)}}}"] if said else []
