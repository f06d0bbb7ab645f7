"""`seatpolicy check PATH…`: policies in, every finding about them out. Exit: 0 clean, 1 findings at the failing level
(default: error), 2 could not run."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from seatpolicy.cli.output import COULD_NOT, add_report, colored, exit_code, summary, tell, width_of
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.workspace.plugins import installed
from seatpolicy.workspace.policy import policies_in
from seatpolicy.workspace.standard_input import check_named

if TYPE_CHECKING:
    from seatpolicy.compiler.cost import Cost
    from seatpolicy.semantics.conservation import Conservation

def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "check",
        help="look for mistakes in policies",
        description="Checks policies and prints every mistake, with its place, its reason and what to do.",
        epilog="Exit: 0 clean; 1 findings at the failing level; 2 a file could not be read.",
    )
    command.add_argument("paths", nargs="+", metavar="PATH", help="a policy, a folder of policies, or - for standard input")
    command.add_argument("--assumed", action="store_true", help="list the defaults that the policy relies on")
    command.add_argument(
        "--conservation", action="store_true", help="say of each charge whether the parts of a cycle add up to the whole"
    )
    command.add_argument("--cost", action="store_true", help="say what a bill costs at most")
    command.add_argument(
        "--level", choices=[s.value for s in Severity], default="error", help="the severity that fails (default: error)"
    )
    add_report(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Checks what the arguments name; the exit code."""
    unknown = installed().reports("findings", args.format)
    if unknown is not None:
        tell([unknown])
        return COULD_NOT
    found: dict[tuple[object, ...], Diagnostic] = {}
    assumed: list[dict[str, object]] = []
    spent: list[Cost] = []
    conserved: list[Conservation] = []
    unread = 0
    paths = [p for path in args.paths for p in ([path] if path == "-" else policies_in([path]))]
    for path in paths:
        outcome = check_named(path)
        unread += outcome.value is None
        for one in outcome.diagnostics:
            found.setdefault((one.sort_key, one.message), one)
        if args.assumed and outcome.value is not None and not outcome.has_errors:
            from seatpolicy.semantics.assumed import assumptions

            policy = outcome.value.text_for(outcome.value.effective).policy
            if policy is not None:
                assumed += [{"file": path, **a} for a in assumptions(policy)]
        if args.conservation and outcome.value is not None and not outcome.has_errors:
            from seatpolicy.semantics.conservation import conservations

            policy = outcome.value.text_for(outcome.value.effective).policy
            if policy is not None:
                conserved += conservations(policy)
        if args.cost and outcome.value is not None and not outcome.has_errors:
            from seatpolicy.tools.compiling import costs

            policy = outcome.value.text_for(outcome.value.effective).policy
            if policy is not None:
                spent += costs(policy)
    findings = list(found.values())
    beside: dict[str, object] = {"assumed": assumed} if args.assumed else {}
    if args.cost:
        from seatpolicy.compiler.cost import cost_json

        beside["cost"] = [cost_json(one) for one in spent]
    if args.conservation:
        from seatpolicy.semantics.conservation import conservation_json

        beside["conservation"] = [conservation_json(one) for one in conserved]
    made, _ = installed().report("findings", args.format, findings, beside, width_of(sys.stdout), colored(sys.stdout))
    if made.value is None:
        tell(made.diagnostics)
        return COULD_NOT
    if made.value:
        print(made.value)
    if args.conservation and args.format == "text":
        from seatpolicy.semantics.conservation import conservation_text

        print("\n".join(conservation_text(one) for one in conserved))
    if args.cost and args.format == "text":
        from seatpolicy.compiler.cost import cost_text

        print("\n".join(cost_text(one) for one in spent))
    if args.format != "json":
        print(f"{_counted(len(paths) - unread, unread)}: {summary(findings)}", file=sys.stderr)
    return exit_code(findings, Severity(args.level))


def _counted(read: int, unread: int) -> str:
    """`2 policies, 1 not read`, without what there is none of."""
    parts = [f"{read} {'policy' if read == 1 else 'policies'}"] if read or not unread else []
    return ", ".join([*parts, f"{unread} not read"] if unread else parts)

