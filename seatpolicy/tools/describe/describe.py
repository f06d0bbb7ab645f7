"""A checked policy, one of its texts and an engine in, the whole description out.

Everything comes from the checked model: two policies that mean the same are described in the same words, however they are
laid out. Figures come from the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seatpolicy.engines.base import Engine
from seatpolicy.semantics.check import Checked, Text
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.describe.ahead import changes_ahead, title_of
from seatpolicy.tools.describe.beside import requirements, rounding_and_tax, signals
from seatpolicy.tools.describe.discounts import what_comes_off
from seatpolicy.tools.describe.document import Description, Section, sections
from seatpolicy.tools.describe.exceptions import release_of_a_text, who_may_make_exceptions
from seatpolicy.tools.describe.glossary import words_used
from seatpolicy.tools.describe.in_cycle import in_the_cycle
from seatpolicy.tools.describe.people import who_counts
from seatpolicy.tools.describe.plans import what_it_costs
from seatpolicy.tools.describe.prices import Shown
from seatpolicy.tools.describe.pricing import Pricer
from seatpolicy.tools.describe.promises import promises
from seatpolicy.tools.describe.seat_costs import what_seats_cost
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import day, listed


def describe(checked: Checked, text: Text, as_of: date, engine: Engine) -> Description:
    """The description of one text of a policy on a day. Raises ValueError for a policy that was checked with errors."""
    policy = text.policy
    if policy is None:
        raise ValueError("this policy was checked with errors")
    from seatpolicy.tools.describe.worked import worked_examples

    told, pricer = Told(policy), Pricer(engine, as_of)
    people, costs, off, *rules = _written(policy)
    found = sections(
        people,
        costs,
        off,
        what_seats_cost(told, pricer),
        worked_examples(told, checked, engine, pricer),
        *rules,
        changes_ahead(checked, text, _written),
        words_used(told),
    )
    return Description(policy.title, _lead(checked, text, policy, as_of), found)


def _written(policy: Policy) -> Sequence[Section]:
    """The sections that say what the policy says, without figures of an engine."""
    told = Told(policy)
    shown = Shown(told)
    costs = what_it_costs(told, shown)
    return (
        who_counts(told),
        costs,
        what_comes_off(told),
        in_the_cycle(told),
        rounding_and_tax(told),
        requirements(told),
        who_may_make_exceptions(told),
        section("Other tables", shown.rest()),
        signals(told),
        promises(told),
        release_of_a_text(told),
    )


def _lead(checked: Checked, text: Text, policy: Policy, as_of: date) -> tuple[str, ...]:
    """Which text this is, since when, and who answers for it."""
    since = f", in force from {day(policy.effective)}" if policy.effective is not None else ""
    have = [title_of(change) for change in checked.changes if change.name in text.changes]
    changed = f", with {listed(f'“{title}”' for title in have)}" if have else ""
    lead = [
        f"This is what version {policy.version} of the policy means{since}, as it stands on {day(as_of)}{changed}. "
        "It is written from the policy by a program, and every amount is worked out by the rules themselves."
    ]
    currencies = f"Sold in {listed(policy.currencies)}." if policy.currencies else ""
    zone = f" Days begin and end in the time zone {policy.time_zone}." if policy.time_zone else ""
    lead.append(f"{currencies}{zone} {policy.owner} answers for it, and {policy.backup} when the owner is away.")
    return tuple(lead)
