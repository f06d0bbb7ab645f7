"""`seatpolicy ledger POLICY ACCOUNT`: the seats of each charge, and who held them, drawn over the days of a cycle.

Exit: 0; 2 where the account has no history that can be told.
"""

from __future__ import annotations

import argparse
import locale
import os
import sys
from datetime import date, timedelta

from seatpolicy.cli.one_account import one_account
from seatpolicy.cli.output import CLEAN, COULD_NOT, add_format, colored, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import messages
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import Invoice, Period
from seatpolicy.documents.nodes import Node
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.refusals import Refusal
from seatpolicy.documents.seat_ledger import SeatLedger
from seatpolicy.engines.run import Search, bill_period, read_by_all
from seatpolicy.reports.seat_ledger_json import of_person, people_of, seat_ledger_to_json
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.texts import texts_of
from seatpolicy.values.dates import parse_date
from seatpolicy.workspace.plugins import Plugins, installed

ENGINE = "python"
"""Whose lines tell what was billed: it bills long histories, too."""

_BLOCKS = "█▒░▲"
_ONE = timedelta(days=1)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "ledger",
        help="draw the seats of an account over time",
        description="Draws the seats of each charge over the days of a cycle, what was billed of them, and who held them.",
        epilog="Exit: 0; 2 where the account has no history that can be told.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    command.add_argument("account", metavar="ACCOUNT", help="an account's document, with its `events:`")
    command.add_argument("--as-of", metavar="DAY", help="a day of the cycle (default: the day of the last event)")
    command.add_argument("--period", metavar="FROM..TO", help="other days than those of one cycle, both included")
    command.add_argument("--person", metavar="ID", help="one person alone, with the reason of each day")
    command.add_argument("--ascii", action="store_true", help="letters in place of blocks (default: where they are lacking)")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draws; the exit code."""
    found: list[Diagnostic] = []
    as_of, period = _days(args, found)
    plugins = installed()
    opened = one_account(args.policy, args.account, plugins, found)
    made = None if opened is None else _made(opened, as_of, period, plugins, found)
    if made is not None and args.person is not None:
        known = people_of(made)
        made = of_person(made, args.person)
        if not people_of(made):
            found.append(messages.unknown_person(args.person, known))
            made = None
    if args.format == "json":
        shown = None if made is None else seat_ledger_to_json(made)
        write_json({"schema_version": "1.0", "ledger": shown, "findings": [to_json(one) for one in found]})
        return COULD_NOT if made is None else CLEAN
    if made is not None:
        from seatpolicy.reports.seat_ledger_text import seat_ledger_text

        plain = args.ascii or not _has_blocks()
        print(seat_ledger_text(made, width_of(sys.stdout), plain, colored(sys.stdout), args.person or ""))
        sys.stdout.flush()
    tell(found)
    return COULD_NOT if made is None else CLEAN


def _made(
    opened: tuple[Checked, Node], as_of: date | None, period: Period | None, plugins: Plugins, found: list[Diagnostic]
) -> SeatLedger | None:
    """The ledger; None, and why in `found`, where it cannot be told."""
    from seatpolicy.engines.python.over_time.seat_days import seat_days
    from seatpolicy.engines.python.programs import Programs

    checked, node = opened
    engine = plugins.engine(ENGINE)
    search = Search(checked, lambda policy: read_account(node, policy), engine.value)
    read = read_by_all(checked, search.read)
    account = read.value
    if account is None:
        found += read.diagnostics
        return None
    found += [one for one in read.diagnostics if one not in found]
    if account.people is not None and not account.events:
        words = "a roster shows one day, and a ledger is drawn from what happened"
        found.append(messages.wrong_option(words, "write what happened as `events:`"))
        return None
    try:
        on = as_of or (period.first if period is not None else _last_event(account))
        # The cycle that holds a day is no longer than a year.
        until = on + timedelta(days=366) if period is None else period.last
        days = seat_days(Programs(), texts_of(checked), account, until)
        shown = period or days.cycle(on)
        # What became known later was put right on the next invoice.
        known = max((event.recorded_on for event in account.events), default=shown.last)
        invoices = _invoices(search, max(shown.last, days.cycle(known).last) + _ONE, found)
        return days.ledger(shown, on, invoices)
    except Refusal as stop:
        found.append(stop.found)
        return None


def _invoices(search: Search, last: date, found: list[Diagnostic]) -> tuple[Invoice, ...]:
    """Every invoice up to a day; what stops them is told beside the picture."""
    series = bill_period(search.checked, search.read, date.min, last, search.engine)
    found += [one for one in series.diagnostics if one not in found]
    return tuple(one for one in series.value if one.totals is not None)


def _last_event(account: Account) -> date:
    days = [event.day for event in account.events if event.type != "correction"]
    return max([*days, *([account.start] if account.start is not None else [])])


def _days(args: argparse.Namespace, found: list[Diagnostic]) -> tuple[date | None, Period | None]:
    """The day and the days that are asked for."""
    as_of = parse_date(args.as_of) if args.as_of is not None else None
    if args.as_of is not None and as_of is None:
        found.append(messages.wrong_option(f"`--as-of {args.as_of}` is no date", "write `--as-of 2026-11-01`"))
    if args.period is None:
        return as_of, None
    first, _, last = args.period.partition("..")
    days = parse_date(first.strip()), parse_date(last.strip())
    if days[0] is None or days[1] is None or days[1] < days[0]:
        said = f"`--period {args.period}` is no time from one day to another"
        found.append(messages.wrong_option(said, "write `--period 2026-11-01..2026-11-30`"))
        return as_of, None
    if args.as_of is not None:
        found.append(messages.wrong_option("`--as-of` beside `--period`", "a period is drawn whole"))
    return as_of, Period(days[0], days[1])


def _has_blocks() -> bool:
    """Whether the user's encoding has the signs that bars are drawn with. Standard output itself is always UTF-8 here."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    name = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    if not name:
        name = "ascii" if said in ("C", "POSIX") else locale.normalize(said).partition(".")[2] if said else "utf-8"
    try:
        _BLOCKS.encode(name.partition("@")[0] or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
