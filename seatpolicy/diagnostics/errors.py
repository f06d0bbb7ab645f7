"""The one exception of the Python API: findings that are errors, as something to raise."""

from __future__ import annotations

from collections.abc import Iterable

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity


class PolicyError(Exception):
    """A policy, an account or a question that has errors. `diagnostics` are all findings, warnings among them.

    `str()` is what the command line prints: each error with its code, its place, its reason and what to do.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the errors, in order."""
        return tuple(one.code for one in self.diagnostics if one.severity is Severity.ERROR)

    def __str__(self) -> str:
        from seatpolicy.diagnostics.render import render

        return "\n\n".join(render(one) for one in self.diagnostics if one.severity is Severity.ERROR)
