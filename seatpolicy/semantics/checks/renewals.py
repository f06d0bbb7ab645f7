"""Plans and changes in; renewals, terms and trials that no length of the policy goes with, out.

"Renewal" and "the end of the term" mean something only where a plan says how long its term is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import (
    Sold,
    clashes,
    cycle_words,
    is_free,
    nearest,
    once,
    said,
    sold,
    together,
)
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.in_force import Change
from seatpolicy.semantics.model.parties import Cases, Trial
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cycle, Duration, FewerSeats, Plan
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import SourceFile

E, W = Severity.ERROR, Severity.WARNING
PN311 = code("PN311", "no-term", E, "a renewal or a term is spoken of where there is none")
PN312 = code("PN312", "term-shorter-than-cycle", E, "a term holds at least one whole cycle")
PN313 = code("PN313", "trial-covers-term", W, "a trial is as long as the whole term")
LC709 = code("LC709", "change-without-renewal", W, "a change waits for a renewal that no plan has")

LEAST_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90, "half year": 181, "year": 365}
MOST_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half year": 184, "year": 366}
IN_MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


def check_renewals(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Everything that speaks of a term or a renewal, and every term and trial."""
    found: list[Diagnostic] = []
    plans_of: dict[str, list[Plan]] = {}
    for one in sold(policy):
        plans_of.setdefault(one.charge.name, []).append(one.base)
        # A term under a condition is enough: under the others a plan may have none.
        if not one.terms and not is_free(one.charge) and not poison.hit(*one.places):
            found += _without_term(one)
        found += _trials(policy, one)
    for plan in policy.plans.values():
        found += _plan(plan, poison)
    if policy.plans and not poison.any and not any(plan.term for plan in policy.plans.values()):
        found += _nowhere(policy)
    found += _discounts(policy, plans_of, poison)
    return once(found)


def check_reach(texts: Sequence[Policy], files: Sequence[SourceFile], changes: Sequence[Change]) -> list[Diagnostic]:
    """The changes that old customers have from their renewal on, where none of the texts has a plan that is ever renewed.
    Only for policies that could be read whole. The head's own `reaches:` is no such change: it is about the customers of an
    earlier file, who are renewed by the terms of that one."""
    if any(plan.term for text in texts for plan in (*text.plans.values(), *text.addons.values())):
        return []
    found = []
    for file in files:
        own = {id(node) for node in file.declarations}
        for change in changes:
            reaches = change.node.one("reaches_line")
            waits = change.others == "at renewal" and change.everyone_by is None
            if not waits or reaches is None or id(change.node) not in own:
                continue
            waiting = reaches.all()[0].all()[0]
            found.append(
                LC709.at(
                    Span(file.source, waiting.start, waiting.end),
                    f"`{change.name}` reaches no subscription of before {change.first}",
                    note="it waits for their renewal, and no plan has a `term:`, so none is ever renewed",
                    hint="write `everyone by` and a day behind it, or `term:` and `renews:` in the plans, or "
                    "`others keep theirs` if it is meant",
                    subject=change.name,
                )
            )
    return found


def _no_term(at: Span, what: str, plan: Plan, subject: str) -> Diagnostic:
    return PN311.at(
        at,
        f"{what}, and plan `{plan.name}` has no term",
        note="nothing says when it is renewed",
        related=(Related(plan.at, "this plan has no line `term:`"),),
        hint="write `term: 12 months` in the plan, or speak of the next cycle here",
        subject=subject,
    )


# ---- what needs a term ----------------------------------------------------------------------------------------------


def _without_term(one: Sold) -> Iterator[Diagnostic]:
    plan = one.base
    for commitment in (*one.charge.commitment, *one.holder.commitment):
        if commitment.value.amounts.per.period == "term":
            yield _no_term(said(commitment.value.at), "a commitment is per term", plan, one.holder.name)
    for lower in one.prorated(lambda block: block.downgrade):
        if lower.value == "at renewal":
            yield _no_term(said(lower.at), "a cheaper plan begins at renewal", plan, "downgrade")
    for end in one.prorated(lambda block: block.cancellation):
        if end.value.when == "renewal":
            yield _no_term(said(end.at), "a cancelled plan is settled at renewal", plan, "cancellation")
    if one.charge.counts_kind not in ("seat", "item"):
        return
    for added in one.prorated(lambda block: block.more_seats):
        if added.value.to_term_end:
            yield _no_term(said(added.at), "added seats are charged to the end of the term", plan, "more seats")
        elif added.value.when == "renewal":
            yield _no_term(said(added.at), "added seats are charged at renewal", plan, "more seats")
    for left in one.prorated(lambda block: block.fewer_seats):
        if left.value.when == "renewal":
            yield _no_term(said(left.at), _credit(left.value), plan, "fewer seats")


def _credit(fewer: FewerSeats) -> str:
    return "seats are paid until renewal" if fewer.kind == "none" else "the credit comes at renewal"


def _nowhere(policy: Policy) -> Iterator[Diagnostic]:
    """What speaks of renewals in a policy where no plan is ever renewed."""
    plan = next(iter(policy.plans.values()))
    for commitment in (case.value for case in policy.commitment):
        if commitment.amounts.per.period == "term":
            yield _no_term(said(commitment.at), "a commitment is per term", plan, "commitment")
    counting = policy.counting
    if "freed_seat_line" in counting.stated and counting.freed_until == "renewal" and counting.at is not None:
        yield _no_term(counting.at, "a freed seat waits for a renewal", plan, "freed seat")


def _discounts(policy: Policy, plans_of: dict[str, list[Plan]], poison: Poison) -> Iterator[Diagnostic]:
    """Discounts that end with, or are counted per, a term that none of their plans has."""
    for discount in policy.discounts.values():
        for off in discount.off:
            targets = off.value.targets or tuple(plans_of)
            plans = [plan for name in targets for plan in plans_of.get(name, ())]
            if not plans or any(plan.term for plan in plans):
                continue
            if poison.hit(discount.at, *(plan.at for plan in plans)):
                continue
            if off.value.period == "term":
                yield _no_term(off.value.at, "an amount is per term", plans[0], discount.name)
            elif discount.lasts_until == "renewal":
                yield _no_term(discount.at, "this discount lasts until renewal", plans[0], discount.name)


# ---- terms and trials -----------------------------------------------------------------------------------------------


def _plan(plan: Plan, poison: Poison) -> Iterator[Diagnostic]:
    lines: tuple[tuple[Cases[Any], str], ...] = (
        (plan.renews, "a plan is renewed for another term"),
        (plan.renewal_price, "a price is promised for the renewal"),
    )
    for cases, what in lines:
        if cases and not plan.term and not poison.hit(plan.at):
            yield _no_term(said(cases[0].at), what, plan, plan.name)
    for term, cycle in clashes(plan.term, plan.cycle, _shorter):
        yield PN312.at(
            said(term.at),
            f"a term of {_words(term.value)} ends before a cycle of {cycle_words(cycle.value)} does",
            note="an account is billed for a whole cycle at a time",
            related=(Related(said(cycle.at), "the cycle"),),
            hint="write a longer term, or a shorter cycle",
            subject=plan.name,
        )


def _shorter(term: Duration, cycle: Cycle) -> bool:
    if term.unit in IN_MONTHS and cycle.period in IN_MONTHS:
        return term.length * IN_MONTHS[term.unit] < cycle.count * IN_MONTHS[cycle.period]
    if cycle.period not in LEAST_DAYS:
        return False
    if term.unit == "hour":
        return term.length < 24 * cycle.count * LEAST_DAYS[cycle.period]
    return term.unit in MOST_DAYS and term.length * MOST_DAYS[term.unit] < cycle.count * LEAST_DAYS[cycle.period]


def _trials(policy: Policy, one: Sold) -> Iterator[Diagnostic]:
    for trials in trials_of(policy, one):
        for i, trial in enumerate(trials):
            met = [term for j, term in enumerate(one.terms) if together((trials, i), (one.terms, j))]
            if met and all(_covers(trial.value, term.value) for term in met):
                length = Duration(trial.value.length, trial.value.unit)
                yield PN313.at(
                    said(trial.at),
                    f"a trial of {_words(length)} covers the whole term",
                    note=f"the term is {_words(met[0].value)}: who leaves at its end has paid nothing",
                    related=(Related(said(met[0].at), "the term"),),
                    hint="write a shorter trial, or a longer term",
                    subject=one.base.name,
                )


def trials_of(policy: Policy, one: Sold) -> list[Cases[Trial]]:
    """The trials that can count for a charge: of the charge, of each seat type in it, of its plan; the nearest wins."""
    outer = (one.holder.trial,) if one.base is one.holder else (one.holder.trial, one.base.trial)
    seats = [policy.seats[name] for name in one.charge.counts if name in policy.seats]
    if not seats:
        return [nearest(one.charge.trial, *outer)]
    return [nearest(one.charge.trial, seat.trial, *outer) for seat in seats]


def _covers(trial: Trial, term: Duration) -> bool:
    if trial.unit in IN_MONTHS and term.unit in IN_MONTHS:
        return trial.length * IN_MONTHS[trial.unit] >= term.length * IN_MONTHS[term.unit]
    if trial.unit not in LEAST_DAYS or term.unit not in MOST_DAYS:
        return False
    return trial.length * LEAST_DAYS[trial.unit] >= term.length * MOST_DAYS[term.unit]


def _words(duration: Duration) -> str:
    return f"{duration.length} {duration.unit}" + ("" if duration.length == 1 else "s")
