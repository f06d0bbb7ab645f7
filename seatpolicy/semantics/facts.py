"""The facts and measures that every policy knows without declaring them, with their types and owners.

Standard facts come from the documents (account, person, quote) or from the run (as_of). Measures are figures of a declared
thing, written `seats of member`; those of a quote compare it with the policy's own prices.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.types import COUNT, CURRENCY, DATE, DAYS, FLAG, MONEY, MONTHS, PERCENT, TEXT, Type

STATUSES = ("invited", "active", "suspended", "deactivated")
CAUSES = ("inactivity", "deactivation", "removal", "suspension", "order")
OWNERS = ("account", "person", "quote")
RECORDS = ("account", "roster", "contracts", "costs", "history")
OPTIONAL_DATE = Type("date", optional=True)
OPTIONAL_TEXT = Type("text", optional=True)

_STANDARD: tuple[tuple[str, str, Type], ...] = (
    ("id", "person", TEXT),
    ("email", "person", TEXT),
    ("status", "person", Type("one of", values=STATUSES)),
    ("invited_on", "person", OPTIONAL_DATE),
    ("accepted_on", "person", OPTIONAL_DATE),
    ("suspended_on", "person", OPTIONAL_DATE),
    ("deactivated_on", "person", OPTIONAL_DATE),
    ("last_used", "person", DATE),
    ("is_shared_login", "person", FLAG),
    ("workspace", "person", OPTIONAL_TEXT),
    ("currency", "account", CURRENCY),
    ("country", "account", OPTIONAL_TEXT),
    ("billing_entity", "account", OPTIONAL_TEXT),
    ("customer_since", "account", DATE),
    ("starts_on", "account", DATE),
    ("term", "account", MONTHS),
    ("requester", "quote", TEXT),
    ("created_on", "quote", DATE),
    ("payment_terms", "quote", DAYS),
    ("cause", "decrease", Type("one of", values=CAUSES)),
    ("as_of", "run", DATE),
    ("raises_price", "release", FLAG),
    ("largest_rise", "release", PERCENT),
    ("widens_authority", "release", FLAG),
    ("changes_counting", "release", FLAG),
    ("removes_law", "release", FLAG),
)


@attrs.frozen(slots=True)
class MeasureKind:
    """A measure: of what it can be (kinds of declared things; empty: of nothing), its type, where it is known (`owner`
    run, quote or signal), and whether it may be narrowed to a window of time."""

    name: str
    of: tuple[str, ...]
    type: Type
    owner: str
    windowed: bool = False
    alone: bool = False  # may stand without `of`


_COUNTED = ("seat", "meter", "item")
_ALL_MEASURES = (
    MeasureKind("seats", _COUNTED, COUNT, "account"),
    MeasureKind("total", (), MONEY, "account", alone=True),
    MeasureKind("assigned", ("charge",), COUNT, "signal"),
    MeasureKind("billable", ("charge",), COUNT, "signal"),
    MeasureKind("allowed", ("charge",), COUNT, "signal"),
    MeasureKind("idle", ("charge",), COUNT, "signal"),
    MeasureKind("added", ("charge",), COUNT, "account", windowed=True),
    MeasureKind("removed", ("charge",), COUNT, "signal", windowed=True),
    MeasureKind("seats_to_next_step", ("charge",), COUNT, "signal"),
    MeasureKind("saving_at_next_step", ("charge",), MONEY, "signal"),
    MeasureKind("line_discount", ("charge",), PERCENT, "quote", alone=True),
    MeasureKind("year_discount", ("charge",), PERCENT, "quote", alone=True),
    MeasureKind("quote_discount", (), PERCENT, "quote", alone=True),
    MeasureKind("line_exception", ("charge",), PERCENT, "quote", alone=True),
    MeasureKind("quote_exception", (), PERCENT, "quote", alone=True),
    MeasureKind("price_drop", ("charge",), PERCENT, "quote", alone=True),
    MeasureKind("net_unit_price", ("charge",), Type("rate"), "account", alone=True),
    MeasureKind("arr", (), MONEY, "quote", alone=True),
    MeasureKind("contract_value", (), MONEY, "quote", alone=True),
    MeasureKind("free_months", ("charge",), COUNT, "quote", alone=True),
    MeasureKind("waived_seats", ("charge",), COUNT, "quote", alone=True),
    MeasureKind("seats_below_minimum", ("charge",), COUNT, "quote", alone=True),
    MeasureKind("by_quote", ("charge",), FLAG, "quote", alone=True),
)
MEASURES = {m.name: m for m in _ALL_MEASURES}
DISCOUNT_MEASURES = ("line_discount", "year_discount", "quote_discount", "line_exception", "quote_exception", "price_drop")
FUNCTIONS = ("min", "max")


def standard_facts(plans: Sequence[str]) -> dict[str, Fact]:
    """The standard facts by name; `plan` takes its values from the policy's plans."""
    facts = {name: Fact(name, owner, type_, "", None) for name, owner, type_ in _STANDARD}
    facts["plan"] = Fact("plan", "account", Type("one of", values=tuple(plans)), "", None)
    return facts
