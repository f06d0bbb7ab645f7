"""Paths in, policy texts out, and texts back to their paths: the policy files on the user's disk.

Whatever is wrong with a file is a finding that says what to do, never an exception. Bytes are read as UTF-8 and as
nothing else: guessing an encoding would let one policy say two things. A text is written beside its file and renamed
onto it, so that a reader never meets half a policy, and a run that is cut short leaves the old one.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterable

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.source.text import SourceText

E = Severity.ERROR
PL601 = code("PL601", "no-such-file", E, "a path that is named leads to a file")
PL602 = code("PL602", "folder-without-policy", E, "a folder that is named holds policies, and a policy is a file")
PL603 = code("PL603", "unreadable-file", E, "the file cannot be read")
PL604 = code("PL604", "not-utf-8", E, "a policy is UTF-8 text")
PL605 = code("PL605", "file-too-large", E, "a policy file is larger than any policy")
PL606 = code("PL606", "unwritable-file", E, "the file cannot be written")

ENDING = ".seat"
LARGEST = 64 * 1024 * 1024
"""Bytes; a policy of a million lines has fewer. What is larger, or endless as a device, is not read into memory."""

_ENDINGS_OF = dict.fromkeys((".yaml", ".yml", ".json"), (".yaml", ".yml", ".json"))
"""For a path with such an ending, documents may be meant as well as policies."""

_OTHER_ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def read_source(path: str) -> Outcome[SourceText | None]:
    """The text of a file, its byte order mark and line ends kept; None and one finding where there is none."""
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return _none(_missing(path))
    except IsADirectoryError:
        return _none(_folder(path))
    except (OSError, ValueError) as trouble:
        # Windows says "permission denied" for a folder; a NUL in a path is a ValueError.
        return _none(_folder(path) if os.path.isdir(path) else unreadable(path, trouble))
    return decode(path, content)


def decode(path: str, content: bytes) -> Outcome[SourceText | None]:
    """Bytes as a text that messages call `path`; None and one finding where they are too many or not UTF-8."""
    if len(content) > LARGEST:
        most = f"{LARGEST // (1024 * 1024)} MiB"
        return _none(PL605.at(None, f"this is larger than {most}", path=path, why="no policy is, so it is not read",
                              hint="name a policy file, or split this one with `use`"))  # fmt: skip
    try:
        return Outcome(SourceText(path, content.decode("utf-8")))
    except UnicodeDecodeError as trouble:
        return _none(_not_utf8(path, content, trouble.start))


def write_atomically(path: str, text: str) -> Diagnostic | None:
    """Writes the text as UTF-8 and renames it onto the path; a finding where that fails: then the old file is whole.

    Mode and, as far as allowed, owner stay those of the old file. A symbolic link stays one: the file that it leads to
    is replaced. A file that may not be written is not replaced either.
    """
    try:
        content = text.encode("utf-8")
        target = os.path.realpath(path)
        old = os.stat(target) if os.path.exists(target) else None
        if old is not None and not stat.S_ISREG(old.st_mode):
            return _unwritable(path, "it is no ordinary file")
        if old is not None and not os.access(target, os.W_OK):
            return _unwritable(path, "it is protected from writing")
        beside = _beside(target)
        _write_new(beside, content, old)
        try:
            os.replace(beside, target)
        except OSError:
            _forget(beside)
            raise
    except (OSError, ValueError) as trouble:
        return _unwritable(path, _reason(trouble))
    return None


def policy_files(paths: Iterable[str]) -> list[str]:
    """The files that the paths name: a file is itself, a folder every `*.seat` below it, sorted; each file once.

    Hidden folders and links to folders are passed over. A folder that holds no policy, or cannot be listed, stays
    in the list as itself, so that reading it says so.
    """
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            for name in _below(path) or [path]:
                found.setdefault(name)
        else:
            found.setdefault(path)
    return list(found)


def _below(folder: str) -> list[str]:
    unlisted: list[str] = []

    def unlistable(trouble: OSError) -> None:
        unlisted.append(str(trouble.filename))

    files = []
    for parent, folders, names in os.walk(folder, onerror=unlistable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [os.path.join(parent, name) for name in sorted(names) if name.endswith(ENDING)]
    return files + unlisted


def _beside(target: str) -> str:
    """A name in the same folder, so that renaming stays on one disk; the clock keeps two runs apart."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name[:100]}.{os.getpid():x}-{time.time_ns():x}.tmp")


def _write_new(path: str, content: bytes, like: os.stat_result | None) -> None:
    """Writes a new file with the mode and owner of an old one; leaves nothing behind where it fails."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600 if like else 0o666)
    try:
        with open(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            if hasattr(os, "chown"):
                with contextlib.suppress(OSError):
                    os.chown(path, like.st_uid, like.st_gid)
            os.chmod(path, stat.S_IMODE(like.st_mode))
    except OSError:
        _forget(path)
        raise


def _forget(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


# ---- messages -------------------------------------------------------------------------------------------------------


def _none(found: Diagnostic) -> Outcome[SourceText | None]:
    return Outcome(None, (found,))


def _missing(path: str) -> Diagnostic:
    folder, name = os.path.split(path)
    near: tuple[str, ...] = ()
    with contextlib.suppress(OSError, ValueError):
        ending = os.path.splitext(name)[1]
        near = closest(name, (n for n in os.listdir(folder or ".") if n.endswith((ENDING, *_ENDINGS_OF.get(ending, ())))), 1)
    if near:
        hint = f"did you mean `{os.path.join(folder, near[0])}`?"
    elif folder and not os.path.isdir(folder):
        hint = f"there is no folder `{folder}` either"
    else:
        hint = "look for a slip in the path; it counts from the folder that the command is run in"
    return PL601.at(None, "there is no such file", path=path, hint=hint)


def _folder(path: str) -> Diagnostic:
    try:
        os.listdir(path)
    except OSError as trouble:
        return unreadable(path, trouble)
    held = _below(path)
    if held:
        return PL602.at(None, "this is a folder", path=path, hint=f"name a file in it, such as `{held[0]}`")
    return PL602.at(None, f"this folder holds no `*{ENDING}` file", path=path,
                    hint="name a policy file, or the folder that holds it")  # fmt: skip


def unreadable(path: str, trouble: Exception) -> Diagnostic:
    return PL603.at(None, f"this file cannot be read: {_reason(trouble)}", path=path,
                    hint="allow it to be read (`chmod u+r`), or name another file")  # fmt: skip


def _not_utf8(path: str, content: bytes, at: int) -> Diagnostic:
    for mark, name in _OTHER_ENCODINGS:
        if content.startswith(mark):
            return PL604.at(None, f"this is {name}, not UTF-8", path=path, hint="save it as UTF-8")
    before = content[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return PL604.at(None, f"byte {content[at]:02x} in line {line}, column {column} is not UTF-8", path=path,
                    why="one encoding for every policy, so that it says the same everywhere",
                    hint="save the file as UTF-8")  # fmt: skip


def _unwritable(path: str, reason: str) -> Diagnostic:
    return PL606.at(None, f"this file cannot be written: {reason}", path=path, why="it was left as it is",
                    hint="allow it and its folder to be written, or write to a copy")  # fmt: skip


def _reason(trouble: Exception) -> str:
    if isinstance(trouble, OSError) and trouble.strerror:
        return trouble.strerror[:1].lower() + trouble.strerror[1:]
    if isinstance(trouble, UnicodeError):
        return "the text holds characters that UTF-8 cannot write"
    return str(trouble) or type(trouble).__name__
