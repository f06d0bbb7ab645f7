"""The shipped policies and the files that write every form once, as texts."""

from __future__ import annotations

import functools
from pathlib import Path

from seatpolicy.syntax import tables

ROOT = Path(__file__).parents[2]
_FOLDERS = ("policies", "tests", "grammars")


@functools.cache
def language() -> tables.Tables:
    """The tables of the grammar, read once."""
    return tables.load()


@functools.cache
def policies() -> dict[str, str]:
    """The text of every policy in `policies/`, by its path."""
    return _read("policies", "**/*.seat")


@functools.cache
def all_texts() -> dict[str, str]:
    """The policies, and every file named `every-*.seat` beside tests or grammar."""
    return {**policies(), **{k: v for folder in _FOLDERS[1:] for k, v in _read(folder, "**/every-*.seat").items()}}


def _read(folder: str, pattern: str) -> dict[str, str]:
    found = {}
    for file in sorted((ROOT / folder).glob(pattern)):
        with file.open(encoding="utf-8", newline="") as text:
            found[file.relative_to(ROOT).as_posix()] = text.read()
    return found
