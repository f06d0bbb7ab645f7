"""A text in force in, the same as a plain policy out: one file without changes and without libraries.

What is not in force is left out, what replaces it stands in its place, and nothing is dated any more. Lines are the
author's own, cut out of the sources with their comments: a comment directly above a line goes where the line goes; one
that a blank line sets apart stays. Only `never with:` and `only with:` are written anew where they name an add-on of other
days. The result is not laid out; that is the formatter's work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from seatpolicy.semantics.check import Checked, Text
from seatpolicy.syntax.tree import Node, SourceFile
from seatpolicy.tools.formatter.outline import Block, Entry, Line, Remark, outline

LEFT_OUT = ("change", "use")
BESIDE = {"only_with_line": "only with:", "never_with_line": "never with:"}


def plain_text(checked: Checked, text: Text) -> str:
    """The source of one text of a checked policy; the policy's own file first, then what its libraries declare."""
    changes = frozenset(change.name for change in checked.changes)
    addons = frozenset(node.leaf().text for _, nodes in text.files for node in nodes if node.kind == "addon")
    parts = []
    for number, (file, nodes) in enumerate(text.files):
        kept = [node for node in nodes if node.kind not in LEFT_OUT]
        body = "".join(_Plain(file, changes, addons).body(outline(file), kept))
        parts.append(body if number == 0 else f'\n# From the library "{_name(checked, file)}".\n\n{body}')
    return "".join(parts)


def _name(checked: Checked, file: SourceFile) -> str:
    """A library's path, seen from the policy's folder."""
    folder, slash, _ = checked.files[0].source.path.rpartition("/")
    return file.source.path.removeprefix(folder + slash)


class _Plain:
    """Writes the entries of one file, as far as their forms are in force."""

    def __init__(self, file: SourceFile, changes: Collection[str], addons: Collection[str]) -> None:
        self.file = file
        self.changes = changes
        self.addons = addons

    def body(self, entries: Sequence[Entry], nodes: Sequence[Node]) -> Iterator[str]:
        """The lines of a body. `nodes` are the forms in force, in their order: a form that took another's place brings its
        own line and comments there."""
        groups = list(_groups(entries))
        by_start = {self._start(entry): (remarks, entry) for remarks, entry in groups if entry is not None}
        in_force = [n for n in nodes if n.start in by_start and (n.kind not in BESIDE or self._beside(n))]
        starts = {node.start for node in in_force}
        waiting = iter(in_force)
        for remarks, entry in groups:
            if entry is None:
                yield from _remarks(remarks)
            elif self._start(entry) in starts:
                node = next(waiting)
                own_remarks, own = by_start[node.start]
                yield from _remarks(own_remarks)
                yield from self._entry(own, node)

    def _start(self, entry: Line | Block) -> int:
        line = entry.head if isinstance(entry, Block) else entry
        return self.file.tokens.starts[line.tokens[0]]

    def _named(self, node: Node) -> list[str]:
        return [leaf.text for leaf in node.the("names_or").leaves("NAME")]

    def _beside(self, node: Node) -> list[str]:
        """The add-ons that a line names and that are in force."""
        return [name for name in self._named(node) if name in self.addons]

    def _entry(self, entry: Line | Block, node: Node) -> Iterator[str]:
        if isinstance(entry, Line):
            yield _blank(entry) + self._line(entry, node) + "\n"
            return
        yield _blank(entry) + self._line(entry.head, node) + "\n"
        yield from self.body(entry.body, node.all())
        yield "}" + _behind(entry.close_tail) + "\n"

    def _line(self, line: Line, node: Node) -> str:
        """The source of a line without its dates."""
        if node.kind in BESIDE and self._beside(node) != self._named(node):
            *some, last = self._beside(node)
            names = f"{', '.join(some)} or {last}" if some else last
            return f"{BESIDE[node.kind]} {names}{_behind(line.tail)}"
        tokens, text = self.file.tokens, self.file.source.text
        start, end = tokens.starts[line.tokens[0]], tokens.ends[line.tokens[-1]]
        pieces = []
        for part in node.children:
            if isinstance(part, Node) and part.kind in ("since", "until") and part.leaf().text in self.changes:
                pieces.append(text[start : part.start])
                start = part.end
        return "".join(pieces) + text[start:end] + _behind(line.tail)


def _groups(entries: Sequence[Entry]) -> Iterator[tuple[list[Remark], Line | Block | None]]:
    """Each entry with the comments directly above it; comments that stand by themselves, without an entry."""
    remarks: list[Remark] = []
    for entry in entries:
        if entry.blank and remarks:
            yield remarks, None
            remarks = []
        if isinstance(entry, Remark):
            remarks.append(entry)
        else:
            yield remarks, entry
            remarks = []
    if remarks:
        yield remarks, None


def _remarks(remarks: Sequence[Remark]) -> Iterator[str]:
    for remark in remarks:
        yield _blank(remark) + remark.text + "\n"


def _blank(entry: Entry) -> str:
    return "\n" if entry.blank else ""


def _behind(comment: str) -> str:
    return f"  {comment}" if comment else ""
