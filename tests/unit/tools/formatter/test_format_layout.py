"""The edges of the layout: what is too wide, too long, or stands where nothing can be moved."""

from __future__ import annotations

from seatpolicy.tools.formatter.columns import WIDEST
from seatpolicy.tools.formatter.layout import WIDEST_LABEL
from seatpolicy.tools.formatter.wrap import WIDTH
from tests.unit.tools.formatter.policy_texts import laid_out


def test_a_label_too_wide_sticks_out_and_moves_no_other() -> None:
    name = "n" * WIDEST_LABEL  # one more with its colon
    assert laid_out(f'item {{\n{name}: "Long"\nb: "Short"\n}}') == f'item {{\n  {name}:  "Long"\n  b:  "Short"\n}}\n'


def test_a_label_just_wide_enough_moves_the_others() -> None:
    name = "n" * (WIDEST_LABEL - 1)
    blanks = " " * WIDEST_LABEL
    assert laid_out(f'item {{\n{name}: "Long"\nb: "Short"\n}}') == f'item {{\n  {name}:  "Long"\n  b:{blanks}"Short"\n}}\n'


def test_a_cell_too_wide_sticks_out_and_widens_no_column() -> None:
    wide = '"' + "w" * (WIDEST - 1) + '"'
    written = laid_out(f'table t "T" gives count {{\nx | y | t\n{wide} | any | 1\nlong | b | 20\n}}')
    assert written.split("\n")[1:4] == ["  x    | y   | t", f"  {wide} | any |  1", "  long | b   | 20"]


def test_a_line_of_the_full_width_is_not_broken() -> None:
    # `let x = ` and ` and y` around a name of the length that is left.
    name = "n" * (WIDTH - len("let x =  and y"))
    assert laid_out(f"let x = {name} and y") == f"let x = {name} and y\n"
    assert laid_out(f"let x = n{name} and y") == f"let x = n{name}\n    and y\n"


def test_a_comment_does_not_count_as_width() -> None:
    line = "let x = y and z  # " + "c" * WIDTH + "\n"
    assert laid_out(line) == line


def test_what_has_no_place_to_break_stays_whole() -> None:
    line = "let x = " + " + ".join(["name_of_a_fact"] * 10) + "\n"
    assert laid_out(line) == line


def test_a_line_breaks_outside_of_parentheses_before_inside() -> None:
    inner = "(" + " or ".join(["long_name_of_a_fact"] * 4) + ")"
    assert laid_out(f"let x = first and {inner} and last_of_all") == (
        f"let x = first and {inner}\n    and last_of_all\n"
    )


def test_a_head_is_not_broken_before_a_word_that_begins_a_block() -> None:
    # Behind a comma, a line that begins with `plan` and ends in a brace is the head of a plan.
    names = ["long_name_of_a_plan"] * 4
    text = f'addon x "X" for {", ".join(names)}, plan or last {{\n}}\n'
    written = laid_out(text)
    assert written == f'addon x "X" for {", ".join(names)}, plan\n    or last {{\n}}\n'


def test_comments_inside_a_row_move_above_it_in_their_order() -> None:
    text = 'table t "T" gives text {\n  x | t\n  smb  # one\n  or mid  # two\n  or big | "a"  # three\n}\n'
    text = text.replace("or mid  # two\n  or big", "or big")
    assert laid_out(text).split("\n")[2:5] == ["  # one", '  smb or big | "a"  # three', "}"]


def test_three_blanks_lines_become_one_and_none_stays_none() -> None:
    assert laid_out("let x = 1\n\n\n\nlet y = 2\nlet z = 3\n") == "let x = 1\n\nlet y = 2\nlet z = 3\n"


def test_a_block_is_set_off_from_its_neighbours() -> None:
    text = "let x = 1\nfacts {\n}\n# about y\nlet y = 2\n"
    assert laid_out(text) == "let x = 1\n\nfacts {\n}\n\n# about y\nlet y = 2\n"


def test_a_blank_line_behind_a_remark_is_enough() -> None:
    text = "facts {\n}\n# about the facts\n\nlet y = 2\n"
    assert laid_out(text) == text
