"""The text of a policy and more lines of it in, the wider text out."""

from __future__ import annotations

from tests.differential.policy_data import PolicyData
from tests.differential.policy_text import policy_text
from tests.differential.wide_data import Extras


def wide_text(policy: PolicyData, extras: Extras) -> str:
    """Every line put where it belongs."""
    made: list[str] = []
    inside = ""
    for line in policy_text(policy).split("\n"):
        if not line.startswith(" "):
            inside = line
        name = line.split()[1] if line.endswith("{") else ""
        if inside.startswith("counting") and extras.counting and line != inside:
            made += [f"  {one}" for one in extras.counting]
            continue
        if inside.startswith("seat ") and (seat := inside.split()[1]) in (*extras.seat, *extras.billable):
            if line.strip().startswith("held by:") and seat in extras.seat:
                made += [f"  {one}" for one in extras.seat[seat]]
                continue
            if line.strip().startswith("billable:") and seat in extras.billable:
                made += [f"  {one}" for one in extras.billable[seat]]
                continue
        made.append(line)
        if line.startswith("policy "):
            made += [f"  {one}" for one in extras.head]
        elif line.startswith("facts {"):
            made += [f"  {one}" for one in extras.facts]
        elif line.startswith("plan solo "):
            made += [f"  {one}" for one in extras.plan]
        elif line.strip().startswith("charge ") and name in extras.of_charge:
            made += [f"    {one}" for one in extras.of_charge[name]]
    return "\n".join([*made, *extras.more]) + "\n"
