"""`seatpolicy price POLICY ACCOUNT…`: accounts in, invoices out; or `--plan … --seats …`: a price without a document.

Exit: 0 every invoice is a bill, 1 one is held or refused, 2 something could not be run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date

from seatpolicy.builtin import DEFAULT_ENGINE, DEFAULT_PRICER
from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, add_report, tell, width_of
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents import messages
from seatpolicy.documents.asked import Asked, read_asked
from seatpolicy.documents.invoice import INCOMPLETE, PRICED, Invoice
from seatpolicy.documents.nodes import Node, Scalar, option
from seatpolicy.documents.tax import read_rates
from seatpolicy.engines.base import Engine
from seatpolicy.engines.tax import RatesFigurer, TaxFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import Span
from seatpolicy.tools.lacking import lacking
from seatpolicy.values.dates import parse_date
from seatpolicy.workspace.billing import bill_document
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.plugins import Plugins, installed
from seatpolicy.workspace.standard_input import NAME, check_named, read_named

Price = Callable[[Checked, date | None, Engine, TaxFigurer | None], Outcome[Invoice | None]]
"""Bills one account by a checked policy, on a day, by an engine, with the tax that somebody figures."""
NOT_BUILT = ("period", "change", "at")


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "price",
        help="bill accounts by a policy",
        description="Bills one whole cycle of each account, and says of every line why it is what it is.",
        epilog="Exit: 0 every invoice is a bill; 1 one is held or refused; 2 something could not be run.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    command.add_argument("accounts", nargs="*", metavar="ACCOUNT", help="an account's document, or - for standard input")
    command.add_argument("--as-of", metavar="DAY", help="the day that is asked for (default: the account's first)")
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
    for name in NOT_BUILT:
        command.add_argument(f"--{name}", help=argparse.SUPPRESS)
    command.add_argument("--engine", default=DEFAULT_ENGINE, metavar="NAME", help="what bills (see `seatpolicy plugins`)")
    command.add_argument("--pricer", default=DEFAULT_PRICER, metavar="NAME", help="from account to invoice (likewise)")
    add_report(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Bills what the arguments name; the exit code."""
    plugins = installed()
    found = list(_wrong_options(args))
    as_of, wrong = _day(args.as_of)
    found += wrong
    unknown = plugins.reports("invoices", args.format)
    if unknown is not None:
        tell([*found, unknown])
        return COULD_NOT
    engine = plugins.engine(args.engine)
    found += engine.diagnostics
    prices: list[Price] = []
    checked: Checked | None = None
    if not found:
        outcome = check_named(args.policy)
        errors = [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
        found += errors
        checked = outcome.value if not errors else None
        prices, more = _prices(args, plugins)
        found += more
    tax, wrong = _tax(args.tax, plugins)
    found += wrong
    if wrong:
        checked = None
    invoices: list[Invoice] = []
    if checked is not None and engine.value is not None:
        for price in prices:
            billed = price(checked, as_of, engine.value, tax)
            if args.accounts or any(one.code.startswith("PG") for one in billed.diagnostics):
                found += billed.diagnostics
            else:
                found += _with_all_lacking(args, checked, as_of, engine.value, billed.diagnostics)
            if billed.value is not None:
                invoices.append(billed.value)
    return _exit(invoices, len(prices), checked, found) if _write(args, invoices, found) else COULD_NOT


def _with_all_lacking(
    args: argparse.Namespace, checked: Checked, as_of: date | None, engine: Engine, found: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """The findings about a price without a document, with all that it lacks in place of the first thing."""
    lacks = lacking(_asked(args), checked, as_of, engine)
    named = {(one.code, one.subject) for one in lacks}
    return [*(one for one in found if (one.code, one.subject) not in named), *lacks]


def _exit(invoices: Sequence[Invoice], asked: int, checked: Checked | None, found: Sequence[Diagnostic]) -> int:
    if checked is None or len(invoices) < max(asked, 1) or any(one.code.startswith(("DO", "PL", "PG")) for one in found):
        return COULD_NOT
    if any(invoice.status == INCOMPLETE for invoice in invoices):
        return COULD_NOT
    return CLEAN if all(invoice.status == PRICED for invoice in invoices) else FINDINGS


def _write(args: argparse.Namespace, invoices: Sequence[Invoice], found: Sequence[Diagnostic]) -> bool:
    """Invoices to standard output; findings into what is written, or as text to standard error. Whether it was written."""
    steps = args.steps if args.steps is not None else len(invoices) == 1
    made, holds_findings = installed().report("invoices", args.format, invoices, found, width_of(sys.stdout), steps)
    if made.value is None:
        tell([*found, *made.diagnostics])
        return False
    if made.value:
        print(made.value)
    sys.stdout.flush()
    if not holds_findings:
        if invoices and found:
            print(file=sys.stderr)
        tell(found)
    return True


def _prices(args: argparse.Namespace, plugins: Plugins) -> tuple[list[Price], list[Diagnostic]]:
    """What bills each account that is asked for, once the policy is known."""
    if not args.accounts:
        asked = _asked(args)

        def bill_asked(
            checked: Checked, as_of: date | None, engine: Engine, tax: TaxFigurer | None
        ) -> Outcome[Invoice | None]:
            return plugins.price(checked, lambda policy: read_asked(asked, policy), as_of, engine, args.pricer, tax)

        return [bill_asked], []
    prices: list[Price] = []
    found: list[Diagnostic] = []
    for path in args.accounts:
        document = _document(path)
        found += document.diagnostics
        if document.value is not None:
            prices.append(_price(document.value, args.pricer, plugins))
    return prices, found


def _price(node: Node, pricer: str, plugins: Plugins) -> Price:
    def price(
        checked: Checked, as_of: date | None, engine: Engine, tax: TaxFigurer | None
    ) -> Outcome[Invoice | None]:
        return bill_document(checked, node, as_of, engine, pricer, plugins, tax)

    return price


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


def _document(path: str) -> Outcome[Node | None]:
    read = read_named(path)
    return parse_document(read.value) if read.value is not None else Outcome(None, read.diagnostics)


def _wrong_options(args: argparse.Namespace) -> list[Diagnostic]:
    """Options that are not built, that contradict each other, or that cannot be read."""
    found = [messages.option_not_built(f"--{name}") for name in NOT_BUILT if getattr(args, name) is not None]
    asks = [name for name in ("plan", "addon", "seats", "usage", "added", "fact", "currency") if getattr(args, name)]
    if [args.policy, *args.accounts].count(NAME) > 1:
        found.append(messages.wrong_option("`-` is named twice", "standard input is one text: name files for the others"))
    if args.accounts and asks:
        found.append(messages.wrong_option(f"`--{asks[0]}` beside an account's document", "the document says it"))
    if not args.accounts and not args.plan:
        found.append(messages.wrong_option("nothing to price", "name an account's document, or a plan with `--plan`"))
    samples = {"seats": "member_seats=49", "usage": "exports=1200", "added": "member_seats=10", "fact": "segment=smb"}
    for name, sample in samples.items():
        flag, texts = f"--{name}", getattr(args, name)
        for text in texts:
            if not all(part.strip() for part in text.partition("=")[::2]):
                found.append(messages.wrong_option(f"`{flag} {text}` is no pair", f"write `{flag} {sample}`"))
    return found


def _tax(path: str | None, plugins: Plugins) -> tuple[TaxFigurer | None, list[Diagnostic]]:
    """Who figures tax: a document of rates, or a plugin's tax source by its name; nobody without one."""
    if path is None:
        return None, []
    if path != NAME and not path.endswith((".yaml", ".yml", ".json")):
        source = plugins.tax(path)
        return source.value, list(source.diagnostics)
    node = _document(path)
    if node.value is None:
        return None, list(node.diagnostics)
    rates = read_rates(node.value)
    if rates.value is None:
        return None, list(rates.diagnostics)
    return RatesFigurer(rates.value), []


def _day(text: str | None) -> tuple[date | None, list[Diagnostic]]:
    if text is None:
        return None, []
    day = parse_date(text)
    if day is None:
        return None, [messages.wrong_option(f"`--as-of {text}` is no date", "write `--as-of 2026-11-01`")]
    return day, []


def _pair(flag: str, text: str) -> tuple[Scalar, Scalar]:
    """A name and a value with their places in what was typed."""
    whole = option(flag, text)
    name, _, value = text.partition("=")
    source = whole.at.source
    key = Scalar(name.strip(), True, Span(source, 0, len(name)))
    return key, Scalar(value.strip(), True, Span(source, len(name) + 1, len(text)))
