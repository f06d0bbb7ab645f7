"""A policy text in, the same policy in the one layout out; or None and the findings that say why not.

The formatter doubts itself: it parses what it wrote and compares forms, leaves and comments with what it read. What is
not the same is not given back. A text with a mistake in its syntax is refused too, since nobody knows what its lines
say.
"""

from __future__ import annotations

from collections.abc import Callable

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import SourceFile
from seatpolicy.tools.formatter.layout import lay_out
from seatpolicy.tools.formatter.same import Moved, moved

E = Severity.ERROR
FM101 = code("FM101", "not-formatted", E, "only a policy without a mistake in its syntax is formatted")
FM102 = code("FM102", "layout-moved", E, "formatting changes neither the meaning nor a comment")


def format_text(
    path: str, text: str, tables: Tables, layout: Callable[[SourceFile], str] = lay_out
) -> Outcome[str | None]:
    """The text in the one layout; it is the same text where nothing is to be done. Never raises for any text.

    None where the text has mistakes (they are the findings, and FM101 says that nothing was done), or where the layout
    would have changed what it says (FM102). `layout` is for tests of that refusal.
    """
    read = parse(SourceText(path, text), tables)
    if read.has_errors:
        return Outcome(None, (*read.diagnostics, _not_formatted(path, len(read.diagnostics))))
    written = layout(read.value)
    again = parse(SourceText(path, written), tables)
    if again.has_errors:
        found = again.diagnostics[0]
        return Outcome(None, (_layout_moved(Moved("meaning", _same_place(read.value, found.span)), found.message),))
    difference = moved(read.value, again.value)
    if difference is not None:
        return Outcome(None, (_layout_moved(difference),))
    return Outcome(written, read.diagnostics)


def _same_place(file: SourceFile, span: Span | None) -> Span:
    """The declaration of the text that was read which stands as far down as a place in the text that was written."""
    line = span.line if span is not None else 1
    before = [d for d in file.declarations if file.span(d).line <= line]
    return file.span(before[-1]) if before else Span(file.source, 0, 0)


def _not_formatted(path: str, mistakes: int) -> Diagnostic:
    counted = "a mistake" if mistakes == 1 else f"{mistakes} mistakes"
    return FM101.at(
        None,
        f"not formatted: {counted} in the syntax",
        path=path,
        why="what a line with a mistake says is not known, so it cannot be laid out",
        hint=f"mend {'it' if mistakes == 1 else 'them'}, then format again",
    )


def _layout_moved(difference: Moved, message: str = "") -> Diagnostic:
    return FM102.at(
        difference.where,
        f"not formatted: the new layout would have changed {difference.what}",
        note=f"the new text has a mistake: {message}" if message else "this would not have been the same",
        why="a layout never changes a policy, so nothing was written",
        hint="the mistake is the formatter's: please report these lines; until then lay them out by hand",
    )
