"""Small policies and accounts for the tests of engines: only what a test is about is written in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar

import attrs

from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.documents.account import Account, CountGiven, FactGiven, Held
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.invoice import Invoice, Line
from seatpolicy.documents.typed import Value
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText, Span
from seatpolicy.workspace.policy import check_source
from tests.unit.pricing.invoice_differences import first_difference

T = TypeVar("T")
ROUNDING = "rounding: half up to the cent on each line"
FIRST = date(2026, 11, 1)
MONTHLY = "  cycle: month\n  anchor: subscription day\n"
HERE = Span(SourceText("the test", "here"), 0, 4)

UNREAD = ("BS109",)
FACTS = """
facts {{
  billing of account: one of monthly, annual
  partner of account: optional text
  share of account: percent
  most of account: count
  desks of account: count
  roles of person: any of member, guest
{facts}
}}
"""
PRORATION = """
proration {
  measure:     days over the cycle
  fewer seats: no credit until the next cycle
  flat fees:   whole
}
"""


def parts(body: str) -> str:
    """The seats, the item and the counting that a body names, and no others."""
    billable = "  billable: while active\n" if "billable" in body else ""
    guests = "guest" in body
    made = ""
    for seat in ("member", "guest") if guests else ("member",):
        made += f'seat {seat} "{seat.title()}" {{\n  held by: {seat}{" or guest" if not guests else ""}\n{billable}}}\n'
    if guests:
        made += "counting {\n  one person: one seat, as member, else guest\n}\n"
    if "phone" in body:
        made += 'item {\n  phone: "Phone number"\n}\n'
    return made + PRORATION


def text(body: str, head: str = ROUNDING, currencies: str = "USD", facts: str = "") -> str:
    """A policy's text: `body` is its plans and prices, `head` the lines of its head that matter."""
    lines = (
        'policy test "Test" {\n  language: 1\n  version: "1"\n  owner: "a@b.example", backup "c@b.example"\n'
        "  effective: from 2026-11-01\n  reaches: everyone at the next cycle\n"
        f'  time zone: "Europe/Berlin"\n  currencies: {currencies}\n  {head}\n}}\n'
    )
    return lines + FACTS.format(facts=facts) + parts(body) + body


def checked(source: str) -> Checked:
    """The policy of a text, which must be without errors; that nothing reads a line of PARTS is none here."""
    outcome = check_source(SourceText("test.seat", source))
    assert outcome.value is not None
    errors = [one for one in outcome.diagnostics if one.severity is Severity.ERROR and one.code not in UNREAD]
    assert not errors, "\n".join(render(one) for one in errors)
    return outcome.value


def policy(body: str, head: str = ROUNDING, currencies: str = "USD", facts: str = "") -> Policy:
    """The model of a text, which must be without errors."""
    made = checked(text(body, head, currencies, facts)).texts[0].policy
    assert made is not None
    return made


def unchecked(body: str, head: str = ROUNDING) -> Policy:
    """The model of a text that the checker refuses: an engine must not bill wrongly even what should never reach it."""
    outcome = check_source(SourceText("test.seat", text(body, head)))
    assert outcome.value is not None
    errors = {found.code[:2] for found in outcome.diagnostics if found.severity is Severity.ERROR}
    assert errors, "this one is no longer refused: read it by `policy`"
    assert errors <= {"BS", "DC", "MN", "PN"}, "the text itself is wrong"
    made = outcome.value.texts[0].policy
    assert made is not None
    return made


def plan(charges: str, lines: str = "", name: str = "team", head: str = MONTHLY) -> str:
    """A plan with a monthly cycle."""
    return f'plan {name} "Team" {{\n{head}{lines}\n{charges}\n}}\n'


def charge(name: str = "seats", **lines: str) -> str:
    """A charge for contracted members, at 10.00 USD a month, with other lines instead or besides; an empty one is left
    out."""
    usual = {"for": "member", "price": "10.00 USD per seat per month", "quantity": "contracted", "bill": "in advance"}
    written = "".join(f"    {label}: {said}\n" for label, said in {**usual, **lines}.items() if said)
    return f'  charge {name} "Title of {name}" {{\n{written}  }}\n'


def schedule(model: str, rows: str, head: str = "", per: str = "per seat per month") -> str:
    """A schedule `list` with one currency; its rows one a line."""
    counts = "packs" if "pack" in per else "units" if "unit" in per else "seats"
    title = head or (counts if model == "graduated" else f"total {counts}")
    body = "".join(f"  {row.strip()}\n" for row in rows.strip().split("\n"))
    return f'schedule price_list "List" {model} {per} {{\n  {title} | USD\n{body}}}\n'


def account(
    *plans: str,
    seats: Mapping[str, int] | None = None,
    held: Mapping[str, int] | None = None,
    facts: Mapping[str, Value] | None = None,
    addons: tuple[str, ...] = (),
    start: date | None = FIRST,
    currency: str = "USD",
    term_months: int | None = None,
) -> Account:
    """An account that started on the policy's first day."""
    return Account(
        name="acme",
        plans=tuple(Held(name, HERE) for name in plans or ("team",)),
        addons=tuple(Held(name, HERE) for name in addons),
        currency=currency,
        facts={name: FactGiven(value, HERE) for name, value in (facts or {}).items()},
        start=start,
        term_months=term_months,
        customer_since=start,
        seats={name: CountGiven(Fraction(count), HERE) for name, count in (seats or {}).items()},
        held={name: CountGiven(Fraction(count), HERE) for name, count in (held or {}).items()},
        complete=start is not None,
    )


def earlier(
    first: str, last: str, amount: str = "0.00", charge: str = "seats", included: int = 0, **taken: str
) -> EarlierLine:
    """A line of an earlier bill; `taken` is what discounts took off it."""
    off = {name: money(figure) for name, figure in taken.items()}
    days = date.fromisoformat(first), date.fromisoformat(last)
    return EarlierLine(charge, "charge", charge, "team", *days, money(amount), Fraction(included), off, HERE)


def bill(made: Policy, one: Account, as_of: date = FIRST) -> Outcome[Invoice]:
    """What the reference engine answers; the everyday engine must answer the same, or that it does not bill this."""
    answer = ReferenceEngine().bill(made, one, as_of)
    assert first_difference(answer, PythonEngine().bill(made, one, as_of)) == ""
    return answer


def priced(made: Policy, one: Account, as_of: date = FIRST) -> Invoice:
    """The bill, which must be one; its lines sum to its total."""
    outcome = bill(made, one, as_of)
    assert outcome.value.status == "priced", "\n".join(render(found) for found in outcome.diagnostics)
    assert outcome.value.totals is not None
    assert sum(line.amount for line in outcome.value.lines) == outcome.value.totals.net
    return outcome.value


def net(made: Policy, one: Account, as_of: date = FIRST) -> Fraction:
    """The total of a bill."""
    totals = priced(made, one, as_of).totals
    assert totals is not None
    return totals.net


def line(invoice: Invoice, id: str) -> Line:
    """The line with an id."""
    return next(one for one in invoice.lines if one.id == id)


def amounts(invoice: Invoice) -> dict[str, Fraction]:
    """Every line's amount by its id."""
    return {one.id: one.amount for one in invoice.lines}


def money(figure: str) -> Fraction:
    """`2,060.00` as an exact figure."""
    return Fraction(figure.replace(",", ""))


def exact(*figures: int | str) -> tuple[Fraction, ...]:
    """Several figures as exact ones, to compare with."""
    return tuple(money(str(figure)) for figure in figures)


def evolve(record: T, **changes: object) -> T:
    """A record of the model with other fields."""
    made: T = attrs.evolve(record, **changes)  # type: ignore[misc]
    return made


def codes(outcome: Outcome[Invoice]) -> list[str]:
    """The codes of what stops a bill, in order."""
    return [found.code for found in outcome.diagnostics]
