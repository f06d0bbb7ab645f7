"""Every field and every choice of the checked model is billed, refused by a code, or moves no money in a whole cycle.

The tables are compared with the records themselves: a field or choice that the model gains must be entered here, with a
test that bills it, a policy that is refused for it, or the reason why a bill need not look at it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

import attrs
import pytest

from seatpolicy.documents.invoice import NOT_BILLED
from seatpolicy.semantics.model import expressions, parties, prices
from seatpolicy.semantics.model import policy as policies
from seatpolicy.semantics.model.parties import Case
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Cell, Charge, Plan, Schedule
from tests.unit.engines.policies import HERE, account, bill, charge, codes, evolve, net, plan, policy, schedule, unchecked

BILLED = "billed"
REFUSED = "refused"  # REFUSALS holds a policy for it
NAMED = "only named on invoices and in messages"
PARTS = "of parts of a cycle, which are refused as such"
PEOPLE = "of people; test_people.py counts them"
HISTORY = "of what happened before, which no roster shows"
QUOTES = "of quotes and releases"
CHECKED = "of policies with errors, which are never billed"

FIELDS: dict[type, dict[str, str]] = {
    policies.Policy: {
        "name": NAMED, "title": NAMED, "version": NAMED, "owner": NAMED, "backup": NAMED, "effective": BILLED,
        "time_zone": HISTORY, "currencies": BILLED, "roundings": BILLED, "remainder": BILLED, "minimum": BILLED,
        "maximum": BILLED, "commitment": BILLED, "facts": BILLED, "seats": BILLED, "counting": PEOPLE, "meters": BILLED,
        "items": BILLED, "schedules": BILLED, "amounts": BILLED, "lets": BILLED, "tables": BILLED, "plans": BILLED,
        "addons": BILLED, "proration": PARTS, "discounts": BILLED, "combine": BILLED, "tax": BILLED, "requirements": BILLED,
        "signals": BILLED, "approvals": QUOTES, "release": QUOTES, "guarantees": "proven, not billed",
        "examples": "run by test",
    },
    policies.RoundingLine: {"point": BILLED, "rounding": BILLED, "to_cent": BILLED},
    policies.Tax: {"attach": BILLED, "include": BILLED, "per_line": "of a tax plugin", "rounded_base": "of a tax plugin"},
    policies.Definition: {"name": BILLED, "value": BILLED},
    prices.Plan: {
        "name": BILLED, "title": NAMED, "addon": BILLED, "sold_with": BILLED, "only_with": BILLED, "never_with": BILLED,
        "cycle": BILLED, "anchor": BILLED, "trial": REFUSED, "first_part": PARTS, "term": BILLED, "renews": PARTS,
        "renewal_price": REFUSED, "sold_in": BILLED, "minimum": BILLED, "maximum": BILLED, "commitment": BILLED,
        "charges": BILLED, "proration": PARTS, "because": NAMED,
    },
    prices.Charge: {
        "name": BILLED, "title": NAMED, "counts": BILLED, "counts_kind": BILLED, "price": BILLED, "quantity": BILLED,
        "included": BILLED, "overage": PEOPLE, "limit": BILLED, "bill": BILLED, "lines": BILLED, "cycle": BILLED,
        "trial": REFUSED, "minimum": BILLED, "maximum": BILLED, "commitment": BILLED, "proration": PARTS, "because": NAMED,
    },
    prices.Quantity: {"kind": BILLED, "figure": BILLED, "at_least": BILLED, "at_most": BILLED, "packs": BILLED,
                      "over": BILLED, "tier_of": BILLED},
    prices.Packs: {"size": BILLED, "up_to": BILLED, "then": BILLED},
    prices.Included: {"count": BILLED, "every": BILLED, "seat": BILLED, "period": BILLED, "prorated": PARTS,
                      "after_packs": BILLED},
    prices.Overage: {"blocked": PEOPLE, "when": PEOPLE},
    prices.Limit: {"most": BILLED, "then": BILLED, "plan": BILLED},
    prices.Bound: {"amounts": BILLED, "before_discounts": BILLED, "prorated": PARTS},
    prices.Commitment: {"amounts": BILLED, "overage": BILLED, "shortfall_billed": BILLED},
    prices.Cycle: {"period": BILLED, "count": BILLED},
    prices.Anchor: {"kind": BILLED, "day": BILLED, "fact": BILLED, "weekday": BILLED, "month_end": BILLED},
    prices.Duration: {"length": BILLED, "unit": BILLED},
    prices.RenewalPrice: {"rise": REFUSED, "first_only": REFUSED},
    prices.Schedule: {"name": NAMED, "title": NAMED, "model": BILLED, "per": BILLED, "counts": "the same as per",
                      "whole": CHECKED, "tiers": BILLED},
    prices.Tier: {"low": BILLED, "high": BILLED, "cells": BILLED},
    prices.Cell: {"rate": BILLED, "per": BILLED, "flat": BILLED, "percent": BILLED, "free": BILLED, "by_quote": BILLED,
                  "floor": NAMED},
    prices.Amounts: {"values": BILLED, "per": BILLED},
    prices.Table: {"name": NAMED, "title": NAMED, "type": BILLED, "columns": BILLED, "rows": BILLED, "whole": CHECKED},
    prices.TableRow: {"keys": BILLED, "result": BILLED},
    prices.Key: {"any": BILLED, "values": BILLED, "low": BILLED, "high": BILLED, "above": BILLED, "below": BILLED,
                 "wrong": CHECKED},
    prices.Discount: {"name": BILLED, "title": NAMED, "off": BILLED, "when": BILLED, "offered_from": BILLED,
                      "offered_to": BILLED, "offered_prorated": BILLED, "lasts_cycles": BILLED, "lasts_until": BILLED,
                      "because": NAMED},
    prices.Off: {"share": BILLED, "amounts": BILLED, "period": BILLED, "targets": BILLED, "prorated": PARTS,
                 "spread": BILLED},
    prices.Combine: {"order": BILLED, "each": BILLED, "together": BILLED},
    prices.QuotePrice: {"floor": NAMED},
    prices.RatePrice: {"amounts": BILLED, "level": BILLED},
    prices.SchedulePrice: {"schedule": BILLED, "level": BILLED},
    prices.TablePrice: {"table": BILLED, "level": BILLED},
    prices.FreePrice: {},
    prices.MeasureOfPart: {"kind": PARTS, "days": PARTS},
    prices.MoreSeats: {"charged": PARTS, "when": PARTS, "to_term_end": PARTS},
    prices.FewerSeats: {"kind": PARTS, "when": PARTS, "within": PARTS, "to": PARTS, "months": PARTS, "notice": PARTS},
    prices.Proration: dict.fromkeys(("measure", "first_day", "last_day", "more_seats", "fewer_seats", "cancellation",
                                     "change_lines", "upgrade", "downgrade", "flat_fees"), PARTS),
    parties.Case: {"value": BILLED, "when": BILLED},
    parties.Fact: {"name": BILLED, "owner": BILLED, "type": BILLED, "record": "read by documents"},
    parties.Billable: {"statuses": PEOPLE},
    parties.Trial: {"length": REFUSED, "unit": REFUSED, "counts": REFUSED},
    parties.SeatType: {"name": BILLED, "title": NAMED, "held_by": PEOPLE, "billable": PEOPLE, "trial": REFUSED,
                       "because": NAMED},
    parties.Counting: {**dict.fromkeys(("per", "order", "same_person", "shared_login", "idle_days", "freed_seat",
                                        "freed_until"), PEOPLE),
                       "continues_days": HISTORY, "stated": CHECKED},
    parties.Meter: {"name": BILLED, "type": BILLED, "aggregation": BILLED, "window": BILLED},
    parties.SoldItem: {"name": BILLED, "title": NAMED},
    parties.Requirement: {"facts": BILLED, "condition": BILLED, "stage": BILLED},
    parties.Signal: {"name": BILLED, "title": NAMED, "when": BILLED, "for_each": BILLED, "tell": BILLED, "because": NAMED},
}  # fmt: skip

EXPRESSIONS = {
    "Literal", "MoneyLiteral", "FactValue", "Measure", "Named", "Arithmetic", "Negative", "Comparison", "Logic", "Not",
    "Known", "InSet", "InRange", "InLast", "Call",
}  # fmt: skip
"""Every kind of expression; test_evaluate.py reads each of them."""


@pytest.mark.parametrize("module", [policies, prices, parties], ids=lambda m: m.__name__.rpartition(".")[2])
def test_every_record_and_field_is_entered(module: object) -> None:
    records = {
        made for made in vars(module).values()
        if isinstance(made, type) and attrs.has(made) and made.__module__ == getattr(module, "__name__", "")
    }  # fmt: skip
    assert {made.__name__ for made in records - set(FIELDS)} == set()
    for made in records:
        # Places move no money.
        named = {field.name for field in attrs.fields(made) if field.name != "at" and not field.name.endswith("_at")}
        assert named == set(FIELDS[made]), made.__name__


def test_every_expression_is_entered() -> None:
    assert {made.__name__ for made in get_args(expressions.Expression)} == EXPRESSIONS


# ---- what is refused, each by a policy that says it ---------------------------------------------------------------------

DAILY = charge(price="1.00 USD per seat per day")
THIRTY = "  cycle: 30 days\n  anchor: subscription day\n"
TERM = "  term: 12 months\n"
WEEKLY = "meter {\n  exports: count, sum of each quarter\n}\n"
ARREARS = "  cycle: month\n  anchor: subscription day\n"
BY_USE = charge("used", **{"for": "exports", "quantity": "used"}, price="0.05 USD per unit", bill="in arrears")

REFUSALS: dict[str, tuple[str, str, str]] = {
    # Field or choice: the policy's plans, further lines of its head, the code.
    "Policy.commitment": (plan(DAILY, TERM, head=THIRTY), "commitment: 500.00 USD per term", "EN504"),
    "Meter.window": (WEEKLY + plan(BY_USE, head=ARREARS), "", "EN501"),
    "Plan.commitment": (plan(DAILY, TERM + "  commitment: 500.00 USD per term\n", head=THIRTY), "", "EN504"),
    "Plan.trial": (plan(charge(), "  trial: 14 days\n"), "", "EN508"),
    "Charge.trial": (plan(charge(trial="14 days")), "", "EN508"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_what_is_not_billed_is_refused_by_its_code(what: str) -> None:
    body, head, code = REFUSALS[what]
    made = policy(body, "rounding: half up to the cent on each line" + (f"\n  {head}" if head else ""))
    outcome = bill(made, account(seats={"seats": 2}))
    assert outcome.value.status == NOT_BILLED
    assert code in codes(outcome)
    assert outcome.value.lines == ()
    assert all(found.span is not None for found in outcome.diagnostics)


@pytest.mark.parametrize("lines", [{"minimum": "500.00 USD per term, before discounts"}, {"included": "5 per term"}])
def test_amounts_and_allotments_of_a_term_are_refused(lines: dict[str, str]) -> None:
    assert codes(bill(unchecked(plan(charge(**lines))), account(seats={"seats": 2}))) == ["EN505"]


def test_the_trial_of_a_seat_is_refused() -> None:
    made = policy(plan(charge()))
    trial = Case(parties.Trial(14, "day", None), None, HERE)
    seat = evolve(made.seats["member"], trial=(trial,))
    assert codes(bill(evolve(made, seats={"member": seat}), account(seats={"seats": 1}))) == ["EN508"]


def test_the_price_after_a_renewal_is_refused_and_before_it_billed() -> None:
    made = policy(plan(charge(), "  term: 12 months\n  renews: for 12 months\n  renewal price: rises at most 5%\n"))
    assert net(made, account(seats={"seats": 1}), date(2027, 10, 31)) == 10
    assert codes(bill(made, account(seats={"seats": 1}), date(2027, 11, 1))) == ["EN505"]


# ---- closed choices: what the engine does not know is refused, never taken for something else ----


def changed(charge_: Charge) -> Policy:
    """A policy whose only charge is another one."""
    made = policy(
        plan(charge(price="price_list", limit="at most 2, then refuse")) + schedule("graduated", "1 and up | 10.00")
    )
    team: Plan = made.plans["team"]
    return evolve(made, plans={"team": evolve(team, charges=(charge_,))})


def only_charge() -> Charge:
    return changed_policy().plans["team"].charges[0]


def changed_policy() -> Policy:
    return policy(
        plan(charge(price="price_list", limit="at most 2, then refuse")) + schedule("graduated", "1 and up | 10.00")
    )


def said(value: object) -> tuple[Case[object], ...]:
    return (Case(value, None, HERE),)


def quantity_with(**fields: object) -> Policy:
    (case,) = only_charge().quantity
    return changed(evolve(only_charge(), quantity=said(evolve(case.value, **fields))))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: quantity_with(kind="by the moon"), id="Quantity.kind"),
        pytest.param(lambda: quantity_with(over="by the moon"), id="Quantity.over"),
        pytest.param(lambda: quantity_with(tier_of="by the moon"), id="Quantity.tier_of"),
        pytest.param(lambda: changed(evolve(only_charge(), bill=said("by the moon"))), id="Charge.bill"),
        pytest.param(lambda: changed(evolve(only_charge(), lines=said("by the moon"))), id="Charge.lines"),
        pytest.param(lambda: changed(evolve(only_charge(), counts_kind="moon")), id="Charge.counts_kind"),
        pytest.param(
            lambda: changed(evolve(only_charge(), limit=said(evolve(only_charge().limit[0].value, then="to the moon")))),
            id="Limit.then",
        ),
        pytest.param(lambda: changed(evolve(only_charge(), price=said(object()))), id="Charge.price"),
        pytest.param(lambda: with_schedule(model="by the moon"), id="Schedule.model"),
    ],
)
def test_a_choice_that_is_not_known_is_refused(made: object, request: pytest.FixtureRequest) -> None:
    assert callable(made)
    count = 3 if "Limit" in request.node.name else 2
    outcome = bill(made(), account(seats={"seats": count}))
    assert outcome.value.status == NOT_BILLED
    assert {"EN509", "EN511"} & set(codes(outcome))


@pytest.mark.parametrize(
    ("record", "field"), [("combine", "each"), ("off", "spread"), ("policy", "remainder")], ids=lambda value: str(value)
)
def test_a_choice_of_discounts_or_of_the_remainder_that_is_not_known(record: str, field: str) -> None:
    off = (
        'discount gift "G" {\n  off: 1.00 USD of everything per cycle\n}\ndiscount ten "T" {\n  off: 10% of everything\n}\n'
    )
    made = policy(plan(charge()) + off + "combine {\n  order: gift, then ten\n  each: off list\n}\n")
    if record == "combine":
        assert made.combine is not None
        made = evolve(made, combine=evolve(made.combine, each="by the moon"))
    elif record == "off":
        gift = made.discounts["gift"]
        said_so = said(evolve(gift.off[0].value, spread="by the moon"))
        made = evolve(made, discounts={**made.discounts, "gift": evolve(gift, off=said_so)})
    else:
        made = evolve(made, remainder="to the moon")
    outcome = bill(made, account(seats={"seats": 2}))
    assert (outcome.value.status, codes(outcome)) == (NOT_BILLED, ["EN511"]), field


def with_schedule(**fields: object) -> Policy:
    made = changed_policy()
    listed: Schedule = evolve(made.schedules["price_list"], **fields)
    return evolve(made, schedules={"price_list": listed})


def test_a_bound_per_seat_is_refused() -> None:
    made = policy(plan(charge(minimum="500.00 USD per cycle, before discounts")))
    one = made.plans["team"].charges[0]
    bound = one.minimum[0].value
    per_seat = evolve(bound, amounts=evolve(bound.amounts, per=evolve(bound.amounts.per, unit="seat")))
    made = evolve(made, plans={"team": evolve(made.plans["team"], charges=(evolve(one, minimum=said(per_seat)),))})
    assert codes(bill(made, account(seats={"seats": 2}))) == ["EN511"]


def test_a_row_without_the_currency_is_refused() -> None:
    tier = changed_policy().schedules["price_list"].tiers[0]
    made = with_schedule(tiers=(evolve(tier, cells={"EUR": Cell(rate=Fraction(1))}),))
    assert codes(bill(made, account(seats={"seats": 1}))) == ["EN106"]


def test_a_quantity_above_the_last_row_is_refused() -> None:
    tier = changed_policy().schedules["price_list"].tiers[0]
    made = with_schedule(tiers=(evolve(tier, high=Fraction(5)),))
    made = evolve(
        made,
        plans={"team": evolve(made.plans["team"], charges=(evolve(made.plans["team"].charges[0], limit=()),))},
    )
    assert net(made, account(seats={"seats": 5})) == 50
    outcome = bill(made, account(seats={"seats": 6}))
    assert (outcome.value.status, codes(outcome)) == ("incomplete", ["EN106"])


def test_statements_of_which_none_fits_are_refused() -> None:
    for label in ("price", "quantity"):
        made = policy(plan(charge()))
        one = made.plans["team"].charges[0]
        never = evolve(one, **{label: ()})
        made = evolve(made, plans={"team": evolve(made.plans["team"], charges=(never,))})
        assert codes(bill(made, account(seats={"seats": 1}))) == ["EN106"]
    for label in ("cycle", "anchor"):
        made = policy(plan(charge()))
        made = evolve(made, plans={"team": evolve(made.plans["team"], **{label: ()})})
        assert codes(bill(made, account(seats={"seats": 1}))) == ["EN106"]
