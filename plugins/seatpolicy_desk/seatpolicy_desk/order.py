"""An order form as nodes in, what it asks for out, or every finding that says why not.

    schema_version: "1.0"
    order: O-2211
    plans: [team]
    addons: []
    currency: USD
    facts: {billing: annual}
    lines:
      - {charge: editor_seats, count: 12, quoted: "204.00"}

The policy says what plans, facts and charges there are; here only the form itself is read.
"""

from __future__ import annotations

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import shape, typed
from seatpolicy.documents.nodes import Mapping, Node, Scalar
from seatpolicy.documents.shape import Key
from seatpolicy.quotes.line import QuoteLine

KEYS = (
    Key("schema_version", 'schema_version: "1.0"', needed=True),
    Key("order", "order: O-2211", needed=True),
    Key("plans", "plans: [team]", needed=True),
    Key("addons", "addons: []"),
    Key("currency", "currency: USD", needed=True),
    Key("facts", "facts: {billing: annual}"),
    Key("lines", 'lines: [{charge: member_seats, count: 12, quoted: "204.00"}]', needed=True),
)
LINE = (
    Key("charge", "charge: member_seats", needed=True),
    Key("count", "count: 12"),
    Key("quoted", 'quoted: "204.00"', needed=True),
)


@attrs.frozen
class Order:
    """What is asked for; facts as written, by name."""

    name: str
    plans: tuple[str, ...]
    addons: tuple[str, ...]
    currency: str
    facts: dict[str, object]
    lines: tuple[QuoteLine, ...]


def read_order(node: Node) -> Outcome[Order | None]:
    """The order; None where a finding is an error."""
    found = Diagnostics()
    document = shape.mapping(node, "an order", found, "order: O-2211")
    if document is None:
        return found.outcome(None)
    tolerant = shape.schema_version(document, found)
    shape.check_keys(document, "an order", KEYS, found, tolerant)
    name = shape.scalar(document.get("order"), "order", found, "order: O-2211")
    currency = shape.scalar(document.get("currency"), "currency", found, "currency: USD")
    facts = shape.entries(document.get("facts"), "facts", found, "facts: {billing: annual}")
    lines = [_line(one, found, tolerant) for one in shape.items(document.get("lines"), "lines", found, KEYS[-1].sample)]
    made = Order(
        name=name.text if name is not None else "",
        plans=_names(document, "plans", found),
        addons=_names(document, "addons", found),
        currency=currency.text if currency is not None else "",
        facts={key.text: _data(value) for key, value in facts},
        lines=tuple(one for one in lines if one is not None),
    )
    return found.outcome(None if found.has_errors else made)


def _names(document: Mapping, key: str, found: Diagnostics) -> tuple[str, ...]:
    items = shape.items(document.get(key), key, found, f"{key}: [team]")
    return tuple(one.text for item in items if (one := shape.scalar(item, key, found)) is not None)


def _line(node: Node, found: Diagnostics, tolerant: bool) -> QuoteLine | None:
    line = shape.mapping(node, "a line", found, KEYS[-1].sample)
    if line is None:
        return None
    shape.check_keys(line, "a line", LINE, found, tolerant)
    charge = shape.scalar(line.get("charge"), "charge", found, LINE[0].sample)
    given = shape.scalar(line.get("count"), "count", found, LINE[1].sample)
    quoted = shape.scalar(line.get("quoted"), "quoted", found, LINE[2].sample)
    if charge is None or quoted is None:
        return None
    asked = typed.amount(quoted, "quoted")
    many = typed.count(given, charge.text) if given is not None else None
    for one in (asked, many):
        if isinstance(one, Diagnostic):
            found.add(one)
    if isinstance(asked, Diagnostic) or isinstance(many, Diagnostic):
        return None
    return QuoteLine(charge.text, asked, many)


def _data(node: Node) -> object:
    """A fact as data: its text, or texts."""
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Mapping):
        return {entry.key.text: _data(entry.value) for entry in node}
    return [_data(one) for one in node.items]
