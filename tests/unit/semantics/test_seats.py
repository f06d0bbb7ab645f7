"""Who holds which seat: each mistake, its near miss, and the seat order against counting people one by one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.semantics.policy_under_test import HEAD, findings, placed

FACTS = """
facts {
  roles of person: any of admin, editor, guest
  projects of person: count
  inside of person: flag
  level of person: one of low, high
}
"""
ONE_ROLE = FACTS.replace("any of admin", "one of admin")
CODES = ("ST002", "ST003", "ST004")


def seat(name: str, held: str, billable: str = "") -> str:
    lines = "".join(f"  held by: {line}\n" for line in held.split("; "))
    return f'seat {name} "{name}" {{\n{lines}' + (f"  billable: {billable}\n" if billable else "") + "}\n"


def plan(*seats: str) -> str:
    charges = "".join(
        f'  charge {s}_fee "Fee" {{\n    for: {s}\n    price: 1.00 USD per seat per month\n    quantity: assigned\n'
        "    bill: in advance\n  }\n"
        for s in seats
    )
    return f'plan basic "Basic" {{\n  cycle: month\n  anchor: subscription day\n{charges}}}\n'


def counting(line: str) -> str:
    return f"counting {{\n  {line}\n}}\n"


EVERYONE = plan("member", "visitor")
ORDER = counting("one person: one seat, as member, else visitor")

FOUND = {
    "two seats, several roles": (
        FACTS + seat("member", "admin or editor") + seat("visitor", "guest") + EVERYONE,
        "ST003", "visitor", "a person with the roles admin and guest fits `member` and `visitor`"),
    "anyone beside a role": (
        FACTS + seat("member", "admin") + seat("visitor", "anyone") + EVERYONE,
        "ST003", "visitor", "a person with the role admin fits `member` and `visitor`"),
    "one role in two seats": (
        ONE_ROLE + seat("member", "admin or editor") + seat("visitor", "guest or editor") + EVERYONE,
        "ST003", "visitor", "a person with the role editor fits `member` and `visitor`"),
    "an order that lacks one": (
        FACTS + seat("member", "admin or editor") + seat("visitor", "guest") + EVERYONE
        + counting("one person: one seat, as member"),
        "ST003", "one person: one seat, as member", "a person with the roles admin and guest fits `member` and `visitor`"),
    "conditions that meet": (
        FACTS + seat("member", "admin, editor or guest when projects > 1") + seat("visitor", "guest when projects < 3")
        + EVERYONE,
        "ST003", "visitor", "a person with the role guest, where projects = 2, fits `member` and `visitor`"),
    "a let between them": (
        FACTS + "let busy = projects > 1\n" + seat("member", "admin, editor or guest when busy")
        + seat("visitor", "guest when projects >= 2") + EVERYONE,
        "ST003", "visitor", "a person with the role guest, where projects = 2, fits `member` and `visitor`"),
    "cases of one seat": (
        FACTS + seat("member", "admin when inside; editor otherwise") + seat("visitor", "guest when inside") + EVERYONE,
        "ST003", "visitor", "a person with the roles admin and guest, where inside, fits `member` and `visitor`"),
    "per role, one role in two seats": (
        FACTS + seat("member", "admin or editor") + seat("visitor", "guest or editor")
        + counting("one person: one seat per role") + EVERYONE,
        "ST003", "one person: one seat per role", "a person with the role editor fits `member` and `visitor`"),
    "a role without a seat": (
        FACTS + seat("member", "admin or editor") + plan("member"),
        "ST004", "guest", "people with the role `guest` hold no seat"),
    "a seat that nothing counts": (
        ONE_ROLE + seat("member", "admin or editor") + seat("visitor", "guest") + plan("member"),
        "ST002", "visitor", "no charge counts `visitor`"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_each_mistake(name: str) -> None:
    text, code, place, message = FOUND[name]
    found = findings(HEAD + text, *CODES)
    assert placed(found) == [(code, place)]
    assert found[0].message == message


SILENT = {
    "an order": FACTS + seat("member", "admin or editor") + seat("visitor", "guest") + EVERYONE + ORDER,
    "one role a person": ONE_ROLE + seat("member", "admin or editor") + seat("visitor", "guest") + EVERYONE,
    "counted per role": (
        FACTS + seat("member", "admin or editor") + seat("visitor", "guest") + counting("one person: one seat per role")
        + EVERYONE),
    "conditions apart": (
        FACTS + seat("member", "admin, editor or guest when projects > 1") + seat("visitor", "guest when projects <= 1")
        + EVERYONE),
    "roles that exclude others": (
        FACTS + seat("member", "admin or editor") + seat("visitor", "guest when not roles in (admin, editor)") + EVERYONE),
    "a closed set apart": (
        FACTS + seat("member", "anyone when level = low") + seat("visitor", "anyone when level = high") + EVERYONE),
    "figures compared alike": (
        FACTS.replace("}", "  most of person: count\n}") + seat("member", "anyone when projects > most")
        + seat("visitor", "anyone when projects <= most") + EVERYONE),
    "windows apart": (
        FACTS + seat("member", "anyone when last_used in the last 30 days")
        + seat("visitor", "anyone when not (last_used in the last 30 days)") + EVERYONE),
    "an otherwise that is left": (
        FACTS + seat("member", "anyone when inside") + seat("visitor", "guest when inside and not inside; anyone otherwise")
        + ORDER + EVERYONE),
    "anyone takes every role": FACTS + seat("member", "anyone") + plan("member"),
    "a free seat that nothing counts": (
        ONE_ROLE + seat("member", "admin or editor") + seat("visitor", "guest", "never") + plan("member")),
    "a seat that a condition counts": (
        ONE_ROLE + seat("member", "admin or editor") + seat("visitor", "guest") + plan("member")
        + "require that seats of visitor < 10 before invoice\n"),
    "roles of a policy without seats": FACTS + 'item {\n  desk: "Desk"\n}\n' + plan("desk").replace("per seat", "per unit"),
    "an error in the seat": FACTS + seat("member", "admin or editr") + plan("member"),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_near_misses_are_silent(name: str) -> None:
    quiet = ("ST002", "ST003") if name == "an error in the seat" else CODES
    assert placed(findings(HEAD + SILENT[name], *quiet)) == []


def test_a_lost_line_hides_what_may_stand_in_it() -> None:
    lost = FACTS + seat("member", "admin or editor").replace("}", "  held for: guest\n}") + plan("member")
    assert placed(findings(HEAD + lost, *CODES)) == []
    lost = plan("member").replace("for: member", "fur: member")
    seats = seat("member", "admin or editor") + seat("visitor", "guest")
    assert placed(findings(HEAD + FACTS + seats + lost, "ST002")) == []


def test_two_hundred_seats_without_an_order_are_told_once_and_fast() -> None:
    roles = ", ".join(f"r{n}x" for n in range(200))
    text = f"facts {{\n  roles of person: any of {roles}\n}}\n" + "".join(seat(f"s{n}x", f"r{n}x") for n in range(200))
    assert len(findings(HEAD + text + plan(*(f"s{n}x" for n in range(200))), "ST003")) == 1


# ---- against counting people one by one ------------------------------------------------------------------------------

ROLES = ("admin", "editor", "guest")
TESTS: dict[str, Callable[[frozenset[str], int, bool], bool]] = {
    "": lambda roles, projects, inside: True,
    "inside": lambda roles, projects, inside: inside,
    "not inside": lambda roles, projects, inside: not inside,
    "projects > 1": lambda roles, projects, inside: projects > 1,
    "projects <= 2": lambda roles, projects, inside: projects <= 2,
    "projects = 0 or inside": lambda roles, projects, inside: projects == 0 or inside,
    "not roles in (admin)": lambda roles, projects, inside: "admin" not in roles,
    "roles in (editor, guest)": lambda roles, projects, inside: bool({"editor", "guest"} & roles),
}
HELD = st.tuples(st.sets(st.sampled_from(ROLES), min_size=1).map(sorted) | st.none(), st.sampled_from(sorted(TESTS)))


def fits(held: tuple[list[str] | None, str], roles: frozenset[str], projects: int, inside: bool) -> bool:
    return (held[0] is None or bool(roles & set(held[0]))) and TESTS[held[1]](roles, projects, inside)


@settings(max_examples=150)
@given(st.lists(HELD, min_size=2, max_size=3), st.booleans(), st.permutations(range(3)), st.integers(0, 3))
def test_an_order_is_asked_for_where_somebody_fits_two_seats(
    held: list[tuple[list[str] | None, str]], several: bool, order: list[int], ordered: int
) -> None:
    names = [f"seat_{n}" for n in range(len(held))]
    listed = [names[n] for n in order if n < len(names)][:ordered]
    lines = [
        ("anyone" if roles is None else ", ".join(roles[:-1]) + (" or " if roles[:-1] else "") + roles[-1])
        + (f" when {test}" if test else "")
        for roles, test in held
    ]
    text = (FACTS if several else ONE_ROLE) + "".join(map(seat, names, lines)) + plan(*names)
    if listed:
        text += counting("one person: one seat, as " + ", else ".join(listed))
    sizes = range(4) if several else (1,)
    people = [frozenset(some) for size in sizes for some in combinations(ROLES, size)]
    undecided = any(
        (names[i] not in listed or names[j] not in listed)
        and fits(held[i], roles, projects, inside)
        and fits(held[j], roles, projects, inside)
        for i, j in combinations(range(len(held)), 2)
        for roles, projects, inside in product(people, range(4), (False, True))
    )
    assert bool(findings(HEAD + text, "ST003")) == undecided, text
