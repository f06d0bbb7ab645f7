"""A document of tax rates in, its cases out; and what a figured tax looks like on an invoice.

    schema_version: "1.0"
    rates:
      - {when: {country: DE}, charges: [book_seats], taxes: [{title: VAT, rate: 7%}]}
      - {when: {country: DE}, taxes: [{title: VAT, rate: 19%}]}
      - {taxes: []}

The first case that fits a line counts, with all its taxes, each on the same amount; an empty list is a line without tax. A
case without `when` fits every account, one without `charges` every line. Rates are facts about the world, not about the
policy: they change without it, and come from whoever answers for taxes.
"""

from __future__ import annotations

from collections.abc import Mapping as ByName
from fractions import Fraction

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import bounds, messages, shape, typed, value_messages
from seatpolicy.documents.nodes import Mapping, Node, Scalar, is_nothing
from seatpolicy.documents.places import with_places
from seatpolicy.documents.shape import Key
from seatpolicy.source.text import Span

FILE = (
    Key("schema_version", 'schema_version: "1.0"', needed=True),
    Key("rates", "rates: [{taxes: [{title: VAT, rate: 19%}]}]", needed=True),
)
CASE = (
    Key("when", "when: {country: DE}"),
    Key("charges", "charges: [member_seats]"),
    Key("taxes", "taxes: [{title: VAT, rate: 19%}]"),
)
TAX = (Key("title", "title: VAT", needed=True), Key("rate", "rate: 19%", needed=True))


@attrs.frozen(slots=True)
class TaxLine:
    """One tax on one line (`lines` has its id) or on several of them together: `rate` of `base`, rounded."""

    title: str
    rate: Fraction
    lines: tuple[str, ...]
    base: Fraction
    amount: Fraction


@attrs.frozen(slots=True)
class Taxed:
    """The tax of an invoice and who figured it. `included` says that the lines contain it already."""

    by: str
    included: bool
    lines: tuple[TaxLine, ...]

    @property
    def amount(self) -> Fraction:
        """All of it."""
        return sum((line.amount for line in self.lines), Fraction(0))


@attrs.frozen(slots=True)
class Rate:
    """A tax by name, as a share: 19% is 19/100."""

    title: str
    share: Fraction


@attrs.frozen(slots=True)
class RateCase:
    """Taxes for lines of some charges (None: of any, and of what is no charge) of accounts with some facts, as texts."""

    when: ByName[str, tuple[str, Span]]
    charges: ByName[str, Span] | None
    taxes: tuple[Rate, ...]
    at: Span


@attrs.frozen(slots=True)
class RateDocument:
    """The cases of a document in their order, and the path it was read from."""

    path: str
    cases: tuple[RateCase, ...]
    at: Span


def read_rates(node: Node) -> Outcome[RateDocument | None]:
    """The rates; None where a finding is an error."""
    found = Diagnostics()
    document = shape.mapping(node, "tax rates", found, "rates: [{taxes: [{title: VAT, rate: 19%}]}]")
    if document is None:
        return found.outcome(None)
    tolerant = shape.schema_version(document, found)
    shape.check_keys(document, "tax rates", FILE, found, tolerant)
    cases = []
    for item in shape.items(document.get("rates"), "rates", found, "rates: [{taxes: [{title: VAT, rate: 19%}]}]"):
        inner = shape.mapping(item, "a case of rates", found, "when: {country: DE}")
        if inner is not None:
            cases.append(_case(inner, found, tolerant))
    made = RateDocument(document.at.source.path, tuple(cases), document.at)
    return with_places(found.outcome(None if found.has_errors else made), node)


def _case(node: Mapping, found: Diagnostics, tolerant: bool) -> RateCase:
    shape.check_keys(node, "a case of rates", CASE, found, tolerant)
    if node.get("taxes") is None:
        found.add(messages.missing_key(node.at, "a case of rates", "taxes", "taxes: [{title: VAT, rate: 19%}]"))
    when = {}
    for key, value in shape.entries(node.get("when"), "when", found, "when: {country: DE}"):
        if isinstance(value, Scalar) and not is_nothing(value):
            when[key.text] = (value.text, key.at)
        else:
            found.add(messages.wrong_shape(value.at, key.text, "one value", f"{key.text}: DE"))
    charges: dict[str, Span] | None = None
    if not is_nothing(node.get("charges")):
        charges = {}
        for item in shape.items(node.get("charges"), "charges", found, "charges: [member_seats]"):
            if isinstance(item, Scalar):
                charges[item.text] = item.at
            else:
                found.add(messages.wrong_shape(item.at, "a charge", "one name", "member_seats"))
    taxes = []
    for item in shape.items(node.get("taxes"), "taxes", found, "taxes: [{title: VAT, rate: 19%}]"):
        inner = shape.mapping(item, "a tax", found, "title: VAT, rate: 19%")
        made = _tax(inner, found, tolerant) if inner is not None else None
        if made is not None:
            taxes.append(made)
    return RateCase(when, charges, tuple(taxes), node.at)


def _tax(node: Mapping, found: Diagnostics, tolerant: bool) -> Rate | None:
    shape.check_keys(node, "a tax", TAX, found, tolerant)
    title = shape.scalar(node.get("title"), "title", found, "title: VAT")
    rate = shape.scalar(node.get("rate"), "rate", found, "rate: 19%")
    if title is None or rate is None:
        return None
    share = typed.percent(rate, "rate")
    if not isinstance(share, Diagnostic) and rate.text.startswith("-"):
        share = value_messages.bad_number(rate.at, "rate", bounds.BELOW_ZERO, bounds.PERCENT, "19%")
    if isinstance(share, Diagnostic):
        found.add(share)
        return None
    return Rate(title.text, share)
