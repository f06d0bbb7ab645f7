"""A correction's entry and the event that it names in, the correction with the corrected event out; None, and findings,
where it cannot be read.

The corrected event is read anew, from the first event's own entry with the correction's keys in place of its own: so what a
correction says is checked exactly as if the event had said it.
"""

from __future__ import annotations

from collections.abc import Mapping as ByName

import attrs

from seatpolicy.documents import shape
from seatpolicy.documents.events import chain_messages, messages
from seatpolicy.documents.events.builds import BUILDS
from seatpolicy.documents.events.forms import COMMON, EITHER, FORMS
from seatpolicy.documents.events.reader import Head, Reader
from seatpolicy.documents.events.records import Correction, Event
from seatpolicy.documents.nodes import Entry, Mapping, Scalar, is_nothing

_COMMON = frozenset(key.name for key in COMMON)
_OWN = _COMMON | {key.name for key in FORMS["correction"]}
_FACTS = "facts"


@attrs.frozen
class CorrectionReader:
    """Reads corrections of `events`, whose entries are `entries`; `corrections` are the entries of corrections by id."""

    reader: Reader
    events: ByName[str, Event]
    entries: ByName[str, Mapping]
    unread: set[str]
    corrections: ByName[str, Mapping]

    def read(self, node: Mapping, head: Head) -> Correction | None:
        """The correction, with the event as it leaves it."""
        original = self._original(node)
        never = self.reader.flag(node, "never_happened")
        moved = self.reader.moment(node, "moved_to")
        if original is None:
            return None
        if head["recorded"] < original.recorded:
            self.reader.found.add(chain_messages.corrected_too_early(node.at, head["id"], original.id, original.at))
            return None
        fields = [entry for entry in node if entry.key.text not in _OWN]
        said = [entry.key.text for entry in fields] + ([] if is_nothing(node.get("moved_to")) else ["moved_to"])
        if never:
            if said:
                self.reader.found.add(chain_messages.never_and_more(node.at, said))
            return Correction(**head, corrects=original.id, corrected=None)
        if not said and is_nothing(node.get("never_happened")):
            hint = "write what replaces a field of the event, `moved_to: …`, or `never_happened: yes`"
            self.reader.found.add(messages.changes_nothing(node.at, "the correction says nothing", hint, head["id"]))
            return None
        if not self._fits(fields, original):
            return None
        corrected = self._corrected(original, fields, node)
        if corrected is None:
            return None
        if moved is not None:
            corrected = attrs.evolve(corrected, instant=moved.instant, day=moved.day)
        return Correction(**head, corrects=original.id, corrected=corrected)

    def _original(self, node: Mapping) -> Event | None:
        """The event that is corrected: no correction itself."""
        if self.reader.text(node, "corrects", "corrects: e-1") is None:
            return None
        given = node.get("corrects")
        assert isinstance(given, Scalar)
        if given.text in self.corrections:
            other = self.corrections[given.text]
            self.reader.found.add(chain_messages.corrects_a_correction(given, self._beginning(other), other.at))
            return None
        found = self.events.get(given.text)
        if found is None and given.text not in self.unread:
            self.reader.found.add(chain_messages.corrects_nothing(given, self.entries))
        return found

    def _beginning(self, correction: Mapping) -> str:
        """The first event of the chain that a correction stands in; empty where corrections name each other."""
        seen: set[str] = set()
        at: Mapping | None = correction
        while at is not None:
            named = at.get("corrects")
            name = named.text if isinstance(named, Scalar) else ""
            if name in self.events and name not in self.corrections:
                return name
            at = None if name in seen else self.corrections.get(name)
            seen.add(name)
        return ""

    def _fits(self, fields: list[Entry], original: Event) -> bool:
        """Whether the type of the event has every field that the correction names."""
        known = [key.name for key in FORMS[original.type]]
        if original.type == "person_added":
            known += [name for name in self.reader.entries.facts if name not in (*known, "id")]
        wrong = [entry.key for entry in fields if entry.key.text not in known]
        if not self.reader.tolerant:
            for key in wrong:
                self.reader.found.add(chain_messages.not_corrected_so(key, original.type, known, original.at))
        return not wrong or self.reader.tolerant

    def _corrected(self, original: Event, fields: list[Entry], node: Mapping) -> Event | None:
        merged = Mapping(tuple(overlaid(self.entries[original.id], fields, original.type)), node.at)
        of = f"the corrected `{original.type}`"
        shape.check_keys(merged, of, FORMS[original.type], self.reader.found, tolerant=True)
        head = Head(
            id=original.id, type=original.type, instant=original.instant, day=original.day, recorded=original.recorded,
            recorded_on=original.recorded_on, source=original.source, at=node.at,
        )  # fmt: skip
        return BUILDS[original.type](self.reader, merged, head)


def overlaid(entry: Mapping, fields: list[Entry], type_: str) -> list[Entry]:
    """The entries of an event with some replaced: a field in the place of its own, a fact in the place of the same fact."""
    replaced = {field.key.text for field in fields}
    if replaced & set(either := EITHER.get(type_, ())):
        replaced.update(either)
    inner = next((field.value for field in fields if field.key.text == _FACTS), None)
    new_facts = {one.key.text: one for one in inner} if isinstance(inner, Mapping) else {}
    # Only a person that is added has facts beside the event's own keys.
    flat = set(new_facts) - _COMMON - {"person"} if type_ == "person_added" else set()
    kept = [one for one in entry if one.key.text not in (replaced | flat) - {_FACTS}]
    made: list[Entry] = []
    for one in kept:
        if one.key.text != _FACTS:
            made.append(one)
        elif isinstance(one.value, Mapping):
            # A fact that the correction gives beside the event's own keys replaces one below `facts`, too.
            rest = [fact for fact in one.value if fact.key.text not in replaced and fact.key.text not in new_facts]
            made.append(Entry(one.key, Mapping((*rest, *new_facts.values()), one.value.at)))
    if inner is not None and not (isinstance(inner, Mapping) and any(one.key.text == _FACTS for one in made)):
        made.append(next(field for field in fields if field.key.text == _FACTS))
    made.extend(field for field in fields if field.key.text != _FACTS)
    return made
