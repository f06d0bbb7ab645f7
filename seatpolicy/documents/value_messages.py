"""What is told about a value that looks like one and is none: every finding about numbers and days of a document."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.documents import bounds
from seatpolicy.documents.messages import wrong_count
from seatpolicy.source.text import Span

E = Severity.ERROR
DO438 = code("DO438", "not-decimal", E, "a number is written with decimal digits")
DO439 = code("DO439", "out-of-bounds", E, "a number or a day is outside what documents may hold")
DO443 = code("DO443", "below-zero", E, "a count is below 0")
DO444 = code("DO444", "impossible-day", E, "a date is no day of the calendar")
DO445 = code("DO445", "other-currency", E, "an amount is in another currency than the account")

_SHOWN = 40


def bad_number(
    at: Span, fact: str, problem: str, bound: bounds.Bound, sample: str, declared: Span | None = None
) -> Diagnostic:
    """Why a text is no number within its bounds; `problem` is one of those of `bounds` that stand for a number."""
    shown = _shown(at)
    related = _related(declared)
    hint = f"write it like `{sample}`"
    if problem == bounds.NOT_DECIMAL:
        return DO438.at(at, f"`{fact}` is a number, and this is not written with decimal digits: {shown}",
                        why="readers of YAML disagree about what it is", hint=hint, related=related,
                        subject=fact)  # fmt: skip
    if problem == bounds.BELOW_ZERO:
        return DO443.at(at, f"`{fact}` is below 0", why="fewer than none are no count; what is given back is an event",
                        hint=hint, related=related, subject=fact)  # fmt: skip
    if problem == bounds.TOO_FINE and not bound.decimals:
        return wrong_count(at, fact, bound.most, declared)
    if problem == bounds.TOO_FINE:
        return DO439.at(at, f"`{fact}` has more decimals than can be held: {shown}",
                        note=f"the most is {bound.decimals} decimals", hint=hint, related=related, subject=fact)  # fmt: skip
    return DO439.at(at, f"`{fact}` is larger than can be held: {shown}", note=f"it is {bound.rule()}", hint=hint,
                    related=related, subject=fact)  # fmt: skip


def no_such_day(at: Span, fact: str, declared: Span | None = None) -> Diagnostic:
    """A text of the right form that is no day of the calendar, or none from 1900 to 2200."""
    year = at.text.strip("\"'")[:4]
    if year.isdigit() and not 1900 <= int(year) <= 2200:
        return DO439.at(at, f"`{fact}` lies outside the years 1900 to 2200: {_shown(at)}", hint="write it like `2026-11-01`",
                        related=_related(declared), subject=fact)  # fmt: skip
    return DO444.at(at, f"`{fact}` is no day of the calendar: {_shown(at)}", note="year, month, day",
                    hint="write it like `2026-11-01`",
                    related=_related(declared), subject=fact)  # fmt: skip


def other_currency(at: Span, fact: str, given: str, currency: str, declared: Span | None = None) -> Diagnostic:
    """An amount in another currency than the account's: it is not converted."""
    return DO445.at(at, f"`{fact}` is in {given}, and the account in {currency}",
                    why="nothing is converted: a rate of exchange is nobody's guess", hint=f"write the amount in {currency}",
                    related=_related(declared), subject=fact)  # fmt: skip


def _related(declared: Span | None) -> tuple[Related, ...]:
    return (Related(declared, "declared here"),) if declared is not None else ()


def _shown(at: Span) -> str:
    text = at.text.strip() or "nothing"
    return text if len(text) < _SHOWN else text[: _SHOWN - 1] + "…"
