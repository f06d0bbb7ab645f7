"""Lines, and the minimums and maximums of their blocks, in; the lines with top-ups and cut to maximums; LANGUAGE.md 4.13."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.differential.naive_calendar import Window
from tests.differential.naive_facts import ZERO, first_fitting
from tests.differential.naive_lines import Line, deal, keep_below, rounded
from tests.differential.policy_data import AccountData, Bound, Cases, Plan, PolicyData

Block = tuple[str, str, Cases[Bound], Cases[Bound]]


def keep_bounds(
    policy: PolicyData,
    account: AccountData,
    held: Sequence[Plan],
    lines: list[Line],
    windows: Mapping[str, Window],
    point: str,
) -> None:
    """Minimum and maximum at one point, before or after discounts: the charges', then the plans', then the policy's."""
    blocks: list[Block] = []
    for holder in held:
        blocks += [(holder.name, charge.name, charge.minimum, charge.maximum) for charge in holder.charges]
    blocks += [(holder.name, "", holder.minimum, holder.maximum) for holder in held]
    blocks.append(("", "", policy.minimum, policy.maximum))
    currency = account.currency
    for holder_name, charge_name, minimum, maximum in blocks:
        name = charge_name or holder_name
        for what, bound in (("minimum", first_fitting(minimum, account)), ("maximum", first_fitting(maximum, account))):
            if bound is None or (bound.point or "after") != point:
                continue
            own = [line for line in lines if not name or name == (line.charge if charge_name else line.holder)]
            due = [rounded(policy, currency, "line", line.amount) for line in own]
            limit = bound.money[currency] * windows[name].periods(bound.period)
            rest = limit - sum(due, ZERO)
            if what == "minimum" and rest > 0:
                value = rounded(policy, currency, "line", rest)
                mark = f"{name or 'drawn'}:minimum" + (", after discounts" if point == "after" else "")
                top_up = Line(mark, holder_name, charge_name, windows[name], value, value)
                behind = max((lines.index(line) for line in own), default=len(lines) - 1)
                lines.insert(behind + 1, top_up)
            elif what == "maximum" and rest < 0:
                limit = rounded(policy, currency, "line", limit)
                for line, share in zip(own, keep_below(deal(policy, currency, limit, own, due), own), strict=True):
                    line.amount = share
