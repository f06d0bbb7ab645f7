"""`seatpolicy init [FOLDER]`: a folder with a policy that checks, tests, formats and prices. Exit: 0, or 2 where it cannot
be written or something of it is there already."""

from __future__ import annotations

import argparse
import os
import shlex

from seatpolicy.cli.output import CLEAN, COULD_NOT, add_format, tell, to_json, write_json
from seatpolicy.workspace.new_folder import begin


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "init",
        help="begin a folder with a policy, an account and cases",
        description="Writes a first policy, an account, cases and a README of three commands. Overwrites nothing.",
        epilog="Exit: 0; 2 where something of it is there already, or cannot be written.",
    )
    command.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where (default: the folder it is run in)")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the folder; the exit code."""
    begun = begin(args.folder)
    if args.format == "json":
        findings = [to_json(one) for one in begun.diagnostics]
        write_json({"schema_version": "1.0", "written": list(begun.value), "findings": findings})
    else:
        for path in begun.value:
            print(os.path.normpath(path))
        if begun.value:
            policy, account = (shlex.quote(os.path.normpath(begun.value[place])) for place in (0, 1))
            print(f"\nnext: seatpolicy check {policy}\n      seatpolicy test {shlex.quote(os.path.normpath(args.folder))}\n"
                  f"      seatpolicy price {policy} {account}")  # fmt: skip
        tell(begun.diagnostics)
    return COULD_NOT if begun.diagnostics else CLEAN
