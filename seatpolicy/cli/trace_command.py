"""`seatpolicy trace POLICY ACCOUNT EVENT`: every line of the account's invoices that an event moved.

Exit: 0; 2 where there is no such event, or no bill.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta

from seatpolicy.cli.one_account import one_account
from seatpolicy.cli.output import CLEAN, COULD_NOT, add_format, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents import messages
from seatpolicy.documents.account import Account
from seatpolicy.documents.event_index import index_of
from seatpolicy.documents.events.records import Event
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.run import bill_period, read_by_all
from seatpolicy.reports.event_lines import event_lines, event_lines_text, not_named, of_its_chain
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.texts import texts_of
from seatpolicy.values.dates import parse_date
from seatpolicy.workspace.plugins import installed

A_YEAR = timedelta(days=366)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "trace",
        help="list the lines that an event moved",
        description="Lists every line of an account's invoices that an event moved, or one of its corrections.",
        epilog="Exit: 0; 2 where there is no such event, or no bill.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    command.add_argument("account", metavar="ACCOUNT", help="an account's document, with its `events:`")
    command.add_argument("event", metavar="EVENT", help="the id of an event")
    command.add_argument("--until", metavar="DAY", help="the last day of the invoices (default: a year after the event)")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the lines; the exit code."""
    found: list[Diagnostic] = []
    until = parse_date(args.until) if args.until is not None else None
    if args.until is not None and until is None:
        found.append(messages.wrong_option(f"`--until {args.until}` is no date", "write `--until 2026-12-31`"))
    plugins = installed()
    engine = plugins.engine()
    found += engine.diagnostics
    opened = one_account(args.policy, args.account, plugins, found)
    if opened is None:
        return _nothing(args, found)
    checked, node = opened

    def read(policy: Policy) -> Outcome[Account | None]:
        return read_account(node, policy)

    account = read_by_all(checked, read)
    event = None if account.value is None else _event(account.value, args.event)
    if account.value is None or event is None:
        known = [one.id for one in account.value.events] if account.value is not None else []
        unknown = [messages.unknown_event(args.event, known)] if account.value is not None else []
        return _nothing(args, [*found, *account.diagnostics, *unknown])
    last = until or max(event.day, event.recorded_on) + A_YEAR
    series = bill_period(checked, read, date.min, last, engine.value)
    lines = index_of(series.value, account.value.events).lines_of(event.id)
    why = "" if lines else not_named(event, texts_of(checked), last, account.value.events)
    told = [*found, *series.diagnostics]
    if args.format == "json":
        write_json({"schema_version": "1.0", "event": event.id, "until": last.isoformat(), "lines": event_lines(lines),
                    "why_none": why or None, "findings": [to_json(one) for one in told]})  # fmt: skip
    else:
        chain = of_its_chain(event, account.value.events)
        print(event_lines_text(event, chain, lines, why, width_of(sys.stdout)))
        sys.stdout.flush()
        tell(told)
    return CLEAN if all(one.totals is not None for one in series.value) else COULD_NOT


def _event(account: Account, name: str) -> Event | None:
    return next((event for event in account.events if event.id == name), None)


def _nothing(args: argparse.Namespace, found: list[Diagnostic]) -> int:
    if args.format == "json":
        write_json({"schema_version": "1.0", "event": args.event, "lines": [], "why_none": None,
                    "findings": [to_json(one) for one in found]})  # fmt: skip
    else:
        tell(found)
    return COULD_NOT
