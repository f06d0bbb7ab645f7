"""A charge's block, its plan's and the policy's in, the statement of proration that counts out: the nearest block that has
one.

A line about fewer seats may ask for the `cause` of the decrease, and may hold only within a time of the purchase: then the
first line that fits both counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import FactGiven
from seatpolicy.documents.events.records import Event, SeatsChanged
from seatpolicy.documents.refusals import refusal
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.over_time.worth import OVER_CYCLE, Measure
from seatpolicy.engines.reference.terms import Terms
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.prices import Duration, FewerSeats, MoreSeats, Proration
from seatpolicy.source.text import Span

T = TypeVar("T")

MORE = MoreSeats(True, "next invoice")
"""What happens to more seats where no line says it."""


@attrs.frozen
class Why:
    """Why there are fewer: the `cause`, written at a place, the events that led to it, the instant from which it counts, and
    `who` counts no more."""

    cause: str
    events: tuple[Event, ...]
    instant: int
    at: Span
    who: tuple[str, ...] = ()

    @classmethod
    def of(cls, events: Sequence[Event]) -> Why:
        """What some events say; of orders and ends, the last one."""
        last = events[-1]
        cause = last.cause if isinstance(last, SeatsChanged) and last.cause else "order"
        return cls(cause, tuple(events), max(event.instant for event in events), last.at)


_MICROSECONDS = {"hour": 3_600_000_000, "day": 86_400_000_000, "week": 604_800_000_000}


@attrs.frozen
class Statements:
    """What the policy says about the parts of one charge's cycles."""

    terms: Terms
    world: World

    def measure(self, clock: int = 0) -> Measure:
        """How parts are measured; a price without a period needs no line, and is whole in any part. `clock` is the time of
        the day at which cycles begin, in microseconds after midnight."""
        case = self._first(lambda block: block.measure)
        at = case.at if case is not None else self.terms.charge.at
        return Measure(case.value if case is not None else OVER_CYCLE, self.world.policy.time_zone, at, clock)

    def first_day_charged(self) -> bool:
        """Whether the day on which something begins is charged."""
        case = self._first(lambda block: block.first_day)
        return True if case is None else case.value

    def last_day_charged(self) -> bool:
        """Whether the day on which something ends is charged."""
        case = self._first(lambda block: block.last_day)
        return False if case is None else case.value

    def more(self) -> MoreSeats:
        """What happens to more seats."""
        case = self._first(lambda block: block.more_seats)
        return MORE if case is None else case.value

    def more_at(self) -> Span:
        """Where that is written; the charge, where no line says it."""
        case = self._first(lambda block: block.more_seats)
        return self.terms.charge.at if case is None else case.at

    def flat_prorated(self) -> bool:
        """Whether flat parts are cut down in a part of a cycle."""
        case = self._first(lambda block: block.flat_fees)
        return case is not None and case.value == "prorated"

    def stays(self, why: Why) -> FewerSeats | None:
        """The line that keeps fewer seats on the bill of what is not paid in advance; None where none does."""
        case = self._fitting(lambda block: block.fewer_seats, why, 0)
        return case.value if case is not None and case.value.kind == "none" else None

    def fewer(self, why: Why, bought: int) -> Case[FewerSeats]:
        """What happens to fewer seats of those bought at an instant."""
        return self._less(lambda block: block.fewer_seats, why, bought)

    def cancelling(self, why: Why, bought: int) -> Case[FewerSeats]:
        """What happens at the end of the subscription; as with fewer seats, where no line says it."""
        stated = any(block.cancellation for block in self._blocks())
        return self._less(lambda b: b.cancellation if stated else b.fewer_seats, why, bought)

    def plan_left(self, why: Why, bought: int) -> Case[FewerSeats]:
        """What comes back, at once, where the account has another plan from a day on: by the policy's credits, if it has
        some, else at what was billed."""
        stated: Case[FewerSeats] | None = None
        if any(block.fewer_seats for block in self._blocks()):
            stated = self.fewer(why, bought)
        kind = stated.value.kind if stated is not None and stated.value.kind != "none" else "at billed"
        at = stated.at if stated is not None else self.terms.charge.at
        return Case(FewerSeats(kind, "at once"), None, at)

    def charged_anew(self, why: Why, bought: int) -> Case[FewerSeats]:
        """What comes back of all old seats where more are charged, all of them anew: of the days that are left what they
        cost, so that no day is free and none is paid twice."""
        case = self._first(lambda block: block.change_lines)
        stated = self.plan_left(why, bought).value.kind
        kind = stated if stated == "less used" else "at billed"
        return Case(FewerSeats(kind, "at once"), None, self.terms.charge.at if case is None else case.at)

    def change_lines(self) -> str:
        """Whether a change is one line, or a credit of all old seats and a charge of all new ones."""
        case = self._first(lambda block: block.change_lines)
        return "difference" if case is None else case.value

    def _less(self, of: Callable[[Proration], Cases[FewerSeats]], why: Why, bought: int) -> Case[FewerSeats]:
        case = self._fitting(of, why, bought)
        if case is not None:
            return case
        raise refusal(
            refusals.EN106,
            self.terms.charge.at,
            f"no line `fewer seats:` fits a decrease of `{self.terms.charge.name}`",
            hint="add a line that ends in `otherwise`",
            subject=self.terms.charge.name,
        )

    def _fitting(
        self, of: Callable[[Proration], Cases[FewerSeats]], why: Why, bought: int
    ) -> Case[FewerSeats] | None:
        """The first line of the nearest block that has some whose condition and time fit."""
        facts = {**self.world.account.facts, "cause": FactGiven(why.cause, why.at)}
        world = attrs.evolve(self.world, account=attrs.evolve(self.world.account, facts=facts))
        cases = next((of(block) for block in self._blocks() if of(block)), ())
        for case in cases:
            if (case.when is None or world.holds(case.when)) and _open(case.value.within, why.instant - bought):
                return case
        return None

    def _first(self, of: Callable[[Proration], Cases[T]]) -> Case[T] | None:
        found = (self.world.first_that_fits(of(block)) for block in self._blocks())
        return next((case for case in found if case is not None), None)

    def _blocks(self) -> tuple[Proration, ...]:
        return self.terms.charge.proration, self.terms.plan.proration, self.world.policy.proration


def _open(within: Duration | None, passed: int) -> bool:
    """Whether a time after the purchase is not over; a month or a year of it is counted as 30 or 365 days."""
    if within is None:
        return True
    each = _MICROSECONDS.get(within.unit) or _MICROSECONDS["day"] * {"month": 30, "quarter": 91, "year": 365}[within.unit]
    return Fraction(passed) <= within.length * each
