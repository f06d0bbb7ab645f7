"""`seatpolicy explain POLICY ACCOUNT LINE`: the whole story of one line of an account's bill, or of its total.

Exit: 0; 2 where there is no such line, or no bill.
"""

from __future__ import annotations

import argparse
import sys

import attrs

from seatpolicy.cli.one_account import one_account
from seatpolicy.cli.output import CLEAN, COULD_NOT, tell, to_json, width_of, write_json
from seatpolicy.cli.tax_option import tax_of
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import messages
from seatpolicy.documents.account import Account
from seatpolicy.documents.event_index import index_of
from seatpolicy.documents.invoice import PRICED, Invoice
from seatpolicy.documents.nodes import Node
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.run import Search, of_all, read_by_all
from seatpolicy.reports.line_story import TOTAL, line_story, lines_of, names_of, total_story
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.dates import parse_date
from seatpolicy.workspace.plugins import installed


@attrs.frozen
class Billed:
    """An invoice, the policy that priced it and the account, and what they were read from."""

    invoice: Invoice
    policy: Policy
    account: Account
    checked: Checked
    node: Node
    search: Search


def run(args: argparse.Namespace) -> int:
    """Prints the story; the exit code."""
    policy_path, account_path, name = args.about
    found: list[Diagnostic] = []
    until = parse_date(args.until) if args.until is not None else None
    if args.until is not None and until is None:
        found.append(messages.wrong_option(f"`--until {args.until}` is no date", "write `--until 2026-12-31`"))
    if args.packet and name == TOTAL:
        found.append(messages.wrong_option("`--packet` of the total", "name a line: the evidence is about one"))
    billed = _billed(policy_path, account_path, args.as_of, args.tax, found)
    if billed is None or billed.invoice.totals is None:
        return _nothing(args, found)
    invoice, policy = billed.invoice, billed.policy
    lines = lines_of(invoice, name)
    if not lines and name != TOTAL:
        known = names_of(invoice)
        return _nothing(args, [*found, messages.unknown_line(name, [*known, *(one.charge for one in invoice.lines)], known)])
    if args.packet:
        from seatpolicy.cli import packet_command

        return packet_command.run(billed, lines, until, args.format, found)
    index = index_of([invoice], billed.account.events)
    if args.format == "json":
        stories = [line_story(invoice, policy, line, index.events_of(line)) for line in lines]
        stories = stories or [total_story(invoice, policy)]
        write_json({"schema_version": "1.0", "stories": stories, "findings": [to_json(one) for one in found]})
        return CLEAN
    from seatpolicy.reports.line_story_text import line_story_text, total_story_text

    width = width_of(sys.stdout)
    texts = [line_story_text(invoice, policy, line, width, index.events_of(line)) for line in lines]
    texts = texts or [total_story_text(invoice, policy, width)]
    print("\n\n".join(texts))
    sys.stdout.flush()
    tell(found)
    return CLEAN


def _billed(
    policy_path: str, account_path: str, as_of: str | None, rates: str | None, found: list[Diagnostic]
) -> Billed | None:
    """The bill of an account, and what made it; None, and why, where there is no bill."""
    day = parse_date(as_of) if as_of is not None else None
    if as_of is not None and day is None:
        found.append(messages.wrong_option(f"`--as-of {as_of}` is no date", "write `--as-of 2026-11-01`"))
    plugins = installed()
    figurer, wrong = tax_of(rates, plugins)
    engine = plugins.engine()
    found += [*wrong, *engine.diagnostics]
    opened = one_account(policy_path, account_path, plugins, found)
    if opened is None:
        return None
    checked, node = opened
    search = Search(checked, lambda policy: read_account(node, policy), engine.value)
    billed = plugins.price(checked, search.read, day, search.engine, tax=figurer)
    found += billed.diagnostics
    if billed.value is None or billed.value.status != PRICED:
        return None
    read = read_by_all(checked, search.read)
    if read.value is not None and read.value.has_history:
        return Billed(billed.value, of_all(checked), read.value, checked, node, search)
    text = search.on(billed.value.as_of)
    return None if text.account is None else Billed(billed.value, text.policy, text.account, checked, node, search)


def _nothing(args: argparse.Namespace, found: list[Diagnostic]) -> int:
    if args.format == "json":
        what = "packets" if args.packet else "stories"
        write_json({"schema_version": "1.0", what: [], "findings": [to_json(one) for one in found]})
    else:
        tell(found)
    return COULD_NOT
