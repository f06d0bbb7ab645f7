"""What the author of a history is told about ids and corrections: findings that name two events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.nodes import Scalar
from seatpolicy.source.text import Span

E = Severity.ERROR
DO508 = code("DO508", "event-id-twice", E, "one id stands for two different events")
DO511 = code("DO511", "corrects-nothing", E, "a correction names an event that is not there")
DO512 = code("DO512", "corrects-a-correction", E, "a correction names the first event of its chain, not another correction")
DO513 = code("DO513", "corrected-too-early", E, "a correction was recorded before the event that it corrects")
DO514 = code("DO514", "corrections-at-one-instant", E, "two corrections of one event were recorded at one instant")
DO515 = code("DO515", "never-and-more", E, "an event that never happened has nothing to correct")
DO516 = code("DO516", "not-corrected-so", E, "a correction says something that its event's type does not have")


def id_twice(at: Span, event: str, differs: str, earlier: Span) -> Diagnostic:
    """A second event of one id; `differs` is the key in which the two differ."""
    return DO508.at(
        at,
        f"the id `{event}` stands for two events, which differ in `{differs}`",
        why="the same event told twice counts once; of two different ones nobody knows which is true",
        related=(Related(earlier, "the other event of this id"),),
        hint="give one of them another id; to change an event, write a `correction` of it",
        subject=event,
    )


def corrects_nothing(given: Scalar, known: Iterable[str]) -> Diagnostic:
    """A correction of an id that no event has."""
    near = closest(given.text, known)
    fix = Fix(f"`{near[0]}`", (Edit(given.at, near[0]),)) if near else None
    return DO511.at(
        given.at,
        f"no event has the id `{given.text}`",
        why="a correction counts only together with what it corrects",
        hint="" if near else "add the event that it corrects, or remove the correction",
        fix=fix,
        subject=given.text,
    )


def corrects_a_correction(given: Scalar, first: str, earlier: Span) -> Diagnostic:
    """A correction of a correction; `first` is the event at the beginning of the chain, empty where nobody can tell."""
    return DO512.at(
        given.at,
        f"`{given.text}` is a correction itself",
        why="all corrections of an event name that event, so that the one recorded last counts",
        related=(Related(earlier, "that correction"),),
        hint="" if first else "name the first event of the chain",
        fix=Fix(f"`{first}`", (Edit(given.at, first),)) if first else None,
        subject=given.text,
    )


def corrected_too_early(at: Span, correction: str, event: str, earlier: Span) -> Diagnostic:
    """A correction recorded before its event was."""
    return DO513.at(
        at,
        f"`{correction}` was recorded before `{event}`, which it corrects",
        why="nobody corrects what is not known yet",
        related=(Related(earlier, f"`{event}`"),),
        hint="correct `recorded_at` of one of the two",
        subject=correction,
    )


def at_one_instant(at: Span, one: str, other: str, event: str, earlier: Span) -> Diagnostic:
    """Two corrections of one event of which neither is the last."""
    return DO514.at(
        at,
        f"`{one}` and `{other}` correct `{event}`, and were recorded at one instant",
        why="the correction recorded last counts, and neither is the last",
        related=(Related(earlier, f"`{other}`"),),
        hint="write `recorded_at` of each, or remove one of them",
        subject=one,
    )


def never_and_more(at: Span, keys: Sequence[str]) -> Diagnostic:
    """`never_happened: yes` beside keys that say how it happened."""
    return DO515.at(
        at,
        f"`never_happened: yes` stands beside {', '.join(f'`{key}`' for key in keys)}",
        why="what never happened did not happen otherwise either",
        hint="remove `never_happened`, or everything beside it",
        subject="never_happened",
    )


def not_corrected_so(key: Scalar, type_: str, known: Sequence[str], event: Span) -> Diagnostic:
    """A key of a correction that the type of its event does not have."""
    near = closest(key.text, known)
    fix = Fix(f"`{near[0]}`", (Edit(key.at, near[0]),)) if near else None
    has = ", ".join(known) if known else "nothing but its time"
    return DO516.at(
        key.at,
        f"an event of the type `{type_}` has no `{key.text}` to correct",
        note=f"it has {has}",
        related=(Related(event, "the event that is corrected"),),
        hint="" if fix else "to change the type, say `never_happened: yes` and add the right event",
        fix=fix,
        subject=key.text,
    )
