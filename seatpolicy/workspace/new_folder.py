"""A path in, a folder with a first policy, an account, cases and a README there out; nothing that exists is overwritten.

The files are those of `starter/` in the package, byte for byte.
"""

from __future__ import annotations

import contextlib
import os

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.workspace.files import write_atomically

PL607 = code("PL607", "folder-in-use", Severity.ERROR, "a new policy begins where nothing of it exists")
PL608 = code("PL608", "folder-not-made", Severity.ERROR, "the folder of a new policy can be made")

FILES = ("policy.seat", "accounts/first.yaml", "cases.yaml", "README.md")


def begin(folder: str) -> Outcome[tuple[str, ...]]:
    """The paths that were written; none, and a finding, where one of them (or a file in place of a folder) is there already,
    or the disk refuses. What was written before a refusal is taken away again."""
    paths = [os.path.join(folder, *name.split("/")) for name in FILES]
    there = [path for path in paths if os.path.lexists(path)]
    if os.path.lexists(folder) and not os.path.isdir(folder):
        there = [folder]
    if there:
        found = PL607.at(None, "this is there already, and nothing was written", path=there[0],
                         why="`init` overwrites nothing",
                         hint="name a folder that does not exist yet, as in `seatpolicy init pricing`")  # fmt: skip
        return Outcome((), (found,))
    written: list[str] = []
    made: list[str] = []
    for name, path in zip(FILES, paths, strict=True):
        wrong = _make(os.path.dirname(path), made) or write_atomically(path, _text(name))
        if wrong is not None:
            _take_back(written, made)
            return Outcome((), (wrong,))
        written.append(path)
    return Outcome(tuple(written))


def _text(name: str) -> str:
    from importlib.resources import files

    return files("seatpolicy.workspace").joinpath("starter", *name.split("/")).read_text(encoding="utf-8")


def _make(folder: str, made: list[str]) -> Diagnostic | None:
    """Makes a folder and those around it; `made` remembers which."""
    if not folder or os.path.isdir(folder):
        return None
    outer = _make(os.path.dirname(folder), made)
    if outer is not None:
        return outer
    try:
        os.mkdir(folder)
    except (OSError, ValueError) as trouble:
        reason = (trouble.strerror if isinstance(trouble, OSError) else None) or str(trouble)
        return PL608.at(None, f"this folder cannot be made: {reason[:1].lower()}{reason[1:]}", path=folder,
                        hint="name a folder where you may write")  # fmt: skip
    made.append(folder)
    return None


def _take_back(written: list[str], made: list[str]) -> None:
    for path in written:
        with contextlib.suppress(OSError):
            os.unlink(path)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            os.rmdir(folder)
