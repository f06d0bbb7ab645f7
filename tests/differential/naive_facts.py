"""Conditions of a drawn policy and an account in, whether they hold out; and the ways in which a bill can end."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from tests.differential.policy_data import AccountData, Cases, Condition

T = TypeVar("T")
ZERO = Fraction(0)
REFUSED, NOT_BILLED, HELD = "refused", "not billed yet", "held"


class Stop(Exception):
    """There is no bill: it is refused, held, or needs what the engine of this release does not bill."""


def fits(when: Condition, account: AccountData) -> bool:
    """Whether a condition holds for an account."""
    if when is None:
        return True
    kind, *rest = when
    facts = account.facts
    if kind == "=":
        return bool(facts[rest[0]] == rest[1])
    if kind == "flag":
        return bool(facts[rest[0]])
    if kind == "known":
        return facts.get(rest[0]) is not None
    if kind == "size >=":
        return bool(facts["size"] >= rest[0])
    if kind == "not":
        return not fits(rest[0], account)
    both = fits(rest[0], account), fits(rest[1], account)
    return all(both) if kind == "and" else any(both)


def first_fitting(given: Cases[T], account: AccountData) -> T | None:
    """The value of the first case that fits."""
    return next((one.value for one in given if fits(one.when, account)), None)
