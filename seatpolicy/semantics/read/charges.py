"""Charges, from tree to model: what is counted, at which price, how many, and when it is billed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.prices import (
    Charge,
    FreePrice,
    Included,
    Limit,
    Overage,
    Packs,
    Price,
    Quantity,
    QuotePrice,
    RatePrice,
    SchedulePrice,
    TablePrice,
)
from seatpolicy.semantics.model.types import COUNT, ERROR
from seatpolicy.semantics.read.amounts import read_amounts
from seatpolicy.semantics.read.block_lines import ACCOUNT_PLACE, BlockLines, read_cycle
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.levels import no_level, read_level
from seatpolicy.semantics.read.proration import form_of, read_proration
from seatpolicy.semantics.read.seats import read_because, read_trial
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.semantics.scope import A_KIND
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
BS108 = code("BS108", "mixed-counts", E, "a charge counts people, a meter or an item, never a mixture")


def read_charge(reading: Reading, node: Node, sold_in: Sequence[str]) -> Charge:
    """A charge with every line of it."""
    outer = reading.around
    reading.around = (*outer, node)
    reading.dated(node)
    cases = BlockLines(reading, node, sold_in)
    counts, kind = _counts(reading, node)
    made = Charge(
        name=node.leaf().text,
        title=reading.text(node.leaf("STRING")),
        counts=counts,
        counts_kind=kind,
        price=cases.read("price_line", "price:", lambda r, n: _price(r, form_or_name(n), sold_in), complete=True),
        quantity=cases.read("quantity_line", "quantity:", _quantity, complete=True),
        included=cases.read("included_line", "included:", _included),
        overage=cases.read("overage_line", "overage:", _overage),
        limit=cases.read("limit_line", "limit:", _limit),
        bill=cases.read("bill_line", "bill:", lambda r, n: form_of(n).kind.replace("_", " "), complete=True),
        lines=cases.read("lines_line", "lines:", lambda r, n: form_of(n).kind.removesuffix("_lines")),
        cycle=cases.read("cycle_line", "cycle:", read_cycle),
        trial=cases.read("trial_line", "trial:", read_trial),
        minimum=cases.bounds("minimum"),
        maximum=cases.bounds("maximum"),
        commitment=cases.read("commitment_line", "commitment:", cases.commitment),
        proration=read_proration(reading, node),
        because=read_because(reading, node),
        at=reading.at(node.leaf()),
    )
    _check_required(reading, node, made)
    reading.around = outer
    return made


def form_or_name(line: Node) -> Node:
    """What a price line says."""
    return form_of(line)


def _check_required(reading: Reading, node: Node, charge: Charge) -> None:
    name = charge.name
    if not charge.price:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"charge `{name}` has no line `price:`",
                note="nothing says what it costs",
                hint="write a rate (`price: 20.00 USD per seat per month`), the name of a schedule or table, or `free`",
            ),
        )
    if not charge.bill:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"charge `{name}` has no line `bill:`",
                note="nothing says when it is billed",
                hint="choose `in advance`, `in arrears` or `as used`",
            ),
        )
    if charge.counts and not charge.quantity:
        ways = {"meter": "`quantity: used`", "item": "`quantity: contracted`"}.get(
            charge.counts_kind, "`contracted`, `assigned`, `billable`"
        )
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"charge `{name}` has no line `quantity:`",
                note="nothing says how many are charged",
                hint=f"choose {ways}",
            ),
        )


def _counts(reading: Reading, node: Node) -> tuple[tuple[str, ...], str]:
    line = reading.only(node, "for_line", "for:")
    if line is None:
        return (), ""
    names = line.one("names_and")
    assert names is not None
    kinds: dict[str, Leaf] = {}
    found = []
    for leaf in names.leaves("NAME"):
        symbol = reading.name(leaf, ("seat", "meter", "item"), "a charge counts seat types, meters or items")
        if symbol is None:
            continue
        found.append(symbol.name)
        kinds.setdefault(symbol.kind, leaf)
    if len(kinds) > 1:
        first, second = list(kinds.values())[:2]
        one, other = (A_KIND[kind] for kind in list(kinds)[:2])
        reading.report(
            BS108.at(
                reading.at(second),
                f"{one} and {other} are counted together",
                note="people, usage and things cannot be added up",
                related=(Related(reading.at(first), f"`{first.text}` is {one}"),),
                hint="write a charge for each",
            )
        )
    return tuple(dict.fromkeys(found)), next(iter(kinds), "seat" if names.leaves("NAME") else "")


def _price(reading: Reading, form: Node, sold_in: Sequence[str]) -> Price:
    if form.kind == "free":
        no_level(reading, form, "what is free is free at any share")
        return FreePrice()
    if form.kind == "by_quote":
        no_level(reading, form, "a quote gives the price itself, and no share of it")
        floor = form.one("amounts")
        return QuotePrice(read_amounts(reading, floor, sold_in) if floor is not None else None)
    if form.kind == "price_rate":
        amounts = form.one("amounts")
        assert amounts is not None
        return RatePrice(read_amounts(reading, amounts, sold_in), read_level(reading, form))
    level = read_level(reading, form)
    symbol = reading.name(form.leaf(), ("schedule", "table"), "a price is a rate, or the name of a schedule or table")
    if symbol is None or symbol.guessed:
        return QuotePrice(None)  # some price, of which nothing is known
    if symbol.kind == "table":
        Expressions(reading, (), ACCOUNT_PLACE).use("table", symbol.name, reading.at(form))
    return SchedulePrice(symbol.name, level) if symbol.kind == "schedule" else TablePrice(symbol.name, level)


_OVER = {
    "each_day": "each day",
    "highest": "highest",
    "lowest": "lowest",
    "first": "first",
    "last": "last",
    "distinct": "distinct",
    "average": "average",
}
_TIER_OF = {"tier_last": "last", "tier_first": "first", "tier_highest": "highest"}


def _quantity(reading: Reading, line: Node) -> Quantity:
    form = line.one("quantity")
    assert form is not None
    kind_form, *options = form.all()
    figures = Expressions(reading, (), ACCOUNT_PLACE)
    figure = figures.figure(kind_form.all()[0]) if kind_form.kind == "equals" else None
    if figure is not None and figure.type.kind not in ("count", "number", "error"):
        message = f"a quantity is a count, not {describe(figure.type)}"
        reading.report(TY304.at(figure.at, message, note="a count stands here"))
    least: list[x.Expression | str] = []
    most: list[x.Expression | str] = []
    packs: Packs | None = None
    over = tier_of = ""
    seen: dict[str, Node] = {}
    for option in options:
        group = "over" if option.kind in _OVER else "tier of" if option.kind in _TIER_OF else option.kind.replace("_", " ")
        if group in seen:
            reading.report(_twice(reading, option, seen[group], group))
            continue
        seen[group] = option
        if option.kind in ("at_least", "at_most"):
            (least if option.kind == "at_least" else most).append(read_bound(reading, option.all()[0]))
        elif option.kind == "in_packs":
            sizes = [reading.whole(leaf, 1, 10**6, "a pack size") for leaf in option.leaves("NUMBER")]
            packs = Packs(*sizes)
        elif option.kind in _OVER:
            over = _OVER[option.kind]
        else:
            tier_of = _TIER_OF[option.kind]
    kind = {"billable_seats": "billable"}.get(kind_form.kind, kind_form.kind)
    return Quantity(kind, figure, tuple(least), tuple(most), packs, over, tier_of, reading.at(form))


def _twice(reading: Reading, option: Node, first: Node, group: str) -> Diagnostic:
    from seatpolicy.semantics.reading import RQ402

    what = "two ways to count over a cycle" if group == "over" else f"`{group}` stands twice"
    return RQ402.at(
        reading.at(option), what, note="only one of them can count", related=(Related(reading.at(first), "the first"),)
    )


def read_bound(reading: Reading, form: Node) -> x.Expression | str:
    """A bound of a quantity: a number, a fact, or the word `contracted`."""
    if form.kind == "contracted":
        return "contracted"
    at = reading.at(form)
    if form.kind == "number":
        return x.Literal(COUNT, at, Fraction(reading.whole(form.leaf("NUMBER"))))
    leaf = form.leaf()
    figures = Expressions(reading, (), ACCOUNT_PLACE)
    made = figures.figure(form)
    if made.type.kind not in ("count", "number", "error"):
        reading.report(TY304.at(at, f"`{leaf.text}` is {describe(made.type)}", note="a count stands here"))
        return x.Literal(ERROR, at, Fraction(0))
    return made


def _included(reading: Reading, line: Node) -> Included:
    form = form_of(line)
    numbers = [reading.number(leaf) for leaf in form.leaves("NUMBER")]
    seat, every, period = "", Fraction(0), ""
    if form.kind == "allotment":
        words = [n for n in form.all() if n.kind not in ("prorated", "after_packs")]
        period = words[0].kind.removesuffix("_period").replace("_", " ")
    else:
        symbol = reading.name(form.leaf(), ("seat",), "what is included goes with the billed seats of a seat type")
        seat = symbol.name if symbol is not None else ""
        every = Fraction(1)
        if len(numbers) > 1:
            every = Fraction(reading.whole(form.leaves("NUMBER")[1], 1, 10**6, "a number of seats"))
    return Included(
        numbers[0],
        every,
        seat,
        period,
        form.one("prorated") is not None,
        form.one("after_packs") is not None,
        reading.at(line),
    )


def _overage(reading: Reading, line: Node) -> Overage:
    form = form_of(line)
    when = "" if form.kind == "blocked" else form.all()[0].kind.replace("_", " ")
    return Overage(form.kind == "blocked", when, reading.at(line))


def _limit(reading: Reading, line: Node) -> Limit:
    form = form_of(line)
    plan = ""
    if form.kind == "move_plan":
        symbol = reading.name(form.leaf(), ("plan",), "the account moves to a plan")
        plan = symbol.name if symbol is not None else ""
    then = {"move_plan": "plan"}.get(form.kind, form.kind.replace("_", " "))
    return Limit(read_bound(reading, form.all()[0]), then, plan, reading.at(line))
