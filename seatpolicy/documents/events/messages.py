"""What the author of a history is told about one event by itself, by the mistake that it names."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.nodes import Scalar
from seatpolicy.source.text import Span

E = Severity.ERROR
DO501 = code("DO501", "time-without-zone", E, "a time says its offset from UTC")
DO502 = code("DO502", "impossible-time", E, "a time of day is none that a clock shows")
DO503 = code("DO503", "unknown-event-type", E, "there is no event of this type")
DO504 = code("DO504", "one-of-two", E, "an event says exactly one of two things")
DO505 = code("DO505", "changes-nothing", E, "an event that changes nothing")
DO506 = code("DO506", "cause-of-more", E, "only a decrease of seats has a cause")
DO507 = code("DO507", "fact-not-changed-so", E, "a fact that events of another type change, or none")

SAMPLE = "2026-11-10T15:04:00Z"


def without_zone(given: Scalar, key: str, zone: str) -> Diagnostic:
    """A time of day that could be meant in any zone; `zone` is the policy's."""
    return DO501.at(
        given.at,
        f"`{key}` is a time without its offset from UTC: {given.text}",
        why=f"nobody can say whether it is meant in UTC, in {zone} or where the customer is",
        hint="write `Z` behind it if it is in UTC, or the offset, as in `+01:00`",
        subject=key,
    )


def impossible_time(given: Scalar, key: str, why: str) -> Diagnostic:
    """A text of the right form whose hour, minute, second or offset there is not; `why` says which."""
    words = f"`{key}` is no time that a clock shows: {given.text}"
    return DO502.at(given.at, words, why=why, hint=f"write it like `{SAMPLE}`", subject=key)


def unknown_type(given: Scalar, known: Sequence[str], near: str = "") -> Diagnostic:
    """A type that there is not; `near` is the one that is meant, where that is known."""
    likely = near or next(iter(closest(given.text, known, 1)), "")
    fix = Fix(f"`{likely}`", (Edit(given.at, likely),)) if likely else None
    return DO503.at(
        given.at,
        f"there is no event of the type `{given.text}`",
        note="" if likely else f"types are {', '.join(known)}",
        why="what nobody understands would be left out of the bill",
        fix=fix,
        subject=given.text,
    )


def one_of_two(at: Span, of: str, keys: tuple[str, str], samples: tuple[str, str], both: bool) -> Diagnostic:
    """Two keys of which one must stand (`both`: both do)."""
    one, other = keys
    message = f"`{one}` and `{other}` stand together" if both else f"`{of}` says neither `{one}` nor `{other}`"
    why = "which of them counts would be a guess" if both else ""
    return DO504.at(at, message, why=why, hint=f"write `{samples[0]}` or `{samples[1]}`", subject=of)


def changes_nothing(at: Span, message: str, hint: str, subject: str) -> Diagnostic:
    """An event that leaves everything as it is: probably something is missing in it."""
    return DO505.at(at, message, why="an event is kept because something changed; what did is not said", hint=hint,
                    subject=subject)  # fmt: skip


def cause_of_more(at: Span) -> Diagnostic:
    """A cause beside an increase."""
    return DO506.at(at, "an increase of seats has no `cause`", why="causes decide how fewer seats are credited",
                    hint="remove it, or write `by` below 0", subject="cause")  # fmt: skip


def fact_not_changed_so(key: Scalar, owner: str, hint: str, why: str = "", declared: Span | None = None) -> Diagnostic:
    """A fact in `facts_changed` that does not change in this way; `hint` says which does."""
    related = (Related(declared, "declared here, and not optional"),) if declared is not None else ()
    return DO507.at(key.at, f"`{key.text}` of {owner} is not changed so", why=why, hint=hint, related=related,
                    subject=key.text)  # fmt: skip
