"""More people billable than were ordered in, what becomes of them out: a line of their own, or a refusal.

The line is the price of all who are billable less the price of those ordered, after bounds, included units and packs; each
of the two is unrounded, so that only the difference is rounded, once.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower import rounding
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.compiler.lower.draft import Draft
from seatpolicy.compiler.lower.expressions import Expressions
from seatpolicy.compiler.lower.list_amount import Factors, factors_of, list_amount
from seatpolicy.compiler.lower.listed import layout_flags, unit_of, units_paid
from seatpolicy.compiler.lower.price import Priced, pieces, prices
from seatpolicy.compiler.lower.quantity import Counted, Counter
from seatpolicy.compiler.lower.snapshot import lies_on, must_be_on
from seatpolicy.compiler.lower.steps import add_step
from seatpolicy.compiler.lower.terms import Terms
from seatpolicy.compiler.program import PossibleStep
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.prices import Overage


def overage_drafts(terms: Terms, counter: Counter, read: Expressions) -> list[Draft]:
    """The line for those above the contract, by each statement that may count."""
    low, b = read.low, read.low.b
    contracted = b.any(*(flag for flag, case in terms.quantity if case.value.kind == "contracted"))
    if b.constant(contracted) == 0:
        return []
    made = []
    for flag, case in terms.overage:
        with low.when(b.all(contracted, flag)):
            heads = counter.heads
            known, billable = heads.in_order(terms.charge)
            ordered, above = heads.ordered(terms.charge)[1], heads.above(terms.charge)
            here = b.all(contracted, flag, known, b.compare("!=", above, b.const(0)))
            if b.constant(here) != 0:
                with low.when(here):
                    _permitted(terms, case, billable, ordered, read)
                    if not case.value.blocked:
                        made.append(_line(terms, case, here, above, billable, ordered, counter, read))
    return made


def _words(terms: Terms, counter_ruled: bool) -> str:
    return f"{{}} {'billable' if counter_ruled else 'assigned'}, above the {{}} contracted"


def _permitted(terms: Terms, case: Case[Overage], billable: Value, ordered: Value, read: Expressions) -> None:
    low, b, charge, stated = read.low, read.low.b, terms.charge, case.value
    words, yes = _words(terms, _ruled(terms, low)), b.const(1)
    figures = ((billable, "number"), (ordered, "number"))
    if stated.blocked:
        low.refuse(
            yes, refusals.EN111, case.at, f"{low.said(charge.title)}: {words}", *figures,
            why="nobody is let in above the contract", hint="order more seats, or take seats away", subject=charge.name,
        )  # fmt: skip
        return
    for flag, bill in terms.bill:
        if bill.value != "in advance":
            told = f"{words}, in a charge billed {bill.value}, is"
            low.not_billed(flag, refusals.EN503, case.at, told, *figures)
    if low.people:
        must_be_on(True, case.at, terms, low)
    if stated.when not in ("next invoice", "at once"):
        told = f"{words}, charged at a later {stated.when}, is"
        low.not_billed(b.negate(lies_on(stated.when, terms, read)), refusals.EN502, case.at, told, *figures)


def _ruled(terms: Terms, low: Lowering) -> bool:
    seats = low.policy.seats
    return all(name in seats and seats[name].billable for name in terms.charge.counts)


def _line(
    terms: Terms,
    case: Case[Overage],
    flag: Value,
    above: Value,
    billable: Value,
    ordered: Value,
    counter: Counter,
    read: Expressions,
) -> Draft:
    low, b, name = read.low, read.low.b, terms.charge.name
    words = _words(terms, _ruled(terms, low))
    figures = ((billable, "number"), (ordered, "number"))
    more = counter.with_more({name: above})
    low.silent = True
    all_, some = more.of(name), counter.of(name)
    low.silent = False
    low.stop(b.any(all_.stopped, some.stopped))
    parts: list[tuple[Value, Priced, tuple[Value, Value, Value]]] = []
    due = []
    for price in prices(terms, read):
        here = price.flag
        if price.per.period == "once":
            # What came once, in the first cycle, comes for nobody any more.
            here = b.all(here, b.compare("=", terms.cycle.window.index, b.const(0)))
        due.append(here)
        with low.when(here):
            factors = factors_of(price, terms, read)
            amounts, units = [], []
            low.silent = True
            for counted, counting in ((all_, more), (some, counter)):
                unit, amount = _priced(price, counted, counting, terms, factors, low)
                amounts.append(amount)
                units.append(unit)
            low.silent = False
            low.not_billed(
                b.compare("<", amounts[0], amounts[1]),
                refusals.EN502,
                price.at,
                f"{words}, for whom all together cost less ({{}}), is",
                *figures,
                (amounts[0], "amount"),
                hint="what lowers a bill follows `fewer seats:`",
            )
        parts.append((price.flag, price, (b.sub(units[0], units[1]), amounts[0], amounts[1])))
    flag = b.all(flag, b.any(*due))
    units_, whole, before = (low.chosen([(one, made[place]) for one, _, made in parts]) for place in range(3))
    steps: list[PossibleStep] = []
    add_step(steps, low, "quantity", "overage", case.at, flag, (b.const(0), above), words, *figures)
    nothing = b.const(0)
    factor = low.chosen([(one, factors_of(price, terms, read).rates) for one, price, _ in parts])
    draft = Draft(
        low=low,
        name=f"{name}:overage",
        kind="overage",
        charge=name,
        owner=terms.plan.name,
        title=f"{terms.charge.title}, above the contract",
        counts=terms.charge.counts,
        block=name,
        cycle=terms.cycle,
        at=case.at,
        present=flag,
        billed=units_,
        included=b.sub(all_.included, some.included),
        factor=factor,
        units=[(one, unit_of(price, terms)) for one, price, _ in parts],
        facts=[(b.const(1), "above contracted", above), *some.facts],
        left=nothing,
        listed=nothing,
        base=nothing,
        cut=nothing,
        steps=steps,
    )
    basis = "{} for all, less {} for those contracted"
    shown = ((whole, "amount"), (before, "amount"))
    draft.change("overage", case.at, flag, b.select(flag, b.sub(whole, before), nothing), basis, *shown)
    stated = rounding.stated("step", low)
    if stated is not None:
        after = rounding.rounded("step", draft.left, low)
        changed = b.all(flag, b.compare("!=", after, draft.left))
        words_ = rounding.words("step", low)
        draft.change("rounding on each step", stated.at, changed, after, "", rounding=words_)
    draft.listed = draft.base = draft.left
    return draft


def _priced(
    price: Priced, counted: Counted, counter: Counter, terms: Terms, factors: Factors, low: Lowering
) -> tuple[Value, Value]:
    """Units and list amount of a count at one price, without rounding on each step."""
    b = low.b
    units = units_paid(price, counted, terms, counter, price.flag, [])
    made = pieces(price, units, terms, low)
    amount = list_amount([], made, price.flag, price, terms, factors, low, plain=True)
    tier = layout_flags(terms, low).tier
    rows: Sequence[str] = list(dict.fromkeys(piece.rule for piece in made))
    reached = [b.any(*(piece.flag for piece in made if piece.rule == rule)) for rule in rows]
    several = b.all(tier, b.compare(">", b.add(*reached), b.const(1)))
    inside = b.add(*(b.select(piece.flag, piece.units, b.const(0)) for piece in made))
    return b.select(several, inside, units), amount


