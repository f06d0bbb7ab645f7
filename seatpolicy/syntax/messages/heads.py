"""The head of a declaration, or a line outside every block, that cannot be read in; the finding about it out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.source.text import Span
from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS
from seatpolicy.syntax.messages.conditions import bad_condition, in_condition, operator
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.lists import chain, joined_otherwise, list_word, mixed
from seatpolicy.syntax.messages.names import currency, quotes, reserved
from seatpolicy.syntax.messages.repair import repairs
from seatpolicy.syntax.messages.said_otherwise import DECLARATIONS
from seatpolicy.syntax.messages.shown import choice, fixed, may_stand, quoted, what_stands, wrong_part
from seatpolicy.syntax.messages.values import negative
from seatpolicy.syntax.shapes import HEADS, HOLDS, NOUNS, blocks_with, homes

E = Severity.ERROR
SY113 = code("SY113", "head-form", E, "the head of a declaration is not one of its forms")
SY115 = code("SY115", "unknown-declaration", E, "nothing is declared by that word")
SY123 = code("SY123", "misplaced", E, "a line or declaration stands where it cannot stand")

_ALL = tuple(sorted(TOP_WORDS))
_USUAL = ("policy", "facts", "seat", "counting", "schedule", "amount", "plan", "addon", "proration", "discount", "combine",
          "approvals", "guarantee", "example")  # fmt: skip


def bad_head(bad: BadLine) -> Diagnostic:
    """The finding about a declaration's first line, inside a block or outside."""
    word = bad.word
    if bad.bad == 0:
        return _misplaced(bad) if word in BLOCK_WORDS | TOP_WORDS else unknown_declaration(bad)
    for look in (_nothing, _no_name, _no_title, _that, negative, operator, mixed, chain, joined_otherwise, list_word,
                 currency, quotes, reserved):  # fmt: skip
        found = look(bad)
        if found is not None:
            return found
    if in_condition(bad):
        return bad_condition(bad)
    return _none_of_its_forms(bad)


def _nothing(bad: BadLine) -> Diagnostic | None:
    if bad.kind(bad.size - 1) != "=" or bad.bad < bad.size or bad.word not in ("let", "amount"):
        return None
    return SY113.at(bad.span(bad.size - 1), "nothing stands behind `=`", note="",
                    hint=f"write it like `{HEADS[bad.word][0]}`")  # fmt: skip


def _that(bad: BadLine) -> Diagnostic | None:
    """`require` with a condition but without `that`."""
    if bad.word != "require" or bad.text(1) == "that":
        return None
    edit = Edit(Span(bad.source, bad.end(0), bad.end(0)), " that")
    if not bad.reads(bad.with_edits(edit)):
        return None
    return SY113.at(bad.span(0), "a condition is required with `that`", note="without it, `require` names facts that must "
                    "be known", fix=bad.fix("require that", edit, safe=True))  # fmt: skip


def _none_of_its_forms(bad: BadLine) -> Diagnostic:
    noun = NOUNS.get(bad.word, "a block")
    lines = bad.word in ("use", "amount", "let", "require", "authority")
    what = f"{noun} is not written so" if lines else f"not the head of {noun}"
    shown = " | ".join(f"`{head}`" for head in HEADS.get(bad.word, ())[:3])
    entry = {"item": 'day_pass: "Day pass"', "meter": "exports: count, sum of the cycle"}.get(bad.word, "")
    if entry and bad.kind(1) == "WORD":
        entry = f"{bad.text(1)}:{entry.partition(':')[2]}"
        return SY113.at(wrong_part(bad), what, note="the block has no name; each entry in it has one",
                        hint=f"write `{bad.word} {{`, and in it a line `{entry}`")  # fmt: skip
    missing = _missing_part(bad)
    if missing:
        return SY113.at(wrong_part(bad), what, note=missing, hint=f"write it like {shown}")
    found = repairs(bad)
    if len(found) == 1:
        return SY113.at(bad.span(found[0].first, found[0].last), what, note=found[0].note, fix=fixed(bad, found[0].text))
    if found:
        texts = [way.text for way in found]
        return SY113.at(wrong_part(bad), what, note=what_stands(bad), fix=choice(bad, texts))
    note = "; ".join(part for part in (what_stands(bad), may_stand(bad)) if part)
    return SY113.at(wrong_part(bad), what, note=note, hint=f"write it like {shown}")


def _missing_part(bad: BadLine) -> str:
    """What must stand in the head and does not: a word with a name behind it, or a name; empty where nothing is missing."""
    words = [w for w, t in bad.words.items() if t in bad.accepted and w.isalpha()]
    if len(words) > 4 or (bad.bad <= bad.last and bad.kind(bad.bad) != "WORD"):
        return ""
    for word in words:
        for filler in ("some_name",):
            place = bad.start(bad.bad) - bad.start(0)
            text = f"{bad.content[:place].rstrip()} {word} {filler} {bad.content[place:]}"
            if bad.reads(text):
                before = f" before {quoted(bad.text(bad.bad))}" if bad.bad <= bad.last else ""
                return f"`{word} …` is missing{before}"
    return ""


def _no_name(bad: BadLine) -> Diagnostic | None:
    """A title without the name before it."""
    if bad.bad != 1 or not bad.takes("NAME") or bad.kind(1) not in ("STRING", "{", ""):
        return None
    noun = NOUNS.get(bad.word, "this")
    named = bad.kind(1) == "STRING"
    title = bad.text(1)[1:-1] if named else ""
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or f"my_{bad.word}"
    name = name if name[0].isalpha() and name not in ("a", "an", "the") else f"{bad.word}_{name}"
    between = Span(bad.source, bad.end(0), bad.start(1)) if named else Span(bad.source, bad.end(0), bad.end(0))
    article = between.text.strip()
    place = Span(bad.source, bad.end(0), bad.end(0)) if not article else Span(bad.source, bad.end(0), between.end - 1)
    edit = Edit(place, f" {name}" if named else f' {name} "{name.replace("_", " ").capitalize()}"')
    text = bad.with_edits(edit)
    what = f"{noun} has a name before its title" if named else f"{noun} has a name and a title"
    if article:
        return SY113.at(Span(bad.source, bad.end(0) + 1, bad.end(0) + 1 + len(article)), f"`{article}` cannot be a name",
                        note="articles are passed over wherever they stand", fix=bad.fix(name, edit))  # fmt: skip
    return SY113.at(bad.span(0), what, note="the name is for the policy, the title for invoices and quotes",
                    fix=fixed(bad, text) if bad.reads(text) else None,
                    hint="" if bad.reads(text) or bad.word not in HEADS else f"write it like `{HEADS[bad.word][0]}`")  # fmt: skip


def _no_title(bad: BadLine) -> Diagnostic | None:
    if not bad.takes("STRING") or bad.takes("NAME") or bad.kind(bad.bad - 1) != "WORD" or bad.kind(bad.bad) == "STRING":
        return None
    name = bad.text(bad.bad - 1)
    title = f'"{name.replace("_", " ").capitalize()}"' if bad.bad == 2 else '"…"'
    place = Span(bad.source, bad.end(bad.bad - 1), bad.end(bad.bad - 1))
    edit = Edit(place, f" {title}")
    text = bad.with_edits(edit)
    if not bad.reads(text):
        return None
    noun = NOUNS.get(bad.word, "this")
    return SY113.at(bad.span(bad.bad - 1), f"{noun} has a title", note="it stands in double quotes and is printed for "
                    "people", fix=fixed(bad, text) if bad.bad == 2 else None,
                    hint="" if bad.bad == 2 else f"write it like `{HEADS[bad.word][0]}`")  # fmt: skip


def _misplaced(bad: BadLine) -> Diagnostic:
    word, noun = bad.word, NOUNS[bad.word]
    if not bad.heads:
        return SY123.at(bad.span(0), f"{noun} cannot stand at the top level", note=f"it stands inside {homes(word)}",
                        hint="is a head missing above it, or did a `}` close its block too early?")  # fmt: skip
    outer = bad.heads[0]
    held = [NOUNS[h] for h in HOLDS.get(outer.word, ())]
    return SY123.at(
        bad.span(0),
        f"{noun} cannot stand inside {NOUNS.get(outer.word, 'this block')}",
        note=f"it stands {'at the ' if homes(word) == 'the top level' else 'inside '}{homes(word).removeprefix('the ')}"
        if homes(word) == "the top level"
        else f"it stands inside {homes(word)}",
        related=(Related(outer.place, "opened here"),),
        hint=f"{NOUNS[outer.word]} holds {' and '.join(held)}" if held and outer.word in NOUNS else "",
    )


def unknown_declaration(bad: BadLine) -> Diagnostic:
    """A line, or the head of a block, that begins with no word of the language."""
    possible: Sequence[str] = HOLDS.get(bad.block, ()) if bad.heads else _ALL
    word = bad.word
    place, written = bad.span(0), word
    joined = re.match(r"[a-z]+(?:[-_ ][a-z]+)?", bad.content)
    if joined and joined[0] != word and re.sub(r"[-_ ]", "", joined[0]) in possible:
        written, place = joined[0], Span(bad.source, bad.start(0), bad.start(0) + joined.end())
    near = _near(bad, written, place, possible)
    if near:
        edit = Edit(place, near)
        return SY115.at(place, f"no declaration begins with {quoted(written)}", note="", fix=Fix(f"`{near}`", (edit,)))
    holder = NOUNS.get(bad.block, "")
    if bad.heads:
        note = f"{holder or 'this block'} holds {', '.join(possible) or 'lines only'}"
    else:
        note = f"a file holds {', '.join(_USUAL)}, …"
    what = f"no declaration begins with {quoted(written)}" if word else "a declaration begins with its word"
    fix = None
    if not bad.heads and bad.kind(1) == "=" and bad.reads(f"amount {bad.content}"):
        start = Span(bad.source, bad.start(0), bad.start(0))
        fix = Fix("`amount` before it", (Edit(start, "amount "),))
    elif not bad.heads and bad.kind(1) == "=" and bad.reads(f"let {bad.content}"):
        start = Span(bad.source, bad.start(0), bad.start(0))
        fix = Fix("`let` before it", (Edit(start, "let "),))
    return SY115.at(bad.span(0), what, note="" if fix else note, fix=fix)


def _near(bad: BadLine, written: str, place: Span, possible: Sequence[str]) -> str:
    if bad.again is None:
        return ""
    folded = re.sub(r"[-_ ]", "", written)
    near = [p for p in possible if p == folded and p != written] if written else []
    near += [p for p in closest(written, possible) if p not in near] if written else []
    near += [p for p in DECLARATIONS.get(written, ()) if p in possible and p not in near]
    for candidate in near:
        if bad.reads(bad.with_edits(Edit(place, candidate))):
            return candidate
    return near[0] if near else ""


def outside(bad: BadLine) -> Diagnostic:
    """A line with a label outside every block."""
    label = bad.label[:-1]
    place = Span(bad.source, bad.start(0), bad.end(bad.label_size - 1))
    if label in TOP_WORDS:
        edit = Edit(bad.span(bad.label_size - 1), " =" if label in ("amount", "let") else "")
        return SY113.at(place, f"the word `{label}` has no colon", note="it begins a declaration",
                        fix=bad.fix(label, edit) if bad.reads(bad.with_edits(edit)) else None)  # fmt: skip
    if bad.word in ("amount", "let"):
        edit = Edit(bad.span(bad.label_size - 1), " =")
        return SY113.at(edit.span, f"{NOUNS[bad.word]} is not written so", note="a name is given its value by `=`",
                        fix=bad.fix(f"{label} =", edit, safe=True))  # fmt: skip
    owners = [NOUNS[block] for block in blocks_with(label)][:4]
    listed = f"{', '.join(owners[:-1])} or {owners[-1]}" if len(owners) > 1 else "".join(owners)
    note = f"it is a line of {listed}" if owners else "lines with a label stand inside blocks"
    return SY123.at(place, f"the line `{label}:` stands outside every block", note=note,
                    hint="is a head missing above it, or did a `}` close its block too early?")  # fmt: skip
