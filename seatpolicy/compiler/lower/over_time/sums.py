"""All lines of an invoice in, the kernel out that rounds the sums of charges and the total, where a policy rounds these."""

from __future__ import annotations

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import settle
from seatpolicy.compiler.lower.budgets import AMOUNTS
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.cycles import Cycled, Window
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.program import PossibleLine
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import record

SUMS = ("charge", "total")
"""The points of rounding that look at several lines."""


@record
class SumsProgram:
    """The kernel, and the lines in their order, each with the steps that rounding adds."""

    kernel: Kernel
    lines: tuple[PossibleLine, ...]


def lower_sums(policy: Policy, currency: str, shape: tuple[tuple[str, str], ...]) -> SumsProgram:
    """The program of lines, each by a name that orders it among the ids of lines, and whose sum it counts in."""
    b = Builder(f"{policy.name}: sums, {currency}")
    low = Lowering(policy, (), (), currency, b, b.const(1), history=True)
    nothing = b.const(0)
    drafts = [
        Draft(
            low=low,
            name=name,
            kind="charge",
            charge=charge,
            owner="",
            title="",
            counts=(),
            block="",
            cycle=Cycled((), Window(low, ())),
            at=policy.at,
            present=b.const(1),
            billed=nothing,
            included=nothing,
            factor=nothing,
            units=[],
            facts=[],
            left=low.given(name, AMOUNTS),
            listed=nothing,
            base=nothing,
            cut=nothing,
        )
        for name, charge in shape
    ]
    net = settle.round_sums(drafts, low)
    lines = tuple(draft.finished(nothing) for draft in drafts)
    return SumsProgram(b.kernel((low.note(net),)), lines)
