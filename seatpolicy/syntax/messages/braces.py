"""Braces that do not fit in, the findings about them out: misplaced, missing, never closed, closing nothing."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.blocks import BraceTrouble
from seatpolicy.syntax.shapes import NOUNS
from seatpolicy.syntax.tree import Tokens

E = Severity.ERROR
SY120 = code("SY120", "open-block", E, "a block is never closed")
SY121 = code("SY121", "extra-brace", E, "a brace closes nothing")
SY122 = code("SY122", "brace-place", E, "`{` ends its line and `}` stands alone")
SY124 = code("SY124", "nested-too-deep", E, "blocks are nested deeper than any form needs")
SY125 = code("SY125", "missing-brace", E, "the head of a block ends in `{`")


def braces(
    source: SourceText, tokens: Tokens, misplaced: Sequence[int], troubles: Sequence[BraceTrouble]
) -> list[Diagnostic]:
    """The findings about braces: not where they belong, never closed, closing nothing."""
    found = [_not_alone(source, tokens, token) for token in misplaced]
    for trouble in troubles:
        place = Span(source, tokens.starts[trouble.token], tokens.ends[trouble.token])
        if trouble.kind == "extra":
            found.append(SY121.at(place, "this `}` closes nothing", note="no block is open here",
                                  hint="is a head missing above it?",
                                  fix=Fix("remove it", (Edit(place, ""),))))  # fmt: skip
        elif trouble.kind == "deep":
            found.append(SY124.at(place, "blocks are nested too deep", note="no form of the language needs this depth"))
        elif trouble.kind == "no brace":
            colon = place.text == ":"
            end = place if colon else Span(source, place.end, place.end)
            what = "a head ends in `{`, not in `:`" if colon else "the head of this block has no `{`"
            found.append(SY125.at(place, what, note="" if colon else "`{` ends the line of a head",
                                  fix=Fix("` {`", (Edit(end, " {"),), safe=True)))  # fmt: skip
        elif trouble.opened is not None:
            found.append(_never_closed(source, tokens, trouble, place))
    return found


def _not_alone(source: SourceText, tokens: Tokens, token: int) -> Diagnostic:
    place = Span(source, tokens.starts[token], tokens.ends[token])
    before = Span(source, place.start, place.start)
    fix = Fix("a new line before it", (Edit(before, "\n"),), safe=True)
    if tokens.kinds[token] == "}":
        return SY122.at(place, "`}` does not stand alone", note="`}` stands on a line of its own", fix=fix)
    return SY122.at(place, "something stands behind a brace", note="`{` ends its line, `}` stands on a line of its own",
                    fix=fix)  # fmt: skip


def _never_closed(source: SourceText, tokens: Tokens, trouble: BraceTrouble, place: Span) -> Diagnostic:
    assert trouble.opened is not None
    head = trouble.opened.tokens
    texts = [source.text[tokens.starts[t] : tokens.ends[t]] for t in head[:2]]
    named = len(texts) == 2 and tokens.kinds[head[1]] == "WORD"
    what = f"{texts[0]} `{texts[1]}`" if named else f"the block `{texts[0]}`"
    opened = Span(source, tokens.starts[head[0]], tokens.ends[head[-1]])
    above = place.line - 1
    while above > opened.line and _empty(source, above):
        above -= 1
    insert = place if trouble.at_end else source.line_span(above)
    edit = Edit(Span(source, insert.end, insert.end), "\n" + " " * trouble.opened.column + "}")
    inside = NOUNS.get(place.text, "")
    holder = NOUNS.get(texts[0], "")
    note = f"{holder} cannot hold {inside}" if inside and holder and not trouble.at_end else ""
    return SY120.at(
        place,
        f"{what} is still open " + ("at the end of the file" if trouble.at_end else "here"),
        note=note,
        related=(Related(opened, "opened here"),),
        fix=Fix("a line `}` " + ("at the end of the file" if trouble.at_end else f"after line {above}"), (edit,), safe=True),
    )


def _empty(source: SourceText, line: int) -> bool:
    """Whether a line is blank or a comment at the left margin, which belongs to what follows."""
    text = source.line_text(line)
    return not text.strip() or text.startswith("#")
