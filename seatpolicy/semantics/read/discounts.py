"""Discounts, their order, and tax, from tree to model."""

from __future__ import annotations

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.policy import Tax
from seatpolicy.semantics.model.prices import Amounts, Combine, Discount, Off
from seatpolicy.semantics.model.types import ERROR, PERCENT, Per
from seatpolicy.semantics.read.amounts import money_values
from seatpolicy.semantics.read.block_lines import ACCOUNT_PLACE
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.facts import unknown_fact
from seatpolicy.semantics.read.head import read_date
from seatpolicy.semantics.read.proration import form_of
from seatpolicy.semantics.read.seats import read_because
from seatpolicy.semantics.read.unit_messages import TY304, describe
from seatpolicy.semantics.reading import RQ401, RQ402, Reading
from seatpolicy.semantics.scope import NM201
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node

E = Severity.ERROR
DC408 = code("DC408", "discount-too-large", E, "a discount of more than everything")
DC411 = code("DC411", "offer-ends-before", E, "an offer ends before it begins")

EVENTS = ("plan_changed", "renewed", "cancelled", "paused", "resumed", "addon_added", "addon_removed", "seats_changed")


def read_discount(reading: Reading, node: Node) -> Discount:
    """A declared discount."""
    reading.around = (node,)
    reading.dated(node)
    conditions = Expressions(reading, (), ACCOUNT_PLACE)
    when = reading.only(node, "condition_line", "when:")
    condition = conditions.around(when.children[0] if when is not None else None)
    off = reading.cases(node, "off_line", "off:", lambda n: _off(reading, n), conditions.judged)
    for line in node.all("off_line"):
        reading.dated(line)
    if not off:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                f"discount `{node.leaf().text}` takes nothing off",
                note="it has no line `off:`",
                hint="write `off: 20% of member_seats`",
            ),
        )
    offered = reading.only(node, "offered_line", "offered:")
    days = [read_date(reading, leaf) for leaf in offered.leaves("DATE")] if offered is not None else []
    if offered is not None and len(days) == 2 and None not in days and days[1] < days[0]:  # type: ignore[operator]
        first, second = offered.leaves("DATE")
        reading.report(
            DC411.at(
                reading.at(second),
                "the offer ends before it begins",
                note="both days are part of it",
                related=(Related(reading.at(first), "it begins here"),),
            )
        )
    lasts = reading.only(node, "lasts_line", "lasts:")
    cycles, until = 0, ""
    if lasts is not None:
        cycles, until = _lasts(reading, form_of(lasts))
    made = Discount(
        node.leaf().text,
        reading.text(node.leaf("STRING")),
        off,
        condition,
        days[0] if days else None,
        days[1] if len(days) == 2 else None,
        offered is not None and offered.one("prorated") is not None,
        cycles,
        until,
        read_because(reading, node),
        reading.at(node.leaf()),
        reading.at(offered) if offered is not None else None,
    )
    reading.around, reading.known = (), frozenset()
    return made


def _lasts(reading: Reading, form: Node) -> tuple[int, str]:
    if form.kind == "lasts_cycles":
        return reading.whole(form.leaf("NUMBER"), 1, 1200, "a number of cycles"), ""
    if form.kind == "until_renewal":
        return 0, "renewal"
    leaf = form.leaf()
    if leaf.text not in EVENTS:
        reading.report(
            NM201.at(reading.at(leaf), f"there is no event `{leaf.text}`", note="events are " + ", ".join(EVENTS))
        )
    return 0, leaf.text


def _everything(reading: Reading, targets: Node) -> Diagnostic | None:
    """The finding about `25% of all`, which is written otherwise."""
    leaves = targets.leaves("NAME")
    if len(leaves) != 1 or leaves[0].text not in ("all", "total", "bill", "invoice") or reading.scope.get(leaves[0].text):
        return None
    at = reading.at(leaves[0])
    return NM201.at(at, f"no charge is called `{leaves[0].text}`", note="what comes off every charge comes off `everything`",
                    subject=leaves[0].text, fix=Fix("`everything`", (Edit(at, "everything"),)))  # fmt: skip


def _off(reading: Reading, line: Node) -> Off:
    form = form_of(line)
    at = reading.at(form)
    targets_node = form.one("names_and")
    targets: tuple[str, ...] = ()
    if targets_node is not None:
        everything = _everything(reading, targets_node)
        reading.report(everything)
        targets = () if everything else reading.names(targets_node, ("charge",), "a discount comes off charges")
        targets = targets or ("?",)
    if form.kind == "percent_off":
        leaf = form.leaf("PERCENT")
        share = x.Literal(PERCENT, reading.at(leaf), reading.number(leaf))
        if share.value > 1:  # type: ignore[operator]
            reading.report(
                DC408.at(
                    reading.at(leaf),
                    f"{leaf.text} off is more than everything",
                    note="a line never falls below nothing",
                    hint="at most `100%`",
                )
            )
        return Off(share, None, "", targets, False, "by amount", at)
    if form.kind == "named_percent_off":
        leaf = form.leaf()
        figures = Expressions(reading, (), ACCOUNT_PLACE)
        made = figures_named(reading, figures, leaf_node(form))
        if made.type.kind not in ("percent", "error"):
            reading.report(
                TY304.at(reading.at(leaf), f"`{leaf.text}` is {describe(made.type)}", note="a percentage stands here")
            )
            made = x.Literal(ERROR, reading.at(leaf), False)
        return Off(made, None, "", targets, False, "by amount", at)
    money = form.one("money_or")
    period = form.one("day", "week", "month", "quarter", "half_year", "year", "cycle_period", "term", "subscription")
    assert money is not None
    assert period is not None
    amounts = Amounts(money_values(reading, money), Per(), reading.at(money))
    spread = form.one("in_order", "by_amount")
    return Off(
        None,
        amounts,
        period.kind.removesuffix("_period").replace("_", " "),
        targets,
        form.one("prorated") is not None,
        "in order" if spread is not None and spread.kind == "in_order" else "by amount",
        at,
    )


def leaf_node(form: Node) -> Node:
    """The name of a form, as the form of a name in an expression."""
    leaf = form.leaf()
    return Node("name", (leaf,), leaf.start, leaf.end)


def figures_named(reading: Reading, figures: Expressions, node: Node) -> x.Expression:
    """A figure by its name, with the policy's own types of lets and tables."""
    return figures.figure(node)


def read_combine(reading: Reading, node: Node) -> Combine:
    """The order of discounts."""
    order_line = reading.only(node, "order_line", "order:")
    each = reading.only(node, "each_line", "each:")
    together = reading.only(node, "together_line", "together:")
    order: list[tuple[str, ...]] = []
    seen: dict[str, object] = {}
    if order_line is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node), "the combine block has no line `order:`", note="an order of discounts is what it is for"
            ),
        )
    else:
        for item in order_line.children:
            if item.kind in ("since", "until"):
                continue
            leaves = item.one("names_and").leaves("NAME") if isinstance(item, Node) else [item]  # type: ignore[union-attr]
            group = []
            for leaf in leaves:
                symbol = reading.name(leaf, ("discount",), "discounts are combined")
                if symbol is None:
                    continue
                if symbol.name in seen:
                    reading.report(
                        RQ402.at(
                            reading.at(leaf), f"`{leaf.text}` stands twice in the order", note="a discount comes off once"
                        )
                    )
                    continue
                seen[symbol.name] = leaf
                group.append(symbol.name)
            if group:
                order.append(tuple(group))
    if each is None:
        reading.absent(
            node,
            RQ401.at(
                reading.head(node),
                "the combine block has no line `each:`",
                note="20% and 10% together are 28% off what is left, or 30% off list",
                hint="write `each: off what is left` or `each: off list`",
            ),
        )
    cap = reading.number(together.leaf("PERCENT")) if together is not None else None
    if cap is not None and cap > 1 and together is not None:
        reading.report(DC408.at(reading.at(together.leaf("PERCENT")), "a cap above everything", note="at most `100%`"))
    base = form_of(each).kind if each is not None else "off_what_is_left"
    return Combine(tuple(order), "list" if base == "off_list" else "what is left", cap, reading.at(node))


def read_tax(reading: Reading, node: Node) -> Tax:
    """What the tax hook is given."""
    attach = reading.only(node, "attach_line", "attach:")
    names: list[str] = []
    if attach is not None:
        listed = attach.one("names_and")
        assert listed is not None
        for leaf in listed.leaves("NAME"):
            if leaf.text not in reading.facts:
                reading.report(unknown_fact(reading, leaf, "tax attaches facts of the account"))
            names.append(leaf.text)

    def chosen(kind: str, label: str, word: str) -> tuple[bool, Span | None]:
        line = reading.only(node, kind, label)
        return line is not None and form_of(line).kind == word, reading.at(line) if line is not None else None

    include, prices_at = chosen("prices_line", "prices:", "include")
    on_total, figured_at = chosen("figured_line", "figured:", "on_total")
    exact, base_at = chosen("base_line", "base:", "exact")
    return Tax(tuple(names), include, not on_total, not exact, reading.head(node), prices_at, figured_at, base_at)
