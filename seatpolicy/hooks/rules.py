"""The registry in, what checks policies out: lint rules as checks that answer with findings of their own codes only.

The language's own catalogue is one rule among them. A rule of a plugin that raises, or reports under a code that it does not
declare, is itself reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.hooks import messages
from seatpolicy.hooks.kinds import OWN, Offered
from seatpolicy.hooks.offers import LintRule
from seatpolicy.hooks.registry import Registry, call, resolved
from seatpolicy.semantics.check import Rules
from seatpolicy.semantics.checks.poison import Check, Poison
from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import evolved


def functions(registry: Registry) -> Mapping[str, Function]:
    """The functions by name, each with the plugin that it is from."""
    made = {}
    for name, one in registry.of("seatpolicy_functions").items():
        assert isinstance(one.offer, Function)
        made[name] = evolved(one.offer, plugin=one.plugin)
    return made


def rules(registry: Registry) -> Rules:
    """The checks of every rule: those that run on each text, and those that run only on a text without errors."""
    always: list[Check] = []
    clean: list[Check] = []
    for one in registry.of("seatpolicy_lint_rules").values():
        rule = one.offer
        assert isinstance(rule, LintRule)
        if one.plugin == OWN:
            always += resolved(rule.checks)()
        else:
            (always if rule.on_errors else clean).append(_guarded(one, rule))
    return Rules(tuple(always), tuple(clean))


def foreign(registry: Registry) -> list[LintRule]:
    """The rules of plugins, whose codes `explain` knows."""
    listed = registry.of("seatpolicy_lint_rules").values()
    return [one.offer for one in listed if one.plugin != OWN and isinstance(one.offer, LintRule)]


def _guarded(offered: Offered, rule: LintRule) -> Check:
    codes = {one.code for one in rule.codes}

    def check(policy: Policy, poison: Poison) -> list[Diagnostic]:
        def run() -> list[object]:
            found: list[object] = []
            for one in resolved(rule.checks)():
                given = one(policy, poison)
                found += given if isinstance(given, Iterable) else [given]
            return found

        answer = call(offered, run)
        if answer.value is None:
            return list(answer.diagnostics)
        made: list[Diagnostic] = []
        for one in answer.value:
            if isinstance(one, Diagnostic) and one.code in codes:
                made.append(one)
            else:
                what = f"a finding of the code {one.code}" if isinstance(one, Diagnostic) else f"a {type(one).__name__}"
                wanted = f"findings of {', '.join(sorted(codes))}"
                made.append(messages.wrong_answer(offered.plugin, offered.called, what, wanted))
        return made

    return check
