"""One mistake, or one bound, is one finding."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix
from seatpolicy.semantics.checks.cliffs import TR203
from seatpolicy.semantics.read.unit_messages import TY303
from seatpolicy.semantics.said_once import said_once
from seatpolicy.semantics.scope import NM201
from seatpolicy.source.text import SourceText, Span

SOURCE = SourceText("a.seat", "bill bill bill bill other")


def unknown(start: int, end: int, fix: str = "billing") -> Diagnostic:
    at = Span(SOURCE, start, end)
    return NM201.at(at, f"nothing is called `{at.text}`", subject=at.text, fix=Fix(f"`{fix}`", (Edit(at, fix),)))


def cliff(subject: str, message: str) -> Diagnostic:
    return TR203.at(Span(SOURCE, 0, 4), message, subject=subject)


def test_uses_of_one_name_are_one_finding_that_shows_the_others_and_mends_all() -> None:
    found = said_once([unknown(5, 9), unknown(0, 4), unknown(10, 14), unknown(15, 19), unknown(20, 25)])
    assert [one.subject for one in found] == ["bill", "other"]
    first = found[0]
    assert first.span == Span(SOURCE, 0, 4)
    assert [(one.span.start, one.note) for one in first.related] == [
        (5, "used here too"),
        (10, "used here too, and in 1 more place"),
    ]
    assert first.fix is not None
    assert [edit.span.start for edit in first.fix.edits] == [0, 5, 10, 15]


def test_fixes_that_differ_mend_only_the_first_use() -> None:
    (found,) = said_once([unknown(0, 4), unknown(5, 9, "bills")])
    assert found.fix is not None
    assert [edit.span.start for edit in found.fix.edits] == [0]


def test_a_value_is_told_once_for_every_set_that_lacks_it() -> None:
    def value(start: int, note: str) -> Diagnostic:
        return TY303.at(Span(SOURCE, start, start + 4), "no value", note=note, subject="bill")

    found = said_once([value(0, "a or b"), value(5, "a or b"), value(10, "c or d")])
    assert [(one.span.start if one.span else -1, len(one.related)) for one in found] == [(0, 1), (10, 0)]


def test_one_bound_is_told_once_whatever_the_currency() -> None:
    found = said_once([cliff("list 11 USD EUR", "one: 9"), cliff("list 11 GBP", "two: 10"), cliff("list 51 USD", "three")])
    assert [one.message for one in found] == ["one: 9", "three"]
    assert found[0].why == "there too two"
    assert found[1].why == ""
