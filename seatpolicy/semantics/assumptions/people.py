"""What a policy takes for granted about people: who is one, what a shared login is, who never counts."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.assumptions.assumption import Assumption
from seatpolicy.semantics.checks.billable import charges
from seatpolicy.semantics.facts import STATUSES
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge


def about_people(policy: Policy) -> Iterator[Assumption]:
    """Defaults of `counting`, of statuses, and of orders, as far as a charge counts people."""
    counted = [charge for charge in charges(policy) if _counts_people(charge)]
    if counted:
        yield from _counting(policy)
        yield from _statuses(policy, counted)
    yield from _orders(policy)


def _counts_people(charge: Charge) -> bool:
    return charge.counts_kind == "seat" and (
        any(case.value.kind in ("assigned", "billable") for case in charge.quantity)
        or any(not case.value.blocked for case in charge.overage)
    )


def _counting(policy: Policy) -> Iterator[Assumption]:
    counting, subject = policy.counting, "counting"
    rows = (
        ("one_person_line", "one person holds one seat in an account",
         "else: `one person: one seat per workspace`, `per enterprise`, `per role`"),
        ("same_person_line", "two entries are one person if their `id` is the same", "else: `same person: by email`"),
        ("shared_login_line", "a shared login is one seat", "else: `shared login: 3 seats`, or `as each user`"),
        ("idle_line", "nobody is suspended for being idle", "else: `idle: suspended after 60 days`"),
        ("coming_back_line", "who comes back takes a new seat",
         "else: `coming back: within 30 days continues the old seat`"),
        ("freed_seat_line", "a seat that is given up may be used again as long as it is paid",
         "as with Zoom, Figma and Salesforce; else: `freed seat: stays taken until renewal`"),
    )  # fmt: skip
    for kind, statement, why in rows:
        if kind not in counting.stated:
            yield Assumption(subject, statement, why, counting.at)


def _statuses(policy: Policy, counted: list[Charge]) -> Iterator[Assumption]:
    names = dict.fromkeys(name for charge in counted for name in charge.counts)
    for seat in (policy.seats[name] for name in names if name in policy.seats):
        listed = {status for case in seat.billable for status in case.value.statuses}
        rest = [status for status in STATUSES if status not in listed]
        if listed and rest:
            *some, last = rest
            yield Assumption(
                f"seat `{seat.name}`",
                f"{' and '.join((', '.join(some), last)) if some else last} people are never billable",
                "a status that `billable:` does not list never counts; else: list it",
                seat.billable[0].at,
            )


def _orders(policy: Policy) -> Iterator[Assumption]:
    for charge in charges(policy):
        contracted = [case for case in charge.quantity if case.value.kind == "contracted"]
        if charge.counts_kind == "seat" and contracted and not charge.overage and not charge.limit:
            yield Assumption(
                f"charge `{charge.name}`",
                "the order is billed, and whoever is there beyond it costs nothing",
                "else: `overage: billable seats above contracted, on the next invoice`, or `overage: blocked`",
                contracted[0].at,
            )
