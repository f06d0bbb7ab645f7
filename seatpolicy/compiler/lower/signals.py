"""A signal in, the kernel that says whether it fires for an account, or for one person of its roster, out."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.lower.context import Lowering, place_texts
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.measures import window_words
from seatpolicy.compiler.program import Reason
from seatpolicy.semantics.model.parties import Signal
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import record


@record
class SignalProgram:
    """The kernel, the note that says whether the signal fires, and what it looks at in its order, each with the note that
    says that it did; the same of seats that were added, with the window in words."""

    kernel: Kernel
    reasons: tuple[Reason, ...]
    fires: int
    looked_at: tuple[tuple[str, int], ...]
    added: tuple[tuple[str, str, int], ...]


def lower_signal(
    policy: Policy, plans: Sequence[str], addons: Sequence[str], currency: str, signal: Signal, people: bool
) -> SignalProgram:
    """What a signal asks, once a bill is made."""
    b = Builder(f"{policy.name}: {' + '.join((*plans, *addons))}, {currency}, signal {signal.name}")
    held = tuple(policy.plans[name] for name in plans), tuple(policy.addons[name] for name in addons)
    low = Lowering(policy, *held, currency, b, b.const(1), "signal", people=people)

    def total() -> Value:
        return b.div(b.input(inputs.total()), b.input(inputs.total_den()))

    read = Expressions(low, total, of_person=bool(signal.for_each), of_signals=True)
    fires = b.const(1) if signal.when is None else read.holds(signal.when)
    note = low.note(b.all(low.live, fires), "fires")
    looked_at = tuple((key, low.note(flag)) for key, flag in read.looked_at)
    added = tuple((one.of, window_words(one), low.note(first)) for first, one in low.added)
    place_texts(low)
    return SignalProgram(b.kernel((note,)), tuple(low.reasons), note, looked_at, added)
