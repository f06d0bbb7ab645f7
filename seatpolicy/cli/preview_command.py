"""`seatpolicy price POLICY ACCOUNT --change member_seats=+2 --at DAY`: what a change would put on the next invoices.

Exit: 0 every invoice that it moves is a bill, 1 one is held or refused, 2 something could not be run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents import messages
from seatpolicy.documents.changes import SAMPLE, asked
from seatpolicy.documents.invoice import INCOMPLETE
from seatpolicy.documents.nodes import option
from seatpolicy.documents.preview import Preview
from seatpolicy.engines.base import Engine
from seatpolicy.engines.tax import TaxFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.workspace.accounts import account_sources, are_many
from seatpolicy.workspace.plugins import Plugins
from seatpolicy.workspace.previewing import preview_document

FORMS = ("text", "json")
_NO_BILL = ("DO", "PL", "PG")


def wrong(args: argparse.Namespace, default_pricer: str) -> list[Diagnostic]:
    """What cannot stand beside a change, or is missing beside it."""
    found = []
    if args.change and args.at is None:
        found.append(messages.wrong_option("`--change` without its day", "say when: `--at 2026-11-20`"))
    if args.at is not None and not args.change:
        found.append(messages.wrong_option("`--at` without a change", f"say what changes: `--change {SAMPLE}`"))
    if not args.change:
        return found
    for text in args.change:
        if not all(part.strip() for part in text.partition("=")[::2]):
            found.append(messages.wrong_option(f"`--change {text}` is no change of a count", f"write `--change {SAMPLE}`"))
    if not args.accounts:
        found.append(messages.wrong_option("`--change` without an account's document", "name the account that would change"))
    if args.as_of is not None:
        found.append(messages.wrong_option("`--as-of` beside `--change`", "`--at` says the day of the change"))
    if args.pricer != default_pricer:
        found.append(messages.wrong_option("`--pricer` beside `--change`", "a preview is made of a document's history"))
    if args.format not in FORMS:
        found.append(messages.wrong_option(f"`--format {args.format}` beside `--change`", "a preview is text or json"))
    return found


def run(
    args: argparse.Namespace,
    checked: Checked,
    engine: Engine,
    plugins: Plugins,
    period: tuple[date, date] | None,
    tax: TaxFigurer | None,
) -> int:
    """Prints a preview of each account; the exit code."""
    changes, at = [asked("--change", text) for text in args.change], option("--at", args.at)
    many, code = are_many(args.accounts) or len(args.accounts) > 1, CLEAN
    until = period[1] if period is not None else None
    for number, source in enumerate(account_sources(args.accounts)):
        node = source.document.value
        found: Sequence[Diagnostic] = source.document.diagnostics
        made: Preview | None = None
        if node is not None:
            outcome = preview_document(checked, node, changes, at, engine, plugins, until, tax)
            made, found = outcome.value, (*found, *outcome.diagnostics)
        code = max(code, _exit(made, found))
        if args.format == "json":
            _json(source.where, made, found, many)
        else:
            _text(source.where, made, found, many, args.steps if args.steps is not None else not many, number > 0)
    return code


def _exit(made: Preview | None, found: Sequence[Diagnostic]) -> int:
    errors = [one for one in found if one.severity is Severity.ERROR]
    if made is None or made.stopped == INCOMPLETE or any(one.code.startswith(_NO_BILL) for one in errors):
        return COULD_NOT
    return CLEAN if made.is_bill and not errors else FINDINGS


def _json(where: str, made: Preview | None, found: Sequence[Diagnostic], many: bool) -> None:
    from seatpolicy.documents.preview_json import preview_to_json

    data = {
        "schema_version": "1.0",
        "preview": None if made is None else preview_to_json(made),
        "findings": [to_json(one) for one in found],
        "source": where,
    }
    if many:
        print(json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
    else:
        write_json(data)


def _text(where: str, made: Preview | None, found: Sequence[Diagnostic], many: bool, steps: bool, later: bool) -> None:
    from seatpolicy.reports.preview_text import preview_text

    if made is not None:
        print(("\n" if later else "") + preview_text(made, width_of(sys.stdout), steps))
    if found:
        sys.stdout.flush()
        if many:
            print(f"{where}:", file=sys.stderr)
        tell(found)
