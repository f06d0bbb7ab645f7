"""`seatpolicy describe POLICY`: a policy in, what it means in plain language out, as Markdown, one HTML page or JSON.

Exit: 0; 1 the policy has errors; 2 it could not be read, the question has no answer, or the file could not be written.
"""

from __future__ import annotations

import argparse
import sys

from seatpolicy.cli.day_and_customer import add_options, asked
from seatpolicy.cli.output import COULD_NOT, exit_code, tell
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.tools.describe.describe import describe
from seatpolicy.tools.describe.document import Description
from seatpolicy.workspace.files import write_atomically
from seatpolicy.workspace.standard_input import check_named

FORMATS = ("markdown", "html", "json")
ENDINGS = {".html": "html", ".htm": "html", ".json": "json"}
"""What the name of the output file says where no format is named."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "describe",
        help="say in plain language what a policy means",
        description="Writes what a policy means in plain language, from who counts to worked examples, with every figure "
        "worked out: as Markdown, as one HTML page with the price curves drawn, or as JSON.",
        epilog="Exit: 0; 1 the policy has errors; 2 it could not be read, nothing is in force then, or it was not written.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    add_options(command)
    command.add_argument("--format", choices=FORMATS, help="how to write (default: as the file's name says, else markdown)")
    command.add_argument("--output", metavar="FILE", help="where to write (default: standard output)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the description; the exit code."""
    outcome = check_named(args.policy)
    errors = [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
    if outcome.value is None or errors:
        tell(errors)
        return exit_code(errors)
    day, customer, wrong = asked(args, outcome.value)
    if wrong or day is None or customer is None:
        tell(wrong)
        return COULD_NOT
    text = outcome.value.text_for(day, customer)
    written = _written(describe(outcome.value, text, day, ReferenceEngine()), _format(args))
    if args.output is None:
        sys.stdout.write(written)
        return 0
    trouble = write_atomically(args.output, written)
    if trouble is not None:
        tell([trouble])
        return COULD_NOT
    return 0


def _format(args: argparse.Namespace) -> str:
    if args.format is not None:
        return str(args.format)
    name = str(args.output or "").casefold()
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "markdown")


def _written(description: Description, kind: str) -> str:
    """The description in one of the formats; each writer is imported only where it is asked for."""
    if kind == "html":
        from seatpolicy.tools.describe.page import to_html

        return to_html(description)
    if kind == "json":
        from seatpolicy.tools.describe.data import to_json

        return to_json(description)
    from seatpolicy.tools.describe.markdown import to_markdown

    return to_markdown(description)
