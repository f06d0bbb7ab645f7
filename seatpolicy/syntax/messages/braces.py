"""Braces that do not fit in, the findings about them out: misplaced, missing, never closed, closing nothing."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.blocks import OTHER_BRACES, BraceTrouble
from seatpolicy.syntax.lines import Line
from seatpolicy.syntax.shapes import HEADS, HOLDS, NOUNS, blocks_with
from seatpolicy.syntax.tree import Tokens

E = Severity.ERROR
SY120 = code("SY120", "open-block", E, "a block is never closed")
SY121 = code("SY121", "extra-brace", E, "a brace closes nothing")
SY122 = code("SY122", "brace-place", E, "`{` ends its line and `}` stands alone")
SY124 = code("SY124", "nested-too-deep", E, "blocks are nested deeper than any form needs")
SY136 = code("SY136", "lines-without-head", E, "the lines of a block stand without its head")
SY125 = code("SY125", "missing-brace", E, "the head of a block ends in `{`")


def braces(source: SourceText, tokens: Tokens, troubles: Sequence[BraceTrouble]) -> list[Diagnostic]:
    """The findings about braces: not where they belong, never closed, closing nothing."""
    return [_KINDS[trouble.kind](_Place(source, tokens, trouble)) for trouble in troubles]


class _Place:
    """A trouble with the text in which it stands."""

    def __init__(self, source: SourceText, tokens: Tokens, trouble: BraceTrouble) -> None:
        self.source = source
        self.tokens = tokens
        self.trouble = trouble
        self.span = self.of(trouble.token)
        self.kind = tokens.kinds[trouble.token]

    def of(self, first: int, last: int | None = None) -> Span:
        """From one token to another."""
        return Span(self.source, self.tokens.starts[first], self.tokens.ends[first if last is None else last])

    def line_of(self, line: Line) -> Span:
        """A whole logical line."""
        return self.of(line.tokens[0], line.tokens[-1])


def _extra(at: _Place) -> Diagnostic:
    return SY121.at(at.span, "this `}` closes nothing", note="no open block begins in its column",
                    fix=Fix("remove it", (Edit(at.span, ""),)))  # fmt: skip


def _no_head(at: _Place) -> Diagnostic:
    closing = at.of(at.trouble.closing)
    first = at.source.line_span(at.span.line)
    start = first.start + len(first.text) - len(first.text.lstrip())
    return SY136.at(Span(at.source, start, first.end), "these lines have no head",
                    note=f"a block begins with its head, such as `{_head_like(at, first.text)}`",
                    related=(Related(closing, "and end here"),))  # fmt: skip


def _head_like(at: _Place, line: str) -> str:
    """A head of a block that has such a line, in the block around it or at the top level."""
    around = at.of(at.trouble.opened.tokens[0]).text if at.trouble.opened is not None else ""
    nested = {word for held in HOLDS.values() for word in held} - {"proration"}
    label = line.split(":")[0].strip()
    fits = [b for b in blocks_with(label) if (b in HOLDS.get(around, ()) if around else b not in nested)]
    return HEADS[fits[0] if fits else (HOLDS.get(around) or ("plan",))[0]][0]


def _deep(at: _Place) -> Diagnostic:
    return SY124.at(at.span, "blocks are nested too deep", note="no form of the language needs this depth")


def _no_brace(at: _Place) -> Diagnostic:
    instead = at.span.text if at.span.text in OTHER_BRACES else ""
    place = at.span if instead else Span(at.source, at.span.end, at.span.end)
    blank = "" if instead and at.source.text[place.start - 1] in " \t" else " "
    what = f"a head ends in `{{`, not in `{instead}`" if instead else "the head of this block has no `{`"
    return SY125.at(at.span, what, note="" if instead else "`{` ends the line of a head",
                    fix=Fix("` {`", (Edit(place, f"{blank}{{"),), safe=True))  # fmt: skip


def _below(at: _Place) -> Diagnostic:
    assert at.trouble.opened is not None
    head = at.line_of(at.trouble.opened)
    between = Span(at.source, head.end, at.span.end)
    plain = "#" not in between.text
    fix = Fix("` {` at the end of the head", (Edit(between, " {"),), safe=True) if plain else None
    return SY122.at(at.span, "`{` stands on the line of its head", related=(Related(head, "the head"),), fix=fix)


def _twice(at: _Place) -> Diagnostic:
    return SY122.at(at.span, "this `{` opens nothing", note="the block is open already",
                    fix=Fix("remove it", (Edit(at.span, ""),)))  # fmt: skip


def _other_sign(at: _Place) -> Diagnostic:
    line = at.source.line_span(at.span.line)
    written = at.source.text[at.span.start : line.end].split("#")[0].rstrip()
    place = Span(at.source, at.span.start, at.span.start + len(written))
    return SY122.at(place, f"a block does not end with `{place.text}`", note="it ends with `}` on a line of its own",
                    fix=Fix("`}`", (Edit(place, "}"),), safe=True))  # fmt: skip


def _not_alone(at: _Place) -> Diagnostic:
    before = Span(at.source, at.span.start, at.span.start)
    if at.span.text in (";", ","):
        return SY122.at(at.span, f"`{at.span.text}` stands behind `}}`", note="`}` stands alone",
                        fix=Fix("remove it", (Edit(at.span, ""),), safe=True))  # fmt: skip
    fix = Fix("a new line before it", (Edit(before, "\n"),), safe=True)
    if at.kind == "}":
        return SY122.at(at.span, "`}` does not stand alone", note="it stands on a line of its own", fix=fix)
    return SY122.at(at.span, "something stands behind a brace", note="`{` ends its line, `}` stands on a line of its own",
                    fix=fix)  # fmt: skip


def _open(at: _Place) -> Diagnostic:
    assert at.trouble.opened is not None
    head = at.trouble.opened
    opened = at.line_of(head)
    word = at.of(head.tokens[0]).text
    above = at.span.line - 1
    while above > opened.line and _empty(at.source, above):
        above -= 1
    at_end = at.trouble.at_end
    insert = at.source.line_span(at.span.line if at_end else above)
    margin = at.source.line_span(opened.line).text
    indent = margin[: len(margin) - len(margin.lstrip())]
    edit = Edit(Span(at.source, insert.end, insert.end), f"\n{indent}}}")
    inside, holder = NOUNS.get(at.span.text, ""), NOUNS.get(word, "")
    wrong = inside and holder and not at_end and at.span.text not in HOLDS.get(word, ())
    note = f"{holder} cannot hold {inside}" if wrong else ""
    return SY120.at(
        at.span,
        f"{_named(at, head)} is still open " + ("at the end of the file" if at_end else "here"),
        note=note,
        related=(Related(opened, "opened here"),),
        fix=Fix("a line `}` " + ("at the end of the file" if at_end else f"after line {above}"), (edit,), safe=True),
    )


def _named(at: _Place, head: Line) -> str:
    """A block as a message calls it: plan `team`, the facts block, the example "monthly"."""
    word = at.of(head.tokens[0]).text
    noun = NOUNS.get(word, f"the block `{word}`")
    bare = noun.split(" ", 1)[1] if noun.startswith(("a ", "an ")) else noun
    if len(head.tokens) > 1 and at.tokens.kinds[head.tokens[1]] == "WORD":
        return f"{bare.removeprefix('the ')} `{at.of(head.tokens[1]).text}`"
    if len(head.tokens) > 1 and at.tokens.kinds[head.tokens[1]] == "STRING":
        return f"the {bare} {at.of(head.tokens[1]).text}"
    return noun


def _empty(source: SourceText, line: int) -> bool:
    """Whether a line is blank or a comment at the left margin, which belongs to what follows."""
    text = source.line_text(line)
    return not text.strip() or text.startswith("#")


_KINDS = {"open": _open, "extra": _extra, "no head": _no_head, "no brace": _no_brace, "below": _below, "twice": _twice,
          "other sign": _other_sign,
          "not alone": _not_alone, "deep": _deep}  # fmt: skip
