"""A policy that requires something before a stage in, the kernel out that says what of it is missing, by the total."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower.beside import Beside
from seatpolicy.compiler.lower.context import place_texts
from seatpolicy.compiler.lower.over_time.day import Judging, history_lowering
from seatpolicy.compiler.program import PossibleMissing, Reason
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle
from seatpolicy.values.record import record

TOTAL = "total"
"""Under which name the total is given."""


@record
class RequiredProgram:
    """The kernel, and what may be missing."""

    kernel: Kernel
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Cycle, Anchor], ...]
    missing: tuple[PossibleMissing, ...]


def lower_required(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, people: bool, stage: str = "invoice"
) -> RequiredProgram:
    """The program of what is required before a stage of an account that holds these."""
    low = history_lowering(policy, plans, addons, currency, people, "required")
    judging = Judging(low)
    beside = Beside(judging.read)
    with low.caught("required"):
        beside.total(lambda: low.given(TOTAL), {stage: low.const(1)})
    root = low.note(low.const(0))
    place_texts(low)
    return RequiredProgram(low.b.kernel((root,)), tuple(low.reasons), tuple(low.pairs), tuple(beside.missing))
