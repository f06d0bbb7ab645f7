"""What the author of a roster is told: every finding that is about people alone, by the mistake that it names."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.nodes import Scalar
from seatpolicy.source.text import Span

E = Severity.ERROR
DO451 = code("DO451", "unknown-person-fact", E, "the policy declares no such fact of a person")
DO452 = code("DO452", "missing-person-fact", E, "a fact that every person has is missing")
DO453 = code("DO453", "person-twice", E, "two entries of a roster say different things about one person in one place")
DO454 = code("DO454", "person-contradicted", E, "two facts of one person contradict each other")


def unknown_person_fact(given: Scalar, known: Sequence[str], owner: str) -> Diagnostic:
    """A key of a person that is no fact of people; `owner` says whose it is, if anybody's."""
    near = closest(given.text, known)
    fix = Fix(f"`{near[0]}`", (Edit(given.at, near[0]),)) if near and not owner else None
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return DO451.at(
        given.at,
        f"people have no fact `{given.text}`",
        note=f"it is a fact of the {owner}" if owner else f"they have {shown}",
        hint="" if fix else "remove it here" if owner else "remove it, or declare it in the policy",
        fix=fix,
        subject=given.text,
    )


def missing_person_fact(
    at: Span, fact: str, wanted: str, sample: str, person: str, others: int, declared: Span | None
) -> Diagnostic:
    """A fact that is told of everybody, and not of this person and so many `others`; `person` is empty without an id."""
    who = f"the person `{person}`" if person else "a person"
    more = "" if others == 0 else " and 1 other" if others == 1 else f" and {others:,} others"
    related = (Related(declared, "declared here, and not optional"),) if declared is not None else ()
    return DO452.at(
        at,
        f"the fact `{fact}` of {who}{more} is missing",
        note=f"it is {wanted}",
        related=related,
        hint=f"add it, as in `{fact}: {sample}`",
        subject=fact,
    )


def person_twice(at: Span, person: str, workspace: str, fact: str, earlier: Span) -> Diagnostic:
    """A second entry with another `fact`; the same entry twice is one."""
    where = f" in the workspace `{workspace}`" if workspace else ""
    return DO453.at(
        at,
        f"the person `{person}`{where} stands here twice, with another `{fact}`",
        why="a roster shows one day, on which only one of them is true",
        related=(Related(earlier, "the first entry"),),
        hint="remove one of them; for two workspaces, write which",
        subject=person,
    )


def person_contradicted(at: Span, person: str, message: str, hint: str) -> Diagnostic:
    """Two facts of one entry of which only one can be true."""
    return DO454.at(at, message, note=f"of the person `{person}`", hint=hint, subject=person)
