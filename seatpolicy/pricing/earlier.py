"""The lines that an account was billed before in, what of a longer period they used, and what they take off a bill, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from seatpolicy.compiler.program import Asked
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.earlier import EarlierLine
from seatpolicy.documents.invoice import Line, Step, Totals
from seatpolicy.documents.refusals import not_billed
from seatpolicy.pricing.calendar import NoWindow, Window
from seatpolicy.pricing.words import Figures
from seatpolicy.values.money import format_amount

COMMITMENT = ":commitment"
"""What the ids of lines hold that a commitment made; they are no part of the amount that it is compared with."""


def answer(asked: Asked, figures: Figures, windows: Sequence[Window | NoWindow], account: Account) -> Fraction:
    """What earlier cycles came to, of what a kernel asks. Raises Refusal for a line that does not say it."""
    pair = next((pair for flag, pair in asked.window if figures.holds(flag)), None)
    here = None if pair is None else windows[pair]
    if account.billed is None or not isinstance(here, Window):
        return Fraction(0)
    since = here.mark(here.index - int(figures[asked.position]))
    lines = [one for one in account.billed if since <= one.first and one.last < here.first]
    what = figures.text(asked.what)
    return sum((_of(one, asked, what) for one in lines), Fraction(0))


def _of(line: EarlierLine, asked: Asked, what: str) -> Fraction:
    if asked.kind == "commitment":
        ours = asked.charges is None or line.charge in asked.charges or line.owner == asked.name
        return line.amount if ours and COMMITMENT not in line.id else Fraction(0)
    if asked.kind == "budget":
        if line.taken is None:
            hint = "write the `steps:` of the line, as `price --format json` does"
            raise not_billed(refusals.EN505, line.at, f"{what} beside a line that does not say what came off, is", hint)
        return line.taken.get(asked.name, Fraction(0))
    if line.charge != asked.name:
        return Fraction(0)
    if line.included is None:
        words = f"{what} beside a line that does not say what it included, is"
        raise not_billed(refusals.EN505, line.at, words, 'write `quantity: {included: "0"}` in it')
    return line.included


def deducted(lines: Sequence[Line], account: Account) -> tuple[tuple[Line, ...], Fraction]:
    """The lines less what was billed for the same cycle before, and how much that is. A line may fall below 0. Raises
    Refusal
    for an earlier line that is none of this bill."""
    made = list(lines)
    whole = Fraction(0)
    for line in account.billed or ():
        here = [n for n, one in enumerate(made) if one.period.first <= line.first and line.last <= one.period.last]
        same = [n for n in here if made[n].id == line.id]
        same = same or [n for n in here if line.charge and (made[n].charge, made[n].kind) == (line.charge, line.kind)]
        if here and not same:
            words = f"`{line.id}`, which was billed for {line.first} to {line.last} and is no line of this bill,"
            raise not_billed(refusals.EN505, line.at, f"what becomes of {words} is")
        if same:
            made[same[-1]] = _less(made[same[-1]], line, account.currency)
            whole += line.amount
    return tuple(made), whole


def _less(one: Line, line: EarlierLine, currency: str) -> Line:
    basis = f"{format_amount(line.amount, currency)} for {line.first} to {line.last}"
    after = one.amount - line.amount
    step = Step("amount", "billed before", one.at, basis, one.amount, -line.amount, after, "")
    exact = one.amount if one.exact is None else one.exact
    return attrs.evolve(one, amount=after, exact=exact - line.amount, steps=(*one.steps, step))


def less(totals: Totals, billed: Fraction) -> Totals:
    """The sums less what was billed before."""
    net = totals.net - billed
    return attrs.evolve(totals, net=net, due=net, billed_before=billed) if billed else totals


def billed_again(charge: str, meter: bool, window: Window, account: Account) -> Iterator[Diagnostic]:
    """A line for days that a bill is about. Use is billed for the cycle so far, less what was billed of it."""
    for line in account.billed or ():
        overlaps = line.first <= window.last and line.last >= window.first
        inside = line.first >= window.first and line.last <= window.last
        if line.charge == charge and overlaps and not (meter and inside):
            words = f"the rest of a cycle of `{charge}` that was billed from {line.first} on is"
            yield not_billed(refusals.EN505, line.at, words).found


def apart(counted: Iterable[tuple[str, str, Window]], account: Account) -> Iterator[Diagnostic]:
    """A meter that is counted in two cycles: nobody can say in which of them its use lies. Given are charges with their
    meter and cycle."""
    seen: dict[str, tuple[str, Window]] = {}
    for charge, meter, window in counted:
        other, first = seen.setdefault(meter, (charge, window))
        given = account.usage.get(meter)
        if given is not None and first != window:
            words = f"the use of `{meter}`, counted by `{other}` and `{charge}` in cycles that differ, is"
            yield not_billed(refusals.EN501, given.at, words).found
