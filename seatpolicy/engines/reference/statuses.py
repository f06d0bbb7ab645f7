"""A person of a roster and a day in, the status of that day out: as the roster says, or suspended by the policy's `idle:`.

`idle: suspended after 60 days` suspends who is active and has not used the product in the last 60 days, as conditions
count them: that day itself and the 59 before it. Who is invited, suspended or deactivated stays so.
"""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.people import ACTIVE, NEVER, SUSPENDED, Person
from seatpolicy.documents.refusals import refusal
from seatpolicy.semantics.model.parties import Counting


@attrs.frozen
class PersonOnDay:
    """An entry as the policy sees it on a day: `status` of that day, the `roles` that are looked at (all of them, or one
    where people count once for each role), and whether the line `idle:` has suspended it."""

    person: Person
    status: str
    roles: tuple[str, ...]
    idle: bool


def on_day(person: Person, counting: Counting, day: date) -> PersonOnDay:
    """The entry on a day. Refused: a roster that already knows of a later one, or a last use that is needed and not told."""
    for fact, when in person.past():
        if when > day:
            raise refusal(
                refusals.EN109,
                person.at,
                f"the roster is of a later day than {day}: `{fact}` of `{person.id}` is {when}",
                why="a roster shows one day, and nothing of the days before it",
                hint=f"ask for the day that it shows: `--as-of {when}` or later",
                subject=person.id,
            )
    idle = counting.idle_days > 0 and person.status == ACTIVE and _unused(person, counting, day)
    return PersonOnDay(person, SUSPENDED if idle else person.status, person.roles, idle)


def used_words(person: Person) -> str:
    """`last used on 2026-08-01`, or that it never was."""
    used = person.last_used
    return "never used" if used is None or used == NEVER else f"last used on {used}"


def _unused(person: Person, counting: Counting, day: date) -> bool:
    used = person.last_used
    if used is None:
        raise refusal(
            refusals.EN301,
            person.at,
            f"when `{person.id}` was last active is not given, and who is idle is suspended",
            hint="give `last_used:`, or the day of acceptance as `accepted_on:`",
            subject="last_used",
        )
    return used <= day - timedelta(days=counting.idle_days)
