"""Findings as text: the messages of the language's own description, and every awkward line."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.diagnostics.diagnostic import Diagnostic, Fix, Related, Severity
from seatpolicy.diagnostics.render import render
from seatpolicy.source.text import SourceText, Span


def source_of(lines: dict[int, str], path: str = "acme.seat", end: str = "\n") -> SourceText:
    """A text with these lines at these numbers, and empty ones between."""
    return SourceText(path, end.join(lines.get(n, "") for n in range(1, max(lines) + 1)))


def at(source: SourceText, line: int, marked: str) -> Span:
    """The first place in a line where the marked text stands."""
    start = source.line_span(line).start + source.line_text(line).index(marked)
    return Span(source, start, start + len(marked))


def finding(span: Span | None, message: str = "wrong", note: str = "", **parts: object) -> str:
    """The text of a finding, 100 cells wide unless `width` says otherwise."""
    width = parts.pop("width", 100)
    assert isinstance(width, int)
    arguments = {"code": "SY101", "severity": Severity.ERROR, **parts}
    found = Diagnostic(span=span, message=message, note=note, **arguments)  # type: ignore[arg-type]
    return render(found, width)


def lines_of(text: str) -> list[str]:
    """The lines of a block written in a test, without its first newline."""
    return text.strip("\n").split("\n")


def test_one_place() -> None:
    source = source_of({82: "    price:  $99.00 per month"})
    text = finding(
        at(source, 82, "$"),
        "`$` does not say which dollar",
        "over twenty currencies share it",
        fix=Fix("`99.00 USD`"),
    )
    assert lines_of(text) == lines_of("""
SY101 acme.seat:82:13: `$` does not say which dollar
  82 |     price:  $99.00 per month
     |             ^ over twenty currencies share it; fix: `99.00 USD`
""")


def test_a_related_place_before() -> None:
    source = source_of({57: 'plan team "Team" {', 79: 'addon audit "Audit log" for team {'})
    text = finding(
        at(source, 79, "addon"),
        "plan `team` is still open here",
        "a plan cannot hold an add-on",
        code="SY120",
        related=(Related(at(source, 57, "plan team"), "opened here"),),
        fix=Fix("a line `}` after line 77", safe=True),
    )
    assert lines_of(text) == lines_of("""
SY120 acme.seat:79:1: plan `team` is still open here
  57 | plan team "Team" {
     | --------- opened here
  79 | addon audit "Audit log" for team {
     | ^^^^^ a plan cannot hold an add-on; fix: a line `}` after line 77 (safe)
""")


def test_a_cell_behind_the_end_of_a_line() -> None:
    row = "     up to 35%      | rejected | vp_sales"
    source = source_of({118: row})
    start = source.line_span(118).start + len("     up to 35%      | rejected |")
    text = finding(
        Span(source, start, start + 9),
        "3 cells under 4 columns",
        "nothing stands under `enterprise`",
        code="SY132",
        fix=Fix("write the cell; `approved` where nobody is asked"),
        width=120,
    )
    assert lines_of(text) == [
        "SY132 acme.seat:118:33: 3 cells under 4 columns",
        " 118 |      up to 35%      | rejected | vp_sales",
        "     |                                 ^^^^^^^^^ nothing stands under `enterprise`; "
        "fix: write the cell; `approved`",
        "     |                                           where nobody is asked",
    ]


def test_two_tiers_and_the_words_wrapped_under_their_beginning() -> None:
    source = source_of(
        {50: "  11 to 40   |    40.00 |    37.00", 51: "  51 to 200  |    30.00 |    28.00"}
    )
    text = finding(
        at(source, 51, "51 to 200"),
        "seats 41 to 50 have no price",
        "and this one begins at 51",
        code="TR201",
        related=(Related(at(source, 50, "11 to 40"), "this tier ends at 40"),),
        fix=Fix("end that one at 50, or begin this one at 41"),
        width=60,
    )
    assert lines_of(text) == lines_of("""
TR201 acme.seat:51:3: seats 41 to 50 have no price
  50 |   11 to 40   |    40.00 |    37.00
     |   -------- this tier ends at 40
  51 |   51 to 200  |    30.00 |    28.00
     |   ^^^^^^^^^ and this one begins at 51; fix: end that
     |             one at 50, or begin this one at 41
""")


def test_note_why_hint_and_fix_in_this_order() -> None:
    source = source_of({1: "a"})
    span = Span(source, 0, 1)
    fix = Fix("d")
    everything = finding(span, note="a", why="b", hint="c", fix=fix).split("\n")[-1]
    assert everything == "     | ^ a; b; c; fix: d"
    assert finding(span, why="b", fix=fix).split("\n")[-1] == "     | ^ b; fix: d"
    assert finding(span, hint="c").split("\n")[-1] == "     | ^ c"
    assert finding(span).split("\n")[-1] == "     | ^"


@pytest.mark.parametrize(
    ("severity", "head"),
    [
        (Severity.ERROR, "TR203 acme.seat:1:1: wrong"),
        (Severity.WARNING, "TR203 warning acme.seat:1:1: wrong"),
        (Severity.INFORMATION, "TR203 information acme.seat:1:1: wrong"),
    ],
)
def test_severities(severity: Severity, head: str) -> None:
    source = source_of({1: "a"})
    text = finding(Span(source, 0, 1), code="TR203", severity=severity)
    assert text.split("\n")[0] == head


def test_no_place() -> None:
    assert finding(None, "nothing to check", hint="name a file") == (
        "SY101: nothing to check\n    name a file"
    )
    assert finding(None, "is a folder", path="a/b") == "SY101 a/b: is a folder"


def test_two_marks_in_one_line_stand_from_left_to_right() -> None:
    source = source_of({3: "  when: x and y or z"})
    text = finding(
        at(source, 3, "or"),
        note="and here `or`",
        related=(Related(at(source, 3, "and"), "`and` here"),),
    )
    assert lines_of(text) == lines_of("""
SY101 acme.seat:3:17: wrong
   3 |   when: x and y or z
     |           --- `and` here
     |                 ^^ and here `or`
""")


def test_related_places_of_other_files_come_under_their_own_heads() -> None:
    source = source_of({1: "unit a", 4: "unit b"})
    library = source_of({7: "seat c", 12: "seat d"}, "lib/common.seat")
    text = finding(
        at(source, 4, "b"),
        note="again",
        related=(
            Related(at(library, 12, "d"), "last"),
            Related(at(source, 1, "a"), "first"),
            Related(at(library, 7, "c"), "then"),
        ),
    )
    assert lines_of(text) == lines_of("""
SY101 acme.seat:4:6: wrong
   1 | unit a
     |      - first
   4 | unit b
     |      ^ again
lib/common.seat:7:6
   7 | seat c
     |      - then
  12 | seat d
     |      - last
""")


def test_line_numbers_of_any_length_are_aligned() -> None:
    source = SourceText("acme.seat", "a\n" * 123_455 + "b")
    text = finding(
        Span(source, len(source.text) - 1, len(source.text)),
        related=(Related(Span(source, 0, 1), "there"),),
    )
    assert lines_of(text) == [
        "SY101 acme.seat:123456:1: wrong",
        "     1 | a",
        "       | - there",
        "123456 | b",
        "       | ^",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "carets"),
    [
        # empty places: in a line, at its end, at the end of the file, in an empty file
        ("abc", 1, 1, "abc", " ^"),
        ("abc", 3, 3, "abc", "   ^"),
        ("abc\n", 3, 4, "abc", "   ^"),
        ("abc\r\nd", 3, 5, "abc", "   ^"),
        ("abc\r\nd", 4, 4, "abc", "   ^"),
        ("abc\n", 4, 4, "", "^"),
        ("", 0, 0, "", "^"),
        # a byte order mark is not part of the line
        ("\ufeffabc", 1, 2, "abc", "^"),
        ("\ufeffabc", 0, 2, "abc", "^"),
        # offsets outside the text, and an end before its start
        ("abc", 7, 9, "abc", "   ^"),
        ("abc", -2, 1, "abc", "^"),
        ("abc", 2, 1, "abc", "  ^"),
        # several lines
        ("ab\ncd\nef", 1, 4, "ab", " ^ (and 1 more line)"),
        ("ab\ncd\nef", 1, 8, "ab", " ^ (and 2 more lines)"),
        ("ab\ncd\nef", 1, 6, "ab", " ^ (and 1 more line)"),
        ("ab\ncd\nef", 0, 3, "ab", "^^"),
        ("ab\rcd", 0, 4, "ab", "^^ (and 1 more line)"),
        # tabs
        ("\tabc", 1, 4, "    abc", "    ^^^"),
        ("\tabc", 0, 1, "    abc", "^^^^"),
        ("a\tb", 2, 3, "a   b", "    ^"),
        ("ab\t\tb", 3, 4, "ab      b", "    ^^^^"),
        # wide characters and marks
        ("新増 x", 1, 2, "新増 x", "  ^^"),
        ("新増 x", 3, 4, "新増 x", "     ^"),
        ("e\u0301x", 2, 3, "e\u0301x", " ^"),
        ("e\u0301x", 0, 2, "e\u0301x", "^"),
        ("ae\u0301x", 2, 3, "ae\u0301x", " ^"),
        ("ae\u0301x", 1, 2, "ae\u0301x", " ^"),
        # what cannot be seen
        ("a\u202eb", 2, 3, r"a\u202eb", "       ^"),
        ("a\u202eb", 1, 2, r"a\u202eb", " ^^^^^^"),
        ("a\x00b", 0, 3, r"a\u0000b", "^^^^^^^^"),
        ("\ud800b", 1, 2, r"\ud800b", "      ^"),
        ("\x1b[31mb", 5, 6, r"\u001b[31mb", "          ^"),
        ("a\u2028b", 2, 3, r"a\u2028b", "       ^"),
        ("a\u00a0b", 2, 3, r"a\u00a0b", "       ^"),
        ("x\U000e0041b", 2, 3, r"x\U000e0041b", "           ^"),
    ],
)
def test_where_the_carets_stand(text: str, start: int, end: int, shown: str, carets: str) -> None:
    drawn = finding(Span(SourceText("a.seat", text), start, end)).split("\n")[1:]
    assert [line[7:] for line in drawn] == [shown, carets]


@pytest.mark.parametrize(
    ("before", "marked", "after", "shown", "carets"),
    [
        # 40 cells wide: 33 for the line, 31 between two ellipses.
        ("", "$", "y" * 32, "$" + "y" * 32, "^"),
        ("", "$", "y" * 33, "$" + "y" * 31 + "…", "^"),
        ("x" * 31, "$", "y" * 9, "x" * 31 + "$…", " " * 31 + "^"),
        ("x" * 32, "$", "", "x" * 32 + "$", " " * 32 + "^"),
        ("x" * 99, "$", "y" * 99, "…" + "x" * 15 + "$" + "y" * 15 + "…", " " * 16 + "^"),
        ("x" * 33, "", "", "…" + "x" * 15, " " * 16 + "^"),
        ("x" * 99, "$" * 40, "y", "…" + "$" * 31 + "…", " " + "^" * 32),
        ("x" * 99, "$" * 31, "yy", "…" + "$" * 31 + "…", " " + "^" * 31),
        ("", "$" * 99, "", "$" * 32 + "…", "^" * 33),
        ("新" * 30, "$", "新" * 30, "…" + "新" * 7 + "$" + "新" * 8 + "…", " " * 15 + "^"),
    ],
)
def test_long_lines_are_shown_through_a_window(
    before: str, marked: str, after: str, shown: str, carets: str
) -> None:
    source = SourceText("a.seat", before + marked + after)
    span = Span(source, len(before), len(before) + len(marked))
    assert [line[7:] for line in finding(span, width=40).split("\n")[1:]] == [shown, carets]


def test_two_far_places_of_one_line_have_a_window_each() -> None:
    source = SourceText("a.seat", "a" + "x" * 98 + "b")
    text = finding(Span(source, 99, 100), related=(Related(Span(source, 0, 1), "there"),), width=40)
    assert [line[7:] for line in text.split("\n")[1:]] == [
        "a" + "x" * 31 + "…",
        "- there",
        "…" + "x" * 15 + "b",
        " " * 16 + "^",
    ]


def test_the_end_of_a_line_that_fills_the_room() -> None:
    source = SourceText("a.seat", "a" + "x" * 32)
    text = finding(Span(source, 0, 1), related=(Related(Span(source, 33, 33), "there"),), width=40)
    assert [line[7:] for line in text.split("\n")[1:]] == [
        "a" + "x" * 32,
        "^",
        "…" + "x" * 15,
        " " * 16 + "- there",
    ]


def test_at_one_place_the_findings_own_mark_comes_first() -> None:
    source = SourceText("a.seat", "member_seats")
    there = (Related(Span(source, 0, 6), "related"),)
    text = finding(Span(source, 0, 12), note="own", related=there)
    assert [line[7:] for line in text.split("\n")[1:]] == [
        "member_seats",
        "^^^^^^^^^^^^ own",
        "------ related",
    ]


def test_short_words_stay_behind_the_carets_where_there_is_little_room() -> None:
    source = SourceText("a.seat", "x" * 20 + "$")
    # 33 cells for the line, 21 up to the caret's end and one between: 11 are left.
    fits = finding(Span(source, 20, 21), "", "eleven it i", width=40).split("\n")
    assert [line[7:] for line in fits[2:]] == [" " * 20 + "^ eleven it i"]
    one_cell = SourceText("a.seat", "x" * 31)
    tight = finding(Span(one_cell, 0, 31), "", "it", width=40).split("\n")
    assert [line[7:] for line in tight[2:]] == ["^" * 31, "it"]
    below = finding(Span(source, 20, 21), "", "twelve it is", width=40).split("\n")
    assert [line[7:] for line in below[2:]] == [" " * 20 + "^", "twelve it is"]


def test_words_that_find_no_room_behind_the_carets_go_below() -> None:
    source = source_of({1: "  price:  $99.00 per month"})
    text = finding(
        at(source, 1, "$"),
        "`$` does not say which dollar",
        "over twenty currencies share it",
        fix=Fix("`99.00 USD`"),
        width=40,
    )
    assert lines_of(text) == lines_of("""
SY101 acme.seat:1:11:
    `$` does not say which dollar
   1 |   price:  $99.00 per month
     |           ^
     | over twenty currencies share it;
     | fix: `99.00 USD`
""")


def test_a_long_message_is_wrapped_and_a_long_path_is_not() -> None:
    source = source_of({1: "a"}, "x" * 60)
    text = finding(Span(source, 0, 1), "seats 41 to 50 have no price in any tier at all", width=40)
    assert lines_of(text)[:3] == [
        f"SY101 {'x' * 60}:1:1:",
        "    seats 41 to 50 have no price in any",
        "    tier at all",
    ]


def test_colour_changes_nothing_but_colour() -> None:
    source = source_of({1: "ab", 2: "cd"})
    found = Diagnostic(
        "SY101",
        Severity.WARNING,
        "wrong",
        at(source, 2, "d"),
        "note",
        related=(Related(at(source, 1, "a"), "there"),),
    )
    coloured = render(found, color=True)
    assert "\x1b[1;33m^\x1b[0m note" in coloured
    assert "\x1b[1;33mSY101 warning\x1b[0m \x1b[1macme.seat:2:2\x1b[0m: wrong" in coloured
    plain = "".join(part.partition("m")[2] for part in f"\x1bm{coloured}".split("\x1b")[1:])
    assert plain == render(found)
    assert "\x1b" not in render(found)


def test_a_line_of_ten_megabytes() -> None:
    for character in ("x", "\u0301", "新", "\t", "\x00", "`"):
        text = character * 5_000_000 + "$" + character * 5_000_000
        source = SourceText("a.seat", text)
        found = Diagnostic(
            "SY101",
            Severity.ERROR,
            text,
            Span(source, 5_000_000, 5_000_001),
            note=text,
            related=(Related(Span(source, 0, len(text)), text),),
        )
        begun = time.process_time()
        drawn = render(found)
        assert time.process_time() - begun < 1
        assert len(drawn) < 60_000


NASTY = "\n\r\t\x00\x1b\x85\u0301\u1161\u200b\u202e\u2028\u3000\ufeff\ufe0f\ud800\udfff新Ａ😀`…$ "
letters = st.one_of(
    st.sampled_from(NASTY), st.sampled_from("ab "), st.characters(exclude_categories=())
)
anything = st.text(alphabet=letters, max_size=30)
long_texts = st.builds(lambda parts: "".join(p * n for p, n in parts), st.lists(
    st.tuples(anything, st.sampled_from([1, 1, 2, 40])), max_size=6
))  # fmt: skip


@st.composite
def findings(draw: st.DrawFn) -> Diagnostic:
    """A finding whose every part is arbitrary; its offsets need not be inside its texts."""
    sources = [SourceText(draw(anything), draw(long_texts)) for _ in range(2)]

    def span() -> Span:
        source = draw(st.sampled_from(sources))
        places = st.integers(-2, len(source.text) + 2)
        return Span(source, draw(places), draw(places))

    return Diagnostic(
        code=draw(st.sampled_from(["SY101", "TR203"])),
        severity=draw(st.sampled_from(Severity)),
        message=draw(long_texts),
        span=span() if draw(st.booleans()) else None,
        note=draw(long_texts),
        related=tuple(Related(span(), draw(anything)) for _ in range(draw(st.integers(0, 3)))),
        why=draw(anything),
        hint=draw(anything),
        fix=Fix(draw(anything), (), draw(st.booleans())) if draw(st.booleans()) else None,
        path=draw(anything),
    )


def cells_on_a_terminal(line: str) -> int:
    """Counted apart from the program: nothing for marks and joining jamo, two for wide ones."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me")
        or 0x1160 <= ord(char) <= 0x11FF
        or 0xD7B0 <= ord(char) <= 0xD7FF
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in line
    )


@settings(max_examples=400)
@given(findings(), st.sampled_from([-1, 0, 39, 40, 41, 57, 100, 200]))
def test_any_finding_can_be_shown(found: Diagnostic, width: int) -> None:
    drawn = render(found, width)
    drawn.encode("utf-8")
    for line in drawn.split("\n"):
        assert line == line.rstrip(" ")
        for char in line:
            assert char == " " or unicodedata.category(char)[0] not in "CZ", hex(ord(char))
    assert render(found, width) == drawn


@settings(max_examples=400)
@given(findings(), st.sampled_from([40, 41, 57, 100, 200]))
def test_with_a_short_path_no_line_is_wider(found: Diagnostic, width: int) -> None:
    for source in [there.span.source for there in found.related] + (
        [found.span.source] if found.span is not None else []
    ):
        source.path = "a.seat"
    object.__setattr__(found, "path", "a.seat")
    for line in render(found, width).split("\n"):
        assert cells_on_a_terminal(line) <= width, line


@given(long_texts, st.integers(0, 99), st.integers(1, 9))
def test_the_carets_stand_under_the_place(text: str, start: int, size: int) -> None:
    """In a line of plain letters the caret stands under the letter that the place begins with."""
    letters = "".join(char for char in text if "!" <= char <= "~") or "x"
    start = start % len(letters)
    source = SourceText("a.seat", letters)
    _, shown, carets = finding(Span(source, start, start + size), width=60).split("\n")
    column = carets.index("^")
    assert shown[column] == letters[start]
    under = shown[column : column + carets.count("^")]
    assert letters[start : start + size].startswith(under.rstrip("…"))


def test_a_fix_that_can_be_copied_stays_in_one_line() -> None:
    """Behind the carets there is room for half of the fix; from the carets on, for all of it."""
    source = source_of({7: "        reaches:  everybody from the first of the year on"})
    fix = "`reaches: new customers at once, others at renewal`"
    text = finding(at(source, 7, "everybody from the first"), note="this is no reach", hint=f"write {fix}", width=76)
    assert lines_of(text)[2:] == [
        "     |                   ^^^^^^^^^^^^^^^^^^^^^^^^",
        "     |                   this is no reach; write",
        f"     |                   {fix}",
    ]
