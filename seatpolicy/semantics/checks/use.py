"""Every text of a policy in, what none of them uses out: definitions, prices, facts, and changes that date nothing.

This is asked of policies without an error: what a line with a mistake in it would use is not known. What one text does not
use another may, so all of them are looked at together. A library serves several policies, and what one of them leaves aside
is no mistake of it; so only the policy's own file is looked at. A fact of a quote is read by the people who approve it, and
is never unused; neither are the standard facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.semantics.checks.mentions import mentions
from seatpolicy.semantics.in_force import DATED, Change
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.tree import SourceFile

NM209 = code("NM209", "unused-name", Severity.WARNING, "nothing uses a definition or a price")
NM210 = code("NM210", "unused-fact", Severity.INFORMATION, "no rule asks for a fact")
LC708 = code("LC708", "idle-change", Severity.WARNING, "a change dates nothing")

_USED_BY = {
    "schedule": "a charge uses it by `price: {name}`",
    "amount": "a condition or a limit uses it by its name",
    "let": "a condition uses it by its name",
    "table": "a charge, a discount or a limit uses it by its name",
    "meter": "a charge sells it by `for: {name}`",
    "item": "a charge sells it by `for: {name}`",
}


def check_use(texts: Sequence[Policy], main: SourceText) -> list[Diagnostic]:
    """What is declared in the policy's own file and used in none of its texts. Only for policies that could be read
    whole: what a lost line used is not known."""
    used: set[str] = set()
    for text in texts:
        used.update(mentions(text))
        for plan in (*text.plans.values(), *text.addons.values()):
            used.update(name for charge in plan.charges for name in charge.counts)
    found: dict[str, Diagnostic] = {}
    for text in texts:
        for one in _unused(text, used, main):
            found.setdefault(one.subject, one)
    return list(found.values())


def _unused(text: Policy, used: set[str], main: SourceText) -> Iterator[Diagnostic]:
    places: dict[str, Iterable[tuple[str, Span]]] = {
        "schedule": ((name, one.at) for name, one in text.schedules.items()),
        "amount": ((name, one.at) for name, one in text.amounts.items()),
        "let": ((name, one.at) for name, one in text.lets.items()),
        "table": ((name, one.at) for name, one in text.tables.items()),
        "meter": ((name, one.at) for name, one in text.meters.items()),
        "item": ((name, one.at) for name, one in text.items.items()),
    }
    for kind, declared in places.items():
        for name, at in declared:
            if name not in used and at.source is main:
                yield NM209.at(
                    _name(at, name),
                    f"nothing uses `{name}`",
                    note=_USED_BY[kind].format(name=name),
                    hint="use it, or remove it",
                    subject=name,
                )
    for name, fact in text.facts.items():
        if fact.at is None or fact.at.source is not main or name in used or fact.owner not in ("account", "person"):
            continue
        must = fact.owner == "account" and not fact.type.optional and fact.record in ("", "account")
        if name != "roles" or not text.seats:
            yield NM210.at(
                _name(fact.at, name),
                f"nothing asks for `{name}`",
                note="no rule depends on it" + (", yet every account's document must give it" if must else ""),
                hint="remove the line, or use the fact",
                subject=name,
            )


def _name(place: Span, name: str) -> Span:
    """The name on the line on which a declaration stands."""
    line = place.source.line_span(place.line)
    found = re.search(rf"\b{re.escape(name)}\b", line.text)
    return Span(place.source, line.start + found.start(), line.start + found.end()) if found is not None else place


def check_dated(files: Sequence[SourceFile], changes: Sequence[Change]) -> list[Diagnostic]:
    """The changes of the files that no line, row or head is dated by. Only for policies that could be read whole."""
    if not changes:
        return []
    dating = {
        part.leaf().text for file in files for node in file.declarations for part in node.walk() if part.kind in DATED
    }
    found = []
    for file in files:
        for node in file.declarations:
            if node.kind == "change" and node.leaf().text not in dating:
                leaf = node.leaf()
                found.append(
                    LC708.at(
                        Span(file.source, leaf.start, leaf.end),
                        f"`{leaf.text}` changes nothing",
                        note="no line, row or head is dated by it",
                        hint=f"end the new lines with `from {leaf.text}`, or remove the change",
                        subject=leaf.text,
                    )
                )
    return found
