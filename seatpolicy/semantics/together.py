"""The texts of one policy in, one policy that knows every name of theirs out: by it the document of an account is read
whose history lies in several of them.

Nobody is billed by it. A charge that comes with a change has its count in the document from the beginning, and a role that
a change has added stands in events behind it; read by either text alone, each would be a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import attrs

from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan
from seatpolicy.values.record import evolved

T = TypeVar("T")
SETS = ("one of", "any of")


def together(texts: Sequence[Policy]) -> Policy:
    """Everything that one of the texts declares, each thing as the last text has it that knows it. A fact has to be given
    only where every text asks for it; a closed set has the members of all."""
    plans = _merged([text.plans for text in texts])
    addons = _merged([text.addons for text in texts])
    return evolved(
        texts[-1],
        facts={name: _fact(name, texts) for name in _merged([text.facts for text in texts])},
        seats=_merged([text.seats for text in texts]),
        meters=_merged([text.meters for text in texts]),
        items=_merged([text.items for text in texts]),
        plans={name: _plan(plan, [text.plans.get(name) for text in texts]) for name, plan in plans.items()},
        addons={name: _plan(plan, [text.addons.get(name) for text in texts]) for name, plan in addons.items()},
    )


def unlike_facts(texts: Sequence[Policy]) -> tuple[Fact, Fact] | None:
    """Two declarations of one fact with values of different kinds, of which no document could give both."""
    seen: dict[str, Fact] = {}
    for text in texts:
        for name, fact in text.facts.items():
            other = seen.setdefault(name, fact)
            if (other.type.kind, other.type.per, other.owner) != (fact.type.kind, fact.type.per, fact.owner):
                return other, fact
    return None


def _merged(parts: Sequence[Mapping[str, T]]) -> dict[str, T]:
    made: dict[str, T] = {}
    for part in parts:
        made.update(part)
    return made


def _fact(name: str, texts: Sequence[Policy]) -> Fact:
    known = [text.facts[name] for text in texts if name in text.facts]
    newest = known[-1]
    optional = len(known) < len(texts) or any(one.type.optional for one in known)
    values = newest.type.values
    if newest.type.kind in SETS:
        values = tuple(dict.fromkeys(value for one in reversed(known) for value in one.type.values))
    return evolved(newest, type=attrs.evolve(newest.type, optional=optional, values=values))


def _plan(newest: Plan, plans: Sequence[Plan | None]) -> Plan:
    charges = {charge.name: charge for plan in plans if plan is not None for charge in plan.charges}
    return evolved(newest, charges=tuple(charges.values()))
