"""A drawing in, what a policy says about people, and people of accounts, out."""

from __future__ import annotations

from datetime import date, timedelta

from tests.differential.drawing import Drawing
from tests.differential.policy_data import SEATS
from tests.differential.wide_data import Extras

STATUSES = ("active", "active", "active", "invited", "suspended", "deactivated")
FACTS = ("projects of person: count", "login_key of person: text", "staff of person: flag")
BILLABLE = (
    ["billable: while active"],
    ["billable: while active"],
    ["billable: while invited or active"],
    ["billable: while active or suspended when last_used in the last 30 days"],
    ["billable: while active when projects > 1"],
    ["billable: while active when staff", "billable: while invited, active or suspended otherwise"],
    ["billable: while active or deactivated"],
)
PLACES = ("", "", " per account", " per workspace", " per workspace", " per enterprise", " per role", " per role")
RETURNS = ("coming back: within 30 days continues the old seat", "coming back: within the cycle continues the old seat")
WORKSPACES = ("north", "south")


def draw_counting(draw: Drawing, extras: Extras) -> None:
    """Who holds seats, when they are billable, and how people become seats."""
    extras.facts += list(FACTS)
    for seat in SEATS:
        role = seat
        if draw.chance(20):
            extras.seat[seat] = [f"held by: {role} when projects > 1", f"held by: {role} when staff"]
            if draw.chance(60):
                first = f"held by: {role} when {draw.some(('staff', 'projects >= 2'))}"
                extras.seat[seat] = [first, f"held by: {role} otherwise"]
        extras.billable[seat] = draw.some(BILLABLE)
    if draw.chance(12):
        extras.seat["guest"] = ["held by: anyone"]
    order = list(SEATS)
    draw.r.shuffle(order)
    per = draw.some(PLACES)
    counting = [f"one person: one seat{per}, as {', else '.join(order)}"]
    if draw.chance(30):
        counting.append("same person: by login_key")
    if draw.chance(45) or "workspace" in per:
        counting.append(f"shared login: {draw.some(('one seat', '3 seats', 'as each user'))}")
    if draw.chance(30):
        counting.append(f"idle: suspended after {draw.some((30, 60))} days")
    if draw.chance(20):
        counting.append(draw.some(RETURNS))
    if draw.chance(20):
        counting.append(draw.some(("freed seat: may be reused until the next cycle", "freed seat: may be reused")))
    extras.counting = counting


def draw_people(draw: Drawing, day: date) -> list[str]:
    """The people of an account on a day, as lines of its document."""
    r = draw.r
    count = draw.some((0, 1, 2, 3, 5, 8, 12)) if draw.chance(85) else r.randint(10, 25)
    lines = ["people:"] if count else ["people: []"]
    for place in range(count):
        status = draw.some(STATUSES)
        roles = r.sample(SEATS, draw.some((1, 1, 1, 2, 0)))
        parts = [f"id: u-{place}", f"status: {status}", f"roles: [{', '.join(roles)}]"]
        used = day - timedelta(days=draw.some((0, 1, 28, 29, 30, 31, 58, 59, 60, 61, 90)))
        accepted = used - timedelta(days=draw.some((0, 5, 100)))
        if status != "invited":
            parts.append(f"accepted_on: {accepted}")
            if draw.chance(80):
                parts.append(f"last_used: {used}")
        parts.append(f"projects: {draw.some((0, 1, 2, 3))}")
        parts.append(f'login_key: "k{r.randint(0, count)}"')
        parts.append(f"staff: {draw.some(('yes', 'no'))}")
        if draw.chance(70):
            parts.append(f"workspace: {draw.some(WORKSPACES)}")
        if draw.chance(12):
            parts.append("is_shared_login: yes")
        lines.append(f"  - {{{', '.join(parts)}}}")
    return lines
