"""The list `people:` of a document and a checked policy in, a roster out; a finding for everything that cannot be read.

    people:
      - {id: u-1, roles: [editor], status: active, accepted_on: 2026-02-01, last_used: 2026-11-20}

An entry may hold every standard fact of a person and those that the policy declares. `id` and `status` are always there;
so is every fact that the policy declares without `optional`. Three have a value without being told: `is_shared_login` is
no, `roles` are none, and `last_used` is the day of acceptance.
"""

from __future__ import annotations

from datetime import date

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents import people_messages as told
from seatpolicy.documents import shape, typed
from seatpolicy.documents.nodes import Mapping, Node, Scalar, is_nothing
from seatpolicy.documents.people import INVITED, Person
from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import Span

SAMPLE = "people: [{id: u-1, status: active}]"
_ALWAYS = ("id", "status")
_WITHOUT = ("is_shared_login", "roles", "last_used")


def read_people(
    node: Node | None, policy: Policy, currency: str, found: Diagnostics, tolerant: bool = False
) -> tuple[Person, ...] | None:
    """Everybody in the roster, each entry once; None where the document has none. An empty list is a roster of nobody."""
    if node is None or is_nothing(node):
        return None
    reader = EntryReader(policy, currency, found, tolerant)
    people: dict[tuple[str, str], Person] = {}
    for item in shape.items(node, "people", found, SAMPLE):
        person = reader.person(item)
        if person is None:
            continue
        earlier = people.setdefault((person.id, person.workspace), person)
        if earlier is not person:
            reader.twice(person, earlier)
    reader.missing()
    return tuple(people.values())


class EntryReader:
    """Reads entries one by one, and keeps whom a fact is missing of, so that one mistake of an export is told once. `also`
    are keys beside the facts that somebody may have meant."""

    def __init__(
        self, policy: Policy, currency: str, found: Diagnostics, tolerant: bool, also: tuple[str, ...] = ()
    ) -> None:
        self.policy, self.currency, self.found, self.tolerant, self.also = policy, currency, found, tolerant, also
        self.facts = facts = {name: fact for name, fact in policy.facts.items() if fact.owner == "person"}
        self.lacking: dict[str, list[tuple[Span, str]]] = {}
        same = policy.counting.same_person
        self.needed = [name for name in facts if name in _ALWAYS or name == same or self._declared(name)]

    def _declared(self, name: str) -> bool:
        fact = self.facts[name]
        own = fact.at is not None and not fact.type.optional and fact.record in ("", "roster")
        return own and name not in _WITHOUT

    def person(self, item: Node) -> Person | None:
        """One entry; None where it has no shape, id or status."""
        entry = shape.mapping(item, "a person", self.found, "{id: u-1, status: active}")
        if entry is None:
            return None
        facts: dict[str, Value] = {}
        wrong: set[str] = set()
        for one in entry:
            self._fact(one.key, one.value, facts, wrong)
        name = str(facts.get("id", ""))
        for fact in self.needed:
            if fact not in facts and fact not in wrong:
                self.lacking.setdefault(fact, []).append((entry.at, name))
        if not all(fact in facts for fact in _ALWAYS):
            return None
        person = Person(name, facts, entry.at)
        self._contradictions(person, entry)
        return person

    def _fact(self, key: Scalar, node: Node, facts: dict[str, Value], wrong: set[str]) -> None:
        name = key.text
        fact = self.facts.get(name)
        if fact is None:
            if not self.tolerant:
                other = self.policy.facts.get(name)
                known = sorted({*self.facts, *self.also})
                self.found.add(told.unknown_person_fact(key, known, other.owner if other is not None else ""))
            return
        if is_nothing(node):
            return
        value = typed.convert(node, name, fact.type, self.currency, fact.at)
        if isinstance(value, Diagnostic):
            self.found.add(value)
            wrong.add(name)
        else:
            facts[name] = value

    def twice(self, person: Person, earlier: Person) -> None:
        """A finding where two entries of one person in one place differ."""
        for name in dict.fromkeys((*earlier.facts, *person.facts)):
            if earlier.facts.get(name) != person.facts.get(name):
                self.found.add(told.person_twice(person.at, person.id, person.workspace, name, earlier.at))
                return

    def missing(self) -> None:
        """One finding for each fact that is missing, at the first person without it."""
        for name, people in self.lacking.items():
            at, person = people[0]
            fact = self.facts[name]
            wanted, sample = typed.wanted(fact.type, self.currency)
            sample = "u-1" if name == "id" else "active" if name == "status" else sample
            self.found.add(told.missing_person_fact(at, name, wanted, sample, person, len(people) - 1, fact.at))

    def _contradictions(self, person: Person, entry: Mapping) -> None:
        """What cannot both be: an invitation that was accepted, and an acceptance before the invitation."""
        accepted, invited = person.facts.get("accepted_on"), person.facts.get("invited_on")
        if accepted is None:
            return
        place = node.at if (node := entry.get("accepted_on")) is not None else entry.at
        if person.status == INVITED:
            message = "somebody who is still invited has accepted already"
            self.found.add(told.person_contradicted(place, person.id, message, "write `status: active`, or remove the day"))
        elif isinstance(accepted, date) and isinstance(invited, date) and accepted < invited:
            message = "the invitation was accepted before it was sent"
            self.found.add(told.person_contradicted(place, person.id, message, "correct one of the two dates"))
