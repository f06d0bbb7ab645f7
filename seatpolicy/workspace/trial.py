"""Paths in, what the examples and cases that they name came to out."""

from __future__ import annotations

import os
from collections.abc import Sequence

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.cases import read_cases
from seatpolicy.engines.base import Engine
from seatpolicy.semantics.check import Checked
from seatpolicy.tools.testing.cases import run_case
from seatpolicy.tools.testing.examples import run_examples
from seatpolicy.tools.testing.results import Result
from seatpolicy.workspace.documents import beside, cases_beside, is_document, read_document
from seatpolicy.workspace.policy import check_path, policies_in
from seatpolicy.workspace.standard_input import NAME, check_named


@attrs.define
class Trial:
    """What a run of tests gathers: results by file, and the findings that kept something from being run."""

    engine: Engine
    results: list[Result] = attrs.field(factory=list)
    findings: list[Diagnostic] = attrs.field(factory=list)
    files: int = 0
    _checked: dict[str, Checked | None] = attrs.field(factory=dict)
    _done: set[str] = attrs.field(factory=set)

    def run(self, paths: Sequence[str]) -> None:
        """Runs what the paths name: a policy's examples and the cases beside it, a folder's policies, a case file."""
        for path in paths:
            if path == NAME:
                self.policy(path)
                continue
            if os.path.isfile(path) and is_document(path):
                self.cases(path)
                continue
            for policy in policies_in([path]):
                self.policy(policy)

    def policy(self, path: str) -> None:
        """The examples of a policy, and the cases beside it."""
        if not self._first(path):
            return
        checked = self._check(path, named=True)
        if checked is not None:
            self.results += run_examples(checked, self.engine)
            # A text without a folder has no cases beside it.
            file = cases_beside(path) if path != NAME else None
            if file is not None:
                self.cases(file)

    def cases(self, path: str) -> None:
        """The cases of a file."""
        if not self._first(path):
            return
        document = read_document(path)
        self.findings += document.diagnostics
        if document.value is None:
            return
        read = read_cases(document.value)
        self.findings += read.diagnostics
        if read.value is None:
            return
        checked = self._check(beside(path, read.value.policy.text))
        if checked is None:
            return
        for case in read.value.cases:
            self.results.append(run_case(case, checked, self.engine, lambda name: read_document(beside(path, name))))

    def _check(self, path: str, named: bool = False) -> Checked | None:
        """The policy, if it has no errors; its errors are reported once. `named` is a path that the user typed."""
        key = os.path.abspath(path)
        if key not in self._checked:
            outcome = check_named(path) if named else check_path(path)
            if outcome.value is None or outcome.has_errors:
                self.findings += outcome.diagnostics
                self._checked[key] = None
            else:
                self._checked[key] = outcome.value
        return self._checked[key]

    def _first(self, path: str) -> bool:
        key = os.path.abspath(path)
        if key in self._done:
            return False
        self._done.add(key)
        self.files += 1
        return True
