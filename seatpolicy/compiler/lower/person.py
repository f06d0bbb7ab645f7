"""A policy and what an account holds in, the kernel that looks at one person out: which seats fit, and whether they count.

Each seat type is a scope of its own, twice: what cannot be told of one seat says nothing of another, and who is billable
matters only where the seat is held.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower.context import Lowering, place_texts
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.program import Reason
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import record


@record
class PersonProgram:
    """The kernel; by seat type the cases of `held by:` and of `billable:` that may count, each with its number and the note
    that chooses it (None: always)."""

    kernel: Kernel
    reasons: tuple[Reason, ...]
    held: dict[str, tuple[tuple[int, int | None], ...]]
    billable: dict[str, tuple[tuple[int, int | None], ...]]


def lower_person(policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str) -> PersonProgram:
    """What is asked of every entry of a roster."""
    b = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}, person")
    held = tuple(policy.plans[name] for name in plans), tuple(policy.addons[name] for name in addons)
    low = Lowering(policy, *held, currency, b, b.const(1), people=True)
    read = Expressions(low, of_person=True, counting=True)
    chosen: tuple[dict[str, tuple[tuple[int, int | None], ...]], ...] = ({}, {})
    for seat in policy.seats.values():
        for into, word, cases in ((chosen[0], "held", seat.held_by), (chosen[1], "billable", seat.billable)):
            places = {id(case): number for number, case in enumerate(cases)}
            with low.caught(f"{word}/{seat.name}"):
                made = read.cases(cases)  # type: ignore[misc]
                into[seat.name] = tuple((places[id(case)], low.flag(flag)) for flag, case in made)
    root = low.note(b.const(0))
    place_texts(low)
    return PersonProgram(b.kernel((root,)), tuple(low.reasons), *chosen)
