"""An account's document and the providers of facts in, the document with what they fill in out.

A provided fact stands in a text of its own that is called by its provider and origin, so that a finding about its value
points there and not into the account's document. Nothing that the document gives is ever changed.
"""

from __future__ import annotations

import attrs

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.nodes import Entry, Mapping, Node, Scalar, is_nothing
from seatpolicy.documents.typed import wanted
from seatpolicy.hooks import messages
from seatpolicy.hooks.kinds import Offered
from seatpolicy.hooks.offers import FactProvider, FactsAsked, Lazy, ProvidedFact
from seatpolicy.hooks.registry import Registry, call, resolved
from seatpolicy.semantics.check import Checked
from seatpolicy.semantics.model.parties import Fact
from seatpolicy.source.text import SourceText, Span


def provided(registry: Registry, node: Node, checked: Checked) -> Outcome[Node | None]:
    """The document with what it lacks and a provider knows; None where a provider's answer cannot be used."""
    facts = node.get("facts") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not (is_nothing(facts) or isinstance(facts, Mapping)):
        return Outcome(node)  # its reader says what is wrong with it
    asked = _asked(node, facts if isinstance(facts, Mapping) else None, checked)
    found: list[Diagnostic] = []
    made: dict[str, Entry] = {}
    by: dict[str, str] = {}
    for one in registry.of("seatpolicy_fact_providers").values():
        provider = one.offer
        assert isinstance(provider, FactProvider)
        answer = call(one, _listed, provider.facts, asked)
        found += answer.diagnostics
        for fact in answer.value or ():
            wrong = _wrong(one, fact, asked)
            if wrong is None and fact.name in made:
                wrong = messages.offered_twice("fact", fact.name, one.plugin, by[fact.name])
            if wrong is not None:
                found.append(wrong)
                continue
            made[fact.name], by[fact.name] = _entry(provider, fact), one.plugin
    if found:
        return Outcome(None, tuple(found))
    return Outcome(_with(node, facts if isinstance(facts, Mapping) else None, list(made.values())) if made else node)


def _listed(facts: Lazy, asked: FactsAsked) -> list[object]:
    return list(resolved(facts)(asked))


def _asked(node: Mapping, facts: Mapping | None, checked: Checked) -> FactsAsked:
    plans = node.get("plans")
    names = tuple(one.text for one in getattr(plans, "items", ()) if isinstance(one, Scalar))
    account = node.get("account")
    given = {e.key.text: e.value.text for e in facts or () if isinstance(e.value, Scalar) and not e.value.is_nothing}
    given |= {k: v.text for k in ("country", "billing_entity") if isinstance(v := node.get(k), Scalar)}
    declared: dict[str, Fact] = {}
    for text in checked.texts:
        if text.policy is not None:
            declared |= {name: fact for name, fact in text.policy.facts.items() if fact.at is not None}
    present = {e.key.text for e in facts or () if not is_nothing(e.value)} | set(given)
    lacking = {
        name: wanted(fact.type)[0]
        for name, fact in declared.items()
        if fact.owner == "account" and name not in present
    }
    return FactsAsked(account.text if isinstance(account, Scalar) else "", names, given, lacking)


def _wrong(offered: Offered, fact: object, asked: FactsAsked) -> Diagnostic | None:
    wants = "facts that the policy declares and the document lacks, each a ProvidedFact with a value and an origin"
    if not isinstance(fact, ProvidedFact):
        return messages.wrong_answer(offered.plugin, offered.called, f"a {type(fact).__name__}", wants)
    if fact.name not in asked.lacking:
        return messages.wrong_answer(offered.plugin, offered.called, f"the fact `{fact.name}`", wants)
    if not (isinstance(fact.value, str) and isinstance(fact.origin, str) and fact.value and fact.origin):
        return messages.wrong_answer(offered.plugin, offered.called, f"`{fact.name}` without a value or an origin", wants)
    return None


def _entry(provider: FactProvider, fact: ProvidedFact) -> Entry:
    source = SourceText(f"{provider.name}, {' '.join(fact.origin.split())}", f"{fact.name}: {fact.value}")
    start = len(fact.name) + 2
    key = Scalar(fact.name, True, Span(source, 0, len(fact.name)))
    return Entry(key, Scalar(fact.value, True, Span(source, start, len(source.text))))


def _with(node: Mapping, facts: Mapping | None, more: list[Entry]) -> Mapping:
    names = {entry.key.text for entry in more}
    kept = tuple(entry for entry in facts or () if entry.key.text not in names)
    filled = Mapping((*kept, *more), facts.at if facts is not None else node.at)
    entries = [entry for entry in node if entry.key.text != "facts"]
    key = next((entry.key for entry in node if entry.key.text == "facts"), Scalar("facts", True, node.at))
    return attrs.evolve(node, entries=(*entries, Entry(key, filled)))

