"""A line that did not parse in, the small changes with which it would be read out.

Tried are, at the place where the line went wrong: a word cut in two, a misspelt word, another word for the same thing, a
comma too few or too many, a missing word, another linking word, one word less. Every change is read by the parser's own
tables before it is proposed (`BadLine.again`); so a proposal is never more than a guess at what was meant, but always
something that stands. Listing the mistakes by hand was the simpler idea; it knew each label and missed the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from seatpolicy.diagnostics.suggest import closest
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.said_otherwise import LONGEST, PHRASES
from seatpolicy.syntax.messages.shown import CLOSING, quoted

_ROUNDS = 3
_MOST_WAYS = 4
_MOST_TOKENS = 120
_MOST_WORDS = 40
_LONGEST_FILE = 1_000_000
# Between values every sign of a sum would do; none of them is a likelier guess than the others.
_NEVER_INSERTED = frozenset({"+", "-", "*", "/", "<", "<=", ">", ">=", "!=", "(", "{", "}"})
# Words that say something by themselves: which of them was meant is not for us to guess.
_TELLING = frozenset("not yes no never free anyone everyone everything blocked approved rejected held refused incomplete any "
                     "optional total contracted assigned used best exactly above below".split())  # fmt: skip
_LATE = CLOSING | {"and", "or", ","}
_COMPARES = frozenset({"=", "!=", "<", "<=", ">", ">=", "is", "in"})


class Repair(NamedTuple):
    """The line's content as it would be read, and what was wrong with it, in words.

    `word` is a word of the language that was written, and `at` its offset in the text.
    """

    text: str
    note: str
    word: str = ""
    at: int = 0


class _Group(NamedTuple):
    """Changes of one kind; `deep` if a further change may follow one of them, `inserts` if they add words."""

    ways: list[Repair]
    deep: bool = False
    inserts: bool = False


def repairs(bad: BadLine, rounds: int = _ROUNDS) -> list[Repair]:
    """The likeliest changes with which the line is read: one, or a few that are equally likely, or none."""
    if bad.again is None or bad.size > _MOST_TOKENS:
        return []
    half_way: list[tuple[Repair, BadLine]] = []
    for group in _groups(bad, first=rounds == _ROUNDS):
        read: dict[str, tuple[int, Repair]] = {}
        for way in group.ways:
            attempt = bad.again(way.text)
            if attempt.bad is None:
                if not _only_a_name(bad, way) and not (group.inserts and _now_a_name(bad, way)):
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
                return [Repair(further.text, way.note) for further in found]
    return []


def _further(bad: BadLine, then: BadLine) -> bool:
    """Whether a changed line was read further than the line before, counted from its end."""
    return then.size - then.bad < bad.size - bad.bad or (bad.bad >= bad.last and then.bad > bad.bad)


def _only_a_name(bad: BadLine, way: Repair) -> bool:
    """Whether the word that was written would be read as somebody's name."""
    end = way.at + len(way.word)
    return bool(way.word) and bad.reads(f"{way.text[: way.at]}some_name{way.text[end:]}")


def _now_a_name(bad: BadLine, way: Repair) -> bool:
    """Whether a word of the language would be read as somebody's name by this change."""
    word = bad.text(bad.bad)
    if word not in bad.words or bad.kind(bad.bad) != "WORD":
        return False
    at = len(way.text) - len(bad.content) + bad.start(bad.bad) - bad.start(0)
    return bad.reads(f"{way.text[:at]}some_name{way.text[at + len(word) :]}")


def _groups(bad: BadLine, first: bool) -> Iterator[_Group]:
    word, after = bad.text(bad.bad), bad.text(bad.bad + 1)
    words = _words(bad)
    plain = [w for w in words if not w.startswith(", ") and w not in _NEVER_INSERTED]
    commas = [w[2:] for w in words if w.startswith(", ")]
    early = [w for w in plain if w not in _LATE | _TELLING and not (w == "of" and "=" in plain)][:_MOST_WORDS]
    if "from" in plain and bad.kind(bad.bad) == "DATE":
        early.append("from")
    if bad.bad >= bad.size:
        yield _Group(_completed(bad))
        yield _Group([_insert(bad, w) for w in early if w[0].isalpha()])
        yield _Group(_without_last(bad))
        return
    if bad.kind(bad.bad) == "WORD":
        yield _Group(_misspelt(bad, bad.bad, [w for w in plain if w.isalpha()]), deep=True)
    if word == "," and bad.kind(bad.bad + 1) == "WORD":
        yield _Group(_misspelt(bad, bad.bad + 1, commas), deep=True)
    if word in commas:
        yield _Group([_insert(bad, ",", f"a comma belongs before {quoted(word)}", glue=True)], deep=True)
    yield _Group(_said_otherwise(bad), deep=True)
    yield _Group(_joined(bad))
    if bad.kind(bad.bad) == bad.kind(bad.bad - 1) == "NUMBER":
        yield _Group([_replace(bad, 2, f"{bad.text(bad.bad - 1)},{word}", "a comma groups thousands", bad.bad - 1)], deep=True)
    yield _Group(_swapped(bad))
    if "|" in plain:
        yield _Group([_insert(bad, "|")], deep=True)
    yield _Group(_inserted(bad, early), deep=first, inserts=True)
    if word == ",":
        yield _Group([_replace(bad, 1, f", {w}", f"`{w}` is missing behind the comma") for w in commas], deep=True)
        if after:
            yield _Group([_replace(bad, 1, "", "no comma belongs here")])
    yield _Group(_before(bad), deep=first)
    late = [w for w in plain if (w == "when" and _compares(bad)) or (w == "and" and bad.kind(bad.bad) == "CURRENCY")]
    yield _Group([_insert(bad, w) for w in late], inserts=True)
    dated = word in ("from", "until") and bad.kind(bad.bad + 1) == "DATE"
    if word == "|" or (first and (dated or word not in CLOSING) and bad.kind(bad.bad) not in ("NUMBER", "PERCENT", "DATE", "STRING")):
        yield _Group([_replace(bad, 1, "", f"{quoted(word)} is one word too many")], deep=word == "|")


def _compares(bad: BadLine) -> bool:
    """Whether what follows could be a condition."""
    return any(bad.text(i) in _COMPARES for i in range(bad.bad, bad.size))


def _words(bad: BadLine) -> list[str]:
    """The words and signs that could have stood there, each in one number: plural behind a number, else singular."""
    plural = bad.kind(bad.bad - 1) == "NUMBER" and bad.text(bad.bad - 1) != "1"
    chosen: dict[str, str] = {}
    for word, terminal in bad.words.items():
        if terminal in bad.accepted and not (word.endswith(":") and word != ":"):
            other = chosen.setdefault(terminal, word)
            if word != other and plural == (len(word) > len(other)):
                chosen[terminal] = word
    return list(chosen.values())


def _misspelt(bad: BadLine, at: int, known: list[str]) -> list[Repair]:
    """A word cut in two, where it begins with a known word, and the known words that it may be a slip of."""
    word = bad.text(at)
    ways = [_replace(bad, 1, f"{w} {word[len(w) :]}", f"{quoted(word)} is two words run together", at)
            for w in known if len(w) > 1 and word.startswith(w) and word != w]  # fmt: skip
    near = [w for w in closest(word, known, 2) if max(len(w), len(word)) > 2]
    wrong = f"{quoted(word)} is {'not the word here' if word in bad.words else 'no word of the language'}"
    return ways + [_replace(bad, 1, w, wrong, at) for w in near]


def _before(bad: BadLine) -> list[Repair]:
    """The word before misspelt, which was read as a name."""
    at = bad.bad - 1
    word = bad.text(at)
    if at < bad.label_size or bad.kind(at) != "WORD" or word in bad.words or bad.again is None:
        return []
    there = bad.again(f"{bad.content[: bad.start(at) - bad.start(0)]}%").bad
    if there is None or there.bad != at:
        return []
    return _misspelt(bad, at, [w for w in _words(there) if w.isalpha()])


def _said_otherwise(bad: BadLine) -> list[Repair]:
    """Other words for the same thing: at the place, behind its comma, or one word before it."""
    ways: list[Repair] = []
    for begin in (bad.bad, bad.bad - 1, bad.bad + 1) if bad.text(bad.bad) != "," else (bad.bad, bad.bad + 1):
        for count in range(LONGEST, 0, -1):
            if begin < bad.label_size or begin + count > bad.last + 1 or (begin > bad.bad and bad.text(bad.bad) != ","):
                continue
            phrase = " ".join(bad.text(i) for i in range(begin, begin + count))
            for meant in PHRASES.get(phrase, ()):
                ways.append(_replace(bad, count, meant, f"{quoted(phrase)} is written {quoted(meant)}", begin))
                if count == 1 and not phrase.isalpha() and bad.content.count(phrase) > 1:
                    ways.append(_everywhere(bad, phrase, meant))
    return ways


def _everywhere(bad: BadLine, sign: str, meant: str) -> Repair:
    """A sign replaced at the place and wherever it follows."""
    at = bad.start(bad.bad) - bad.start(0)
    rest = re.sub(rf"[ \t]*{re.escape(sign)}", f" {meant}" if meant != "," else ",", bad.content[at:])
    return Repair(bad.content[:at].rstrip() + rest, f"{quoted(sign)} is written {quoted(meant)}")


def _swapped(bad: BadLine) -> list[Repair]:
    """Two neighbouring words the other way round."""
    ways = []
    for left in (bad.bad, bad.bad - 1):
        if left >= bad.label_size and left + 1 <= bad.last and bad.kind(left) == bad.kind(left + 1) == "WORD":
            turned = f"{bad.text(left + 1)} {bad.text(left)}"
            ways.append(_replace(bad, 2, turned, f"it is written {quoted(turned)}", left))
    at = bad.bad
    if bad.text(at) == "from" and bad.text(at - 2) == "until" and bad.kind(at + 1) == "WORD":
        turned = f"from {bad.text(at + 1)} until {bad.text(at - 1)}"
        ways.append(_replace(bad, 4, turned, "`from` stands before `until`", at - 2))
    return ways


def _inserted(bad: BadLine, words: list[str]) -> list[Repair]:
    """Each word put before the place, with the word that alone could follow it where it is not enough."""
    ways = []
    for word in words:
        way = _insert(bad, word)
        ways.append(way)
        then = bad.again(way.text).bad if bad.again is not None else None
        if then is not None and then.bad == bad.bad + 1:
            follow = [w for w in _words(then) if w.isalpha() and w not in CLOSING]
            if len(follow) == 1 and not {"NAME", "NUMBER", "STRING", "_NL"} & then.accepted:
                ways.append(_insert(bad, f"{word} {follow[0]}"))
    return ways


def _joined(bad: BadLine) -> list[Repair]:
    """Two words that are one name elsewhere in the file or are joined by a hyphen; a share that is written as a number."""
    before, word = bad.text(bad.bad - 1), bad.text(bad.bad)
    if bad.kind(bad.bad - 1) == "NUMBER" and before.startswith("0.") and word == "of":
        percent = f"{(Decimal(before) * 100).normalize():f}%"
        return [_replace(bad, 1, percent, "a share is written as a percentage", bad.bad - 1)]
    if bad.bad - 1 < bad.label_size or bad.kind(bad.bad - 1) != "WORD":
        return []
    if word == "-" and bad.kind(bad.bad + 1) == "WORD" and bad.end(bad.bad - 1) == bad.start(bad.bad):
        note = "names and words have no hyphens"
        return [_replace(bad, 3, f"{before}{blank}{bad.text(bad.bad + 1)}", note, bad.bad - 1) for blank in " _"]
    if bad.kind(bad.bad) != "WORD":
        return []
    name = f"{before}_{word}"
    if len(bad.file.text) > _LONGEST_FILE or name not in bad.file.text:
        return []
    return [_replace(bad, 2, name, "a name is one word", bad.bad - 1)]


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
    return [Repair(text, f"{quoted(text[len(bad.content) :])} is missing at the end")] if added else []


def _without_last(bad: BadLine) -> list[Repair]:
    """The line without its last token, where that is a sign or a linking word."""
    at = bad.size - 1
    if at <= 0 or (bad.kind(at).isupper() and bad.kind(at) != "WORD"):
        return []
    cut = bad.source.text[bad.start(0) : bad.end(at - 1)]
    return [Repair(cut, f"nothing follows behind {quoted(bad.text(at))}")]


def _insert(bad: BadLine, word: str, note: str = "", glue: bool = False) -> Repair:
    at = bad.bad if bad.bad < bad.size else bad.size
    place = (bad.end(at - 1) if glue or word == ":" or at == bad.size else bad.start(at)) - bad.start(0)
    text = bad.content
    glue = glue or word == ":"
    article = re.search(r"(?<!\w)(?:an?|the)[ \t]+$", text[:place])
    if article is not None and not glue and word.isalpha():
        return Repair(f"{text[:article.start()]}{word} {text[place:]}", note or f"`{word}` is missing {_where(bad, at)}")
    if glue:
        changed = f"{text[:place]}{word}{text[place:]}"
    elif at == bad.size:
        changed = f"{text} {word}"
    else:
        blank = "" if text[:place].endswith((" ", "\t")) or not place else " "
        changed = f"{text[:place]}{blank}{word} {text[place:]}"
    return Repair(changed, note or f"`{word}` is missing {_where(bad, at)}")


def _where(bad: BadLine, at: int) -> str:
    return f"before {quoted(bad.text(at))}" if at < bad.size else "at the end"


def _replace(bad: BadLine, count: int, words: str, note: str, begin: int | None = None) -> Repair:
    """Some tokens replaced by words, with a blank where words would meet; no words take a blank away with them."""
    begin = bad.bad if begin is None else begin
    text, offset = bad.content, bad.start(0)
    left, right = text[: bad.start(begin) - offset], text[bad.end(begin + count - 1) - offset :]
    if not words:
        return Repair(left.rstrip(" \t") + (right if left else right.lstrip(" \t")), note)
    if words.startswith((",", "%")):
        left = left.rstrip(" \t")
    elif left and (left[-1].isalnum() or left[-1] in "_,"):
        left += " "
    if right and (right[0].isalnum() or right[0] == "_") and words[-1] != "(":
        words += " "
    word = words.split()[0] if words.strip() and words.split()[0].isalpha() else ""
    return Repair(left + words + right, note, word if word in bad.words else "", len(left))
