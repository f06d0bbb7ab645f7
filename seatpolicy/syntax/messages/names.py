"""A word or text that stands where a name, a title or a currency stands in, the finding about it out."""

from __future__ import annotations

import re

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.messages.characters import SY101, SY103, SY107
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.said_otherwise import PHRASES
from seatpolicy.syntax.messages.shown import fixed, quoted

E = Severity.ERROR
SY127 = code("SY127", "reserved-word", E, "a word of the language stands in the place of a name")
SY130 = code("SY130", "quotes", E, "texts stand in double quotes, names and numbers do not")

_NEVER = {"and": "it joins the last two of a list", "or": "it joins the last two of a list", "not": "it turns a condition "
          "round", "yes": "it is a value of a flag", "no": "it is a value of a flag"}  # fmt: skip
_MONEY_WORDS = {"dollars": "USD", "dollar": "USD", "bucks": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
                "francs": "CHF", "yen": "JPY", "rupees": "INR"}  # fmt: skip


def reserved(bad: BadLine) -> Diagnostic | None:
    """A word of the language where a name must stand: one that is never a name, or one that is taken in this place."""
    word = bad.text(bad.bad)
    said = any(bad.takes(meant) for meant in PHRASES.get(word, ()) if word in ("yes", "no"))
    if bad.kind(bad.bad) == "WORD" and word in _NEVER and bad.takes("NAME") and not said:
        other = bad.with_edits(Edit(bad.span(bad.bad), "some_name"))
        if bad.reads(other):
            return SY127.at(bad.span(bad.bad), f"`{word}` cannot be a name", note=f"{_NEVER[word]}, wherever it stands",
                            hint="choose another name")  # fmt: skip
    before = bad.bad - 1
    if bad.kind(before) != "WORD" or before < bad.label_size or bad.again is None or bad.text(before) not in bad.words:
        return None
    taken = bad.text(before)
    other = bad.with_edits(Edit(bad.span(before), "some_name"))
    attempt = bad.again(other)
    if attempt.bad is not None or attempt.names < 1:
        return None
    return SY127.at(bad.span(before), f"`{taken}` is a word of the language in this place",
                    note="elsewhere it may be a name; here it is read as the language's own",
                    hint="if a name is meant, choose another one")  # fmt: skip


def unquoted(bad: BadLine) -> Diagnostic | None:
    """A title or text without its quotes, where the line is read with them."""
    at = bad.bad
    if not bad.takes("STRING") or bad.takes("NUMBER") or bad.takes("NAME") or bad.kind(at) == "STRING" or at > bad.last:
        return None
    begin = bad.end(at - 1) if at else bad.start(at)
    begin += len(bad.source.text[begin : bad.start(at)]) - len(bad.source.text[begin : bad.start(at)].lstrip())
    for last in range(bad.last, at - 1, -1):
        place = Span(bad.source, begin, bad.end(last))
        edit = Edit(place, f'"{place.text.rstrip(",;")}"')
        if not re.search("^'|[\"“”„«»‘`]", place.text) and bad.reads(bad.with_edits(edit)):
            return SY130.at(place, "a text stands in double quotes", note="",
                            fix=bad.fix(edit.text, edit, safe=True))  # fmt: skip
    return None


def quotes(bad: BadLine) -> Diagnostic | None:
    """A name, number or date in quotes, or quotes inside a text."""
    at = bad.bad
    if bad.kind(at) == "WORD" and bad.kind(at - 1) == "STRING" and bad.end(at - 1) == bad.start(at):
        first = next(i for i in range(at) if bad.kind(i) == "STRING")
        last = bad.content.rfind('"') + bad.start(0)
        inner = Span(bad.source, bad.start(first) + 1, max(last, bad.start(first) + 1))
        edit = Edit(inner, inner.text.replace('"', "'"))
        return SY103.at(bad.span(at), "a text cannot hold double quotes", note='it ends at the second `"`',
                        fix=fixed(bad, bad.with_edits(edit)) if bad.reads(bad.with_edits(edit)) else None)  # fmt: skip
    if bad.kind(at) == "STRING":
        inside = bad.text(at)[1:-1].strip()
        bare = re.sub(r"[^a-z0-9_]+", "_", inside.lower()).strip("_") if bad.takes("NAME") else inside
        for plain in dict.fromkeys((inside, bare)):
            edit = Edit(bad.span(at), plain)
            if plain and bad.reads(bad.with_edits(edit)):
                what = "a name stands without quotes" if bad.takes("NAME") else "this stands without quotes"
                return SY130.at(bad.span(at), what, note="quotes hold titles and texts for people",
                                fix=bad.fix(plain, edit, safe=plain == inside))  # fmt: skip
    return None


def currency(bad: BadLine) -> Diagnostic | None:
    """A currency in small letters, in words or before its number; capitals where a name stands."""
    at = bad.bad
    word = bad.text(at)
    if bad.kind(at) == "CURRENCY" and bad.takes("NAME"):
        edits = [Edit(bad.span(i), bad.text(i).lower()) for i in range(bad.size) if bad.kind(i) == "CURRENCY" and i >= at]
        if bad.reads(bad.with_edits(*edits)) or not bad.takes("NUMBER"):
            return SY107.at(bad.span(at), f"`{word}` has capitals", note="names are lower case, currencies capitals",
                            fix=bad.fix(word.lower(), *edits))  # fmt: skip
    if bad.kind(at) == "CURRENCY" and bad.takes("NUMBER") and bad.kind(at + 1) == "NUMBER":
        text = _swapped(bad)
        return SY101.at(bad.span(at), "the currency stands behind its number", note="amounts look like `99.00 USD`",
                        fix=fixed(bad, text, safe=bad.reads(text)))  # fmt: skip
    if bad.takes("CURRENCY") and bad.kind(at) == "WORD":
        if word in _MONEY_WORDS:
            edit = Edit(bad.span(at), _MONEY_WORDS[word])
            before = bad.text(at - 1) if bad.kind(at - 1) == "NUMBER" else ""
            return SY101.at(bad.span(at), f"`{word}` is no currency code", note="amounts name their currency by ISO code",
                            fix=bad.fix(f"{before} {edit.text}".strip(), edit))  # fmt: skip
        if re.fullmatch("[a-z]{3}", word) and word not in bad.words:
            edits = [Edit(bad.span(i), bad.text(i).upper()) for i in range(at, bad.size)
                     if bad.kind(i) == "WORD" and len(bad.text(i)) == 3 and bad.text(i) not in bad.words]  # fmt: skip
            if bad.reads(bad.with_edits(*edits)):
                return SY107.at(bad.span(at), f"the currency {quoted(word)} is written in capitals", note="",
                                fix=bad.fix(word.upper(), *edits, safe=True))  # fmt: skip
    return None


def _swapped(bad: BadLine) -> str:
    """The line with every `USD 99.00` turned round."""
    edits, at = [], bad.bad
    while at < bad.size:
        if bad.kind(at) == "CURRENCY" and bad.kind(at + 1) == "NUMBER":
            edits.append(Edit(Span(bad.source, bad.start(at), bad.end(at + 1)), f"{bad.text(at + 1)} {bad.text(at)}"))
            at += 1
        at += 1
    return bad.with_edits(*edits)
