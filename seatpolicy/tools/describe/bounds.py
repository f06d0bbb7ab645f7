"""Minimums, maximums and commitments of a charge, a plan or the whole policy, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Bound, Charge, Commitment, Plan
from seatpolicy.tools.describe.told import Told
from seatpolicy.tools.describe.words import amounts, percent


def bound_points(told: Told, block: Charge | Plan | Policy, of: str) -> Iterator[str]:
    """A sentence for each line; `of` says what they are about ("this charge", "the plan", "the whole bill")."""
    cases = told.phrases.cases
    if block.minimum:
        yield cases(block.minimum, [_minimum(case.value, of) for case in block.minimum])
    if block.maximum:
        yield cases(block.maximum, [_maximum(case.value, of) for case in block.maximum])
    if block.commitment:
        yield cases(block.commitment, [_commitment(case.value, of) for case in block.commitment])


def _minimum(bound: Bound, of: str) -> str:
    least = f"{of} comes to at least {amounts(bound.amounts)}, {_when(bound)}"
    return f"{least}: a line of its own adds what is missing{_part(bound)}"


def _maximum(bound: Bound, of: str) -> str:
    return f"{of} comes to at most {amounts(bound.amounts)}, {_when(bound)}{_part(bound)}"


def _when(bound: Bound) -> str:
    return "before discounts" if bound.before_discounts else "after discounts"


def _part(bound: Bound) -> str:
    return "; in a part of a cycle it is worth as much as the part" if bound.prorated else ""


def _commitment(one: Commitment, of: str) -> str:
    over = "at its usual price" if one.overage == 1 else f"at {percent(one.overage)} of its price"
    short = "what is missing at the end is billed" if one.shortfall_billed else "what is missing at the end is forgiven"
    return f"for {of} {amounts(one.amounts)} are committed; what goes beyond is paid {over}, and {short}"
