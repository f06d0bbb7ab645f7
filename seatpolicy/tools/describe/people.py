"""Who counts: seat types, when each is billed, and how people become seats."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.assumptions.people import about_people
from seatpolicy.semantics.facts import STATUSES
from seatpolicy.semantics.model.parties import Billable, Case, Meter, SeatType, Trial
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, strong
from seatpolicy.tools.describe.names import clear
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import UNTIL, because, listed, sentence, sentences, so_many, words_of

_AGGREGATED = {
    "sum": "the sum",
    "highest": "the highest record",
    "lowest": "the lowest record",
    "first": "the first record",
    "last": "the last record",
    "average": "the average",
    "distinct": "the number of different records",
}


def who_counts(told: Told) -> Section:
    """Seat types, counting, then things sold and use that is measured."""
    policy = told.policy
    blocks: list[Block] = []
    if policy.seats:
        blocks.append(Points(tuple(_seat(told, seat) for seat in policy.seats.values())))
        blocks += [section("How people become seats", _counting(told))]
    if policy.items:
        titles = listed(strong(item.title) for item in policy.items.values())
        blocks.append(Paragraph(f"Beside people, these things are sold and counted: {titles}."))
    if policy.meters:
        blocks.append(Paragraph("Use is measured:"))
        blocks.append(Points(tuple(_meter(told, meter) for meter in policy.meters.values())))
    return section("Who counts", blocks)


def _seat(told: Told, seat: SeatType) -> str:
    parts = [_held(told, seat), _billable(told, seat)]
    if seat.trial:
        said = [trial_words(case.value, "the person has accepted") for case in seat.trial]
        parts.append(told.phrases.cases(seat.trial, said))
    return f"{strong(seat.title)}: {sentences([*parts, because(seat.because)])}"


def _held(told: Told, seat: SeatType) -> str:
    says = []
    for case in seat.held_by:
        roles = case.value
        says.append("anyone" if roles is None else f"whoever has the role {listed(map(words_of, roles), 'or')}")
    return f"held by {told.phrases.cases(seat.held_by, says)}" if says else ""


def _billable(told: Told, seat: SeatType) -> str:
    """When a day counts, and who does not count."""
    if not seat.billable:
        return ""
    if all(not case.value.statuses for case in seat.billable):
        return "never billed"
    says = [_counts(told, case) for case in seat.billable]
    listed_statuses = {status for case in seat.billable for status in case.value.statuses}
    rest = [status for status in STATUSES if status not in listed_statuses]
    never = f"; people who are {listed(rest, 'or')} never count" if rest else ""
    return f"a day counts as billable {'; or '.join(says)}{never}"


def _counts(told: Told, case: Case[Billable]) -> str:
    if not case.value.statuses:
        return f"never if {told.phrases.clause(case.when)}" if case.when is not None else "otherwise never"
    while_ = f"while the person is {listed(case.value.statuses, 'or')}"
    return f"{while_} and {told.phrases.clause(case.when, inside=True)}" if case.when is not None else while_


def trial_words(trial: Trial, since: str) -> str:
    """`for 30 days after … nothing is charged`."""
    limit = {
        None: "",
        True: "; people on trial count towards the limit",
        False: "; people on trial do not count towards the limit",
    }
    return f"for {so_many(trial.length, trial.unit)} after {since} nothing is charged{limit[trial.counts]}"


def _counting(told: Told) -> Iterator[Block]:
    counting = told.policy.counting
    found = list(_counting_points(told))
    if found:
        yield Points(tuple(sentence(point) for point in found))
    elif counting.at is None:
        yield Paragraph("The policy has no counting rules of its own.")
    # Which statuses never count stands with each seat.
    yield from told.defaults(one for one in about_people(told.policy) if not one.subject.startswith("seat "))


def _counting_points(told: Told) -> Iterator[str]:
    """What the policy writes itself; defaults are told as such."""
    counting, names = told.policy.counting, told.names
    if "one_person_line" in counting.stated:
        per = {"account": "", "workspace": " in each workspace", "enterprise": " in the whole enterprise",
               "role": " for each role"}[counting.per]  # fmt: skip
        order = [clear(names.of(name)) for name in counting.order]
        first = f"; who fits several holds the first of these that fits: {', then '.join(order)}" if len(order) > 1 else ""
        as_ = f", as {order[0]}" if len(order) == 1 else ""
        yield f"one person holds one seat{per}{as_}{first}"
    if "same_person_line" in counting.stated:
        yield f"two entries with the same {words_of(counting.same_person)} are one person"
    if "shared_login_line" in counting.stated:
        each = (
            "counts as each of its users"
            if counting.shared_login is None
            else f"counts as {so_many(counting.shared_login, 'seat')}"
        )
        yield f"a login that several people share {each}"
    if "idle_line" in counting.stated:
        yield (f"whoever has not used the product in the last {so_many(counting.idle_days, 'day')} counts as suspended, "
               "and as active again with the next use")  # fmt: skip
    if "coming_back_line" in counting.stated:
        time = (
            "within the same cycle" if counting.continues_days < 0 else f"within {so_many(counting.continues_days, 'day')}"
        )
        same = "continues the old seat: nothing new is charged, and the gap is not credited"
        yield f"who comes back {time} {same}; later it is a new seat"
    if "freed_seat_line" in counting.stated:
        until = UNTIL.get(counting.freed_until, counting.freed_until)
        if counting.freed_seat == "reused":
            yield f"a paid seat that somebody gives up can go to a successor without a charge until {until}"
        else:
            yield f"a seat that somebody gives up stays taken until {until}; a successor needs another one"


def _meter(told: Told, meter: Meter) -> str:
    kind = {"count": "a count", "number": "a number", "money": "an amount of money"}.get(meter.type.kind, meter.type.kind)
    figure = _AGGREGATED.get(meter.aggregation, meter.aggregation)
    window = f"of a {meter.window} counts" if meter.window == "cycle" else (
        f"of each {meter.window} counts; every {meter.window} is priced by itself and the prices are added")  # fmt: skip
    return f"{strong(told.names.of(meter.name))}: {kind}; {figure} {window}."
