"""Plugins as a user has them, in a folder that Python imports from: a module and what an installer leaves beside it."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import ModuleType

import pytest

from seatpolicy import builtin
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.hooks.host import registered
from seatpolicy.hooks.registry import Registry

_NUMBERS = itertools.count(1)


def install(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch, distribution: str = "example") -> str:
    """Writes a plugin and lets it be imported; its name in findings. Each gets a module name of its own, because Python
    imports a module once."""
    module = f"example_plugin_{next(_NUMBERS)}"
    (folder / f"{module}.py").write_text(source, encoding="utf-8")
    beside = folder / f"{distribution}-1.0.dist-info"
    beside.mkdir()
    (beside / "entry_points.txt").write_text(f"[console_scripts]\nx = y:z\n\n[seatpolicy]\n{module} = {module}\n", "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    return f"{distribution} 1.0"


def module(source: str, name: str = "example_plugin") -> ModuleType:
    """A plugin as an imported module, whose lines are those of `example_plugin.py`."""
    made = ModuleType(name)
    exec(compile(source, f"{name}.py", "exec", dont_inherit=True), made.__dict__)
    return made


def plugins(*sources: str) -> Registry:
    """The registry with plugins called `first 1.0`, `second 1.0`, … beside the program's own offers."""
    names = ("first 1.0", "second 1.0", "third 1.0")
    return registered(builtin, [(name, module(source)) for name, source in zip(names, sources, strict=False)])


def findings(*sources: str) -> list[Diagnostic]:
    """What is wrong with plugins."""
    return list(plugins(*sources).findings)
