"""A drawing and a policy in, what stands beside its prices out: commitments, signals, tax, growth, requirements, history."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tests.differential.drawing import Drawing
from tests.differential.policy_data import AccountData, Charge, Plan, PolicyData
from tests.differential.price_text import block, money, number
from tests.differential.wide_data import Extras

OF_PERSONS = ("status = active and not (last_used in the last 30 days)", "projects > 1 or staff",
              "last_used in the last 60 days", "status in (invited, suspended)", "roles in (member, guest)")  # fmt: skip
WINDOWS = ("", " in the last 30 days", " in the last 4 weeks", " this month", " this quarter", " this year")
CONDITIONS = ("vip", "vip = yes", "vip = no", "tier = low", "billing = annual", "tier in (low, high)", "size >= 9")
KIND_BY_LEAST = ("size | tier | kind_of", "at least 12 | any | large", "below | low | small",
                 "below | middle or high | large")  # fmt: skip
KIND_OF = ("tier | size | kind_of", "low or middle | 0 to 9 | small", "low or middle | 10 and up | large",
           "high | any | large")
OTHERWISE = {
    "anchor": "subscription day",
    "term": "24 months",
    "renews": "for 24 months",
    "lines": "one per change",
    "overage": "blocked",
    "commitment": "the same",
    "bill": "in arrears",
}
"""What a line says in another case."""
OFTEN = {"cycle": 50, "commitment": 45, "term": 50, "renews": 50}
MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


def draw_commitments(draw: Drawing, policy: PolicyData, extras: Extras) -> None:
    """A commitment of a charge, of the plan or of the policy."""
    plan = policy.plans[0]
    periods = ["cycle", "cycle"]
    periods += ["month", "quarter", "year", "year"] if draw.months else []
    periods += ["term"] * 3 if plan.term else []
    at = draw.some(("charge", "plan", "policy"))
    period = draw.some(periods)
    every = [charge for one in (*policy.plans, *policy.addons) for charge in one.charges]
    alone = len(policy.plans) == 1 and not policy.addons
    same = not any(charge.cycle for charge in every)
    factor = {"year": 12, "term": 20, "quarter": 3}.get(period, 1)
    said = f"commitment: {money(draw.money(200 * factor))} per {period}"
    if draw.chance(60):
        said += f", overage at {draw.some((0, 50, 100, 120, 150, 200))}%"
    if draw.chance(50):
        said += f", shortfall {draw.some(('billed', 'forgiven'))}"
    if at == "policy" and alone and same:
        extras.head.append(said)
    elif at == "charge" and not plan.charges[0].cycle:
        extras.of_charge.setdefault(plan.charges[0].name, []).append(said)
    elif not any(charge.cycle for charge in plan.charges):
        extras.plan.append(said)


def draw_signals(draw: Drawing, policy: PolicyData, people: bool, extras: Extras) -> None:
    """Up to three signals."""
    seats = [charge for charge in policy.plans[0].charges if charge.counts and charge.counts != ("phone",)]
    relation = draw.some(("<", "<=", ">", ">=", "!="))
    choices = [f"size >= {draw.r.randint(1, 30)}", f"seats of member {relation} {draw.r.randint(0, 12)}"]
    if len(policy.currencies) == 1:
        relation = draw.some((">", "<", ">=", "<="))
        choices += [f"total {relation} {draw.r.randint(0, 400)} {policy.currencies[0]}"] * 2
    if seats:
        one = draw.some(seats).name
        choices += [
            f"billable of {one} {draw.some(('>', '<='))} allowed of {one}",
            f"assigned of {one} {draw.some(('>', '<', '='))} {draw.r.randint(0, 12)}",
            f"seats_to_next_step of {one} in 1 to {draw.r.randint(2, 9)}",
            f"allowed of {one} - assigned of {one} < {draw.r.randint(1, 9)}",
            f"seats of member < -{draw.r.randint(1, 9)} + size",
        ]
        if len(policy.currencies) == 1:
            choices += [f"saving_at_next_step of {one} >= 0.00 {policy.currencies[0]}"]
        if people:
            choices += [f"idle of {one} > 0", f"idle of {one} < billable of {one}"]
    if people:
        for name in range(draw.some((0, 1, 2))):
            lines = [f"when: {draw.some(OF_PERSONS)}", "for each: person", "tell: owner_of_it"]
            extras.more += block(f'signal person_{name} "A person"', lines)
    for name in range(draw.some((1, 2, 2, 3))):
        lines = [f"when: {draw.some(choices)}", f"tell: {draw.some(('sales', 'sales and support'))}"]
        extras.more += block(f'signal told_{name} "Told"', lines)


def draw_tax(draw: Drawing, extras: Extras) -> str:
    """A tax block; gives the document of its rates."""
    lines = [f"attach: {draw.some(('country', 'country and billing_entity'))}"]
    if draw.chance(60):
        lines.append(f"prices: {draw.some(('include', 'exclude'))} tax")
    if draw.chance(60):
        lines.append(f"figured: {draw.some(('per line', 'on the total'))}")
    if draw.chance(60):
        lines.append(f"base: {draw.some(('rounded', 'exact'))} amounts")
    extras.more += block("tax", lines)
    rates = [f"{number(Fraction(draw.r.randint(0, 260), 10))}%" for _ in range(2)]
    second = f", {{title: B, rate: {rates[1]}}}" if draw.chance(30) else ""
    return f'schema_version: "1.0"\nrates:\n  - taxes: [{{title: A, rate: {rates[0]}}}{second}]\n'


def draw_growth(draw: Drawing, policy: PolicyData, extras: Extras) -> list[str]:
    """Something that asks for seats added; gives the charges that it asks about."""
    seats = [charge for charge in policy.plans[0].charges if charge.counts]
    if not seats:
        return []
    one = draw.some(seats).name
    window = draw.some(WINDOWS)
    if not policy.discounts:
        priced = not any(case.value.kind in ("free", "quote") for charge in seats for case in charge.price)
        of = draw.some((one, "everything")) if priced else "everything"
        off = f"off: {number(Fraction(draw.r.randint(1, 300), 4))}% of {of}"
        lines = [off]
        if draw.chance(50):
            lines = [f"{off} when {draw.some(CONDITIONS)}", "off: 10% of everything otherwise"]
        extras.more += block('discount grower "Growth"', [*lines, f"when: added of {one}{window} >= {draw.r.randint(1, 9)}"])
    else:
        extras.more.append(f"require that added of {one}{window} <= {draw.r.randint(5, 20)} before invoice")
    return [one]


def draw_requirements(draw: Drawing, policy: PolicyData, extras: Extras) -> None:
    """What must be known or hold before a stage."""
    stages = ["invoice", "invoice", "more seats", "quote", "fewer seats", "cancellation"]
    stages += ["renewal"] * 8 if policy.plans[0].term else []
    stage = draw.some(stages)
    extras.more.append(draw.some((f"require partner before {stage}", f"require country before {stage}",
                                  f"require that size <= {draw.r.randint(2, 60)} before {stage}")))  # fmt: skip


def draw_definitions(draw: Drawing, policy: PolicyData, extras: Extras) -> None:
    """An amount, a figure and a decision table that something reads."""
    floor = money(draw.money(300))
    extras.more.append(f"amount floor_total = {floor}")
    extras.more.append(f"let roomy = max(size - seats of member, {draw.r.randint(0, 3)}) / 2 + {draw.r.randint(1, 9)}")
    extras.more.append("let young = partner is unknown or size > 3")
    extras.more += block('table kind_of "Kind" gives one of small, large', draw.some((KIND_OF, KIND_BY_LEAST)))
    choices = ["kind_of = large", "young", "roomy > 4", "not young", "kind_of != large"]
    choices.append(f"roomy * 2 - 1 != {draw.r.randint(1, 20)}")
    if draw.chance(50):
        choices = ["total >= floor_total"]
        extras.more += block('signal rich "Rich"', [f"when: {choices[0]}", "tell: sales"])
    else:
        extras.more.append(f"require that {draw.some(choices)} before invoice")


def last_day(policy: PolicyData, account: AccountData) -> date:
    """The last day of an account's first cycle, where cycles are plain months; else its first one."""
    cycles = {case.value for case in policy.plans[0].cycle}
    plain = policy.plans[0].anchor in ("subscription day", "first paid day") and account.start.day <= 28
    if not plain or len(cycles) > 1 or not cycles <= set(MONTHS):
        return account.start
    return _after(account.start, MONTHS[next(iter(cycles))]) - timedelta(days=1)


def later_day(draw: Drawing, policy: PolicyData, account: AccountData) -> tuple[date, list[str]] | None:
    """The first day of a later cycle, and what was billed before it; None where cycles are not plain months."""
    plan = policy.plans[0]
    cycles = {case.value for case in plan.cycle}
    plain = plan.anchor in ("subscription day", "first paid day") and account.start.day <= 28 and len(cycles) == 1
    if not plain or not draw.months or len(account.plans) > 1:
        return None
    length = MONTHS[next(iter(cycles))]
    # The first cycles, and those about the end of a term.
    months = [length, length, 2 * length, 3 * length, 12 - length, 12, 12 + length, 24]
    months += [plan.term, plan.term + 12, plan.term + 12] * 2 if plan.term else []
    if any("mark" in charge.overage for charge in plan.charges):
        months += [length, 2 * length] * 5
    index = max(draw.some(months) // length, 1)
    marks = [_after(account.start, length * place) for place in range(index + 1)]
    lines = ["billed:"]
    for first, after in pairwise(marks):
        lines += [_line(draw, policy, plan, charge, first, after - timedelta(days=1)) for charge in plan.charges]
    return marks[-1], lines if draw.chance(80) else []


def _line(draw: Drawing, policy: PolicyData, plan: Plan, charge: Charge, first: date, last: date) -> str:
    parts = [f"id: {charge.name}", f"charge: {charge.name}", f"of: {plan.name}", f"period: {{from: {first}, to: {last}}}"]
    parts.append(f'amount: "{draw.r.randint(0, 400)}.00"')
    parts.append(f'quantity: {{billed: "{draw.r.randint(0, 9)}", included: "{draw.r.randint(0, 9)}"}}')
    steps = [f'{{rule: discount {one.name}, change: "-{draw.r.randint(0, 20)}.00"}}' for one in policy.discounts]
    parts.append(f"steps: [{', '.join(steps)}]")
    return f"  - {{{', '.join(parts)}}}"


def billed_use(draw: Drawing, charges: Sequence[str], first: date, last: date) -> list[str]:
    """Earlier lines of charges for use."""
    made = []
    for name in charges:
        figures = f'amount: "{draw.r.randint(0, 90)}.00", quantity: {{billed: "3", included: "{draw.r.randint(0, 15)}"}}'
        period = f"period: {{from: {first}, to: {last}}}"
        made.append(f"  - {{id: {name}, charge: {name}, of: solo, {period}, {figures}, steps: []}}")
    return made


def _after(start: date, months: int) -> date:
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def in_cases(draw: Drawing, text: str) -> str:
    """The same text with some of its lines in cases."""
    made: list[str] = []
    counted = ""
    for line in text.split("\n"):
        bare = line.strip()
        counted = "" if bare.startswith("charge ") else bare if bare.startswith("quantity: ") else counted
        indent = line[: len(line) - len(bare)]
        label = bare.partition(":")[0]
        other = OTHERWISE.get(label, "")
        plain = " when " not in bare and " otherwise" not in bare
        if label == "anchor" and (not draw.months or len(indent) > 2):
            other = ""
        if label == "bill":
            other = "as used" if bare == "bill: in arrears" and counted.startswith("quantity: used") else ""
            other = "in arrears" if not counted and bare == "bill: in advance" else other
        if label == "cycle" and draw.months and len(indent) == 4:
            other = "month" if bare != "cycle: month" else "quarter"
        if label == "commitment":
            other = bare.partition(": ")[2].partition(",")[0] + ", shortfall forgiven"
        if other and plain and bare.startswith(f"{label}: ") and draw.chance(OFTEN.get(label, 25)):
            made.append(f"{indent}{label}: {other} when {draw.some(CONDITIONS)}")
            made.append(f"{line} otherwise")
        else:
            made.append(line)
    return "\n".join(made)
