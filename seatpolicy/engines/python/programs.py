"""What a policy is compiled to for what accounts hold of it, made once and kept; the oldest programs go.

What most bills do not need is imported where it is: one bill of the command line must begin soon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar, cast

import attrs

from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.lower.program import lower
from seatpolicy.compiler.program import Program
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import PolicyNamed
from seatpolicy.documents.invoice_json import source_digest
from seatpolicy.engines.python.run_kernel import Runs, runs
from seatpolicy.semantics.model.parties import Signal
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.collector import collector_off
from seatpolicy.values.record import record

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.charge_counts import ChargeCounts
    from seatpolicy.compiler.lower.person import PersonProgram
    from seatpolicy.compiler.lower.signals import SignalProgram
    from seatpolicy.compiler.lower.standing import Standing

Holding: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], str]
"""Plans, add-ons and a currency."""

MOST_KEPT = 512
"""Programs, and policies, that one engine keeps."""


class _Compiled(Protocol):
    @property
    def kernel(self) -> Kernel: ...


K = TypeVar("K")
T = TypeVar("T")
B = TypeVar("B")
C = TypeVar("C", bound=_Compiled)


@record
class Known:
    """A policy, how invoices name it, and a number that no other policy of the engine ever has. The policy is kept, so that
    no other one can have its identity as long as it is looked up by that."""

    policy: Policy
    named: PolicyNamed
    number: int


@attrs.define(eq=False, repr=False)
class Programs:
    """Compiles, and keeps what it has compiled."""

    _kept: dict[tuple[object, ...], tuple[_Compiled, Runs]] = attrs.field(factory=dict)
    _known: dict[int, Known] = attrs.field(factory=dict)
    _beside: dict[tuple[object, ...], object] = attrs.field(factory=dict)
    _count: int = 0

    def bill(
        self,
        policy: Policy,
        holding: Holding,
        unsold: tuple[str, ...] = (),
        seats: Mapping[tuple[str, int], int] | None = None,
        windows: Mapping[str, int] | None = None,
        people: bool = False,
        more: frozenset[str] = frozenset(),
    ) -> tuple[Program, Runs]:
        """The program of a whole bill."""
        seats, windows = seats or {}, windows or {}
        key = ("bill", *holding, unsold, tuple(sorted(seats.items())), tuple(sorted(windows.items())), people, more)
        return self.compiled(policy, key, lambda: lower(policy, *holding, unsold, seats, windows, people, more))

    def standing(self, policy: Policy, holding: Holding) -> tuple[Standing, Runs]:
        """That of an account's term and first cycle."""
        from seatpolicy.compiler.lower.standing import lower_standing

        return self.compiled(policy, ("standing", *holding), lambda: lower_standing(policy, *holding))

    def person(self, policy: Policy, holding: Holding) -> tuple[PersonProgram, Runs]:
        """That of one entry of a roster."""
        from seatpolicy.compiler.lower.person import lower_person

        return self.compiled(policy, ("person", *holding), lambda: lower_person(policy, *holding))

    def signal(self, policy: Policy, holding: Holding, signal: Signal, people: bool) -> tuple[SignalProgram, Runs]:
        """That of a signal."""
        from seatpolicy.compiler.lower.signals import lower_signal

        key = ("signal", *holding, signal.name, people)
        return self.compiled(policy, key, lambda: lower_signal(policy, *holding, signal, people))

    def counts(self, policy: Policy, holding: Holding, charge: str, people: bool) -> tuple[ChargeCounts, Runs]:
        """That of the counts of a charge."""
        from seatpolicy.compiler.lower.charge_counts import lower_charge_counts

        key = ("counts", *holding, charge, people)
        return self.compiled(policy, key, lambda: lower_charge_counts(policy, *holding, charge, people))

    def known(self, policy: Policy) -> Known:
        """What is known of a policy."""
        if id(policy) not in self._known:
            _make_room(self._known)
            named = PolicyNamed(policy.name, policy.title, policy.version, source_digest(policy))
            self._count += 1
            self._known[id(policy)] = Known(policy, named, self._count)
        return self._known[id(policy)]

    def beside(self, policy: Policy, key: tuple[object, ...], make: Callable[[], B]) -> B:
        """What else is found of a policy under a key, once."""
        whole = (self.known(policy).number, *key)
        if whole not in self._beside:
            _make_room(self._beside)
            with collector_off():
                self._beside[whole] = make()
        return cast("B", self._beside[whole])

    def compiled(self, policy: Policy, key: tuple[object, ...], make: Callable[[], C]) -> tuple[C, Runs]:
        """What is made of a policy under a key, once, and its runs."""
        whole = (self.known(policy).number, *key)
        if whole not in self._kept:
            _make_room(self._kept)
            with collector_off():
                made = make()
            self._kept[whole] = made, runs(made.kernel)
        return cast("tuple[C, Runs]", self._kept[whole])


def holding_of(account: Account) -> Holding:
    """What an account holds."""
    plans, addons = (tuple(one.name for one in held) for held in (account.plans, account.addons))
    return plans, addons, account.currency


def _make_room(kept: MutableMapping[K, T]) -> None:
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))
