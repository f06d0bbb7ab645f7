"""Paths in, documents as nodes out, and the case files that lie beside policies."""

from __future__ import annotations

import os

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.nodes import Node
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.files import read_source
from seatpolicy.workspace.plugins import installed

CASES = ("cases.yaml", "cases.json")


def read_document(path: str) -> Outcome[Node | None]:
    """The document in a file; None and findings where there is none."""
    read = read_source(path)
    return parse_document(read.value) if read.value is not None else Outcome(None, read.diagnostics)


def parse_document(source: SourceText) -> Outcome[Node | None]:
    """The document of a text, by the reader of its ending; None, too, where a finding says that it cannot be taken as it
    stands."""
    outcome = installed().read(source)
    return Outcome(None if outcome.has_errors else outcome.value, outcome.diagnostics)


def cases_beside(policy: str) -> str | None:
    """The case file in a policy's folder; None where there is none."""
    paths = (os.path.join(os.path.dirname(policy), name) for name in CASES)
    return next((path for path in paths if os.path.isfile(path)), None)


def beside(file: str, name: str) -> str:
    """The path of what a document names, counted from the document's own folder."""
    return os.path.normpath(os.path.join(os.path.dirname(file), name))


def is_document(path: str) -> bool:
    """Whether a path names a document, by its ending."""
    return path.lower().endswith(installed().endings)
