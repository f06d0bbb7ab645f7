"""The choices of the checked model: of each field that takes one of a few words, the words, each with a neighbouring one.

A neighbour is what a mistaken reader would take the word for. Which of them need not be drawn stands in `census_aside`.
"""

from __future__ import annotations

from collections.abc import Mapping

CHOICES: Mapping[str, Mapping[str, str]] = {
    "Schedule.model": {"graduated": "volume", "volume": "graduated", "stairstep": "graduated"},
    "Per.unit": {"seat": "", "unit": "", "pack": "seat"},
    "Per.period": {"month": "cycle", "quarter": "month", "half year": "year", "year": "half year", "week": "day",
                   "day": "week", "cycle": "month", "once": "cycle"},
    "Quantity.kind": {"contracted": "assigned", "assigned": "contracted", "billable": "assigned", "used": "equals",
                      "equals": "contracted"},
    "Quantity.over": {"each day": "", "highest": "distinct", "lowest": "average", "first": "last", "last": "first",
                      "distinct": "highest", "average": "lowest"},
    "Quantity.tier_of": {"last": "first", "first": "highest", "highest": "last"},
    "Included.period": {"month": "quarter", "quarter": "month", "half year": "year", "year": "month", "cycle": "month",
                        "day": "week", "week": "day"},
    "Limit.then": {"refuse": "bill rest", "bill rest": "refuse", "plan": "bill rest"},
    "Overage.when": {"next invoice": "quarter mark", "at once": "quarter mark", "month mark": "quarter mark",
                     "quarter mark": "renewal", "renewal": "quarter mark"},
    "Cycle.period": {"month": "quarter", "quarter": "month", "half year": "quarter", "year": "half year", "week": "day",
                     "day": "week"},
    "Anchor.kind": {"subscription day": "calendar", "first paid day": "calendar", "day": "subscription day",
                    "fact day": "subscription day", "calendar": "subscription day"},
    "Anchor.weekday": {"monday": "tuesday", "tuesday": "monday", "wednesday": "tuesday", "thursday": "wednesday",
                       "friday": "thursday", "saturday": "friday", "sunday": "saturday"},
    "Anchor.month_end": {"clamp": "move for good", "move for good": "clamp", "stay last": "from end",
                         "from end": "stay last"},
    "Off.period": {"cycle": "subscription", "subscription": "term", "term": "cycle"},
    "Off.spread": {"by amount": "in order", "in order": "by amount"},
    "Discount.lasts_until": {"renewal": "", "plan_changed": ""},
    "Combine.each": {"what is left": "list", "list": "what is left"},
    "Charge.counts_kind": {"seat": "", "meter": "item", "item": ""},
    "Policy.remainder": {"largest": "first", "first": "last", "last": "largest"},
    "RoundingLine.point": {"quantity": "pack", "pack": "quantity", "factor": "", "unit price": "step", "step": "",
                           "line": "charge", "charge": "total", "total": "charge", "tax": "total"},
    "Rounding.mode": {"half up": "half even", "half even": "half up", "half down": "half up", "up": "half up",
                      "down": "up", "ceiling": "floor", "floor": "ceiling"},
    "Meter.aggregation": {"sum": "highest", "highest": "lowest", "lowest": "first", "first": "last", "last": "average",
                          "average": "sum", "distinct": "sum"},
    "Meter.window": {"cycle": "month", "hour": "cycle", "day": "cycle", "week": "cycle", "month": "quarter",
                     "quarter": "cycle", "year": "cycle"},
    "Counting.per": {"account": "workspace", "workspace": "account", "enterprise": "role", "role": "account"},
    "Requirement.stage": {"invoice": "renewal", "renewal": "invoice", "more seats": "invoice", "quote": "invoice",
                          "fewer seats": "invoice", "cancellation": "invoice"},
    "Signal.for_each": {"person": "", "": "person"},
    "Measure.measure": {"seats": "added", "added": "seats", "assigned": "billable", "billable": "idle",
                        "allowed": "assigned", "idle": "assigned", "seats_to_next_step": "allowed",
                        "saving_at_next_step": "total", "total": "seats"},
    "Named.kind": {"let": "amount", "amount": "let", "table": "let"},
    "Arithmetic.op": {"+": "-", "-": "+", "*": "+", "/": "*"},
    "Comparison.op": {"=": "!=", "!=": "=", "<": "<=", "<=": "<", ">": ">=", ">=": ">"},
    "Logic.op": {"and": "or", "or": "and"},
    "Call.function": {"min": "max", "max": "min"},
    "Charge.bill": {"in advance": "in arrears", "in arrears": "as used", "as used": "in arrears"},
    "Charge.lines": {"change": "tier", "charge": "seat", "seat": "charge", "tier": "charge"},
    "Plan.first_part": {"billed": "free", "free": "billed", "joins the next cycle": "billed"},
}  # fmt: skip
"""By `Class.field`. What stands in cases, or in the records of a mapping, counts as the field's own."""
