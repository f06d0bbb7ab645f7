"""Changes that are written and to come: when each begins, whom it reaches, and what it changes.

What a change changes is found by describing the text without it and the text with it, and comparing sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from seatpolicy.semantics.check import Checked, Text
from seatpolicy.semantics.in_force import Change
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, Table, strong
from seatpolicy.tools.describe.told import section
from seatpolicy.tools.describe.words import because, day, sentence
from seatpolicy.values.dates import parse_date

_OTHERS = {
    "at once": "at once",
    "at next cycle": "at their next cycle",
    "at renewal": "at their renewal",
    "keep theirs": "never",
}
MOST = 40
"""Sentences that are shown of what one change adds or takes away."""


def changes_ahead(checked: Checked, text: Text, describe: Callable[[Policy], Sequence[Section]]) -> Section:
    """The changes that this text does not have yet, the first one first; `describe` makes the sections that are compared."""
    ahead = [change for change in checked.changes if change.name not in text.changes]
    blocks: list[Block] = []
    for change in ahead:
        blocks.append(
            section(
                title_of(change), [Points(tuple(map(sentence, _about(change)))), *_effect(checked, text, change, describe)]
            )
        )
    return section("Changes ahead", blocks)


def title_of(change: Change) -> str:
    """The title of a change."""
    return change.node.leaf("STRING").text[1:-1]


def reach_words(change: Change) -> str:
    """Whom a change reaches when: `new customers at once, others at their renewal, everyone by 1 March 2028`."""
    by = f", everyone by {day(change.everyone_by)}" if change.everyone_by is not None else ""
    if change.new_at_once and change.others != "at once":
        others = "others keep what they have" if change.others == "keep theirs" else f"others {_OTHERS[change.others]}"
        return f"it reaches new customers at once, {others}{by}"
    return f"it reaches everyone {_OTHERS[change.others]}{by}"


def _about(change: Change) -> Iterator[str]:
    yield f"from {day(change.first)} on"
    yield reach_words(change)
    announced = change.node.one("announced_line")
    made = parse_date(announced.leaf("DATE").text) if announced is not None else None
    if made is not None:
        yield f"announced on {day(made)}"
    reason = change.node.one("because_line")
    if reason is not None:
        yield because(reason.leaf("STRING").text[1:-1])


def _effect(checked: Checked, text: Text, change: Change, describe: Callable[[Policy], Sequence[Section]]) -> list[Block]:
    """What is said only without the change, and only with it."""
    pair = _around(checked, text, change)
    if pair is None:
        return []
    before, after = (list(_said(describe(one))) for one in pair)
    gone = [one for one in before if one not in set(after)]
    new = [one for one in after if one not in set(before)]
    blocks: list[Block] = []
    for opening, found in (("From then on:", new), ("No longer:", gone)):
        if found:
            more = [f"… and {len(found) - MOST} more."] if len(found) > MOST else []
            blocks += [Paragraph(opening), Points((*found[:MOST], *more))]
    return blocks


def _around(checked: Checked, text: Text, change: Change) -> tuple[Policy, Policy] | None:
    """Two texts that differ in this change alone, as near as can be to the one that is described."""
    by_changes = {frozenset(one.changes): one.policy for one in checked.texts}
    found = []
    for having, policy in by_changes.items():
        if change.name in having and policy is not None:
            before = by_changes.get(having - {change.name})
            if before is not None:
                found.append((len(having ^ set(text.changes)), before, policy))
    return min(found, key=lambda one: one[0])[1:] if found else None


def _said(found: Sequence[Section], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every sentence and every row with where it stands."""
    for one in found:
        where = (*path, one.title)
        for block in one.blocks:
            if isinstance(block, Section):
                yield from _said([block], where)
            elif isinstance(block, Points):
                yield from (f"{strong(where[-1])}: {item}" for item in block.items)
            elif isinstance(block, Paragraph):
                yield f"{strong(where[-1])}: {block.text}"
            elif isinstance(block, Table):
                for row in block.rows:
                    cells = [
                        f"{head} {cell}" if place else cell
                        for place, (head, cell) in enumerate(zip(block.head, row, strict=True))
                    ]
                    yield (
                        f"{strong(block.caption or where[-1])}: {cells[0]}: {', '.join(cells[1:])}."
                        if len(cells) > 1
                        else cells[0]
                    )
