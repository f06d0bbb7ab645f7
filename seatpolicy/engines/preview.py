"""A checked policy and an account with and without a change in, what the change would move on its invoices out.

Both histories are billed like any other, and compared invoice by invoice: there is no second way to a price.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.changes import Changed
from seatpolicy.documents.invoice import Invoice, Line, Period
from seatpolicy.documents.preview import MovedInvoice, MovedLine, Preview, Recurring
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import ReadAccount, bill_period
from seatpolicy.engines.tax import TaxFigurer
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Proration
from seatpolicy.values.dates import LAST_YEAR

_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half year": 184, "year": 366}
_MONTH = 31
A_YEAR = 366


def preview(
    checked: Checked,
    without: ReadAccount,
    changed: ReadAccount,
    account: Account,
    changes: Sequence[Changed],
    until: date,
    engine: Engine,
    tax: TaxFigurer | None = None,
) -> Outcome[Preview | None]:
    """The preview, of invoices up to a day; None, and why, where there is no invoice at all. `account` is the one with the
    changes."""
    first, last = date(1, 1, 1), until
    before = bill_period(checked, without, first, last, engine, tax)
    after = bill_period(checked, changed, first, last, engine, tax)
    found = tuple(dict.fromkeys((*before.diagnostics, *after.diagnostics)))
    made = (*after.value, *before.value)
    if not made:
        return Outcome(None, found)
    named, day = made[-1].policy, max(one.event.day for one in changes)
    stopped = next((one.status for one in made if one.totals is None), "")
    if stopped:
        told = account.name, named.title, named.version, account.currency, tuple(changes), day, until
        return Outcome(Preview(*told, stopped=stopped), found)
    moved = tuple(_moved(before.value, after.value))
    names = [one.event.charge for one in changes]
    keys = dict.fromkeys((*names, *(_key(line.line) for one in moved for line in one.lines)))
    recurring = tuple(one for key in keys for one in _recurring(key, before.value, after.value, day, names))
    shown = Preview(
        account.name, named.title, named.version, account.currency, tuple(changes), day, until, moved, recurring
    )
    return Outcome(shown, found)


def horizon(policy: Policy, account: Account, day: date) -> date:
    """A day by which whatever a change moves has been billed, and one more cycle of each charge: two of the longest cycles,
    and up to a renewal or quarter mark where the policy bills something there; behind all that is known to happen."""
    blocks = (*policy.plans.values(), *policy.addons.values())
    charges = [charge for plan in blocks for charge in plan.charges]
    stated = [one.cycle for one in blocks] + [one.cycle for one in charges]
    cycles = [case.value for cases in stated for case in cases]
    days = 2 * max((_DAYS[one.period] * one.count for one in cycles), default=A_YEAR)
    marks = set(_marks([policy.proration, *(one.proration for one in blocks), *(one.proration for one in charges)]))
    if "renewal" in marks:
        terms = [case.value.length * _DAYS.get(case.value.unit, 0) for plan in blocks for case in (*plan.term, *plan.renews)]
        days += max([*terms, (account.term_months or 0) * _MONTH, 0])
    if marks & {"quarter mark", "month mark"}:
        days += _DAYS["quarter"]
    known = max([day, *(max(event.day, event.recorded_on) for event in account.events)])
    return min(known + timedelta(days=days), date(LAST_YEAR, 12, 31))


def _marks(blocks: Iterable[Proration]) -> Iterator[str]:
    for block in blocks:
        yield from (case.value.when for case in block.more_seats)
        yield from (case.value.when for cases in (block.fewer_seats, block.cancellation) for case in cases)


def _moved(before: Sequence[Invoice], after: Sequence[Invoice]) -> Iterator[MovedInvoice]:
    """The invoices that are not the same, by their days."""
    without, changed = ({one.as_of: one for one in some} for some in (before, after))
    for day in sorted({*without, *changed}):
        here, there = without.get(day), changed.get(day)
        lines = tuple(_lines(here, there))
        totals = [None if one is None else one.totals for one in (here, there)]
        if lines or totals[0] != totals[1]:
            yield MovedInvoice(day, here, there, lines)


def _lines(without: Invoice | None, changed: Invoice | None) -> Iterator[MovedLine]:
    """The lines that differ in what they count or come to, as they stand with the change, then those that are gone."""
    old = _by_key(without)
    for key, line in _by_key(changed).items():
        same = old.pop(key, None)
        if same is None or (same.amount, same.quantity.billed) != (line.amount, line.quantity.billed):
            yield MovedLine(same, line)
    yield from (MovedLine(line, None) for line in old.values())


def _by_key(invoice: Invoice | None) -> dict[tuple[str, date], Line]:
    return {} if invoice is None else {(line.id, line.period.first): line for line in invoice.lines}


def _key(line: Line) -> str:
    """What the lines of a charge have in common; a line that a minimum or commitment added stands by itself."""
    return line.charge if line.kind != "top_up" and line.charge else line.id.partition("@")[0]


def _recurring(
    key: str, before: Sequence[Invoice], after: Sequence[Invoice], day: date, changes: Container[str]
) -> Iterator[Recurring]:
    """How much more each cycle comes to that begins behind a day, from that cycle on from which it stays the same."""
    ours = [[line for one in some for line in one.lines if _key(line) == key] for some in (before, after)]
    firsts = [line for some in ours for line in some if line.id.partition("#")[0] == key]
    cycles = {line.period for line in firsts if line.period.first > day}
    ordered = sorted(cycles, key=lambda one: one.first)
    if not ordered:
        return
    sums = [_of(ours[1], cycle) - _of(ours[0], cycle) for cycle in ordered]
    place = len(sums) - 1
    while place and sums[place - 1] == sums[-1]:
        place -= 1
    title = next(line.title for some in (ours[1], ours[0]) for line in some if line.period == ordered[-1])
    if sums[-1] or key in changes:
        yield Recurring(key, title, ordered[place].first, ordered[-1], sums[-1])


def _of(lines: Iterable[Line], cycle: Period) -> Fraction:
    inside = (line for line in lines if cycle.first <= line.period.first and line.period.last <= cycle.last)
    return sum((line.amount for line in inside), Fraction(0))
