"""`seatpolicy plugins`: what is offered, by kind, each with its plugin. Exit: 0, or 2 where something is wrong with one."""

from __future__ import annotations

import argparse
import sys

from seatpolicy.cli.output import CLEAN, COULD_NOT, add_format, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.cells import wrap
from seatpolicy.workspace.plugins import installed


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "plugins",
        help="list what is offered, and by which plugin",
        description="Lists what policies, options and commands can name: of the program itself and of installed plugins.",
        epilog="Exit: 0; 2 where a plugin cannot be used. SEATPOLICY_PLUGINS=none runs any command without plugins.",
    )
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Lists them; the exit code."""
    from seatpolicy.hooks.kinds import KINDS, OWN

    registry = installed().full
    rows = [
        {"kind": kind.called, "name": one.key, "plugin": one.plugin}
        for hook, kind in KINDS.items()
        for one in registry.of(hook).values()
    ]
    if args.format == "json":
        write_json(
            {
                "schema_version": "1.0",
                "plugins": list(registry.plugins),
                "offers": rows,
                "findings": [to_json(one) for one in registry.findings],
            }
        )
        return COULD_NOT if registry.findings else CLEAN
    for kind in dict.fromkeys(row["kind"] for row in rows):
        print(f"{kind}s")
        for row in (row for row in rows if row["kind"] == kind):
            name = row["name"].partition(":")
            shown = f"{name[2]} (of {name[0]})" if name[1] else row["name"]
            by = "" if row["plugin"] == OWN else f", from {row['plugin']}"
            print("\n".join("  " + line for line in wrap(shown + by, width_of(sys.stdout) - 2)))
    if not registry.plugins and not registry.findings:
        print("\nno plugin is installed")
    sys.stdout.flush()
    tell(registry.findings)
    return COULD_NOT if registry.findings else CLEAN
