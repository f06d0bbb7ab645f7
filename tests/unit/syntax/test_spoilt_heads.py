"""What is kept of a head that cannot be read whole, and where the names in it are said to stand."""

from __future__ import annotations

import pytest

from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node, SourceFile

LANGUAGE = tables.load()

SCHEDULE = "  seats | USD\n  1 and up | 5.00\n}\n"
LIMIT = "  line_exception | smb | enterprise\n  above | manager | manager\n}\n"


def read(head: str, body: str = SCHEDULE) -> tuple[SourceFile, Node]:
    """The file of one declaration, and its tree."""
    file = parse(SourceText("head.seat", f"{head}\n{body}"), LANGUAGE).value
    return file, file.declarations[0]


def kinds(node: Node) -> list[str]:
    """The forms of a head, without those of the rows."""
    return [child.kind for child in node.all() if child.kind not in ("schedule_head", "tier")]


def limit(head: str) -> tuple[SourceFile, Node]:
    file, node = read(f"approvals {{\n{head}", f"{LIMIT}}}\n")
    found = node.one("limit")
    assert found is not None
    return file, found


def written(file: SourceFile, leaf: Leaf) -> str:
    """What the text has where a name is said to stand."""
    return file.span(leaf).text


@pytest.mark.parametrize(
    ("head", "forms", "guessed"),
    [
        ('schedule s "S" graduated per seat monthly {', ["graduated", "per_seat", "per_period"], False),
        ('schedule s "S" volume per pack of 4 per month {', ["volume", "per_pack", "per_period"], False),
        ("schedule s stairstep per unit once {", ["stairstep", "per_unit", "once"], False),
        ('schedule s "S" per seat per month {', ["graduated", "per_seat", "per_period"], True),
        ('schedule s "S" tiered per started pack of 5 per half year {', ["graduated", "per_pack", "per_period"], True),
        ('schedule s "S" volume per seat whatever you like per week {', ["volume", "per_seat", "per_period"], True),
        ('schedule s "S" {', ["graduated"], True),
        ('shedule s "S" volume per seat per month {', ["volume", "per_seat", "per_period"], False),
    ],
)
def test_a_schedule_keeps_its_model_and_units(head: str, forms: list[str], guessed: bool) -> None:
    file, node = read(head)
    assert (kinds(node), bool(file.guessed)) == (forms, guessed)
    assert (node.leaf().text, written(file, node.leaf())) == ("s", "s")
    assert file.poisoned == {node.start}


@pytest.mark.parametrize(
    ("head", "measure", "by"),
    [
        ('limit m "M" on arr per segment {', "arr", "segment"),
        ('limit m "M" by segment {', "line_exception", "segment"),
        ('limit m "M" on arr 7 % by segment {', "arr", "segment"),
        ('limit m "M" whatever you like {', "line_exception", UNREADABLE),
        ("limit m on arr by segment {", "arr", "segment"),
    ],
)
def test_a_limit_keeps_what_it_is_on_and_by(head: str, measure: str, by: str) -> None:
    file, node = limit(head)
    measured, bound = node.one("measured"), node.one("limit_by")
    assert measured is not None
    assert bound is not None
    assert (measured.leaf().text, bound.leaf().text) == (measure, by)
    assert written(file, measured.leaf()) == measure
    if by != UNREADABLE:
        assert written(file, bound.leaf()) == by


def test_a_limit_on_a_figure_of_a_charge_keeps_both_names() -> None:
    file, node = limit('limit m "M" on net_unit_price of seats_sold 7 % by segment {')
    measured = node.one("measured")
    assert measured is not None
    assert [written(file, leaf) for leaf in measured.leaves("NAME")] == ["net_unit_price", "seats_sold"]


@pytest.mark.parametrize("head", ['limit "M" on arr by segment {', 'limit Team_Size "M" on arr by segment {'])
def test_a_name_that_only_the_fix_has_is_none_to_be_meant(head: str) -> None:
    _, node = limit(head)
    assert node.leaf().text == UNREADABLE


def test_a_table_without_a_name_is_called_as_its_last_column() -> None:
    file, node = read('table "Cut" gives percent {', "  seats of member | cut\n  1 and up | 5%\n}\n")
    assert (node.leaf().text, written(file, node.leaf())) == ("cut", "cut")


def test_words_that_a_fix_replaces_together_keep_their_places() -> None:
    file, node = read('addon s "S" for team, works {', "}\n")
    names = node.one("names_or")
    assert names is not None
    assert [written(file, leaf) for leaf in names.leaves("NAME")] == ["team", "works"]
