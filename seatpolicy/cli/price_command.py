"""`seatpolicy price POLICY ACCOUNT…`: accounts in, invoices out; or `--plan … --seats …`: a price without a document.

Exit: 0 every invoice is a bill, 1 one is held or refused, 2 something could not be run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from seatpolicy.builtin import DEFAULT_ENGINE, DEFAULT_PRICER, MANY_ENGINE
from seatpolicy.cli import preview_command
from seatpolicy.cli.accounts_priced import AccountsPriced, opened_events
from seatpolicy.cli.output import COULD_NOT, add_report, tell
from seatpolicy.cli.priced import Priced
from seatpolicy.cli.tax_option import tax_of
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents import messages
from seatpolicy.documents.asked import Asked, read_asked
from seatpolicy.documents.nodes import Scalar, option
from seatpolicy.engines.base import Engine
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import Span
from seatpolicy.tools.lacking import lacking
from seatpolicy.values.dates import parse_date
from seatpolicy.workspace.accounts import account_sources, are_many, in_wrong_order
from seatpolicy.workspace.plugins import installed
from seatpolicy.workspace.standard_input import NAME, check_named

ACCOUNTS = "an account's document, a folder of them, JSON Lines (.jsonl), or - for standard input"


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "price",
        help="bill accounts by a policy",
        description="Bills one whole cycle of each account, or the last invoice of its history, and says of every line why; "
        "or what a change would put on its next invoices.",
        epilog="Exit: 0 every invoice is a bill; 1 one is held or refused; 2 something could not be run.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    command.add_argument("accounts", nargs="*", metavar="ACCOUNT", help=ACCOUNTS)
    command.add_argument("--as-of", metavar="DAY", help="the day that is asked for (default: the account's first)")
    command.add_argument("--period", metavar="FROM..TO", help="every invoice of a history between two days, both included")
    command.add_argument("--plan", action="append", default=[], metavar="NAME", help="a price without a document: the plan")
    command.add_argument("--addon", action="append", default=[], metavar="NAME", help="… an add-on")
    command.add_argument(
        "--seats",
        action="append",
        default=[],
        metavar="NAME=49",
        help="… a count of a charge, or of a seat type in all of them",
    )
    command.add_argument(
        "--usage",
        action="append",
        default=[],
        metavar="NAME=1200",
        help="… the use of a meter in the cycle; again for each further hour, day or month that the meter counts by itself",
    )
    command.add_argument(
        "--added",
        action="append",
        default=[],
        metavar="NAME=10",
        help="… seats of a charge that were added in the window which the policy asks for",
    )
    command.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE", help="… a fact of the account")
    command.add_argument(
        "--tax", metavar="RATES", help="figure tax by a document of rates, or a plugin's tax source (default: no tax)"
    )
    command.add_argument("--currency", metavar="USD", help="… its currency, where the policy sells in several")
    command.add_argument(
        "--steps", action=argparse.BooleanOptionalAction, default=None, help="show why (default: for a single account)"
    )
    command.add_argument("--events", metavar="FILE", help="events of these accounts, as JSON Lines with a key `account`")
    command.add_argument(
        "--change",
        action="append",
        default=[],
        metavar="CHARGE=+2",
        help="what a change of a count would put on the next invoices: +2, -2, or =60; again for other charges",
    )
    command.add_argument("--at", metavar="DAY", help="… the day of the change, or an instant")
    command.add_argument("--engine", metavar="NAME", help="what bills (see `seatpolicy plugins`)")
    command.add_argument("--pricer", default=DEFAULT_PRICER, metavar="NAME", help="from account to invoice (likewise)")
    add_report(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Bills what the arguments name; the exit code."""
    plugins = installed()
    found = list(_wrong_options(args))
    as_of, wrong = _day(args.as_of)
    found += wrong
    period, wrong = _period(args)
    found += wrong
    unknown = plugins.reports("invoices", args.format)
    if unknown is not None:
        tell([*found, unknown])
        return COULD_NOT
    swapped = in_wrong_order(args.policy, args.accounts)
    if swapped is not None:
        only = Priced(args.format, args.steps, many=False)
        only.stopped([swapped])
        return only.end()
    # Both engines make the same invoices; the one that begins at once takes long for books, and for long histories.
    many = are_many(args.accounts) or args.events is not None
    engine = plugins.engine(args.engine or (MANY_ENGINE if many else DEFAULT_ENGINE))
    no_pricer = plugins.prices(args.pricer)
    found += [*engine.diagnostics, *([no_pricer] if no_pricer is not None else [])]
    checked: Checked | None = None
    if not found:
        outcome = check_named(args.policy)
        found += [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
        checked = outcome.value if not found else None
    tax, wrong = tax_of(args.tax, plugins)
    found += wrong
    events, wrong = opened_events(args.events, args.accounts) if not found else (None, [])
    found += wrong
    output = Priced(args.format, args.steps, are_many(args.accounts))
    if found or checked is None or engine.value is None:
        # Without a policy there are no invoices, but every account that cannot be read is named in the same run.
        unread = account_sources(args.accounts) if not are_many(args.accounts) else ()
        output.stopped([*found, *(told for source in unread for told in source.document.diagnostics)])
        return output.end()
    if args.change:
        return preview_command.run(args, checked, engine.value, plugins, period, tax)
    if not args.accounts:
        asked = _asked(args)
        billed = plugins.price(checked, lambda policy: read_asked(asked, policy), as_of, engine.value, args.pricer, tax)
        lacks = _with_all_lacking(asked, checked, as_of, engine.value, billed.diagnostics)
        output.account("", billed.value, lacks)
    run_ = AccountsPriced(checked, engine.value, args.pricer, plugins, tax, as_of, period, output, events)
    run_.bill(args.accounts)
    code = output.end()
    if events is not None:
        events.close()
        sys.stdout.flush()
        print(run_.note(), file=sys.stderr)
    return code


def _with_all_lacking(
    asked: Asked, checked: Checked, as_of: date | None, engine: Engine, found: Sequence[Diagnostic]
) -> Sequence[Diagnostic]:
    """The findings about a price without a document, with all that it lacks in place of the first thing."""
    if any(one.code.startswith("PG") for one in found):
        return found  # what lacks is asked of the same engine
    lacks = lacking(asked, checked, as_of, engine)
    named = {(one.code, one.subject) for one in lacks}
    return [*(one for one in found if (one.code, one.subject) not in named), *lacks]


def _asked(args: argparse.Namespace) -> Asked:
    """What the options ask for."""
    return Asked(
        plans=[option("--plan", name) for name in args.plan],
        addons=[option("--addon", name) for name in args.addon],
        currency=option("--currency", args.currency) if args.currency is not None else None,
        facts=[_pair("--fact", text) for text in args.fact],
        counts=[_pair("--seats", text) for text in args.seats],
        usage=[_pair("--usage", text) for text in args.usage],
        added=[_pair("--added", text) for text in args.added],
    )


def _wrong_options(args: argparse.Namespace) -> list[Diagnostic]:
    """Options that contradict each other, or that cannot be read."""
    found = preview_command.wrong(args, DEFAULT_PRICER)
    asks = [name for name in ("plan", "addon", "seats", "usage", "added", "fact", "currency") if getattr(args, name)]
    if [args.policy, *args.accounts, args.events].count(NAME) > 1:
        found.append(messages.wrong_option("`-` is named twice", "standard input is one text: name files for the others"))
    if args.accounts and asks:
        found.append(messages.wrong_option(f"`--{asks[0]}` beside an account's document", "the document says it"))
    if args.events is not None and not args.accounts:
        found.append(messages.wrong_option("`--events` without accounts", "name the documents whose events these are"))
    if not args.accounts and not args.plan:
        found.append(messages.wrong_option("nothing to price", "name an account's document, or a plan with `--plan`"))
    samples = {"seats": "member_seats=49", "usage": "exports=1200", "added": "member_seats=10", "fact": "segment=smb"}
    for name, sample in samples.items():
        flag, texts = f"--{name}", getattr(args, name)
        for text in texts:
            if not all(part.strip() for part in text.partition("=")[::2]):
                found.append(messages.wrong_option(f"`{flag} {text}` is no pair", f"write `{flag} {sample}`"))
    return found


def _day(text: str | None) -> tuple[date | None, list[Diagnostic]]:
    if text is None:
        return None, []
    day = parse_date(text)
    if day is None:
        return None, [messages.wrong_option(f"`--as-of {text}` is no date", "write `--as-of 2026-11-01`")]
    return day, []


def _period(args: argparse.Namespace) -> tuple[tuple[date, date] | None, list[Diagnostic]]:
    """The first and the last day of `--period`."""
    if args.period is None:
        return None, []
    first, _, last = args.period.partition("..")
    days = parse_date(first.strip()), parse_date(last.strip())
    if days[0] is None or days[1] is None or days[1] < days[0]:
        said = f"`--period {args.period}` is no time from one day to another"
        return None, [messages.wrong_option(said, "write `--period 2026-01-01..2026-12-31`")]
    if args.as_of is not None:
        return None, [messages.wrong_option("`--as-of` beside `--period`", "the period ends with the day that is asked for")]
    if not args.accounts or args.pricer != DEFAULT_PRICER:
        what = "without an account's document" if not args.accounts else "beside `--pricer`"
        return None, [messages.wrong_option(f"`--period` {what}", "a series of invoices is made from a document's history")]
    return (days[0], days[1]), []


def _pair(flag: str, text: str) -> tuple[Scalar, Scalar]:
    """A name and a value with their places in what was typed."""
    whole = option(flag, text)
    name, _, value = text.partition("=")
    source = whole.at.source
    key = Scalar(name.strip(), True, Span(source, 0, len(name)))
    return key, Scalar(value.strip(), True, Span(source, len(name) + 1, len(text)))
