"""A line that did not parse in, the finding about it out: what is wrong, where, what may stand there.

One finding a line: the first mistake in it, told as specifically as it can be recognised. First what no token fits
(symbols, dashes, dates of other countries), then the line's beginning, then the forms of its label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.source.text import SourceText, Span
from seatpolicy.syntax.blocks import BraceTrouble
from seatpolicy.syntax.characters import bad_token
from seatpolicy.syntax.forms import FORMS, HEADS, NOUNS, ROWS
from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS, Line
from seatpolicy.syntax.tree import Tokens

E = Severity.ERROR
SY110 = code("SY110", "unknown-line", E, "a block has no line of that label")
SY111 = code("SY111", "unknown-form", E, "what stands behind a label is none of its forms")
SY112 = code("SY112", "list-word", E, "a list ends in the word that says all or any")
SY113 = code("SY113", "head-form", E, "the head of a declaration is not one of its forms")
SY114 = code("SY114", "and-or-mixed", E, "`and` and `or` never mix without parentheses")
SY115 = code("SY115", "unknown-declaration", E, "nothing is declared by that word here")
SY116 = code("SY116", "missing-colon", E, "a label ends in a colon")
SY117 = code("SY117", "vendor-word", E, "a word that vendors use in several meanings")
SY118 = code("SY118", "row-form", E, "a row or entry is not one of its forms")
SY119 = code("SY119", "condition-form", E, "a condition or figure cannot be read")
SY120 = code("SY120", "open-block", E, "a block is never closed")
SY121 = code("SY121", "extra-brace", E, "a brace closes nothing")
SY122 = code("SY122", "brace-place", E, "`{` ends its line and `}` stands alone")
SY123 = code("SY123", "misplaced-declaration", E, "a declaration stands inside a block that cannot hold it")
SY124 = code("SY124", "nested-too-deep", E, "blocks are nested deeper than any form needs")
SY125 = code("SY125", "missing-brace", E, "the head of a block ends in `{`")

_AMBIGUOUS = {
    "tiered": "some vendors mean that each seat has the price of its tier (`graduated`), others that all seats have the "
    "price of the tier reached (`volume`)",
    "slab": "some vendors mean that all seats have the price of the slab reached (`volume`), others one price for the "
    "whole slab (`stairstep`)",
    "package": "some vendors mean a price per started pack (`per started pack of 5`), others one price for a whole row "
    "(`stairstep`)",
    "stacked": "some vendors mean that discounts are taken off what is left, others that their percentages are added",
}
_CONDITION_LABELS = frozenset({"when:", "only if:", "holds:", "notice:"})
_HEAD_OF_TABLE = frozenset({"schedule", "table", "limit", "example"})


@attrs.frozen(slots=True)
class BadLine:
    """A line, the position in its tokens where it went wrong, the heads around it (innermost first), and what could have
    stood there (`accepted`, by terminal)."""

    source: SourceText
    tokens: Tokens
    line: Line
    bad: int
    around: tuple[Line, ...]
    accepted: frozenset[str]
    words: Mapping[str, str]

    def text(self, at: int) -> str:
        """The text of the token at a position of the line; empty behind its end."""
        if not 0 <= at < len(self.line.tokens):
            return ""
        t = self.line.tokens[at]
        return self.source.text[self.tokens.starts[t] : self.tokens.ends[t]]

    def kind(self, at: int) -> str:
        """The kind of the token at a position of the line; empty behind its end."""
        return self.tokens.kinds[self.line.tokens[at]] if 0 <= at < len(self.line.tokens) else ""

    def span(self, first: int, last: int | None = None) -> Span:
        """From one token of the line to another; behind the end it is the empty span where the line stops."""
        last = first if last is None else last
        if first >= len(self.line.tokens):
            return Span(self.source, self.line.newline, self.line.newline)
        last = min(last, len(self.line.tokens) - 1)
        return Span(
            self.source, self.tokens.starts[self.line.tokens[first]], self.tokens.ends[self.line.tokens[last]]
        )

    @property
    def block(self) -> str:
        """The first word of the head around the line, or an empty text at the top level."""
        if not self.around:
            return ""
        first = self.around[0].tokens[0]
        return self.source.text[self.tokens.starts[first] : self.tokens.ends[first]]

    @property
    def label(self) -> str:
        """The line's label with its colon, or an empty text."""
        for count in (1, 2):
            if self.kind(count) == ":":
                return " ".join(self.text(i) for i in range(count)) + ":"
        return ""

    @property
    def last(self) -> int:
        """The position of the last token that belongs to the line's content (not its brace)."""
        return len(self.line.tokens) - (2 if self.line.role == "open" else 1)


def bad_line(bad: BadLine) -> list[Diagnostic]:
    """The one finding about a line that did not parse (as a list, so that a silent line could be none)."""
    for at in range(len(bad.line.tokens)):
        if bad.kind(at) == "BAD":
            return [bad_token(bad.span(at))]
    word = bad.text(0) if bad.kind(0) == "WORD" else ""
    for at in range(len(bad.line.tokens)):
        if bad.kind(at) == "WORD" and bad.text(at) in _AMBIGUOUS and at >= bad.bad:
            return [_vendor_word(bad, at)]
    if bad.line.role == "open" or (word in BLOCK_WORDS and bad.label == ""):
        return [_bad_head(bad, word)]
    if not bad.around:
        return [_at_top(bad, word)]
    if bad.label and bad.bad <= bad.label.count(" ") + 1:
        return [_unknown_label(bad)]
    if bad.bad == 0:
        return [_bad_beginning(bad, word)]
    return [_bad_form(bad)]


def _vendor_word(bad: BadLine, at: int) -> Diagnostic:
    word = bad.text(at)
    return SY117.at(bad.span(at), f"`{word}` means two things among vendors", note=_AMBIGUOUS[word])


def _bad_head(bad: BadLine, word: str) -> Diagnostic:
    possible = sorted(w for w in BLOCK_WORDS | TOP_WORDS if bad.words[w] in bad.accepted)
    known = word in BLOCK_WORDS or word in TOP_WORDS
    if bad.bad == 0 and known and bad.around:
        outer = bad.block
        first = bad.around[0].tokens
        head = Span(bad.source, bad.tokens.starts[first[0]], bad.tokens.ends[first[-1]])
        inside = ", ".join(f"`{w}`" for w in possible)
        return SY123.at(
            bad.span(0),
            f"{NOUNS[word]} cannot stand inside {NOUNS.get(outer, 'this block')}",
            note=f"it holds {inside}" if possible else "it holds lines only",
            related=(Related(head, "opened here"),),
            hint="move it out" if word in TOP_WORDS else f"it stands inside {_home(word)}",
        )
    if bad.bad == 0 and known:
        return SY123.at(bad.span(0), f"{NOUNS[word]} cannot stand at the top level", note=f"it stands inside {_home(word)}")
    if bad.bad == 0:
        return _unknown_declaration(bad, word, possible)
    shown = " | ".join(f"`{h}`" for h in HEADS.get(word, ()))
    listed = _list_word(bad)
    if listed is not None:
        return listed
    return SY113.at(
        _wrong_part(bad),
        f"not the head of {NOUNS.get(word, 'a block')}",
        note=_missing(bad, word),
        hint=f"write {shown}",
    )


def _missing(bad: BadLine, word: str) -> str:
    if "STRING" in bad.accepted and "NAME" not in bad.accepted:
        return "its title is missing here, in double quotes"
    if bad.accepted == {"NAME"}:
        return "its name is missing here, in lower case"
    return _expected(bad)


def _home(word: str) -> str:
    homes = {"charge": "a plan or an add-on", "limit": "the approvals block", "exempt": "the approvals block",
             "rule": "the approvals or the release block"}  # fmt: skip
    return homes.get(word, "the top level")


def _unknown_declaration(bad: BadLine, word: str, possible: Sequence[str]) -> Diagnostic:
    near = closest(word, possible) if word else ()
    what = f"nothing is declared by the word `{word}`" if word else "a declaration begins with its word"
    fix = Fix(f"`{near[0]}`", (Edit(bad.span(0), near[0]),)) if near else None
    holder = NOUNS.get(bad.block, "") if bad.around else ""
    note = f"{holder} holds: {', '.join(possible)}" if holder and possible else f"there are: {', '.join(possible)}"
    return SY115.at(bad.span(0), what, note=note, fix=fix)


def _at_top(bad: BadLine, word: str) -> Diagnostic:
    if bad.label and bad.kind(0) == "WORD" and bad.bad <= bad.label.count(" ") + 1:
        homes = [b for b in NOUNS if bad.label in FORMS]
        hint = "a line stands inside a block: is a `{` or a head missing above?" if homes else ""
        return SY123.at(
            bad.span(0, bad.label.count(" ")), f"the line `{bad.label}` stands outside every block", note="", hint=hint
        )
    if word in TOP_WORDS:
        return _bad_head(bad, word)
    return _unknown_declaration(bad, word, sorted(TOP_WORDS))


def _unknown_label(bad: BadLine) -> Diagnostic:
    label, words = bad.label, bad.label.count(" ") + 1
    labels = sorted(w for w, t in bad.words.items() if w.endswith(":") and len(w) > 1 and t in bad.accepted)
    holder = NOUNS.get(bad.block, "this block")
    near = closest(label[:-1], [w[:-1] for w in labels])
    fix = Fix(f"`{near[0]}:`", (Edit(bad.span(0, words), near[0] + ":"),)) if near else None
    if not labels:
        ways = " | ".join(f"`{r}`" for r in ROWS.get(bad.block, ()))
        return SY110.at(bad.span(0, words), f"{holder} has no line `{label}`", note=f"its lines are: {ways}")
    names = ", ".join(w[:-1] for w in labels)
    return SY110.at(bad.span(0, words), f"{holder} has no line `{label}`", note=f"it has {names}", fix=fix)


def _bad_beginning(bad: BadLine, word: str) -> Diagnostic:
    labels = sorted(w for w, t in bad.words.items() if w.endswith(":") and len(w) > 1 and t in bad.accepted)
    for label in sorted(labels, key=len, reverse=True):
        parts = label[:-1].split()
        if [bad.text(i) for i in range(len(parts))] == parts and bad.kind(len(parts)) != ":":
            place = bad.span(len(parts) - 1)
            end = Span(bad.source, place.end, place.end)
            return SY116.at(
                bad.span(0, len(parts) - 1),
                f"the label `{label[:-1]}` has no colon",
                note="a colon ends every label",
                fix=Fix(f"`{label}`", (Edit(end, ":"),), safe=True),
            )
    if any(bad.kind(i) == "|" for i in range(len(bad.line.tokens))):
        return _bad_row(bad)
    possible = sorted(w for w in BLOCK_WORDS if bad.words[w] in bad.accepted)
    near = closest(word, [w[:-1] for w in labels] + possible) if word else ()
    holder = NOUNS.get(bad.block, "this block")
    if ROWS.get(bad.block) and not labels:
        return _bad_row(bad)
    fix = Fix(f"`{near[0]}:`" if near[0] + ":" in labels else f"`{near[0]}`") if near else None
    return SY110.at(
        bad.span(0),
        f"{holder} has no line that begins so",
        note=f"it has {', '.join(w[:-1] for w in labels)}" if labels else f"it holds {', '.join(possible)}",
        fix=fix,
    )


def _bad_row(bad: BadLine) -> Diagnostic:
    listed = _list_word(bad)
    if listed is not None:
        return listed
    noun = "an entry" if bad.block in ("facts", "meter", "item") else "a row"
    ways = " | ".join(f"`{r}`" for r in ROWS.get(bad.block, ()))
    joined = ways if bad.block in ("facts", "meter", "item") else ", ".join(f"`{r}`" for r in ROWS.get(bad.block, ()))
    return SY118.at(
        _wrong_part(bad),
        f"not {noun} of {NOUNS.get(bad.block, 'a table')}",
        note=_expected(bad),
        hint=f"write it like {joined}" if joined else "",
    )


def _bad_form(bad: BadLine) -> Diagnostic:
    mixed = _mixed(bad)
    if mixed is not None:
        return mixed
    listed = _list_word(bad)
    if listed is not None:
        return listed
    label = bad.label
    if not label:
        return _bad_row(bad)
    forms = FORMS.get(f"{bad.block} {label}") or FORMS.get(label)
    if bad.block in ("facts", "meter", "item"):
        return _bad_row(bad)
    condition = label in _CONDITION_LABELS or any(
        bad.text(i) == "when" for i in range(label.count(" ") + 2, bad.bad)
    )
    if condition:
        return _bad_condition(bad)
    if forms is None:
        return SY113.at(_wrong_part(bad), "this line cannot be read", note=_expected(bad))
    shown = " | ".join(f"`{w}`" for w in forms.ways[:6]) + (" | …" if len(forms.ways) > 6 else "")
    near = _near_form(bad, forms.ways)
    hint = f"choose: {shown}" if not near else ""
    return SY111.at(
        _wrong_part(bad), f"not {forms.says}", note=_expected(bad), hint=hint, fix=Fix(f"`{near}`") if near else None
    )


def _near_form(bad: BadLine, ways: Sequence[str]) -> str:
    """The one form that differs from what was written by a misspelt or glued word, or an empty text."""
    begin = bad.label.count(" ") + 2
    if begin > bad.last:
        return ""
    written = " ".join(bad.span(begin, bad.last).text.split())
    fixed = [w for w in ways if not any(c.isdigit() for c in w)]
    near = closest(written, fixed)
    return near[0] if near and len(written) > 4 else ""


def _bad_condition(bad: BadLine) -> Diagnostic:
    odd = {"==": "=", "&&": "and", "||": "or", "<>": "!="}
    pair = bad.text(bad.bad - 1) + bad.text(bad.bad) if bad.bad else ""
    fix = None
    if pair in odd:
        place = bad.span(bad.bad - 1, bad.bad)
        fix = Fix(f"`{odd[pair]}`", (Edit(place, odd[pair]),), safe=True)
        return SY119.at(place, f"`{pair}` is no comparison here", note=f"it is written `{odd[pair]}`", fix=fix)
    return SY119.at(
        _wrong_part(bad),
        "this condition cannot be read",
        note=_expected(bad),
        hint="conditions compare: `billing = annual`, `payment_terms > 60 days`, `partner is known`, `x in (a, b)`",
    )


def _mixed(bad: BadLine) -> Diagnostic | None:
    word = bad.text(bad.bad)
    other = {"and": "or", "or": "and"}.get(word)
    if other is None:
        return None
    depth = 0
    for at in range(bad.bad - 1, -1, -1):
        kind = bad.kind(at)
        depth += (kind == ")") - (kind == "(")
        if depth < 0:
            break
        if depth == 0 and bad.text(at) == other:
            return SY114.at(
                bad.span(bad.bad),
                "`and` and `or` stand side by side",
                note="which of them is read first would decide who pays",
                related=(Related(bad.span(at), f"`{other}` here"),),
                hint="put parentheses around the part that belongs together: `(a and b) or c`",
            )
    return None


def _list_word(bad: BadLine) -> Diagnostic | None:
    """A plain comma list where the list must end in `and` or `or`."""
    ends = [w for w in ("and", "or") if bad.words[w] in bad.accepted]
    first = bad.bad
    while first >= 2 and bad.kind(first - 1) == "WORD" and bad.kind(first - 2) == ",":
        first -= 2
    first -= 1
    if not ends or first == bad.bad - 1 or bad.words[","] not in bad.accepted or bad.kind(bad.bad) == "WORD":
        return None
    names = [bad.text(i) for i in range(first, bad.bad, 2)]
    place = bad.span(first, bad.bad - 1)
    joined = [f"{', '.join(names[:-1])} {end} {names[-1]}" for end in ends]
    ways = [f"`{j}`" for j in joined]
    if bad.label == "then:" or bad.block == "limit":
        ways.append(f"`any of {', '.join(names)}`")
    both = "both of them, or one of them?" if len(names) == 2 else "all of them, or one of them?"
    edits = (Edit(place, joined[0]),) if len(ways) == 1 else ()
    return SY112.at(
        place,
        both if len(ways) > 1 else f"the list ends without `{ends[0]}`",
        note="a list ends in the word that says it",
        fix=Fix(" | ".join(ways), edits, safe=bool(edits)),
    )


def _wrong_part(bad: BadLine) -> Span:
    """From where it went wrong to the end of the line's content, so that the carets show what is not understood."""
    if bad.bad > bad.last:
        return bad.span(bad.bad) if bad.bad >= len(bad.line.tokens) else bad.span(bad.bad)
    stop = bad.bad
    while stop < bad.last and bad.kind(stop + 1) not in ("|", ","):
        stop += 1
    return bad.span(bad.bad, stop)


_SHOWN = {
    "NAME": "a name", "NUMBER": "a number", "PERCENT": "a percentage", "DATE": "a date", "CURRENCY": "a currency",
    "STRING": "a text in double quotes", "_NL": "the end of the line", "$END": "the end of the file",
}  # fmt: skip


def _expected(bad: BadLine) -> str:
    """What could have stood there, in words; the first ten."""
    terminals = {t: w for w, t in bad.words.items() if not w.endswith("s") or t not in bad.words.values()}
    for w, t in bad.words.items():
        terminals.setdefault(t, w)
        if len(w) < len(terminals[t]):
            terminals[t] = w
    shown = [_SHOWN[t] for t in _SHOWN if t in bad.accepted]
    shown += sorted(f"`{terminals[t]}`" for t in bad.accepted if t not in _SHOWN and t in terminals)
    seen = bad.text(bad.bad)
    begun = f"did not expect `{seen}`" if seen and seen != "{" else "the line ends too early"
    if not shown:
        return begun
    more = " …" if len(shown) > 8 else ""
    return f"{begun}; here may stand {', '.join(shown[:8])}{more}"


def braces(
    source: SourceText, tokens: Tokens, misplaced: Sequence[int], troubles: Sequence[BraceTrouble]
) -> list[Diagnostic]:
    """The findings about braces: not where they belong, never closed, closing nothing."""
    found = []
    for token in misplaced:
        place = Span(source, tokens.starts[token], tokens.ends[token])
        closing = tokens.kinds[token] == "}"
        found.append(
            SY122.at(
                place,
                "`}` does not stand alone" if closing else "something stands on the line of a brace",
                note="`{` ends its line, `}` stands on a line of its own",
                fix=Fix("a new line before it", (Edit(Span(source, place.start, place.start), "\n"),), safe=True),
            )
        )
    for trouble in troubles:
        place = Span(source, tokens.starts[trouble.token], tokens.ends[trouble.token])
        if trouble.kind == "extra":
            found.append(SY121.at(place, "nothing is open here", note="this `}` closes no block",
                                  fix=Fix("remove it", (Edit(place, ""),), safe=True)))  # fmt: skip
        elif trouble.kind == "deep":
            found.append(SY124.at(place, "blocks are nested too deep", note="no form of the language needs this depth"))
        elif trouble.kind == "no brace":
            end = Span(source, place.end, place.end)
            found.append(SY125.at(place, "the head of this block has no `{`", note="`{` ends the head's line",
                                  fix=Fix("` {`", (Edit(end, " {"),), safe=True)))  # fmt: skip
        elif trouble.opened is not None:
            found.append(_never_closed(source, tokens, trouble, place))
    return found


def _never_closed(source: SourceText, tokens: Tokens, trouble: BraceTrouble, place: Span) -> Diagnostic:
    assert trouble.opened is not None
    head = trouble.opened.tokens
    texts = [source.text[tokens.starts[t] : tokens.ends[t]] for t in head[:2]]
    named = f"{texts[0]} `{texts[1]}`" if len(texts) == 2 and tokens.kinds[head[1]] == "WORD" else f"the block `{texts[0]}`"
    opened = Span(source, tokens.starts[head[0]], tokens.ends[head[-1]])
    line = place.line
    above = line - 1
    while above > opened.line and not source.line_text(above).strip():
        above -= 1
    at_end = trouble.token == len(tokens.kinds) - 1 or all(k == "NEWLINE" for k in tokens.kinds[trouble.token + 1 :])
    insert = Span(source, place.end, place.end) if at_end else source.line_span(above)
    edit = Edit(Span(source, insert.end, insert.end), "\n" + " " * trouble.opened.column + "}")
    where = "at the end of the file" if at_end else f"after line {above}"
    return SY120.at(
        place,
        f"{named} is still open " + ("at the end of the file" if at_end else "here"),
        related=(Related(opened, "opened here"),),
        fix=Fix(f"a line `}}` {where}", (edit,), safe=True),
    )
