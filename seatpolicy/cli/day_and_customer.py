"""A day and a customer on the command line: which text of a policy that changes is asked for.

`show` and `describe` take the same options and refuse the same questions.
"""

from __future__ import annotations

import argparse
from datetime import date

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.messages import wrong_option
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.in_force import Customer
from seatpolicy.values.dates import parse_date


def add_options(command: argparse.ArgumentParser) -> None:
    """Adds the options."""
    command.add_argument("--as-of", metavar="DAY", help="the day (default: the policy's first)")
    command.add_argument("--customer-since", metavar="DAY", help="since when the customer is one (default: that day)")
    command.add_argument("--renewed-on", metavar="DAY", help="the customer's last renewal (default: none)")


def asked(args: argparse.Namespace, checked: Checked) -> tuple[date | None, Customer | None, list[Diagnostic]]:
    """The day and the customer, or what is wrong with them."""
    found: list[Diagnostic] = []
    days: dict[str, date | None] = {}
    for flag in ("as-of", "customer-since", "renewed-on"):
        given = getattr(args, flag.replace("-", "_"))
        days[flag] = parse_date(given) if given is not None else None
        if given is not None and days[flag] is None:
            found.append(wrong_option(f"`--{flag} {given}` is no date", f"write `--{flag} 2026-11-01`"))
    if found:
        return None, None, found
    day = days["as-of"] or checked.effective
    since = days["customer-since"] or day
    renewed = days["renewed-on"]
    if day < checked.effective:
        found.append(wrong_option(f"nothing is in force on {day}", f"this policy begins on {checked.effective}"))
    if since > day:
        found.append(wrong_option(f"on {day} nobody is a customer since {since}", "ask for a later day by `--as-of`"))
    if renewed is not None and not since <= renewed <= day:
        found.append(wrong_option(f"a renewal on {renewed} does not lie between {since} and {day}",
                                  "name the customer's first day by `--customer-since`"))  # fmt: skip
    return (None, None, found) if found else (day, Customer(since, None, renewed), [])
