"""Definitions, charges and discounts in, out: what is made of itself, with the chain that leads back.

A `let` may use others, a table may ask a `let`; a charge's amount and the total are figures that conditions may ask too,
and they depend in turn on every condition, table and discount that makes them. Each circle is told once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic, Related
from seatpolicy.semantics.checks.mentions import parts
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Discount, Plan, TablePrice
from seatpolicy.semantics.scope import NM204
from seatpolicy.source.text import Span

SHOWN_STEPS = 6
TOTAL = "total"
AMOUNT = "amount of "
Edges = Mapping[str, Mapping[str, Span]]
"""Which names each name uses, and where it does so first."""


def check_cycles(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every circle of definitions, and everything that decides itself through a figure of the bill."""
    uses = _uses(policy)
    found = []
    for knot in knots(uses):
        sites = [name for name in knot if name != TOTAL and any(t in knot and _is_figure(t) for t in uses[name])]
        for name in sites or knot[:1]:
            found.append(_made_of_itself(policy, shortest(uses, name, knot)))
    return found


@attrs.frozen
class Step:
    """`name` uses the next name of the circle at `at`."""

    name: str
    at: Span


def knots(edges: Edges) -> list[list[str]]:
    """Sets of names that reach each other, each in the order of `edges` (Tarjan, without recursion: a policy may chain
    thousands)."""
    order = {name: n for n, name in enumerate(edges)}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: dict[str, None] = {}
    found: list[list[str]] = []
    for root in edges:
        if root in index:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        path[root] = None
        while work:
            name, targets = work[-1]
            target = next((t for t in targets if t in edges and (t not in index or t in path)), None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    knot = [path.popitem()[0]]
                    while knot[-1] != name:
                        knot.append(path.popitem()[0])
                    if len(knot) > 1 or name in edges[name]:
                        found.append(sorted(knot, key=lambda name: order[name]))
            elif target in index:
                low[name] = min(low[name], index[target])
            else:
                index[target] = low[target] = len(index)
                path[target] = None
                work.append((target, iter(edges[target])))
    return found


def shortest(edges: Edges, first: str, knot: Collection[str]) -> list[Step]:
    """The shortest circle through a name of a knot, begun there."""
    inside = frozenset(knot)
    came: dict[str, str] = {}
    waiting = [first]
    for name in waiting:
        for target in edges[name]:
            if target == first:
                names = [name]
                while names[-1] != first:
                    names.append(came[names[-1]])
                names.reverse()
                return [Step(n, edges[n][names[(i + 1) % len(names)]]) for i, n in enumerate(names)]
            if target in inside and target not in came:
                came[target] = name
                waiting.append(target)
    raise ValueError(f"{first} reaches no circle")


# ---- what uses what -------------------------------------------------------------------------------------------------


@attrs.define
class _Graph:
    edges: dict[str, dict[str, Span]] = attrs.field(factory=dict)

    def add(self, name: str, target: str, at: Span) -> None:
        self.edges.setdefault(name, {}).setdefault(target, at)

    def read(self, name: str, part: object) -> None:
        """Every name that a part of the model mentions is used by `name`."""
        self.edges.setdefault(name, {})
        for one in parts(part):
            if isinstance(one, x.Named) and one.kind in ("let", "table"):
                self.add(name, one.name, one.at)
            elif isinstance(one, x.Measure) and one.measure in ("amount", "net_unit_price") and one.of:
                self.add(name, AMOUNT + one.of, one.at)
            elif isinstance(one, x.Measure) and one.measure in ("total", "net_unit_price"):
                self.add(name, TOTAL, one.at)


def _uses(policy: Policy) -> Edges:
    graph: _Graph = _Graph()
    for let in policy.lets.values():
        graph.read(let.name, let.value)
    for table in policy.tables.values():
        graph.read(table.name, (table.columns, table.rows))
    if not _asks_amounts(policy):
        return graph.edges
    for plan in (*policy.plans.values(), *policy.addons.values()):
        _read_plan(graph, plan)
    for discount in policy.discounts.values():
        _read_discount(graph, policy, discount)
    graph.read(TOTAL, ())
    for name in list(graph.edges):
        if name.startswith(AMOUNT):
            graph.add(TOTAL, name, policy.at)
    return graph.edges


def _asks_amounts(policy: Policy) -> bool:
    """Whether anything that makes a bill asks what the bill comes to; most policies never do."""
    makers = (policy.lets, policy.tables, policy.plans, policy.addons, policy.discounts)
    return any(
        isinstance(one, x.Measure) and one.measure in ("amount", "total", "net_unit_price") for one in parts(makers)
    )


def _read_plan(graph: _Graph, plan: Plan) -> None:
    time = (plan.cycle, plan.anchor, plan.trial, plan.first_part, plan.proration)
    about = (time, plan.term, plan.renews, plan.renewal_price)
    for charge in plan.charges:
        amount = AMOUNT + charge.name
        graph.read(amount, (about, charge))
        for case in charge.price:
            if isinstance(case.value, TablePrice):
                graph.add(amount, case.value.table, case.at)
    graph.read(TOTAL, (plan.minimum, plan.maximum, plan.commitment))


def _read_discount(graph: _Graph, policy: Policy, discount: Discount) -> None:
    targets = {name for case in discount.off for name in case.value.targets}
    everything = any(not case.value.targets for case in discount.off)
    for plan in (*policy.plans.values(), *policy.addons.values()):
        for charge in plan.charges:
            if everything or charge.name in targets:
                graph.add(AMOUNT + charge.name, discount.name, discount.at)
    graph.read(discount.name, (discount.when, discount.off))


# ---- messages -------------------------------------------------------------------------------------------------------


def _made_of_itself(policy: Policy, circle: list[Step]) -> Diagnostic:
    names = [_shown(step.name) for step in circle]
    figures = [name for step, name in zip(circle, names, strict=True) if _is_figure(step.name)]
    shown = [*names[1:SHOWN_STEPS], *(["…"] if len(names) > SHOWN_STEPS else []), names[0]]
    if circle[0].name in policy.discounts:
        message = f"{names[0]} is decided by what it changes itself"
        note = f"it asks {names[1]}" + (f", which depends on {names[0]}" if len(names) == 2 else "")
        hint = "decide by facts, or by counts such as `seats of SEAT`"
    else:
        message = f"{names[0]} is made of itself"
        note = f"it uses {', which uses '.join(shown)}" if len(names) > 1 else "it uses its own name"
        hint = f"decide by facts or counts instead of {figures[0]}" if figures else "write one of them without the other"
    steps = list(zip(circle, names, [*names[1:], names[0]], strict=True))
    related = [
        Related(step.at, f"it comes off {name}" if following.strip("`") in policy.discounts else f"{name} uses {following}")
        for step, name, following in steps[1:]
        if step.name != TOTAL
    ]
    return NM204.at(
        circle[0].at, message, note=note, related=tuple(related[: SHOWN_STEPS - 1]),
        hint=hint if len(names) > 1 else "write what it stands for", subject=circle[0].name,
    )  # fmt: skip


def _is_figure(name: str) -> bool:
    return name == TOTAL or name.startswith(AMOUNT)


def _shown(name: str) -> str:
    if name.startswith(AMOUNT):
        return f"the amount of `{name.removeprefix(AMOUNT)}`"
    return "the total" if name == TOTAL else f"`{name}`"
