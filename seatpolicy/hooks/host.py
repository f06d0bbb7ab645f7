"""Installed plugins and the program's own offers in, one registry out: the only module that imports pluggy, and late.

pluggy keeps the plugins and finds the hooks of each by the names in specs.py. The program's own
offers are registered first, as one plugin among the others. Where nothing is installed nothing needs this module: what the
program offers is then taken from the tables that its own hooks are written from (seatpolicy/builtin.py).
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.hooks import messages
from seatpolicy.hooks.discovery import Installed
from seatpolicy.hooks.kinds import KINDS, OWN, Offered, accepted
from seatpolicy.hooks.offers import LintRule
from seatpolicy.hooks.registry import Registry

if TYPE_CHECKING:
    import pluggy


def load(own: ModuleType, found: Sequence[Installed]) -> Registry:
    """The registry of the program's own offers and of every plugin that can be loaded; findings name those that cannot."""
    plugins: list[tuple[str, object]] = []
    troubles: list[Diagnostic] = []
    for one in found:
        try:
            plugins.append((one.plugin, _imported(one.target)))
        except (Exception, SystemExit) as trouble:
            troubles.append(messages.not_loaded(one.plugin, one.target, trouble))
    return registered(own, plugins, troubles)


def registered(own: ModuleType, plugins: Sequence[tuple[str, object]], troubles: Sequence[Diagnostic] = ()) -> Registry:
    """The registry of plugins that are imported already, each with the name that findings give it."""
    from seatpolicy.hooks import specs

    found = list(troubles)
    manager = _manager()
    manager.add_hookspecs(specs)
    for name, plugin in [(OWN, own), *plugins]:
        wrong = _not_for_us(name, plugin, specs.API, specs.PREFIX)
        if wrong:
            found += wrong
            continue
        # A distribution may have several entry points; pluggy asks for one name each.
        manager.register(plugin, name=f"{name}#{len(manager.get_plugins())}")
    offers: dict[str, dict[str, Offered]] = {hook: {} for hook in KINDS}
    for hook in KINDS:
        # Each plugin is asked by itself, the program's own first, so that what one raises is told of that one.
        callers = sorted(getattr(manager.hook, hook).get_hookimpls(), key=lambda i: int(i.plugin_name.rpartition("#")[2]))
        for impl in callers:
            made, wrong = accepted(impl.plugin_name.rpartition("#")[0], hook, impl.function)
            found += wrong
            for one in made:
                first = offers[hook].setdefault(one.key, one)
                if first is not one:
                    found.append(messages.offered_twice(KINDS[hook].called, one.offer.name, one.plugin, first.plugin))
    found += _codes_twice(offers["seatpolicy_lint_rules"].values())
    names = tuple(impl for impl, _ in plugins)
    return Registry(names, offers, tuple(found))


def _codes_twice(rules: Iterable[Offered]) -> list[Diagnostic]:
    """Codes that two rules declare, of one plugin or of two."""
    found: list[Diagnostic] = []
    first: dict[str, str] = {}
    for one in rules:
        for code in one.offer.codes if isinstance(one.offer, LintRule) else ():
            if code.code in first:
                found.append(messages.offered_twice("code", code.code, one.plugin, first[code.code]))
            first.setdefault(code.code, one.plugin)
    return found


def _imported(target: str) -> object:
    module, _, attribute = target.partition(":")
    made: object = importlib.import_module(module)
    for name in attribute.split(".") if attribute else ():
        made = getattr(made, name)
    return made


def _not_for_us(name: str, plugin: object, api: str, prefix: str) -> list[Diagnostic]:
    """Why a plugin cannot be asked at all: another version of the hooks, or functions that are no hooks."""
    given = getattr(plugin, "SEATPOLICY_API", None)
    parts = given.split(".") if isinstance(given, str) else []
    major, _, minor = api.partition(".")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts) or parts[0] != major or int(parts[1]) > int(minor):
        return [messages.wrong_api(name, given, api)]
    named = [one for one in dir(plugin) if one.startswith(prefix) and inspect.isroutine(getattr(plugin, one, None))]
    wrong = [messages.unknown_hook(name, one, list(KINDS)) for one in named if one not in KINDS]
    for one in (one for one in named if one in KINDS):
        try:
            parameters = inspect.signature(getattr(plugin, one)).parameters.values()
        except (TypeError, ValueError):  # something built in, of which nobody knows what it takes
            wrong.append(messages.wrong_arguments(name, one))
            continue
        asks = [p.name for p in parameters if p.default is p.empty]
        if asks:
            wrong.append(messages.wrong_arguments(name, f"{one}({', '.join(asks)})"))
    return wrong


def _manager() -> pluggy.PluginManager:
    import pluggy

    class Manager(pluggy.PluginManager):
        """Knows hooks by their names, so that neither descriptions nor plugins need a decorator of pluggy's."""

        def parse_hookspec_opts(self, module_or_class: Any, name: str) -> Any:
            return {} if name in KINDS else None

        def parse_hookimpl_opts(self, plugin: Any, name: str) -> Any:
            return {} if name in KINDS and inspect.isroutine(getattr(plugin, name)) else None

    return Manager(OWN)

