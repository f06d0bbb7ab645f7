"""Findings as data: fingerprints, order, the table of codes, outcomes and the collector."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatpolicy.diagnostics import codes
from seatpolicy.diagnostics.codes import Code, code, registry
from seatpolicy.diagnostics.diagnostic import Diagnostic, Fix, Related, Severity
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.source.text import SourceText, Span

SOURCE = SourceText("b.seat", "plan team {\n  price: $99.00\n}\n")
DOLLAR = Span(SOURCE, 21, 22)


@pytest.fixture(autouse=True)
def _no_codes_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_declared", {})


def finding(span: Span | None = DOLLAR, name: str = "SY101", **parts: object) -> Diagnostic:
    made = Diagnostic(name, Severity.ERROR, "`$` does not say which dollar", span)
    for part, value in parts.items():
        object.__setattr__(made, part, value)
    return made


def test_a_fingerprint_outlives_moved_lines_and_new_words() -> None:
    moved = Span(SourceText("b.seat", "\n\n" + SOURCE.text), 23, 24)
    assert finding().fingerprint == finding(moved, message="another message").fingerprint
    assert finding(subject="team").fingerprint == finding(None, subject="team").fingerprint
    assert len(finding().fingerprint) == 16
    assert int(finding().fingerprint, 16) >= 0


def test_a_fingerprint_tells_findings_apart() -> None:
    different = [
        finding(),
        finding(name="SY102"),
        finding(Span(SOURCE, 0, 4)),
        finding(subject="team"),
        finding(subject="team", name="SY102"),
        finding(subject="free"),
        finding(None),
        finding(None, message="another message"),
    ]
    assert len({one.fingerprint for one in different}) == len(different)


def test_a_fingerprint_of_text_that_is_no_unicode() -> None:
    assert finding(Span(SourceText("b.seat", "\ud800"), 0, 1)).fingerprint


def test_order_is_path_then_place_then_code() -> None:
    first = SourceText("a.seat", SOURCE.text)
    ordered = [
        finding(None, path="a.seat", name="ZZ999"),
        finding(Span(first, 9, 10)),
        finding(None, path="b.seat", name="ZZ999"),
        finding(Span(SOURCE, 3, 9)),
        finding(Span(SOURCE, 21, 27), name="NM201"),
        finding(Span(SOURCE, 21, 22), name="SY101"),
    ]
    shuffled = [ordered[place] for place in (3, 0, 5, 1, 4, 2)]
    assert sorted(shuffled, key=lambda one: one.sort_key) == ordered
    assert Diagnostics(reversed(ordered)).sorted() == tuple(ordered)


def test_the_file_of_a_finding() -> None:
    assert finding().file == "b.seat"
    assert finding(None, path="c.seat").file == "c.seat"
    assert finding(None).file == ""


def test_a_code_builds_its_findings() -> None:
    made = code("SY101", "currency-symbol", Severity.WARNING, "an amount names its currency")
    fix, related = Fix("`99.00 USD`"), (Related(Span(SOURCE, 0, 4), "in here"),)
    found = made.at(
        DOLLAR,
        "message",
        note="note",
        related=related,
        why="why",
        hint="hint",
        fix=fix,
        subject="team",
    )
    assert found == Diagnostic(
        code="SY101",
        severity=Severity.WARNING,
        message="message",
        span=DOLLAR,
        note="note",
        related=related,
        why="why",
        hint="hint",
        fix=fix,
        subject="team",
        slug="currency-symbol",
    )
    assert made.at(None, "message", path="b.seat").file == "b.seat"


def test_the_table_is_sorted() -> None:
    second = code("TY301", "bare-number", Severity.ERROR, "a duration names its unit")
    first = code("SY101", "currency-symbol", Severity.ERROR, "an amount names its currency")
    assert registry(()) == (first, second)


def test_the_table_imports_the_message_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "far_messages.py").write_text(
        "from seatpolicy.diagnostics.codes import code\n"
        "from seatpolicy.diagnostics.diagnostic import Severity\n"
        "PL900 = code('PL900', 'far', Severity.INFORMATION, 'from far away')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert registry(("far_messages",)) == (
        Code("PL900", "far", Severity.INFORMATION, "from far away"),
    )


@pytest.mark.parametrize(
    ("name", "slug", "title", "complaint"),
    [
        ("SY101", "other-slug", "other", "is declared already"),
        ("SY102", "currency-symbol", "other", "is declared already"),
        ("SY1", "short", "title", "two capitals and three digits"),
        ("sy101", "lower", "title", "two capitals and three digits"),
        ("SY1٠1", "digits", "title", "two capitals and three digits"),
        ("SY103", "Upper-Case", "title", "lower case words"),
        ("SY103", "two words", "title", "lower case words"),
        ("SY103", "", "title", "lower case words"),
        ("SY103", "slug", " ", "not one line"),
        ("SY103", "slug", "two\nlines", "not one line"),
    ],
)
def test_codes_that_are_refused(name: str, slug: str, title: str, complaint: str) -> None:
    code("SY101", "currency-symbol", Severity.ERROR, "an amount names its currency")
    with pytest.raises(ValueError, match=complaint):
        code(name, slug, Severity.ERROR, title)
    assert [one.code for one in registry(())] == ["SY101"]


def declaring_modules() -> Iterator[str]:
    """Every module of the package that calls `code(…)` at its top level, by dotted name."""
    found = importlib.util.find_spec("seatpolicy.diagnostics.codes")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent.parent
    for path in sorted(package.rglob("*.py")):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            value = getattr(statement, "value", None)
            if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "code":
                yield ".".join(path.relative_to(package.parent).with_suffix("").parts)
                break


def test_every_declaring_module_is_in_the_list() -> None:
    assert sorted(codes.MESSAGE_MODULES) == sorted(declaring_modules())


def test_the_collector_sorts_and_keeps_each_once() -> None:
    found = Diagnostics()
    assert not found.has_errors
    assert len(found) == 0
    late, early = finding(), finding(Span(SOURCE, 0, 4))
    again = finding(note="the same, seen from elsewhere")
    found.add(late)
    found.extend([again, early])
    assert list(found) == [early, late]
    assert len(found) == 2
    assert found.has_errors
    assert found.outcome(7) == Outcome(7, (early, late))
    other = [finding(message="other"), finding(name="SY102"), finding(Span(SOURCE, 21, 23))]
    found.extend(other)
    assert len(found) == 5


def test_findings_of_two_files_without_a_place_are_two() -> None:
    found = Diagnostics([finding(None, path="a.seat"), finding(None, path="b.seat")])
    assert len(found) == 2


def test_only_errors_are_errors() -> None:
    warning = finding(severity=Severity.WARNING)
    assert not Diagnostics([warning]).has_errors
    assert not Outcome("value", (warning,)).has_errors
    assert Outcome("value", (warning, finding())).has_errors
    assert Outcome("value").diagnostics == ()
