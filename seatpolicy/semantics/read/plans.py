"""Plans and add-ons, from tree to model; their charges are read by `charges`."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Related
from seatpolicy.semantics.model.prices import (
    Anchor,
    Duration,
    Plan,
    RenewalPrice,
)
from seatpolicy.semantics.read.block_lines import ACCOUNT_PLACE, BlockLines, read_cycle
from seatpolicy.semantics.read.charges import read_charge
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.facts import unknown_fact
from seatpolicy.semantics.read.head import read_sold_in
from seatpolicy.semantics.read.proration import form_of, read_proration
from seatpolicy.semantics.read.seats import read_because, read_trial
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.semantics.scope import NM202
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node


def read_plan(reading: Reading, node: Node) -> Plan:
    """A plan or an add-on with its charges."""
    outer = reading.around
    reading.around = (*outer, node)
    addon = node.kind == "addon"
    reading.dated(node)
    sold_line = reading.only(node, "sold_in_line", "sold in:")
    sold_in = read_sold_in(reading, sold_line) if sold_line is not None else ()
    cases = BlockLines(reading, node, sold_in)
    only, never = node.one("only_with_line"), node.one("never_with_line")
    names = node.one("names_or")
    made = Plan(
        name=node.leaf().text,
        title=reading.text(node.leaf("STRING")),
        addon=addon,
        sold_with=reading.names(names, ("plan",), "an add-on is sold with a plan") if names is not None else (),
        only_with=_addons(reading, only, needed=True),
        never_with=_addons(reading, never, needed=False),
        cycle=cases.read("cycle_line", "cycle:", read_cycle, complete=not addon),
        anchor=cases.read("anchor_line", "anchor:", _anchor, complete=not addon),
        trial=cases.read("trial_line", "trial:", read_trial),
        first_part=cases.read("first_part_line", "first part:", lambda r, n: form_of(n).kind.replace("_", " ")),
        term=cases.read("term_line", "term:", _length),
        renews=cases.read("renews_line", "renews:", _length),
        renewal_price=cases.read("renewal_price_line", "renewal price:", _renewal_price),
        sold_in=sold_in,
        minimum=cases.bounds("minimum"),
        maximum=cases.bounds("maximum"),
        commitment=cases.read("commitment_line", "commitment:", cases.commitment),
        charges=tuple(read_charge(reading, c, sold_in) for c in node.all("charge")),
        proration=read_proration(reading, node),
        because=read_because(reading, node),
        at=reading.at(node.leaf()),
        sold_in_at=reading.at(sold_line) if sold_line is not None else None,
    )
    if not addon:
        for lines, label, hint in (
            (made.cycle, "cycle:", "cycle: month"),
            (made.anchor, "anchor:", "anchor: subscription day"),
        ):
            if not lines:
                reading.absent(
                    node,
                    RQ401.at(
                        reading.head(node),
                        f"plan `{made.name}` has no line `{label}`",
                        note="it says when the account is billed",
                        hint=f"write `{hint}`",
                    ),
                )
    if not made.charges:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node), f"`{made.name}` has no charge", note="what costs nothing is a charge with `price: free`"
            ),
        )
    _charges_once(reading, node)
    reading.around = outer
    return made


def _charges_once(reading: Reading, node: Node) -> None:
    """One charge may stand in several plans, and in each of them once."""
    first: dict[str, Leaf] = {}
    for charge in node.all("charge"):
        leaf = charge.leaf()
        earlier = first.setdefault(leaf.text, leaf)
        if earlier is not leaf and leaf.text != UNREADABLE:
            reading.report(
                NM202.at(
                    reading.at(leaf),
                    f"`{leaf.text}` stands twice in `{node.leaf().text}`",
                    note="in one plan a charge stands once",
                    related=(Related(reading.at(earlier), "the first"),),
                    hint="give one of them another name",
                    subject=leaf.text,
                )
            )


def _addons(reading: Reading, line: Node | None, needed: bool) -> tuple[str, ...]:
    """Names of other days are passed over; but where one of them is needed, one must be in force."""
    if line is None:
        return ()
    names = line.one("names_or")
    assert names is not None
    asks = "an add-on goes with add-ons"
    found = reading.names(names, ("addon",), asks, ever=True)
    if needed and not found:
        reading.names(names, ("addon",), asks)
    return found


def _length(reading: Reading, line: Node) -> Duration:
    return Duration(reading.whole(line.leaf("NUMBER"), 1, 1200, "a length"), form_of(line).kind.removesuffix("_period"))


def _renewal_price(reading: Reading, line: Node) -> RenewalPrice:
    return RenewalPrice(reading.number(line.leaf("PERCENT")), line.one("first_renewal") is not None)


def _anchor(reading: Reading, line: Node) -> Anchor:
    form = form_of(line)
    day_form, *rest = form.all()
    kind = day_form.kind
    end = {"clamp": "clamp", "move_for_good": "move for good", "stay_last": "stay last", "from_end": "from end"}
    day, fact, weekday = 0, "", ""
    if kind == "day_of_month":
        day = reading.whole(day_form.leaf("NUMBER"), 1, 31, "a day of the month")
    elif kind == "day_fact_of_month":
        fact = _count_fact(reading, day_form.leaf(), "the day of the anchor is a fact of the account")
    elif kind == "calendar_weeks":
        weekday = day_form.all()[0].kind
    name = {"day_of_month": "day", "day_fact_of_month": "fact day", "calendar_weeks": "calendar"}.get(
        kind, kind.replace("_", " ")
    )
    if not rest:
        return Anchor(name, day, fact, weekday, "clamp")
    return Anchor(name, day, fact, weekday, end[rest[0].kind], reading.at(rest[0]))


def _count_fact(reading: Reading, leaf: Leaf, asks: str) -> str:
    fact = reading.facts.get(leaf.text)
    if fact is None:
        reading.report(unknown_fact(reading, leaf, asks))
        return leaf.text
    made = Expressions(reading, (), ACCOUNT_PLACE).figure(Node("name", (leaf,), leaf.start, leaf.end))
    if made.type.kind not in ("count", "error"):
        reading.report(TY304.at(made.at, f"`{leaf.text}` is {describe(made.type)}", note="a count stands here"))
    return leaf.text
