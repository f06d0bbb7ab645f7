"""A row of a table or an entry of a list of facts that cannot be read in, the finding about it out."""

from __future__ import annotations

import re

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.messages.conditions import operator
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.lists import chain, comma_at_end, joined_otherwise, list_word
from seatpolicy.syntax.messages.names import currency, quotes, reserved
from seatpolicy.syntax.messages.numbers import dash, written_date
from seatpolicy.syntax.messages.repair import repairs
from seatpolicy.syntax.messages.shown import choice, fixed, may_stand, what_stands, wrong_part
from seatpolicy.syntax.messages.values import dated, negative
from seatpolicy.syntax.shapes import NOUNS, ROWS

SY118 = code("SY118", "row-form", Severity.ERROR, "a row or entry is not one of its forms")

_ENTRIES = frozenset({"facts", "meter", "item"})
_MOST_LINES = 8
_EMPTY = {"schedule": "`free` where nothing is charged, `by quote` where a person sets the price",
          "limit": "`approved` where nobody is asked", "table": "a value in every row",
          "example": "the figure or verdict that is expected"}  # fmt: skip


def bad_row(bad: BadLine) -> Diagnostic:
    """The finding about a row or an entry."""
    for look in (_rule_of_dashes, _fenced, _empty_cell, dash, negative, written_date, operator, _comma, _owner,
                 _head_of_cases, _goes_on, _money_in_cell, _dated, chain, joined_otherwise, list_word, currency, quotes,
                 reserved):  # fmt: skip
        found = look(bad)
        if found is not None:
            return found
    return _none_of_its_forms(bad)


def _rule_of_dashes(bad: BadLine) -> Diagnostic | None:
    if bad.content.strip("-|+:= \t") or bad.size < 2:
        return None
    whole = Span(bad.source, bad.start(0), bad.end(bad.size - 1))
    line = bad.source.line_span(whole.line)
    after = line.end + 1 if line.end < len(bad.source.text) else line.end
    return SY118.at(whole, "a line of dashes is no row", note="the first row with `|` is the head of the table",
                    fix=Fix("remove it", (Edit(Span(bad.source, line.start, after), ""),), safe=True))  # fmt: skip


def _fenced(bad: BadLine) -> Diagnostic | None:
    """`| a | b |`: a table with bars at both ends."""
    if bad.kind(0) != "|" or bad.bad != 0 or bad.size < 3:
        return None
    last = bad.kind(bad.size - 1) == "|"
    text = bad.source.text[bad.start(1) : bad.end(bad.size - (2 if last else 1))]
    return SY118.at(bad.span(0), "a row does not begin with a bar", note="`|` stands between columns only",
                    fix=fixed(bad, text, safe=True) if bad.reads(text) else None)  # fmt: skip


def _empty_cell(bad: BadLine) -> Diagnostic | None:
    at = bad.bad
    if bad.kind(at - 1) != "|" or (bad.kind(at) != "|" and at < bad.size) or bad.block in _ENTRIES:
        return None
    if at >= bad.size:
        cut = bad.source.text[bad.start(0) : bad.end(at - 2)]
        if bad.reads(cut) and bad.kind(0) == "|":
            return None
        place = bad.span(at - 1)
    else:
        place = bad.span(at - 1, at)
    if bad.bad == 1:
        return None
    return SY118.at(place, "a cell is empty", note="every cell of a row is written",
                    hint=f"write {_EMPTY.get(bad.block, 'a value')}")  # fmt: skip


def _dated(bad: BadLine) -> Diagnostic | None:
    return dated(bad, SY118)


def _goes_on(bad: BadLine) -> Diagnostic | None:
    """What is given, on a second line without a comma at the end of the first."""
    if bad.block != "example" or bad.kind(bad.bad) != "=" or not bad.reads(f"given: {bad.content}"):
        return None
    end = _end_above(bad)
    if end is None:
        return None
    edit = Edit(Span(bad.source, end, end), ",")
    return SY118.at(bad.span(0, bad.bad), "does this line go on from the one above?", note="a line goes on only behind a "
                    "comma", fix=Fix("a comma at the end of the line above", (edit,)))  # fmt: skip


def _end_above(bad: BadLine) -> int | None:
    """Where what is given or expected ends in the line above, should that be a part of such a line."""
    at = bad.span(0).line - 1
    lines = [bad.source.line_span(n) for n in range(at, max(at - _MOST_LINES, 0), -1)] if bad.source is bad.file else []
    read = [re.fullmatch(r"""[ \t]*((?:"[^"]*"|[^"#\s]|[ \t]+(?![ \t#]|$))+)[ \t]*(?:#.*)?""", line.text) for line in lines]
    for here, said in enumerate(read):
        if said is None or (here and not said[1].endswith(",")):
            return None
        if said[1].startswith(("given:", "expect:")):
            last = read[0]
            return lines[0].start + last.end(1) if last is not None and not last[1].endswith(",") else None
    return None


def _money_in_cell(bad: BadLine) -> Diagnostic | None:
    """`50.00 USD` in a schedule, whose columns name the currencies."""
    if bad.block != "schedule" or bad.kind(bad.bad) != "CURRENCY" or bad.kind(bad.bad - 1) != "NUMBER":
        return None
    edits = [Edit(Span(bad.source, bad.end(i - 1), bad.end(i)), "") for i in range(bad.bad, bad.size)
             if bad.kind(i) == "CURRENCY" and bad.kind(i - 1) == "NUMBER"]  # fmt: skip
    text = bad.with_edits(*edits)
    return SY118.at(bad.span(bad.bad), "the head of the column names the currency", note="a cell holds only the number",
                    fix=bad.fix(bad.text(bad.bad - 1), *edits) if bad.reads(text) else None)  # fmt: skip


def _comma(bad: BadLine) -> Diagnostic | None:
    return comma_at_end(bad, SY118)


def _owner(bad: BadLine) -> Diagnostic | None:
    """A fact that does not say whose it is."""
    if bad.block != "facts" or bad.kind(bad.bad) != ":" or bad.bad != 1:
        return None
    name = bad.text(0)
    ways = [f"{name} of {owner}:" for owner in ("account", "person", "quote")]
    return SY118.at(bad.span(0, 1), "whose fact is this?", note="a fact belongs to the account, a person or the quote",
                    fix=Fix(" | ".join(f"`{way}`" for way in ways)))  # fmt: skip


def _head_of_cases(bad: BadLine) -> Diagnostic | None:
    """The head of a table of cases without `given` and `expect`."""
    if bad.block != "example" or not any(bad.kind(i) == "|" for i in range(bad.size)) or bad.kind(0) != "WORD":
        return None
    first, *others = (cell.strip() for cell in bad.content.split("|"))
    cells = [first if first.startswith("given ") else f"given {first}"]
    cells += [cell if cell.startswith(("expect ", "given ")) else f"expect {cell}" for cell in others]
    text = " | ".join(cells)
    if not bad.reads(text):
        return None
    return SY118.at(Span(bad.source, bad.start(0), bad.end(bad.size - 1)), "the head of a table of cases says what is given "
                    "and what is expected", note="", fix=fixed(bad, text))  # fmt: skip


def _none_of_its_forms(bad: BadLine) -> Diagnostic:
    noun = "an entry" if bad.block in _ENTRIES else "a row"
    holder = NOUNS.get(bad.block, "a table")
    what = f"not {noun} of {holder}"
    found = repairs(bad)
    if len(found) == 1:
        return SY118.at(bad.span(found[0].first, found[0].last), what, note=found[0].note, fix=fixed(bad, found[0].text))
    if found:
        texts = [way.text for way in found]
        return SY118.at(wrong_part(bad), what, note=what_stands(bad), fix=choice(bad, texts))
    stands = may_stand(bad)
    note = "; ".join(part for part in (what_stands(bad), stands) if part)
    if bad.kind(bad.bad - 1) == "|" and bad.block in _EMPTY:
        return SY118.at(wrong_part(bad), what, note=note, hint=f"write {_EMPTY[bad.block]}")
    rows = ROWS.get(bad.block, ())[: 4 if bad.block in _ENTRIES else 2]
    return SY118.at(wrong_part(bad), what, note=note, hint=f"{noun} looks like {', '.join(f'`{row}`' for row in rows)}")
