"""`seatpolicy compile POLICY --to python|json`: a policy in, what bills one holding of it out, as Python or as data.

Exit: 0 it is compiled, 1 nobody can hold this or it cannot be billed, 2 something could not be read.
"""

from __future__ import annotations

import argparse
import sys

from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, tell
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents import messages
from seatpolicy.documents.nodes import option
from seatpolicy.tools.compiling import compiled
from seatpolicy.values.dates import parse_date
from seatpolicy.workspace.standard_input import check_named


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "compile",
        help="write what bills a policy",
        description="Compiles a policy for what an account holds, and writes the kernel: exact integers in and out.",
        epilog="Exit: 0 compiled; 1 nobody can hold this, or it cannot be billed; 2 something could not be read.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    command.add_argument("--to", choices=("python", "json"), default="python", help="what to write (default: python)")
    command.add_argument("--plan", action="append", default=[], metavar="NAME", help="a plan (default: the only one)")
    command.add_argument("--addon", action="append", default=[], metavar="NAME", help="an add-on that is held with it")
    command.add_argument("--currency", metavar="USD", help="its currency (default: the only one)")
    command.add_argument("--as-of", metavar="DAY", help="the text in force for a new customer then (default: the first)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compiles what the arguments name; the exit code."""
    outcome = check_named(args.policy)
    errors = [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
    day = None if args.as_of is None else parse_date(args.as_of)
    if args.as_of is not None and day is None:
        errors.append(messages.wrong_option(f"`--as-of {args.as_of}` is no date", "write `--as-of 2026-11-01`"))
    if outcome.value is None or errors:
        tell(errors)
        return COULD_NOT
    policy = outcome.value.text_for(day or outcome.value.effective).policy
    assert policy is not None
    made = compiled(
        policy,
        [option("--plan", name) for name in args.plan],
        [option("--addon", name) for name in args.addon],
        None if args.currency is None else option("--currency", args.currency),
    )
    tell(made.diagnostics)
    if made.value is None:
        return COULD_NOT if any(_of_options(one) for one in made.diagnostics) else FINDINGS
    if args.to == "json":
        from seatpolicy.compiler.to_json import kernel_text

        sys.stdout.write(kernel_text(made.value.kernel))
    else:
        from seatpolicy.engines.python.emit import emitted

        sys.stdout.write(emitted(made.value.kernel).text)
    return CLEAN


def _of_options(one: Diagnostic) -> bool:
    return one.code.startswith(("DO", "PL"))
