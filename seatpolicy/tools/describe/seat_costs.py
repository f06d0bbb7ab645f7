"""What so many seats cost: a chart and a table for every seat type, each figure priced by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.prices import Discount
from seatpolicy.tools.describe.curves import Priced, bounds, falls, priced, reach
from seatpolicy.tools.describe.document import Block, Chart, Curve, Fall, Paragraph, Points, Section, Table
from seatpolicy.tools.describe.pricing import Case, Pricer, others
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import day, listed, number, sentence, so_many, words_of
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_amount
from seatpolicy.values.record import evolved
from seatpolicy.values.rounding import Mode, round_to

MOST_CURVES = 6
"""Curves of one chart; more cannot be told apart."""

MOST_ROWS = 12
_USUAL_COUNTS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)


def what_seats_cost(told: Told, pricer: Pricer) -> Section:
    """For each seat type that some plan charges: curves of its plans, the places where more costs less, and a table."""
    blocks: list[Block] = []
    found = list(groups(told, pricer))
    for title, counted, group in found:
        inner = list(_chart(told, pricer, title, counted, group))
        blocks += [section(title, inner)] if len(found) > 1 else inner
    return section("What so many seats cost", blocks)


def cases_of(told: Told, pricer: Pricer) -> Iterator[Case]:
    """Each plan for each seat type that it charges, in the first currency that it is sold in."""
    policy = told.policy
    for plan in policy.plans.values():
        currency = next((one for one in policy.currencies if not plan.sold_in or one in plan.sold_in), "")
        seats = dict.fromkeys(name for charge in plan.charges if charge.counts_kind == "seat" for name in charge.counts)
        by_others = {
            name for charge in plan.charges for case in charge.included if case.value.seat for name in charge.counts
        }
        for seat in (name for name in seats if name not in by_others or len(seats) == 1):
            case = pricer.case(policy, plan, seat, currency)
            if case is not None:
                yield case


def groups(told: Told, pricer: Pricer) -> Iterator[tuple[str, str, list[Priced]]]:
    """Curves that belong into one chart, with its title and what it counts: plans for one seat type, or the seat types of
    the only plan; of one currency, and one kind of cycle."""
    cases = list(cases_of(told, pricer))
    one_plan = len({case.plan.name for case in cases}) == 1 and len(cases) > 1
    alike: dict[tuple[str, str, str], list[Case]] = {}
    for case in cases:
        period = "" if case.months else case.cycle.replace("week", "a week")
        alike.setdefault(("" if one_plan else case.seat, case.currency, period), []).append(case)
    many = len({seat for seat, _, _ in alike}) < len(alike)
    for (seat, currency, period), group in alike.items():
        counted = told.names.seats([seat]) if seat else "seats"
        more = f", {currency}, in cycles of {period}" if many and period else ""
        for place in range(0, len(group), MOST_CURVES):
            made = _curves(told, pricer, group[place : place + MOST_CURVES], one_plan)
            if made:
                titles = listed(dict.fromkeys(one.case.plan.title for one in made))
                plans = f": {titles}" if many or len(group) > MOST_CURVES else ""
                yield f"{sentence(counted)[:-1]}{plans}{more}", counted, made


def _curves(told: Told, pricer: Pricer, cases: Sequence[Case], one_plan: bool) -> list[Priced]:
    """A curve for each case, all for the same counts; where there is room, one for each other value of a fact too."""
    total = max(reach(_bounds(case)) for case in cases)
    named = {*_USUAL_COUNTS, *(count for case in cases for bound in _bounds(case) for count in (bound, bound + 1))}
    found: list[Priced] = []
    for case in cases:
        title = told.names.seats([case.seat]) if one_plan else case.plan.title
        own = [case] if len(cases) > 2 else list(_variants(pricer, case))
        made = [one for variant in own if (one := priced(pricer, variant, title, total, named)) is not None]
        kept: list[Priced] = []
        for one in made:
            if all(one.curve.points != other.curve.points for other in kept):
                kept.append(one)
        room = MOST_CURVES // len(cases)
        found += [_named(told, one, kept) for one in kept[:room]]
    return [one for one in found if any(amount for _, amount in one.curve.points) or len(found) > 1]


def _variants(pricer: Pricer, case: Case) -> Iterator[Case]:
    """The case, and the same with each other value of a fact that its price reads."""
    yield case
    for name in case.facts:
        for value in others(case.policy.facts[name].type):
            other = pricer.other(case, name, value)
            if other is not None:
                yield other


def _named(told: Told, one: Priced, among: Sequence[Priced]) -> Priced:
    """The curve with the facts in its title that tell it from the others of its plan."""
    telling = [name for name in one.case.facts if len({str(other.case.facts.get(name)) for other in among}) > 1]
    facts = listed(_fact(told, name, one.case.facts[name]) for name in telling)
    title = f"{one.curve.title}, {facts}" if facts else one.curve.title
    return evolved(one, curve=evolved(one.curve, title=title))


def _fact(told: Told, name: str, value: Value) -> str:
    type_ = told.policy.facts[name].type
    words = "yes" if value is True else "no" if value is False else told.phrases.value(value, type_)
    return f"{words_of(name)} {words}"


def _chart(told: Told, pricer: Pricer, title: str, counted: str, group: Sequence[Priced]) -> Iterator[Block]:
    case = group[0].case
    amount = "total per month" if case.months else f"total per {case.cycle}"
    each = f"per seat {'per month' if case.months else 'per ' + case.cycle}"
    total = max(one.total for one in group)
    curves = tuple(one.curve for one in group)
    fallen = tuple(fall for one in group for fall in falls(one.curve))
    lead = f"The {amount} and the price {each} for 1 to {number(total)} {counted}, in {case.currency}"
    yield Paragraph(f"{lead}{_with(told, group, pricer)}.")
    yield Chart(
        title, counted, amount, each, case.currency, total, curves, fallen, _in_words(curves, case.currency, amount, total)
    )
    if fallen:
        yield Paragraph("More seats cost less in these places:")
        yield Points(tuple(_fall(fall, case.currency, len(curves) > 1, place) for place, fall in enumerate(fallen, start=1)))
    yield _table(counted, group, amount, case.currency)


def _with(told: Told, group: Sequence[Priced], pricer: Pricer) -> str:
    """What the figures take for granted: other seats, facts that all curves share, offers that end, charges that are left
    out, long cycles."""
    parts = list(_for_granted(told, [one.case for one in group], pricer))
    shared = {
        name: value for name, value in group[0].case.facts.items() if all(one.case.facts.get(name) == value for one in group)
    }
    if shared:
        parts.append(f"with {listed(_fact(told, name, value) for name, value in shared.items())}")
    own: dict[str, None] = {}
    for one in group:
        facts = [_fact(told, name, value) for name, value in one.case.facts.items()
                 if name not in shared and _fact(told, name, value) not in one.curve.title]  # fmt: skip
        if facts:
            own[f"{one.curve.title} with {listed(facts)}"] = None
    parts += own
    out = dict.fromkeys(title for one in group for title in one.case.left_out)
    if out:
        parts.append(
            f"without {listed(out)}, which come on top" if len(out) > 1 else f"without {listed(out)}, which comes on top"
        )
    long = dict.fromkeys(one.curve.title for one in group if one.case.months > 1)
    if long:
        months = {one.case.months for one in group if one.case.months > 1}
        lengths = listed((so_many(one, "month") for one in sorted(months)), "or")
        parts.append(f"where a bill is for {lengths}, a month is its share of that")
    return f"; {'; '.join(parts)}" if parts else ""


def _for_granted(told: Told, cases: Sequence[Case], pricer: Pricer) -> Iterator[str]:
    others = [charge for case in cases for charge in case.plan.charges if set(charge.counts) - {case.seat}]
    if any(charge.counts_kind == "seat" for charge in others):
        least = any(quantity.value.at_least for charge in others for quantity in charge.quantity)
        yield "with no other seats" + (", but those that are billed at least" if least else "")
    names = told.names
    own = [(case.plan.name, charge) for case in cases for charge in case.plan.charges if case.seat in charge.counts]
    moves = {(plan, limit.value.plan) for plan, charge in own for limit in charge.limit if limit.value.then == "plan"}
    yield from (f"{names.of(plan)} beyond its limit as in {names.of(beyond)}" for plan, beyond in sorted(moves))
    grown = dict.fromkeys(name for case in cases for name in case.added)
    if grown:
        yield f"with no seats newly added in {names.charges_of(grown)}"
    ending = [name for name, one in told.policy.discounts.items() if _ends(one)]
    found = [name for name in ending if any(_takes(pricer, case, name) for case in cases)]
    if found:
        yield f"on a customer's first bill, of {day(pricer.first_day)}, with {names.all_of(found)}"
    promised = [one.value for case in cases for one in (*told.policy.commitment, *case.plan.commitment)]
    promised += [one.value for case in cases for charge in case.plan.charges for one in charge.commitment]
    if any(one.shortfall_billed and one.amounts.per.period == "term" for one in promised):
        yield "before what a commitment lacks at the end of its term"


def _ends(discount: Discount) -> bool:
    """Whether later bills do not have it although its condition holds."""
    budgets = any(off.value.period in ("term", "subscription") for off in discount.off)
    return bool(discount.lasts_cycles or discount.lasts_until or discount.offered_to or budgets)


def _takes(pricer: Pricer, case: Case, discount: str) -> bool:
    """Whether a bill of the usual counts has less because of a discount."""
    bills = (pricer.bill(case, count) for count in _USUAL_COUNTS[:4])
    steps = (step for bill in bills for line in bill.lines for step in line.steps)
    return any(step.rule == f"discount {discount}" and step.change for step in steps)


def _in_words(curves: Sequence[Curve], currency: str, amount: str, total: int) -> str:
    """The chart for who does not see it."""
    said = []
    for curve in curves:
        (first, low), (last, high) = curve.points[0], curve.points[-1]
        end = f"; beyond that {curve.ends}" if curve.ends else ""
        said.append(
            f"{curve.title}: {_money(low, currency)} for {number(first)}, {_money(high, currency)} for {number(last)}{end}"
        )
    return f"The {amount} in {currency} by the number of seats. {'. '.join(said)}."


def _fall(fall: Fall, currency: str, several: bool, place: int) -> str:
    of = f"{fall.curve}: " if several else ""
    before = f"{number(fall.since)} {'costs' if fall.since == 1 else 'cost'} {_money(fall.before, currency)}"
    after = f"{number(fall.count)} cost {_money(fall.after, currency)}"
    return f"({place}) {of}{after}, while {before}; {fall.dearer} cost more than {number(fall.count)}."


def _table(counted: str, group: Sequence[Priced], amount: str, currency: str) -> Table:
    """The amounts at the counts that matter, and what each seat costs there."""
    counts = table_counts(group)
    single = len(group) == 1
    head = [sentence(counted)[:-1]]
    head += ["Total", "Each"] if single else [one.curve.title for one in group]
    rows = []
    for count in counts:
        row = [number(count)]
        for one in group:
            price = one.named[count]
            row.append(_no_price(one.curve, count) if isinstance(price, str) else _money(price, currency))
            if single:
                row.append("" if isinstance(price, str) else _money(price / count, currency))
        rows.append(tuple(row))
    return Table(f"{amount[0].upper()}{amount[1:]} in {currency}", tuple(head), tuple(rows), frozenset(range(len(head))))


def table_counts(group: Sequence[Priced]) -> list[int]:
    """Counts on both sides of every bound, and usual ones between them."""
    total = max(one.total for one in group)
    found: set[int] = set()
    for one in group:
        for bound in _bounds(one.case):
            if bound <= total and len(found) + 2 <= MOST_ROWS:
                found.update(count for count in (bound, bound + 1) if count <= total)
    for count in _USUAL_COUNTS:
        if count <= total and len(found) < MOST_ROWS:
            found.add(count)
    return sorted(found)


def _bounds(case: Case) -> list[int]:
    return bounds(case.policy, case.plan, case.seat)


def _no_price(curve: Curve, count: int) -> str:
    if curve.points and count < curve.points[0][0]:
        return "–"
    return curve.ends or "–"


def _money(amount: Fraction, currency: str) -> str:
    """Rounded to what can be paid; `≈` says that it was."""
    grain = Fraction(1, 10 ** minor_digits(currency))
    rounded = round_to(amount, Mode.HALF_UP, grain)
    return f"{'' if rounded == amount else '≈ '}{format_amount(rounded, currency)}"
