"""A path that a user named in, its text out; `-` is standard input.

Only what a command's own arguments name may be `-`: a path that a policy or a document names is always a file.
"""

from __future__ import annotations

import sys

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.files import LARGEST, decode, read_source, unreadable
from seatpolicy.workspace.policy import check_source

NAME = "-"
SHOWN = "<stdin>"
"""What messages call the text of standard input."""


def read_named(path: str) -> Outcome[SourceText | None]:
    """The text of a file or of standard input; None and one finding where there is none."""
    if path != NAME:
        return read_source(path)
    if sys.stdin is None:
        return Outcome(None, (unreadable(SHOWN, OSError(0, "Standard input is closed")),))
    try:
        return decode(SHOWN, sys.stdin.buffer.read(LARGEST + 1))
    except (OSError, ValueError) as trouble:
        return Outcome(None, (unreadable(SHOWN, trouble),))


def check_named(path: str) -> Outcome[Checked | None]:
    """The policy in a file or on standard input, checked with its libraries; None where it cannot be read."""
    read = read_named(path)
    return check_source(read.value) if read.value is not None else Outcome(None, read.diagnostics)
