"""A line that did not parse in, the finding about it out: what is wrong, where, what may stand there.

One finding a line: the first mistake in it, told as specifically as it can be recognised. First come marks of other
languages and characters that no line holds, then the line's beginning, then the forms that stand behind it.
"""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS
from seatpolicy.syntax.messages.braces import braces
from seatpolicy.syntax.messages.characters import bad_character
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.foreign import comment_sign, merge_conflict, sentence, vendor_word
from seatpolicy.syntax.messages.heads import bad_head, outside, unknown_declaration
from seatpolicy.syntax.messages.labels import bad_beginning, behind_bullet, bullet, two_on_a_line, unknown_label
from seatpolicy.syntax.messages.names import unquoted
from seatpolicy.syntax.messages.rows import bad_row
from seatpolicy.syntax.messages.values import bad_value
from seatpolicy.syntax.shapes import LABELS

__all__ = ["bad_line", "braces"]


def bad_line(bad: BadLine) -> list[Diagnostic]:
    """The one finding about a line that did not parse (as a list, so that a silent line could be none)."""
    bad = behind_bullet(bad)
    looks = [merge_conflict, comment_sign, sentence, bullet, unquoted, bad_character, vendor_word, two_on_a_line]
    if bad.text(bad.bad).strip(";") == "":
        looks.insert(0, two_on_a_line)
    for look in looks:
        found = look(bad)
        if found is not None:
            return [found]
    return [_by_its_place(bad)]


def _by_its_place(bad: BadLine) -> Diagnostic:
    in_head = bad.line.role == "open" or (bad.word in BLOCK_WORDS | TOP_WORDS and not bad.label and bad.bad > 0)
    if in_head or (bad.word == "authority" and bad.block == "approvals"):
        return bad_head(bad)
    if not bad.heads:
        return outside(bad) if bad.label else unknown_declaration(bad)
    if bad.block not in LABELS:
        return bad_row(bad)
    if bad.label and bad.bad < bad.label_size:
        return unknown_label(bad)
    if bad.label:
        return bad_value(bad)
    if bad.block == "example" and (bad.bad > 0 or any(bad.kind(i) == "|" for i in range(bad.size))):
        return bad_row(bad)
    return bad_beginning(bad)
