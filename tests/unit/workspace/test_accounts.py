"""Books of accounts: folders, JSON Lines and standard input, one account after the other, each mistake with its line."""

from __future__ import annotations

import io
import json
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.diagnostics.render import render
from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence
from seatpolicy.source.text import SourceText
from seatpolicy.workspace import accounts
from seatpolicy.workspace.accounts import AccountSource, account_sources, are_many
from seatpolicy.workspace.json_text import read_json, read_json_line
from seatpolicy.workspace.yaml import LONGEST, read_yaml


def plain(node: Node | None) -> object:
    """A tree with its texts and whether each stands in quotes."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node is None else (node.text, node.quoted)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(*paths: str) -> list[AccountSource]:
    return list(account_sources(paths))


def told(found: list[AccountSource]) -> list[tuple[str, list[str]]]:
    return [(one.where, [each.code for each in one.document.diagnostics]) for one in found]


def test_each_line_is_an_account_and_a_bad_one_stops_no_other() -> None:
    lines = ['{"account": "a"}', "", '{"account": "b",}', "{", '{"account": "c"}', "account: d", '{"account": "e"} {}']
    Path("book.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert told(read("book.jsonl")) == [
        ("book.jsonl:1", []),
        ("book.jsonl:3", ["DO408"]),
        ("book.jsonl:4", ["DO408"]),
        ("book.jsonl:5", []),
        ("book.jsonl:6", ["DO408"]),
        ("book.jsonl:7", ["DO408"]),
    ]


def test_a_bad_line_is_shown_with_its_number() -> None:
    Path("book.jsonl").write_text('{"account": "a"}\n{"account": "b", "plans": [}\n', encoding="utf-8")
    (found,) = read("book.jsonl")[1].document.diagnostics
    assert render(found) == (
        "DO408 book.jsonl:2:28: this line is no JSON\n"
        '   2 | {"account": "b", "plans": [}\n'
        "     |                            ^ a value is expected here; write each account on a line of its\n"
        "     |                              own, as JSON"
    )


def test_places_of_a_line_are_those_of_the_file() -> None:
    Path("book.jsonl").write_text('{"account": "a"}\n\n  {"account": "b"}\n', encoding="utf-8")
    node = read("book.jsonl")[1].document.value
    assert isinstance(node, Mapping)
    value = node.get("account")
    assert isinstance(value, Scalar)
    assert (value.at.where, value.at.text) == ("book.jsonl:3:15", '"b"')
    assert value.at.source.line_text(3) == '  {"account": "b"}'
    assert value.at.source.offset(3, 15) == value.at.start


def test_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    Path("book.jsonl").write_bytes(b'\xef\xbb\xbf{"account": "a"}\r\n{"account": "b"}\r\n')
    assert told(read("book.jsonl")) == [("book.jsonl:1", []), ("book.jsonl:2", [])]


def test_a_line_that_is_not_utf8_names_itself() -> None:
    Path("book.jsonl").write_bytes(b'{"account": "a"}\n{"account": "\xff"}\n{"account": "c"}\n')
    assert told(read("book.jsonl")) == [("book.jsonl:1", []), ("book.jsonl:2", ["PL604"]), ("book.jsonl:3", [])]


def test_a_line_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "LONGEST_LINE", 100)
    Path("book.jsonl").write_text('{"account": "' + "x" * 1000 + '"}\n{"account": "b"}\n', encoding="utf-8")
    found = read("book.jsonl")
    assert told(found) == [("book.jsonl:1", ["DO406"]), ("book.jsonl:2", [])]


def test_a_line_of_too_many_characters() -> None:
    Path("book.jsonl").write_text("[" + "1," * (LONGEST // 2) + "1]\n{}\n", encoding="utf-8")
    found = read("book.jsonl")
    assert told(found) == [("book.jsonl:1", ["DO406"]), ("book.jsonl:2", [])]


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_file_without_accounts(content: str) -> None:
    Path("book.jsonl").write_text(content, encoding="utf-8")
    assert told(read("book.jsonl")) == [("book.jsonl", ["DO462"])]


def test_a_file_that_is_not_there() -> None:
    assert told(read("book.jsonl", "a.yaml")) == [("book.jsonl", ["PL601"]), ("a.yaml", ["PL601"])]


def test_a_folder_is_every_document_in_it_sorted() -> None:
    for name, text in {
        "b.yaml": "account: b\n", "a.json": '{"account": "a"}', "more/c.yml": "account: c\n",
        "d.jsonl": '{"account": "d"}\n',
        "cases.yaml": "schema_version: '1.0'\npolicy: policy.seat\ncases: []\n", "README.md": "# no\n", "e.yaml": "[",
        ".hidden/f.yaml": "account: f\n", ".g.yaml": "account: g\n",
    }.items():  # fmt: skip
        path = Path("book") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = read("book")
    assert told(found) == [
        ("book/a.json", []),
        ("book/b.yaml", []),
        ("book/cases.yaml", ["DO461"]),
        ("book/d.jsonl:1", []),
        ("book/e.yaml", ["DO401"]),
        ("book/more/c.yml", []),
        ("book", ["DO461"]),
    ]
    messages = [each.message for one in found if one.passed_over for each in one.document.diagnostics]
    assert messages == [
        "this is no account: it has no key `account`, but schema_version, policy, cases",
        "README.md is no document",
    ]


def test_a_folder_without_accounts() -> None:
    Path("book").mkdir()
    (Path("book") / "notes.txt").write_text("none", encoding="utf-8")
    assert told(read("book")) == [("book", ["DO461"]), ("book", ["DO462"])]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ('{"account": "a"}\n{"account": "b"}\n', [("<stdin>:1", []), ("<stdin>:2", [])]),
        ('\n{"account": "a"}\n[\n', [("<stdin>:2", []), ("<stdin>:3", ["DO408"])]),
        ('{"account": "a"}', [("<stdin>:1", [])]),
        ('{"account":\n  "a"}\n', [("<stdin>", [])]),
        ("account: a\nplans: [team]\n", [("<stdin>", [])]),
        ("account: a\n---\naccount: b\n", [("<stdin>", ["DO405"])]),
        ("", [("<stdin>", ["DO405"])]),
        ("{a: 1}\n", [("<stdin>", [])]),
    ],
)
def test_standard_input_is_a_document_or_lines(
    content: str, wanted: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode("utf-8"))))
    assert told(read("-")) == wanted


def test_what_is_a_book() -> None:
    Path("book").mkdir()
    assert [are_many(paths) for paths in (["a.yaml"], ["-"], ["a.yaml", "b.yaml"], ["a.jsonl"], ["book"])] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_accounts_are_read_one_by_one() -> None:
    with Path("book.jsonl").open("w", encoding="utf-8") as file:
        file.writelines('{"account": "a"}\n' for _ in range(1000))
    assert next(account_sources(["book.jsonl"])).where == "book.jsonl:1"


# YAML breaks lines at three characters more, and folds them inside quotes; in JSON they are characters like any other.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300)
@given(values, st.booleans(), st.sampled_from([None, 2]))
def test_both_readers_make_one_tree_of_what_is_json(value: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    mine = read_json(SourceText("a.json", text))
    other = read_yaml(SourceText("a.json", text))
    assert mine is not None
    assert [one.code for one in mine.diagnostics] == [one.code for one in other.diagnostics]
    if not other.diagnostics:
        assert plain(mine.value) == plain(other.value)


@settings(max_examples=500)
@given(st.lists(st.sampled_from([*'{}[]:,"\\ue0-9.+truefalsn ', "\t", "\n", "\x7f", "\ud800", "1e5", "null"]), max_size=24))
def test_what_is_json_is_what_python_calls_so(pieces: list[str]) -> None:
    """Python's own reader takes more (NaN); what ours takes Python takes, and the other way round with those left out."""
    text = "".join(pieces)
    try:
        json.loads(text, parse_constant=lambda word: 1 / 0)
        is_json = True
    except (ValueError, ZeroDivisionError, RecursionError):
        is_json = False
    found = read_json_line(SourceText("a.json", text))
    refused = [one.code for one in found.diagnostics]
    assert ("DO408" in refused) is (not is_json) or "DO401" in refused


def test_a_book_needs_no_more_memory_than_its_longest_line() -> None:
    def peak(lines: int) -> int:
        with Path("book.jsonl").open("w", encoding="utf-8") as file:
            file.writelines('{"account": "a", "seats": {"member_seats": 49}}\n' for _ in range(lines))
        tracemalloc.start()
        for _ in account_sources(["book.jsonl"]):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4000) * 10 < peak(40) * 15
