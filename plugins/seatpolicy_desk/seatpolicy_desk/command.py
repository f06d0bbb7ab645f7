"""`seatpolicy desk POLICY ORDER`: an order form in, a verdict a line out.

Exit: 0 the desk may sign every line, 1 a line needs an approval, 2 something could not be judged."""

from __future__ import annotations

import argparse
import sys

import seatpolicy
from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, add_format, tell, to_json, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.invoice_json import decimal
from seatpolicy.quotes.line import LineVerdict
from seatpolicy.reports.columns import bullet, table
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_amount
from seatpolicy.workspace.documents import read_document
from seatpolicy_desk.order import Order, read_order
from seatpolicy_desk.validator import ASK


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "desk",
        help="judge the lines of an order form",
        description="Holds each line of an order form against the policy's own price for the whole order.",
        epilog="Exit: 0 the desk may sign every line; 1 a line needs an approval; 2 something could not be judged.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file")
    command.add_argument("order", metavar="ORDER", help="an order form (YAML or JSON)")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judges the order; the exit code."""
    try:
        order = _order(args.order)
        evaluator = seatpolicy.compile(args.policy, plan=order.plans, addons=order.addons, currency=order.currency)
        verdicts = seatpolicy.judge(evaluator, order.lines, order.facts, validator="desk")
    except seatpolicy.PolicyError as stop:
        _tell_wrong(args, stop.diagnostics)
        return COULD_NOT
    if args.format == "json":
        write_json({"schema_version": "1.0", "order": order.name, "lines": [_data(one, order) for one in verdicts],
                    "findings": []})  # fmt: skip
    else:
        print("\n".join(_text(order, verdicts, width_of(sys.stdout))))
    return FINDINGS if any(one.verdict == ASK for one in verdicts) else CLEAN


def _order(path: str) -> Order:
    document = read_document(path)
    if document.value is None:
        raise seatpolicy.PolicyError(document.diagnostics)
    read = read_order(document.value)
    if read.value is None:
        raise seatpolicy.PolicyError(read.diagnostics)
    return read.value


def _text(order: Order, verdicts: tuple[LineVerdict, ...], width: int) -> list[str]:
    rows = [["", "quoted", "policy", "delta", order.currency]]
    for one in verdicts:
        amounts = [format_amount(value, order.currency) for value in (one.line.quoted, one.expected, one.delta)]
        rows.append([one.line.charge, *amounts, one.verdict])
    rows[0][-1] = "verdict"
    told = [line for one in verdicts for line in bullet(one.text, width)]
    return [f"Order {order.name}, in {order.currency}", "", *table(rows, width), "", *told]


def _data(one: LineVerdict, order: Order) -> dict[str, object]:
    digits = minor_digits(order.currency)
    return {
        "charge": one.line.charge,
        "count": one.line.count,
        "quoted": decimal(one.line.quoted, digits),
        "expected": decimal(one.expected, digits),
        "delta": decimal(one.delta, digits),
        "off": None if one.off is None else decimal(one.off),
        "verdict": one.verdict,
        "text": one.text,
    }


def _tell_wrong(args: argparse.Namespace, found: tuple[Diagnostic, ...]) -> None:
    if args.format == "json":
        write_json({"schema_version": "1.0", "order": None, "lines": [], "findings": [to_json(one) for one in found]})
    else:
        tell(found)
