"""A policy in, what each of its charges reads of an account out: whose counts, which meters, which facts, of people or not.

What is told here is told of the text, for every account: a charge reads a fact if some line that can price it names the
fact, whether or not that line is the one that fits. So nothing that a charge does not read can move what it costs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

import attrs

from seatpolicy.semantics.model.expressions import FactValue, Measure, Named
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Charge, Included, Overage, Plan, Quantity, TablePrice
from seatpolicy.source.text import Span
from seatpolicy.values.record import fields_of

OF_PEOPLE = ("assigned", "billable")
ALWAYS = frozenset(("term",))
"""Facts of the account that say when it is billed at all."""

WHO_THEY_ARE = frozenset(("id", "roles", "status", "workspace", "is_shared_login"))
"""Facts of a person that decide which seat is held, wherever people are counted."""


@attrs.frozen(slots=True)
class Reads:
    """What one charge reads: how many are ordered in charges (`counts`, its own among them), `meters`, `facts` of the
    account, facts `of_people` (None: it counts nobody), and the `addons` of whose charges it reads a count."""

    counts: frozenset[str]
    meters: frozenset[str]
    facts: frozenset[str]
    of_people: frozenset[str] | None
    addons: frozenset[str]

    def and_also(self, other: Reads) -> Reads:
        """What one of two texts reads."""
        people = [one for one in (self.of_people, other.of_people) if one is not None]
        return Reads(
            self.counts | other.counts,
            self.meters | other.meters,
            self.facts | other.facts,
            frozenset().union(*people) if people else None,
            self.addons | other.addons,
        )


def reads_of(policy: Policy) -> Mapping[str, Reads]:
    """What every charge of a policy reads, by its name. What was found of the last policies is kept, by identity, with the
    policies themselves."""
    for known, made in _LAST:
        if known is policy:
            return made
    blocks = (*policy.plans.values(), *policy.addons.values())
    found = {charge.name: _Reader(policy).of(charge) for plan in blocks for charge in plan.charges}
    _LAST.append((policy, found))
    return found


_LAST: deque[tuple[Policy, Mapping[str, Reads]]] = deque(maxlen=16)


@attrs.define
class _Reader:
    """Gathers what one charge reads; `_met` are the names whose definitions were read."""

    policy: Policy
    _counts: set[str] = attrs.field(init=False, factory=set)
    _meters: set[str] = attrs.field(init=False, factory=set)
    _facts: set[str] = attrs.field(init=False, factory=lambda: set(ALWAYS))
    _of_people: set[str] = attrs.field(init=False, factory=set)
    _counts_people: bool = attrs.field(init=False, default=False)
    _met: set[str] = attrs.field(init=False, factory=set)

    def of(self, charge: Charge) -> Reads:
        self._charge(charge)
        if self._counts_people:
            self._people()
        addons = [plan.name for plan in self.policy.addons.values() if any(c.name in self._counts for c in plan.charges)]
        return Reads(
            frozenset(self._counts),
            frozenset(self._meters),
            frozenset(self._facts),
            frozenset(self._of_people) if self._counts_people else None,
            frozenset(addons),
        )

    def _charge(self, charge: Charge) -> None:
        """All that can move what a charge costs."""
        if charge.name in self._counts:
            return
        self._counts.add(charge.name)
        policy = self.policy
        plan = self._plan_of(charge)
        self._walk(charge)
        # An add-on is billed in the cycles of the plan that it is held with.
        for one in (plan, *(policy.plans.values() if plan.addon else ())):
            self._walk(attrs.evolve(one, charges=()))
        self._walk((policy.proration, policy.minimum, policy.maximum, policy.commitment))
        for discount in policy.discounts.values():
            targets = {target for case in discount.off for target in case.value.targets}
            if not targets or charge.name in targets:
                self._walk(discount)
        if charge.counts_kind == "meter":
            self._meters.update(charge.counts)
        if not plan.addon and charge.counts:
            # Counts go over to the charge for the same seats where another plan begins.
            for other in self._charges(policy.plans.values()):
                if other.counts == charge.counts:
                    self._charge(other)

    def _walk(self, part: object) -> None:
        """Everything that is written below a part of the model."""
        if isinstance(part, Span) or part is None or isinstance(part, (str, int)):
            return
        if isinstance(part, (tuple, list)):
            for one in part:
                self._walk(one)
            return
        if isinstance(part, Mapping):
            self._walk(tuple(part.values()))
            return
        self._note(part)
        for name in fields_of(part):
            self._walk(getattr(part, name))

    def _note(self, part: object) -> None:
        """What a record itself names."""
        if isinstance(part, FactValue):
            self._fact(part.name)
        elif isinstance(part, Anchor):
            self._fact(part.fact)
        elif isinstance(part, Measure):
            self._measure(part)
        elif isinstance(part, Named):
            self._defined(part.kind, part.name)
        elif isinstance(part, TablePrice):
            self._defined("table", part.table)
        elif isinstance(part, Included):
            self._counted(part.seat)
        elif isinstance(part, Overage) or (isinstance(part, Quantity) and part.kind in OF_PEOPLE):
            self._counts_people = True

    def _fact(self, name: str) -> None:
        fact = self.policy.facts.get(name)
        if fact is None:
            return
        (self._of_people if fact.owner == "person" else self._facts).add(name)

    def _measure(self, measure: Measure) -> None:
        if measure.of in self.policy.meters:
            self._meters.add(measure.of)
        elif measure.of in self.policy.seats or measure.of in self.policy.items:
            self._counted(measure.of)
        else:
            # Of a charge; without a name, of all of them.
            for charge in self._charges():
                if measure.of in ("", charge.name):
                    self._charge(charge)

    def _counted(self, seat: str) -> None:
        """How many there are of a seat type or item: as ordered, and as people hold them."""
        if not seat:
            return
        self._counts_people = self._counts_people or seat in self.policy.seats
        for charge in self._charges():
            if seat in charge.counts:
                self._charge(charge)

    def _defined(self, kind: str, name: str) -> None:
        if name not in self._met:
            self._met.add(name)
            self._walk({"let": self.policy.lets, "amount": self.policy.amounts, "table": self.policy.tables}[kind].get(name))

    def _people(self) -> None:
        """Who holds which seat, and who of them is billable: by all seat types, for one person holds the first that fits."""
        counting = self.policy.counting
        self._walk(tuple(self.policy.seats.values()))
        self._of_people |= WHO_THEY_ARE | {counting.same_person}
        if counting.idle_days:
            self._of_people.add("last_used")

    def _charges(self, plans: Iterable[Plan] | None = None) -> Iterator[Charge]:
        blocks = (*self.policy.plans.values(), *self.policy.addons.values()) if plans is None else plans
        return (charge for plan in blocks for charge in plan.charges)

    def _plan_of(self, charge: Charge) -> Plan:
        blocks = (*self.policy.plans.values(), *self.policy.addons.values())
        return next(plan for plan in blocks if any(one.name == charge.name for one in plan.charges))
