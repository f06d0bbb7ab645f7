"""A line that did not parse in, the small changes with which it would be read out.

Tried are, at the place where the line went wrong: a word cut in two, a misspelt word, another word for the same thing, a
comma too few or too many, a missing word, another linking word, one word less. Every change is read by the parser's own
tables before it is proposed (`BadLine.again`); so a proposal is never more than a guess at what was meant, but always
something that stands. Listing the mistakes by hand was the simpler idea; it knew each label and missed the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from seatpolicy.diagnostics.suggest import closest
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.said_otherwise import LONGEST, PHRASES
from seatpolicy.syntax.messages.shown import CLOSING, quoted

_ROUNDS = 3
_MOST_WAYS = 4
_MOST_TOKENS = 120
_MOST_WORDS = 40
# Between values every sign of a sum would do; none of them is a likelier guess than the others.
_NEVER_INSERTED = frozenset({"+", "-", "*", "/", "<", "<=", ">", ">=", "!=", "(", "{", "}", ":", "not"})
_LATE = CLOSING | {"and", "or", ","}


class Repair(NamedTuple):
    """The line's content as it would be read, and what was wrong with it, in words."""

    text: str
    note: str


class _Group(NamedTuple):
    """Changes of one kind; `deep` if a further change may follow one of them."""

    ways: list[Repair]
    deep: bool


def repairs(bad: BadLine, rounds: int = _ROUNDS) -> list[Repair]:
    """The likeliest changes with which the line is read: one, or a few that are equally likely, or none."""
    if bad.again is None or bad.size > _MOST_TOKENS:
        return []
    half_way: list[tuple[Repair, BadLine]] = []
    for group in _groups(bad, first=rounds == _ROUNDS):
        read: list[tuple[int, Repair]] = []
        for way in dict.fromkeys(group.ways):
            attempt = bad.again(way.text)
            if attempt.bad is None:
                read.append((attempt.names, way))
            elif group.deep and _further(bad, attempt.bad):
                half_way.append((way, attempt.bad))
        if read:
            # A word that is read as the language's own was meant so, rather than as a name that happens to fit.
            fewest = min(names for names, _ in read)
            best = [way for names, way in read if names == fewest]
            return best if len(best) <= _MOST_WAYS else []
    if rounds > 1:
        half_way.sort(key=lambda pair: pair[1].size - pair[1].bad)
        for way, then in half_way[:4]:
            found = repairs(then, rounds - 1)
            if found:
                return [Repair(further.text, way.note) for further in found]
    return []


def _further(bad: BadLine, then: BadLine) -> bool:
    """Whether a changed line was read further than the line before, counted from its end."""
    return then.size - then.bad < bad.size - bad.bad or (bad.bad >= bad.last and then.bad > bad.bad)


def _groups(bad: BadLine, first: bool) -> Iterator[_Group]:
    word, after = bad.text(bad.bad), bad.text(bad.bad + 1)
    words = [w for w, t in bad.words.items() if t in bad.accepted and not w.endswith(":")]
    plain = [w for w in words if not w.startswith(", ") and w not in _NEVER_INSERTED]
    commas = [w[2:] for w in words if w.startswith(", ")]
    begin = bad.bad
    if bad.bad >= bad.size:
        yield _Group(_completed(bad), deep=False)
        yield _Group([_insert(bad, w) for w in plain if w not in _LATE and w[0].isalpha()][:_MOST_WORDS], deep=False)
        yield _Group(_without_last(bad), deep=False)
        return
    if bad.kind(begin) == "WORD":
        yield _Group([_replace(bad, 1, f"{w} {word[len(w):]}", "two words run together")
                      for w in plain if w.isalpha() and len(w) > 1 and word.startswith(w) and word != w], deep=True)  # fmt: skip
        known = [w for w in plain if w.isalpha()]
        yield _Group([_replace(bad, 1, w, f"no word of the language is spelt {quoted(word)}")
                      for w in closest(word, known, 2) if _slip(word, w)], deep=True)  # fmt: skip
    if word == "," and bad.kind(begin + 1) == "WORD":
        yield _Group([_replace(bad, 2, f", {w} {after[len(w):]}".rstrip(), "two words run together")
                      for w in commas if len(w) > 1 and after.startswith(w) and after != w], deep=True)  # fmt: skip
        yield _Group([_replace(bad, 2, f", {w}", f"no word of the language is spelt {quoted(after)}")
                      for w in closest(after, commas, 2) if _slip(after, w)], deep=True)  # fmt: skip
    yield _Group(_said_otherwise(bad), deep=True)
    if word in commas:
        yield _Group([_insert(bad, ",", f"a comma belongs before {quoted(word)}", glue=True)], deep=True)
    yield _Group(_joined(bad), deep=False)
    early = [w for w in plain if w not in _LATE][:_MOST_WORDS]
    yield _Group([_insert(bad, w) for w in early], deep=first)
    if word == ",":
        yield _Group([_replace(bad, 1, f", {w}", f"`{w}` is missing behind the comma") for w in commas], deep=True)
        if after:
            yield _Group([_replace(bad, 1, "", "no comma belongs here")], deep=False)
    if bad.kind(begin) == "WORD" or not bad.kind(begin).isupper():
        yield _Group([_replace(bad, 1, w, f"{quoted(word)} is not the word here")
                      for w in (*early, *(w for w in plain if w in ("and", "or", ",", "when")))], deep=first)  # fmt: skip
    late = [w for w in plain if w in ("when", "and", "or")]
    yield _Group([_insert(bad, w) for w in late], deep=False)
    if bad.kind(begin) in ("WORD", "CURRENCY") or not bad.kind(begin).isupper():
        deep = word == "|" or bad.kind(begin) == "CURRENCY"
        yield _Group([_replace(bad, 1, "", f"{quoted(word)} is one word too many")], deep=deep)


def _slip(word: str, meant: str) -> bool:
    """Whether one word is likely to be the other misspelt, and not a short word of its own."""
    return len(word) > 2 and len(meant) > 2


def _said_otherwise(bad: BadLine) -> list[Repair]:
    ways: list[Repair] = []
    for begin in (bad.bad, bad.bad - 1, bad.bad + 1) if bad.text(bad.bad) != "," else (bad.bad + 1,):
        for count in range(LONGEST, 0, -1):
            if begin < bad.label_size or begin + count > bad.last + 1:
                continue
            phrase = " ".join(bad.text(i) for i in range(begin, begin + count))
            if begin < bad.bad and count == 1:
                continue
            for meant in PHRASES.get(phrase, ()):
                note = f"{quoted(phrase)} is written {quoted(meant)}"
                ways.append(_replace(bad, count, meant, note, begin=begin))
    return ways


def _joined(bad: BadLine) -> list[Repair]:
    """Two words that are one name elsewhere in the file."""
    before, word = bad.text(bad.bad - 1), bad.text(bad.bad)
    if bad.kind(bad.bad - 1) != "WORD" or bad.kind(bad.bad) != "WORD" or bad.bad - 1 < bad.label_size:
        return []
    name = f"{before}_{word}"
    if name not in bad.file.text:
        return []
    return [_replace(bad, 2, name, "a name is one word", begin=bad.bad - 1)]


def _completed(bad: BadLine) -> list[Repair]:
    """The line with the words that alone could follow, one after another."""
    text, at = bad.content, bad
    added: list[str] = []
    for _ in range(10):
        follow = [w for w, t in at.words.items() if t in at.accepted and w not in CLOSING]
        singular = [w for w in follow if not (w.endswith("s") and w[:-1] in follow)]
        if len(singular) != 1 or {"NAME", "NUMBER", "STRING", "PERCENT", "DATE", "CURRENCY", "_NL"} & at.accepted:
            break
        text += singular[0] if singular[0].startswith(",") else f" {singular[0]}"
        added.append(singular[0])
        attempt = at.again(text) if at.again is not None else None
        if attempt is None or attempt.bad is None:
            break
        at = attempt.bad
    return [Repair(text, f"{quoted(' '.join(added).lstrip())} is missing at the end")] if added else []


def _without_last(bad: BadLine) -> list[Repair]:
    """The line without its last token, where that is a sign or a linking word."""
    at = bad.size - 1
    if at <= 0 or (bad.kind(at).isupper() and bad.kind(at) != "WORD"):
        return []
    cut = bad.source.text[bad.start(0) : bad.end(at - 1)]
    return [Repair(cut, f"nothing follows behind {quoted(bad.text(at))}")]


def _insert(bad: BadLine, word: str, note: str = "", glue: bool = False) -> Repair:
    at = bad.bad if bad.bad < bad.size else bad.size
    place = (bad.end(at - 1) if glue or at == bad.size else bad.start(at)) - bad.start(0)
    text = bad.content
    if glue:
        changed = f"{text[:place]}{word}{text[place:]}"
    elif at == bad.size:
        changed = f"{text} {word}"
    else:
        blank = "" if text[:place].endswith((" ", "\t")) or not place else " "
        changed = f"{text[:place]}{blank}{word} {text[place:]}"
    where = f"before {quoted(bad.text(at))}" if at < bad.size else "at the end"
    return Repair(changed, note or f"`{word}` is missing {where}")


def _replace(bad: BadLine, count: int, words: str, note: str, begin: int | None = None) -> Repair:
    """Some tokens replaced by words, with a blank where words would meet; no words take a blank away with them."""
    begin = bad.bad if begin is None else begin
    text, offset = bad.content, bad.start(0)
    left, right = text[: bad.start(begin) - offset], text[bad.end(begin + count - 1) - offset :]
    if not words:
        return Repair(left.rstrip(" \t") + (right if left else right.lstrip(" \t")), note)
    if words.startswith(","):
        left = left.rstrip(" \t")
    elif left and (left[-1].isalnum() or left[-1] in "_,"):
        left += " "
    if right and (right[0].isalnum() or right[0] == "_") and words[-1] != "(":
        words += " "
    return Repair(left + words + right, note)
