"""A line whose label is known, but not what stands behind it, in; the finding about it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from seatpolicy.diagnostics.codes import Code, code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.forms import forms_of
from seatpolicy.syntax.messages.conditions import bad_condition, in_condition, operator
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.lists import chain, comma_at_end, joined_otherwise, list_word, mixed
from seatpolicy.syntax.messages.names import currency, quotes, reserved
from seatpolicy.syntax.messages.numbers import dash, written_date
from seatpolicy.syntax.messages.repair import repairs
from seatpolicy.syntax.messages.shown import choice, fixed, may_stand, what_stands, wrong_part

E = Severity.ERROR
SY111 = code("SY111", "unknown-form", E, "what stands behind a label is none of its forms")
SY128 = code("SY128", "negative-number", E, "no amount, quantity or time is below 0")

_MOST_WAYS = 6


def bad_value(bad: BadLine) -> Diagnostic:
    """The finding about what stands behind a known label."""
    for look in (_nothing, _comma, negative, written_date, dated, dash, operator, mixed, chain, joined_otherwise, list_word,
                 currency, _share, _no_currency, _colon_of_when, quotes, reserved):  # fmt: skip
        found = look(bad)
        if found is not None:
            return found
    return bad_condition(bad) if in_condition(bad) else _none_of_its_forms(bad)


def _nothing(bad: BadLine) -> Diagnostic | None:
    if bad.size > bad.label_size:
        return None
    forms = forms_of(bad.block, bad.label)
    ways = _choices(forms.ways) if forms else ""
    place = Span(bad.source, bad.start(0), bad.end(bad.label_size - 1))
    return SY111.at(place, f"nothing stands behind `{bad.label}`", hint=f"write {ways}")


def _comma(bad: BadLine) -> Diagnostic | None:
    return comma_at_end(bad, SY111)


def negative(bad: BadLine) -> Diagnostic | None:
    """A minus before a number, where a number could stand."""
    at = bad.bad
    if bad.text(at) != "-" or bad.kind(at + 1) not in ("NUMBER", "PERCENT") or bad.end(at) != bad.start(at + 1):
        return None
    edit = Edit(bad.span(at), "")
    if not bad.reads(bad.with_edits(edit)):
        return None
    return SY128.at(bad.span(at, at + 1), "a number below 0", note="amounts, quantities and times are never below 0",
                    hint="what is taken off is a `discount`" if bad.kind(at + 2) == "CURRENCY" else "",
                    fix=bad.fix(bad.text(at + 1), edit))  # fmt: skip


def dated(bad: BadLine, of: Code = SY111) -> Diagnostic | None:
    """`from 2027-03-01` at the end of a line."""
    if bad.text(bad.bad - 1) not in ("from", "until") or bad.kind(bad.bad) != "DATE" or bad.takes("DATE"):
        return None
    word, day = bad.text(bad.bad - 1), bad.text(bad.bad)
    place, what = bad.span(bad.bad - 1, bad.bad), "a line is dated by the name of a change, not by a day"
    name = _changes_said(bad.file.text).get(day, "")
    edit = Edit(bad.span(bad.bad), name)
    if name and bad.reads(bad.with_edits(edit)):
        return of.at(place, what, note=f"the change of that day is `{name}`", fix=bad.fix(f"{word} {name}", edit))
    return of.at(place, what, note="so that one line moves the whole change",
                 hint=f'declare `change NAME "…"` with `from: {day}`, and write `{word} NAME` here')  # fmt: skip


@lru_cache(maxsize=1)
def _changes_said(text: str) -> dict[str, str]:
    """The first change of every day that a change is from; looked up once a text."""
    found: dict[str, str] = {}
    name = ""
    lines = r"^(?:change[ \t]+([a-z]\w*)|\}|[ \t]+from:[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2}))"
    for said in re.finditer(lines, text, re.MULTILINE):
        if said[2] and name:
            found.setdefault(said[2], name)
        elif not said[2]:
            name = said[1] or ""
    return found


def _share(bad: BadLine) -> Diagnostic | None:
    """`16.67 of member_seats`: a share without its sign."""
    if bad.text(bad.bad) not in ("of", "off") or bad.kind(bad.bad - 1) != "NUMBER":
        return None
    number = bad.text(bad.bad - 1)
    if number.startswith("0"):  # `0.10 of` is 10%
        return None
    edit = Edit(bad.span(bad.bad - 1), f"{number}%")
    if not bad.reads(bad.with_edits(edit)):
        return None
    return SY111.at(edit.span, "a share is a percentage", note="a number alone is neither a share nor an amount",
                    fix=bad.fix(edit.text, edit))  # fmt: skip


@lru_cache(maxsize=1)
def _currencies_said(text: str) -> tuple[str, ...]:
    """The codes behind `currencies:`; looked up once a text, as thousands of its lines may ask."""
    said = re.search(r"^[ \t]*currencies:(.*)$", text, re.MULTILINE)
    return tuple(re.findall(r"\b[A-Z]{3}\b", said[1])) if said is not None else ()


def _no_currency(bad: BadLine) -> Diagnostic | None:
    """An amount without its currency, where the policy names those that it sells in."""
    if bad.kind(bad.bad - 1) != "NUMBER" or not bad.takes("CURRENCY") or bad.kind(bad.bad) == "CURRENCY":
        return None
    codes = _currencies_said(bad.file.text)
    if not codes:
        return None
    number = bad.text(bad.bad - 1)
    edit = Edit(bad.span(bad.bad - 1), f"{number} {codes[0]}")
    if not bad.reads(bad.with_edits(edit)):
        return None
    what, note = "an amount names its currency", f"the policy sells in {' and '.join(codes)}"
    if len(codes) == 1:
        return SY111.at(edit.span, what, note=note, fix=fixed(bad, bad.with_edits(edit)))
    rest = " ".join(bad.content[bad.end(bad.bad - 1) - bad.start(0) :].split())
    each = " or ".join([edit.text, *(f"… {other}" for other in codes[1:])])
    return SY111.at(edit.span, what, note=note, hint=f"write `{f'{each} {rest}'.rstrip()}`")


def _colon_of_when(bad: BadLine) -> Diagnostic | None:
    for at in (bad.bad, bad.bad - 1):
        if bad.text(at) in ("when", "otherwise") and bad.kind(at + 1) == ":" and at >= bad.label_size:
            edit = Edit(bad.span(at + 1), "")
            word = bad.text(at)
            return SY111.at(bad.span(at, at + 1), f"`{word}` closes a line without a colon",
                            note=f"`{word}:` begins a line of its own",
                            fix=bad.fix(word, edit, safe=True))  # fmt: skip
    return None


def _none_of_its_forms(bad: BadLine) -> Diagnostic:
    forms = forms_of(bad.block, bad.label)
    says = f"not {forms.says}" if forms else "this line cannot be read"
    found = repairs(bad)
    if len(found) == 1:
        return SY111.at(bad.span(found[0].first, found[0].last), says, note=found[0].note, fix=fixed(bad, found[0].text))
    if found:
        texts = [way.text for way in found]
        return SY111.at(wrong_part(bad), says, note=what_stands(bad), fix=choice(bad, texts))
    ways = _like(bad, forms.ways) if forms else ()
    value = bad.source.text[bad.end(bad.label_size - 1) : bad.end(bad.size - 1)].strip()
    if bad.bad > bad.last and len(ways) == 1 and ways[0].startswith(value) and not any(c.isdigit() for c in ways[0]):
        text = f"{bad.label} {ways[0]}"
        if bad.reads(text):
            return SY111.at(wrong_part(bad), says, note=what_stands(bad), fix=fixed(bad, text))
    hint = f"choose: {_choices(ways)}" if ways else ""
    stands = may_stand(bad) if bad.bad > bad.label_size else ""
    note = what_stands(bad) if stands or bad.bad > bad.label_size else ""
    return SY111.at(wrong_part(bad), says, note="; ".join(p for p in (note, stands) if p), hint=hint)


def _like(bad: BadLine, ways: Sequence[str]) -> Sequence[str]:
    """The forms that begin as the line does, as far as it was understood; all of them where none does."""
    read = [_sort(bad.text(i)) for i in range(bad.label_size, bad.bad)]
    for count in range(len(read), 0, -1):
        alike = [way for way in ways if [_sort(w) for w in way.replace(",", " ,").split()][:count] == read[:count]]
        if alike:
            return alike
    return ways


def _sort(word: str) -> str:
    """A word of the language as itself, numbers and currencies by their kind."""
    if word[:1].isdigit():
        return "%" if word.endswith("%") else "0"
    return "USD" if word.isupper() else word


def _choices(ways: Sequence[str]) -> str:
    shown = " | ".join(f"`{way}`" for way in ways[:_MOST_WAYS])
    return shown + (" | …" if len(ways) > _MOST_WAYS else "")
