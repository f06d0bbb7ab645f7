"""Findings in, the same out, but of those about one name that nothing declares, or one value that a closed set has not, only
the first, which shows the other places; and of those about one bound at which a bill falls only the first.

A declaration that was left out, or misspelt, is one mistake, however often its name is used, and as what. A bound stands
where it does in every currency and in every text, with other amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related
from seatpolicy.semantics.checks.cliffs import TR203
from seatpolicy.semantics.read.decision_tables import TY321
from seatpolicy.semantics.read.unit_messages import TY303
from seatpolicy.semantics.reading import NM205
from seatpolicy.semantics.scope import NM201
from seatpolicy.values.record import evolved

_UNKNOWN = frozenset({NM201.code, NM205.code, TY303.code})
_LINKING = frozenset({"it", "they", "there", "is", "are", "or"})
"""What stands beside the values in the note about a set that lacks one."""

_SHOWN = 2


def said_once(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings in their order; a fix that all uses of a name share changes every one of them."""
    found = _tables_called(found)
    uses: dict[object, list[Diagnostic]] = {}
    unknown = {(one.file, one.subject) for one in found if one.code == NM201.code}

    def named(use: Diagnostic) -> tuple[object, ...]:
        # A plan that nothing declares is no value of the fact `plan` either.
        known = use.code != TY303.code or (use.file, use.subject) not in unknown
        return _name(use) if known else (NM201.code, use.file, use.subject, frozenset())

    for one in found:
        if one.code in _UNKNOWN and one.subject:
            uses.setdefault(named(one), []).append(one)
    cliffs: dict[object, list[Diagnostic]] = {}
    for one in found:
        if one.code == TR203.code:
            cliffs.setdefault(_bound(one), []).append(one)
    made = []
    for one in found:
        if one.code == TR203.code:
            if one is cliffs[_bound(one)][0]:
                made.append(_elsewhere(*cliffs[_bound(one)]))
            continue
        same = uses.get(named(one), [one]) if one.code in _UNKNOWN else [one]
        if len(same) == 1:
            made.append(one)
        elif one is same[0]:
            made.append(_joined(sorted(same, key=lambda use: (use.code == TY303.code, use.sort_key))))
    return made


def _tables_called(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """A table whose last column has another name than its head: where the rest of the policy says that name too, it is the
    head that is wrong, and the uses of the name are no further findings."""
    unknown = {one.subject for one in found if one.code == NM201.code}
    tables = {one.subject for one in found if one.code == TY321.code and one.subject} & unknown
    return [
        evolved(one, fix=None, hint=f"call the table `{one.subject}` in its head: other lines use that name")
        if one.code == TY321.code and one.subject in tables
        else one
        for one in found
        if one.code != NM201.code or one.subject not in tables
    ]


def _name(use: Diagnostic) -> tuple[object, ...]:
    """The file and the name; of a value also the set that lacks it, for another set may lack it for another reason."""
    values = frozenset(re.findall(r"\w+", use.note)) - _LINKING if use.code == TY303.code else frozenset()
    return (use.code, use.file, use.subject, values)


def _bound(cliff: Diagnostic) -> tuple[str, ...]:
    """The file, the schedule and the first count behind the bound; not the currencies, which follow in the subject."""
    return (cliff.file, *cliff.subject.split()[:2])


def _elsewhere(cliff: Diagnostic, *others: Diagnostic) -> Diagnostic:
    """The first finding about a bound, with what the bill does there in other currencies and at other times."""
    falls = list(dict.fromkeys(other.message.partition(":")[0] for other in others))
    if not falls:
        return cliff
    more = f"there too {'; '.join(falls[:_SHOWN])}{'; …' if len(falls) > _SHOWN else ''}"
    return evolved(cliff, why=f"{cliff.why}; {more}" if cliff.why else more)


def _joined(uses: Sequence[Diagnostic]) -> Diagnostic:
    first, others = uses[0], uses[1:]
    places = [use.span for use in others if use.span is not None]
    more = len(places) - _SHOWN
    notes = ["used here too"] * len(places)
    if more > 0:
        notes[_SHOWN - 1] = f"used here too, and in {more} more place{'s' if more > 1 else ''}"
    related = tuple(Related(place, note) for place, note in zip(places[:_SHOWN], notes, strict=False))
    fix = first.fix
    if fix is not None and all(use.fix is not None and use.fix.title == fix.title for use in others):
        edits: dict[Edit, None] = {edit: None for use in uses if use.fix is not None for edit in use.fix.edits}
        fix = Fix(fix.title, tuple(edits), fix.safe)
    return evolved(first, related=(*first.related, *related), fix=fix)
