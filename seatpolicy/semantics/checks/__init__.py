"""Checks of the whole model: each module looks for one kind of mistake.

A check takes the policy, whether lines of it could not be read (then nothing is reported as absent), and the declarations
in force by file; it gives findings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.syntax.tree import Node, SourceFile

Check = Callable[[Policy, bool, Sequence[tuple[SourceFile, tuple[Node, ...]]]], list[Diagnostic]]
ALL_CHECKS: tuple[Check, ...] = ()
