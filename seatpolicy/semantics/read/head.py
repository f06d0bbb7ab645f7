"""The policy's head: a `policy` form in, who answers for it, since when, in which currencies and how it rounds out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Related, Severity
from seatpolicy.semantics.model.policy import RoundingLine
from seatpolicy.semantics.read.amounts import MN757, read_currency
from seatpolicy.semantics.read.unit_messages import TY313
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Leaf, Node
from seatpolicy.values.currency import is_currency, minor_digits
from seatpolicy.values.dates import parse_date
from seatpolicy.values.record import record
from seatpolicy.values.rounding import Mode, Rounding

E = Severity.ERROR
HY801 = code("HY801", "no-owner", E, "a policy has one accountable owner and a backup")
MN752 = code("MN752", "no-rounding", E, "rounding is written: mode, grain and point")
MN753 = code("MN753", "rounding-order", E, "roundings contradict each other")
RQ405 = code("RQ405", "language-version", E, "the policy is written for another version of the language")
RQ406 = code("RQ406", "time-zone", E, "a time zone that does not exist")

LANGUAGE = 1
_MODES = {m.value.replace(" ", "_"): m for m in Mode}
FINAL_POINTS = ("line", "charge", "total")


@record
class Head:
    """The head's parts; empty where a line is missing (it has been reported)."""

    name: str
    title: str
    version: str
    owner: str
    backup: str
    effective: date | None
    time_zone: str
    currencies: tuple[str, ...]
    roundings: Mapping[str, RoundingLine]
    remainder: str
    remainder_at: Span | None
    currencies_at: Span | None


def currencies_of(reading: Reading, node: Node) -> tuple[str, ...]:
    """The policy's currencies, each once; none where one of them is no currency, for then nobody knows which it is."""
    line = reading.only(node, "currencies_line", "currencies:")
    if line is None:
        return ()
    found = read_currencies(reading, line.all()[0])
    return found if all(is_currency(leaf.text) for leaf in line.all()[0].leaves("CURRENCY")) else ()


def read_currencies(reading: Reading, node: Node) -> tuple[str, ...]:
    """A list of currencies, those that exist, each once."""
    found: dict[str, Leaf] = {}
    for leaf in node.leaves("CURRENCY"):
        if leaf.text in found:
            reading.report(
                RQ402.at(
                    reading.at(leaf),
                    f"{leaf.text} stands twice",
                    note="once is enough",
                    related=(Related(reading.at(found[leaf.text]), "the first"),),
                )
            )
        elif read_currency(reading, leaf) is not None:
            found[leaf.text] = leaf
    return tuple(found)


def read_sold_in(reading: Reading, line: Node) -> tuple[str, ...]:
    """The currencies that a plan is sold in, of those of the policy."""
    form = line.all()[0]
    listed = " and ".join(reading.currencies)
    for leaf in form.leaves("CURRENCY"):
        if reading.currencies and leaf.text not in reading.currencies and is_currency(leaf.text):
            reading.report(
                MN757.at(
                    reading.at(leaf),
                    f"the policy does not sell in {leaf.text}",
                    note=f"it sells in {listed}",
                    hint="add it to `currencies:` of the policy",
                    subject=leaf.text,
                )
            )
    return tuple(c for c in read_currencies(reading, form) if c in reading.currencies)


def read_head(reading: Reading, node: Node) -> Head:
    """The head of a policy; every line that must be there and is not is reported."""
    names = {
        "language_line": "language:",
        "version_line": "version:",
        "owner_line": "owner:",
        "effective_line": "effective:",
        "time_zone_line": "time zone:",
        "currencies_line": "currencies:",
    }
    lines = {kind: reading.only(node, kind, label) for kind, label in names.items()}
    _language(reading, node, lines["language_line"])
    for kind in ("version_line", "effective_line", "time_zone_line", "currencies_line"):
        if lines[kind] is None:
            reading.absent(
                node,
                RQ401.at(
                    reading.head(node),
                    f"the policy has no line `{names[kind]}`",
                    note=_WHY[kind],
                    hint=f"write `{_EXAMPLES[kind]}`",
                ),
            )
    owner, backup = _owner(reading, node, lines["owner_line"])
    version, effective, zone = lines["version_line"], lines["effective_line"], lines["time_zone_line"]
    currencies = lines["currencies_line"]
    day = None
    if effective is not None:
        day = read_date(reading, effective.leaf("DATE"))
    if zone is not None:
        _check_zone(reading, zone.leaf("STRING"))
    remainder = reading.only(node, "remainder_line", "remainder:")
    return Head(
        name=node.leaf().text,
        title=reading.text(node.leaf("STRING")),
        version=reading.text(version.leaf("STRING")) if version else "",
        owner=owner,
        backup=backup,
        effective=day,
        time_zone=reading.text(zone.leaf("STRING")) if zone else "",
        currencies=reading.currencies,
        roundings=_roundings(reading, node),
        remainder=remainder.all()[0].kind if remainder else "largest",
        remainder_at=reading.at(remainder) if remainder else None,
        currencies_at=reading.at(currencies) if currencies else None,
    )


_WHY = {
    "version_line": "bills and quotes name the version that priced them",
    "effective_line": "the first day from which this text counts",
    "time_zone_line": "a day begins somewhere",
    "currencies_line": "every amount is written in all of them",
}
_EXAMPLES = {
    "version_line": 'version: "2026.1"',
    "effective_line": "effective: from 2026-11-01",
    "time_zone_line": 'time zone: "America/New_York"',
    "currencies_line": "currencies: USD",
}


def read_date(reading: Reading, leaf: Leaf) -> date | None:
    """A day of the calendar, or None with the finding recorded."""
    day = parse_date(leaf.text)
    if day is None:
        reading.report(
            TY313.at(
                reading.at(leaf), f"{leaf.text} is no day of the calendar", note="dates run from 1900-01-01 to 2200-12-31"
            )
        )
    return day


def _language(reading: Reading, node: Node, line: Node | None) -> None:
    if line is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                "the policy has no line `language:`",
                note="it says by which version of the language the text is read, for ever",
                hint=f"write `language: {LANGUAGE}`",
            ),
        )
    elif line.leaf("NUMBER").text != str(LANGUAGE):
        leaf = line.leaf("NUMBER")
        reading.report(
            RQ405.at(
                reading.at(leaf),
                f"version {leaf.text} of the language is not known here",
                note=f"this program reads version {LANGUAGE}",
            )
        )


def _owner(reading: Reading, node: Node, line: Node | None) -> tuple[str, str]:
    if line is None:
        reading.absent(
            node,
            HY801.at(
                reading.head(node),
                "nobody answers for this policy",
                note="it has no line `owner:`",
                hint='write `owner: "pricing@acme.example", backup "finance@acme.example"`',
            ),
        )
        return "", ""
    texts = [reading.text(leaf) for leaf in line.leaves("STRING")]
    for leaf, text in zip(line.leaves("STRING"), texts, strict=True):
        if not text.strip():
            reading.report(HY801.at(reading.at(leaf), "an owner without a name", note="write an address that is read"))
    if len(texts) == 1:
        leaf = line.leaf("STRING")
        end = Span(reading.file.source, leaf.end, leaf.end)
        reading.report(
            HY801.at(
                end,
                "the owner has no backup",
                note="somebody answers when the owner is away",
                hint='add `, backup "finance@acme.example"`',
            )
        )
        return texts[0], ""
    if texts[0] == texts[1]:
        reading.report(
            HY801.at(reading.at(line.leaves("STRING")[1]), "the backup is the owner", note="a backup is somebody else")
        )
    return texts[0], texts[1]


def _check_zone(reading: Reading, leaf: Leaf) -> None:
    from seatpolicy.values.zones import ZoneError, find_zone, zone_names

    name = reading.text(leaf)
    try:
        find_zone(name)
    except ZoneError:
        from seatpolicy.diagnostics.suggest import closest

        near = closest(name, zone_names())
        reading.report(
            RQ406.at(
                reading.at(leaf),
                f"there is no time zone `{name}`",
                note="zones have the names of the IANA database",
                hint=f"did you mean `{near[0]}`?" if near else 'such as `"America/New_York"`',
            )
        )


def _roundings(reading: Reading, node: Node) -> dict[str, RoundingLine]:
    found: dict[str, RoundingLine] = {}
    for line in node.all("rounding_line"):
        mode, grain, point = line.all()
        at = reading.at(line)
        name = point.kind.replace("_", " ")
        if name in found:
            reading.report(
                RQ402.at(
                    at,
                    f"rounding on each {name} is said twice",
                    note="one statement for each point",
                    related=(Related(found[name].at, "said here"),),
                )
            )
            continue
        increment, to_cent = Fraction(1, 100), grain.kind == "cent"
        if grain.kind == "decimals":
            increment = Fraction(1, 10 ** reading.whole(grain.leaf("NUMBER"), 0, 14, "a number of decimals"))
        elif grain.kind == "whole_numbers":
            increment = Fraction(1)
        elif grain.kind == "increment":
            increment = reading.number(grain.leaf("NUMBER")) or Fraction(1, 100)
        found[name] = RoundingLine(name, Rounding(_MODES[mode.kind], increment), to_cent, at)
    final = [p for p in FINAL_POINTS if p in found]
    if not final:
        reading.absent(
            node,
            MN752.at(
                reading.head(node),
                "nothing says how a bill is rounded",
                note="without it two programs would bill two amounts",
                hint="write `rounding: half up to the cent on each line`",
            ),
        )
    else:
        _check_final(reading, node, found, final)
    return found


def _check_final(reading: Reading, node: Node, found: Mapping[str, RoundingLine], final: Sequence[str]) -> None:
    """The last of line, charge and total must leave amounts that can be paid in every currency of the policy."""
    last = found[final[-1]]
    # A line that was lost may have been the coarser rounding.
    for currency in () if last.to_cent or reading.poisoned(node) else reading.currencies:
        unit = Fraction(1, 10 ** minor_digits(currency))
        if (last.rounding.increment / unit).denominator != 1:
            reading.report(
                MN753.at(
                    last.at,
                    f"this leaves amounts finer than the smallest unit of {currency}",
                    note="nobody can pay them; the last rounding of line, charge and total is to the cent or coarser",
                    hint="add `rounding: half up to the cent on the total`",
                )
            )
            return
    payable = [
        p
        for p in final
        if found[p].to_cent
        or all((found[p].rounding.increment * 10 ** minor_digits(c)).denominator == 1 for c in reading.currencies)
    ]
    for earlier in payable[:-1]:
        reading.report(
            MN753.at(
                found[earlier].at,
                "amounts are rounded to a payable unit twice",
                note=f"on each {earlier}, and again on {final[-1]}; only one of them decides the bill",
                related=(Related(found[payable[-1]].at, "rounded again here"),),
                hint="remove one of them, or make the earlier one finer",
            )
        )
