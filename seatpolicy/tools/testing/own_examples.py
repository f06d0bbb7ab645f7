"""A text of a checked policy in, the same text without the examples that another text answers out, and how many those are.

An example has a day and a customer, and so one text that is in force for it. Shown as a policy of its own, a text would
bill the others too, by prices that they do not expect. Rows of a table of cases are examples of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from seatpolicy.documents.from_example import from_example
from seatpolicy.engines.base import Engine
from seatpolicy.engines.run import Search
from seatpolicy.semantics.check import Checked, Text
from seatpolicy.semantics.model.exceptions import Example
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.syntax.tree import Node, Tree
from seatpolicy.tools.testing.examples import day_of, reader_of
from seatpolicy.values.record import evolved


def with_own_examples(checked: Checked, text: Text, engine: Engine) -> tuple[Text, Sequence[Example]]:
    """The text with its own examples only, and those that were left out. An example that names no plan stays: nobody knows
    whose it is. Raises ValueError for a policy that was checked with errors."""
    policy = text.policy
    if policy is None:
        raise ValueError("this policy was checked with errors")
    if len(checked.texts) == 1:
        return text, ()
    foreign = [example for example in policy.examples if not _is_own(example, policy, checked, engine)]
    if not foreign:
        return text, ()
    out = {(example.at.source.path, example.at.start) for example in foreign}
    files = []
    for file, nodes in text.files:
        starts = {start for path, start in out if path == file.source.path}
        files.append((file, tuple(kept for node in nodes if (kept := _without(node, starts)) is not None)))
    own = tuple(example for example in policy.examples if (example.at.source.path, example.at.start) not in out)
    return evolved(text, files=tuple(files), policy=evolved(policy, examples=own)), foreign


def _is_own(example: Example, policy: Policy, checked: Checked, engine: Engine) -> bool:
    made = from_example(example.given, policy)
    if not made.account.plans:
        return True
    found = Search(checked, reader_of(example), engine).on(day_of(made.as_of, made.account, checked))
    return found.policy is policy


def _without(node: Node, starts: Collection[int]) -> Node | None:
    """A declaration without the examples that begin at `starts`; None where nothing of it is left."""
    if node.kind != "example" or not starts:
        return node
    if node.start in starts:
        return None
    children: list[Tree] = [part for part in node.children if part.start not in starts]
    rows = [part for part in children if part.kind == "example_row"]
    if node.all("example_row") and not rows:
        return None
    return Node(node.kind, tuple(children), node.start, node.end)
