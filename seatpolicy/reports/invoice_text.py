"""An invoice in, what a terminal shows of it out: lines, why each is what it is, totals, what is missing or assumed.

Wide terminals get a table with list price and discounts; below 72 columns a line is its title and amount, and the rest
stands under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seatpolicy.diagnostics.cells import cells, visible, wrap
from seatpolicy.documents.invoice import HELD, INCOMPLETE, NOT_BILLED, PRICED, REFUSED, Invoice, Line, Period, Step, Totals
from seatpolicy.documents.tax import Taxed
from seatpolicy.reports.columns import bullet, labelled, padded, table, with_place
from seatpolicy.reports.people_text import people_lines
from seatpolicy.values.money import format_amount, format_decimal

NARROW = 72
SHOWN = 10_000
"""Of an amount without an end, so many parts of one are shown."""
STATUS = {
    HELD: "held: it waits for what is missing",
    REFUSED: "refused: the policy does not sell this",
    INCOMPLETE: "incomplete: the price cannot be worked out",
    NOT_BILLED: "not billed yet: it needs what this version does not bill",
}


def invoice_text(invoice: Invoice, width: int = 100, steps: bool = True) -> str:
    """The invoice as lines of at most `width` cells (from 40; only a path may be wider), without a final newline."""
    width = max(width, 40)
    lines = [visible(_title(invoice))]
    lines += labelled(_head(invoice), width)
    if invoice.lines:
        lines.append("")
        lines += _lines(invoice, width, steps)
        lines.append("")
        lines += _totals(invoice, width)
    elif invoice.status == PRICED:
        lines += ["", "  no lines: nothing is to be paid", "", *_totals(invoice, width)]
    for title, texts in _beside(invoice, bool(invoice.lines) or invoice.status == PRICED):
        lines += ["", title]
        for text, place in texts:
            lines += with_place(f"- {text}", place, width, 2) if place else bullet(text, width)
    return "\n".join(lines)


def _title(invoice: Invoice) -> str:
    """What this is: an invoice, a price that nobody pays yet, or neither."""
    if not invoice.lines and invoice.status != PRICED:
        return "No invoice yet" if invoice.status in (HELD, NOT_BILLED) else "No invoice"
    return f"Invoice {invoice.id}" if invoice.account else "A price without an account's document"


def _head(invoice: Invoice) -> list[tuple[str, str]]:
    rows = [("account", invoice.account), ("country", invoice.country), ("entity", invoice.billing_entity)]
    rows += [("policy", f"{invoice.policy.title}, version {invoice.policy.version}")]
    rows += [("plan", _listed(invoice, False)), ("add-on", _listed(invoice, True))]
    if invoice.period is not None:
        rows.append(("period", _period(invoice.period)))
    rows.append(("as of", invoice.as_of.isoformat()))
    if invoice.status != PRICED:
        rows.append(("status", STATUS[invoice.status]))
    return [(label, value) for label, value in rows if value]


def _listed(invoice: Invoice, addon: bool) -> str:
    """`Team and Audit log`: the titles of what is held."""
    *before, last = [one.title for one in invoice.held if one.addon is addon] or [""]
    return f"{', '.join(before)} and {last}" if before else last


def _lines(invoice: Invoice, width: int, steps: bool) -> list[str]:
    """Each line, and its steps below it."""
    made = []
    rows = [_row(line, invoice) for line in invoice.lines]
    # A column without a figure is left out, and every column but the last where they do not fit.
    head = ["", "quantity", "list", "off", invoice.currency]
    kept = [0, *(column for column in (1, 2, 3) if any(row[column] for row in rows)), 4]
    shown = table([[row[column] for column in kept] for row in (head, *rows)], width)
    wide = width >= NARROW and all(cells(line) <= width for line in shown)
    if not wide:
        shown = table([[row[0], row[4]] for row in (head, *rows)], width)
    made.append(shown[0])
    position = 1
    for row, line in zip(rows, invoice.lines, strict=True):
        # A long title takes several lines of the table; the next row begins without further indent.
        end = position + 1
        while end < len(shown) and shown[end].startswith("    "):
            end += 1
        made += shown[position:end]
        position = end
        if not wide:
            rest = [row[1], f"list {row[2]}" if row[2] else "", f"off {row[3]}" if row[3] else ""]
            if any(rest):
                told = ", ".join(part for part in rest if part)
                made += ["    " + line for line in wrap(told, width - 4)]
        if line.period != invoice.period:
            made.append(f"    {_period(line.period)}")
        if steps:
            for step in (one for one in line.steps if not is_idle(one)):
                made += with_place(step_words(step, invoice.currency), _where(step), width, 4)
    return made


def _row(line: Line, invoice: Invoice) -> list[str]:
    off = line.list_amount - line.amount
    quantity = "" if line.kind == "top_up" or not line.unit else _counted(line)
    told = off if line.kind != "credit" else Fraction(0)
    return [
        f"{line.title}, credit" if line.kind == "credit" else line.title,
        quantity,
        format_amount(line.list_amount, invoice.currency) if told else "",
        format_amount(told, invoice.currency) if told else "",
        format_amount(line.amount, invoice.currency),
    ]


def _counted(line: Line) -> str:
    count, unit = line.quantity.billed, line.unit
    if abs(count) != 1:
        unit = unit.replace("pack", "packs") if unit.startswith("pack") else f"{unit}s"
    return f"{format_decimal(count)} {unit}"


def step_words(step: Step, currency: str) -> str:
    """`team_list, 1 to 10: 10 × 50.00 = 500.00`."""
    return _counting(step) if step.figure == "quantity" else _pricing(step, currency)


def is_idle(step: Step) -> bool:
    """Whether a maximum that lines share took nothing from this one, as from a free line."""
    return step.figure != "quantity" and step.rule.startswith("maximum") and step.change == 0


def _counting(step: Step) -> str:
    """`49 contracted`, `at least 3, so 3`, `22 start 5 packs of 5`."""
    rounding = f" ({step.rounding})" if step.rounding else ""
    if step.rule == "packs":
        return f"{step.basis}{rounding}"
    told = step.basis if step.rule in step.basis else f"{step.rule}: {step.basis}"
    if step.before == 0 and not step.rounding:
        return told
    return f"{told}{rounding}, {'leaves' if step.rule == 'included' else 'so'} {format_decimal(step.after)}"


def _pricing(step: Step, currency: str) -> str:
    """`39 × 40.00 = 1,560.00, 2,060.00 so far`; what comes off, and what it leaves; a rounding, and what it gives."""
    after, change = _told(step.after, currency), _told(abs(step.change), currency)
    rounding = f" ({step.rounding})" if step.rounding else ""
    if not step.basis:
        return f"{step.rule}, {step.rounding}: {after}"
    if step.rule in ("cycle", "price level"):
        return f"{step.rule}: {step.basis} = {after}"
    if step.rule.startswith(("discount", "combine", "maximum", "rounding", "billed")):
        way = "off" if step.change < 0 else "back" if step.rule.startswith("combine") else "more"
        return f"{step.rule}{rounding}: {step.basis}; {change} {way}, leaves {after}"
    total = f", {after} so far" if step.before else ""
    result = "" if step.basis == change else f" = {change}"
    return f"{step.rule}: {step.basis}{rounding}{result}{total}"


def _told(amount: Fraction, currency: str) -> str:
    """An amount on its way to a line; of one whose decimals never end the first four: `16.7741…`."""
    written = format_amount(amount, currency)
    if "/" not in written:
        return written
    cut = Fraction(int(abs(amount) * SHOWN), SHOWN)
    digits = format_amount(cut + Fraction(1, SHOWN * 10), currency)[:-1]
    return f"{'-' if amount < 0 else ''}{digits}…"


def _where(step: Step) -> str:
    return step.at.where if step.at is not None else ""


def _totals(invoice: Invoice, width: int) -> list[str]:
    """The sums, those that are 0 left out; `due` always."""
    totals = invoice.totals
    if totals is None:
        return []
    shown = sums_of(totals)
    if len(shown) == 1:
        shown = []
    taxes = _taxes(invoice.tax)
    included = invoice.tax is not None and invoice.tax.included
    paid = any(value for _, value in _paid_otherwise(totals))
    shown += [("net", totals.net)] if shown or paid or (taxes and not included) else []
    shown += [] if included else taxes
    shown += [(name, value) for name, value in _paid_otherwise(totals) if value]
    shown += [("due", totals.due)]
    shown += [(f"of it {name}", value) for name, value in taxes] if included else []
    texts = [(name, format_amount(value, invoice.currency)) for name, value in shown]
    size = max(len(text) for _, text in texts)
    # The figures stand under those of the lines, which end where their widest does.
    lead = max(len(name) for name, _ in texts)
    return [f"  {padded(name, lead)}  {padded(text, size, True)} {invoice.currency}" for name, text in texts]


def sums_of(totals: Totals) -> list[tuple[str, Fraction]]:
    """What the net amount is the sum of, by name, with its sign; without what is 0."""
    sums = [
        ("list", totals.list),
        ("discounts", -totals.discounts),
        ("over the maximum", -totals.over_maximum),
        ("top-ups", totals.top_ups),
        ("credits", -totals.credits),
        ("rounding", totals.rounding),
        ("billed before", -totals.billed_before),
    ]
    return [(name, value) for name, value in sums if value]


def _paid_otherwise(totals: Totals) -> list[tuple[str, Fraction]]:
    """What lies between the net amount and what is due, beside tax."""
    return [
        ("to account credit", totals.to_account_credit),
        ("refunded", totals.refunded),
        ("paid by account credit", -totals.account_credit_used),
    ]


def _taxes(tax: Taxed | None) -> list[tuple[str, Fraction]]:
    """Each tax by its name and rate, over all lines; one of 0 is told, too."""
    sums: dict[str, Fraction] = {}
    for line in tax.lines if tax is not None else ():
        name = f"{visible(line.title)} {format_decimal(line.rate * 100)}%"
        sums[name] = sums.get(name, Fraction(0)) + line.amount
    return list(sums.items())


def _beside(invoice: Invoice, billed: bool) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """People, missing, signals and assumptions, each with its title, where there are any; assumptions only for a bill."""
    missing = [(f"{one.what} ({one.asked_by})", one.at.where if one.at is not None else "") for one in invoice.missing]
    signals = []
    for one in invoice.signals:
        tell = f" (tell {' and '.join(one.tell)})" if one.tell else ""
        because = f": {one.because}" if one.because else ""
        who = f" {one.person}:" if one.person else ""
        figures = "".join(f"; {name} = {value}" for name, value in one.figures)
        signals.append((visible(f"{who} {one.title}{because}{figures}{tell}".strip()), one.at.where))
    assumed = [(text, "") for text in invoice.assumptions if billed]
    people = [(text, "") for text in people_lines(invoice.counted)]
    for title, texts in (("People", people), ("Missing", missing), ("Signals", signals), ("Assumed", assumed)):
        if texts:
            yield title, texts


def _period(period: Period) -> str:
    """`2026-11-10 to 2026-11-30`; of a single day that day."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return first if first == last else f"{first} to {last}"
