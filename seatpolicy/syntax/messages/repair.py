"""A line that did not parse in, the small changes with which it would be read out.

Tried are, at the place where the line went wrong: a word cut in two, a misspelt word, another word for the same thing, a
comma too few or too many, a missing word, words the other way round, one word less. Every change is read by the parser's
own tables before it is proposed (`BadLine.again`); so a proposal is never more than a guess at what was meant, but always
something that stands. Listing the mistakes by hand was the simpler idea; it knew each label and missed the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from seatpolicy.syntax.messages.changes import (
    Change,
    completed,
    insert,
    inserted,
    joined,
    misspelt,
    misspelt_before,
    replace,
    said_otherwise,
    swapped,
    without_last,
    words_here,
)
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.shown import CLOSING, quoted

_ROUNDS = 3
_MOST_WAYS = 4
_MOST_TOKENS = 120
_MOST_WORDS = 40
# Between values every sign of a sum would do; none of them is a likelier guess than the others.
_NEVER_INSERTED = frozenset({"+", "-", "*", "/", "<", "<=", ">", ">=", "!=", "(", "{", "}"})
# Words that say something by themselves: which of them was meant is not for us to guess.
_TELLING = frozenset({
    "not", "yes", "no", "never", "free", "anyone", "everyone", "everything", "blocked", "approved", "rejected", "held",
    "refused", "incomplete", "any", "optional", "total", "contracted", "assigned", "used", "best", "exactly", "above",
    "below",
})  # fmt: skip
_LATE = CLOSING | {"and", "or", ","}
_COMPARES = frozenset({"=", "!=", "<", "<=", ">", ">=", "is", "in"})
_VALUES = frozenset({"NUMBER", "PERCENT", "DATE", "STRING"})


class _Group(NamedTuple):
    """Changes of one kind; `deep` if a further change may follow one of them, `inserts` if they add words."""

    ways: list[Change]
    deep: bool = False
    inserts: bool = False


def repairs(bad: BadLine, rounds: int = _ROUNDS) -> list[Change]:
    """The likeliest changes with which the line is read: one, or a few that are equally likely, or none."""
    if bad.again is None or bad.size > _MOST_TOKENS:
        return []
    half_way: list[tuple[Change, BadLine]] = []
    for group in _groups(bad, first=rounds == _ROUNDS):
        read: dict[str, tuple[int, Change]] = {}
        for way in group.ways:
            attempt = bad.again(way.text)
            if attempt.bad is None:
                wrong = _only_a_name(bad, way, attempt.names) or (group.inserts and _now_a_name(bad, way, attempt.names))
                if not wrong:
                    read.setdefault(way.text, (attempt.names, way))
            elif group.deep and _further(bad, attempt.bad):
                half_way.append((way, attempt.bad))
        if read:
            # A word that is read as the language's own was meant so, rather than as a name that happens to fit.
            fewest = min(names for names, _ in read.values())
            best = [way for names, way in read.values() if names == fewest]
            return best if len(best) <= _MOST_WAYS else []
    if rounds > 1:
        half_way.sort(key=lambda pair: pair[1].size - pair[1].bad)
        for way, then in half_way[:4]:
            found = repairs(then, rounds - 1)
            if found:
                return [way._replace(text=further.text) for further in found]
    return []


def _further(bad: BadLine, then: BadLine) -> bool:
    """Whether a changed line was read further than the line before, counted from its end."""
    return then.size - then.bad < bad.size - bad.bad or (bad.bad >= bad.last and then.bad > bad.bad)


def _only_a_name(bad: BadLine, way: Change, names: int) -> bool:
    """Whether the word that was written would be read as somebody's name."""
    return bool(way.word) and _is_name(bad, way.text, way.at, way.word, names)


def _now_a_name(bad: BadLine, way: Change, names: int) -> bool:
    """Whether a word of the language would be read as somebody's name by this change."""
    word = bad.text(bad.bad)
    if word not in bad.words or bad.kind(bad.bad) != "WORD":
        return False
    return _is_name(bad, way.text, len(way.text) - len(bad.content) + bad.start(bad.bad) - bad.start(0), word, names)


def _is_name(bad: BadLine, text: str, at: int, word: str, names: int) -> bool:
    attempt = bad.again(f"{text[:at]}some_name{text[at + len(word) :]}") if bad.again is not None else None
    return attempt is not None and attempt.bad is None and attempt.names == names


def _groups(bad: BadLine, first: bool) -> Iterator[_Group]:
    word, after = bad.text(bad.bad), bad.text(bad.bad + 1)
    words = words_here(bad)
    plain = [w for w in words if not w.startswith(", ") and w not in _NEVER_INSERTED]
    commas = [w[2:] for w in words if w.startswith(", ")]
    early = [w for w in plain if w not in _LATE | _TELLING and not (w == "of" and "=" in plain)][:_MOST_WORDS]
    if "from" in plain and bad.kind(bad.bad) == "DATE":
        early.append("from")
    if bad.bad >= bad.size:
        yield _Group(completed(bad))
        yield _Group([insert(bad, w) for w in early if w[0].isalpha()])
        yield _Group(without_last(bad))
        return
    if bad.kind(bad.bad) == "WORD":
        yield _Group(misspelt(bad, bad.bad, [w for w in plain if w.isalpha()]), deep=True)
    if word == "," and bad.kind(bad.bad + 1) == "WORD":
        yield _Group(misspelt(bad, bad.bad + 1, commas), deep=True)
    if word in commas:
        yield _Group([insert(bad, ",", f"a comma belongs before {quoted(word)}", glue=True)], deep=True)
    yield _Group(said_otherwise(bad), deep=True)
    yield _Group(joined(bad))
    if bad.kind(bad.bad) == bad.kind(bad.bad - 1) == "NUMBER":
        number = f"{bad.text(bad.bad - 1)},{word}"
        yield _Group([replace(bad, 2, number, "a comma groups thousands", bad.bad - 1)], deep=True)
    yield _Group(swapped(bad))
    if "|" in plain:
        yield _Group([insert(bad, "|")], deep=True)
    if first:
        yield _Group(inserted(bad, early), deep=True, inserts=True)
    if word == ",":
        yield _Group([replace(bad, 1, f", {w}", f"`{w}` is missing behind the comma") for w in commas], deep=True)
        if after:
            yield _Group([replace(bad, 1, "", "no comma belongs here")])
    yield _Group(misspelt_before(bad), deep=first)
    late = [w for w in plain if (w == "when" and _compares(bad)) or (w == "and" and bad.kind(bad.bad) == "CURRENCY")]
    yield _Group([insert(bad, w) for w in late], inserts=True)
    if word == "|" or (first and _may_go(bad)):
        what = "word" if word[0].isalnum() else "sign"
        yield _Group([replace(bad, 1, "", f"{quoted(word)} is one {what} too many")], deep=word == "|")


def _may_go(bad: BadLine) -> bool:
    """Whether the word where the line went wrong says so little that the line may be meant without it."""
    word, kind = bad.text(bad.bad), bad.kind(bad.bad)
    if bad.text(bad.bad - 1) == "all":  # what is left would be read as somebody's name
        return False
    if word in CLOSING:
        return word in ("from", "until") and bad.kind(bad.bad + 1) == "DATE"
    return kind not in _VALUES and (kind.isupper() or word in (",", ":", "|", ")"))


def _compares(bad: BadLine) -> bool:
    """Whether what follows could be a condition."""
    return any(bad.text(i) in _COMPARES for i in range(bad.bad, bad.size))
