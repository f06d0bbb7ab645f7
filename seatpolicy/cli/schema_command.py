"""`seatpolicy schema [NAME]`: the JSON Schema of a document, or the list of them. Exit: 0, or 2 for an unknown name."""

from __future__ import annotations

import argparse
import json
import sys

from seatpolicy.cli.output import CLEAN, COULD_NOT, add_format, write_json
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.workspace.schemas import schema_names, schema_text


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "schema",
        help="print the JSON Schema of a document",
        description="Prints the published JSON Schema (draft 2020-12) of a document that is read or written.",
        epilog="Exit: 0; 2 for a name that does not exist.",
    )
    command.add_argument("name", nargs="?", metavar="NAME", help="account, invoice, …; without a name all are listed")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the schema or the list; the exit code."""
    names = schema_names()
    if args.name is None:
        loaded = {name: json.loads(schema_text(name)) for name in names}
        if args.format == "json":
            write_json({name: {"id": one["$id"], "description": one["description"]} for name, one in loaded.items()})
        else:
            for name, one in loaded.items():
                print(f"{name:<10} {one['$id']}")
        return CLEAN
    if args.name not in names:
        near = closest(args.name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        print(f"seatpolicy schema: there is no schema `{args.name}`; {hint}", file=sys.stderr)
        return COULD_NOT
    sys.stdout.write(schema_text(args.name))
    return CLEAN
