"""What the author of a history is told about events that cannot both be true: every finding names both ids.

An error is a history that cannot have happened as it is told: an event is missing or wrong, and whichever it is moves the
bill. A warning is an event that can be true and moves nothing.
"""

from __future__ import annotations

from seatpolicy.diagnostics.codes import Code, code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Fix, Related, Severity
from seatpolicy.documents.events.records import Event
from seatpolicy.source.text import Span

E, W = Severity.ERROR, Severity.WARNING
DO521 = code("DO521", "before-the-subscription", E, "an event of the contract before the subscription starts")
DO522 = code("DO522", "started-twice", E, "a subscription starts once")
DO523 = code("DO523", "started-on-two-days", E, "two days for the start of a subscription")
DO524 = code("DO524", "cancelled-twice", E, "a subscription that is cancelled already")
DO525 = code("DO525", "pause-out-of-order", E, "a pause and its end take turns")
DO526 = code("DO526", "after-the-end", W, "an event of the contract after its cancellation")
DO527 = code("DO527", "addon-not-held", E, "an add-on is removed that the account does not hold")
DO528 = code("DO528", "addon-held-already", E, "an add-on is added that the account holds")
DO529 = code("DO529", "fewer-than-no-seats", E, "more seats are given back than were ordered")
DO530 = code("DO530", "charge-never-held", E, "seats of a charge whose plan the account never holds")
DO531 = code("DO531", "person-not-added", E, "an event about a person who was never added")
DO532 = code("DO532", "person-added-later", E, "an event about a person before they were added")
DO533 = code("DO533", "person-removed-before", E, "an event about a person after they were removed")
DO534 = code("DO534", "person-added-twice", E, "a person is added who is there already")
DO535 = code("DO535", "never-left", E, "somebody is reactivated who never left")
DO536 = code("DO536", "not-invited", E, "somebody accepts who has no open invitation")
DO537 = code("DO537", "said-again", W, "an event says what is so already")
DO538 = code("DO538", "at-one-instant", E, "two events of one instant say different things, and neither is the later")


def before_the_start(event: Event, start: str) -> Diagnostic:
    """An event of the contract on a day before `start`."""
    return DO521.at(
        event.at,
        f"`{event.id}` takes effect on {event.day}, and the subscription starts on {start}",
        why="before it starts there is nothing to change",
        hint="correct one of the two days; what holds from the start stands beside `events:`",
        subject=event.id,
    )


def started_twice(event: Event, earlier: Event) -> Diagnostic:
    """A second `subscription_started`."""
    return DO522.at(
        event.at,
        f"`{event.id}` starts the subscription again, which `{earlier.id}` started",
        why="cycles are counted from one start",
        related=_other(earlier),
        hint="remove one; a subscription that begins anew after its end is an account of its own",
        subject=event.id,
    )


def started_on_two_days(event: Event, start: str) -> Diagnostic:
    """`subscription_started` on another day than the one beside the events."""
    message = f"`{event.id}` starts the subscription on {event.day}, and `subscription:` says {start}"
    return DO523.at(event.at, message, why="cycles are counted from one start",
                    hint="correct one of the two days", subject=event.id)  # fmt: skip


def out_of_turn(made: Code, event: Event, message: str, hint: str, earlier: Event | None, why: str = "") -> Diagnostic:
    """A finding of one of the codes above about an event that does not fit what was so before it; `earlier` is the event
    that made it so."""
    return made.at(event.at, message, why=why, related=_other(earlier), hint=hint, subject=event.id)


def charge_never_held(event: Event, charge: str, plans: str) -> Diagnostic:
    """A change of seats that no plan of the account is ever paid by."""
    return DO530.at(
        event.at,
        f"`{event.id}` orders seats of `{charge}`, whose plan or add-on the account never holds",
        note=f"it is a charge of {plans}",
        why="nothing would be billed for them",
        hint="correct the charge, or add the event that brings the plan",
        subject=event.id,
    )


def never_added(event: Event, person: str, workspace: str, near: str) -> Diagnostic:
    """Something happened to a person whom no event added; `near` is one with a name like theirs."""
    where = f" to the workspace `{workspace}`" if workspace else ""
    return DO531.at(
        event.at,
        f"`{event.id}` is about `{person}`, whom no event adds{where}",
        why="since when the person counts is not told",
        hint="" if near else f"add an event `person_added` for `{person}`",
        fix=Fix(f"`{near}`") if near else None,
        subject=person,
    )


def neither_later(event: Event, earlier: Event, what: str) -> Diagnostic:
    """Two events of one instant, recorded at one instant, that give `what` two values."""
    return DO538.at(
        event.at,
        f"`{event.id}` and `{earlier.id}` change {what} at one instant, and say different things",
        why="both were recorded at one instant, too, so neither is the later",
        related=_other(earlier),
        hint="write `recorded_at` of each: the one recorded later counts",
        subject=event.id,
    )


def _other(earlier: Event | None) -> tuple[Related, ...]:
    return (Related(earlier.at, f"`{earlier.id}`"),) if earlier is not None else ()


def more_than_there_are(at: Span, charge: str, there: int, fewer: int, day: str) -> Diagnostic:
    """A change that somebody thinks of, and that takes away more seats than there are on its day."""
    words = f"`{charge}` has {there:,} seats on {day}, and {fewer:,} fewer are asked for"
    return DO529.at(at, words, hint=f"take away {there:,} at most", subject=charge)
