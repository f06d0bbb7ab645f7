"""The table of codes: every code is declared beside the message that it stands for, and the table
is gathered from there.

A room that reports something writes, beside the function that builds the message,

    SY101 = code("SY101", "currency-symbol", Severity.ERROR, "an amount names its currency")

and builds the finding with `SY101.at(span, message, note=…)`. A central list of titles was the
simpler idea; it drifts from the messages. `registry()` imports the modules named below, so that
nothing here imports upwards by itself.
"""

from __future__ import annotations

import importlib
import re

from seatpolicy.diagnostics.diagnostic import Diagnostic, Fix, Related, Severity
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

MESSAGE_MODULES: tuple[str, ...] = (
    "seatpolicy.documents.events.chain_messages",
    "seatpolicy.documents.events.history_messages",
    "seatpolicy.documents.events.messages",
    "seatpolicy.documents.from_data",
    "seatpolicy.documents.messages",
    "seatpolicy.documents.people_messages",
    "seatpolicy.documents.refusals",
    "seatpolicy.engines.evaluator",
    "seatpolicy.hooks.messages",
    "seatpolicy.quotes.line",
    "seatpolicy.documents.value_messages",
    "seatpolicy.semantics.checks.addons",
    "seatpolicy.semantics.checks.anchors",
    "seatpolicy.semantics.checks.bands",
    "seatpolicy.semantics.checks.billable",
    "seatpolicy.semantics.checks.charge_bounds",
    "seatpolicy.semantics.checks.cliffs",
    "seatpolicy.semantics.checks.counted_charges",
    "seatpolicy.semantics.checks.discount_order",
    "seatpolicy.semantics.checks.fine_prices",
    "seatpolicy.semantics.checks.guarantees",
    "seatpolicy.semantics.checks.included",
    "seatpolicy.semantics.checks.money_bounds",
    "seatpolicy.semantics.checks.parts_of_cycle",
    "seatpolicy.semantics.checks.periods",
    "seatpolicy.semantics.checks.price_units",
    "seatpolicy.semantics.checks.renewals",
    "seatpolicy.semantics.checks.required",
    "seatpolicy.semantics.checks.seats",
    "seatpolicy.semantics.checks.sold_in",
    "seatpolicy.semantics.checks.tables",
    "seatpolicy.semantics.checks.tier_prices",
    "seatpolicy.semantics.checks.tiers",
    "seatpolicy.semantics.checks.use",
    "seatpolicy.semantics.libraries",
    "seatpolicy.semantics.read.amounts",
    "seatpolicy.semantics.read.approvals",
    "seatpolicy.semantics.read.changes",
    "seatpolicy.semantics.read.charges",
    "seatpolicy.semantics.read.counting",
    "seatpolicy.semantics.read.decision_tables",
    "seatpolicy.semantics.read.discounts",
    "seatpolicy.semantics.read.examples",
    "seatpolicy.semantics.read.facts",
    "seatpolicy.semantics.read.head",
    "seatpolicy.semantics.read.levels",
    "seatpolicy.semantics.read.limits",
    "seatpolicy.semantics.read.needs",
    "seatpolicy.semantics.read.plugin_calls",
    "seatpolicy.semantics.read.policy",
    "seatpolicy.semantics.read.rows",
    "seatpolicy.semantics.read.rules",
    "seatpolicy.semantics.read.schedules",
    "seatpolicy.semantics.read.seats",
    "seatpolicy.semantics.read.unit_messages",
    "seatpolicy.semantics.reading",
    "seatpolicy.semantics.scope",
    "seatpolicy.syntax.messages.braces",
    "seatpolicy.syntax.messages.characters",
    "seatpolicy.syntax.messages.conditions",
    "seatpolicy.syntax.messages.foreign",
    "seatpolicy.syntax.messages.heads",
    "seatpolicy.syntax.messages.labels",
    "seatpolicy.syntax.messages.lists",
    "seatpolicy.syntax.messages.names",
    "seatpolicy.syntax.messages.numbers",
    "seatpolicy.syntax.messages.rows",
    "seatpolicy.syntax.messages.values",
    "seatpolicy.tools.formatter.format",
    "seatpolicy.workspace.event_lines",
    "seatpolicy.workspace.accounts",
    "seatpolicy.workspace.files",
    "seatpolicy.workspace.json_text",
    "seatpolicy.workspace.new_folder",
    "seatpolicy.workspace.yaml",
)
"""Every module that declares codes, by dotted name."""

_declared: dict[str, Code] = {}


@record
class Code:
    """Two letters and three digits, a slug that reads after "allow", and a title of one line."""

    code: str
    slug: str
    severity: Severity
    title: str

    def at(
        self,
        span: Span | None,
        message: str,
        *,
        note: str = "",
        related: tuple[Related, ...] = (),
        why: str = "",
        hint: str = "",
        fix: Fix | None = None,
        subject: str = "",
        path: str = "",
    ) -> Diagnostic:
        """A finding of this code; `path` is only for a finding without a span."""
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            message=message,
            span=span,
            note=note,
            related=related,
            why=why,
            hint=hint,
            fix=fix,
            subject=subject,
            path=path,
            slug=self.slug,
        )


def code(code: str, slug: str, severity: Severity, title: str) -> Code:
    """Declares a code. Raises ValueError if it is malformed, or if its code or slug is taken."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{3}", code):
        raise ValueError(f"{code!r} is not two capitals and three digits")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise ValueError(f"{slug!r}, the slug of {code}, is not lower case words joined by hyphens")
    if not title.strip() or "\n" in title:
        raise ValueError(f"the title of {code} is not one line")
    for taken in _declared.values():
        if taken.code == code or taken.slug == slug:
            raise ValueError(f"{code} {slug}: {taken.code} {taken.slug} is declared already")
    made = Code(code, slug, severity, title)
    _declared[code] = made
    return made


def registry(modules: tuple[str, ...] = MESSAGE_MODULES) -> tuple[Code, ...]:
    """Every code, sorted; imports the message modules first."""
    for module in modules:
        importlib.import_module(module)
    return tuple(_declared[name] for name in sorted(_declared))
