"""An invoice and the name of a figure in, the figure out: an exact amount, a quantity, or a day.

- `total, due, list, discounts, credits, top ups, over maximum, tax`: the invoice's totals; `total` is net, before tax
- `before tax`: what is due without its tax, in the prices or beside them
- `member_seats`: what a charge comes to: all its lines
- `line member_seats`, `line member_seats of 2026-12-01`: one line, by its id; of several the one that begins on the day
- `list of LINE, exact of LINE`: its list amount; its amount before lines were rounded
- `quantity of LINE, included of LINE`: what is paid for; what costs nothing
- `credit of member_seats`: what is given back of a charge
- `given back by LINE`: how many seats a credit gives back
- `factor of LINE`: how many periods of its rate it is billed for
- `periods of member_seats`: of how many such periods a charge is billed, less those that were credited
- `from LINE, to LINE`: the first day that it is for, and the day behind its last one
- `tax on member_seats, with tax member_seats`: the tax on all lines of a charge; these lines with it
- `credited tax, credited in all`: of an invoice that gives back, the tax that comes back, and all that comes back
- `change by launch`: what a discount changes, a negative amount
- `number of the first day`: of the invoice's period, in its month
- `off LINE by launch, over maximum of LINE`: what a discount took off it; what a maximum did
- `tax of LINE`: the tax on it
- `first day, last day, next day`: of the invoice's period; the day behind its last one; `null` where nothing is billed
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from seatpolicy.documents.invoice import Invoice, Line, Totals

TOTALS = {
    "total": "net",
    "due": "due",
    "list": "list",
    "discounts": "discounts",
    "credits": "credits",
    "top ups": "top_ups",
    "over maximum": "over_maximum",
    "tax": "tax",
}
_ZERO = Fraction(0)


def figure(invoice: Invoice, name: str) -> Fraction | date | None:
    """The figure. Raises KeyError where the invoice has no such line, ValueError where nothing is called so."""
    totals, words = invoice.totals, name.split(" ")
    if words[-1] == "day" and len(words) == 2:
        return _day(invoice, words[0])
    if totals is None:
        raise ValueError(f"the invoice is {invoice.status}")
    if name in TOTALS:
        return _total(totals, TOTALS[name])
    if name == "before tax":
        return totals.due - totals.tax
    match words:
        case ["number", "of", "the", "first", "day"] if invoice.period is not None:
            return Fraction(invoice.period.first.day)
        case ["credited", "tax"]:
            return -totals.tax
        case ["credited", "in", "all"]:
            return -totals.due
        case ["tax", "on", charge]:
            return _tax_on(invoice, charge)
        case ["with", "tax", charge]:
            return invoice.amount_of(charge) + _tax_on(invoice, charge)
        case ["change", "by", discount]:
            return -sum((_taken(line, f"discount {discount}") for line in invoice.lines), _ZERO)
        case ["line", *rest]:
            return _line(invoice, rest).amount
        case ["list", "of", *rest]:
            return _line(invoice, rest).list_amount
        case ["exact", "of", *rest]:
            line = _line(invoice, rest)
            return line.amount if line.exact is None else line.exact
        case ["quantity", "of", *rest]:
            return _line(invoice, rest).quantity.billed
        case ["included", "of", *rest]:
            return _line(invoice, rest).quantity.included
        case ["factor", "of", *rest]:
            return _line(invoice, rest).factor
        case ["given", "back", "by", *rest]:
            return -_line(invoice, rest).quantity.billed
        case ["credit", "of", charge]:
            return -sum((line.amount for line in invoice.lines if (line.charge, line.kind) == (charge, "credit")), _ZERO)
        case ["periods", "of", charge]:
            here = [line for line in invoice.lines if line.charge == charge]
            return sum((-line.factor if line.kind == "credit" else line.factor for line in here), _ZERO)
        case ["from", *rest]:
            return _line(invoice, rest).period.first
        case ["to", *rest]:
            return _line(invoice, rest).period.last + timedelta(days=1)
        case ["tax", "of", *rest]:
            return _tax(invoice, " ".join(rest))
        case ["off", *rest, "by", discount]:
            return _taken(_line(invoice, rest), f"discount {discount}")
        case ["over", "maximum", "of", *rest]:
            return _taken(_line(invoice, rest), "maximum")
        case [charge]:
            return invoice.amount_of(charge)
    raise ValueError(f"nothing is called `{name}`")


def _total(totals: Totals, field: str) -> Fraction:
    value: Fraction = getattr(totals, field)
    return value


def _day(invoice: Invoice, which: str) -> date | None:
    if invoice.period is None:
        return None
    first, last = invoice.period.first, invoice.period.last
    return {"first": first, "last": last, "next": last + timedelta(days=1)}[which]


def _line(invoice: Invoice, words: list[str]) -> Line:
    wanted, _, day = " ".join(words).partition(" of ")
    here = (line for line in invoice.lines if line.id == wanted)
    found = next((line for line in here if day in ("", line.period.first.isoformat())), None)
    if found is None:
        raise KeyError(f"no line `{wanted}`: there are {', '.join(line.id for line in invoice.lines) or 'none'}")
    return found


def _taken(line: Line, rule: str) -> Fraction:
    return sum((-step.change for step in line.steps if step.figure == "amount" and step.rule == rule), _ZERO)


def _tax(invoice: Invoice, line: str) -> Fraction:
    if invoice.tax is None:
        raise ValueError("the invoice has no tax")
    return sum((one.amount for one in invoice.tax.lines if line in one.lines), _ZERO)


def _tax_on(invoice: Invoice, charge: str) -> Fraction:
    return sum((_tax(invoice, line.id) for line in invoice.lines if line.charge == charge), _ZERO)
