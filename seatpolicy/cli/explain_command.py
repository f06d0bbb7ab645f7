"""`seatpolicy explain CODE`: the page of a finding's code; `--all` lists every code. Exit: 0, or 2 for an unknown code.

With three words, a policy, an account and a line, it tells the story of a line (`line_story_command`).
"""

from __future__ import annotations

import argparse
import os
import sys

from seatpolicy.cli.output import add_format, colored, width_of, write_json
from seatpolicy.diagnostics.cells import wrap
from seatpolicy.diagnostics.codes import Code, registry
from seatpolicy.diagnostics.pages import page, render_page
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.workspace.plugins import installed

_LEAST_TITLE = 40  # cells; a title with fewer beside its slug stands below it


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "explain",
        help="explain the code of a finding, or a line of a bill",
        usage="seatpolicy explain [options] CODE\n       seatpolicy explain [options] POLICY ACCOUNT LINE",
        description="Explains the code of a finding: what it means, why it is refused, what to write instead. Or, of an "
        "account's bill, why a line is what it is: who stands behind it, every step, and the policy's own words.",
        epilog="Exit: 0; 2 for a code or line that does not exist, or where there is no bill.",
    )
    command.add_argument(
        "about",
        nargs="*",
        metavar="CODE",
        help="a code such as TR201, or its name such as tier-gap; or a policy, an account's document (of JSON Lines "
        "one line: book.jsonl:12) and a line's name, such as member_seats, or `total`",
    )
    command.add_argument("--all", action="store_true", help="list every code")
    command.add_argument("--as-of", metavar="DAY", help="for a line: the day (default: the account's first)")
    command.add_argument("--tax", metavar="RATES", help="for a line: figure tax by a document of rates")
    command.add_argument(
        "--packet",
        action="store_true",
        help="for a line: the evidence for a dispute, with its events as recorded, the invoices on which it and its credits "
        "stand, and digests",
    )
    command.add_argument("--until", metavar="DAY", help="… with invoices up to a day (default: the last that is recorded)")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the page or the list; the exit code."""
    if len(args.about) == 3:
        from seatpolicy.cli import line_story_command

        return line_story_command.run(args)
    codes = (*registry(), *installed().codes)
    if args.all:
        if args.format == "json":
            write_json([{"code": c.code, "slug": c.slug, "severity": c.severity.value, "title": c.title} for c in codes])
        else:
            # Where another program reads, a code is one line.
            width = width_of(sys.stdout) if sys.stdout.isatty() or "COLUMNS" in os.environ else sys.maxsize
            for c in codes:
                print("\n".join(_listed(c, width)))
        return 0
    if len(args.about) != 1:
        many = "name a code, or --all; or a policy, an account and a line" if not args.about else (
            "a line needs three words: POLICY ACCOUNT LINE" if len(args.about) == 2 else "too many words"
        )  # fmt: skip
        print(f"seatpolicy explain: {many}", file=sys.stderr)
        return 2
    asked = args.about[0].strip()
    match = next((c for c in codes if asked.upper() == c.code or asked.lower() == c.slug), None)
    if match is None:
        near = closest(asked.upper(), [c.code for c in codes]) or closest(asked.lower(), [c.slug for c in codes])
        hint = f"; did you mean {' or '.join(near)}?" if near else "; `seatpolicy explain --all` lists them"
        print(f"seatpolicy explain: there is no code `{asked}`{hint}", file=sys.stderr)
        return 2
    found = page(match.code) or installed().page(match.code)
    if found is None:
        print(f"{match.code} {match.slug}: {match.title}")
        return 0
    if args.format == "json":
        write_json({"code": match.code, "slug": match.slug, "severity": match.severity.value, "title": match.title,
                    "text": found.text, "avoid": list(found.avoid), "prefer": list(found.prefer)})  # fmt: skip
    else:
        print(render_page(found, width_of(sys.stdout), colored(sys.stdout)))
    return 0


def _listed(one: Code, width: int) -> list[str]:
    """A code as a row; on a narrow terminal its title stands below."""
    head = f"{one.code}  {one.severity.value:<11}  "
    beside = f"{head}{one.slug:<28}  "
    if width >= len(beside) + _LEAST_TITLE:
        first, *more = wrap(one.title, width - len(beside))
        return [beside + first, *(" " * len(beside) + line for line in more)]
    under = f"{one.code} {one.severity.value} {one.slug}"
    return [*wrap(under, width), *("    " + line for line in wrap(one.title, width - 4))]
