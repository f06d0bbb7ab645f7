"""Facts of an account in, its amount out, where an engine has a shortcut for accounts that say the same things.

A shortcut is made when some accounts have said the same things about the same day, and never says what is wrong: where it
meets anything but the usual, there is no amount here, and the whole bill must be made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import cast

import attrs

from seatpolicy.compiler.meaning import Stopped
from seatpolicy.documents.account import Account
from seatpolicy.engines.base import Due, Engine, ShortEngine, Unusual
from seatpolicy.semantics.model.policy import Policy

FEW = 3
"""How many accounts are billed whole before a shortcut is made: it takes about as long as these bills."""

MOST_KEPT = 64
UNUSUAL = (Unusual, Stopped)
"""What a shortcut raises."""

Said = tuple[date | None, frozenset[str]]
"""The day that is asked for (None: the account's first one), and the names of what is said."""


@attrs.frozen(slots=True)
class Latest:
    """A shortcut, and the day that it is for."""

    as_of: date | None
    due: Due


def _none(given: Mapping[str, object]) -> Fraction:
    raise Unusual


@attrs.define(eq=False, repr=False)
class Shortcuts:
    """Those of one evaluator. `latest` is tried first."""

    latest: Latest = Latest(None, _none)
    _kept: dict[Said, Due | None] = attrs.field(factory=dict)
    _met: dict[Said, int] = attrs.field(factory=dict)

    def amount(self, given: Mapping[str, object], as_of: date | None) -> Fraction | None:
        """The amount by the shortcut for what is said, which is the latest one from now on; None without one."""
        due = self._kept.get((as_of, frozenset(given)))
        if due is None or due is self.latest.due:
            return None
        self.latest = Latest(as_of, due)
        try:
            return due(given)
        except UNUSUAL:
            return None

    def met(
        self,
        engine: Engine,
        policy: Policy,
        read: Callable[[], Account | None],
        given: Mapping[str, object],
        as_of: date | None,
        day: date,
    ) -> None:
        """Told of an account that had a bill on a `day`: if it is not the first to say these things, makes the shortcut.
        `read` gives the account."""
        said = as_of, frozenset(given)
        if said in self._kept or not hasattr(engine, "due"):
            return
        self._met[said] = self._met.get(said, 0) + 1
        if self._met[said] < FEW:
            return
        account = read()
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
            self._met.clear()
        if account is not None:
            self._kept[said] = cast("ShortEngine", engine).due(policy, account, day)
