"""Earlier invoice lines of an account's document in, what they billed out.

    billed:
      - {id: "team_seats", charge: team_seats, of: team, period: {from: 2026-11-01, to: 2026-11-30}, amount: "500.00"}

A line has the shape of an invoice's line, as `price --format json` writes it; needed are `of` or `charge`, `period` and
`amount`. Later bills read from it what was billed, what an allotment included, and what each discount took off.
"""

from __future__ import annotations

from collections.abc import Mapping as ByName
from datetime import date
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import messages, shape, typed
from seatpolicy.documents.nodes import Mapping, Node, Scalar, is_nothing
from seatpolicy.documents.shape import Key
from seatpolicy.source.text import Span

SAMPLE = 'billed: [{charge: seats, period: {from: 2026-11-01, to: 2026-11-30}, amount: "500.00"}]'
LINE = (
    Key("period", "period: {from: 2026-11-01, to: 2026-11-30}", needed=True),
    Key("amount", 'amount: "500.00"', needed=True),
    Key("charge", "charge: member_seats"),
    Key("of", "of: team"),
    Key("id", "id: member_seats"),
    Key("kind", "kind: charge"),
    Key("list_amount", 'list_amount: "500.00"'),
    Key("quantity", 'quantity: {billed: "10", included: "0"}'),
    Key("steps", 'steps: [{rule: discount launch, change: "-20.00"}]'),
    *(Key(name, f"{name}: …") for name in ("credits", "title", "counts", "factor", "unit", "events", "at")),
)
PERIOD = (Key("from", "from: 2026-11-01", needed=True), Key("to", "to: 2026-11-30", needed=True))


@attrs.frozen(slots=True)
class EarlierLine:
    """One line that was billed: of which charge (empty: of the whole block) of which plan, add-on or policy, for which days
    (both ends included), how much; `taken` is what each discount took off it by name, None where no steps say it;
    `included` what an allotment included, None where that is not said; `listed` its list amount, None where nobody needs
    it."""

    id: str
    kind: str
    charge: str
    owner: str
    first: date
    last: date
    amount: Fraction
    included: Fraction | None
    taken: ByName[str, Fraction] | None
    at: Span
    listed: Fraction | None = None

    def before_discounts(self) -> Fraction:
        """What a bound before discounts counts of it; what it came to, where its list amount is not known, and of
        credits."""
        return self.amount if self.listed is None or self.kind == "credit" else self.listed


def read_earlier(node: Node | None, found: Diagnostics, tolerant: bool = False) -> tuple[EarlierLine, ...] | None:
    """The lines in their order; None where the document does not speak of them. Every mistake is a finding."""
    if node is None or (isinstance(node, Scalar) and node.is_nothing):
        return None
    lines = []
    for item in shape.items(node, "billed", found, SAMPLE):
        inner = shape.mapping(item, "an earlier line", found, SAMPLE)
        made = _line(inner, found, tolerant) if inner is not None else None
        if made is not None:
            lines.append(made)
    return tuple(lines)


def _line(node: Mapping, found: Diagnostics, tolerant: bool) -> EarlierLine | None:
    shape.check_keys(node, "an earlier line", LINE, found, tolerant)
    texts = {key: _text(node, key, found) for key in ("id", "kind", "charge", "of")}
    if not texts["charge"] and not texts["of"]:
        found.add(messages.missing_key(node.at, "an earlier line", "charge", "charge: member_seats"))
        return None
    first, last = _period(node.get("period"), found, tolerant)
    amount = _amount(node, "amount", found)
    if first is None or last is None or amount is None:
        return None
    return EarlierLine(
        id=texts["id"] or texts["charge"] or texts["of"],
        kind=texts["kind"] or "charge",
        charge=texts["charge"],
        owner=texts["of"],
        first=first,
        last=last,
        amount=amount,
        included=_included(node.get("quantity"), found),
        taken=_taken(node.get("steps"), found),
        at=node.at,
    )


def _text(node: Mapping, key: str, found: Diagnostics) -> str:
    given = shape.scalar(node.get(key), key, found, f"{key}: member_seats")
    return given.text if given is not None else ""


def _period(node: Node | None, found: Diagnostics, tolerant: bool) -> tuple[date | None, date | None]:
    if is_nothing(node) or node is None:
        return None, None
    inner = shape.mapping(node, "period", found, "period: {from: 2026-11-01, to: 2026-11-30}")
    if inner is None:
        return None, None
    shape.check_keys(inner, "a period", PERIOD, found, tolerant)
    days = []
    for key in ("from", "to"):
        given = shape.scalar(inner.get(key), key, found, f"{key}: 2026-11-01")
        day = typed.day(given, key) if given is not None else None
        if isinstance(day, Diagnostic):
            found.add(day)
        days.append(None if isinstance(day, Diagnostic) else day)
    first, last = days
    if first is not None and last is not None and last < first:
        found.add(messages.out_of_order(inner.at, "a period ends before it begins", inner.at, "the period"))
    return first, last


def _amount(node: Mapping, key: str, found: Diagnostics) -> Fraction | None:
    given = shape.scalar(node.get(key), key, found, f'{key}: "500.00"')
    if given is None:
        return None
    amount = typed.amount(given, key)
    if isinstance(amount, Diagnostic):
        found.add(amount)
        return None
    return amount


def _included(node: Node | None, found: Diagnostics) -> Fraction | None:
    if is_nothing(node) or node is None:
        return None
    inner = shape.mapping(node, "quantity", found, 'quantity: {billed: "10", included: "0"}')
    return None if inner is None else _amount(inner, "included", found)


def _taken(node: Node | None, found: Diagnostics) -> dict[str, Fraction] | None:
    """What each discount took off; None where no steps are given."""
    if is_nothing(node) or node is None:
        return None
    taken: dict[str, Fraction] = {}
    for item in shape.items(node, "steps", found, 'steps: [{rule: discount launch, change: "-20.00"}]'):
        inner = shape.mapping(item, "a step", found, 'rule: discount launch, change: "-20.00"')
        if inner is None:
            continue
        rule = _text(inner, "rule", found)
        if rule.startswith("discount "):
            change = _amount(inner, "change", found) or Fraction(0)
            name = rule.removeprefix("discount ")
            taken[name] = taken.get(name, Fraction(0)) - change
    return taken
