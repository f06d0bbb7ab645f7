"""What two engines made of one account in, where they differ out, in words: how it ended, why, lines, steps, totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.invoice import NOT_BILLED, Invoice, Line, Step

Answer = Outcome[Invoice] | Outcome[Invoice | None]
WORDS = ("basis",)
"""What engines may say in words of their own."""


def differences(reference: Answer, other: Answer) -> list[str]:
    """Every difference, the first one that matters first; none where the two engines agree."""
    here, there = reference.value, other.value
    if here is None or there is None:
        return [] if here is there else [f"one has no invoice: {here is None}, {there is None}"]
    found = [*_said("status", here.status, there.status), *_findings(reference.diagnostics, other.diagnostics)]
    for name in ("totals", "period", "signals", "missing", "assumptions", "currency", "as_of", "account", "policy", "id"):
        found += _said(name, getattr(here, name), getattr(there, name))
    for name in ("tax", "counted", "held"):
        found += _said(name, getattr(here, name), getattr(there, name))
    found += _said("ids of lines", [line.id for line in here.lines], [line.id for line in there.lines])
    for line, second in zip(here.lines, there.lines, strict=False):
        found += _lines(line, second)
    return found


def first_difference(reference: Answer, other: Answer) -> str:
    """The first difference; empty where the two engines agree."""
    return next(iter(differences(reference, other)), "")


def wrong(reference: Answer, other: Answer) -> str:
    """The first difference, but for an engine that says that it does not bill this: that is refused, and not wrong."""
    there = other.value
    if there is not None and there.status == NOT_BILLED and all(one.code.startswith("EN5") for one in other.diagnostics):
        return ""
    return first_difference(reference, other)


def _findings(here: Sequence[Diagnostic], there: Sequence[Diagnostic]) -> Iterator[str]:
    first, second = ({(one.code, "" if one.span is None else one.span.where) for one in found} for found in (here, there))
    for name, only in (("first", first - second), ("second", second - first)):
        if only:
            yield f"found by the {name} engine only: {', '.join(f'{code} {place}' for code, place in sorted(only))}"


def _lines(here: Line, there: Line) -> Iterator[str]:
    yield from _fields(here, there, here.id, ("steps",))
    rules = [[step.rule for step in line.steps] for line in (here, there)]
    yield from _said(f"{here.id}, steps", *rules)
    for number, (step, second) in enumerate(zip(here.steps, there.steps, strict=False), start=1):
        yield from _fields(step, second, f"{here.id}, step {number} ({step.rule})", WORDS)
        if bool(step.basis) is not bool(second.basis):
            yield f"{here.id}, step {number} ({step.rule}): only one says how: {step.basis!r}, {second.basis!r}"


def _fields(here: Line | Step, there: Line | Step, of: str, but: Sequence[str]) -> Iterator[str]:
    for field in attrs.fields(type(here)):
        if field.name not in but:
            yield from _said(f"{of}, {field.name}", getattr(here, field.name), getattr(there, field.name))


def _said(name: str, here: object, there: object) -> list[str]:
    return [] if here == there else [f"{name}: {here} and {there}"]
