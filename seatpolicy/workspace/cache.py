"""A name in, the text kept under it out: what one run leaves in the user's own cache folder for the next.

Only what can be made anew is kept here. So every failure (no home, a full disk, a folder of somebody else) means
"nothing is kept" and nothing more; and a text is written beside its file and renamed, so that no run reads half of one.
Whoever reads a text must check that it is current; this module promises only that the user's own runs wrote it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Mapping

FOLDER = "seatpolicy"
LARGEST = 64 * 1024 * 1024


class CacheFolder:
    """Texts by name in one folder; a `TableStore`. `folder` is None where no folder can be had."""

    def __init__(self, folder: str | None = None, environment: Mapping[str, str] | None = None) -> None:
        """Without a folder, the one that the environment names (see `cache_folder`). Touches no disk yet."""
        self.folder = cache_folder(os.environ if environment is None else environment) if folder is None else folder

    def read(self, name: str) -> str | None:
        """What is kept under the name, or None."""
        path = self._path(name)
        if path is None or not self._is_ours():
            return None
        try:
            with open(path, "rb") as file:
                content = file.read(LARGEST + 1)
            return content.decode("utf-8") if len(content) <= LARGEST else None
        except (OSError, ValueError):
            return None

    def write(self, name: str, text: str) -> None:
        """Keeps the text under the name, if that is possible."""
        path = self._path(name)
        if path is None or self.folder is None:
            return
        beside = f"{path}.{os.getpid():x}-{time.time_ns():x}.tmp"
        try:
            content = text.encode("utf-8")
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            if len(content) > LARGEST or not self._is_ours():
                return
            opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(opened, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.unlink(beside)

    def _path(self, name: str) -> str | None:
        """The file of a name; None for a name that could lead out of the folder."""
        if self.folder is None or not name or name.startswith(".") or any(c in name for c in '/\\:\0'):
            return None
        return os.path.join(self.folder, name)

    def _is_ours(self) -> bool:
        """Whether nobody but the user can have written in the folder."""
        try:
            about = os.stat(str(self.folder))
        except (OSError, ValueError):
            return False
        if not stat.S_ISDIR(about.st_mode):
            return False
        if not hasattr(os, "getuid"):
            return True  # Windows: the folder lies in the user's own profile
        return about.st_uid == os.getuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def cache_folder(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Where the user's caches lie: $SEATPOLICY_CACHE itself, else `seatpolicy` in $XDG_CACHE_HOME, else in the
    platform's place (`~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`); None where there is no home. Relative paths do
    not count: they would leave a cache in every folder that a command is run in.
    """
    named = environment.get("SEATPOLICY_CACHE", "")
    if os.path.isabs(named):
        return named
    shared = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(shared):
        return os.path.join(shared, FOLDER)
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return os.path.join(local, FOLDER, "cache") if os.path.isabs(local) else None
    home = environment.get("HOME", "")
    if not os.path.isabs(home):
        home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    place = ("Library", "Caches") if platform == "darwin" else (".cache",)
    return os.path.join(home, *place, FOLDER)
