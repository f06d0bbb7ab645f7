"""A path in, the checked policy out: reads the policy's file and its libraries, then checks them.

Files are collected before any semantics starts: which libraries a file names is seen from its `use` lines alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.semantics.check import Checked, check
from seatpolicy.semantics.in_force import Customer
from seatpolicy.semantics.libraries import inside, resolve_path
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.workspace.cache import CacheFolder
from seatpolicy.workspace.files import policy_files, read_source
from seatpolicy.workspace.plugins import installed

_USE = re.compile(r'^[ \t]*use[ \t]+"([^"\r\n]*)"', re.MULTILINE)
_HEAD = re.compile(r"^\ufeff?[ \t]*policy\b", re.MULTILINE)


def is_policy(text: str) -> bool:
    """Whether a file declares a policy; one that does not is a library."""
    return _HEAD.search(text) is not None


def check_path(path: str) -> Outcome[Checked | None]:
    """The policy in a file, checked with its libraries; None where the file cannot be read."""
    read = read_source(path)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    return check_source(read.value)


def check_source(main: SourceText) -> Outcome[Checked | None]:
    """A policy's text, checked with the libraries that lie beside its path."""
    key = posixpath.normpath(main.path.replace("\\", "/"))
    sources = {key: main}
    troubles: list[Outcome[SourceText | None]] = []
    waiting = [(key, main)]
    while waiting:
        base, source = waiting.pop()
        for name in _USE.findall(source.text):
            target = resolve_path(base, name)
            if target in sources or not inside(name):
                continue
            read = read_source(target)
            if read.value is not None:
                sources[target] = read.value
                waiting.append((target, read.value))
            elif any(found.code != "PL601" for found in read.diagnostics):
                troubles.append(read)
    plugins = installed()
    outcome = check(sources, key, _language(), plugins.functions, plugins.rules)
    more = tuple(found for read in troubles for found in read.diagnostics)
    return Outcome(outcome.value, (*plugins.findings, *outcome.diagnostics, *more))


@cache
def _language() -> tables.Tables:
    """The language's tables, read once in a process: they are half of what it takes to read a short policy."""
    return tables.load(CacheFolder())


def load_policy(path: str, *, as_of: date | None = None, customer: Customer | None = None) -> Outcome[Policy | None]:
    """The model of the policy in a file, as it stands for a customer on a day (the policy's first day, without). None
    where there are errors; every finding is given either way."""
    outcome = check_path(path)
    if outcome.value is None or outcome.has_errors:
        return Outcome(None, outcome.diagnostics)
    checked = outcome.value
    return Outcome(checked.text_for(as_of or checked.effective, customer).policy, outcome.diagnostics)


def policies_in(paths: Sequence[str]) -> list[str]:
    """The policy files that paths name: files as they are; in folders every `*.seat` that declares a policy."""
    found: dict[str, None] = {}
    for path in paths:
        named = policy_files([path])
        if list(named) == [path]:
            found[path] = None
            continue
        for file in named:
            read = read_source(file)
            if read.value is None or is_policy(read.value.text):
                found[file] = None
    return list(found)
