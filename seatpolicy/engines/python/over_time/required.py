"""The day of an invoice and its total in, what the policy requires before an invoice and does not have out."""

from __future__ import annotations

from fractions import Fraction

from seatpolicy.compiler.lower.over_time.required import TOTAL, lower_required
from seatpolicy.documents.invoice import Missing
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.over_time.judging import beside
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.words import Figures


def missing(day: JudgedDay, total: Fraction, programs: Programs) -> tuple[Missing, ...]:
    """What is missing; nothing where the policy requires nothing. Raises Refusal where that cannot be told."""
    policy, page = day.policy, day.page
    if not policy.requirements:
        return ()
    holding, people = holding_of(page), page.people is not None
    made, run = programs.compiled(
        policy, ("required", *holding, people), lambda: lower_required(policy, *holding, people)
    )
    given = beside(day.given, {TOTAL: total})
    values, failures = run.ran(given.inputs(made.kernel))
    figures = Figures(values, page.currency)
    for number in failures:
        if made.reasons[number].failure.scope == "required":
            raise Refusal(told(made.reasons[number], figures, given, page.at))
    return tuple(Missing(one.what, one.stage, one.at) for one in made.missing if figures.holds(one.present))
