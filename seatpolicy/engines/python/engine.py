"""The everyday engine: a policy is compiled once for what an account holds, and then billed by what the compiler made.

An invoice is what the kernel came to, read by the tables of its program. The calendar, which no kernel knows, is asked
before: for the window of every cycle that the account may have.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from datetime import date
from typing import TypeAlias, TypeVar

import attrs

from seatpolicy.compiler.lower.program import lower
from seatpolicy.compiler.lower.standing import Standing, lower_standing
from seatpolicy.compiler.program import Program
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import HELD, PRICED, Invoice, Period, PolicyNamed
from seatpolicy.documents.invoice_json import source_digest
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.python.run_kernel import Runs, runs
from seatpolicy.engines.steady import fixed_start, settled
from seatpolicy.pricing import assemble, sold
from seatpolicy.pricing.calendar import NoWindow, Window, months_after, window
from seatpolicy.pricing.findings import Judged
from seatpolicy.pricing.inputs import kernel_inputs
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Anchor, Cycle

Key = TypeVar("Key")
T = TypeVar("T")
Holding: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], str]
"""Plans, add-ons and a currency."""

MOST_KEPT = 512
"""Programs, and policies, that one engine keeps; the oldest one goes."""


@attrs.frozen
class _Known:
    """A policy, how invoices name it, and a number that no other policy of the engine ever has. The policy is kept, so that
    no other one can have its identity as long as it is looked up by that."""

    policy: Policy
    named: PolicyNamed
    number: int


@attrs.define
class PythonEngine:
    """Bills by compiled programs, and keeps them for as long as the engine lives."""

    name: str = "python"
    _programs: dict[tuple[object, ...], tuple[Program, Runs]] = attrs.field(factory=dict)
    _standings: dict[tuple[object, ...], tuple[Standing, Runs]] = attrs.field(factory=dict)
    _known: dict[int, _Known] = attrs.field(factory=dict)
    _count: int = 0

    def standing(self, policy: Policy, account: Account, as_of: date) -> tuple[date | None, date | None]:
        """The cycle of the account's first plan, and the last day on which its term began anew."""
        holding = _holding(account)
        key = (self._policy(policy).number, *holding)
        if key not in self._standings:
            _make_room(self._standings)
            standing = lower_standing(policy, *holding)
            self._standings[key] = standing, runs(standing.kernel)
        made, run = self._standings[key]
        windows = _windows(made.pairs, account, as_of)
        try:
            figures, failures = run.ran(kernel_inputs(made.kernel, account, as_of, windows))
        except Refusal:
            return None, None
        chosen = [windows[pair] for pair, note in made.chosen if note is None or figures[note]]
        if failures or not chosen or isinstance(chosen[0], NoWindow):
            return None, None
        has_term, months, renews = (int(figures[note]) for note in (made.has_term, made.months, made.renews))
        renewed = None
        if account.start is not None and has_term:
            renewed = _last_renewal(account.start, months, renews, as_of)
        return chosen[0].first, renewed

    def bill(self, policy: Policy, account: Account, as_of: date) -> Outcome[Invoice]:
        """The invoice of the whole cycle, of each charge its own, that holds the day."""
        outcome, day_read = self._bill(policy, account, as_of)
        if not day_read:
            return outcome
        begun = attrs.evolve(account, start=fixed_start(outcome.value, account.start, as_of))
        return settled(outcome, policy, as_of, lambda day: day, lambda day: self._bill(policy, begun, day)[0].value)

    def program(self, policy: Policy, holding: Holding, unsold: tuple[str, ...] = ()) -> Program:
        """The program of a holding, made once."""
        return self._program(policy, holding, unsold, {})[0]

    # ---- one bill

    def _bill(self, policy: Policy, account: Account, as_of: date) -> tuple[Outcome[Invoice], bool]:
        named = self._policy(policy).named
        objections = list(sold.not_sold(policy, account))
        before = [*objections, *sold.not_billed_parts(account), *sold.too_early(policy, as_of)]
        unsold = tuple(one.subject for one in objections)
        try:
            judged = self._judged(policy, account, as_of, unsold)
        except Refusal as stop:
            found = Diagnostics([*before, stop.found])
            return found.outcome(_invoice(named, account, as_of, refusals.status(found), None, found)), False
        found = Diagnostics([*before, *judged.findings(before)])
        invoice = _invoice(named, account, as_of, refusals.status(found), judged, found)
        day_read = judged.program.day_read
        read = day_read != -1 and judged.figures.holds(day_read)
        if invoice.status == PRICED:
            waits = assemble.missing(judged.program, judged.figures)
            found.extend(assemble.asked_for(waits))
            invoice = attrs.evolve(invoice, status=HELD if waits else PRICED, missing=waits)
        return found.outcome(invoice), read

    def _judged(self, policy: Policy, account: Account, as_of: date, unsold: tuple[str, ...]) -> Judged:
        """One run of the program; of a charge with a line for each seat, a second one for the number of them."""
        seats: dict[tuple[str, int], int] = {}
        while True:
            program, run = self._program(policy, _holding(account), unsold, seats)
            windows = _windows(program.pairs, account, as_of)
            values, failures = run.ran(kernel_inputs(program.kernel, account, as_of, windows))
            figures = Figures(values, account.currency)
            wanted = {
                (one.charge, one.price): int(figures[one.units])
                for one in program.seat_lines
                if figures.holds(one.present)
            }
            if failures or wanted == seats:
                return Judged(program, account, as_of, windows, figures, failures)
            seats = wanted

    def _program(
        self, policy: Policy, holding: Holding, unsold: tuple[str, ...], seats: Mapping[tuple[str, int], int]
    ) -> tuple[Program, Runs]:
        key = (self._policy(policy).number, *holding, unsold, tuple(sorted(seats.items())))
        if key not in self._programs:
            _make_room(self._programs)
            program = lower(policy, *holding, unsold, seats)
            self._programs[key] = program, runs(program.kernel)
        return self._programs[key]

    def _policy(self, policy: Policy) -> _Known:
        """What is known of a policy."""
        if id(policy) not in self._known:
            _make_room(self._known)
            named = PolicyNamed(policy.name, policy.title, policy.version, source_digest(policy))
            self._count += 1
            self._known[id(policy)] = _Known(policy, named, self._count)
        return self._known[id(policy)]


def _invoice(
    named: PolicyNamed, account: Account, as_of: date, status: str, judged: Judged | None, found: Diagnostics
) -> Invoice:
    """The invoice, with lines and totals where nothing stops it."""
    periods: dict[str, Period] = {}
    charges: list[Period] = []
    if judged is not None:
        blocks = {block.name for block in judged.program.blocks}
        for use in judged.used():
            made = judged.windows[use.pair]
            if isinstance(made, Window):
                periods[use.block] = Period(made.first, made.last)
                if use.block not in blocks and judged.has_terms(use):
                    charges.append(periods[use.block])
    period = Period(min(one.first for one in charges), max(one.last for one in charges)) if charges else None
    first = period.first if period is not None else as_of
    invoice = Invoice(
        id=f"{account.name or 'unnamed'}/{first.isoformat()}/1",
        status=status,
        policy=named,
        account=account.name,
        country=account.text("country"),
        billing_entity=account.text("billing_entity"),
        as_of=as_of,
        period=period,
        currency=account.currency,
        assumptions=tuple(_assumed(account, as_of, judged, status == PRICED)),
        missing=assemble.by_quote(found) if status == HELD else (),
    )
    if judged is None:
        return invoice
    program, figures = judged.program, judged.figures
    fired = assemble.signals(program, figures, status == PRICED, judged.refused())
    invoice = attrs.evolve(invoice, signals=fired)
    if status != PRICED or program.totals is None:
        return invoice
    return attrs.evolve(
        invoice, lines=assemble.lines(program, figures, periods), totals=assemble.totals(program.totals, figures)
    )


def _assumed(account: Account, as_of: date, judged: Judged | None, settled_: bool) -> list[str]:
    """What the bill takes for granted."""
    made = []
    if account.start is None:
        since = account.customer_since
        who = f"a customer since {since}" if since is not None and since < as_of else "a new customer"
        made.append(f"{who}: the first cycle is the one that holds {as_of}")
    if judged is not None and not judged.refused():
        made += assemble.assumptions(judged.program, judged.figures, settled_)
    return made


def _holding(account: Account) -> Holding:
    plans, addons = (tuple(one.name for one in held) for held in (account.plans, account.addons))
    return plans, addons, account.currency


def _windows(pairs: Sequence[tuple[Cycle, Anchor]], account: Account, as_of: date) -> list[Window | NoWindow]:
    return [window(cycle, anchor, account, as_of) for cycle, anchor in pairs]


def _make_room(kept: MutableMapping[Key, T]) -> None:
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))


def _last_renewal(start: date, months: int, renews: int, day: date) -> date | None:
    """The last day, up to and including a day, on which a new term began; None in the first one."""
    renewed = None
    while renews and (following := months_after(start, months)) <= day:
        renewed, months = following, months + renews
    return renewed
