"""The data of this folder in, records out: a case is policy text, accounts, and the figures that a peer came to.

    case: lago-doc-volume-65000
    kind: tier
    derivation: 65,000 × 0.0006 + 10.00
    bills:
      - policy: lago-doc-volume-65000.seat
        account: {schema_version: "1.0", account: peer, plans: [standard], …}
        expect:
          - {figure: total, is: "49.00", as: amount}
      - policy: lago-doc-volume-65000.seat
        account: {…, events: [{id: e-1, at: 2026-11-10, type: seats_changed, charge: member_seats, by: 2}]}
        until: 2026-12-01
        invoices:
          - on: 2026-12-01
            expect: [{figure: line member_seats, is: "98.00", as: lines.0.amount}]
        expect: [{figure: total, is: "98.00", as: total}]
    together: [{figure: total, is: "98.00", as: total}]
    aside: {lines: why a figure of the source has none here}
    unsaid: {"31": why a number of the source's policy or input stands nowhere here}

`as` is the place of the figure in the source's `expect`; what `together:` expects is the sum over all bills. A bill with
`until:` is a series, every invoice up to that day: `invoices:` expects figures of the one that falls due on a day, and what
`expect:` expects is the sum over all of them, with `since:` those from that day on. `refusals:`
name policies that must not pass the check. The file of a case and its policies have the case's name; nothing else lies
beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import attrs

from seatpolicy.documents import nodes
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"


@attrs.frozen
class Figure:
    """One figure of an invoice by its name (see figures.py), its value, and its place in the source's `expect`."""

    name: str
    value: str
    source: str


@attrs.frozen
class OnDay:
    """What is expected of the invoice of a series that falls due on a day."""

    on: date
    figures: tuple[Figure, ...]


@attrs.frozen
class Bill:
    """One invoice of a case: an account under a policy on a day, with tax rates if the case is about tax.

    With `until` it is a series, all invoices from `since` up to that day: `dated` are figures of single ones, `summed` of
    all of them together."""

    policy: str
    account: nodes.Node
    as_of: date | None
    rates: nodes.Node | None
    summed: tuple[Figure, ...]
    since: date = date.min
    until: date | None = None
    dated: tuple[OnDay, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that is expected, in order."""
        return (*(figure for one in self.dated for figure in one.figures), *self.summed)


@attrs.frozen
class Refused:
    """A policy that must be refused by `check` with a code."""

    policy: str
    code: str
    source: str


@attrs.frozen
class Case:
    """One case of a peer, as this folder restates it. `together` are sums over all bills; `aside` says why a figure of the
    source is not restated, `unsaid` why a number that it starts from is not."""

    id: str
    kind: str
    derivation: str
    bills: tuple[Bill, ...]
    together: tuple[Figure, ...]
    refusals: tuple[Refused, ...]
    aside: Mapping[str, str]
    unsaid: Mapping[str, str]
    folder: Path

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that the case expects, in order."""
        return (*(figure for bill in self.bills for figure in bill.figures), *self.together)

    def policy_path(self, name: str) -> Path:
        """Where a policy of the case lies."""
        return self.folder / name


def case_paths() -> list[Path]:
    """Every case file, sorted."""
    return sorted(CASES.rglob("*.yaml"))


def read_case(path: Path) -> Case:
    """The case of a file. Raises ValueError where the file is not what it must be."""
    outcome = parse_document(SourceText(str(path), path.read_text(encoding="utf-8")))
    document = outcome.value
    if not isinstance(document, nodes.Mapping):
        raise ValueError(f"{path.name}: {[one.message for one in outcome.diagnostics] or 'no mapping'}")
    _only(document, {"case", "kind", "derivation", "bills", "together", "refusals", "aside", "unsaid"}, path)
    bills = tuple(_bill(one, path) for one in _items(document.get("bills"), path))
    refusals = tuple(
        Refused(_text(one, "policy", path), _text(one, "code", path), _text(one, "as", path))
        for one in _items(document.get("refusals"), path)
    )
    return Case(
        id=_text(document, "case", path),
        kind=_text(document, "kind", path),
        derivation=_text(document, "derivation", path),
        bills=bills,
        together=_figures(document.get("together"), path),
        refusals=refusals,
        aside=_reasons(document.get("aside")),
        unsaid=_reasons(document.get("unsaid")),
        folder=path.parent,
    )


def _bill(node: nodes.Mapping, path: Path) -> Bill:
    _only(node, {"policy", "account", "as_of", "since", "until", "rates", "invoices", "expect"}, path)
    account = node.get("account")
    if account is None:
        raise ValueError(f"{path.name}: a bill without an account")
    as_of, until, dated = _day(node, "as_of"), _day(node, "until"), tuple(_items(node.get("invoices"), path))
    if (as_of is not None and until is not None) or (dated and until is None):
        raise ValueError(f"{path.name}: a series has `until:` and no `as_of:`, at {node.at.where}")
    return Bill(
        policy=_text(node, "policy", path),
        account=account,
        as_of=as_of,
        rates=node.get("rates"),
        summed=_figures(node.get("expect"), path),
        since=_day(node, "since") or date.min,
        until=until,
        dated=tuple(_on_day(one, path) for one in dated),
    )


def _on_day(node: nodes.Mapping, path: Path) -> OnDay:
    _only(node, {"on", "expect"}, path)
    return OnDay(date.fromisoformat(_text(node, "on", path)), _figures(node.get("expect"), path))


def _day(node: nodes.Mapping, key: str) -> date | None:
    given = node.get(key)
    return date.fromisoformat(given.text) if isinstance(given, nodes.Scalar) else None


def _figures(node: nodes.Node | None, path: Path) -> tuple[Figure, ...]:
    figures = []
    for one in _items(node, path):
        _only(one, {"figure", "is", "as"}, path)
        figures.append(Figure(_text(one, "figure", path), _text(one, "is", path), _text(one, "as", path)))
    return tuple(figures)


def _reasons(node: nodes.Node | None) -> dict[str, str]:
    entries = tuple(node) if isinstance(node, nodes.Mapping) else ()
    return {entry.key.text: entry.value.text for entry in entries if isinstance(entry.value, nodes.Scalar)}


def _items(node: nodes.Node | None, path: Path) -> Iterator[nodes.Mapping]:
    if node is None:
        return
    if not isinstance(node, nodes.Sequence):
        raise ValueError(f"{path.name}: a list was expected at {node.at.where}")
    for item in node.items:
        if not isinstance(item, nodes.Mapping):
            raise ValueError(f"{path.name}: keys and values were expected at {item.at.where}")
        yield item


def _text(node: nodes.Mapping, key: str, path: Path) -> str:
    value = node.get(key)
    if not isinstance(value, nodes.Scalar) or value.is_nothing:
        raise ValueError(f"{path.name}: `{key}` is missing at {node.at.where}")
    return value.text


def _only(node: nodes.Mapping, keys: set[str], path: Path) -> None:
    unknown = {entry.key.text for entry in node} - keys
    if unknown:
        raise ValueError(f"{path.name}: nobody reads {sorted(unknown)}")


def plain(node: nodes.Node, indent: str = "") -> str:
    """A document as it is read: one key a line, short values in one."""
    if isinstance(node, nodes.Mapping):
        lines = []
        for entry in node:
            inner = _short(entry.value)
            below = "" if len(inner) < 100 else "\n" + plain(entry.value, indent + "  ")
            lines.append(f"{indent}{entry.key.text}:{below or ' ' + inner}")
        return "\n".join(lines)
    if isinstance(node, nodes.Sequence):
        return "\n".join(f"{indent}- {_short(item)}" for item in node.items)
    return indent + node.text


def _short(node: nodes.Node) -> str:
    if isinstance(node, nodes.Mapping):
        return "{" + ", ".join(f"{entry.key.text}: {_short(entry.value)}" for entry in node) + "}"
    if isinstance(node, nodes.Sequence):
        return "[" + ", ".join(_short(item) for item in node.items) + "]"
    return node.text
