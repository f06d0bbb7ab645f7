"""Which words are no names, and where: the list that the language's text gives, held against the grammar."""

from __future__ import annotations

from pathlib import Path

from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.syntax.feeder import NO_NAMES
from seatpolicy.syntax.lines import ARTICLES
from seatpolicy.syntax.parser import parse
from tests.unit.syntax.grammar_places import places, taken_words

LISTED = Path(__file__).parent / "reserved.txt"
EVERYWHERE = "everywhere"
_NAMES = """
facts {
  WORD of account: count
}
seat WORD "S" {
  held by: admin or WORD
}
plan WORD "P" {
  charge WORD "C" {
    for: WORD
  }
}
let other = WORD + 1 = WORD
"""


def listed() -> dict[str, set[str]]:
    """The words of `reserved.txt` with their constructs."""
    words: dict[str, set[str]] = {}
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            named, _, where = line.partition(" = ")
            for word in named.split(", "):
                words[word] = set(where.split(", "))
    return words


def test_the_list_is_what_the_grammar_takes() -> None:
    taken = {word: where for word, where in taken_words().items() if word not in NO_NAMES}
    taken |= {word: {EVERYWHERE} for word in (*NO_NAMES, *ARTICLES)}
    assert taken == listed()


def test_words_that_are_taken_nowhere_are_names_anywhere() -> None:
    """Every other word of the language may name a seat, a plan, a fact and a charge."""
    free = [w for w in tables.load().words if w.isalpha() and EVERYWHERE not in listed().get(w, set())]
    assert len(free) > 150
    for word in free:
        text = _NAMES.replace("WORD", word)
        assert parse(SourceText("names.seat", text), tables.load()).diagnostics == (), word


def test_words_that_are_names_nowhere_are_refused_as_names() -> None:
    for word in NO_NAMES | ARTICLES:
        found = parse(SourceText("names.seat", f'plan {word} "P" {{\n}}\n'), tables.load()).diagnostics
        assert [one.code for one in found] in (["SY127"], ["SY113"]), word


def test_every_place_can_be_reached() -> None:
    assert len(places()) > 1_000
