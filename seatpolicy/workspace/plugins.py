"""What this run can use, by name: engines, readers, pricers, rules, functions and the rest, of the program and of plugins.

The folders that Python imports from are looked through once a run. Where they hold no plugin the program's own parts are
taken from its tables, and neither pluggy nor the host is imported. `SEATPOLICY_PLUGINS=none` passes every plugin over.
Whatever is wrong with a plugin is in `findings`, and every command that reads a policy reports them as errors: a policy that
was checked without a rule, or priced without a function, would say less than it should.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from seatpolicy import builtin
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome

if TYPE_CHECKING:
    from seatpolicy.diagnostics.codes import Code
    from seatpolicy.diagnostics.pages import Page
    from seatpolicy.documents.nodes import Node
    from seatpolicy.hooks.registry import Registry
    from seatpolicy.semantics.check import Rules
    from seatpolicy.semantics.model.functions import Function
    from seatpolicy.source.text import SourceText

OFF = "none"


@attrs.frozen(eq=False)
class Plugins:
    """The program's own parts and those of `registry`; None where no plugin is installed."""

    registry: Registry | None = None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong with any plugin."""
        return self.registry.findings if self.registry is not None else ()

    @property
    def functions(self) -> Mapping[str, Function]:
        """The functions that policies may use beside the language's own, by name."""
        if self.registry is None:
            return {}
        from seatpolicy.hooks.rules import functions

        return functions(self.registry)

    @property
    def rules(self) -> Rules | None:
        """What checks a policy; None: the catalogue of the language alone."""
        if self.registry is None:
            return None
        from seatpolicy.hooks.rules import rules

        return rules(self.registry)

    def engine(self, name: str = builtin.DEFAULT_ENGINE) -> Outcome[Any]:
        """A new engine (seatpolicy.engines.base.Engine), or None and the finding."""
        if self.registry is None and name in builtin.ENGINES:
            return Outcome(_named(builtin.ENGINES[name])())
        return self.full.engine(name)

    def price(
        self,
        checked: Any,
        read: Any,
        as_of: date | None,
        engine: Any,
        pricer: str = builtin.DEFAULT_PRICER,
        tax: Any | None = None,
    ) -> Outcome[Any]:
        """The invoice that an account pricer makes, with its tax where somebody figures it, or None and findings."""
        given = (checked, read, as_of, engine) if tax is None else (checked, read, as_of, engine, tax)
        if self.registry is None and pricer in builtin.PRICERS:
            made: Outcome[Any] = _named(builtin.PRICERS[pricer])(*given)
            return made
        return self.full.answer("seatpolicy_account_pricers", pricer, *given)

    def prices(self, name: str) -> Diagnostic | None:
        """The finding that there is no account pricer of a name; None where there is one."""
        if name in builtin.PRICERS:
            return None
        found = self.full.named("seatpolicy_account_pricers", name)
        return found if isinstance(found, Diagnostic) else None

    def judge(
        self, evaluator: Any, lines: Any, facts: Any, as_of: date | None, validator: str = builtin.DEFAULT_VALIDATOR
    ) -> Outcome[Any]:
        """The verdicts that a quote validator gives, or None and findings."""
        if self.registry is None and validator in builtin.VALIDATORS:
            made: Outcome[Any] = _named(builtin.VALIDATORS[validator])(evaluator, lines, facts, as_of)
            return made
        return self.full.answer("seatpolicy_quote_validators", validator, evaluator, lines, facts, as_of)

    def tax(self, name: str) -> Outcome[Any]:
        """What figures tax by the name of a source (it has `name` and `figure(question)`), or None and the finding."""
        return self.full.tax(name)

    def report(self, of: str, name: str, *arguments: object) -> tuple[Outcome[Any], bool]:
        """What a reporter writes, and whether the findings are in it."""
        key = f"{of}:{name}"
        if self.registry is None and key in builtin.REPORTERS:
            return Outcome(_named(builtin.REPORTERS[key])(*arguments)), key in builtin.HOLDS_FINDINGS
        return self.full.report(of, name, *arguments)

    def reports(self, of: str, name: str) -> Diagnostic | None:
        """The finding that there is no reporter of a name; None where there is one."""
        if f"{of}:{name}" in builtin.REPORTERS:
            return None
        found = self.full.named("seatpolicy_reporters", name, of)
        return found if isinstance(found, Diagnostic) else None

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of files that are documents."""
        own = tuple(one for endings in builtin.ENDINGS.values() for one in endings)
        return own if self.registry is None else tuple(dict.fromkeys((*own, *self.registry.endings)))

    def read(self, source: SourceText) -> Outcome[Node | None]:
        """The document of a text, by the reader of its path's ending; YAML where none has it, as for standard input."""
        if self.registry is not None:
            reader = self.registry.reader(source.path)
            if reader is not None:
                return self.registry.read(reader, source)
        made: Outcome[Node | None] = _named(builtin.READERS["yaml"])(source)
        return made

    def with_facts(self, node: Node, checked: Any) -> Outcome[Node | None]:
        """An account's document with the facts that providers fill in; as it is where there are none."""
        if self.registry is None or not self.registry.of("seatpolicy_fact_providers"):
            return Outcome(node)
        from seatpolicy.hooks.facts import provided

        return provided(self.registry, node, checked)

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of plugins' lint rules."""
        if self.registry is None:
            return ()
        from seatpolicy.hooks.rules import foreign

        return tuple(one for rule in foreign(self.registry) for one in rule.codes)

    def page(self, code: str) -> Page | None:
        """The page of a code of a plugin's lint rule."""
        if self.registry is None:
            return None
        from seatpolicy.diagnostics.pages import read_pages
        from seatpolicy.hooks.rules import foreign

        pages = (read_pages(rule.page).get(code) for rule in foreign(self.registry))
        return next((one for one in pages if one is not None), None)

    @property
    def commands(self) -> dict[str, tuple[str, str]]:
        """The commands of plugins by name: module and summary."""
        if self.registry is None:
            return {}
        from seatpolicy.hooks.offers import CommandOffer

        offers = [one.offer for one in self.registry.of("seatpolicy_commands").values()]
        listed = [one for one in offers if isinstance(one, CommandOffer) and one.name not in builtin.COMMANDS]
        return {one.name: (one.module, one.summary) for one in listed}

    @property
    def full(self) -> Registry:
        """The registry; without plugins, that of the program's own parts, which names what there is."""
        if self.registry is not None:
            return self.registry
        from seatpolicy.hooks.host import registered

        return registered(builtin, ())


@cache
def _found(folders: Sequence[str]) -> Plugins:
    from seatpolicy.hooks.discovery import installed as look

    found = look(folders)
    if not found:
        return Plugins()
    from seatpolicy.hooks.host import load

    return Plugins(load(builtin, found))


def installed() -> Plugins:
    """What is installed for this run; looked for once as long as the folders of imports stay the same."""
    return Plugins() if os.environ.get("SEATPOLICY_PLUGINS") == OFF else _found(tuple(sys.path))


def _named(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)
