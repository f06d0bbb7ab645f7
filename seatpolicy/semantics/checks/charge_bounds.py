"""Charges in; numbers that contradict each other, sizes that nobody can buy, and limits that lead in a circle, out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.conditions import can_meet
from seatpolicy.semantics.checks.nearest import clashes, once, said, without
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.sold import sold_size
from seatpolicy.semantics.checks.words import number
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Charge, Limit, Plan, Quantity

E, W = Severity.ERROR, Severity.WARNING
BS125 = code("BS125", "bounds-contradict", E, "two bounds of a count contradict each other")
BS130 = code("BS130", "plans-in-a-circle", E, "limits move an account from plan to plan for ever")
ST006 = code("ST006", "between-packs", W, "a bound lies between two sizes that are sold")


def check_charge_bounds(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every bound of a quantity, and every limit."""
    found: list[Diagnostic] = []
    for plan in (*policy.plans.values(), *policy.addons.values()):
        for charge in plan.charges:
            for case in charge.quantity:
                found += _bounds(charge, case.value)
                found += _packs(charge, case.value)
            found += _limits(charge)
    found += _circles(policy)
    return once(found)


def _figure(bound: x.Expression | str) -> Fraction | None:
    """A bound that is a number."""
    if isinstance(bound, x.Literal) and isinstance(bound.value, Fraction):
        return bound.value
    return None


def _highest(quantity: Quantity) -> tuple[Fraction, x.Expression] | None:
    """The highest `at least` that is a number."""
    known = [(f, b) for b in quantity.at_least if (f := _figure(b)) is not None and not isinstance(b, str)]
    return max(known, key=lambda pair: pair[0], default=None)


def _bounds(charge: Charge, quantity: Quantity) -> Iterator[Diagnostic]:
    least = _highest(quantity)
    for bound in quantity.at_most:
        most = _figure(bound)
        if least is None or most is None or isinstance(bound, str) or least[0] <= most:
            continue
        yield BS125.at(
            bound.at,
            f"at most {number(most)}, and at least {number(least[0])}",
            note="no count is both",
            related=(Related(least[1].at, "at least"),),
            subject=charge.name,
        )
    for word, bounds in (("at least", quantity.at_least), ("at most", quantity.at_most)):
        if quantity.kind == "contracted" and "contracted" in bounds:
            yield BS125.at(
                quantity.at,
                f"what is contracted is always `{word} contracted`",
                note="the bound can never act",
                hint="count what is `assigned`, if more can be held than was ordered",
                fix=without(quantity.at, f", {word} contracted"),
                subject=charge.name,
            )


def _limits(charge: Charge) -> Iterator[Diagnostic]:
    for limit, quantity in clashes(charge.limit, charge.quantity, _limit_below):
        least = _highest(quantity.value)
        assert least is not None
        assert not isinstance(limit.value.most, str)
        what = {"refuse": "every order is refused", "plan": f"every account moves to `{limit.value.plan}` at once"}.get(
            limit.value.then, "it is passed from the first day"
        )
        yield BS125.at(
            limit.value.most.at,
            f"a limit of {limit.value.most.at.text}, and at least {number(least[0])} are charged",
            note=what,
            related=(Related(least[1].at, "at least"),),
            subject=charge.name,
        )


def _limit_below(limit: Limit, quantity: Quantity) -> bool:
    most, least = _figure(limit.most), _highest(quantity)
    return most is not None and least is not None and most < least[0]


def _packs(charge: Charge, quantity: Quantity) -> Iterator[Diagnostic]:
    """Bounds that are no size sold. One below the first pack says that nobody has none, and is met by that pack."""
    packs = quantity.packs
    if packs is None:
        return
    for word, bounds in (("at least", quantity.at_least), ("at most", quantity.at_most)):
        for bound in bounds:
            figure = _figure(bound)
            if figure is None or isinstance(bound, str) or (word == "at least" and figure < packs.size):
                continue
            size = sold_size(packs, figure)
            if size != figure:
                yield ST006.at(
                    bound.at,
                    f"nobody can buy {number(figure)}",
                    note=f"{word} {number(figure)} in packs comes to {number(size)}",
                    related=(Related(quantity.at, "the sizes sold"),),
                    hint=f"write `{word} {number(size)}`" if word == "at least" else "write a number of whole packs",
                    subject=charge.name,
                )


def _circles(policy: Policy) -> Iterator[Diagnostic]:
    """Plans whose limits move an account on, until it is where it was."""
    moves: dict[str, list[Case[Limit]]] = {}
    for plan in policy.plans.values():
        moves[plan.name] = [
            case for charge in plan.charges for case in charge.limit if case.value.then == "plan" and case.value.plan
        ]
    done: set[str] = set()
    for start in moves:
        yield from _walk(policy, start, moves, done)


def _walk(policy: Policy, start: str, moves: dict[str, list[Case[Limit]]], done: set[str]) -> Iterator[Diagnostic]:
    """Depth first along the moves; each plan is entered once."""
    if start in done:
        return
    depth = {start: 0}  # of the plans on the way
    steps: list[Case[Limit]] = []
    stack = [(start, iter(moves[start]))]
    while stack:
        name, rest = stack[-1]
        case = next(rest, None)
        if case is None:
            stack.pop()
            done.add(name)
            del depth[name]
            del steps[-1:]
            continue
        to = case.value.plan
        if to in depth:
            before = steps[depth[to] :]
            if can_meet(case.when, *(one.when for one in before)):
                yield _circle(policy.plans[name], case, before)
        elif to in moves and to not in done:
            depth[to] = len(stack)
            steps.append(case)
            stack.append((to, iter(moves[to])))


def _circle(plan: Plan, case: Case[Limit], before: list[Case[Limit]]) -> Diagnostic:
    to = case.value.plan
    if to == plan.name:
        message, note = f"plan `{to}` moves to itself", "an account above the limit would move for ever"
        hint = "name another plan, or write `then refuse` or `then bill the rest`"
    else:
        message = f"plan `{plan.name}` moves to `{to}`, from which it came"
        note = "an account above all of these limits would move for ever"
        hint = "let one of them refuse, or bill the rest"
    return BS130.at(
        said(case.at),
        message,
        note=note,
        related=tuple(Related(said(one.at), "a move before it") for one in before),
        hint=hint,
        subject=plan.name,
    )
