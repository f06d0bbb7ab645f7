"""A line that did not parse in, single changes of it out: words put in, taken out, cut, joined, turned round or replaced.

None of them has been tried; repair.py tries them. Each says what it is about, so that a message can be made of it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from seatpolicy.diagnostics.suggest import closest
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.messages.said_otherwise import LONGEST, PHRASES
from seatpolicy.syntax.messages.shown import CLOSING, quoted

_LONGEST_FILE = 1_000_000


class Change(NamedTuple):
    """The line's content as it would be read, and what was wrong with it, in words.

    `first` and `last` are the tokens of the line that it is about. `word` is a word of the language that was written, and
    `at` its offset in the text.
    """

    text: str
    note: str
    first: int = 0
    last: int = 0
    word: str = ""
    at: int = 0


def words_here(bad: BadLine) -> list[str]:
    """The words and signs that could have stood there, each in one number: plural behind a number, else singular."""
    plural = bad.kind(bad.bad - 1) == "NUMBER" and bad.text(bad.bad - 1) != "1"
    chosen: dict[str, str] = {}
    for word, terminal in bad.words.items():
        if terminal in bad.accepted and not (word.endswith(":") and word != ":"):
            other = chosen.setdefault(terminal, word)
            if word != other and plural == (len(word) > len(other)):
                chosen[terminal] = word
    return list(chosen.values())


def misspelt(bad: BadLine, at: int, known: list[str]) -> list[Change]:
    """A word cut in two, where it begins with a known word, and the known words that it may be a slip of."""
    word = bad.text(at)
    ways = [replace(bad, 1, f"{w} {word[len(w) :]}", f"{quoted(word)} is two words run together", at)
            for w in known if len(w) > 1 and word.startswith(w) and word != w]  # fmt: skip
    near = [w for w in closest(word, known, 2) if max(len(w), len(word)) > 2]
    wrong = f"{quoted(word)} is {'not the word here' if word in bad.words else 'no word of the language'}"
    return ways + [replace(bad, 1, w, wrong, at) for w in near]


def misspelt_before(bad: BadLine) -> list[Change]:
    """The word before misspelt, which was read as a name."""
    at = bad.bad - 1
    word = bad.text(at)
    if at < bad.label_size or bad.kind(at) != "WORD" or word in bad.words or bad.again is None:
        return []
    there = bad.again(f"{bad.content[: bad.start(at) - bad.start(0)]}%").bad
    if there is None or there.bad != at:
        return []
    return misspelt(bad, at, [w for w in words_here(there) if w.isalpha()])


def said_otherwise(bad: BadLine) -> list[Change]:
    """Other words for the same thing: at the place, behind its comma, or one word before it."""
    ways: list[Change] = []
    for begin in (bad.bad, bad.bad - 1, bad.bad + 1) if bad.text(bad.bad) != "," else (bad.bad, bad.bad + 1):
        for count in range(LONGEST, 0, -1):
            if begin < bad.label_size or begin + count > bad.last + 1 or (begin > bad.bad and bad.text(bad.bad) != ","):
                continue
            phrase = " ".join(bad.text(i) for i in range(begin, begin + count))
            for meant in PHRASES.get(phrase, ()):
                written = quoted(bad.span(begin, begin + count - 1).text)
                ways.append(replace(bad, count, meant, f"{written} is written {quoted(meant)}", begin))
                if count == 1 and not phrase.isalpha() and bad.content.count(phrase) > 1:
                    ways.append(_everywhere(bad, phrase, meant))
    return ways


def _everywhere(bad: BadLine, sign: str, meant: str) -> Change:
    """A sign replaced at the place and wherever it follows."""
    at = bad.start(bad.bad) - bad.start(0)
    rest = re.sub(rf"[ \t]*{re.escape(sign)}", f" {meant}" if meant != "," else ",", bad.content[at:])
    return Change(bad.content[:at].rstrip() + rest, f"{quoted(sign)} is written {quoted(meant)}", bad.bad, bad.bad)


def swapped(bad: BadLine) -> list[Change]:
    """Two neighbouring words the other way round."""
    ways = []
    for left in (bad.bad, bad.bad - 1):
        if left >= bad.label_size and left + 1 <= bad.last and bad.kind(left) == bad.kind(left + 1) == "WORD":
            turned = f"{bad.text(left + 1)} {bad.text(left)}"
            ways.append(replace(bad, 2, turned, f"it is written {quoted(turned)}", left))
    at = bad.bad
    if bad.text(at) == "from" and bad.text(at - 2) == "until" and bad.kind(at + 1) == "WORD":
        turned = f"from {bad.text(at + 1)} until {bad.text(at - 1)}"
        ways.append(replace(bad, 4, turned, "`from` stands before `until`", at - 2))
    return ways


def inserted(bad: BadLine, words: list[str]) -> list[Change]:
    """Each word put before the place, with the word that alone could follow it where it is not enough."""
    ways = []
    for word in words:
        way = insert(bad, word)
        ways.append(way)
        then = bad.again(way.text).bad if bad.again is not None else None
        if then is not None and then.bad == bad.bad + 1:
            follow = [w for w in words_here(then) if w.isalpha() and w not in CLOSING]
            if len(follow) == 1 and not {"NAME", "NUMBER", "STRING", "_NL"} & then.accepted:
                ways.append(insert(bad, f"{word} {follow[0]}"))
    return ways


def joined(bad: BadLine) -> list[Change]:
    """Two words that are one name elsewhere in the file or are joined by a hyphen; a share that is written as a number."""
    before, word = bad.text(bad.bad - 1), bad.text(bad.bad)
    if bad.kind(bad.bad - 1) == "NUMBER" and before.startswith("0.") and word == "of":
        percent = f"{(Decimal(before) * 100).normalize():f}%"
        return [replace(bad, 1, percent, "a share is written as a percentage", bad.bad - 1)]
    if bad.bad - 1 < bad.label_size or bad.kind(bad.bad - 1) != "WORD":
        return []
    if word == "-" and bad.kind(bad.bad + 1) == "WORD" and bad.end(bad.bad - 1) == bad.start(bad.bad):
        note = "names and words have no hyphens"
        return [replace(bad, 3, f"{before}{blank}{bad.text(bad.bad + 1)}", note, bad.bad - 1) for blank in " _"]
    if bad.kind(bad.bad) != "WORD":
        return []
    name = f"{before}_{word}"
    if len(bad.file.text) > _LONGEST_FILE or name not in bad.file.text:
        return []
    return [replace(bad, 2, name, "a name is one word", bad.bad - 1)]


def completed(bad: BadLine) -> list[Change]:
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
    return [Change(text, f"{quoted(text[len(bad.content) :])} is missing at the end", bad.size, bad.size)] if added else []


def without_last(bad: BadLine) -> list[Change]:
    """The line without its last token, where that is a sign or a linking word."""
    at = bad.size - 1
    if at <= 0 or (bad.kind(at).isupper() and bad.kind(at) != "WORD") or bad.text(at) in ("and", "or", "not"):
        return []
    cut = bad.source.text[bad.start(0) : bad.end(at - 1)]
    return [Change(cut, f"nothing follows behind {quoted(bad.text(at))}", at, at)]


def insert(bad: BadLine, word: str, note: str = "", glue: bool = False) -> Change:
    at = bad.bad if bad.bad < bad.size else bad.size
    place = (bad.end(at - 1) if glue or word == ":" or at == bad.size else bad.start(at)) - bad.start(0)
    text = bad.content
    glue = glue or word == ":"
    article = re.search(r"(?<!\w)(?:an?|the)[ \t]+$", text[:place])
    if article is not None and not glue and word.isalpha():
        without = f"{text[: article.start()]}{word} {text[place:]}"
        return Change(without, note or f"`{word}` is missing {_where(bad, at)}", at, at)
    if glue:
        changed = f"{text[:place]}{word}{text[place:]}"
    elif at == bad.size:
        changed = f"{text} {word}"
    else:
        blank = "" if text[:place].endswith((" ", "\t")) or not place else " "
        changed = f"{text[:place]}{blank}{word} {text[place:]}"
    return Change(changed, note or f"`{word}` is missing {_where(bad, at)}", at, at)


def _where(bad: BadLine, at: int) -> str:
    return f"before {quoted(bad.text(at))}" if at < bad.size else "at the end"


def replace(bad: BadLine, count: int, words: str, note: str, begin: int | None = None) -> Change:
    """Some tokens replaced by words, with a blank where words would meet; no words take a blank away with them."""
    begin = bad.bad if begin is None else begin
    text, offset = bad.content, bad.start(0)
    left, right = text[: bad.start(begin) - offset], text[bad.end(begin + count - 1) - offset :]
    if not words:
        return Change(left.rstrip(" \t") + (right if left else right.lstrip(" \t")), note, begin, begin + count - 1)
    if words.startswith((",", "%")):
        left = left.rstrip(" \t")
    elif left and (left[-1].isalnum() or left[-1] in "_,"):
        left += " "
    if right and (right[0].isalnum() or right[0] == "_") and words[-1] != "(":
        words += " "
    word = words.split()[0] if words.strip() and words.split()[0].isalpha() else ""
    return Change(left + words + right, note, begin, begin + count - 1, word if word in bad.words else "", len(left))
