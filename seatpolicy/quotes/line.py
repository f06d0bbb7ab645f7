"""Lines that a quote asks for and an evaluator in, a verdict a line out: what the policy's own price is, and how far off.

The whole quote is priced as one account, so that tiers, discounts over several charges and minimums count as they would on
the invoice; a line is then compared with what its charge costs there. Quotes as documents, authority and approvals are
judged elsewhere; this says only how a quoted amount stands to the policy's price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.invoice import PRICED
from seatpolicy.engines.evaluator import Evaluator
from seatpolicy.values.money import format_amount, format_decimal, parse_decimal

DO481 = code("DO481", "quoted-twice", Severity.ERROR, "a quote has one line a charge")
DO482 = code("DO482", "not-in-the-bill", Severity.ERROR, "a quoted line is a charge that the policy bills")

AS_POLICY = "as the policy"
BELOW = "below the policy"
ABOVE = "above the policy"


def exact(amount: object) -> Fraction:
    """An amount given as a Fraction, a Decimal, an int or a text such as "2,000.00". Raises TypeError for a float and
    whatever else is no exact number, ValueError for another text."""
    if isinstance(amount, str):
        read = parse_decimal(amount.strip(), signed=True)
        if read is None:
            raise ValueError(f"{amount!r} is no amount such as '2,000.00'")
        return read
    if isinstance(amount, (Fraction, Decimal, int)) and not isinstance(amount, bool):
        return Fraction(amount)
    raise TypeError(f"{amount!r} is no exact amount; give a text, a Decimal, a Fraction or an int")


@attrs.frozen
class QuoteLine:
    """What a quote asks for one charge: `count` of it (None for a fee), and `quoted`, the amount for one whole cycle, in
    units of the evaluator's currency (a Fraction, a Decimal, an int or a text such as "2,000.00"; no float)."""

    charge: str
    quoted: Fraction = attrs.field(converter=exact)
    count: int | None = None


@attrs.frozen
class LineVerdict:
    """How a line stands to the policy's price.

    `expected` is what the policy bills for the charge, `delta` is quoted - expected (below 0: less than the policy), `off`
    the share of the policy's price that is let go (1/10 is 10% off, below 0 is more; None where that price is 0). `verdict`
    is one of the three words of this module; `text` says it all in a sentence.
    """

    line: QuoteLine
    expected: Fraction
    delta: Fraction
    off: Fraction | None
    verdict: str
    text: str


def judge_lines(
    evaluator: Evaluator, lines: Sequence[QuoteLine], facts: Mapping[str, object], as_of: date | None = None
) -> Outcome[tuple[LineVerdict, ...] | None]:
    """A verdict a line, in their order. `facts` are the account's; counts come from the lines. None, and findings, where a
    line or a fact cannot be read, or the policy has no price for the whole (by quote, refused, a fact is missing)."""
    wrong = _twice(lines)
    if wrong:
        return Outcome(None, tuple(wrong))
    counts = {line.charge: line.count for line in lines if line.count is not None}
    made = evaluator.outcome({**facts, **counts}, as_of=as_of)
    invoice = made.value
    if invoice is None or made.has_errors or invoice.status != PRICED:
        return Outcome(None, made.diagnostics)
    billed = {line.charge for line in invoice.lines}
    missing = [line for line in lines if line.charge not in billed]
    if missing:
        names = ", ".join(sorted(billed - {""})) or "nothing"
        found = [
            DO482.at(None, f"the policy bills no `{line.charge}` for this account", note=f"it bills {names}",
                     hint="quote a charge of the plans and add-ons that the evaluator is for", subject=line.charge)
            for line in missing
        ]  # fmt: skip
        return Outcome(None, (*made.diagnostics, *found))
    verdicts = tuple(_verdict(line, invoice.amount_of(line.charge), evaluator.currency) for line in lines)
    return Outcome(verdicts, made.diagnostics)


def _verdict(line: QuoteLine, expected: Fraction, currency: str) -> LineVerdict:
    delta = line.quoted - expected
    off = -delta / expected if expected else None
    verdict = AS_POLICY if delta == 0 else BELOW if delta < 0 else ABOVE
    quoted, wanted = format_amount(line.quoted, currency), format_amount(expected, currency)
    if delta == 0:
        text = f"{line.charge} is quoted at the policy's price, {wanted} {currency}"
    else:
        share = f" ({_percent(abs(off))})" if off is not None else ""
        gap = f"{format_amount(abs(delta), currency)} {currency}{share} {'less' if delta < 0 else 'more'}"
        text = f"{line.charge} is quoted at {quoted} {currency}, {gap} than the policy's {wanted}"
    return LineVerdict(line, expected, delta, off, verdict, text)


def _percent(share: Fraction) -> str:
    """`3.4%`; a share with more than two decimals of a percent is told as the nearest hundredth, with `about`."""
    exact = share * 100
    hundredths = exact * 100
    if hundredths.denominator == 1:
        return f"{format_decimal(exact)}%"
    nearest = Fraction((2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator), 100)
    return f"about {format_decimal(nearest)}%"


def _twice(lines: Sequence[QuoteLine]) -> list[Diagnostic]:
    seen: set[str] = set()
    found = []
    for line in lines:
        if line.charge in seen:
            found.append(DO481.at(None, f"`{line.charge}` is quoted twice", note="which of the two amounts is meant?",
                                  hint="write one line a charge", subject=line.charge))  # fmt: skip
        seen.add(line.charge)
    return found
