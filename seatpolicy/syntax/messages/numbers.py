"""A number, range or date that is no token in, the finding about it out: foreign decimals, dashes, glued words."""

from __future__ import annotations

import re

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.shown import quoted

E = Severity.ERROR
SY104 = code("SY104", "range-dash", E, "a range is written with `to`")
SY105 = code("SY105", "number-form", E, "a number is not written as the language writes numbers")
SY106 = code("SY106", "date-form", E, "a date is written year-month-day")
SY108 = code("SY108", "glued-word", E, "a number and a word are written apart")

_DASHES = "-–—−‐‑"
_PLAIN = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip


def bad_number(bad: BadLine, at: int) -> Diagnostic | None:
    """The finding about a token that begins like a number, is a dash between numbers, or belongs to a written date."""
    text = bad.text(at)
    month = _month(text)
    if month and (bad.kind(at - 1) == "NUMBER" or bad.kind(at + 1) == "NUMBER"):
        return _written_date(bad, at, month)
    if text == "%":
        return _percent_apart(bad, at)
    if text[0] in _DASHES[1:]:
        return _dash(bad, at)
    if text[0] == "." and text[1:2].isdigit():
        glued = re.fullmatch(r"([a-z_]+)([0-9]+)", bad.text(at - 1)) if at and bad.end(at - 1) == bad.start(at) else None
        if glued is not None:
            edit = Edit(bad.span(at - 1, at), f"{glued[1]} {glued[2]}{text}")
            return SY108.at(edit.span, "a word and a number run together", note="words are written whole and apart",
                            fix=bad.fix(edit.text, edit, safe=True))  # fmt: skip
        edit = Edit(bad.span(at), f"0{text}")
        return SY105.at(bad.span(at), "a number begins with a digit", note="", fix=bad.fix(edit.text, edit, safe=True))
    if not (text[0].isdigit() and text.isascii()) and not re.match(rf"[0-9].*[{_DASHES}]", text):
        return None
    for look in (_ordinal, _date, _range, _glued, _decimal):
        found = look(bad, at)
        if found is not None:
            return found
    return SY105.at(bad.span(at), f"{quoted(text)} is not a number as the language writes it",
                    note="numbers look like `3`, `1,200`, `2,060.00` and `12.5%`")  # fmt: skip


def number_near(bad: BadLine, first: int, symbol: int) -> tuple[Span, str]:
    """The stretch of a currency symbol with its number, which stands behind or before it, and the number as it is written
    here; only the symbol and an empty text where there is none.
    """
    for at in (symbol + 1, first - 1):
        number = plain_number(bad.text(at))
        if number and first > 0:
            return (bad.span(first, at) if at > symbol else bad.span(at, symbol)), number
    return bad.span(first, symbol), ""


def plain_number(text: str) -> str:
    """A number as the language writes it, from one with a decimal comma or without; empty for any other text."""
    if re.fullmatch(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", text):
        return text
    decimal = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),([0-9]{1,2})", text)
    if decimal is not None:
        return decimal[1].replace(".", ",") + "." + decimal[2]
    return ""


def _percent_apart(bad: BadLine, at: int) -> Diagnostic:
    if bad.kind(at - 1) != "NUMBER":
        return SY105.at(bad.span(at), "`%` stands behind its number", note="percentages look like `12.5%`")
    edits = [Edit(Span(bad.source, bad.end(i - 1), bad.end(i)), "%") for i in range(at, bad.size)
             if bad.text(i) == "%" and bad.kind(i - 1) == "NUMBER"]  # fmt: skip
    return SY105.at(bad.span(at - 1, at), "`%` stands right behind its number", note="",
                    fix=bad.fix(f"{bad.text(at - 1)}%", *edits, safe=True))  # fmt: skip


def _dash(bad: BadLine, at: int) -> Diagnostic | None:
    if bad.kind(at - 1) in ("NUMBER", "PERCENT", "DATE") and bad.kind(at + 1) in ("NUMBER", "PERCENT", "DATE"):
        edit = Edit(bad.span(at), _spaced(bad, at, "to"))
        return SY104.at(bad.span(at - 1, at + 1), "a dash is no word of the language", note="a range is written with `to`",
                        fix=bad.fix(f"{bad.text(at - 1)} to {bad.text(at + 1)}", edit))  # fmt: skip
    if bad.text(at).strip(_DASHES) == "" and len(bad.text(at)) == 1 and bad.reads(bad.with_edits(Edit(bad.span(at), "-"))):
        return SY104.at(bad.span(at), "a long dash is no minus", note="",
                        fix=bad.fix("-", Edit(bad.span(at), "-"), safe=True))  # fmt: skip
    return None


def dash(bad: BadLine) -> Diagnostic | None:
    """A hyphen between two numbers, percentages or dates where no difference can stand."""
    at = bad.bad
    if bad.text(at) != "-" or bad.kind(at - 1) not in ("NUMBER", "PERCENT", "DATE") or bad.kind(at + 1) != bad.kind(at - 1):
        return None
    edit = Edit(bad.span(at), _spaced(bad, at, "to"))
    if not bad.reads(bad.with_edits(edit)):
        return None
    return SY104.at(bad.span(at - 1, at + 1), "a range is written with `to`", note="",
                    fix=bad.fix(f"{bad.text(at - 1)} to {bad.text(at + 1)}", edit))  # fmt: skip


def _spaced(bad: BadLine, at: int, word: str) -> str:
    left = "" if at == 0 or bad.end(at - 1) < bad.start(at) else " "
    right = "" if bad.end(at) < bad.start(at + 1) else " "
    return f"{left}{word}{right}"


def _ordinal(bad: BadLine, at: int) -> Diagnostic | None:
    found = re.fullmatch(r"([0-9]+)(?:st|nd|rd|th)", bad.text(at))
    if found is None:
        return None
    month = _month(bad.text(at + 1)) or _month(bad.text(at - 1))
    if month:
        return _written_date(bad, at + 1 if _month(bad.text(at + 1)) else at - 1, month)
    edit = Edit(bad.span(at), f"day {found[1]}")
    reads = bad.reads(bad.with_edits(edit))
    return SY105.at(bad.span(at), f"`{bad.text(at)}` is no number", note="a day of the month is `day 15 of the month`",
                    fix=bad.fix(edit.text, edit) if reads else None)  # fmt: skip


def _date(bad: BadLine, at: int) -> Diagnostic | None:
    text = bad.text(at)
    if re.fullmatch(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*", text) is None:
        slashes = bad.source.text[bad.start(at) : bad.end(bad.last)]
        if re.match(r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}", slashes) is None:
            return None
    note = "dates are written year-month-day: `2026-11-01`"
    found = re.match(r"([0-9]{1,4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,4})", bad.source.text[bad.start(at) : bad.end(bad.last)])
    assert found is not None
    place = Span(bad.source, bad.start(at), bad.start(at) + found.end())
    one, two, three = found.groups()
    dates = []
    if len(one) == 4:
        dates = [_iso(one, two, three)]
    elif len(three) == 4:
        dotted = "." in place.text  # where dates have dots, the day comes first
        dates = sorted({_iso(three, two, one), "" if dotted else _iso(three, one, two)} - {""})
    dates = [d for d in dates if d]
    if len(dates) == 1:
        edit = Edit(place, dates[0])
        return SY106.at(place, "not a date as the language writes it", note=note,
                        fix=bad.fix(dates[0], edit, safe=len(one) == 4))  # fmt: skip
    both = f"it could be {' or '.join(f'`{d}`' for d in dates)}" if dates else ""
    return SY106.at(place, "which day is this?" if dates else "not a date", note=both or note, hint=note if dates else "")


def _iso(year: str, month: str, day: str) -> str:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    return f"{year}-{int(month):02}-{int(day):02}"


def _month(text: str) -> int:
    """The number of a month by its English name or the first three letters of it; 0 for any other word."""
    word = text.lower().rstrip(".")
    return next((i for i, name in enumerate(_MONTHS, 1) if word in (name, name[:3]) and word), 0)


def _written_date(bad: BadLine, at: int, month: int) -> Diagnostic:
    """`1 November 2026`, `November 1, 2026`, `1st of Nov 2026`."""
    first, last = at, at
    day = year = ""
    for here in (at - 1, at - 2, at + 1, at + 2, at + 3):
        digits = re.match(r"[0-9]+", bad.text(here))
        if bad.text(here) in (",", "of", "th", "st") or digits is None:
            continue
        if len(digits[0]) == 4 and not year:
            year = digits[0]
        elif len(digits[0]) <= 2 and not day:
            day = digits[0]
        else:
            continue
        first, last = min(first, here), max(last, here)
    place = bad.span(first, last)
    note = "dates are written year-month-day: `2026-11-01`"
    iso = _iso(year, str(month), day) if year and day else ""
    return SY106.at(place, "not a date as the language writes it", note=note,
                    fix=bad.fix(iso, Edit(place, iso), safe=True) if iso else None)  # fmt: skip


def written_date(bad: BadLine) -> Diagnostic | None:
    """A date with the month in words, where every word of it is a token."""
    for at in range(max(bad.bad - 1, 0), min(bad.bad + 3, bad.size)):
        month = _month(bad.text(at))
        if month and bad.kind(at) == "WORD" and "NUMBER" in (bad.kind(at - 1), bad.kind(at + 1)):
            return _written_date(bad, at, month)
    return None


def _range(bad: BadLine, at: int) -> Diagnostic | None:
    text = bad.text(at)
    found = re.fullmatch(rf"({_PLAIN}%?)(?:[{_DASHES}]|\.\.+)({_PLAIN}%?)", text)
    if found is None:
        if text.rstrip(_DASHES) != text and bad.kind(at + 1) in ("NUMBER", "PERCENT"):
            edit = Edit(bad.span(at), f"{text.rstrip(_DASHES)} to ")
            return SY104.at(bad.span(at, at + 1), "a dash is no word of the language", note="a range is written with `to`",
                            fix=bad.fix(f"{text.rstrip(_DASHES)} to {bad.text(at + 1)}", edit))  # fmt: skip
        return None
    one, two = found.groups()
    written, minus = Edit(bad.span(at), f"{one} to {two}"), Edit(bad.span(at), f"{one} - {two}")
    if "." not in text[len(one) : len(one) + 1] and bad.reads(bad.with_edits(minus)):
        return SY104.at(bad.span(at), "a range or a difference?", note="",
                        hint=f"a range is written `{written.text}`, a difference `{minus.text}`")  # fmt: skip
    return SY104.at(bad.span(at), "a range is written with `to`", note="", fix=bad.fix(written.text, written))


def _glued(bad: BadLine, at: int) -> Diagnostic | None:
    text = bad.text(at)
    found = re.fullmatch(rf"({_PLAIN}%?)([A-Za-z_]\w*)", text)
    if found is None:
        return None
    if bad.takes("NAME") and not bad.takes("NUMBER") and at == bad.bad:
        edit = Edit(bad.span(at), f"{found[2].lower().strip('_')}_{found[1]}")
        return SY108.at(bad.span(at), "a name begins with a letter", note="", fix=bad.fix(edit.text, edit))
    number, word = found[1], found[2]
    apart = Edit(bad.span(at), f"{number} {word}")
    if word.lower() in ("k", "m") and not bad.reads(bad.with_edits(apart)):
        zeros = number + (",000" if word.lower() == "k" else ",000,000")
        edit = Edit(bad.span(at), zeros)
        return SY105.at(bad.span(at), f"`{text}` is not a number as the language writes it", note="numbers are written out",
                        fix=bad.fix(zeros, edit))  # fmt: skip
    others = [Edit(bad.span(i), f"{more[1]} {more[2]}") for i in range(at + 1, bad.size)
              if bad.kind(i) == "BAD" and (more := re.fullmatch(rf"({_PLAIN}%?)([A-Za-z_]\w*)", bad.text(i)))]  # fmt: skip
    return SY108.at(bad.span(at), "a number and a word run together", note="words are written whole and apart",
                    fix=bad.fix(apart.text, apart, *others, safe=True))  # fmt: skip


def _decimal(bad: BadLine, at: int) -> Diagnostic | None:
    """A decimal comma, or thousands that are grouped in another way."""
    percent = "%" if bad.text(at).endswith("%") else ""
    text = bad.text(at).removesuffix("%")
    number = plain_number(text)
    if number:
        edits, title = [], number + percent
        for here in range(at, bad.size):
            plain = plain_number(bad.text(here).removesuffix("%"))
            if bad.kind(here) == "BAD" and plain:
                edits.append(Edit(bad.span(here), plain + ("%" if bad.text(here).endswith("%") else "")))
        return SY105.at(bad.span(at), "is the comma a decimal point?", note="decimals stand behind a point; a comma groups "
                        "thousands, three digits each", fix=bad.fix(title, *edits))  # fmt: skip
    return None
