"""A YAML or JSON text in, a tree of nodes with their places out; the only module that imports PyYAML, and late.

PyYAML's events are read, never its values: its own loader would make 19.99 a float, `NO` a no and `12:30` a number of
minutes. What documents never need is refused where it stands, because it makes a text mean something else than it says:
anchors, aliases, merge keys and tags, keys that stand twice, several documents in one file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from seatpolicy.source.text import SourceText, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

E = Severity.ERROR
DO401 = code("DO401", "not-yaml", E, "a document is YAML or JSON")
DO402 = code("DO402", "key-twice", E, "a key stands once in its mapping")
DO403 = code("DO403", "yaml-reference", E, "anchors, aliases, merge keys and tags are not read")
DO404 = code("DO404", "document-too-deep", E, "a document is nested deeper than any document is")
DO405 = code("DO405", "not-one-document", E, "a file holds exactly one document")
DO406 = code("DO406", "document-too-long", E, "a document is longer than any account or case file")
DO407 = code("DO407", "tab-as-margin", E, "a document is indented with blanks")
DO409 = code("DO409", "curly-quotes", E, "texts stand in straight quotes, or in none")

CURLY = "“”„‟‘’‚‛"
DEEPEST = 32
LONGEST = 2_000_000
"""Code points. Longer ones would take this reader minutes; a book of accounts is a folder of documents."""


class _Stop(Exception):
    """Reading cannot go on; the finding says why."""

    def __init__(self, found: Diagnostic) -> None:
        self.found = found


def read_yaml(source: SourceText) -> Outcome[Node | None]:
    """The one document of a text; None where it cannot be read at all. Findings carry their places."""
    import yaml

    if len(source.text) > LONGEST:
        return Outcome(None, (too_long(source),))
    try:
        # The marks of PyYAML count code points from the first, byte order mark included, as spans do.
        reader = _Reader(source, yaml.parse(_plain_blanks(source.text), Loader=yaml.SafeLoader), yaml)
        node = reader.document()
        return reader.found.outcome(node)
    except _Stop as stop:
        return Outcome(None, (stop.found,))
    except yaml.reader.ReaderError as trouble:
        return Outcome(None, (unprintable(source, trouble.position, source.text[trouble.position : trouble.position + 1]),))
    except yaml.MarkedYAMLError as trouble:
        return Outcome(None, (_not_yaml(source, trouble),))


class _Reader:
    """Builds nodes from PyYAML's events."""

    def __init__(self, source: SourceText, events: Iterator[Any], yaml: Any) -> None:
        self.source = source
        self.events = events
        self.yaml = yaml
        self.found = Diagnostics()

    def document(self) -> Node | None:
        """The tree of the only document."""
        yaml = self.yaml
        node: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    raise _Stop(
                        DO405.at(
                            self._span(event),
                            "a second document begins here",
                            hint="write each account in a file of its own",
                        )
                    )
                node = self._node(next(self.events), 1)
        if documents == 0:
            raise _Stop(
                DO405.at(
                    None,
                    "this file holds no document",
                    path=self.source.path,
                    hint="write its keys: `schema_version:` is the first",
                )
            )
        return node

    def _node(self, event: Any, depth: int) -> Node:
        yaml = self.yaml
        if isinstance(event, yaml.AliasEvent):
            raise _Stop(_reference(self._span(event), f"`*{event.anchor}` repeats a value from elsewhere"))
        self._refuse_references(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        at = self._span(event)
        if depth > DEEPEST:
            raise _Stop(too_deep(at, depth))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(inner, depth + 1))
            return Sequence(tuple(items), self._whole(at, inner, items[0].at if items else at))
        return self._mapping(at, depth)

    def _mapping(self, at: Span, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self.events), self.yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise _Stop(
                    DO401.at(
                        key.at,
                        "a key is a word",
                        note="this is a list or a mapping",
                        hint="look for a bracket that is not closed",
                    )
                )
            if key.text == "<<" and not key.quoted:
                raise _Stop(_reference(key.at, "`<<` copies keys from elsewhere"))
            value = self._node(next(self.events), depth + 1)
            earlier = entries.get(key.text)
            if earlier is None:
                entries[key.text] = Entry(key, value)
                continue
            self.found.add(key_twice(key, earlier.key))
        first = next(iter(entries.values()), None)
        return Mapping(tuple(entries.values()), self._whole(at, event, first.key.at if first is not None else at))

    def _whole(self, at: Span, end: Any, first: Span) -> Span:
        """The place of a list or mapping: from bracket to bracket; for a block, which would cover the document, what
        stands first in it."""
        return first if at.start == at.end else Span(self.source, at.start, end.end_mark.index)

    def _scalar(self, event: Any) -> Scalar:
        at = self._span(event)
        text = str(event.value)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            # JSON writes characters beyond U+FFFF as two escapes, which PyYAML leaves as two halves.
            try:
                text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            except UnicodeDecodeError:
                raise _Stop(half_a_character(at)) from None
        if event.style is None and text.startswith(tuple(CURLY)):
            self.found.add(curly_quotes(at, text.strip(f'{CURLY}"')))
            return Scalar(text.strip(f'{CURLY}"'), True, at)
        return Scalar(text, event.style is not None, at)

    def _refuse_references(self, event: Any) -> None:
        at = self._span(event)
        if event.anchor is not None:
            raise _Stop(_reference(at, f"`&{event.anchor}` names a value to repeat it elsewhere"))
        if event.tag is not None:
            raise _Stop(_reference(at, f"`{at.text.split()[0] if at.text.split() else '!'}` gives a value another type"))

    def _span(self, event: Any) -> Span:
        return Span(self.source, event.start_mark.index, event.end_mark.index)


def _plain_blanks(text: str) -> str:
    """A text in braces or brackets may be JSON, which may be laid out with tabs; YAML allows none there. Tabs outside
    quotes become blanks, so that every place stays where it is."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[") or "\t" not in text:
        return text
    return re.sub(r'"(?:\\.|[^"\\])*"|\t', lambda found: " " if found[0] == "\t" else found[0], text)


def curly_quotes(at: Span, inside: str) -> Diagnostic:
    """Quotes that a word processor makes: YAML takes them for letters of the text."""
    return DO409.at(at, "curly quotes", why="YAML knows straight quotes alone, and takes these for a part of the text",
                    fix=Fix(f'`"{inside}"`', (Edit(at, f'"{inside}"'),)), subject=inside)  # fmt: skip


def _reference(at: Span, message: str) -> Diagnostic:
    return DO403.at(at, message, why="a document says everything where it stands", hint="write the value itself")


def too_long(source: SourceText) -> Diagnostic:
    """A document of more characters than are read."""
    path = source.path if source.first_line == 1 else f"{source.path}:{source.first_line}"
    return DO406.at(None, f"this document has {len(source.text):,} characters", path=path,
                    note=f"the most that is read is {LONGEST:,}", hint="write one document an account")  # fmt: skip


def too_deep(at: Span, depth: int) -> Diagnostic:
    """A list or mapping inside more others than any document has."""
    return DO404.at(at, f"this stands {depth} levels deep", note=f"no document needs more than {DEEPEST}")


def key_twice(key: Scalar, earlier: Scalar) -> Diagnostic:
    """A key that its mapping has already."""
    return DO402.at(
        key.at,
        f"`{key.text}` stands here a second time",
        note="which of the two is meant?",
        related=(Related(earlier.at, "it stands here already"),),
        hint="remove one of them",
        subject=key.text,
    )


def half_a_character(at: Span) -> Diagnostic:
    """A text with an escape of half a character."""
    return DO401.at(at, "this text holds half a character", note="a lone surrogate escape",
                    hint="write both halves, or the character itself")  # fmt: skip


def unprintable(source: SourceText, offset: int, character: str) -> Diagnostic:
    """A control character, or another that no document may hold as it is."""
    shown = f"U+{ord(character):04X}" if character else "at the end"
    return DO401.at(_place(source, offset), f"the character {shown} cannot stand in a document",
                    hint="remove it, or write it as an escape in double quotes")  # fmt: skip


def _not_yaml(source: SourceText, trouble: Any) -> Diagnostic:
    mark = trouble.problem_mark or trouble.context_mark
    related: tuple[Related, ...] = ()
    if trouble.problem_mark and trouble.context_mark and trouble.context and trouble.context_mark.index < mark.index:
        begun = _place(source, trouble.context_mark.index)
        related = (Related(begun, "what is being read begins here"),)
    problem = str(trouble.problem or trouble.context or "it cannot be read")
    at = _place(source, mark.index) if mark is not None else None
    if at is not None and ("'\\t'" in problem or "tab character" in problem):
        return DO407.at(at, "a tab stands where a line or a value begins", related=related,
                        why="how wide it is, every editor says otherwise", hint="indent with blanks")  # fmt: skip
    hint = "look for a bracket, quote or colon that is missing"
    return DO401.at(
        at,
        "this is neither YAML nor JSON",
        note=problem,
        related=related,
        hint=hint,
        path="" if at is not None else source.path,
    )


def _place(source: SourceText, offset: int) -> Span:
    start = min(offset, len(source.text))
    return Span(source, start, min(start + 1, len(source.text)))
