"""The day of an invoice and its total in, what the policy requires before an invoice and does not have out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from seatpolicy.compiler.lower.over_time.required import TOTAL, lower_required
from seatpolicy.documents.invoice import Missing
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.over_time.judging import beside
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.over_time.judged import JudgedDay
from seatpolicy.pricing.over_time.stages import Stage
from seatpolicy.pricing.words import Figures


def missing_since(happened: Iterable[Stage], total: Fraction, programs: Programs) -> tuple[Missing, ...]:
    """What is missing before what happened since the invoice before, each thing once."""
    return tuple(dict.fromkeys(one for stage in happened for one in missing(stage.day, total, programs, stage.name)))


def missing(day: JudgedDay, total: Fraction, programs: Programs, stage: str = "invoice") -> tuple[Missing, ...]:
    """What is missing before a stage; nothing where the policy requires nothing. Raises Refusal where that cannot be
    told."""
    policy, page = day.policy, day.page
    if not any(one.stage == stage for one in policy.requirements):
        return ()
    holding, people = holding_of(page), page.people is not None
    made, run = programs.compiled(
        policy, ("required", stage, *holding, people), lambda: lower_required(policy, *holding, people, stage)
    )
    given = beside(day.given, {TOTAL: total})
    values, failures = run.ran(given.inputs(made.kernel))
    figures = Figures(values, page.currency)
    for number in failures:
        if made.reasons[number].failure.scope == "required":
            raise Refusal(told(made.reasons[number], figures, given, page.at))
    return tuple(Missing(one.what, one.stage, one.at) for one in made.missing if figures.holds(one.present))
