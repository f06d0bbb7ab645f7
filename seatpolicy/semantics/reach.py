"""Changes in, every text that some customer can have on some day out, and in words who has it first.

Whom a change has reached depends on four days: the day itself, since when the customer is one, the last renewal, and the
first day of the cycle. Each change asks them only "on or after its own days?", so a few days stand for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from seatpolicy.semantics.in_force import Change, Customer, reached

ONE_DAY = timedelta(days=1)


def texts(known: Sequence[Change]) -> list[tuple[str, ...]]:
    """Every set of changes that some customer can have on some day, by first day; the text without any comes first."""
    found: dict[tuple[str, ...], None] = {(): None}
    if known:
        for day, customer in _cases(known):
            found.setdefault(reached(known, day, customer))
    return list(found)


def _cases(known: Sequence[Change]) -> Iterator[tuple[date, Customer]]:
    """A day and a customer for every combination of answers, the earliest days first, new customers before others."""
    days = sorted({day for c in known for day in (c.first, c.everyone_by) if day is not None})
    before = days[0] - ONE_DAY
    renewing = [before, *sorted({c.first for c in known if c.others == "at renewal"})]
    joining = [before, *sorted({c.first for c in known if c.new_at_once or c.others == "at renewal"})]
    cycling = [before, *sorted({c.first for c in known if c.others == "at next cycle"})]
    for day in (before, *days):
        for since in sorted({day, *(d for d in joining if d <= day)}, reverse=True):
            for renewed in sorted({since, *(d for d in renewing if since <= d <= day)}):
                for cycle in sorted((d for d in cycling if d <= day), reverse=True):
                    yield day, Customer(since, cycle, renewed)


def only_where(known: Sequence[Change], having: Sequence[Sequence[str]], lacking: Sequence[Sequence[str]]) -> str:
    """Which texts `having` are, in words that finish "it stands so …"; `lacking` are all the others, at least one."""
    for change in known:
        if all(change.name in text for text in having) and not any(change.name in text for text in lacking):
            return f"{who_first(known, min(having, key=len))} (change `{change.name}`)"
    for change in known:
        if all(change.name in text for text in lacking) and not any(change.name in text for text in having):
            return f"until `{change.name}` reaches the customer, from {change.first} at the earliest"
    return who_first(known, next((text for text in having if text), ()))


def who_first(known: Sequence[Change], names: Sequence[str]) -> str:
    """Since when a text counts and for whom, as in `from 2027-03-01 for new customers`."""
    if not names:
        return "before any change"
    asked = tuple(names)
    for day, customer in _cases(known):
        if reached(known, day, customer) == asked:
            break
    else:
        return "for nobody"
    if all(reached(known, day, c) == asked for d, c in _cases(known) if d == day):
        return f"from {day} for everyone"
    if reached(known, day, Customer(day, day, day)) == asked:
        return f"from {day} for new customers"
    missed = [c for c in known if c.first <= day and c.name not in asked]
    if missed and customer.since < missed[0].first:
        return f"from {day} for customers of before {missed[0].first}"
    return f"from {day} for some customers"
