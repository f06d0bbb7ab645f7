"""Lines, and the minimums and maximums of their blocks, in; the lines with top-ups and cut to maximums; LANGUAGE.md 4.13.

First those of the charges, then those of the plans and add-ons, then that of the policy. Before discounts the list amounts
are compared as they would be rounded as lines, after discounts the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tests.differential.naive_calendar import Window
from tests.differential.naive_facts import NOT_BILLED, ZERO, Facts, Stop
from tests.differential.naive_lines import Line, deal, keep_below, rounded
from tests.differential.policy_data import Bound, Cases

Block = tuple[str, str, Cases[Bound], Cases[Bound]]


def keep_bounds(facts: Facts, lines: list[Line], windows: Mapping[str, Window], point: str) -> None:
    """Minimum and maximum of every block at one point, before or after discounts."""
    held = facts.holders()
    blocks: list[Block] = []
    for holder in held:
        blocks += [(holder.name, charge.name, charge.minimum, charge.maximum) for charge in holder.charges]
    blocks += [(holder.name, "", holder.minimum, holder.maximum) for holder in held]
    blocks.append(("", "", facts.policy.minimum, facts.policy.maximum))
    for holder_name, charge_name, minimum, maximum in blocks:
        name = charge_name or holder_name
        for what, bound in (("minimum", facts.first_fitting(minimum)), ("maximum", facts.first_fitting(maximum))):
            if bound is None or (bound.point or "after") != point:
                continue
            own = [line for line in lines if not name or name == (line.charge if charge_name else line.holder)]
            if any(line.amount and line.window != windows[name] for line in own):
                raise Stop(NOT_BILLED)
            limit = bound.money[facts.account.currency] * windows[name].periods(bound.period)
            if what == "minimum":
                mark = f"{name or 'drawn'}:minimum" + (", after discounts" if point == "after" else "")
                _top_up(facts, lines, own, limit, Line(mark, holder_name, charge_name, windows[name], ZERO, ZERO))
            else:
                _cut(facts, own, limit)


def _due(facts: Facts, own: list[Line]) -> list[Fraction]:
    """What is compared with a bound."""
    return [rounded(facts.policy, facts.account.currency, "line", line.amount) for line in own]


def _top_up(facts: Facts, lines: list[Line], own: list[Line], least: Fraction, made: Line) -> None:
    """What is lacking, rounded, as a line behind those that it completes."""
    rest = least - sum(_due(facts, own), ZERO)
    value = rounded(facts.policy, facts.account.currency, "line", rest)
    if rest > 0 and value:
        made.listed = made.amount = value
        lines.insert(max((lines.index(line) for line in own), default=len(lines) - 1) + 1, made)


def _cut(facts: Facts, own: list[Line], most: Fraction) -> None:
    """The maximum, rounded, dealt out over the lines that come to more together."""
    policy, currency = facts.policy, facts.account.currency
    due = _due(facts, own)
    if sum(due, ZERO) > most:
        most = rounded(policy, currency, "line", most)
        for line, share in zip(own, keep_below(deal(policy, currency, most, own, due), own), strict=True):
            line.amount = share
