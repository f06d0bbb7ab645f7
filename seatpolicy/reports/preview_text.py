"""A preview in, what a terminal shows of it out: what it costs now, next and in each cycle; then what it moves.

    member_seats: 49 → 51 on 2026-11-20
      account  copper-lane-studio
      policy   Tierline graduated, version 2026.1

      now, on 2026-11-20                             0.00 USD
      on the invoice of 2026-12-01                 +95.67 USD
      each month from 2026-12-01 on, Member seats  +70.00 USD

Invoices that differ by what each cycle differs by anyway are named and not shown again; JSON has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seatpolicy.diagnostics.cells import cells, visible, wrap
from seatpolicy.documents.invoice import PRICED
from seatpolicy.documents.preview import MovedInvoice, MovedLine, Preview
from seatpolicy.reports.columns import labelled, padded, table, with_place
from seatpolicy.reports.invoice_text import STATUS, is_idle, step_words
from seatpolicy.values.money import format_amount, format_decimal

NARROW = 72
NONE = "none"
MOST_NAMED = 4


def preview_text(preview: Preview, width: int = 100, steps: bool = True) -> str:
    """The preview as lines of at most `width` cells (from 40), without a final newline; with `steps` the reasons of each
    line as it is with the change."""
    width = max(width, 40)
    counts = "; ".join(
        f"{one.event.charge}: {format_decimal(one.before)} → {format_decimal(one.after)}" for one in preview.changes
    )
    made = wrap(visible(f"{counts} on {preview.at.isoformat()}"), width)
    head = [("account", preview.account), ("policy", f"{preview.policy}, version {preview.version}")]
    head += [("status", STATUS[preview.stopped])] if preview.stopped else []
    made += labelled(head, width)
    if preview.stopped:
        return "\n".join(made)
    made += ["", *_summary(preview, width)]
    if not preview.invoices:
        made += ["", *wrap(f"No invoice up to {preview.until.isoformat()} is another one.", width)]
    again = [one for one in preview.invoices if _only_recurs(one, preview)]
    for one in preview.invoices:
        if one not in again:
            made += ["", *_invoice(one, preview.currency, width, steps)]
    if again:
        days = ", ".join(one.as_of.isoformat() for one in again[:MOST_NAMED])
        more = f" and {len(again) - MOST_NAMED:,} more" if len(again) > MOST_NAMED else ""
        made += ["", *wrap(f"By the same in each cycle differ the invoices of {days}{more}.", width)]
    return "\n".join(made)


def _only_recurs(one: MovedInvoice, preview: Preview) -> bool:
    """Whether it only says again, of later cycles, what its charges differ by in each."""
    known = {each.charge: each for each in preview.recurring}
    found = False
    for moved in one.lines:
        line = moved.line
        each = known.get(line.charge if line.kind != "top_up" and line.charge else line.id)
        if each is None or line.period.first <= each.since or "#" in line.id or moved.difference != each.difference:
            return False
        found = True
    return found


def _summary(preview: Preview, width: int) -> Iterator[str]:
    """How much now, on which next invoice, in each cycle."""
    currency = preview.currency
    rows = [(f"now, on {preview.at.isoformat()}", preview.now)]
    following = preview.next
    if following is not None:
        rows.append((f"on the invoice of {following.as_of.isoformat()}", following.due))
    for one in preview.recurring:
        rows.append((f"each {one.per} from {one.since.isoformat()} on, {one.title}", one.difference))
    texts = [(name, f"{_signed(amount, currency)} {currency}") for name, amount in rows]
    size = max(cells(text) for _, text in texts)
    lead = min(max(cells(name) for name, _ in texts), width - size - 4)
    for name, text in texts:
        head, *more = wrap(visible(name), max(lead, 16))
        yield f"  {padded(head, lead)}  {padded(text, size, True)}"
        yield from ("    " + line for line in more)


def _invoice(one: MovedInvoice, currency: str, width: int, steps: bool) -> Iterator[str]:
    old, new = (
        NONE if made is None or made.totals is None else f"{format_amount(made.totals.due, currency)}"
        for made in (one.without, one.changed)
    )
    told = f"Invoice of {one.as_of.isoformat()}: {new}, without the change {old} ({_signed(one.due, currency)} {currency})"
    yield from wrap(told, width)
    status = one.changed.status if one.changed is not None else PRICED
    if status != PRICED:
        yield from ("  " + line for line in wrap(STATUS[status], width - 2))
    wide = width >= NARROW
    if wide and one.lines:
        rows = [["", "without", "with", currency], *(_row(line, currency) for line in one.lines)]
        shown = table(rows, width)
        wide = all(cells(line) <= width for line in shown) and len(shown) == len(rows)
        if wide:
            yield shown[0]
    for number, moved in enumerate(one.lines, start=1):
        name, old, new, difference = _row(moved, currency)
        if wide:
            yield shown[number]
        else:
            yield from ("  " + line for line in wrap(name, width - 2))
            yield from ("    " + line for line in wrap(f"{new}, without {old}: {difference}", width - 4))
        yield from _beneath(moved, currency, width, steps)


def _beneath(moved: MovedLine, currency: str, width: int, steps: bool) -> Iterator[str]:
    """The days of a line, and its steps."""
    line = moved.line
    yield f"    {line.period.first.isoformat()} to {line.period.last.isoformat()}"
    if steps and moved.changed is not None:
        for step in (one for one in line.steps if not is_idle(one)):
            yield from with_place(step_words(step, currency), step.at.where if step.at is not None else "", width, 4)


def _row(moved: MovedLine, currency: str) -> list[str]:
    line = moved.line
    old, new = (NONE if one is None else format_amount(one.amount, currency) for one in (moved.without, moved.changed))
    title = f"{line.title}, credit" if line.kind == "credit" else line.title
    return [visible(f"{title} ({line.id})"), old, new, _signed(moved.difference, currency)]


def _signed(amount: Fraction, currency: str) -> str:
    return ("+" if amount > 0 else "") + format_amount(amount, currency)
