"""Billable rules and how people are told apart in, out: rules that nothing reads, that nobody fits, that are missing.

A seat's `billable:` line is read by the charges that count billable people: by `quantity: billable`, and by `overage:
billable seats above contracted`. What `included: 5 per billed seat of member` reads is the count that was charged, whatever
it counted. Signals may read it too, through `billable of CHARGE`.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.conditions import can_meet
from seatpolicy.semantics.checks.mentions import parts
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.terms import expanded
from seatpolicy.semantics.checks.words import listed
from seatpolicy.semantics.facts import STATUSES
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Billable, Case, SeatType
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge
from seatpolicy.semantics.model.types import FLAG, Type
from seatpolicy.semantics.read.unit_messages import describe
from seatpolicy.source.text import Span
from seatpolicy.syntax.stand_in import UNREADABLE

E, W = Severity.ERROR, Severity.WARNING
BS109 = code("BS109", "unread-billable", E, "a billable rule that no charge reads")
BS110 = code("BS110", "no-billable-rule", E, "a charge counts billable people, and a seat does not say who they are")
BS111 = code("BS111", "never-fits", E, "a billable rule that nobody can fit")
BS112 = code("BS112", "shared-login", E, "people count once per workspace, and shared logins are not decided")
BS113 = code("BS113", "counts-nobody", W, "a charge counts billable people of seats that are never billable")
BS114 = code("BS114", "same-person", E, "a fact that cannot tell people apart")

_COUNTED = {"contracted": "the seats of the order", "assigned": "all who hold the seat", "used": "what a meter shows",
            "equals": "by a formula", "billable": "billable people"}  # fmt: skip
_TELLS_APART = ("text", "count", "number")


def check_billable(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Everything about who is billable, and who is one person."""
    if poison.lost:
        return []
    return [*_rules(policy, poison), *_people(policy, poison)]


def charges(policy: Policy) -> Iterator[Charge]:
    """Every charge of every plan and add-on."""
    for plan in (*policy.plans.values(), *policy.addons.values()):
        yield from plan.charges


def _rules(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    read: set[str] = set()
    counting: dict[str, list[Charge]] = {}
    for charge in charges(policy):
        if charge.counts_kind != "seat":
            continue
        for name in charge.counts:
            counting.setdefault(name, []).append(charge)
        place = _reads(charge)
        if place is not None:
            read.update(charge.counts)
            yield from _without_rule(policy, poison, charge, place)
    read |= _read_by_signals(policy)
    holders = (*policy.plans.values(), *policy.addons.values())
    # A charge that names what nothing declares may have meant any seat.
    plans_lost = poison.names_missing(*(plan.at for plan in holders))
    for seat in policy.seats.values():
        rules = [case for case in seat.billable if case.value.statuses]
        if rules and seat.name not in read and not plans_lost and seat.name != UNREADABLE:
            yield _unread(seat, rules[0], counting.get(seat.name, []))
            continue
        for case in rules:
            if not _somebody_fits(policy, seat, case):
                yield _never_fits(policy, seat, case)


def _reads(charge: Charge) -> Span | None:
    """Where a charge counts billable people, if it does."""
    places = [case.value.at for case in charge.quantity if case.value.kind == "billable"]
    places += [case.value.at for case in charge.overage if not case.value.blocked]
    return places[0] if places else None


def _read_by_signals(policy: Policy) -> set[str]:
    """The seats of charges whose billable people a signal, a requirement or a law looks at."""
    lookers = (policy.signals, policy.requirements, policy.guarantees, policy.approvals, policy.lets, policy.tables)
    names = {part.of for part in parts(lookers) if isinstance(part, x.Measure) and part.measure == "billable"}
    return {seat for charge in charges(policy) if charge.name in names for seat in charge.counts}


def _without_rule(policy: Policy, poison: Poison, charge: Charge, place: Span) -> Iterator[Diagnostic]:
    seats = [policy.seats[name] for name in charge.counts if name in policy.seats]
    if any(poison.hit(seat.at) for seat in seats):
        return
    for seat in seats:
        if not seat.billable:
            yield BS110.at(
                place,
                f"nothing says when `{seat.name}` is billable",
                note=f"{_called(charge)} counts billable people",
                related=(Related(seat.at, "this seat has no line `billable:`"),),
                hint=f"write in seat `{seat.name}`: `billable: while active`, with the statuses that you bill",
                subject=f"{charge.name}, {seat.name}",
            )
    if seats and all(_never(seat) for seat in seats):
        names = listed([f"`{seat.name}`" for seat in seats])
        yield BS113.at(
            place,
            f"{_called(charge)} counts nobody",
            note=f"it counts billable people, and {names} {'is' if len(seats) == 1 else 'are'} never billable",
            related=tuple(Related(seat.billable[0].at, "never billable") for seat in seats),
            hint="count `assigned` people, or say when they are billable",
            subject=charge.name,
        )


def _called(charge: Charge) -> str:
    return f"`{charge.name}`" if charge.name != UNREADABLE else "this charge"


def _never(seat: SeatType) -> bool:
    return bool(seat.billable) and not any(case.value.statuses for case in seat.billable)


def _unread(seat: SeatType, rule: Case[Billable], counting: list[Charge]) -> Diagnostic:
    related: tuple[Related, ...] = ()
    if counting:
        counted = [(charge, case.value) for charge in counting for case in charge.quantity]
        related = tuple(Related(q.at, f"{_called(charge)} counts {_COUNTED[q.kind]}") for charge, q in counted[:3])
        note = "so nobody is billed more or less by it"
        hint = "count them: `quantity: billable`, or `overage: billable seats above contracted, on the next invoice`;"
    else:
        note = f"no charge counts `{seat.name}` at all"
        hint = f"name the seat in a charge (`for: {seat.name}`),"
    return BS109.at(
        rule.at,
        f"no charge reads when `{seat.name}` is billable",
        note=note,
        related=related,
        hint=f"{hint} or remove this line",
        subject=seat.name,
    )


# ---- rules that nobody fits -----------------------------------------------------------------------------------------


def _somebody_fits(policy: Policy, seat: SeatType, rule: Case[Billable]) -> bool:
    when = expanded(rule.when, policy.lets) if rule.when is not None else None
    listed_status = _status_in(rule)
    holders = [expanded(case.when, policy.lets) if case.when is not None else None for case in seat.held_by]
    return any(can_meet(listed_status, when, holder) for holder in holders or [None])


def _status_in(rule: Case[Billable]) -> x.Expression:
    type_ = Type("one of", values=STATUSES)
    options = tuple(x.Literal(type_, rule.at, status) for status in rule.value.statuses)
    return x.InSet(FLAG, rule.at, x.FactValue(type_, rule.at, "status"), options)


def _never_fits(policy: Policy, seat: SeatType, rule: Case[Billable]) -> Diagnostic:
    statuses = listed(list(rule.value.statuses), "or")
    when = expanded(rule.when, policy.lets) if rule.when is not None else None
    held = ""
    if when is None or can_meet(_status_in(rule), when):
        held = f" and holds `{seat.name}`"
    return BS111.at(
        rule.when.at if rule.when is not None else rule.at,
        f"nobody who is {statuses}{held} ever fits this",
        note=f"so no `{seat.name}` is ever billable by this line",
        related=tuple(Related(case.at, "who holds the seat") for case in seat.held_by if held and case.when is not None),
        hint="if nobody is to be billed, write `billable: never`",
        subject=seat.name,
    )


# ---- who is one person ---------------------------------------------------------------------------------------------------


def _people(policy: Policy, poison: Poison) -> Iterator[Diagnostic]:
    counting = policy.counting
    if counting.at is None or poison.hit(counting.at):
        return
    if counting.per == "workspace" and "shared_login_line" not in counting.stated:
        yield BS112.at(
            counting.one_person_at,
            "a shared login in three workspaces: one seat, or three?",
            note="people count again in each workspace, and nothing says whether a shared login does",
            why="reception@ is nobody, and signs in everywhere",
            hint="write `shared login: one seat`, `3 seats` or `as each user`",
        )
    fact = policy.facts.get(counting.same_person)
    if counting.same_person_at is None or fact is None or fact.owner != "person" or fact.type.kind == "error":
        return
    declared = (Related(fact.at, "declared here"),) if fact.at is not None else ()
    if fact.type.kind not in _TELLS_APART:
        yield BS114.at(
            counting.same_person_at,
            f"`{fact.name}` cannot tell people apart",
            note=f"it is {describe(fact.type)}, and many people have the same",
            related=declared,
            hint="name a text that is each person's own, such as `email`",
            subject=fact.name,
        )
    elif fact.type.optional:
        yield BS114.at(
            counting.same_person_at,
            f"people without `{fact.name}` could not be told apart",
            note="it is optional, and everyone for whom it is unknown would be one person",
            related=declared,
            hint="name a fact that every person has, such as `email`",
            subject=fact.name,
        )
