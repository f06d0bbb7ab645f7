"""A policy in; what it must say wherever it can come up, and does not, out (BILLING-RULES 1).

Lines that a block must have are asked for where the block is read; here stands what may be said in several places, of
which the nearest counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.nearest import Sold, clashes, is_free, once, open_case, per, said, sold, together, windowed
from seatpolicy.semantics.checks.periods import price_per
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.renewals import trials_of
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import FewerSeats, Price, Quantity
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

E = Severity.ERROR
PN301 = code("PN301", "no-measure", E, "nothing says how a part of a cycle is measured")
PN302 = code("PN302", "no-fewer-seats", E, "nothing says what becomes of a seat that is paid and given up")
BS104 = code("BS104", "counted-over-what", E, "a count that is billed afterwards says over what it is taken")
BS120 = code("BS120", "trial-and-limit", E, "a trial says whether its people count towards a limit")


def check_required(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Measure, fewer seats, what a count is taken over, and trials beside limits."""
    found: list[Diagnostic] = []
    no_measure: list[Missing] = []
    no_credit: list[Missing] = []
    for one in sold(policy):
        found += _over_what(one)
        found += _trials(policy, one)
        if not is_free(one.charge) and not poison.lost and not poison.hit(*one.places):
            no_measure += _without_measure(policy, one)
            no_credit += _without_credit(one)
    if no_measure:
        found.append(_no_measure(policy, no_measure))
    if no_credit:
        found.append(_no_credit(policy, no_credit))
    return once(found)


@record
class Missing:
    """A charge for which a statement is missing, the line of it that asks for the statement, and when it is missing."""

    one: Sold
    asks: Span
    when: str


def _without_measure(policy: Policy, one: Sold) -> Iterator[Missing]:
    asks = next((case for case in one.charge.price if _has_period(policy, case.value)), None)
    measures = one.prorated(lambda block: block.measure)
    open_when = open_case(measures)
    if asks is not None and _is_open(measures, open_when):
        yield Missing(one, asks.at, f" when {open_when}" if open_when else "")


def _without_credit(one: Sold) -> Iterator[Missing]:
    asks = next((case for case in one.charge.bill if case.value == "in advance"), None)
    fewer = one.prorated(lambda block: block.fewer_seats)
    open_when = open_case(fewer)
    if asks is not None and one.charge.counts_kind in ("seat", "item") and _is_open(fewer, open_when):
        yield Missing(one, asks.at, f" when {open_when}" if open_when else _after_windows(fewer))


def _has_period(policy: Policy, price: Price) -> bool:
    return price_per(policy, price).period not in ("", "once")


def _is_open(cases: Cases[Any], open_when: str | None) -> bool:
    """Whether a case is open for certain: nothing is said, or there are facts that show it."""
    return open_when is not None and (open_when != "" or not any(case.when is not None for case in cases))


def _after_windows(cases: Cases[FewerSeats]) -> str:
    within = next((case.value.within for case in reversed(cases) if windowed(case.value)), None)
    if within is None:
        return ""
    return f" later than {within.length} {within.unit}{'' if within.length == 1 else 's'} after the purchase"


def _no_measure(policy: Policy, missing: list[Missing]) -> Diagnostic:
    one = missing[0].one
    price = next(case for case in one.charge.price if _has_period(policy, case.value))
    words = per(price_per(policy, price.value).period)
    at, related = _place(policy, missing[0], f"priced {words}")
    return PN301.at(
        at,
        f"nothing says how a part of a cycle is measured{missing[0].when}",
        note=f"{_names(missing)} {words}: who comes or goes inside a cycle pays for a part of it",
        related=related,
        hint="write `measure: days over the cycle` in `proration`, or another measure",
        subject="measure",
    )


def _no_credit(policy: Policy, missing: list[Missing]) -> Diagnostic:
    at, related = _place(policy, missing[0], "billed ahead")
    return PN302.at(
        at,
        f"nothing says what is given back for a paid seat that is given up{missing[0].when}",
        note=f"{_names(missing)} before the seats are used",
        related=related,
        hint="choose `fewer seats: no credit until the next cycle` | `fewer seats: credited at what was billed, on the next "
        "invoice` | …",
        subject="fewer seats",
    )


def _place(policy: Policy, first: Missing, words: str) -> tuple[Span, tuple[Related, ...]]:
    """The proration block in which the line would stand, and the line that asks for it; without a block that line."""
    asks = said(first.asks)
    block = policy.proration.at or next((block.at for block in first.one.blocks if block.at is not None), None)
    return (asks, ()) if block is None else (block, (Related(asks, f"`{first.one.charge.name}` is {words}"),))


def _names(missing: list[Missing]) -> str:
    names = list(dict.fromkeys(one.one.charge.name for one in missing))
    if len(names) == 1:
        return f"`{names[0]}` is paid"
    others = len(names) - 1
    return f"`{names[0]}` and {others} other charge{'' if others == 1 else 's'} are paid"


def _over_what(one: Sold) -> Iterator[Diagnostic]:
    charge = one.charge
    if charge.counts_kind == "meter":
        return  # its meter says how a cycle becomes one figure
    for case, bill in clashes(charge.quantity, charge.bill, _over_nothing):
        yield BS104.at(
            case.value.at,
            "the count may change inside the cycle: which one is billed?",
            note="billed when the cycle is over, a count is taken over its days",
            related=(Related(said(bill.at), "billed afterwards"),),
            hint="choose `, each day` | `, highest of the cycle` | `, average of the cycle` | `, last of the cycle` | …",
            subject=charge.name,
        )


def _over_nothing(quantity: Quantity, bill: str) -> bool:
    return bill == "in arrears" and not quantity.over and quantity.kind != "used"


def _trials(policy: Policy, one: Sold) -> Iterator[Diagnostic]:
    """A trial beside a limit."""
    if not one.charge.limit:
        return
    for trials in trials_of(policy, one):
        for place, trial in enumerate(trials):
            if trial.value.counts is not None:
                continue
            for other, limit in enumerate(one.charge.limit):
                if together((trials, place), (one.charge.limit, other)):
                    yield BS120.at(
                        said(trial.at),
                        "do people on trial count towards the limit?",
                        note=f"`{one.charge.name}` has a limit, and the trial does not say",
                        related=(Related(said(limit.at), "the limit"),),
                        hint="end the trial with `, counts towards the limit` or `, does not count`",
                        subject=one.charge.name,
                    )
                    break
