"""Plans, add-ons and charges, from tree to model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Cases
from seatpolicy.semantics.model.prices import (
    Anchor,
    Bound,
    Charge,
    Commitment,
    Cycle,
    Duration,
    FreePrice,
    Included,
    Limit,
    Overage,
    Packs,
    Plan,
    Price,
    Quantity,
    QuotePrice,
    RatePrice,
    RenewalPrice,
    SchedulePrice,
    TablePrice,
)
from seatpolicy.semantics.model.types import COUNT, ERROR
from seatpolicy.semantics.read.amounts import read_amounts
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.head import read_sold_in
from seatpolicy.semantics.read.parties import read_because, read_trial, unknown_fact
from seatpolicy.semantics.read.proration import form_of, read_proration
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.reading import RQ401, Reading
from seatpolicy.semantics.scope import A_KIND, NM202
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node

E = Severity.ERROR
BS108 = code("BS108", "mixed-counts", E, "a charge counts people, a meter or an item, never a mixture")
T = TypeVar("T")
ACCOUNT_PLACE = "here an account's bill is made"


def read_plan(reading: Reading, node: Node) -> Plan:
    """A plan or an add-on with its charges."""
    outer = reading.around
    reading.around = (*outer, node)
    addon = node.kind == "addon"
    reading.dated(node)
    sold_line = reading.only(node, "sold_in_line", "sold in:")
    sold_in = read_sold_in(reading, sold_line) if sold_line is not None else ()
    cases = _Cases(reading, node, sold_in)
    only, never = node.one("only_with_line"), node.one("never_with_line")
    names = node.one("names_or")
    made = Plan(
        name=node.leaf().text,
        title=reading.text(node.leaf("STRING")),
        addon=addon,
        sold_with=reading.names(names, ("plan",), "an add-on is sold with a plan") if names is not None else (),
        only_with=_addons(reading, only, needed=True),
        never_with=_addons(reading, never, needed=False),
        cycle=cases.read("cycle_line", "cycle:", _cycle, complete=not addon),
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


class _Cases:
    """Reads the lines of one block as cases, with the conditions of the account."""

    def __init__(self, reading: Reading, block: Node, sold_in: Sequence[str]) -> None:
        self.reading, self.block, self.sold_in = reading, block, sold_in
        self.conditions = Expressions(reading, (), ACCOUNT_PLACE)

    def read(self, kind: str, label: str, read: Callable[[Reading, Node], T], complete: bool = False) -> Cases[T]:
        for line in self.block.all(kind):
            self.reading.dated(line)
        return self.reading.cases(self.block, kind, label, lambda n: read(self.reading, n), self.conditions.judged, complete)

    def bounds(self, word: str) -> Cases[Bound]:
        return self.read(f"{word}_line", f"{word}:", self._bound)

    def _bound(self, reading: Reading, line: Node) -> Bound:
        form = form_of(line)
        before = line.one("before_discounts") is not None
        return Bound(read_amounts(reading, form, self.sold_in), before, line.one("prorated") is not None, reading.at(line))

    def commitment(self, reading: Reading, line: Node) -> Commitment:
        overage = line.one("overage_rate")
        return Commitment(
            read_amounts(reading, form_of(line), self.sold_in),
            reading.number(overage.leaf("PERCENT")) if overage is not None else Fraction(1),
            line.one("shortfall_forgiven") is None,
            reading.at(line),
        )


def _cycle(reading: Reading, line: Node) -> Cycle:
    form = form_of(line)
    if form.kind == "days_cycle":
        return Cycle("day", reading.whole(form.leaf("NUMBER"), 1, 366, "a number of days"))
    return Cycle(form.all()[0].kind.removesuffix("_period").replace("_", " "), 1)


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


# ---- charges --------------------------------------------------------------------------------------------------------


def read_charge(reading: Reading, node: Node, sold_in: Sequence[str]) -> Charge:
    """A charge with every line of it."""
    outer = reading.around
    reading.around = (*outer, node)
    reading.dated(node)
    cases = _Cases(reading, node, sold_in)
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
        cycle=cases.read("cycle_line", "cycle:", _cycle),
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
                reading.head(node), f"charge `{name}` has no line `price:`", note="what costs nothing says `price: free`"
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
        return FreePrice()
    if form.kind == "by_quote":
        floor = form.one("amounts")
        return QuotePrice(read_amounts(reading, floor, sold_in) if floor is not None else None)
    if form.kind == "price_rate":
        amounts = form.one("amounts")
        assert amounts is not None
        return RatePrice(read_amounts(reading, amounts, sold_in))
    symbol = reading.name(form.leaf(), ("schedule", "table"), "a price is a rate, or the name of a schedule or table")
    if symbol is None:
        return QuotePrice(None)  # some price, of which nothing is known
    if symbol.kind == "table":
        Expressions(reading, (), ACCOUNT_PLACE).use("table", symbol.name, reading.at(form))
    return SchedulePrice(symbol.name) if symbol.kind == "schedule" else TablePrice(symbol.name)


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
        every = numbers[1] if len(numbers) > 1 else Fraction(1)
        if every <= 0:
            every = Fraction(1)
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
