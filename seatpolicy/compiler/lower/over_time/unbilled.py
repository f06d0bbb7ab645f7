"""A policy and the statements that may count in, what of them is not billed over time out: refused by code and line.

What stands here would otherwise be left out of a bill.
"""

from __future__ import annotations

from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.diagnostics.codes import Code
from seatpolicy.documents import refusals
from seatpolicy.source.text import Span


def in_policy(low: Lowering) -> None:
    """What the policy says about all accounts with a history."""
    for discount in low.policy.discounts.values():
        if discount.lasts_until not in ("", "renewal"):
            words = f"a discount until `{discount.lasts_until}` beside a history is"
            _not_billed(low, refusals.EN503, discount.at, words)


def in_terms(terms: Terms, low: Lowering) -> None:
    """What a charge says."""
    for flag, overage in terms.overage:
        if not overage.value.blocked:
            with low.when(flag):
                _not_billed(low, refusals.EN503, overage.at, "overage beside a history is")
    for flag, included in terms.included:
        if included.value.prorated:
            with low.when(flag):
                _not_billed(low, refusals.EN502, included.at, "what is included in a part of a cycle is")


def _not_billed(low: Lowering, code: Code, at: Span, words: str) -> None:
    low.report(low.const(1), code, at, f"{words} not billed yet", why=refusals.LEFT_OUT)
