"""An invoice in, how its amounts come about as one line of arithmetic out: `10 × 50.00 + 39 × 40.00 = 2,060.00`."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.documents.invoice import Invoice, Line, Step
from seatpolicy.tools.describe.names import Names
from seatpolicy.values.money import format_amount, format_decimal

_AFTER = ("price level", "cycle", "discount", "combine", "maximum", "rounding")
"""Rules of steps that move an amount which prices have made before."""


def invoice_words(invoice: Invoice, names: Names) -> str:
    """Every line with its arithmetic; with several lines each has its title, and the total follows."""
    currency = invoice.currency
    lines = [line for line in invoice.lines if line.amount or line.list_amount or len(invoice.lines) == 1]
    if not lines or invoice.totals is None:
        return "nothing is charged"
    if len(lines) == 1:
        return line_words(lines[0], currency, names)
    parts = [f"{line.title}: {line_words(line, currency, names)}" for line in lines]
    sums = " + ".join(format_amount(line.amount, currency) for line in lines)
    return f"{'; '.join(parts)}; together {sums} = {format_amount(invoice.totals.net, currency)}"


def line_words(line: Line, currency: str, names: Names) -> str:
    """`2, at least 3, so 3: 3 × 50.00 = 150.00; 12 × 150.00 = 1,800.00 (a year at a price per month)`."""
    counting = _counting([step for step in line.steps if step.figure == "quantity"])
    steps = [step for step in line.steps if step.figure != "quantity"]
    pieces = [step for step in steps if not step.rule.startswith(_AFTER)]
    after = [step for step in steps if step.rule.startswith(_AFTER) and (step.change or step.rule == "cycle")]
    parts = [_sum(pieces, currency)] if pieces else []
    parts += [_moved(step, currency, names) for step in after]
    return f"{counting}{'; '.join(parts)}" if parts else f"{counting}{format_amount(line.amount, currency)}"


def _counting(steps: Sequence[Step]) -> str:
    """The way from the count to what is charged; nothing where they are the same."""
    told = [step for step in steps if step.rule == "packs" or step.before != step.after]
    moved = [step for step in told if step.before or step.rule in ("packs", "at least")]
    if not moved:
        return ""
    first = format_decimal(moved[0].before)
    words = []
    for step in moved:
        if step.rule == "packs":
            words.append(step.basis.partition(" ")[2])
        elif step.rule == "included":
            words.append(f"less {format_decimal(step.before - step.after)} included, so {format_decimal(step.after)}")
        else:
            words.append(f"{step.basis}, so {format_decimal(step.after)}")
    glue = " " if moved[0].rule == "packs" else ", "
    return f"{first}{glue}{', '.join(words)}: "


def _sum(pieces: Sequence[Step], currency: str) -> str:
    result = format_amount(pieces[-1].after, currency)
    basis = " + ".join(piece.basis for piece in pieces)
    free = all(piece.change == 0 and piece.basis.endswith("free") for piece in pieces)
    return "free" if free else basis if basis == result else f"{basis} = {result}"


def _moved(step: Step, currency: str, names: Names) -> str:
    after, change = format_amount(step.after, currency), format_amount(abs(step.change), currency)
    if step.rule == "price level":
        return f"{step.basis} = {after}"
    if step.rule == "cycle":
        figures, _, why = step.basis.rpartition(", a")
        return f"{figures} = {after} (a{why})" if figures else f"{step.basis} = {after}"
    if step.rule.startswith("rounding"):
        return f"rounded to {after}"
    kind, _, name = step.rule.partition(" ")
    title = names.of(name) if kind == "discount" else {"combine,": "the cap on discounts"}.get(kind, f"the {step.rule}")
    if step.change > 0:
        return f"{title} ({step.basis}) gives back {change}, which makes {after}"
    return f"{title} ({step.basis}) takes off {change} and leaves {after}"
