"""Findings in, text on a stream out: what every command shares about colour, width, streams and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.to_json import summary, to_json

# What only findings, a terminal or JSON need is imported where it is needed: a clean run starts without it.

CLEAN, FINDINGS, COULD_NOT = 0, 1, 2
WIDEST = 120
_UNREADABLE = ("PL601", "PL602", "PL603", "PL604", "PL605", "PL606")


def colored(stream: TextIO) -> bool:
    """Whether a stream takes colour: a terminal, unless NO_COLOR is set or the terminal is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int:
    """The width to write in: the terminal's, or 100 where there is none; at most `WIDEST`."""
    if not stream.isatty() and "COLUMNS" not in os.environ:
        return 100
    import shutil

    return max(40, min(WIDEST, shutil.get_terminal_size((100, 24)).columns))


def add_format(command: argparse.ArgumentParser) -> None:
    """The option that every command has."""
    command.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")


def add_report(command: argparse.ArgumentParser) -> None:
    """The same option where plugins may offer other forms."""
    command.add_argument(
        "--format", default="text", metavar="FORM", help="how to print: text (default), json, or what a plugin offers"
    )


def tell(found: Iterable[Diagnostic], stream: TextIO | None = None) -> None:
    """Writes findings as text, an empty line between them."""
    out = sys.stderr if stream is None else stream
    width, color = width_of(out), colored(out)
    for one in found:
        from seatpolicy.diagnostics.render import render

        out.write(render(one, width=width, color=color) + "\n\n")


def write_json(data: object) -> None:
    """Writes data as JSON with sorted keys."""
    import json

    json.dump(data, sys.stdout, indent=2, sort_keys=True, ensure_ascii=False)
    sys.stdout.write("\n")


def exit_code(found: Iterable[Diagnostic], level: Severity = Severity.ERROR) -> int:
    """2 where something could not be read, 1 where a finding reaches the level, else 0."""
    order = [Severity.INFORMATION, Severity.WARNING, Severity.ERROR]
    listed = list(found)
    if any(one.code in _UNREADABLE or (one.code.startswith("PG") and one.span is None) for one in listed):
        return COULD_NOT
    return FINDINGS if any(order.index(one.severity) >= order.index(level) for one in listed) else CLEAN


__all__ = ["add_format", "add_report", "colored", "exit_code", "summary", "tell", "to_json", "width_of", "write_json"]
