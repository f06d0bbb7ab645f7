"""`seatpolicy test PATH…`: policies and case files in, what their examples and cases came to out.

Exit: 0 all passed (what waits is listed), 1 a failure, 2 something could not be run.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from seatpolicy.builtin import DEFAULT_ENGINE
from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, add_format, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.errors import PolicyError
from seatpolicy.tools.testing.results import FAILED, WAITS, Result, summary
from seatpolicy.workspace.plugins import installed
from seatpolicy.workspace.trial import Trial


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "test",
        help="run the worked examples and case files of policies",
        description="Bills every example of a policy and every case beside it, and compares each with what it expects.",
        epilog="Exit: 0 all passed (what waits is listed); 1 a failure; 2 something could not be run.",
    )
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="a policy (- for standard input), a folder of policies, or a case file"
    )
    command.add_argument("--waiting", action="store_true", help="name the examples and cases that wait")
    command.add_argument("--engine", default=DEFAULT_ENGINE, metavar="NAME", help="what bills (see `seatpolicy plugins`)")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Runs what the arguments name; the exit code."""
    engine = installed().engine(args.engine)
    if engine.value is None:
        tell(engine.diagnostics)
        return COULD_NOT
    trial = Trial(engine.value)
    try:
        trial.run(args.paths)
    except PolicyError as stop:  # an engine that a plugin offers failed
        trial.findings += stop.diagnostics
    failed = [one for one in trial.results if one.status == FAILED]
    if args.format == "json":
        write_json(
            {
                "schema_version": "1.0",
                "results": [_data(one) for one in trial.results],
                "findings": [to_json(one) for one in trial.findings],
                "summary": summary(trial.results),
            }
        )
    else:
        from seatpolicy.cli.test_text import failure_text, stale_text, waiting_text

        width = width_of(sys.stdout)
        for one in failed:
            print(failure_text(one, width) + "\n")
        for line in [*stale_text(trial.results, width), *(waiting_text(trial.results, width) if args.waiting else ())]:
            print(line)
        print(summary(trial.results))
        sys.stdout.flush()
        tell(trial.findings)
    if any(one.severity is Severity.ERROR for one in trial.findings) or not trial.files:
        return COULD_NOT
    return FINDINGS if failed else CLEAN


def _data(result: Result) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "name": result.name,
        "at": result.at.where,
        "status": result.status,
        "differences": [
            {"of": one.of, "expected": one.expected, "got": one.got, "at": one.at.where} for one in result.differences
        ],
        "waits_for": list(result.waits_for) if result.status == WAITS else [],
        "waits_no_longer": result.waits_no_longer,
        "findings": [to_json(one) for one in result.findings],
    }
