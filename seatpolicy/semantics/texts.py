"""A checked policy in, all its texts out, as what bills a history needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatpolicy.semantics.in_force import Change, head_reach
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Reach, Texts

if TYPE_CHECKING:
    from seatpolicy.semantics.check import Checked


def texts_of(checked: Checked) -> Texts:
    """The texts of a policy that was checked without errors. Raises ValueError for one with errors."""
    made: dict[tuple[str, ...], Policy] = {}
    for text in checked.texts:
        if text.policy is None:
            raise ValueError("this policy was checked with errors")
        made[text.changes] = text.policy
    nodes = (node for file in checked.files for node in file.declarations if node.kind == "policy")
    head = next(nodes, None)
    begins = None if head is None else head_reach(head)
    return Texts(made, tuple(map(_reach, checked.changes)), None if begins is None else _reach(begins))


def _reach(change: Change) -> Reach:
    return Reach(change.name, change.first, change.others, change.new_at_once, change.everyone_by)
