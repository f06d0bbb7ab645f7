"""Events of the contract: seats, plans, add-ons, cycles, use. A mapping in, the record out; None, and findings, where it
cannot be read."""

from __future__ import annotations

from sys import intern

from seatpolicy.documents import messages as told
from seatpolicy.documents import shape, usage
from seatpolicy.documents.bounds import MOST_COUNT
from seatpolicy.documents.events import messages
from seatpolicy.documents.events.reader import Head, Reader
from seatpolicy.documents.events.records import (
    AddonChanged,
    AnchorMoved,
    Event,
    PlanChanged,
    PurchaseReturned,
    Renewed,
    SeatsChanged,
    SubscriptionStarted,
    TrialStarted,
    UsageReported,
)
from seatpolicy.documents.nodes import Mapping, Scalar, Sequence, is_nothing


def subscription_started(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`subscription_started`, perhaps with its term."""
    return SubscriptionStarted(**head, term_months=reader.term(node))


def seats_changed(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`seats_changed`, `by` so many or `to` so many."""
    charge = reader.charge(node)
    there = [key for key in ("by", "to") if not is_nothing(node.get(key))]
    if len(there) != 1:
        reader.found.add(messages.one_of_two(node.at, head["type"], ("by", "to"), ("by: 2", "to: 49"), bool(there)))
        return None
    by = reader.whole(node, "by", -MOST_COUNT, MOST_COUNT)
    to = reader.whole(node, "to", 0, MOST_COUNT)
    cause = reader.cause(node)
    if by == 0:
        _by_nothing(reader, node, head)
    if cause and by is not None and by > 0:
        reader.found.add(messages.cause_of_more(reader.key(node, "cause").at))
    if charge is None or (by is None and to is None):
        return None
    return SeatsChanged(**head, charge=charge, by=by, to=to, cause=cause)


def purchase_returned(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`purchase_returned`: 1 seat or more."""
    charge, by = reader.charge(node), reader.whole(node, "by", 0, MOST_COUNT)
    if by == 0:
        _by_nothing(reader, node, head)
    return None if charge is None or by is None else PurchaseReturned(**head, charge=charge, by=by)


def plan_changed(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`plan_changed`: every plan that is held from then on."""
    listed = node.get("plans")
    items = shape.items(listed, "plans", reader.found, "plans: [team]")
    if isinstance(listed, Sequence) and not items:
        words = "an account holds at least one plan"
        reader.found.add(told.DO413.at(listed.at, words, hint="name it, as in `plans: [team]`; an end is `cancelled`"))
    plans: dict[str, Scalar] = {}
    for item in items:
        if not isinstance(item, Scalar):
            reader.found.add(told.wrong_shape(item.at, "plan", "one name", "team"))
        elif item.text not in reader.policy.plans:
            reader.found.add(told.unknown_name("plan", item, reader.policy.plans))
        elif item.text in plans:
            reader.found.add(told.said_twice(item.at, item.text, plans[item.text].at))
        else:
            plans[intern(item.text)] = item
    return PlanChanged(**head, plans=tuple(plans)) if plans else None


def addon_changed(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`addon_added` or `addon_removed`."""
    addon = reader.name(node, "addon", "add-on", reader.policy.addons)
    return None if addon is None else AddonChanged(**head, addon=addon)


def anchor_moved(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`anchor_moved` to a day of the month, or to its own day."""
    return AnchorMoved(**head, day_of_month=reader.whole(node, "day", 1, 31))


def trial_started(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`trial_started` of the account, a plan or a person."""
    plan = reader.name(node, "plan", "plan", reader.policy.plans)
    person = reader.text(node, "person", "person: u-1")
    if not is_nothing(node.get("plan")) and not is_nothing(node.get("person")):
        keys, samples = ("plan", "person"), ("plan: team", "person: u-1")
        reader.found.add(messages.one_of_two(node.at, head["type"], keys, samples, True))
    return TrialStarted(**head, plan=plan or "", person=person or "")


def renewed(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`renewed`, perhaps for another term."""
    return Renewed(**head, term_months=reader.term(node))


def plain(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`paused`, `resumed`, `cancelled`."""
    return Event(**head)


def usage_reported(reader: Reader, node: Mapping, head: Head) -> Event | None:
    """`usage` of a meter."""
    meter = reader.name(node, "meter", "meter", reader.policy.meters)
    given = node.get("amount")
    if meter is None or given is None or is_nothing(given):
        return None
    amount = usage.read_figure(given, reader.policy.meters[meter], reader.currency, reader.found)
    return None if amount is None else UsageReported(**head, meter=meter, amount=amount)


def _by_nothing(reader: Reader, node: Mapping, head: Head) -> None:
    at = reader.key(node, "by").at
    hint = "write how many, or remove the event"
    reader.found.add(messages.changes_nothing(at, "`by` is 0", hint, head["id"]))
