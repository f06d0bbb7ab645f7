"""A policy in, every default of the language that it relies on out, for `check --assumed`.

Nothing that moves a bill is silent: what causes disputes must be written, and everything else has one default, told here
where the policy can come to it. What a policy does not have (a trial, a limit, a minimum) is no default.
"""

from __future__ import annotations

from seatpolicy.semantics.assumptions.money import about_money
from seatpolicy.semantics.assumptions.people import about_people
from seatpolicy.semantics.assumptions.time import about_time
from seatpolicy.semantics.model.policy import Policy


def assumptions(policy: Policy) -> list[dict[str, str]]:
    """The defaults in the order of a policy: each with `subject`, `statement`, `why` (who does so, what else could be
    written) and `where` (`file:line:column`, or empty)."""
    found = [*about_people(policy), *about_time(policy), *about_money(policy)]
    made = [
        {"subject": a.subject, "statement": a.statement, "why": a.why, "where": a.at.where if a.at is not None else ""}
        for a in found
    ]
    return list({tuple(one.values()): one for one in made}.values())
