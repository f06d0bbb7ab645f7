"""An account and the statements that count for it in, everything among them that this engine does not bill out.

Nothing is left out of an invoice silently: what is found here stops the bill, each part with its code and its place. The
rest of the engine refuses where it stands what it can only see while it counts or prices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic, Related
from seatpolicy.documents import refusals
from seatpolicy.documents.refusals import Refusal, not_billed, refusal
from seatpolicy.engines.reference.cycles import Window
from seatpolicy.engines.reference.evaluate import World
from seatpolicy.engines.reference.history import billed_again
from seatpolicy.engines.reference.terms import BlockTerms, Terms
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Cycle, Plan
from seatpolicy.values.dates import add_months

_SECTIONS = {
    "events": (refusals.EN503, "a history of events is not read yet"),
    "agreed": (refusals.EN505, "agreed prices are not read yet"),
}
_BILLS = ("in advance", "in arrears", "as used")
_REMAINDERS = ("largest", "first", "last")
_COUNTED = ("", "seat", "item", "meter")


def unbilled_in_account(held: Sequence[Plan], world: World) -> Iterator[Diagnostic]:
    """What the document itself holds, and plans that cannot be billed together."""
    for section in world.account.sections:
        if section.name == "events" and world.account.has_history:
            continue
        made, message = _SECTIONS[section.name]
        yield refusal(made, section.at, message, why=refusals.LEFT_OUT, subject=section.name).found
    if world.policy.remainder not in _REMAINDERS:
        yield not_billed(refusals.EN511, world.policy.at, f"a remainder to the {world.policy.remainder} line is").found
    seen: dict[str, Plan] = {}
    for plan in held:
        for charge in plan.charges:
            if charge.name in seen:
                yield refusal(
                    refusals.EN510,
                    charge.at,
                    f"`{charge.name}` in two plans of one account is not billed yet",
                    why="nothing says whether it is paid once or twice",
                    related=[Related(seen[charge.name].at, "the other plan")],
                    subject=charge.name,
                ).found
            seen.setdefault(charge.name, plan)
    yield from _time(world)


def unbilled_use(terms: Iterable[Terms], world: World) -> Iterator[Diagnostic]:
    """A meter that is counted in two cycles: nobody can say in which of them its use lies."""
    cycles: dict[str, Terms] = {}
    for one in terms:
        for name in one.charge.counts if one.charge.counts_kind == "meter" else ():
            other = cycles.setdefault(name, one)
            given = world.account.usage.get(name)
            if given is not None and other.window != one.window:
                charges = f"`{other.charge.name}` and `{one.charge.name}`"
                words = f"the use of `{name}`, counted by {charges} in cycles that differ, is"
                yield not_billed(refusals.EN501, given.at, words).found


def unbilled_in_block(block: BlockTerms, world: World) -> Iterator[Diagnostic]:
    """What a plan or add-on says over all its charges."""
    plan = block.plan
    trial = world.first_that_fits(plan.trial)
    if trial is not None and not world.account.has_history:
        yield not_billed(refusals.EN508, trial.at, f"the trial of `{plan.name}` is").found
    start, term = world.account.start, world.term()
    rise = world.first_that_fits(plan.renewal_price)
    if rise is not None and start is not None and (term is None or world.as_of >= add_months(start, term.numerator)):
        yield not_billed(refusals.EN505, rise.at, "the price after a renewal is").found
    yield from _ended(block, world)
    yield from _began_before(block.cycle, block.window, world)


def _ended(block: BlockTerms, world: World) -> Iterator[Diagnostic]:
    """A subscription whose term is over, where no line says what follows."""
    start, term = world.account.start, world.term()
    if start is None or term is None or world.renews() or block.plan.addon:
        return
    ends = add_months(start, term.numerator)
    if world.as_of >= ends:
        yield not_billed(
            refusals.EN503,
            block.plan.at,
            f"what follows the term, which ended on {ends}, is",
            "no line `renews:` says that it goes on, and a history of events is not read yet",
        ).found


def _began_before(cycle: Case[Cycle], window: Window, world: World) -> Iterator[Diagnostic]:
    """A cycle that began under an earlier policy. Of a history, the replay says when a charge begins."""
    effective = world.policy.effective
    if world.account.has_history:
        return
    if world.account.start is not None and effective is not None and window.first < effective <= world.as_of:
        yield not_billed(
            refusals.EN505,
            cycle.at,
            f"the cycle from {window.first}, which began under an earlier policy, is",
            f"this policy takes effect on {effective}: ask for a day of a later cycle, as with `--as-of {window.after}`",
        ).found


def unbilled_in_charge(terms: Terms, world: World) -> Iterator[Diagnostic]:
    """What a charge says."""
    charge = terms.charge
    if charge.counts_kind not in _COUNTED:
        yield not_billed(refusals.EN511, charge.at, f"a charge for a {charge.counts_kind} is").found
    if terms.bill not in _BILLS:
        yield not_billed(refusals.EN511, charge.at, f"`{charge.name}`, billed {terms.bill}, is").found
    trial = world.first_that_fits(charge.trial)
    if trial is not None and not world.account.has_history:
        yield not_billed(refusals.EN508, trial.at, f"the trial of `{charge.name}` is").found
    for name in charge.counts:
        seat = world.policy.seats.get(name)
        trial = world.first_that_fits(seat.trial) if seat is not None else None
        if trial is not None and not tries_people(terms, world):
            yield not_billed(refusals.EN508, trial.at, f"the trial of each `{name}` is").found
    yield from billed_again(terms, world)
    if charge.cycle:
        yield from _began_before(terms.cycle, terms.window, world)


def tries_people(terms: Terms, world: World) -> bool:
    """Whether a charge counts people of whom it is known since when they are there."""
    return world.account.has_history and terms.quantity is not None and terms.quantity.value.kind in ("assigned", "billable")


def _time(world: World) -> Iterator[Diagnostic]:
    effective = world.policy.effective
    if effective is not None and world.as_of < effective:
        yield refusal(
            refusals.EN108,
            world.policy.at,
            f"on {world.as_of} this policy is not in force",
            note=f"it takes effect on {effective}",
            hint="ask for a later day, or price by the policy before it",
        ).found


def gathered(*parts: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings of several parts, a refusal that stops one of them included."""
    found: list[Diagnostic] = []
    for part in parts:
        try:
            found.extend(part)
        except Refusal as stop:
            found.append(stop.found)
    return found
