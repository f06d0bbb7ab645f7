"""Who counted, as an invoice keeps it, in; one line for each seat and reason out, with the people that it names.

2 × member, billable (owner; active): u-1, u-2
no seat (deactivated): u-6
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from seatpolicy.diagnostics.cells import visible
from seatpolicy.documents.invoice import CountedPerson
from seatpolicy.values.money import format_decimal

MOST_NAMED = 8
"""So many people are named of each group; the JSON of the invoice names everybody."""

_BILLABLE = {True: ", billable", False: ", not billable", None: ""}


def people_lines(counted: Iterable[CountedPerson]) -> Iterator[str]:
    """Groups in the order of their first person; within one, people by id. Two places of a person are told apart."""
    groups: dict[tuple[bool, str, bool | None, str], list[CountedPerson]] = {}
    for one in counted:
        groups.setdefault((not one.seat, one.seat, one.billable, one.why), []).append(one)
    # Those who hold a seat first, the billable ones of each seat before the others.
    for (_, seat, billable, why), people in sorted(groups.items(), key=lambda group: _rank(group[0])):
        seats = sum((one.seats for one in people), Fraction(0))
        what = f"{format_decimal(seats)} × {seat}{_BILLABLE[billable]}" if seat else "no seat"
        yield visible(f"{what} ({why}): {_named(people)}")


def _rank(key: tuple[bool, str, bool | None, str]) -> tuple[bool, str, bool, str]:
    without, seat, billable, why = key
    return without, seat, billable is not True, why


def _named(people: list[CountedPerson]) -> str:
    names = [f"{one.person} in {one.place}" if one.place else one.person for one in people]
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else f"{shown} and {more:,} more"
