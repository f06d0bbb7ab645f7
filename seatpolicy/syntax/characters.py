"""A stretch of text that is no token in, the finding about it out: symbols, dashes, foreign numbers and dates."""

from __future__ import annotations

import re
import unicodedata

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.lexer import LONGEST_LINE

E = Severity.ERROR
SY101 = code("SY101", "currency-symbol", E, "an amount names its currency by its ISO code")
SY102 = code("SY102", "curly-quotes", E, "texts stand in straight double quotes")
SY103 = code("SY103", "open-text", E, "a text ends on its line")
SY104 = code("SY104", "range-dash", E, "a range is written with `to`")
SY105 = code("SY105", "number-form", E, "a number is not written as the language writes numbers")
SY106 = code("SY106", "date-form", E, "a date is written year-month-day")
SY107 = code("SY107", "capitals", E, "names are lower case")
SY108 = code("SY108", "glued-word", E, "a number and a word are written apart")
SY109 = code("SY109", "strange-character", E, "a character that no line of a policy holds")
SY126 = code("SY126", "line-too-long", E, "a line is longer than any line of a policy")

_SYMBOLS = {"$": ("which dollar", "over twenty currencies share it", "USD"),
            "€": ("its currency by code", "currencies are written by their ISO code", "EUR"),
            "£": ("which pound", "several currencies share it", "GBP"),
            "¥": ("yen or yuan", "two currencies share it", "JPY"),
            "₹": ("its currency by code", "currencies are written by their ISO code", "INR")}  # fmt: skip
_DASHES = "-–—"


def bad_token(place: Span) -> Diagnostic:
    """The finding about a BAD token."""
    text = place.text
    first = text[0]
    if len(text) > LONGEST_LINE:
        return SY126.at(place, "this line is too long to be read", note=f"{len(text):,} characters; a line holds at most {LONGEST_LINE:,}")
    if first in _SYMBOLS:
        return _symbol(place, first)
    if first in "“”„«»‘’":
        return _quotes(place)
    if first == '"':
        return SY103.at(place, "this text has no end", note="a text ends on its line with `\"`",
                        fix=Fix("a closing `\"`", (Edit(Span(place.source, place.end, place.end), '"'),)))  # fmt: skip
    if first.isdigit() and first.isascii():
        return _number(place)
    if first in _DASHES:
        return SY104.at(place, "a dash is no word of the language", note="a range is written `1 to 10`")
    if first.isalpha() and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text):
        return _capitals(place)
    name = unicodedata.name(first, "") if not 0xD800 <= ord(first) <= 0xDFFF else "lone surrogate"
    shown = f"U+{ord(first):04X}" + (f" {name}" if name else "")
    return SY109.at(place, "a character that does not belong here", note=f"{shown}; policies are plain text",
                    hint="in a title or a `because` it may stand between double quotes" if first.isprintable() else "remove it")  # fmt: skip


def _symbol(place: Span, symbol: str) -> Diagnostic:
    what, why, iso = _SYMBOLS[symbol]
    found = re.compile(r"\s*([0-9][0-9,]*(?:\.[0-9]+)?)").match(place.source.text, place.start + 1)
    one = Span(place.source, place.start, place.start + 1)
    if found is None:
        return SY101.at(one, f"`{symbol}` does not say {what}", note=why, hint=f"write the code behind the number: `99.00 {iso}`")
    whole = Span(place.source, place.start, found.end())
    return SY101.at(one, f"`{symbol}` does not say {what}", note=why,
                    fix=Fix(f"`{found[1]} {iso}`", (Edit(whole, f"{found[1]} {iso}"),)))  # fmt: skip


def _quotes(place: Span) -> Diagnostic:
    line_end = place.source.line_span(place.line).end
    rest = place.source.text[place.start : line_end]
    found = re.match(r"[“”„«»‘’]([^“”„«»‘’\"]*)[“”„«»‘’]", rest)
    if found is None:
        return SY102.at(place, "curly quotes", note='texts stand in straight double quotes: `"Acme"`')
    whole = Span(place.source, place.start, place.start + found.end())
    return SY102.at(whole, "curly quotes", note="texts stand in straight double quotes",
                    fix=Fix(f'`"{found[1]}"`', (Edit(whole, f'"{found[1]}"'),), safe=True))  # fmt: skip


def _number(place: Span) -> Diagnostic:
    text = place.text
    glued = re.fullmatch(r"([0-9][0-9.,]*)([a-z_]\w*)", text)
    if glued is not None:
        return SY108.at(place, "a number and a word run together", note="words are written whole and apart",
                        fix=Fix(f"`{glued[1]} {glued[2]}`", (Edit(place, f"{glued[1]} {glued[2]}"),), safe=True))  # fmt: skip
    dashed = re.fullmatch(r"([0-9][0-9,]*(?:\.[0-9]+)?%?)\s*[-–—]\s*([0-9][0-9,]*(?:\.[0-9]+)?%?)", text)
    if re.fullmatch(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*", text):
        whole = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text)
        iso = f"{whole[1]}-{int(whole[2]):02}-{int(whole[3]):02}" if whole else ""
        return SY106.at(place, "not a date as the language writes it", note="dates are year-month-day: `2026-11-01`",
                        fix=Fix(f"`{iso}`", (Edit(place, iso),), safe=True) if iso else None)  # fmt: skip
    if dashed is not None:
        return SY104.at(place, "a range or a difference?", note="a range is written with `to`, a difference with blanks around `-`",
                        fix=Fix(f"`{dashed[1]} to {dashed[2]}`", (Edit(place, f"{dashed[1]} to {dashed[2]}"),)))  # fmt: skip
    if place.source.text[place.end : place.end + 1] in tuple("–—") or any(d in text for d in "–—"):
        return SY104.at(place, "a dash is no word of the language", note="a range is written `1 to 10`")
    decimal = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+),([0-9]{1,2})(%?)", text)
    if decimal is not None:
        iso = decimal[1].replace(".", "") + "." + decimal[2] + decimal[3]
        return SY105.at(place, "is the comma a decimal point?", note="decimals stand behind a point, a comma groups thousands",
                        fix=Fix(f"`{iso}`", (Edit(place, iso),)))  # fmt: skip
    return SY105.at(place, "not a number as the language writes it", note="numbers look like `1,200`, `2,060.00`, `12.5%`")


def _capitals(place: Span) -> Diagnostic:
    lower = place.text.lower()
    note = "names and words are lower case; capitals are only ISO currency codes"
    return SY107.at(place, f"`{place.text}` has capitals", note=note, fix=Fix(f"`{lower}`", (Edit(place, lower),)))
