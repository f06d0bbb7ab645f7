"""Everything that is offered, by kind and name; what calls an offer and turns what a plugin raises into a finding.

An exception out of the program's own parts is a mistake of the program, and goes on its way. One out of a plugin is told as
PG106 with the plugin's name: here, where the program calls it (`call`), and as `PluginRaised` out of an engine, which is
called in the midst of our own code.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.errors import PolicyError
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.nodes import Mapping as Mapping_
from seatpolicy.documents.nodes import Scalar, Sequence
from seatpolicy.hooks import messages
from seatpolicy.hooks.kinds import KINDS, OWN, Offered
from seatpolicy.hooks.offers import EngineOffer, Lazy, Reader, Reporter, TaxSource
from seatpolicy.source.text import SourceText


class PluginRaised(PolicyError):
    """A plugin's failure on its way out of our own code, as its finding."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__([found])


@attrs.frozen(eq=False)
class Registry:
    """Offers by hook and key. `plugins` are the names of those that were imported, `findings` what is wrong with any."""

    plugins: tuple[str, ...]
    offers: Mapping[str, Mapping[str, Offered]]
    findings: tuple[Diagnostic, ...] = ()

    def of(self, hook: str) -> Mapping[str, Offered]:
        """The offers of a hook, by key."""
        return self.offers[hook]

    def named(self, hook: str, name: str, of: str = "") -> Offered | Diagnostic:
        """The offer of a name (`of` what, for a reporter), or the finding that there is none."""
        offers = self.of(hook)
        found = offers.get(f"{of}:{name}" if of else name)
        if found is not None:
            return found
        names = [one.offer.name for key, one in offers.items() if not of or key.startswith(f"{of}:")]
        kind = KINDS[hook].called
        return messages.not_offered(f"{kind} of {of}" if of else kind, name, names)

    def engine(self, name: str) -> Outcome[Any]:
        """A new engine of a name (seatpolicy.engines.base.Engine), or None and the finding."""
        found = self.named("seatpolicy_engines", name)
        if isinstance(found, Diagnostic):
            return Outcome(None, (found,))
        offer = found.offer
        assert isinstance(offer, EngineOffer)
        made = call(found, offer.make)
        if found.plugin == OWN or made.value is None:
            return made
        lacks = [one for one in ("bill", "standing") if not callable(getattr(made.value, one, None))]
        if lacks:
            told = messages.wrong_answer(found.plugin, found.called, f"something without `{lacks[0]}`", "an engine")
            return Outcome(None, (told,))
        return Outcome(Guarded(offer.name, made.value, found))

    def tax(self, name: str) -> Outcome[Any]:
        """What figures tax by the name of a source, or None and the finding."""
        found = self.named("seatpolicy_taxes", name)
        return Outcome(None, (found,)) if isinstance(found, Diagnostic) else Outcome(Figurer(name, found))

    def answer(self, hook: str, name: str, *arguments: object) -> Outcome[Any]:
        """What the pricer or validator of a name answers, or None and findings."""
        found = self.named(hook, name)
        if isinstance(found, Diagnostic):
            return Outcome(None, (found,))
        return outcome_of(found, getattr(found.offer, _CALLED[hook]), *arguments)

    def report(self, of: str, name: str, *arguments: object) -> tuple[Outcome[Any], bool]:
        """What a reporter writes, and whether the findings are in it; None and a finding where it writes nothing."""
        found = self.named("seatpolicy_reporters", name, of)
        if isinstance(found, Diagnostic):
            return Outcome(None, (found,)), False
        reporter = found.offer
        assert isinstance(reporter, Reporter)
        made = call(found, reporter.write, *arguments)
        if made.diagnostics or isinstance(made.value, str):
            return made, reporter.holds_findings
        what = f"a {type(made.value).__name__}"
        return Outcome(None, (messages.wrong_answer(found.plugin, found.called, what, "a text"),)), False

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings that readers have, in the order of the readers."""
        readers = [one.offer for one in self.of("seatpolicy_readers").values()]
        return tuple(ending for one in readers if isinstance(one, Reader) for ending in one.endings)

    def reader(self, path: str) -> Offered | None:
        """The reader with the longest ending that a path has; None where none has one."""
        fitting = [
            (len(ending), one)
            for one in self.of("seatpolicy_readers").values()
            if isinstance(one.offer, Reader)
            for ending in one.offer.endings
            if path.lower().endswith(ending)
        ]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def read(self, offered: Offered, source: SourceText) -> Outcome[Any]:
        """The document that a reader makes of a text."""
        reader = offered.offer
        assert isinstance(reader, Reader)
        made = outcome_of(offered, reader.read, source)
        if made.value is None or isinstance(made.value, (Mapping_, Scalar, Sequence)):
            return made
        what = f"a {type(made.value).__name__}"
        return Outcome(None, (messages.wrong_answer(offered.plugin, offered.called, what, "a node of a document"),))


_CALLED = {"seatpolicy_account_pricers": "price", "seatpolicy_quote_validators": "judge"}


@attrs.frozen
class Figurer:
    """A plugin's tax source as the engines ask it: by its name and `figure`."""

    name: str
    offered: Offered

    def figure(self, question: Any) -> Outcome[Any]:
        """The taxes, or None and findings; what the plugin raises is one."""
        assert isinstance(self.offered.offer, TaxSource)
        return outcome_of(self.offered, self.offered.offer.figure, question)


@attrs.frozen
class Guarded:
    """A plugin's engine: what it raises leaves it as `PluginRaised`."""

    name: str
    engine: Any
    offered: Offered

    def standing(self, policy: Any, account: Any, as_of: date) -> Any:
        """See seatpolicy.engines.base."""
        return self._asked("standing", policy, account, as_of)

    def bill(self, policy: Any, account: Any, as_of: date) -> Any:
        """See seatpolicy.engines.base."""
        made = self._asked("bill", policy, account, as_of)
        if not isinstance(made, Outcome):
            what = f"a {type(made).__name__}"
            raise PluginRaised(messages.wrong_answer(self.offered.plugin, self.offered.called, what, "an Outcome"))
        return made

    def _asked(self, name: str, *arguments: object) -> Any:
        try:
            return getattr(self.engine, name)(*arguments)
        except (Exception, SystemExit) as trouble:
            raise PluginRaised(messages.raised(self.offered.plugin, self.offered.called, trouble)) from trouble


def resolved(lazy: Lazy) -> Any:
    """What an import string names, or the thing itself."""
    if not isinstance(lazy, str):
        return lazy
    module, _, name = lazy.partition(":")
    return getattr(importlib.import_module(module), name)


def call(offered: Offered, lazy: Lazy, *arguments: object) -> Outcome[Any]:
    """The answer of an offer; None, and a finding with the plugin's name, where it raises."""
    try:
        return Outcome(resolved(lazy)(*arguments))
    except PluginRaised as inner:
        return Outcome(None, inner.diagnostics)
    except (Exception, SystemExit) as trouble:
        if offered.plugin == OWN:
            raise
        return Outcome(None, (messages.raised(offered.plugin, offered.called, trouble),))


def outcome_of(offered: Offered, lazy: Lazy, *arguments: object) -> Outcome[Any]:
    """The same for an offer that answers with an Outcome; any other answer is a finding."""
    made = call(offered, lazy, *arguments)
    if made.diagnostics or isinstance(made.value, Outcome):
        return made if made.diagnostics else made.value
    what = f"a {type(made.value).__name__}"
    return Outcome(None, (messages.wrong_answer(offered.plugin, offered.called, what, "an Outcome"),))

