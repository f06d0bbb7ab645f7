"""The account of a random policy in, flat dicts of what it says out: as it is, with other figures, and with mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.differential.drawing import chance
from tests.differential.policy_data import AccountData
from tests.differential.price_text import number

WRONG: Mapping[str, tuple[object, ...]] = {
    "count": (-1, True, "many", "", None, 10**9 + 1, Decimal("1.5"), [3], {"a": 1}, "1e3", date(2026, 1, 1), b"3"),
    "share": ("200", 1, Fraction(1, 5), "0.0000001%", "", None, True, "%", ["20%"], "2000000000%"),
    "flag": (1, 0, "maybe", "", None, "True", [True]),
    "member": ("weekly", "", None, 3, True, ["monthly"], {"monthly": 1}, "Monthly"),
    "text": (None, "", [], 5, True),
}
"""Values that a document does not hold for a fact of a kind, or that it reads in another way than Python does."""


def flat(one: AccountData, r: Random) -> dict[str, object]:
    """The facts and counts of an account, each in one of the ways in which Python may say it."""
    said: dict[str, object] = {}
    for name, value in one.facts.items():
        if value is not None:
            said[name] = f"{number(value * 100)}%" if isinstance(value, Fraction) else value
    counts = {**one.seats, **one.held}
    return said | {name: r.choice((count, count, count, str(count), Decimal(count))) for name, count in counts.items()}


def others(said: Mapping[str, object], bounds: tuple[int, ...], r: Random, count: int) -> Iterator[dict[str, object]]:
    """Dicts of the same names with other values: most are right."""
    for _ in range(count):
        made = dict(said)
        for name, value in said.items():
            if chance(r, 66):
                made[name] = _right(name, value, bounds, r)
        if chance(r, 25):
            name = r.choice(sorted(made))
            made[name] = r.choice(WRONG[kind(name, said[name])])
        if chance(r, 8):
            del made[r.choice(sorted(made))]
        if chance(r, 8):
            made[r.choice(("no_such_fact", "seat_of_nobody", "starts_on", "country"))] = r.choice(("2026-03-01", 3, "DE"))
        yield made


def kind(name: str, value: object) -> str:
    """What a fact or count is."""
    return {"billing": "member", "tier": "member", "vip": "flag", "share": "share", "partner": "text"}.get(name, "count")


def _right(name: str, value: object, bounds: tuple[int, ...], r: Random) -> object:
    match kind(name, value):
        case "member":
            return r.choice(("monthly", "annual")) if name == "billing" else value
        case "flag":
            return r.choice((True, False, "yes", "no"))
        case "share":
            return f"{r.randint(0, 200)}%"
        case "text":
            return r.choice(("Meridian", "Other", "yes"))
        case _:
            if name == "billing_day":
                return value
            return max(0, r.choice(bounds) + r.choice((-1, 0, 1))) if chance(r, 75) else r.randint(0, 99)
