"""A list that ends without the word that says all or any in, the finding about it out."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import Code, code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.syntax.messages.context import BadLine

E = Severity.ERROR
SY112 = code("SY112", "list-word", E, "a list ends in the word that says all or any")
SY114 = code("SY114", "and-or-mixed", E, "`and` and `or` never mix without parentheses")

_ANY_OF = frozenset({"then:", "needs:"})


def list_word(bad: BadLine) -> Diagnostic | None:
    """A plain comma list where the list must end in `and` or `or`, or `or` among those who are asked."""
    if bad.text(bad.bad) == "or" and (bad.label in _ANY_OF or bad.block == "limit"):
        return _or_of_needs(bad)
    ends = [word for word in ("and", "or") if bad.takes(word)]
    first = bad.bad - 1
    while first >= 2 and bad.kind(first - 1) == "," and bad.kind(first) == bad.kind(first - 2) in ("WORD", "CURRENCY"):
        first -= 2
    if not ends or not bad.takes(",") or first == bad.bad - 1 or bad.kind(bad.bad) in ("CURRENCY", ","):
        return None
    if bad.kind(bad.bad) == "WORD" and not bad.reads(bad.with_edits(Edit(bad.span(bad.bad - 2), f" {ends[0]}"))):
        return None
    names = [bad.text(i) for i in range(first, bad.bad, 2)]
    place = bad.span(first, bad.bad - 1)
    ways = [f"{', '.join(names[:-1])} {end} {names[-1]}" for end in ends]
    if ends == ["and"] and (bad.label in _ANY_OF or bad.block == "limit"):
        ways.append(f"any of {', '.join(names)}")
    if len(ways) == 1:
        edit = Edit(place, ways[0])
        return SY112.at(place, f"the list ends without `{ends[0]}`", note="a list ends in the word that says all or any",
                        fix=bad.fix(ways[0], edit, safe=True))  # fmt: skip
    both = "both of them, or one of them?" if len(names) == 2 else "all of them, or one of them?"
    return SY112.at(place, both, note="a list ends in the word that says it", fix=Fix(" | ".join(f"`{w}`" for w in ways)))


def _or_of_needs(bad: BadLine) -> Diagnostic | None:
    first, last = bad.bad - 1, bad.bad + 1
    while bad.kind(first - 1) == "," and bad.kind(first - 2) == "WORD":
        first -= 2
    while bad.text(last + 1) == "or" and bad.kind(last + 2) == "WORD":
        last += 2
    names = [bad.text(i) for i in range(first, last + 1, 2)]
    place = bad.span(first, last)
    edit = Edit(place, f"any of {', '.join(names)}")
    if not bad.reads(bad.with_edits(edit)):
        return None
    return SY112.at(place, "`or` does not join people who are asked", note="`any of` says that one of them is enough",
                    fix=bad.fix(edit.text, edit, safe=True))  # fmt: skip


def chain(bad: BadLine) -> Diagnostic | None:
    """`a or b or c` where only the last two are joined by the word."""
    word = bad.text(bad.bad)
    first, last = bad.bad - 1, bad.bad + 1
    if word not in ("and", "or") or bad.text(first - 1) != word:
        return None
    while bad.text(first - 1) == word or bad.kind(first - 1) == ",":
        first -= 2
    while bad.text(last + 1) == word:
        last += 2
    names = [bad.text(i) for i in range(first, last + 1, 2)]
    edit = Edit(bad.span(first, last), f"{', '.join(names[:-1])} {word} {names[-1]}")
    if first < bad.label_size or not bad.reads(bad.with_edits(edit)):
        return None
    return SY112.at(bad.span(bad.bad), f"`{word}` stands twice in a list", note=f"only the last two are joined by `{word}`",
                    fix=bad.fix(edit.text, edit, safe=True))  # fmt: skip


def joined_otherwise(bad: BadLine) -> Diagnostic | None:
    """`EUR and USD, GBP`, `EUR, USD, and GBP`: a list that goes on behind its last word, or has a comma before it."""
    at = bad.bad
    word = bad.text(at) if bad.text(at) in ("and", "or") else bad.text(at - 2)
    behind = bad.kind(at) == ","
    kind = bad.kind(at - 1) if behind else bad.kind(at + 1)
    if word not in ("and", "or") or kind not in ("WORD", "CURRENCY") or not (behind or bad.kind(at - 1) == ","):
        return None
    joins = (",", word)
    first, last = at - 1, at - 1
    while first > bad.label_size and (bad.text(first) in joins or bad.text(first - 1) in joins):
        first -= 1
    while bad.text(last) in joins or bad.text(last + 1) in joins:
        last += 1
    places = [i for i in range(first, last + 1) if bad.text(i) not in joins]
    names = [bad.text(i) for i in places]
    edit = Edit(bad.span(first, last), f"{', '.join(names[:-1])} {word} {names[-1]}")
    if len(names) < 2 or any(bad.kind(i) != kind for i in places) or not bad.reads(bad.with_edits(edit)):
        return None
    if behind:
        place = bad.span(next(i for i in range(first, last) if bad.text(i) == word))
        return SY112.at(place, f"the list goes on behind `{word}`", note=f"`{word}` stands before the last of them",
                        fix=bad.fix(edit.text, edit, safe=True))  # fmt: skip
    return SY112.at(bad.span(at - 1, at), f"a comma stands before `{word}`", note="the last two of a list are joined by the "
                    "word alone", fix=bad.fix(edit.text, edit, safe=True))  # fmt: skip


def comma_at_end(bad: BadLine, of: Code) -> Diagnostic | None:
    """A comma with nothing behind it, as a finding of the code of its line."""
    if bad.kind(bad.size - 1) != "," or bad.size - 1 < bad.bad - 1:
        return None
    edit = Edit(bad.span(bad.size - 1), "")
    if not bad.reads(bad.with_edits(edit)):
        return None
    return of.at(bad.span(bad.size - 1), "nothing follows behind this comma",
                 note="a line goes on behind a comma, but the next one begins anew",
                 fix=Fix("remove it", (edit,), safe=True))  # fmt: skip


def mixed(bad: BadLine) -> Diagnostic | None:
    """`and` behind `or`, or the other way round, without parentheses between them."""
    other = {"and": "or", "or": "and"}.get(bad.text(bad.bad))
    if other is None:
        return None
    depth = 0
    for at in range(bad.bad - 1, -1, -1):
        depth += (bad.kind(at) == ")") - (bad.kind(at) == "(")
        if depth < 0:
            break
        if depth == 0 and bad.text(at) == other:
            return SY114.at(
                bad.span(bad.bad),
                "`and` and `or` stand side by side",
                note="which of the two is read first would decide who pays",
                related=(Related(bad.span(at), f"`{other}` here"),),
                hint="put parentheses around what belongs together: `(a and b) or c`, `a and (b or c)`",
            )
    return None
