"""Job A of the benchmarks beside the project: where its baseline stands, its 4,000 accounts, and its price part as a kernel.

The policy: four seat types at graduated prices, seats below three topped up with edit seats; times a percent by region, a
number of months by term (the year at 80%), a discount by the number of all seats and one that was asked for; rounded once,
half up, to the cent.
"""

from __future__ import annotations

import importlib.util
import inspect
import math
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from seatpolicy.compiler.build import Builder, Row, Value
from seatpolicy.compiler.ir import Input, Kernel

ACCOUNTS = 4_000
EDGES = (0, 1, 2, 3, 9, 10, 11, 49, 50, 51, 199, 200, 249, 250, 251, 999, 1000, 1001, 4999, 5000)
MOST_SEATS = 10**9
"""As documents have it."""


def baseline() -> ModuleType | None:
    """The plain Python that the job compares with; None where the benchmarks are not beside the project."""
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "bench" / "baseline.py"
        if path.is_file():
            spec = importlib.util.spec_from_file_location("job_a_baseline", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    return None


def accounts(base: Any, count: int = ACCOUNTS) -> list[dict[str, object]]:
    """Dicts of facts, drawn as the job draws them: sizes evenly over their logarithm up to 20,000, one in twenty at an edge,
    one in a thousand huge, the first four the largest that is allowed. The same ones every time."""
    chance = random.Random(20250601)
    made: list[dict[str, object]] = []
    for number in range(count):
        one: dict[str, object] = {"account_id": number}
        for seat in base.SEATS:
            size = int(math.exp(chance.random() * math.log(20_001))) - 1
            if chance.random() < 0.05:
                size = chance.choice(EDGES)
            if chance.random() < 0.001:
                size = chance.randint(100_000, 1_000_000)
            one[seat] = 1_000_000 if number < 4 else size
        one["region"] = chance.choices(tuple(base.REGION), (40, 25, 15, 12, 8))[0]
        one["term"] = chance.choices(tuple(base.TERM), (45, 55))[0]
        one["segment"] = chance.choices(base.SEGMENTS, (40, 30, 20, 10))[0]
        one["role"] = chance.choices(base.ROLES, (60, 25, 10, 5))[0]
        one["requested"] = 0 if chance.random() < 0.4 else chance.randint(0, 65)
        made.append(one)
    return made


def price_kernel(base: Any) -> Kernel:
    """The price part, written as lowering writes it: every step a note, the amount the root."""
    builder = Builder("job_a")
    seats = {name: builder.input(Input("seats", name, "count", 0, MOST_SEATS)) for name in base.SEATS}
    region = builder.input(Input("account", "region", "symbol", 0, len(base.REGION) - 1, values=tuple(base.REGION)))
    term = builder.input(Input("account", "term", "symbol", 0, len(base.TERM) - 1, values=tuple(base.TERM)))
    requested = builder.input(Input("account", "requested", "count", 0, 100))
    sold = builder.add(*seats.values())
    lacking = builder.max(builder.sub(builder.const(base.MIN_SEATS), sold), builder.const(0))
    builder.note("seats lacking", lacking)
    total = builder.add(sold, lacking)
    prices = []
    for name in base.SEATS:
        quantity = builder.add(seats[name], lacking) if name == "edit" else seats[name]
        listed = builder.piece(quantity, [row(base, name, place) for place in range(len(base.LIMITS) + 1)])
        builder.note(f"{name}/list", listed)
        prices.append(listed)
    figure = builder.add(*prices)
    builder.note("list", figure)
    steps = (
        ("region", builder.div(table(builder, region, tuple(base.REGION.values())), builder.const(100))),
        ("term", builder.div(table(builder, term, tuple(base.TERM.values())), builder.const(5))),
        ("volume", builder.sub(builder.const(1), builder.div(volume(base, builder, total), builder.const(20)))),
        ("requested", builder.sub(builder.const(1), builder.div(requested, builder.const(100)))),
    )
    for name, factor in steps:
        figure = builder.mul(figure, factor)
        builder.note(f"after {name}", figure)
    amount = builder.note("amount", builder.round(figure, "half up", Fraction(1)))
    return builder.kernel([amount])


def row(base: Any, seat: str, place: int) -> Row:
    """A tier of a graduated price: its last seat, and the line that the whole price of n seats lies on inside it."""
    _, bracket_base, rate = base.brackets(seat)[place]
    low = base.brackets(seat)[place][0]
    bound = Fraction(base.LIMITS[place]) if place < len(base.LIMITS) else None
    return bound, Fraction(rate), Fraction(bracket_base - rate * low)


def table(builder: Builder, key: Value, results: tuple[int, ...]) -> Value:
    """A figure by the place of a member."""
    rows: list[tuple[tuple[object, ...], int]] = [((frozenset({place}),), made) for place, made in enumerate(results)]
    return builder.match([key], [*rows[:-1], ((None,), results[-1])])


def volume(base: Any, builder: Builder, total: Value) -> Value:
    """Twentieths off, by all seats."""
    rows = [((None if limit is None else (None, limit - 1),), off) for limit, off in base.VOLUME]
    return builder.match([total], rows)


def price_part(base: Any) -> Callable[[dict[str, Any]], int]:
    """The baseline's own `decide_int` without its last line, which is the verdict: what it returns is the amount."""
    text = inspect.getsource(base.decide_int)
    before, last = text.rstrip().rsplit("\n", 1)
    assert last.strip() == "return (amount, *verdict(a, total, amount))"
    namespace = dict(vars(base))
    exec(compile(f"{before}\n    return amount\n", "job_a_price_part", "exec"), namespace)
    made: Callable[[dict[str, Any]], int] = namespace["decide_int"]
    return made
