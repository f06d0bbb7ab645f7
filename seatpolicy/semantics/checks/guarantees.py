"""Guarantees in, each as a finding out: a law that nothing has proven yet is said to be unproven, never passed over."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.model.policy import Policy

PR901 = code("PR901", "not-proven", Severity.INFORMATION, "a guarantee is not proven yet")


def check_guarantees(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """One finding for each guarantee."""
    return [
        PR901.at(
            guarantee.at,
            "this guarantee is not proven yet",
            note="nothing has shown that it holds for every input",
            hint="until then, an `example` at each end of its range shows it there",
            subject=guarantee.title,
        )
        for guarantee in policy.guarantees
    ]
