"""YAML and JSON as nodes: nothing is guessed, every place is right, what documents do not need is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest

from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.yaml import LONGEST, read_yaml

Plain = str | None | list["Plain"] | dict[str, "Plain"]


def plain(node: Node | None) -> Plain:
    """A tree without places; None for what is nothing."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node is None or node.is_nothing else node.text


def read(text: str) -> Plain:
    outcome = read_yaml(SourceText("a.yaml", text))
    assert outcome.diagnostics == ()
    return plain(outcome.value)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("19.99", "19.99"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-11-01", "2026-11-01"),
        ("2026-11-10T15:04:00Z", "2026-11-10T15:04:00Z"),
        (".inf", ".inf"),
        ("12 months", "12 months"),
        ('"49"', "49"),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_scalars_are_what_is_written(written: str, text: str) -> None:
    assert read(f"key: {written}") == {"key": text}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing(written: str) -> None:
    assert read(f"key: {written}") == {"key": None}
    assert read('key: "null"') == {"key": "null"}


def test_lists_and_mappings() -> None:
    assert read("a: [x, {b: 1, c: [2]}]\nd:\n  - e: f\n    g: h\n  - i\n") == {
        "a": ["x", {"b": "1", "c": ["2"]}],
        "d": [{"e": "f", "g": "h"}, "i"],
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": [true, null, "NO"], "c": {"d": -0.5e3}}',
        '{"a":1,"b":[true,null,"NO"],"c":{"d":-0.5e3}}',
        '{\n\t"a": 1,\n\t"b": [\n\t\ttrue,\n\t\tnull,\n\t\t"NO"\n\t],\n\t"c": {"d": -0.5e3}\n}\n',
        '\ufeff{"a": 1, "b": [true, null, "NO"], "c": {"d": -0.5e3}}',
    ],
)
def test_json_is_read_alike(text: str) -> None:
    assert read(text) == {"a": "1", "b": ["true", None, "NO"], "c": {"d": "-0.5e3"}}


def test_escapes_of_json() -> None:
    assert read('{"a": "\\u00e9 \\ud83d\\ude00 \\/ \\" \\\\", "tab": "a\tb"}') == {"a": 'é 😀 / " \\', "tab": "a\tb"}


@pytest.mark.parametrize("start", ["", "\ufeff", "# a comment\r\n\r\n"])
def test_every_place_is_where_it_is_written(start: str) -> None:
    text = start + 'plans: [team, "big"]\nfacts:\n  segment: smb\n'
    node = read_yaml(SourceText("a.yaml", text)).value
    assert isinstance(node, Mapping)
    plans, facts = (entry.value for entry in node)
    assert isinstance(plans, Sequence)
    assert [item.at.text for item in plans.items] == ["team", '"big"']
    assert plans.at.text == '[team, "big"]'
    assert isinstance(facts, Mapping)
    assert facts.at.text == "segment"
    segment = facts.get("segment")
    assert isinstance(segment, Scalar)
    assert segment.at.where == f"a.yaml:{3 + start.count(chr(10))}:12"


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "DO405", ""),
        ("# nothing\n", "DO405", ""),
        ("a: 1\n---\nb: 2\n", "DO405", "a.yaml:2:1"),
        ("a: 1\nb: 2\na: 3\n", "DO402", "a.yaml:3:1"),
        ("x: {a: 1, a: 2}\n", "DO402", "a.yaml:1:11"),
        ("a: &here 1\nb: *here\n", "DO403", "a.yaml:1:4"),
        ("a: *there\n", "DO403", "a.yaml:1:4"),
        ("a: !!int 1\n", "DO403", "a.yaml:1:4"),
        ("a: !python/object:os.system x\n", "DO403", "a.yaml:1:4"),
        ("<<: {a: 1}\n", "DO403", "a.yaml:1:1"),
        ("a: [1, 2\nb: 3\n", "DO401", "a.yaml:2:2"),
        ("a: 'open\n", "DO401", "a.yaml:2:1"),
        ("a:\n\tb: 1\n", "DO407", "a.yaml:2:1"),
        ("a: b: c\n", "DO401", "a.yaml:1:5"),
        ("a: [“b”]\n", "DO409", "a.yaml:1:5"),
        ("“a”: b\n", "DO409", "a.yaml:1:1"),
        ("? [a]\n: b\n", "DO401", "a.yaml:1:3"),
        ("a: \x00\n", "DO401", "a.yaml:1:4"),
        ("a: \ud800\n", "DO401", "a.yaml:1:4"),
        ('{"a": "\\ud83d"}', "DO401", "a.yaml:1:7"),
        ("[" * 33 + "]" * 33, "DO404", "a.yaml:1:33"),
        ("a: " + "x" * LONGEST, "DO406", ""),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, code: str, where: str) -> None:
    outcome = read_yaml(SourceText("a.yaml", text))
    assert [found.code for found in outcome.diagnostics] == [code]
    (found,) = outcome.diagnostics
    assert (found.span.where if found.span is not None else "") == where
    assert found.file == "a.yaml"


def test_of_a_key_that_stands_twice_the_first_counts_and_both_are_shown() -> None:
    outcome = read_yaml(SourceText("a.yaml", "a: 1\na: 2\n"))
    assert plain(outcome.value) == {"a": "1"}
    assert outcome.diagnostics[0].related[0].span.where == "a.yaml:1:1"


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "{a: " * 20_000, "- " * 20_000, "a: " * 20_000, "]" * 20_000, "\n" * 100_000]
)
def test_nothing_hangs_or_ends_in_a_traceback(text: str) -> None:
    assert read_yaml(SourceText("a.yaml", text)).value is None


def test_yaml_is_imported_when_a_document_is_read() -> None:
    code = "import seatpolicy.workspace.yaml, seatpolicy.workspace.documents, sys; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("text", ["a: “b”", "a: ‘b’", "a: „b“", 'a: “b"', "a: ”b”"])
def test_curly_quotes_become_straight_ones(text: str) -> None:
    outcome = read_yaml(SourceText("a.yaml", text))
    (found,) = outcome.diagnostics
    assert found.fix is not None
    assert found.fix.edits[0].text == '"b"'
    assert found.fix.edits[0].span.text == text[3:]


def test_a_text_may_hold_curly_quotes() -> None:
    for text in ('a: "“b” and c"', "a: the “b”", "a: it’s", '{"a": "“b”"}'):
        assert read_yaml(SourceText("a.yaml", text)).diagnostics == ()
