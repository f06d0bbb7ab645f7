"""Accounts that are named on a command line in, each billed and printed: one document after the other, each with its events.

Events stand in the document, or in a file of events beside it (`--events`). Of an account with very many of these nothing is
held: its invoices are made while its lines are read, where it is such that this can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from seatpolicy.cli.priced import Priced
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.events.attached import with_events
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.nodes import Mapping, Node, Scalar
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.tax import TaxFigurer
from seatpolicy.engines.taxing import taxed
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.texts import texts_of
from seatpolicy.workspace.accounts import LINES, AccountSource, account_sources
from seatpolicy.workspace.billing import bill_document, bill_history
from seatpolicy.workspace.event_lines import LONG, AccountLines, EventLines, Kept, event_lines
from seatpolicy.workspace.event_nodes import exact_node, quick_node
from seatpolicy.workspace.plugins import Plugins
from seatpolicy.workspace.standard_input import NAME

_Found = tuple[Diagnostic, ...]


@attrs.define(eq=False)
class AccountsPriced:
    """What a run of `price` bills by; `period` are the days of a series, else the bill of `as_of` is made. `_one_by_one`
    and `_sorted` count the accounts with very many events: those that were billed as they came, and those that had to be
    sorted before, with the bytes that each event of theirs took."""

    checked: Checked
    engine: Engine
    pricer: str
    plugins: Plugins
    tax: TaxFigurer | None
    as_of: date | None
    period: tuple[date, date] | None
    output: Priced
    events: EventLines | None = None
    _one_by_one: int = 0
    _sorted: list[int] = attrs.field(factory=list)
    _whole: int = 0

    def bill(self, paths: Sequence[str]) -> None:
        """Bills every account that the paths name."""
        for source in account_sources(paths):
            if source.document.value is None:
                self.output.account(source.where, None, source.document.diagnostics, source.passed_over)
            else:
                self._account(source, source.document.value)
        if self.events is not None:
            self.output.found(list(self.events.left()))

    def note(self) -> str:
        """How the events of a file were held; empty without one."""
        if self.events is None:
            return ""
        words = [_how(self.events.kept)]
        if self._one_by_one:
            words.append(f"{_accounts(self._one_by_one)} with more than {LONG:,} events billed as they came, none held")
        if self._sorted:
            words.append(
                f"{_accounts(len(self._sorted))} with more than {LONG:,} events sorted by time first, at"
                f" {max(self._sorted):,} bytes an event"
            )
        if self._whole:
            words.append(f"{_accounts(self._whole)} with more than {LONG:,} events held whole")
        return "; ".join(words)

    # ---- one account

    def _account(self, source: AccountSource, node: Node) -> None:
        lines: AccountLines = self.events.of(_name(node)) if self.events is not None else []
        told = source.document.diagnostics
        if len(lines) > LONG:
            if self._long(source, node, lines):
                return
            self._whole += 1
        document = self._with(node, lines, exact=False)
        if document is None or not self._bill(source, document, told, sure=not lines):
            again = self._with(node, lines, exact=True)
            assert again is not None
            self._bill(source, again, told, sure=True)

    def _with(self, node: Node, lines: AccountLines, exact: bool) -> Outcome[Node] | None:
        """The document with its events; None where a quick look does not suffice."""
        if not lines or self.events is None:
            return Outcome(node)
        nodes: list[Node] = []
        found: list[Diagnostic] = []
        for line in lines:
            if exact:
                made = exact_node(self.events.path, line.number, line.content)
                found += made.diagnostics
                one = made.value
            else:
                one = quick_node(self.events.path, line.number, line.content)
                if one is None:
                    return None
            nodes += [] if one is None else [one]
        whole = with_events(node, nodes)
        return Outcome(whole.value, (*found, *whole.diagnostics))

    def _bill(self, source: AccountSource, document: Outcome[Node], told: _Found, sure: bool) -> bool:
        """Bills and prints an account; not where there are findings and places in events are not `sure`."""
        told = (*told, *document.diagnostics)
        if document.has_errors:
            self.output.account(source.where, None, told)
            return True
        if self.period is not None:
            series = bill_history(self.checked, document.value, self.period, self.engine, self.plugins, self.tax)
            if series.diagnostics and not sure:
                return False
            self.output.series(source.where, series.value, (*told, *series.diagnostics))
            return True
        billed = bill_document(
            self.checked, document.value, self.as_of, self.engine, self.pricer, self.plugins, self.tax
        )  # fmt: skip
        if billed.diagnostics and not sure:
            return False
        self.output.account(source.where, billed.value, (*told, *billed.diagnostics))
        return True

    # ---- an account with very many events

    def _long(self, source: AccountSource, node: Node, lines: AccountLines) -> bool:
        """Bills and prints an account of which nothing is held, where that can be."""
        from seatpolicy.engines.python.engine import PythonEngine
        from seatpolicy.workspace.long_history import long_history

        until = self.period[1] if self.period is not None else self.as_of
        filled = self.plugins.with_facts(node, self.checked)
        if not isinstance(self.engine, PythonEngine) or self.checked.changes or until is None:
            return False
        if filled.value is None or filled.value is not node or self.events is None:
            return False
        texts = texts_of(self.checked)
        account = read_account(node, texts.any)
        if account.value is None or account.value.events or account.diagnostics:
            return False
        count = iter(range(1, 1 << 62))
        history = long_history(
            self.engine.programs, texts, account.value, lines, self.events.path, until,
            lambda: self.output.progress.tick(next(count), "events read"),
        )  # fmt: skip
        if history is None or not history.count:
            return False
        if history.in_order:
            self._one_by_one += 1
        else:
            self._sorted.append(-(-history.size // len(lines)))
        whole = (taxed(Outcome(one, ()), texts.any, account.value, self.tax) for one in history.invoices(until))
        found = source.document.diagnostics
        if self.period is not None:
            first = self.period[0]
            self.output.as_they_come(source.where, (one.value for one in whole if one.value.as_of >= first), found)
        else:
            self.output.account(source.where, _last(one.value for one in whole), found)
        return True


def opened_events(path: str | None, accounts: Sequence[str]) -> tuple[EventLines | None, list[Diagnostic]]:
    """What `--events` names, looked through; nothing where it names nothing."""
    if path is None:
        return None, []
    return event_lines(path, None if NAME in accounts else _names(accounts))


def _names(paths: Sequence[str]) -> Iterator[str]:
    """The names of accounts in the order in which they are billed."""
    for path in paths:
        if path.lower().endswith(LINES):
            yield from _names_in(path)
        else:
            for source in account_sources([path]):
                if source.document.value is not None:
                    yield _name(source.document.value)


def _names_in(path: str) -> Iterator[str]:
    try:
        with open(path, "rb") as file:
            for line in file:
                if line.strip():
                    said = json.loads(line)
                    yield str(said.get("account", "")) if isinstance(said, dict) else ""
    except (OSError, ValueError, RecursionError):
        return  # whoever reads the accounts tells why


def _name(node: Node) -> str:
    named = node.get("account") if isinstance(node, Mapping) else None
    return named.text if isinstance(named, Scalar) else ""


def _last(invoices: Iterable[Invoice]) -> Invoice | None:
    made = None
    for made in invoices:  # noqa: B007
        pass
    return made


def _how(kept: Kept) -> str:
    head = f"{kept.path}: {kept.events:,} events of {_accounts(kept.accounts)}"
    if kept.in_order:
        return f"{head}, in the order of the accounts: one account's were held at a time"
    return f"{head}, in another order than the accounts: all were held, at {kept.bytes_each:,} bytes each"


def _accounts(count: int) -> str:
    return f"{count:,} account{'s' if count != 1 else ''}"
