"""Values as lowering knows them: a register and what it is; two of them in, whether they are the same out.

Words of closed sets are places in their sets, texts are places among the texts that the policy compares with.
"""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.compiler.build import Value
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.documents import refusals
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Lowered:
    """A value and what it is: figure, flag, day, instant, word (its place in `values`), words (a mask over `values`) or text
    (its place in the policy's texts). `word` is a constant one."""

    value: Value
    kind: str
    values: tuple[str, ...] = ()
    word: str | None = None


def is_one_of(operand: Lowered, options: Sequence[Lowered], low: Lowering, at: Span | None) -> Value:
    """Whether a value is one of some; for several words, whether one of them is."""
    b = low.b
    if operand.kind == "words":
        named = {option.word for option in options}
        mask = sum(1 << place for place, word in enumerate(operand.values) if word in named)
        return b.compare("meets", operand.value, b.const(mask))
    return b.any(*(equal(operand, option, low, at) for option in options))


def equal(left: Lowered, right: Lowered, low: Lowering, at: Span | None) -> Value:
    """Whether two values are the same."""
    b = low.b
    words = ("word", "text")
    if left.kind in words and right.kind in words:
        return _same_word(left, right, low, at)
    if "instant" in (left.kind, right.kind) and left.kind != right.kind:
        low.not_billed(b.const(1), refusals.EN511, at, "comparing an instant with a day is")
    if left.kind != right.kind:
        return b.const(0)
    if left.kind == "words" and left.values != right.values:
        return b.const(0)
    return b.compare("=", left.value, right.value)


def _same_word(left: Lowered, right: Lowered, low: Lowering, at: Span | None) -> Value:
    b = low.b
    if left.word is not None and right.word is not None:
        return b.const(left.word == right.word)
    for one, other in ((left, right), (right, left)):
        if one.word is None:
            continue
        if other.kind == "text":
            return b.compare("=", other.value, b.const(_text(one.word, low)))
        place = other.values.index(one.word) if one.word in other.values else -1
        return b.compare("=", other.value, b.const(place))
    if left.kind == right.kind == "word":
        pairs = [(left.values.index(word), right.values.index(word)) for word in left.values if word in right.values]
        return b.any(
            *(
                b.all(b.compare("=", left.value, b.const(here)), b.compare("=", right.value, b.const(there)))
                for here, there in pairs
            )
        )
    low.not_billed(b.const(1), refusals.EN511, at, "comparing two texts of an account is")
    return b.const(0)


def _text(word: str, low: Lowering) -> int:
    """The place of a text among those that the policy compares with."""
    if word not in low.texts:
        low.texts.append(word)
    return low.texts.index(word)
