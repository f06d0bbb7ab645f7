"""Mistakes that no bill of whole cycles can tell, by name, each with the reason. They are not looked for."""

from __future__ import annotations

from tests.differential.model_census import fields
from tests.mutants.kernel_mistakes import SLIPS

NOT_LOWERED = "no kernel that is lowered has this operation; a test looks whether one does"
HELD = "counts that are given are held all cycle, so that every way to count over it gives the same number"
PART = "it is about a part of a cycle"
SHOWN = "it is read where something is shown or checked, and no figure comes of it"
READ = "it says whether a policy could be read, and one that could not be is never billed"
ONE = "an amount in a condition has one currency, so that it has no neighbour"
ASKED = "the document gives the number of the window that is asked for, whatever it is"

OUTSIDE: dict[str, str] = {
    **{f"muldivround: {name}": NOT_LOWERED for name in SLIPS["muldivround"]},
    **{f"Quantity.over: `{here}` as `{there}`": HELD for here, there in (
        ("each day", ""), ("highest", "distinct"), ("lowest", "average"), ("distinct", "highest"), ("average", "lowest"))},
    **{f"Quantity.tier_of: `{here}` as `{there}`": HELD for here, there in (
        ("last", "first"), ("first", "highest"), ("highest", "last"))},
    **{f"{kind}.{field}: {value}": PART for kind, field in fields("flags") if field == "prorated"
       for value in ("yes as no", "no as yes")},
    "Proration.measure: forgotten": PART,
    "Proration.fewer_seats: forgotten": PART,
    "Counting.stated: forgotten": SHOWN,
    "Policy.items: forgotten": SHOWN,
    "Cell.floor: forgotten": SHOWN,
    "Type.optional: no as yes": SHOWN,
    "Schedule.whole: yes as no": READ,
    "Table.whole: yes as no": READ,
    "MoneyLiteral: the currency beside it": ONE,
    "Measure: another window": ASKED,
}  # fmt: skip
