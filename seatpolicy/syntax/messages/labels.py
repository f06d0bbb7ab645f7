"""A line that does not begin as its block's lines do in, the finding about it out: labels, colons, two lines in one."""

from __future__ import annotations

import re

import attrs

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.source.text import Span
from seatpolicy.syntax.lines import Line
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.foreign import BULLETS
from seatpolicy.syntax.messages.repair import repairs
from seatpolicy.syntax.messages.said_otherwise import LABELS as SAID
from seatpolicy.syntax.messages.shown import fixed, quoted
from seatpolicy.syntax.shapes import HOLDS, LABELS, NOUNS, blocks_with

E = Severity.ERROR
SY110 = code("SY110", "unknown-line", E, "a block has no line of that label")
SY116 = code("SY116", "missing-colon", E, "a label ends in a colon")
SY135 = code("SY135", "two-on-a-line", E, "every line has a line of its own")

_MOST = 11
_SHORT = 48


def behind_bullet(bad: BadLine) -> BadLine:
    """The line without the `-` that it begins with, where there is a label behind it and more is wrong in the line."""
    attempt = bad.again(_unbulleted(bad)) if _has_bullet(bad) and bad.again is not None else None
    if attempt is None or attempt.bad is None or not attempt.bad.label_size:
        return bad
    rest = Line(bad.line.tokens[1:], bad.line.newline, bad.line.role, bad.line.column)
    return attrs.evolve(bad, line=rest, bad=attempt.bad.bad, look=attempt.bad.look)


def bullet(bad: BadLine) -> Diagnostic | None:
    """A line that is written as an item of a list, and read without the sign before it."""
    if not _has_bullet(bad) or not bad.reads(_unbulleted(bad)):
        return None
    edit = Edit(Span(bad.source, bad.start(0), bad.start(1)), "")
    return SY110.at(bad.span(0), f"a line does not begin with `{bad.text(0)}`", note="every line begins with its own first "
                    "word, not as an item of a list", fix=Fix(f"remove `{bad.text(0)} `", (edit,), safe=True))  # fmt: skip


def _has_bullet(bad: BadLine) -> bool:
    apart = bad.size > 1 and bad.end(0) < bad.start(1)
    return bad.bad == 0 and bad.text(0) in BULLETS and (bad.kind(1) == "WORD" or (apart and bad.kind(1) != "|"))


def _unbulleted(bad: BadLine) -> str:
    return bad.content[bad.start(1) - bad.start(0) :]


def two_on_a_line(bad: BadLine) -> Diagnostic | None:
    """A known label in the middle of a line, at or behind the place where it went wrong."""
    for colon in range(max(bad.label_size + 1, 2), bad.size):
        if bad.kind(colon) != ":" or colon < bad.bad:
            continue
        for words in (2, 1):
            first = colon - words
            label = " ".join(bad.text(i) for i in range(first, colon)) + ":"
            if first < max(bad.label_size, 1) or label not in bad.words or label[:-1] not in LABELS.get(bad.block, ()):
                continue
            if label in ("when:",) and bad.bad >= first and bad.block not in ("discount", "rule", "signal", "exempt"):
                continue
            return _cut_in_two(bad, first, colon, label)
    return None


def _cut_in_two(bad: BadLine, first: int, colon: int, label: str) -> Diagnostic:
    place = bad.span(first, colon)
    before = first - 1
    while before > 0 and bad.text(before).strip(";,") == "":
        before -= 1
    if label == bad.label and first == bad.label_size:
        edit = Edit(Span(bad.source, bad.start(first), bad.start(colon + 1)), "")
        return SY135.at(place, f"`{label}` stands twice", note="", fix=Fix("remove it", (edit,)))
    line_start = bad.source.line_span(bad.span(0).line).start
    indent = re.match(r"[ \t]*", bad.source.text[line_start : bad.start(0)])
    between = Span(bad.source, bad.end(before), bad.start(first))
    edit = Edit(between, "\n" + (indent[0] if indent else ""))
    return SY135.at(place, "two lines stand on one", note="every label begins a line of its own",
                    fix=Fix(f"a new line before `{label}`", (edit,), safe=True))  # fmt: skip


def unknown_label(bad: BadLine) -> Diagnostic:
    """A label that the block does not have: misspelt, said otherwise, of another block, or of none."""
    label = bad.label[:-1]
    place = Span(bad.source, bad.start(0), bad.end(bad.label_size - 1))
    known = LABELS[bad.block]
    noun = NOUNS[bad.block]
    near = _near(bad, label, known)
    elsewhere = [b for b in blocks_with(label) if b != bad.block]
    what = f"{noun} has no line `{label}:`"
    if not near and not elsewhere and bad.again is not None:
        rest = bad.source.text[bad.end(bad.label_size - 1) : bad.end(bad.size - 1)]
        fits = [k for k in known if bad.reads(f"{k}:{rest}")] if rest.strip() else []
        near = fits[0] if len(fits) == 1 else ""
    if near:
        edit = Edit(place, f"{near}:")
        return SY110.at(place, what, note=_has(known, cut=True), fix=Fix(f"`{near}:`", (edit,)))
    if elsewhere:
        homes = [NOUNS[b] for b in elsewhere]
        inside = [b for b in HOLDS.get(bad.block, ()) if b in elsewhere]
        outer = [head.word for head in bad.heads[1:] if head.word in elsewhere]
        where = f"`{label}:` is a line of {_or(homes[:4])}"
        hint = "move it into one" if inside else f"move it behind the `}}` of {noun}" if outer else ""
        return SY110.at(place, what, note=where, hint=hint or _has(known, cut=True))
    return SY110.at(place, what, note=_has(known))


def _near(bad: BadLine, label: str, known: tuple[str, ...]) -> str:
    """The label of the block that was probably meant; of several the first with which the line is read."""
    if bad.again is None:
        return ""
    folded = re.sub(r"[ _-]", "", label)
    near = [k for k in known if k.replace(" ", "") == folded]
    near += [k for k in closest(label, known) if k not in near]
    near += [k for k in SAID.get(label, ()) if k in known and k not in near]
    rest = bad.source.text[bad.end(bad.label_size - 1) : bad.end(bad.size - 1)]
    for candidate in near:
        if bad.reads(f"{candidate}:{rest}"):
            return candidate
    return near[0] if near else ""


def _has(known: tuple[str, ...], cut: bool = False) -> str:
    shown = known[:_MOST] if cut else known
    return f"it has {', '.join(shown)}{', …' if len(shown) < len(known) else ''}"


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def bad_beginning(bad: BadLine) -> Diagnostic:
    """A line without a label in a block of labels: the colon missing, words run together, or the label left out."""
    return _hyphened(bad) or _no_colon(bad) or _glued(bad) or _no_label(bad)


def _no_colon(bad: BadLine) -> Diagnostic | None:
    for label in sorted(LABELS[bad.block], key=len, reverse=True):
        parts = label.split()
        if [bad.text(i) for i in range(len(parts))] != parts:
            continue
        after = len(parts)
        instead = bad.kind(after) == "=" or bad.text(after) == "is"
        begin = bad.end(after - 1)
        edit = Edit(Span(bad.source, begin, bad.end(after) if instead else begin), ":")
        return SY116.at(bad.span(0, after - 1), f"the label `{label}` has no colon", note="",
                        fix=_deep(bad, bad.with_edits(edit), _whole(bad, edit, f"{label}:")))  # fmt: skip
    return None


def _whole(bad: BadLine, edit: Edit, label: str) -> Fix:
    """The fix that adds a colon, shown as the whole line where that is short."""
    whole = " ".join(bad.with_edits(edit).split())
    return Fix(f"`{whole}`" if len(whole) <= _SHORT else f"`{label}`", (edit,), safe=True)


def _deep(bad: BadLine, text: str, plain: Fix) -> Fix:
    """The fix that adds a colon, or, where more is wrong in the line, one that repairs that too."""
    attempt = bad.again(text) if bad.again is not None else None
    if attempt is None or attempt.bad is None:
        return plain
    further = repairs(attempt.bad)
    return fixed(bad, further[0].text) if len(further) == 1 else Fix(plain.title, plain.edits)


def _glued(bad: BadLine) -> Diagnostic | None:
    """`held byadmin`: a label's last word runs into what follows."""
    for label in LABELS[bad.block]:
        parts = label.split()
        at = len(parts) - 1
        if [bad.text(i) for i in range(at)] != parts[:at] or bad.kind(at) != "WORD":
            continue
        rest = bad.text(at).removeprefix(parts[at])
        if rest == bad.text(at) or not rest or (at == 0 and len(parts[0]) < 3):
            continue
        cut = bad.start(at) + len(parts[at])
        colon = bad.kind(at + 1) == ":"
        edits = [Edit(Span(bad.source, cut, cut), ": ")] + ([Edit(bad.span(at + 1), "")] if colon else [])
        text = bad.with_edits(*edits)
        if at or bad.reads(text):
            fix = fixed(bad, text) if bad.reads(text) else Fix(f"`{label}: {rest}`", tuple(edits))
            return SY116.at(bad.span(at), f"the label `{label}` runs into what follows", note="words are written whole",
                            fix=fix)  # fmt: skip
    return None


def _hyphened(bad: BadLine) -> Diagnostic | None:
    """`held-by:`, `time-zone:`: a label with other signs between its words."""
    colon = next((i for i in range(min(bad.size, 6)) if bad.kind(i) == ":"), 0)
    if colon < 1:
        return None
    place = Span(bad.source, bad.start(0), bad.end(colon))
    folded = re.sub(r"[\s_-]", "", place.text[:-1])
    near = next((k for k in LABELS[bad.block] if k.replace(" ", "") == folded), "")
    if near:
        return SY110.at(place, f"{NOUNS[bad.block]} has no line {quoted(place.text)}", note="",
                        fix=Fix(f"`{near}:`", (Edit(place, f"{near}:"),), safe=True))  # fmt: skip
    written = " ".join(place.text[:-1].split())
    meant = next(iter(closest(written, LABELS[bad.block], 1)), "")
    fix = Fix(f"`{meant}:`", (Edit(place, f"{meant}:"),)) if meant else None
    note = _has(LABELS[bad.block], cut=bool(fix))
    return SY110.at(place, f"{NOUNS[bad.block]} has no line {quoted(place.text)}", note=note, fix=fix)


def _no_label(bad: BadLine) -> Diagnostic:
    known, noun = LABELS[bad.block], NOUNS[bad.block]
    meant = [label for label in known if bad.reads(f"{label}: {bad.content}")]
    if len(meant) == 1:
        start = Span(bad.source, bad.start(0), bad.start(0))
        fix = Fix(f"`{meant[0]}: {' '.join(bad.content.split())}`", (Edit(start, f"{meant[0]}: "),))
        return SY110.at(bad.span(0), "this line has no label", note=f"every line of {noun} begins with one", fix=fix)
    if bad.again is None:
        return SY110.at(bad.span(0), f"{noun} has no line that begins so", note=_has(known))
    words = [(label, at) for at, label in ((0, bad.text(0)), (1, f"{bad.text(0)} {bad.text(1)}"))]
    for written, last in reversed(words):
        near = closest(written, known, 1) or tuple(k for k in SAID.get(written, ()) if k in known)
        if near:
            behind = last + (bad.kind(last + 1) == "=" or bad.text(last + 1) == "is")
            edit = Edit(bad.span(0, behind), f"{near[0]}:")
            shown = _whole(bad, edit, f"{near[0]}:").title if behind > last else f"`{near[0]}:`"
            return SY110.at(bad.span(0, last), f"{noun} has no line that begins with {quoted(written)}",
                            note=_has(known, cut=True), fix=Fix(shown, (edit,)))  # fmt: skip
    held = HOLDS.get(bad.block, ())
    near = closest(bad.word, held, 1) if bad.word else ()
    other = Fix(f"`{near[0]}`", (Edit(bad.span(0), near[0]),)) if near else None
    inside = f", and holds {_or([NOUNS[h] for h in held])}" if held else ""
    return SY110.at(bad.span(0), f"{noun} has no line that begins so", note=_has(known) + inside, fix=other)
