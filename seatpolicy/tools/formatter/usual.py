"""The words of a line in, the same words in their usual form out: articles, singular and plural, thousands commas.

Articles never matter and units may be singular or plural (rule 8 of the language), so a line can be written in many
ways. The usual one is the one that the language's own examples use. A phrase is recognised by its keywords alone, never
by a name that looks like one; a keyword outside of every phrase stands in the singular and without an article. Names,
texts, dates and percentages are not touched; of numbers only the commas are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import attrs

from seatpolicy.syntax.lines import ARTICLES
from seatpolicy.syntax.parser import PLURALS

PHRASES = (
    "to the cent", "to whole numbers", "on the total", "on the tax",
    "to the largest line", "to the first line", "to the last line",
    "new customers at once", "at the next cycle", "until the next cycle", "of the cycle", "within the cycle",
    "continues the old seat", "more seats", "fewer seats", "rises at most", "quotes to one account",
    "joins the next cycle", "of the month", "or the last day of a shorter month",
    "short months move the day for good", "last days stay last days", "counted from the end of the month",
    "weeks from", "months counted as", "counts towards the limit", "before discounts", "after discounts", "after packs",
    "days over", "days over the cycle", "days over the month", "days over the calendar month", "seconds over the cycle",
    "whole cycles", "in packs of", "of the last count", "of the first count", "of the highest count",
    "billable seats above", "bill the rest", "on the next invoice", "at the month mark", "at the quarter mark",
    "until the month mark", "until the quarter mark", "to the end of the term", "less the used part", "as a refund",
    "the difference", "at most the new charge", "rounded amounts", "exact amounts", "in the last",
    "never falls as", "never rises as", "the manager", "above the requester",
)  # fmt: skip

_PLURAL = {
    "day": "days", "week": "weeks", "month": "months", "quarter": "quarters", "year": "years", "hour": "hours",
    "cycle": "cycles", "seat": "seats", "level": "levels", "decimal": "decimals", "pack": "packs", "unit": "units",
}  # fmt: skip
_COUNTED = frozenset(_PLURAL) - {"pack", "unit"}

KEYWORD = "KEYWORD"


@attrs.frozen(slots=True)
class Word:
    """One token of a line: `kind` is `KEYWORD` or the kind of its leaf or sign, `text` what the author wrote.

    `plural` marks a keyword whose form is a plural by itself: a type, or what a table counts.
    """

    kind: str
    text: str
    plural: bool = False


def usual(words: Sequence[Word], cells: bool) -> list[str]:
    """The usual text of each word, with its article before it; `cells`: the words are a row of a table."""
    texts = [_alone(words, at, cells) for at in range(len(words))]
    phrases, longest = _phrases()
    singular = [_singular(word.text) if word.kind == KEYWORD else "" for word in words]
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            phrase = phrases.get(tuple(singular[at : at + size]))
            if phrase is not None:
                texts[at : at + size] = phrase
                at += size
                break
        else:
            at += 1
    return texts


def _alone(words: Sequence[Word], at: int, cells: bool) -> str:
    word = words[at]
    if word.kind == "NUMBER":
        amount = at + 1 < len(words) and words[at + 1].kind == "CURRENCY"
        return with_commas(word.text) if amount or cells else word.text
    if word.kind != KEYWORD:
        return word.text
    singular = _singular(word.text)
    if word.plural or (singular in _COUNTED and _counts_several(words, at)):
        return _PLURAL[singular]
    return singular


def _counts_several(words: Sequence[Word], at: int) -> bool:
    """Whether a number other than one stands before the unit: `3 seats`, `3 billed seats`."""
    number = at - 1
    if number >= 0 and words[number].kind == KEYWORD and words[number].text == "billed":
        number -= 1
    if number < 0 or words[number].kind != "NUMBER":
        return False
    whole, _, fraction = words[number].text.partition(".")
    return whole.lstrip("0") != "1" or fraction.strip("0") != ""


def with_commas(number: str) -> str:
    """A number with a comma at each thousand, from 1,000 on; `007500` is left to its author."""
    whole, point, fraction = number.partition(".")
    if "," in whole or len(whole) < 4 or whole.startswith("0"):
        return number
    first = len(whole) % 3
    groups = [whole[:first]] if first else []
    groups += [whole[i : i + 3] for i in range(first, len(whole), 3)]
    return ",".join(groups) + point + fraction


def _singular(word: str) -> str:
    return PLURALS.get(word, word)


@cache
def _phrases() -> tuple[dict[tuple[str, ...], list[str]], int]:
    """Every phrase by its words in the singular, without articles; and how many words the longest has."""
    table = {}
    for phrase in PHRASES:
        texts: list[str] = []
        article = ""
        for word in phrase.split():
            if word in ARTICLES:
                article = f"{word} "
            else:
                texts.append(article + word)
                article = ""
        table[tuple(_singular(text.split()[-1]) for text in texts)] = texts
    return table, max(map(len, table))
