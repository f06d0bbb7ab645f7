"""`seatpolicy show POLICY`: a policy in, its text in force for one day and one customer out, or the model of it.

The text is a plain policy: one file, without changes and libraries, that checks by itself. Before it is printed it is read
again, and must mean the same. Examples that another text answers are left out, with a word on standard error. Exit: 0; 1 the
policy has errors; 2 it could not be read, or the question has no answer.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date

from seatpolicy.cli.day_and_customer import add_options, asked
from seatpolicy.cli.output import COULD_NOT, add_format, exit_code, tell, write_json
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.semantics.canonical import canonical
from seatpolicy.semantics.check import Checked, Text, check
from seatpolicy.semantics.in_force import Customer
from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.tools.formatter.format import format_text
from seatpolicy.tools.plain_text import plain_text
from seatpolicy.workspace.cache import CacheFolder
from seatpolicy.workspace.standard_input import check_named

SCHEMA_VERSION = "1.0"
SHOWN = 5


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "show",
        help="print the text or the model in force for a date and a customer",
        description="Prints the policy as it stands on a day for a customer: a plain policy, without changes.",
        epilog="Exit: 0; 1 the policy has errors; 2 it could not be read, or nothing is in force then.",
    )
    command.add_argument("policy", metavar="POLICY", help="a policy file, or - for standard input")
    add_options(command)
    command.add_argument("--model", action="store_true", help="print what the text means, as JSON")
    command.add_argument("--places", action="store_true", help="with --model: where everything stands, as file:line:column")
    add_format(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints what the arguments ask for; the exit code."""
    outcome = check_named(args.policy)
    errors = [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
    if outcome.value is None or errors:
        tell(errors)
        return exit_code(errors)
    checked = outcome.value
    day, customer, wrong = asked(args, checked)
    if wrong or day is None or customer is None:
        tell(wrong)
        return COULD_NOT
    text = checked.text_for(day, customer)
    waiting = _waiting_for_renewal(checked, day, customer)
    if waiting and customer.renewed_on is None:
        since = customer.since.isoformat()
        print(
            f"seatpolicy show: no renewal since {since} is assumed, so {' and '.join(f'`{one}`' for one in waiting)} "
            "has not reached this customer; name the last renewal by `--renewed-on DAY`",
            file=sys.stderr,
        )
    if text.policy is not None and text.policy.examples and len(checked.texts) > 1:
        text = _with_own_examples(checked, text)
    about: dict[str, object] = {"schema_version": SCHEMA_VERSION, "as_of": day.isoformat(), "changes": list(text.changes),
                                "customer_since": customer.since.isoformat()}  # fmt: skip
    if args.model:
        write_json({**about, "model": canonical(text.policy, args.places)})
        return 0
    shown = shown_text(args.policy, checked, text)
    if shown.value is None:
        tell(shown.diagnostics)
        return COULD_NOT
    if args.format == "json":
        write_json({**about, "text": shown.value})
    else:
        sys.stdout.write(shown.value)
    return 0


def _waiting_for_renewal(checked: Checked, day: date, customer: Customer) -> list[str]:
    """The changes that a renewal on the day would bring, and that the customer has not: which plan is held, and so when its
    term ends, only an account tells."""
    renewed = Customer(customer.since, customer.cycle_start, day)
    return [one.name for one in checked.changes if one.reached(day, renewed) and not one.reached(day, customer)]


def _with_own_examples(checked: Checked, text: Text) -> Text:
    """The text without the examples that it would fail, and a word about them."""
    from seatpolicy.engines.reference.bill import ReferenceEngine  # late: most policies have no changes
    from seatpolicy.tools.testing.own_examples import with_own_examples

    own, foreign = with_own_examples(checked, text, ReferenceEngine())
    if foreign and text.policy is not None:
        titles = list(dict.fromkeys(f'"{example.title}"' for example in foreign))
        cases = "1 case of an example is" if len(foreign) == 1 else f"{len(foreign)} cases of examples are"
        print(
            f"seatpolicy show: {cases} left out, because on their days their customers have another text of the policy: "
            f"{', '.join(titles[:SHOWN])}{', …' if len(titles) > SHOWN else ''}",
            file=sys.stderr,
        )
    return own


def shown_text(path: str, checked: Checked, text: Text) -> Outcome[str | None]:
    """A text in force as a plain policy in the one layout. Raises AssertionError where that would not mean the same, which
    is a mistake of ours."""
    language = tables.load(CacheFolder())
    written = format_text(path, plain_text(checked, text), language)
    if written.value is None:
        return written
    again = check({"shown.seat": SourceText("shown.seat", written.value)}, "shown.seat", language)
    if again.has_errors or canonical(again.value.texts[0].policy) != canonical(text.policy):
        raise AssertionError(f"the text shown for {path} would not mean the same")
    return written
