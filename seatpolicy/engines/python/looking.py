"""A roster in, who counts out: the kernel of one person, run for each entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.engines.python.run_kernel import Runs
from seatpolicy.pricing.findings import told
from seatpolicy.pricing.inputs import Given
from seatpolicy.pricing.people import Looked, PersonOnDay, Roster, roster
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy

if TYPE_CHECKING:
    from seatpolicy.compiler.lower.person import PersonProgram


MOST_KNOWN = 50_000
"""Entries whose seats are kept, of one holding."""


def roster_of(policy: Policy, account: Account, day: date, programs: Programs) -> Roster | Diagnostic | None:
    """Who counts on a day; why that cannot be told; None for an account without a list of people."""
    if account.people is None:
        return None
    made, run = programs.person(policy, holding_of(account))
    given = Given(policy, account, day)
    known: dict[tuple[int | None, ...], Looked] = programs.beside(policy, ("looked", *holding_of(account)), dict)

    def looks(one: PersonOnDay) -> Looked:
        """Of many people the kernel reads the same, and of nearly everybody the same as the day before."""
        given.person, given.outside = one, {}
        read = tuple(given.inputs(made.kernel))
        found = known.get(read)
        if found is None:
            found = looked(made, run, given, read)
            # Why something cannot be told is told of the one person.
            if not any(isinstance(part, Refusal) for part in (*found.held.values(), *found.billable.values())):
                if len(known) >= MOST_KNOWN:
                    known.clear()
                known[read] = found
        return found

    try:
        return roster(account.people, policy, day, looks)
    except Refusal as stop:
        return stop.found


def reads_the_day(policy: Policy, account: Account, programs: Programs) -> bool:
    """Whether who counts hangs on the day that is looked at, and not only on what happened."""
    made, _ = programs.person(policy, holding_of(account))
    return policy.counting.idle_days > 0 or any(one.name == "as_of" for one in made.kernel.inputs)


def looked(made: PersonProgram, run: Runs, given: Given, read: Sequence[int | None] | None = None) -> Looked:
    """What the kernel says of one entry; `read` are its inputs, if they are filled in already."""
    values, failures = run.ran(given.inputs(made.kernel) if read is None else read)
    assert given.person is not None
    figures = Figures(values, given.account.currency, given.person.person.id)
    stopped: dict[str, Refusal] = {}
    for number in failures:
        reason = made.reasons[number]
        if reason.failure.scope not in stopped:
            stopped[reason.failure.scope] = Refusal(told(reason, figures, given, given.person.person.at))

    def chosen(word: str, seat: str, cases: Sequence[tuple[int, int | None]]) -> int | Refusal | None:
        if f"{word}/{seat}" in stopped:
            return stopped[f"{word}/{seat}"]
        return next((number for number, note in cases if figures.holds(note)), None)

    held = {seat: chosen("held", seat, cases) for seat, cases in made.held.items()}
    return Looked(held, {seat: chosen("billable", seat, cases) for seat, cases in made.billable.items()})
