"""The page: well formed, complete in itself, readable without its drawings; and what authors write is text."""

from __future__ import annotations

import json
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from seatpolicy.tools.describe.data import to_json
from seatpolicy.tools.describe.document import (
    Chart,
    Curve,
    Description,
    Fall,
    Paragraph,
    Points,
    Section,
    Table,
    code,
    fact,
    strong,
)
from seatpolicy.tools.describe.drawing import MARK_ROOM, to_svg
from seatpolicy.tools.describe.markdown import inline, to_markdown
from seatpolicy.tools.describe.page import to_html
from seatpolicy.tools.describe.scale import headroom, marks, place
from tests.unit.tools.describe.described import POLICIES, every, first_text, of_text

WILD = 'A <b>bold</b> & |sly| *title* _it_ `x` [a](b) <script>alert("1")</script>'


def parsed(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html.partition("\n")[2])


def chart(*curves: Curve, falls: tuple[Fall, ...] = (), total: int = 100) -> Chart:
    return Chart("Seats", "seats", "total per month", "per seat per month", "USD", total, curves, falls, "What seats cost.")


def line(*points: tuple[int, int], title: str = "Plan", ends: str = "") -> Curve:
    return Curve(title, tuple((count, Fraction(amount)) for count, amount in points), ends)


@pytest.mark.parametrize("name", POLICIES)
def test_the_page_is_well_formed_and_loads_nothing(name: str) -> None:
    html = to_html(first_text(name))
    root = parsed(html)
    assert root.tag == "html"
    for word in ("http:", "https:", "src=", "<script", "@import", "<link", "<iframe"):
        assert word not in html
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    for link in root.iter("a"):
        assert link.attrib["href"].removeprefix("#") in ids


def test_the_page_of_every_form_is_well_formed() -> None:
    found = every("every-form.seat")
    for text in found.texts[:2]:
        assert parsed(to_html(of_text(found, text))).tag == "html"


@pytest.mark.parametrize("name", ["acme", "guide-volume", "trello"])
def test_whoever_does_not_see_the_page_hears_it(name: str) -> None:
    root = parsed(to_html(first_text(name)))
    drawings = [svg for svg in root.iter("svg") if svg.attrib.get("role") == "img"]
    assert drawings
    for svg in drawings:
        assert svg[0].tag == "title"
        assert svg[0].text
        assert svg[1].tag == "desc"
        assert svg[1].text
        assert svg.attrib["aria-labelledby"] == f"{svg[0].attrib['id']} {svg[1].attrib['id']}"
    for table in root.iter("table"):
        heads = table.find("thead/tr")
        assert heads is not None
        assert all(cell.tag == "th" and cell.attrib["scope"] == "col" for cell in heads)
        for row in table.findall("tbody/tr"):
            assert row[0].tag == "th"
            assert row[0].attrib["scope"] == "row"
            assert len(row) == len(heads)


def wild() -> Description:
    table = Table(WILD, ("a", WILD), ((WILD, "1"), ("x", WILD)), frozenset())
    blocks = (Paragraph(WILD), Points((f"{strong(WILD)}: {fact('x_y')} {code('a_b')}",)), table)
    return Description(
        WILD, (WILD,), (Section(WILD, (*blocks, chart(line((1, 1), (2, 2), title=WILD), line((1, 2), (2, 3))))),)
    )


def test_what_authors_write_is_text_on_the_page() -> None:
    html = to_html(wild())
    root = parsed(html)
    assert "<script" not in html
    assert "<b>" not in html
    heading = root.find(".//h1")
    assert heading is not None
    assert heading.text == WILD


def test_what_authors_write_is_text_in_markdown() -> None:
    assert inline("a|b *c* _d_ e_f <g> [h] `i` \\ ~j~") == r"a\|b \*c\* \_d\_ e_f \<g\> \[h\] \`i\` \\ \~j\~"
    assert inline("# not a heading") == r"\# not a heading"
    assert inline("1. not a list") == r"1\. not a list"
    assert inline(f"{strong('a*b')} {fact('c')} {code('d_e')}") == r"**a\*b** *c* `d_e`"
    rows = [row for row in to_markdown(wild()).splitlines() if row.startswith("|")]
    assert {row.replace(r"\|", "").count("|") for row in rows} == {3}


def test_json_has_plain_texts_and_exact_amounts() -> None:
    data = json.loads(to_json(wild()))
    assert data["title"] == WILD
    blocks = data["sections"][0]["blocks"]
    assert [block["is"] for block in blocks] == ["paragraph", "list", "table", "chart"]
    assert blocks[1]["items"] == [f"{WILD}: x_y a_b"]
    assert blocks[3]["curves"][0]["points"] == [[1, "1"], [2, "2"]]


# ---- drawings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "wanted", "found"),
    [
        (260, 6, [0, 50, 100, 150, 200, 250]),
        (50, 6, [0, 10, 20, 30, 40, 50]),
        (1, 5, [0, Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5), 1]),
        (6600, 5, [0, 2000, 4000, 6000]),
        (0, 5, [0]),
    ],
)
def test_marks_are_round(most: int, wanted: int, found: list[Fraction | int]) -> None:
    assert marks(Fraction(most), wanted) == found


def test_marks_are_few_and_cover_everything() -> None:
    for most in [*range(1, 400, 7), 999, 1001, 123_456]:
        for wanted in (3, 5, 6):
            found = marks(Fraction(most), wanted)
            assert 2 <= len(found) <= wanted + 1
            assert headroom(Fraction(most), wanted) >= most
            assert headroom(Fraction(most), wanted) <= 3 * most


def test_places_are_written_exactly_to_two_decimals() -> None:
    assert [place(Fraction(n, 8)) for n in (0, 1, 2, 8, -1, 801)] == ["0", "0.13", "0.25", "1", "-0.13", "100.13"]
    assert place(Fraction(1, 3)) == "0.33"


def test_a_fall_is_dotted_and_numbered() -> None:
    fall = Fall("Plan", 10, 11, Fraction(500), Fraction(440), "9")
    svg = to_svg(chart(line((1, 50), (10, 500), (11, 440), (50, 2000)), falls=(fall,)), "c")
    root = ElementTree.fromstring(svg)
    kinds = [one.attrib["class"] for one in root.iter("polyline")]
    assert kinds == ["curve s1", "fall s1", "curve s1"] * 2 or kinds.count("fall s1") == 2
    assert [one.text for one in root.iter("text") if one.attrib["class"] == "number"] == ["1"]


def test_numbers_of_near_falls_do_not_lie_on_each_other() -> None:
    near = tuple(Fall("Plan", count - 1, count, Fraction(500), Fraction(400), "x") for count in range(10, 16))
    root = ElementTree.fromstring(to_svg(chart(line((1, 50), (100, 5000)), falls=near), "c"))
    spots = [
        (Fraction(one.attrib["cx"]), Fraction(one.attrib["cy"]))
        for one in root.iter("circle")
        if one.attrib["class"] == "mark"
    ]
    for place_, (x, y) in enumerate(spots):
        for other_x, other_y in spots[:place_]:
            assert abs(x - other_x) >= MARK_ROOM - 1 or abs(y - other_y) >= MARK_ROOM - 1


def test_what_lies_beyond_the_last_price_is_said() -> None:
    svg = to_svg(chart(line((1, 10), (50, 500), ends="by quote")), "c")
    assert 'class="beyond"' in svg
    assert "by quote</text>" in svg
    both = to_svg(chart(line((1, 10), (50, 500), ends="by quote"), line((1, 20), (100, 2000))), "c")
    assert 'class="beyond"' not in both


def test_a_minimum_does_not_hide_what_the_others_cost() -> None:
    """One seat at 200.00, where most cost 20.00: the lower panel is cut off, and says so."""
    svg = to_svg(chart(line((1, 200), (10, 200), (100, 2000))), "c")
    assert "cut off above" in svg
    assert "cut off above" not in to_svg(chart(line((1, 20), (100, 2000))), "c")


def test_one_price_is_a_dot() -> None:
    assert '<circle class="dot s1"' in to_svg(chart(line((1, 0))), "c")
