"""Paths of accounts in, each account's document out, one after the other: files, folders, JSON Lines (`book.jsonl:12` is
the account of one line), standard input.

Only one document is held at a time, so a book of a million accounts needs no more memory than its longest line. What cannot
be read is a finding in its turn, and the others go on. A folder stands for every document in it, sorted by path; one that is
no account, such as a document of cases or of tax rates, is named and passed over.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.messages import wrong_option
from seatpolicy.documents.nodes import Mapping, Node
from seatpolicy.source.text import BYTE_ORDER_MARK, SourceText
from seatpolicy.workspace.documents import is_document, parse_document, read_document
from seatpolicy.workspace.files import ENDING, LARGEST, decode, unreadable
from seatpolicy.workspace.json_text import read_json_line
from seatpolicy.workspace.standard_input import NAME, SHOWN
from seatpolicy.workspace.yaml import DO406, LONGEST

DO461 = code("DO461", "passed-over", Severity.INFORMATION, "a file in a folder of accounts is no account")
DO462 = code("DO462", "no-accounts", Severity.ERROR, "a folder or a file of accounts holds one at least")

LINES = ".jsonl"
LONGEST_LINE = 4 * LONGEST
"""Bytes; a character has at most four."""

_SHOWN = 5  # so many files that are no documents are named


@attrs.frozen
class AccountSource:
    """Where an account stands (`acme.yaml`, `book.jsonl:12`), and its document: None, and why, where it cannot be read.
    `passed_over` is something in a folder that is no account; then the findings name it."""

    where: str
    document: Outcome[Node | None]
    passed_over: bool = False


def account_sources(paths: Sequence[str]) -> Iterator[AccountSource]:
    """Every account that the paths name, in their order; each is read when it is asked for."""
    for path in paths:
        if path == NAME:
            yield from _standard_input()
        elif os.path.isdir(path):
            yield from _folder(path)
        elif path.lower().endswith(LINES):
            yield from _lines_of(path)
        elif (book := _book(path)) and not os.path.exists(path):
            yield from _one_line(book, path)
        else:
            yield AccountSource(path, read_document(path))


def _book(path: str) -> str:
    """The file of `book.jsonl:12`; empty for any other path."""
    book, _, line = path.rpartition(":")
    return book if line.isdecimal() and book.lower().endswith(LINES) else ""


def _one_line(book: str, path: str) -> Iterator[AccountSource]:
    """The account of one line, or why there is none."""
    for one in _lines_of(book):
        if one.where in (path, book):
            yield one
            return
    yield AccountSource(path, Outcome(None, (_no_accounts(path, "this line"),)))


def in_wrong_order(policy: str, accounts: Sequence[str]) -> Diagnostic | None:
    """The finding about a policy that is named where accounts are, while a document is named as the policy. By their
    endings: read as each other, both would be full of mistakes."""
    late = next((path for path in accounts if path.lower().endswith(ENDING)), None)
    if late is None or not (is_document(policy) or policy.lower().endswith(LINES)):
        return None
    return wrong_option(f"`{late}` is a policy, and stands behind an account", f"the policy comes first: `{late} {policy}`")


def are_many(paths: Sequence[str]) -> bool:
    """Whether paths name a book of accounts and not one document, as far as that can be told before reading."""
    return len(paths) > 1 or any(os.path.isdir(path) or path.lower().endswith(LINES) for path in paths)


def _folder(folder: str) -> Iterator[AccountSource]:
    found = False
    other: list[str] = []
    for path in _files_below(folder):
        if path.lower().endswith(LINES):
            found = True
            yield from _lines_of(path)
        elif not is_document(path):
            other.append(path)
        else:
            document = read_document(path)
            if document.value is None or _is_account(document.value):
                found = True
                yield AccountSource(path, document)
            else:
                yield _passed_over(path, f"this is no account: it has no key `account`{_its_keys(document.value)}")
    if other:
        named = ", ".join(os.path.basename(path) for path in other[:_SHOWN])
        more = f" and {len(other) - _SHOWN:,} more" if len(other) > _SHOWN else ""
        yield _passed_over(folder, f"{named}{more} {'is no document' if len(other) == 1 else 'are no documents'}")
    if not found:
        yield AccountSource(folder, Outcome(None, (_no_accounts(folder, "this folder"),)))


def _files_below(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(parent, name) for name in sorted(names) if not name.startswith("."))


def _is_account(node: Node) -> bool:
    """Whether a document speaks of an account; one that is no mapping is told so by the reader of accounts."""
    return not isinstance(node, Mapping) or node.get("account") is not None or node.get("subscription") is not None


def _its_keys(node: Node) -> str:
    names = [entry.key.text for entry in node][:3] if isinstance(node, Mapping) else []
    return f", but {', '.join(names)}" if names else ""


def _passed_over(path: str, message: str) -> AccountSource:
    found = DO461.at(None, message, path=path, hint="name the accounts' own folder, and this is not told")
    return AccountSource(path, Outcome(None, (found,)), passed_over=True)


def _no_accounts(path: str, what: str) -> Diagnostic:
    return DO462.at(None, f"{what} holds no account", path=path, why="nothing would be billed, and nobody would notice",
                    hint="name a document, a folder of them, or a file of JSON Lines")  # fmt: skip


def _standard_input() -> Iterator[AccountSource]:
    """One document; or JSON Lines, if the first line is a JSON value by itself."""
    if sys.stdin is None:
        yield _unreadable(SHOWN, OSError(0, "Standard input is closed"))
        return
    try:
        stream = sys.stdin.buffer
        first = stream.readline(LONGEST_LINE + 1)
        while first and not first.strip():
            first += stream.readline(LONGEST_LINE + 1)
        read = decode(SHOWN, first)
        if read.value is not None and read.value.text.lstrip().startswith("{") and not read_json_line(read.value).has_errors:
            yield from _lines(SHOWN, chain([first], bounded_lines(stream)))
            return
        whole = decode(SHOWN, first + stream.read(LARGEST + 1))
    except (OSError, ValueError) as trouble:
        yield _unreadable(SHOWN, trouble)
        return
    yield AccountSource(
        SHOWN, parse_document(whole.value) if whole.value is not None else Outcome(None, whole.diagnostics)
    )


def _lines_of(path: str) -> Iterator[AccountSource]:
    try:
        with open(path, "rb") as file:
            yield from _lines(path, bounded_lines(file))
    except FileNotFoundError:
        yield AccountSource(path, read_document(path))
    except (OSError, ValueError) as trouble:
        yield _unreadable(path, trouble)


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of one that is too long only its beginning, without an end of line."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def _lines(path: str, lines: Iterable[bytes]) -> Iterator[AccountSource]:
    """The account of every line; empty lines are passed over, but counted."""
    found = False
    number = 0
    for line in lines:
        # The first piece of standard input may be several lines, of which only the last is not empty.
        number += max(line.count(b"\n"), 1)
        if not line.strip():
            continue
        found = True
        yield AccountSource(f"{path}:{number}", _line(path, number, line))
    if not found:
        yield AccountSource(path, Outcome(None, (_no_accounts(path, "this file"),)))


def _line(path: str, number: int, line: bytes) -> Outcome[Node | None]:
    if len(line) > LONGEST_LINE:
        told = DO406.at(None, f"line {number} is longer than any account", path=f"{path}:{number}",
                        note=f"the most that is read is {LONGEST:,} characters",
                        hint="write each account on a line of its own")  # fmt: skip
        return Outcome(None, (told,))
    read = decode(f"{path}:{number}", line.strip(b"\r\n"))
    if read.value is None:
        return Outcome(None, read.diagnostics)
    text = read.value.text.removeprefix(BYTE_ORDER_MARK) if number == 1 else read.value.text
    outcome = read_json_line(SourceText(path, text, number))
    return Outcome(None if outcome.has_errors else outcome.value, outcome.diagnostics)


def _unreadable(path: str, trouble: Exception) -> AccountSource:
    return AccountSource(path, Outcome(None, (unreadable(path, trouble),)))
