"""Python data in, a document's nodes out: dicts, lists, texts, whole numbers, exact decimals, dates and flags.

Each value stands in a text of its own that is called by its path (`account.seats.member_seats`), so that a finding says
where in the data it is. A float is refused: it does not hold what its literal says, and a price would come from the
difference.
"""

from __future__ import annotations

from collections.abc import Mapping as ByKey
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from seatpolicy.source.text import SourceText, Span
from seatpolicy.values.money import format_decimal

E = Severity.ERROR
DO471 = code("DO471", "inexact-number", E, "a number in Python data is exact")
DO472 = code("DO472", "not-data", E, "Python data holds only what a document can hold")

DEEPEST = 32


def from_data(data: object, name: str) -> Outcome[Node | None]:
    """The document of Python data, called `name` in findings. None where a finding says what cannot stand in it.

    None is a value that is not given; True and False are yes and no; int, Decimal and Fraction are numbers; date and
    datetime (with its offset) are written as ISO 8601; a percent, an amount or a duration is a text, as in a document.
    """
    found = Diagnostics()
    node = _node(data, name, found, 1)
    return found.outcome(None if found.has_errors else node)


def _node(data: object, path: str, found: Diagnostics, depth: int) -> Node:
    if isinstance(data, ByKey) and depth <= DEEPEST:
        entries = []
        for key, value in data.items():
            if not isinstance(key, str):
                found.add(DO472.at(None, f"the key {key!r} is no text", path=path, hint="write keys as texts"))
                continue
            inner = f"{path}.{key}" if path else key
            entries.append(Entry(_scalar(key, inner), _node(value, inner, found, depth + 1)))
        return Mapping(tuple(entries), _scalar("{}", path).at)
    if isinstance(data, (list, tuple)) and depth <= DEEPEST:
        items = tuple(_node(one, f"{path}[{number}]", found, depth + 1) for number, one in enumerate(data))
        return Sequence(items, _scalar("[]", path).at)
    text = _text(data)
    if text is None:
        _refuse(data, path, found)
    return _scalar(text or "", path, quoted=data is not None)


def _text(data: object) -> str | None:
    """What a document would say for a value; None where it can say nothing."""
    if data is None:
        return ""
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, str):
        return data
    if isinstance(data, int):
        return str(data) if abs(data) < 10**40 else None
    if isinstance(data, Decimal):
        return _text(Fraction(data)) if data.is_finite() and abs(data.adjusted()) < 40 else None
    if isinstance(data, Fraction):
        shown = format_decimal(data).replace(",", "")
        return shown if "/" not in shown and len(shown) < 80 else None
    if isinstance(data, (date, datetime)):
        return data.isoformat()
    return None


def _refuse(data: object, path: str, found: Diagnostics) -> None:
    kind = type(data).__name__
    if kind == "float":
        found.add(
            DO471.at(
                None,
                f"{data!r} is a float, which is not exactly what it shows",
                path=path,
                hint=f'write it as a text, "{data!r}", or as a Decimal of that text',
                subject=path,
            )
        )
    elif isinstance(data, (Decimal, Fraction, int)):
        found.add(
            DO471.at(None, "this number has no end of decimals, or too many digits", path=path,
                     hint="give a number of at most 40 digits", subject=path)
        )  # fmt: skip
    else:
        why = f"it is nested deeper than {DEEPEST}" if isinstance(data, (ByKey, list, tuple)) else f"it is a {kind}"
        found.add(
            DO472.at(None, "this value can stand in no document", path=path, note=why,
                     hint="give dicts, lists, texts, whole numbers, Decimals, dates, True, False or None", subject=path)
        )  # fmt: skip


def _scalar(text: str, path: str, quoted: bool = True) -> Scalar:
    return Scalar(text, quoted, Span(SourceText(path, text), 0, len(text)))
