"""A condition or figure that cannot be read in, the finding about it out."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.messages.characters import SY134
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.repair import repairs
from seatpolicy.syntax.messages.shown import choice, fixed, may_stand, quoted, what_stands, wrong_part

SY119 = code("SY119", "condition-form", Severity.ERROR, "a condition or figure cannot be read")

_LABELS = frozenset({"when:", "only if:", "holds:"})
_PAIRS = {"==": "=", "||": "or", "<>": "!=", "=<": "<=", "=>": ">=", "**": "*", "=!": "!="}
_CONDITIONS = "conditions compare: `billing = annual`, `payment_terms > 60 days`, `partner is known`, `x in (a, b)`"
_LAW = "a law of growth reads `total never falls as seats of member rise from 1 to 200`"
_COMPARES = frozenset({"=", "!=", "<", "<=", ">", ">="})
_SETS = frozenset({"=", "in", "!="})


def in_condition(bad: BadLine) -> bool:
    """Whether the line went wrong in its condition: behind `when`, or in a line that is one."""
    if bad.label in _LABELS or bad.word == "let" or (bad.word == "require" and bad.text(1) == "that"):
        return True
    return any(bad.text(i) == "when" and bad.kind(i) == "WORD" for i in range(bad.label_size + 1, bad.bad))


def operator(bad: BadLine) -> Diagnostic | None:
    """`==`, `||`, `<>`, `=<` and their like, where the line went wrong."""
    for first in (bad.bad - 1, bad.bad):
        pair = bad.text(first) + bad.text(first + 1)
        if first < 1 or pair not in _PAIRS or bad.end(first) != bad.start(first + 1):
            continue
        meant = _PAIRS[pair]
        word = meant if not meant.isalpha() else " ".join(("", meant, "")).strip()
        edit = Edit(Span(bad.source, bad.start(first), bad.end(first + 1)), word)
        more = [edit]
        for at in range(first + 2, bad.size - 1):
            if bad.text(at) + bad.text(at + 1) == pair and bad.end(at) == bad.start(at + 1):
                more.append(Edit(Span(bad.source, bad.start(at), bad.end(at + 1)), word))
        return SY134.at(edit.span, f"`{pair}` is no sign of the language", note=f"it is written `{meant}`",
                        fix=bad.fix(meant, *more, safe=True))  # fmt: skip
    return None


def bad_condition(bad: BadLine) -> Diagnostic:
    """The finding about a condition in which nothing more special was recognised."""
    found = _values(bad) or _parentheses(bad) or _nested_of(bad) or _chained(bad)
    if found is not None:
        return found
    ways = repairs(bad)
    if len(ways) == 1:
        place = bad.span(ways[0].first, ways[0].last)
        return SY119.at(place, "this condition cannot be read", note=ways[0].note, fix=fixed(bad, ways[0].text))
    if ways:
        texts = [way.text for way in ways]
        return SY119.at(wrong_part(bad), "this condition cannot be read", note=what_stands(bad), fix=choice(bad, texts))
    stands = may_stand(bad)
    note = f"{what_stands(bad)}; {stands}" if stands else what_stands(bad)
    return SY119.at(
        wrong_part(bad),
        "this condition cannot be read",
        note=note,
        hint=_LAW if bad.label == "holds:" and "never" in bad.content else _CONDITIONS,
    )


def _values(bad: BadLine) -> Diagnostic | None:
    """Several values behind one `=` or `in`, without parentheses."""
    at = bad.bad
    if bad.text(at) not in (",", "or", "and") or bad.kind(at + 1) not in ("WORD", "NUMBER", "STRING", "PERCENT"):
        return None
    first = at - 1
    last = at + 1
    while bad.text(last + 1) in (",", "or", "and") and bad.kind(last + 2) == bad.kind(at + 1):
        last += 2
    sign = bad.text(first - 1)
    if sign == "(" and bad.kind(last + 1) == ")":
        values = [bad.text(i) for i in range(first, last + 1, 2)]
        edit = Edit(bad.span(first, last), ", ".join(values))
        if bad.reads(bad.with_edits(edit)):
            return SY119.at(bad.span(at), "a set is written with commas", note=f"{quoted(bad.text(at))} joins conditions",
                            fix=bad.fix(f"({edit.text})", edit, safe=True))  # fmt: skip
    if sign not in _SETS:
        return None
    values = [bad.text(i) for i in range(first, last + 1, 2)]
    word = "not in" if sign == "!=" else "in"
    edit = Edit(bad.span(first - 1, last), f"in ({', '.join(values)})")
    text = bad.with_edits(edit)
    if word == "not in":
        return None
    if not bad.reads(text):
        return None
    title = f"{bad.text(first - 2)} {edit.text}" if bad.kind(first - 2) == "WORD" else edit.text
    return SY119.at(bad.span(first, last), "several values are one set", note="a set of values stands in parentheses",
                    fix=bad.fix(title, edit))  # fmt: skip


def _parentheses(bad: BadLine) -> Diagnostic | None:
    opened = [i for i in range(bad.size) if bad.kind(i) == "("]
    closed = [i for i in range(bad.size) if bad.kind(i) == ")"]
    if len(opened) > len(closed) and bad.bad > bad.last:
        end = Span(bad.source, bad.end(bad.last), bad.end(bad.last))
        edit = Edit(end, ")" * (len(opened) - len(closed)))
        reads = bad.reads(bad.with_edits(edit))
        return SY119.at(bad.span(_unclosed(bad)), "this parenthesis is never closed", note="",
                        fix=Fix(f"`{edit.text}` at the end", (edit,)) if reads else None)  # fmt: skip
    if len(closed) > len(opened) and bad.kind(bad.bad) == ")":
        edit = Edit(bad.span(bad.bad), "")
        reads = bad.reads(bad.with_edits(edit))
        return SY119.at(bad.span(bad.bad), "this parenthesis closes nothing", note="",
                        fix=Fix("remove it", (edit,)) if reads else None)  # fmt: skip
    return None


def _unclosed(bad: BadLine) -> int:
    """The position of the innermost parenthesis that is never closed."""
    open_ones: list[int] = []
    for at in range(bad.size):
        if bad.kind(at) == "(":
            open_ones.append(at)
        elif bad.kind(at) == ")" and open_ones:
            open_ones.pop()
    return open_ones[-1]


def _chained(bad: BadLine) -> Diagnostic | None:
    """`1 < x < 3`: two comparisons in one."""
    if bad.text(bad.bad) not in _COMPARES:
        return None
    first = next((i for i in range(bad.bad - 1, bad.label_size, -1) if bad.text(i) in _COMPARES), 0)
    if not first or first == bad.bad - 1:
        return None
    middle = bad.span(first + 1, bad.bad - 1).text
    edit = Edit(Span(bad.source, bad.end(bad.bad - 1), bad.end(bad.bad - 1)), f" and {middle}")
    text = bad.with_edits(edit)
    return SY119.at(bad.span(bad.bad), "two comparisons in one", note="each stands by itself",
                    fix=fixed(bad, text) if bad.reads(text) else None)  # fmt: skip


def _nested_of(bad: BadLine) -> Diagnostic | None:
    if bad.text(bad.bad) != "of" or bad.text(bad.bad - 2) != "of":
        return None
    whole = bad.span(bad.bad - 3, bad.bad + 1)
    return SY119.at(whole, "`of` behind `of`", note="`of` takes a measure of one declared thing and is never nested",
                    hint="write `seats of member`, `net_unit_price of member_seats`")  # fmt: skip
