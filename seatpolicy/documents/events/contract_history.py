"""Events in their order and the account that they happened to in, contradictions about its contract out.

Looked at are the start, pauses and the end, add-ons, and contracted seats: what can be seen without knowing who counts. An
add-on that stands beside `events:` is held from the start, seats that stand there are contracted from the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.account import Account
from seatpolicy.documents.events import history_messages as told
from seatpolicy.documents.events.history_messages import out_of_turn
from seatpolicy.documents.events.records import (
    AddonChanged,
    Event,
    PersonEvent,
    PlanChanged,
    PurchaseReturned,
    SeatsChanged,
    SubscriptionStarted,
)
from seatpolicy.semantics.model.policy import Policy


def contract_contradictions(events: Sequence[Event], account: Account, policy: Policy) -> Iterator[Diagnostic]:
    """Each finding as soon as its event is met; one event gives one finding at most for each of the four questions."""
    contract = [event for event in events if not isinstance(event, PersonEvent)]
    yield from _span_of(contract, account)
    yield from _pauses(contract)
    yield from _addons(contract, account)
    yield from _seats(contract, account, policy)


def _span_of(events: Sequence[Event], account: Account) -> Iterator[Diagnostic]:
    """The start and the end. People may be there before the subscription; an order may not."""
    started: Event | None = None
    ended: Event | None = None
    for event in events:
        if isinstance(event, SubscriptionStarted):
            if started is not None:
                yield told.started_twice(event, started)
            elif account.start is not None and event.day != account.start:
                yield told.started_on_two_days(event, str(account.start))
            started = started or event
        elif account.start is not None and event.day < account.start:
            yield told.before_the_start(event, str(account.start))
        elif event.type == "cancelled":
            if ended is not None:
                words = f"`{event.id}` cancels the subscription, which `{ended.id}` cancelled already"
                yield out_of_turn(told.DO524, event, words, "remove one; to move the end, correct the first", ended)
            ended = ended or event
        elif ended is not None:
            words = f"`{event.id}` takes effect after `{ended.id}` cancelled the subscription"
            hint = "remove it, or correct when the subscription ends"
            yield out_of_turn(told.DO526, event, words, hint, ended, "nothing is billed for it")


def _pauses(events: Sequence[Event]) -> Iterator[Diagnostic]:
    paused: Event | None = None
    resumed: Event | None = None
    for event in events:
        if event.type == "paused":
            if paused is not None:
                words = f"`{event.id}` pauses the subscription, which `{paused.id}` paused already"
                yield out_of_turn(told.DO525, event, words, "remove one, or add the event `resumed` between them", paused)
            paused = paused or event
        elif event.type == "resumed":
            if paused is None:
                after = f", which `{resumed.id}` resumed already" if resumed is not None else ", which was never paused"
                words = f"`{event.id}` resumes the subscription{after}"
                hint = "remove it, or add the event `paused` before it; within one day, give times"
                yield out_of_turn(told.DO525, event, words, hint, resumed)
            paused, resumed = None, event


def _addons(events: Sequence[Event], account: Account) -> Iterator[Diagnostic]:
    held: dict[str, Event | None] = {one.name: None for one in account.addons}
    gone: dict[str, Event] = {}
    for event in events:
        if not isinstance(event, AddonChanged):
            continue
        name = event.addon
        if event.type == "addon_added":
            if name in held:
                earlier = held[name]
                how = f"`{earlier.id}` added already" if earlier is not None else "the account holds from the start"
                words = f"`{event.id}` adds `{name}`, which {how}"
                hint = (
                    "remove one of them; within one day, give times"
                    if earlier is not None
                    else "remove it here, or from `addons:`"
                )
                yield out_of_turn(told.DO528, event, words, hint, earlier, "since when it is paid would be a guess")
            else:
                held[name] = event
        elif name in held:
            del held[name]
            gone[name] = event
        else:
            removed = gone.get(name)
            how = f"`{removed.id}` removed already" if removed is not None else "was never added"
            hint = "remove it, or add the event `addon_added` before it"
            words = f"`{event.id}` removes `{name}`, which {how}"
            yield out_of_turn(told.DO527, event, words, hint, removed, "since when it was paid is not told")


def _seats(events: Sequence[Event], account: Account, policy: Policy) -> Iterator[Diagnostic]:
    """Contracted seats of each charge: never below 0, and of a plan that is held at some time."""
    ever = {one.name for one in (*account.plans, *account.addons)}
    ever.update(name for event in events if isinstance(event, PlanChanged) for name in event.plans)
    ever.update(event.addon for event in events if isinstance(event, AddonChanged))
    blocks = {**policy.plans, **policy.addons}
    owners: dict[str, list[str]] = {}
    for name, block in blocks.items():
        for charge in block.charges:
            owners.setdefault(charge.name, []).append(name)
    counts = {name: one.count.numerator for name, one in account.seats.items()}
    for (_, name), changes in _at_once(events):
        if not ever.intersection(owners[name]):
            yield from (told.charge_never_held(one, name, _named(owners[name])) for one in changes)
            continue
        before = counts.get(name, 0)
        after = before
        for one in changes:
            if isinstance(one, PurchaseReturned):
                after -= one.by
            else:
                after = one.to if one.to is not None else after + (one.by or 0)
        if after < 0:
            last = changes[-1]
            words = f"`{last.id}` leaves {-after:,} fewer than no seats of `{name}`: before it there were {before:,}"
            hint = "correct it, or add the event that ordered them; what is there from the start stands in `seats:`"
            yield out_of_turn(told.DO529, last, words, hint, None)
        counts[name] = max(after, 0)


def _at_once(events: Sequence[Event]) -> Iterator[tuple[tuple[int, str], list[SeatsChanged | PurchaseReturned]]]:
    """Changes of seats by instant and charge, in order: those of one instant are netted."""
    found: dict[tuple[int, str], list[SeatsChanged | PurchaseReturned]] = {}
    for event in events:
        if isinstance(event, (SeatsChanged, PurchaseReturned)):
            found.setdefault((event.instant, event.charge), []).append(event)
    yield from found.items()


def _named(names: Sequence[str]) -> str:
    return " and ".join(f"`{one}`" for one in names)
