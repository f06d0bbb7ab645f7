"""Add-ons in, out: those that nobody can ever hold, because of what they need and what they exclude.

`only with: A or B` needs one of them, and what that one needs in turn; `never with:` excludes in both directions. Two
add-ons that need each other are no contradiction: they are bought together.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics.checks.poison import Poison
from seatpolicy.semantics.checks.words import listed
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Plan

E, W = Severity.ERROR, Severity.WARNING
ST011 = code("ST011", "addon-never-held", E, "what an add-on needs and what it excludes contradict each other")
ST012 = code("ST012", "addon-apart", W, "an add-on needs another that is sold with other plans only")

MOST_STEPS = 5_000


def check_addons(policy: Policy, poison: Poison) -> list[Diagnostic]:
    """Every add-on that nobody can hold, and every need that its own plans never meet."""
    if poison.lost:
        return []
    found: list[Diagnostic] = []
    needing = [a for a in policy.addons.values() if a.only_with or a.never_with]
    for addon in needing:
        if poison.hit(addon.at, *(policy.addons[n].at for n in addon.only_with if n in policy.addons)):
            continue
        steps = [0]
        if _held(policy, {addon.name}, [addon.name], steps) is False and steps[0] <= MOST_STEPS:
            found.append(_never_held(policy, addon))
        elif addon.only_with:
            found += _apart(policy, addon)
    return found


def _held(policy: Policy, together: set[str], open_needs: list[str], steps: list[int]) -> bool:
    """Whether add-ons can be held together with all that they need; True where the search was given up."""
    steps[0] += 1
    if steps[0] > MOST_STEPS:
        return True
    if any(_exclude(policy, one, other) for one in together for other in together):
        return False
    waiting = [name for name in open_needs if not _met(policy, name, together)]
    if not waiting:
        return True
    return any(
        _held(policy, {*together, choice}, [*waiting[1:], choice], steps) for choice in policy.addons[waiting[0]].only_with
    )


def _met(policy: Policy, name: str, together: set[str]) -> bool:
    addon = policy.addons.get(name)
    return addon is None or not addon.only_with or any(other in together for other in addon.only_with)


def _exclude(policy: Policy, one: str, other: str) -> bool:
    addon = policy.addons.get(one)
    return addon is not None and other in addon.never_with


def _never_held(policy: Policy, addon: Plan) -> Diagnostic:
    if addon.name in (*addon.only_with, *addon.never_with) and addon.name in addon.never_with:
        return ST011.at(
            addon.at, f"`{addon.name}` is never sold with itself, so nobody can have it",
            note="its own name stands in `never with:`", hint="remove it there", subject=addon.name,
        )  # fmt: skip
    related = []
    for name in addon.only_with:
        other = policy.addons.get(name)
        if other is not None:
            related.append(Related(other.at, _why_not(policy, addon, other)))
    return ST011.at(
        addon.at,
        f"nobody can ever have `{addon.name}`",
        note=f"it is sold only with {listed([f'`{n}`' for n in addon.only_with], 'or')}, and that is excluded",
        related=tuple(related[:4]),
        hint="take one of the two lines back: `only with:`, or `never with:`",
        subject=addon.name,
    )


def _why_not(policy: Policy, addon: Plan, other: Plan) -> str:
    if other.name in addon.never_with:
        return f"`{addon.name}` needs it, and is never sold with it"
    if addon.name in other.never_with:
        return f"never sold with `{addon.name}`"
    if other.only_with:
        further = [policy.addons[n] for n in other.only_with if n in policy.addons]
        excluded = all(addon.name in f.never_with or f.name in addon.never_with for f in further)
        needs = f"needs {listed([f'`{n}`' for n in other.only_with], 'or')} in turn"
        return f"{needs}, which is never sold with `{addon.name}`" if excluded else needs
    return "cannot be had together with the rest"


def _apart(policy: Policy, addon: Plan) -> Iterator[Diagnostic]:
    """A plan of the add-on with which nothing that it needs is sold: then an account must hold a second plan."""
    needed = [policy.addons[name] for name in addon.only_with if name in policy.addons]
    if not needed or any(not other.sold_with for other in needed):
        return
    alone = [plan for plan in addon.sold_with if all(plan not in other.sold_with for other in needed)]
    if alone:
        plans = listed([f"`{plan}`" for plan in alone], "or")
        others = listed([f"`{other.name}`" for other in needed], "or")
        yield ST012.at(
            addon.at,
            f"an account with {plans} alone can never add `{addon.name}`",
            note=f"it needs {others}, which no account with {plans} can add",
            related=tuple(Related(other.at, f"sold with {listed(list(other.sold_with))}") for other in needed[:3]),
            hint=f"sell {others} with {plans} too, or take {plans} out of the head of `{addon.name}`",
            subject=addon.name,
        )
