"""A policy's file and its libraries in, all of them parsed out, each once, the policy first.

A library is named by a path inside the policy's folder. Circles, paths that lead out of the folder and libraries that are
not there are findings at the `use` line.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import Node, SourceFile

E = Severity.ERROR
NM206 = code("NM206", "library-missing", E, "a library is not where `use` says")
NM207 = code("NM207", "library-outside", E, "a library lies inside the policy's folder")
NM208 = code("NM208", "library-circle", E, "libraries use each other in a circle")


def used(file: SourceFile) -> list[tuple[Node, str]]:
    """The `use` lines of a file, with the paths that they name."""
    return [(n, n.leaf("STRING").text[1:-1]) for n in file.declarations if n.kind == "use"]


def inside(path: str) -> bool:
    """Whether a path stays inside the folder that it is read from."""
    clean = posixpath.normpath(path)
    return bool(path) and not clean.startswith(("/", "..")) and "\\" not in path and ":" not in path


def resolve_path(base: str, path: str) -> str:
    """Where a path written in the file `base` leads."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def gather(sources: Mapping[str, SourceText], main: str, tables: Tables) -> tuple[list[SourceFile], list[Diagnostic]]:
    """The parsed files and the findings about their syntax and their `use` lines."""
    found: list[Diagnostic] = []
    files: dict[str, SourceFile] = {}
    folder = posixpath.dirname(main)

    def visit(path: str, chain: tuple[tuple[str, Span], ...]) -> None:
        outcome = parse(sources[path], tables)
        files[path] = outcome.value
        found.extend(outcome.diagnostics)
        for node, name in used(outcome.value):
            at = Span(sources[path], node.leaf("STRING").start, node.leaf("STRING").end)
            target = resolve_path(path, name)
            if not inside(name) or (folder and not target.startswith(folder + "/")):
                found.append(
                    NM207.at(
                        at,
                        f"`{name}` leads out of the policy's folder",
                        note="libraries lie inside it",
                        hint="copy the library into the folder of the policy",
                    )
                )
            elif target == path or any(target == earlier for earlier, _ in chain):
                related = tuple(Related(span, f"`{earlier}` is used here") for earlier, span in chain[1:])
                found.append(
                    NM208.at(
                        at,
                        f"`{name}` is used in a circle",
                        note="a library cannot use itself, not even through another",
                        related=related,
                    )
                )
            elif target not in sources:
                near = closest(name, [posixpath.relpath(s, folder or ".") for s in sources if s != main])
                fix = Fix(f'`"{near[0]}"`', (Edit(at, f'"{near[0]}"'),)) if near else None
                found.append(
                    NM206.at(
                        at,
                        f"there is no file `{name}`",
                        fix=fix,
                        note="a library's path counts from the file that uses it",
                        hint="" if near else "libraries lie in the policy's folder",
                    )
                )
            elif target not in files:
                visit(target, (*chain, (target, at)))

    visit(main, ((main, Span(sources[main], 0, 0)),))
    return list(files.values()), found
