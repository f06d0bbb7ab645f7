"""An invoice and the name of a figure in, the figure out: an exact amount, a quantity, or a day.

- `total, due, list, discounts, top ups, over maximum, tax`: the invoice's totals; `total` is net, before tax
- `before tax`: what is due without its tax, in the prices or beside them
- `member_seats`: what a charge comes to: all its lines
- `line member_seats`: one line, by its id
- `list of LINE, exact of LINE`: its list amount; its amount before lines were rounded
- `quantity of LINE, included of LINE`: what is paid for; what costs nothing
- `off LINE by launch, over maximum of LINE`: what a discount took off it; what a maximum did
- `tax of LINE`: the tax on it
- `first day, last day, next day`: of the invoice's period; the day behind its last one
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
    "top ups": "top_ups",
    "over maximum": "over_maximum",
    "tax": "tax",
}
_ZERO = Fraction(0)


def figure(invoice: Invoice, name: str) -> Fraction | date:
    """The figure. Raises KeyError where the invoice has no such line, ValueError where nothing is called so."""
    totals = invoice.totals
    if totals is None:
        raise ValueError(f"the invoice is {invoice.status}")
    if name in TOTALS:
        return _total(totals, TOTALS[name])
    if name == "before tax":
        return totals.due - totals.tax
    words = name.split(" ")
    if words[-1] == "day" and len(words) == 2:
        return _day(invoice, words[0])
    match words:
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


def _day(invoice: Invoice, which: str) -> date:
    if invoice.period is None:
        raise ValueError("the invoice has no period")
    first, last = invoice.period.first, invoice.period.last
    return {"first": first, "last": last, "next": last + timedelta(days=1)}[which]


def _line(invoice: Invoice, words: list[str]) -> Line:
    wanted = " ".join(words)
    found = next((line for line in invoice.lines if line.id == wanted), None)
    if found is None:
        raise KeyError(f"no line `{wanted}`: there are {', '.join(line.id for line in invoice.lines) or 'none'}")
    return found


def _taken(line: Line, rule: str) -> Fraction:
    return sum((-step.change for step in line.steps if step.figure == "amount" and step.rule == rule), _ZERO)


def _tax(invoice: Invoice, line: str) -> Fraction:
    if invoice.tax is None:
        raise ValueError("the invoice has no tax")
    return sum((one.amount for one in invoice.tax.lines if line in one.lines), _ZERO)
