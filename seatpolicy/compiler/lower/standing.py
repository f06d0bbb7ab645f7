"""A policy and what an account holds in, a small kernel out that says where the account stands: its first plan's cycle, its
term, and for how long that is renewed."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import durations
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.terms import TermsOf
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.values.record import record


@record
class Standing:
    """The kernel, the cycles with their anchors that it may choose, the note that chooses each (None: always), and the notes
    of the term in months, of whether there is one, and of the months for which it is renewed (0: not)."""

    kernel: Kernel
    pairs: tuple[tuple[Cycle, Anchor], ...]
    chosen: tuple[tuple[int, int | None], ...]
    has_term: int
    months: int
    renews: int


def lower_standing(policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str) -> Standing:
    """What is asked of an account before it is known which text of the policy bills it."""
    b = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}, standing")
    held = tuple(policy.plans[name] for name in plans), tuple(policy.addons[name] for name in addons)
    low = Lowering(policy, *held, currency, b, b.const(1), "terms/standing")
    read = Expressions(low)
    stages = TermsOf(low, read)
    known, months = durations.term(read)
    there, renewed = durations.months(read, [plan.renews for plan in low.plans])
    stages.block(low.plans[0], low.plans[0])
    notes = (low.note(known), low.note(months), low.note(b.select(there, renewed, b.const(0))))
    chosen = tuple((use.pair, use.chosen) for use in stages.windows)
    return Standing(b.kernel(notes), tuple(low.pairs), chosen, *notes)
