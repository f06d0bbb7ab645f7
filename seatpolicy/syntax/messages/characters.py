"""A line with a stretch of text in it that is no token in, the finding about it out: symbols, quotes, capitals, signs.

Numbers and dates have a room of their own, numbers.py.
"""

from __future__ import annotations

import re
import unicodedata

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.lexer import LONGEST_LINE
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.foreign import JOINS
from seatpolicy.syntax.messages.numbers import bad_number, number_near
from seatpolicy.syntax.messages.shown import fixed, quoted

E = Severity.ERROR
SY101 = code("SY101", "currency-symbol", E, "an amount names its currency by its ISO code")
SY102 = code("SY102", "quote-marks", E, "texts stand in straight double quotes")
SY103 = code("SY103", "open-text", E, "a text ends on its line")
SY107 = code("SY107", "capitals", E, "names are lower case, currencies are capitals")
SY109 = code("SY109", "strange-character", E, "a character that no line of a policy holds")
SY126 = code("SY126", "line-too-long", E, "a line is longer than any line of a policy")
SY134 = code("SY134", "foreign-operator", E, "a comparison or sum is written as in another language")

_SYMBOLS = {
    "$": ("`$` does not say which dollar", "over twenty currencies share it", "USD"),
    "€": ("a currency is written by its code", "`€` is its symbol, `EUR` its code", "EUR"),
    "£": ("`£` does not say which pound", "several currencies share it", "GBP"),
    "¥": ("`¥` does not say whether yen or yuan", "two currencies share it", "JPY"),
    "₹": ("a currency is written by its code", "`₹` is its symbol, `INR` its code", "INR"),
}  # fmt: skip
_BEFORE_DOLLAR = {"US": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "NZ": "NZD", "S": "SGD", "HK": "HKD"}
_QUOTES = "“”„«»‘’'`"
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "·": "*", "[": "(", "]": ")", "≈": "=",
          "&&": "and", "&": "and", "!": "not", "^": "*"}  # fmt: skip


def bad_character(bad: BadLine) -> Diagnostic | None:
    """The finding about the first stretch of a line that is no token, or None where there is none to speak of."""
    for at in range(bad.size):
        if bad.kind(at) == "BAD":
            follows = bad.kind(at + 1) == "BAD" and bad.text(at + 1)[0] in _SYMBOLS and bad.text(at)[0].isdigit()
            return _about(bad, at + 1 if follows else at)
    return None


def _about(bad: BadLine, at: int) -> Diagnostic | None:
    text = bad.text(at)
    first = text[0]
    place = bad.span(at)
    if len(text) > LONGEST_LINE:
        return SY126.at(place, "this line is too long to be read",
                        note=f"it has {len(text):,} characters; a line holds at most {LONGEST_LINE:,}")  # fmt: skip
    if first in _SYMBOLS or (text in _BEFORE_DOLLAR and bad.text(at + 1)[:1] == "$"):
        return _symbol(bad, at)
    if first in _QUOTES:
        return _quotes(bad, at)
    if first == '"':
        return _open_text(bad, at)
    number = bad_number(bad, at)
    if number is not None:
        return number
    if text in _SIGNS and not (text == "!" and bad.end(at) != bad.start(at + 1)):
        return _operator(bad, at)
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text):
        return _capitals(bad, at)
    return _strange(bad, at)


def _symbol(bad: BadLine, at: int) -> Diagnostic:
    """A currency symbol; the fix writes codes for all symbols of the line, or none where the column names them."""
    symbol = bad.text(at)[0]
    named = ""
    if symbol not in _SYMBOLS:
        named, symbol = _BEFORE_DOLLAR[bad.text(at)], "$"
    what, why, _ = _SYMBOLS[symbol]
    if named:
        what, why = f"`{bad.text(at)}$` is no currency code", "amounts name their currency by ISO code"
    place = Span(bad.source, bad.start(at), bad.start(at) + 1) if not named else bad.span(at, at + 1)
    shown = ""
    edits: dict[bool, list[Edit]] = {True: [], False: []}
    for here in range(at, bad.size):
        sign = bad.text(here)[:1]
        if bad.kind(here) != "BAD" or sign not in _SYMBOLS:
            continue
        first = here - 1 if bad.text(here - 1) in _BEFORE_DOLLAR else here
        iso = _BEFORE_DOLLAR.get(bad.text(here - 1), _SYMBOLS[sign][2])
        stretch, number = number_near(bad, first, here)
        for with_code in (True, False):
            edits[with_code].append(Edit(stretch, f"{number} {iso}".lstrip() if with_code else number))
        shown = shown or f"{number or '99.00'} {iso}"
    for with_code in (True, False):
        if bad.reads(bad.with_edits(*edits[with_code])):
            column = "" if with_code else "; the head of the column names the currency"
            title = edits[with_code][0].text
            return SY101.at(place, what, note=why + column, fix=bad.fix(title, *edits[with_code], safe=bool(named)))
    if not edits[True][0].text[0].isdigit():
        return SY101.at(place, what, note=why, hint=f"write the code behind a number: `{shown}`")
    return SY101.at(place, what, note=why, fix=bad.fix(shown, *edits[True]))


def _quotes(bad: BadLine, at: int) -> Diagnostic:
    begin = bad.start(at)
    rest = bad.source.text[begin : bad.end(bad.size - 1)]
    inside = re.match(r"[’'`‘][a-z0-9_’'`‘]+", rest)
    if inside is not None and at and bad.kind(at - 1) == "WORD" and bad.end(at - 1) == begin:
        return _apostrophe(bad, at, begin + inside.end())
    note = 'texts stand in straight double quotes: `"Acme"`'
    found = re.match(rf"[{_QUOTES}]+([^{_QUOTES}\"]*)[{_QUOTES}\"]+", rest)
    if found is None or not found[1].strip():
        return SY102.at(bad.span(at), f"a quotation mark that no text has: {quoted(bad.text(at)[0])}", note=note)
    straight = re.sub(rf"[{_QUOTES}]+([^{_QUOTES}\"]*)[{_QUOTES}\"]+", r'"\1"', rest)
    whole = Span(bad.source, begin, begin + found.end())
    named = f'"{found[1]}"'
    text = bad.content[: begin - bad.start(0)] + straight
    if bad.reads(text):
        return SY102.at(whole, "curly or single quotes", note="texts stand in straight double quotes",
                        fix=fixed(bad, text, safe=True))  # fmt: skip
    bare = bad.content[: begin - bad.start(0)] + re.sub(rf"[{_QUOTES}\"]+", "", rest)
    if bad.reads(bare):
        return SY102.at(whole, "quotes around a name", note="names stand without quotes, texts in straight double ones",
                        fix=fixed(bad, bare))  # fmt: skip
    return SY102.at(whole, "curly or single quotes", note="texts stand in straight double quotes",
                    fix=bad.fix(named, Edit(whole, named)))  # fmt: skip


def _apostrophe(bad: BadLine, at: int, end: int) -> Diagnostic:
    """`partner’s known`, `family’s_member`: an apostrophe inside a word."""
    whole = Span(bad.source, bad.start(at - 1), end)
    short = Edit(Span(bad.source, bad.start(at), end), " is")
    if whole.text[-2:-1] == bad.text(at)[:1] and whole.text.endswith("s") and bad.reads(bad.with_edits(short)):
        return SY102.at(whole, "words are written whole", note="",
                        fix=bad.fix(f"{bad.text(at - 1)} is", short))  # fmt: skip
    return SY102.at(whole, f"{quoted(whole.text)} has an apostrophe", note="names are made of a to z, 0 to 9 and `_`",
                    hint="a title may hold one, between double quotes")  # fmt: skip


def _open_text(bad: BadLine, at: int) -> Diagnostic:
    place = bad.span(at)
    strings = [i for i in range(at) if bad.kind(i) == "STRING"]
    if strings and bad.end(at - 1) == bad.start(at):
        return SY103.at(place, "a text cannot hold double quotes", note="the text ends at its second `\"`",
                        hint="write quotation marks inside a text as `'`")  # fmt: skip
    end = place.start + len(place.text.rstrip())
    for blank in (place.end, *(place.start + m.start() for m in reversed(list(re.finditer(r"(?<=\S)[ \t]+", place.text))))):
        if bad.reads(bad.with_edits(Edit(Span(bad.source, blank, blank), '"'))):
            end = blank
            break
    edit = Edit(Span(bad.source, end, end), '"')
    closed = bad.source.text[place.start : end] + '"'
    return SY103.at(place, "this text has no end", note='a text ends on its own line, with `"`',
                    fix=Fix(f"`{closed}`" if len(closed) <= 48 else "a `\"` at its end", (edit,)))  # fmt: skip


def _operator(bad: BadLine, at: int) -> Diagnostic:
    sign = bad.text(at)
    meant = _SIGNS[sign]
    blanks = meant.isalpha()
    edits = []
    for here in range(at, bad.size):
        if bad.kind(here) == "BAD" and bad.text(here) in _SIGNS:
            word = _SIGNS[bad.text(here)]
            left = " " if blanks and here and bad.end(here - 1) == bad.start(here) else ""
            right = " " if blanks and here + 1 < bad.size and bad.end(here) == bad.start(here + 1) else ""
            edits.append(Edit(bad.span(here), f"{left}{word}{right}"))
    return SY134.at(bad.span(at), f"`{sign}` is no sign of the language", note=f"it is written `{meant}`",
                    fix=bad.fix(meant, *edits, safe=sign not in "^·≈"))  # fmt: skip


def _capitals(bad: BadLine, at: int) -> Diagnostic | None:
    word = bad.text(at)
    edits = [Edit(bad.span(i), _lower(bad.text(i))) for i in range(at, bad.size)
             if bad.kind(i) == "BAD" and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", bad.text(i))]  # fmt: skip
    lower = bad.with_edits(*edits)
    reads = bad.reads(lower)
    if not reads and at == bad.bad and not bad.takes("NAME") and not bad.takes(word.lower()) and bad.bad > 0:
        return None
    note = "names and words are lower case; capitals are only ISO currency codes"
    known = word.lower() in bad.words or f"{word.lower()}:" in bad.words
    return SY107.at(bad.span(at), f"`{word}` has capitals", note=note,
                    fix=bad.fix(edits[0].text, *edits, safe=known and reads))  # fmt: skip


def _lower(word: str) -> str:
    """`TeamPlan` as `team_plan`, `SMB` as `smb`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).lower()


def _dotted(bad: BadLine, at: int) -> Diagnostic | None:
    """`account.segment`: a dot between two words."""
    if bad.text(at) != "." or bad.kind(at - 1) != "WORD" or bad.kind(at + 1) != "WORD" or at < 1:
        return None
    owner, fact = bad.text(at - 1), bad.text(at + 1)
    place = bad.span(at - 1, at + 1)
    edit = Edit(place, f"{fact} of {owner}")
    return SY134.at(place, "no dots between words", note="`of` says whose it is",
                    fix=bad.fix(edit.text, edit) if bad.reads(bad.with_edits(edit)) else None)  # fmt: skip


def _unseen(letter: str) -> bool:
    return not letter.isprintable() or unicodedata.category(letter) in ("Cf", "Zs", "Zl", "Zp")


def _strange(bad: BadLine, at: int) -> Diagnostic:
    text = bad.text(at)
    first = text[0]
    place = bad.span(at)
    if text.strip(";.,") == "" and at == bad.size - 1:
        cut = bad.source.text[bad.start(0) : bad.end(at - 1)] if at else ""
        return SY109.at(place, f"`{text}` ends no line here", note="a line ends where it ends, without a sign",
                        fix=Fix("remove it", (Edit(place, ""),), safe=bad.reads(cut)))  # fmt: skip
    if text == ";":
        for meant in JOINS:
            edit = Edit(place, meant)
            if bad.reads(bad.with_edits(edit)):
                return SY109.at(place, "`;` does not belong here", note=f"it is written `{meant.strip()}`",
                                fix=fixed(bad, bad.with_edits(edit)))  # fmt: skip
    dotted = _dotted(bad, at)
    if dotted is not None:
        return dotted
    name = "lone surrogate" if 0xD800 <= ord(first) <= 0xDFFF else unicodedata.name(first, "")
    shown = f"U+{ord(first):04X}" + (f" {name.lower()}" if name else "")
    if _unseen(first):
        sign = Span(bad.source, place.start, place.start + 1)
        alike = [bad.start(i) + n for i in range(at, bad.size) if bad.kind(i) == "BAD"
                 for n, letter in enumerate(bad.text(i)) if letter == first]  # fmt: skip
        blank = " " if unicodedata.category(first) == "Zs" else ""
        edits = tuple(Edit(Span(bad.source, here, here + 1), blank) for here in alike)
        what = ("a space in its place" if blank else "remove it") + (", and wherever it follows" if len(edits) > 1 else "")
        safe = bool(blank) and bad.reads(bad.with_edits(*edits))
        return SY109.at(sign, "a character that cannot be seen", note=shown, fix=Fix(what, edits, safe=safe))
    if first.isalpha():
        foreign = next((letter for letter in text if not letter.isascii()), first)
        shown = f"{quoted(foreign)} is U+{ord(foreign):04X} {unicodedata.name(foreign, '').lower()}".rstrip()
        return SY109.at(place, f"{quoted(text)} is written with letters that no name has", note=shown,
                        hint="names are made of a to z, 0 to 9 and `_`; titles may hold any letter")  # fmt: skip
    return SY109.at(place, f"{quoted(text)} does not belong here", note=shown,
                    hint="in a title or a `because` it may stand, between double quotes")  # fmt: skip
