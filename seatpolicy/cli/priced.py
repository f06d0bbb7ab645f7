"""Invoices and findings in, one account after the other; what `price` prints and its exit code out.

One account is printed as a text with its steps, or as one indented JSON document. Several are printed as they come: texts
with an empty line between them, or JSON Lines, each line the same document as for one. Nothing is kept but counts. Only a
plugin's reporter is given everything at once, at the end.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from seatpolicy.builtin import REPORTERS
from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, tell, width_of, write_json
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents.invoice import HELD, INCOMPLETE, NOT_BILLED, PRICED, REFUSED, Invoice
from seatpolicy.workspace.plugins import installed

UNREAD = "could not be read"
PATIENCE = 2  # seconds before a long run says how far it is
_ORDER = (PRICED, HELD, REFUSED, INCOMPLETE, NOT_BILLED, UNREAD)

_NO_BILL = ("DO", "PL", "PG")  # an error of these families is about documents, files or plugins, not about a policy

_Account = tuple[str, Invoice | None, Sequence[Diagnostic]]


class Priced:
    """What a run prints, in the form of that name. `many` says that a book is asked for; without it, a second account shows
    that it is one."""

    def __init__(self, form: str, steps: bool | None, many: bool) -> None:
        self.form, self.steps, self.many = form, steps, many
        self.counts: Counter[str] = Counter()
        self.failed = False
        self._first: _Account | None = None
        self._separate = False
        self._kept: tuple[list[Invoice], list[Diagnostic]] | None = None if f"invoices:{form}" in REPORTERS else ([], [])
        self.progress = Progress()

    def account(
        self, where: str, invoice: Invoice | None, found: Sequence[Diagnostic], passed_over: bool = False
    ) -> None:
        """Prints an account, or keeps it until it is known whether it is the only one."""
        if not passed_over:
            self.counts[UNREAD if invoice is None else invoice.status] += 1
        if any(one.severity is Severity.ERROR and one.code.startswith(_NO_BILL) for one in found):
            self.failed = True
        if self._kept is not None:
            self._keep(invoice, found)
            return
        if not self.many and self._first is None:
            self._first = (where, invoice, found)
            return
        self.many = True
        self._flush()
        self._print(where, invoice, found)
        self.progress.tick(self.counts.total())

    def series(self, where: str, invoices: Sequence[Invoice], found: Sequence[Diagnostic]) -> None:
        """Prints the invoices of one account, which are several documents; findings stand with the last."""
        self.many = True
        if not invoices:
            if not any(one.severity is Severity.ERROR for one in found) and self._kept is None:
                self.counts[PRICED] += 1
                if self.form == "json":
                    self._json(where, None, found)
                else:
                    tell(found)
                    print(f"{where}: no invoice was made in this time", file=sys.stderr)
                return
            self.account(where, None, found)
        for number, invoice in enumerate(invoices, start=1):
            self.account(where, invoice, found if number == len(invoices) else ())

    def as_they_come(self, where: str, invoices: Iterable[Invoice], found: Sequence[Diagnostic]) -> None:
        """Prints the invoices of one account that are made while they are printed."""
        self.many = True
        count = 0
        for count, invoice in enumerate(invoices, start=1):
            self.account(where, invoice, found if count == 1 else ())
        if not count:
            self.series(where, (), found)

    def found(self, found: Sequence[Diagnostic]) -> None:
        """Prints what is wrong with the run as a whole, behind its accounts."""
        if not found:
            return
        self.failed = True
        if self._kept is not None:
            self._kept[1].extend(found)
            return
        self._flush()
        self.progress.clear()
        if self.form == "json":
            self.many = True
            self._json("", None, found)
        else:
            sys.stdout.flush()
            print(file=sys.stderr)
            tell(found)

    def stopped(self, found: Sequence[Diagnostic]) -> None:
        """Prints why nothing is billed at all."""
        self.failed = True
        if self._kept is not None:
            self._keep(None, found)
        elif self.form == "json":
            self._json("", None, found)
        else:
            tell(found)

    def end(self) -> int:
        """Prints what is left; the exit code."""
        self.progress.clear()
        self._flush()
        if self._kept is not None:
            self._report(*self._kept)
        # Where every account has its bill, the bills say enough.
        if self.many and self.counts.total() > 1 and self.counts[PRICED] < self.counts.total():
            sys.stdout.flush()
            told = ", ".join(f"{self.counts[status]:,} {status}" for status in _ORDER if self.counts[status])
            print(f"{self.counts.total():,} accounts: {told}", file=sys.stderr)
        if self.failed or self.counts[UNREAD] or self.counts[INCOMPLETE] or not self.counts:
            return COULD_NOT
        return CLEAN if self.counts[PRICED] == self.counts.total() else FINDINGS

    def _flush(self) -> None:
        if self._first is not None:
            where, invoice, found = self._first
            self._first = None
            self._print(where, invoice, found)

    def _print(self, where: str, invoice: Invoice | None, found: Sequence[Diagnostic]) -> None:
        self.progress.clear()
        if self.form == "json":
            self._json(where, invoice, found)
            return
        if invoice is not None:
            from seatpolicy.reports.forms import invoices_text

            steps = self.steps if self.steps is not None else not self.many
            print(("\n" if self._separate else "") + invoices_text([invoice], found, width_of(sys.stdout), steps))
            self._separate = True
        if found:
            sys.stdout.flush()
            if invoice is not None:
                print(file=sys.stderr)
                if self.many:
                    print(f"{where}:", file=sys.stderr)  # beside no bill, a finding about the policy names no account
            tell(found)

    def _keep(self, invoice: Invoice | None, found: Sequence[Diagnostic]) -> None:
        assert self._kept is not None
        self._kept[0].extend([] if invoice is None else [invoice])
        self._kept[1].extend(found)
        self.progress.tick(self.counts.total())

    def _report(self, invoices: Sequence[Invoice], found: Sequence[Diagnostic]) -> None:
        steps = self.steps if self.steps is not None else len(invoices) == 1
        made, holds_findings = installed().report("invoices", self.form, invoices, found, width_of(sys.stdout), steps)
        if made.value is None:
            self.failed = True
            tell([*found, *made.diagnostics])
            return
        if made.value:
            print(made.value)
        sys.stdout.flush()
        if not holds_findings and found:
            if invoices:
                print(file=sys.stderr)
            tell(found)

    def _json(self, where: str, invoice: Invoice | None, found: Sequence[Diagnostic]) -> None:
        from seatpolicy.reports.forms import invoices_data

        made = invoices_data([] if invoice is None else [invoice], found, where or None)
        if self.many:
            print(json.dumps(made, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
        else:
            write_json(made)


class Progress:
    """How far a long run is: one line on a terminal that nothing else is printed on; silent anywhere else."""

    def __init__(self) -> None:
        self._shown = 0
        self._on = sys.stderr.isatty() and not sys.stdout.isatty()
        self._next = time.monotonic() + PATIENCE if self._on else 0

    def tick(self, count: int, what: str = "accounts") -> None:
        """So many accounts are done, or events are read; told at most once a second."""
        if self._on and time.monotonic() >= self._next:
            self._next = time.monotonic() + 1
            text = f"{count:,} {what} …"
            # What was told before may be longer.
            print(f"\r{text.ljust(self._shown)}", end="", file=sys.stderr, flush=True)
            self._shown = len(text)

    def clear(self) -> None:
        """Takes the line away again."""
        if self._shown:
            self._shown = 0
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
