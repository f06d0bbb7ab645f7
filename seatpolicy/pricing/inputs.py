"""What is known of an account and its bill in, the integers that a kernel reads out, in the order of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from seatpolicy.compiler.ir import Input, Kernel
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import Refusal, not_billed
from seatpolicy.documents.typed import Value
from seatpolicy.pricing.calendar import NoWindow, Window, months_after
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span

if TYPE_CHECKING:
    from seatpolicy.pricing.people import PersonOnDay, Roster
    from seatpolicy.pricing.use import Sold

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Figure = Fraction | Diagnostic | None
"""A figure, why it cannot be told, or that nobody knows it."""


@attrs.define(eq=False, repr=False)
class Given:
    """What the inputs of a kernel are filled in from. `renewed` gives the last renewal on or before a day; `roster` is who
    counts, or why that cannot be told; `sold` what the windows of a charge came to, `earlier` what earlier cycles did;
    `measured` what only signals know; `person` who is looked at; `people_move`: who counts hangs on the day itself,
    `changed` what charges count beside them, `limited` who
    counts towards a limit alone; `part` figures of a part of a cycle.
    `outside` gathers why inputs are stopped, by their keys."""

    policy: Policy
    account: Account
    as_of: date
    windows: Sequence[Window | NoWindow] = ()
    renewed: Callable[[date], date | None] | None = None
    roster: Roster | Diagnostic | None = None
    people_on: date | None = None
    more: Mapping[str, Fraction] = attrs.field(factory=dict)
    sold: Mapping[str, Sold | Diagnostic] = attrs.field(factory=dict)
    earlier: Mapping[str, Fraction | Diagnostic] = attrs.field(factory=dict)
    measured: Mapping[str, Figure] = attrs.field(factory=dict)
    asked: Mapping[str, str] = attrs.field(factory=dict)
    person: PersonOnDay | None = None
    people_move: bool = True
    changed: Mapping[str, int] = attrs.field(factory=dict)
    limited: Mapping[str, int] = attrs.field(factory=dict)
    part: Mapping[str, int] = attrs.field(factory=dict)
    outside: dict[str, Diagnostic] = attrs.field(factory=dict)

    def inputs(self, kernel: Kernel) -> list[int | None]:
        """What a kernel reads; None for what is not known. Raises Refusal for a figure that it cannot hold exactly."""
        return [_READERS[one.kind](self, one) for one in kernel.inputs]

    # ---- by kinds

    def _account(self, one: Input) -> int | None:
        account, as_of = self.account, self.as_of
        if one.name == "as_of":
            return as_of.toordinal()
        if one.name == "starts_on":
            return (account.start or as_of).toordinal()
        if one.name == "customer_since":
            return (account.customer_since or account.start or as_of).toordinal()
        if one.name == "term":
            return account.term_months
        fact = account.facts.get(one.name)
        return None if fact is None else integer(fact.value, one, fact.at)

    def _seats(self, one: Input) -> int | None:
        given = self.account.seats.get(one.name) or self.account.held.get(one.name)
        return None if given is None else _exactly(given.count, one, given.at)

    def _cycle(self, one: Input) -> int | None:
        """A day or number of the calendar; 0 where the calendar refuses it, because nothing that reads it is billed then."""
        name, start = one.name, self.account.start
        if name == "start":
            return None if start is None else start.toordinal()
        if name.startswith("term "):
            months = self.account.term_months if name == "term own" else int(name.removeprefix("term "))
            if start is None or months is None or not 0 < months <= 12_000:
                return 0
            return months_after(start, months).toordinal()
        number, _, which = name.partition("/")
        made = self.windows[int(number)]
        if isinstance(made, NoWindow):
            return 0
        if which == "index":
            return made.index
        if which == "renewal":
            return int(self.renewed is not None and self.renewed(made.first) == made.first)
        return (made.first if which == "first" else made.last).toordinal()

    def _usage(self, one: Input) -> int | None:
        name, _, which = one.name.partition("/")
        given = self.account.usage.get(name)
        if given is None:
            return {"": None, "parts": 1, "stopped": 0}[which]
        from seatpolicy.pricing.use import whole_use

        try:
            figure, parts = whole_use(self.policy.meters[name], given)
        except Refusal as stop:
            self.outside[f"usage {name}"] = stop.found
            return {"": 0, "parts": 1, "stopped": 1}[which]
        if which:
            return parts if which == "parts" else 0
        return _exactly(figure, one, given.at)

    def _windows(self, one: Input) -> int | None:
        charge, _, which = one.name.partition("/")
        made = self.sold.get(charge)
        if isinstance(made, Diagnostic):
            self.outside[f"windows {charge}"] = made
            return int(which in ("stopped", "scale"))
        if made is None or which == "stopped":
            return int(which == "scale")
        return made.figure(which)

    def _people(self, one: Input) -> int | None:
        if one.name == "day":
            return (self.people_on or self.as_of).toordinal()
        roster = self.roster
        if one.name == "roster/stopped":
            if isinstance(roster, Diagnostic):
                self.outside["people roster"] = roster
            return int(isinstance(roster, Diagnostic))
        if roster is None or isinstance(roster, Diagnostic):
            return 0
        key, _, which = one.name.partition("/")
        counted, _, charge = key.partition(" for ")
        if counted == "tried":
            return self.limited.get(charge, 0)
        word, _, names = counted.partition(" ")
        try:
            count = roster.count(word, names.split("+")) + self.changed.get(charge, 0)
        except Refusal as stop:
            self.outside[f"people {key}"] = stop.found
            return int(bool(which))
        return 0 if which else int(count)

    def _earlier(self, one: Input) -> int | None:
        if one.name == "known":
            return int(self.account.billed is not None)
        key, _, which = one.name.removesuffix("/stopped"), "", one.name.endswith("/stopped")
        made = self.earlier.get(key, Fraction(0))
        if isinstance(made, Diagnostic):
            self.outside[f"earlier {key}"] = made
            return int(which)
        return 0 if which else _exactly(made, one, self.account.at)

    def _more(self, one: Input) -> int | None:
        return int(self.more.get(one.name, Fraction(0)))

    def _added(self, one: Input) -> int | None:
        if one.name.endswith("/stopped"):
            charge, _, window = one.name.removesuffix("/stopped").partition(" ")
            return int(self.asked.get(charge, window) != window)
        given = self.account.added.get(one.name)
        return None if given is None else _exactly(given.count, one, given.at)

    def _measured(self, one: Input) -> int | None:
        key, _, which = one.name.partition("/")
        made = self.measured.get(key)
        if isinstance(made, Diagnostic):
            self.outside[key] = made
            return {"stopped": 1, "den": 1}.get(which, 0)
        if which == "stopped" or made is None:
            return {"stopped": 0, "den": 1}.get(which)
        return made.denominator if which == "den" else made.numerator

    def _part(self, one: Input) -> int:
        # What earlier cycles came to is asked for in a first run, as if it were nothing.
        nothing = int(one.name.endswith("/den")) if one.name.startswith("earlier ") else None
        made = self.part[one.name] if nothing is None else self.part.get(one.name, nothing)
        if not one.low <= made <= one.high:
            raise not_billed(refusals.EN511, self.account.at, f"so fine or so large a figure for `{one.name}` is")
        return made

    def _person(self, one: Input) -> int | None:
        assert self.person is not None
        value = self.person.fact(one.name, one.type)
        return None if value is None else integer(value, one, self.person.person.at)


_READERS: Mapping[str, Callable[[Given, Input], int | None]] = {
    kind: getattr(Given, f"_{kind}")
    for kind in (
        "account", "seats", "cycle", "usage", "windows", "people", "earlier", "more", "added", "measured", "person", "part",
    )
}  # fmt: skip


def integer(value: Value, one: Input, at: Span) -> int:
    """A fact as the integer of its input. Raises Refusal for a figure that it cannot hold exactly."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Fraction):
        return _exactly(value, one, at)
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, tuple):
        return sum(1 << place for place, member in enumerate(one.values) if member in value)
    return one.values.index(value) if value in one.values else len(one.values)


def _exactly(value: Fraction, one: Input, at: Span | None) -> int:
    scaled = value * one.scale
    if scaled.denominator != 1 or not one.low <= scaled <= one.high:
        raise not_billed(refusals.EN511, at, f"so fine or so large a figure for `{one.name}` is")
    return scaled.numerator
