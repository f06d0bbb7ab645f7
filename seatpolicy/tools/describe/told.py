"""What every part of a description is made from: the policy, its titles, the words for its conditions, its defaults."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from seatpolicy.semantics.assumptions.assumption import Assumption
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.describe.conditions import Phrases
from seatpolicy.tools.describe.document import Paragraph, Points, Section, strong
from seatpolicy.tools.describe.names import Names
from seatpolicy.tools.describe.words import sentence

_SUBJECTS = ("policy", "counting", "combine", "tax", "release")
"""Subjects of defaults that say no more than the section in which they stand."""


@attrs.frozen(slots=False, eq=False)
class Told:
    """One text of a policy, and how its parts are called."""

    policy: Policy

    @cached_property
    def names(self) -> Names:
        """The titles."""
        return Names(self.policy)

    @cached_property
    def phrases(self) -> Phrases:
        """The words for conditions and figures."""
        return Phrases(self.names)

    def defaults(self, found: Iterable[Assumption]) -> list[Paragraph | Points]:
        """What holds although no line says it: an opening and a list, or nothing."""
        said: dict[str, None] = {}
        for one in found:
            subject = "" if one.subject in _SUBJECTS else f"{strong(sentence(self.names.unquoted(one.subject))[:-1])}: "
            words = self.names.unquoted(one.statement)
            said.setdefault(f"{subject}{words if subject else sentence(words)[:-1]}.")
        if not said:
            return []
        return [Paragraph("What the policy does not say itself follows the usual rule:"), Points(tuple(said))]


def section(title: str, blocks: Iterable[object]) -> Section:
    """A section of the blocks that say something."""
    kept = [one for one in blocks if one is not None and not (isinstance(one, Section | Points) and not _filled(one))]
    return Section(title, tuple(kept))  # type: ignore[arg-type]


def _filled(one: Section | Points) -> bool:
    return bool(one.blocks if isinstance(one, Section) else one.items)
