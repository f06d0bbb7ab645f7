"""The folders that Python imports from in, the plugins that are installed in them out; nothing is imported.

Every installed distribution has a folder `NAME-VERSION.dist-info`, and one with plugins a file `entry_points.txt` in it with
a section `[seatpolicy]`. Reading those files takes a few milliseconds; `importlib.metadata`, which says the same, takes more
than a whole `check` of a small policy, because it parses what every distribution says about itself. A named tuple, and not
a record as elsewhere: `--help` looks for plugins' commands, and needs nothing else of the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

GROUP = "seatpolicy"


class Installed(NamedTuple):
    """An entry point: `target` is a module, or `module:attribute`; `distribution` and `version` say what installed it."""

    name: str
    target: str
    distribution: str
    version: str

    @property
    def plugin(self) -> str:
        """How findings name it: `seatpolicy-desk 0.1.0`; with the entry point's name where a distribution has several."""
        return f"{self.distribution} {self.version}".strip()


def installed(folders: Iterable[str]) -> tuple[Installed, ...]:
    """Every plugin, in the order of their distributions' names. Of a distribution that lies in several folders the first
    counts, as it does for imports. A folder that cannot be read holds nothing."""
    found: dict[str, tuple[Installed, ...]] = {}
    # Python's own modules lie in a folder of several hundred, and nothing is ever installed there.
    library = os.path.dirname(os.__file__)
    for folder in dict.fromkeys(folders):
        if folder in (library, os.path.join(library, "lib-dynload")):
            continue
        for name, text in _entry_points(folder or os.curdir):
            distribution, _, version = name.partition("-")
            key = distribution.lower().replace("_", "-").replace(".", "-")
            if key not in found:
                pairs = _section(text)
                found[key] = tuple(Installed(one, target, key, version) for one, target in pairs)
    return tuple(one for key in sorted(found) for one in found[key])


def _entry_points(folder: str) -> Iterator[tuple[str, str]]:
    """`NAME-VERSION` and the text of `entry_points.txt` of every distribution in a folder that may have plugins."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))
    except (OSError, ValueError):
        return
    for name in names:
        try:
            with open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:
                content = file.read()
        except OSError:
            continue
        if b"[seatpolicy]" in content:
            yield name.rpartition(".")[0], content.decode("utf-8", "replace")


def _section(text: str) -> list[tuple[str, str]]:
    """The pairs of the section, in the order written."""
    pairs: list[tuple[str, str]] = []
    inside = False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line and not line.startswith("#"):
            name, _, target = line.partition("=")
            pairs.append((name.strip(), target.partition("[")[0].strip()))
    return pairs
