"""One finding in, the text that a user reads out: head line, excerpt with carets, and behind them
why and what to do.

    SY101 acme.seat:82:13: `$` does not say which dollar
      82 |     price:  $99.00 per month
         |             ^ over twenty currencies share it; fix: `99.00 USD`

Errors show only their code; the others say `warning` or `information` behind it. Note, why, hint
and fix run on behind the carets, joined by `; `. Related places of the same file stand in the same
excerpt; those of another file follow under a head line of their own. No text, however broken, is an
error here: what cannot be shown is escaped, and what is too long is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatpolicy.diagnostics.cells import cells, visible, wrap
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.diagnostics.excerpt import Mark, Paint, excerpt
from seatpolicy.source.text import SourceText

NARROWEST = 40
"""No output is laid out for less; smaller widths count as this one."""

_INDENT = 4
_LEAST_MESSAGE = 20  # cells of the head line; with fewer the message begins below
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFORMATION: "36"}


def render(found: Diagnostic, width: int = 100, color: bool = False) -> str:
    """The finding as lines of at most `width` cells, without a final newline; only a path may be
    wider.

    The text can be encoded as UTF-8. `color` adds terminal colours, which take no cells.
    """
    width = max(width, NARROWEST)
    paint = _painter(found.severity, color)
    lines = _head(found, width, paint)
    tail = _tail(found)
    if found.span is None:
        if tail:
            lines.extend(" " * _INDENT + line for line in wrap(tail, width - _INDENT))
        own = None
    else:
        own = found.span.source
        marks = [Mark(found.span, tail, main=True)]
        marks.extend(_marks(there for there in found.related if there.span.source is own))
        lines.extend(excerpt(own, marks, width, paint))
    for source, places in _elsewhere(found.related, own):
        first = min(places, key=lambda there: there.span.start)
        lines.append(paint("place", visible(first.span.where)))
        lines.extend(excerpt(source, _marks(places), width, paint))
    return "\n".join(line.rstrip(" ") for line in lines)


def _head(found: Diagnostic, width: int, paint: Paint) -> list[str]:
    label = found.code
    if found.severity is not Severity.ERROR:
        label = f"{label} {found.severity.value}"
    place = visible(found.path if found.span is None else found.span.where)
    plain = f"{visible(label)} {place}:" if place else f"{visible(label)}:"
    painted = paint("code", visible(label)) + (f" {paint('place', place)}:" if place else ":")
    left = width - cells(plain) - 1
    if left < _LEAST_MESSAGE and found.message.strip():
        return [painted, *(" " * _INDENT + line for line in wrap(found.message, width - _INDENT))]
    message = wrap(found.message, width - _INDENT, first=left)
    return [f"{painted} {message[0]}", *(" " * _INDENT + line for line in message[1:])]


def _tail(found: Diagnostic) -> str:
    """Note, why, hint and fix as one run of words."""
    # A place inside an item of a list is told, too: the line alone does not say whose it is.
    keys = f"at {found.keys}" if "]." in found.keys else ""
    parts = [keys, found.note, found.why, found.hint]
    if found.fix is not None:
        parts.append(f"fix: {found.fix.title}{' (safe)' if found.fix.safe else ''}")
    return "; ".join(part for part in parts if part)


def _marks(places: Iterable[Related]) -> list[Mark]:
    return [Mark(there.span, there.note, main=False) for there in places]


def _elsewhere(
    related: Sequence[Related], own: SourceText | None
) -> list[tuple[SourceText, list[Related]]]:
    """The related places of other texts than the finding's own, gathered by text, in order of first
    mention.
    """
    found: dict[int, tuple[SourceText, list[Related]]] = {}
    for there in related:
        source = there.span.source
        if source is not own:
            found.setdefault(id(source), (source, []))[1].append(there)
    return list(found.values())


def _painter(severity: Severity, color: bool) -> Paint:
    if not color:
        return lambda _, text: text
    styles = {
        "code": f"1;{_COLOURS[severity]}",
        "main": f"1;{_COLOURS[severity]}",
        "place": "1",
        "related": "1;34",
        "gutter": "34",
    }
    return lambda style, text: f"\x1b[{styles[style]}m{text}\x1b[0m" if text else text
