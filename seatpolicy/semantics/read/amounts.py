"""Amounts and rates: a form of the tree in, exact money in every currency and what it is per out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.semantics.model.prices import Amounts
from seatpolicy.semantics.model.types import Per
from seatpolicy.semantics.reading import Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Leaf, Node
from seatpolicy.values.currency import is_currency, known_currencies

E = Severity.ERROR
MN755 = code("MN755", "missing-currency", E, "an amount lacks a currency that the policy sells in")
MN756 = code("MN756", "currency-twice", E, "an amount stands twice in one currency")
MN757 = code("MN757", "foreign-currency", E, "an amount is in a currency that the policy does not sell in")
MN758 = code("MN758", "no-currency", E, "three capitals that are no currency of ISO 4217")
MN759 = code("MN759", "rate-units", E, "the parts of a rate do not go together")


def read_currency(reading: Reading, leaf: Leaf) -> str | None:
    """A currency code that is one of ISO 4217, or None with the finding recorded."""
    if is_currency(leaf.text):
        return leaf.text
    near = closest(leaf.text, sorted(known_currencies()))
    reading.report(
        MN758.at(
            reading.at(leaf),
            f"`{leaf.text}` is no currency",
            note="currencies are written by their ISO 4217 codes",
            hint=f"did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else "",
        )
    )
    return None


def money_values(reading: Reading, node: Node, complete: bool = True, sold_in: Sequence[str] = ()) -> dict[str, Fraction]:
    """The amounts of a form by currency. `complete`: every currency of the policy (or of `sold_in`) must be there."""
    values: dict[str, Fraction] = {}
    places: dict[str, Span] = {}
    wanted = tuple(sold_in) or reading.currencies
    monies = [n for n in node.walk() if n.kind == "money"] or [node]
    for money in monies:
        leaf = money.leaf("CURRENCY")
        currency = leaf.text
        at = reading.at(money)
        if currency in values:
            reading.report(
                MN756.at(
                    at,
                    f"a second amount in {currency}",
                    note="one amount a currency",
                    related=(Related(places[currency], "the first"),),
                )
            )
            continue
        if currency not in reading.currencies and reading.currencies:
            if read_currency(reading, leaf) is not None:
                listed = " and ".join(reading.currencies)
                reading.report(
                    MN757.at(
                        reading.at(leaf),
                        f"the policy does not sell in {currency}",
                        note=f"it sells in {listed}",
                        hint="remove this amount, or add the currency to `currencies:`",
                    )
                )
            continue
        values[currency] = reading.number(money.leaf("NUMBER"))
        places[currency] = at
    if complete and not reading.poisoned(node):
        missing = [c for c in wanted if c not in values]
        if missing and values:
            reading.report(_missing_currency(reading, node, missing, values, wanted))
    return values


def _missing_currency(
    reading: Reading, node: Node, missing: Sequence[str], values: dict[str, Fraction], wanted: Sequence[str]
) -> Diagnostic:
    head = reading.around[-1] if reading.around else None
    what = f"`{head.leaf().text}`" if head is not None and head.leaves("NAME") else "this line"
    written = " or ".join(f"{_as_written(reading, node, c)} {c}" for c in values)
    lacking = " or ".join(f"… {c}" for c in missing)
    return MN755.at(
        reading.at(node),
        f"an account in {' or '.join(missing)} could not be billed for {what}",
        note=f"only {' and '.join(values)}, and the policy sells in {' and '.join(wanted)}",
        hint=f"write `{written} or {lacking}`" + (f", or `sold in: {' and '.join(values)}` in its plan" if head else ""),
    )


def _as_written(reading: Reading, node: Node, currency: str) -> str:
    for money in node.walk():
        if money.kind in ("money", "money_rate") and money.leaf("CURRENCY").text == currency:
            return money.leaf("NUMBER").text
    return ""


def read_per(reading: Reading, node: Node) -> Per:
    """What a rate is per; parts that stand twice or do not go together are reported."""
    unit, size, period = "", 0, ""
    for basis in node.children:
        if not isinstance(basis, Node):
            continue
        if basis.kind in ("per_seat", "per_unit", "per_pack"):
            if unit:
                reading.report(MN759.at(reading.at(basis), "a rate per two things", note=f"it is per {unit} already"))
                continue
            unit = basis.kind.removeprefix("per_")
            if unit == "pack":
                size = reading.whole(basis.leaf("NUMBER"), 1, 10**6, "a pack size")
        elif basis.kind in ("per_period", "once"):
            word = "once" if basis.kind == "once" else basis.all()[0].kind.removesuffix("_period").replace("_", " ")
            if period:
                reading.report(MN759.at(reading.at(basis), "a rate per two periods", note=f"it is per {period} already"))
                continue
            period = word
    return Per(unit, size, period)


def read_amounts(reading: Reading, node: Node, sold_in: Sequence[str] = ()) -> Amounts:
    """An amount in every currency, with what it is per."""
    return Amounts(money_values(reading, node, True, sold_in), read_per(reading, node), reading.at(node))
