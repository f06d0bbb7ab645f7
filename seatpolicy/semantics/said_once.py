"""Findings in, the same out, but of those about one name that nothing declares, or one value that a closed set has not, only
the first, which shows the other places; and of those about one bound at which a bill falls only the first.

A declaration that was left out, or misspelt, is one mistake, however often its name is used. A bound stands where it does in
every currency and in every text, with other amounts.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related
from seatpolicy.semantics.checks.cliffs import TR203
from seatpolicy.semantics.read.unit_messages import TY303
from seatpolicy.semantics.reading import NM205
from seatpolicy.semantics.scope import NM201
from seatpolicy.values.record import evolved

_UNKNOWN = frozenset({NM201.code, NM205.code, TY303.code})
_SHOWN = 2


def said_once(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings in their order; a fix that all uses of a name share changes every one of them."""
    uses: dict[object, list[Diagnostic]] = {}
    for one in found:
        if one.code in _UNKNOWN and one.subject:
            uses.setdefault(_name(one), []).append(one)
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
        same = uses.get(_name(one), [one])
        if len(same) == 1:
            made.append(one)
        elif one is same[0]:
            made.append(_joined(sorted(same, key=lambda use: use.sort_key)))
    return made


def _name(use: Diagnostic) -> tuple[str, ...]:
    """The file and the name; of a value also the set that lacks it, for another set may lack it for another reason."""
    return (use.code, use.file, use.subject, use.note if use.code == TY303.code else "")


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
