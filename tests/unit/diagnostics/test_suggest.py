"""Did you mean: which words are offered, in which order, and that distances are true distances."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatpolicy.diagnostics.suggest import closest, distance

NAMES = ["member_seats", "guest_packs", "audit_fee", "team", "business", "list_price", "smb"]
words = st.text(alphabet="abc_s", max_size=9)


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("member_seat", ("member_seats",)),
        ("members_seats", ("member_seats",)),
        ("guest_pack", ("guest_packs",)),
        ("audit", ("audit_fee",)),
        ("member", ("member_seats",)),
        ("teams", ("team",)),
        ("tema", ("team",)),
        ("taem", ("team",)),
        ("Team", ("team",)),
        ("list-price", ("list_price",)),
        ("list price", ("list_price",)),
        ("bussines", ("business",)),
        ("buisness", ("business",)),
        ("smv", ("smb",)),
        ("team", ()),
        ("xyz", ()),
        ("market", ()),
        ("", ()),
        ("t", ()),
    ],
)
def test_what_is_offered(word: str, offered: tuple[str, ...]) -> None:
    assert closest(word, NAMES) == offered


def test_the_other_number_comes_before_a_prefix_and_a_prefix_before_a_slip() -> None:
    names = ["seats_held", "seat", "heats", "seat_fee", "seats"]
    # The other number; then by what is missing of the beginning; `heats` is one slip away.
    assert closest("seats", names, limit=9) == ("seat", "seats_held", "heats")
    assert closest("seat", names, limit=9) == ("seats", "seat_fee", "seats_held")
    assert closest("seats", names, limit=2) == ("seat", "seats_held")
    assert closest("seats", names, limit=0) == ()


def test_equals_come_by_alphabet_however_they_are_given() -> None:
    names = ["team_c", "team_a", "team_b"]
    for given_names in (names, reversed(names), set(names), names * 2):
        assert closest("team_x", given_names) == ("team_a", "team_b", "team_c")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "ab", 1),
        ("abc", "xabc", 1),
        ("abc", "axc", 1),
        ("abcd", "abdc", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
        ("abcd", "badc", 2),
    ],
)
def test_distances(one: str, other: str, slips: int) -> None:
    assert distance(one, other, slips) == distance(other, one, slips) == slips
    assert distance(one, other, slips - 1) is None


@given(words, words, st.integers(0, 9))
def test_distance_by_the_definition(one: str, other: str, bound: int) -> None:
    @cache
    def slips(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [slips(i - 1, j) + 1, slips(i, j - 1) + 1]
        ways.append(slips(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(slips(i - 2, j - 2) + 1)
        return min(ways)

    exact = slips(len(one), len(other))
    assert distance(one, other, bound) == (exact if exact <= bound else None)


@given(words, st.lists(words))
def test_only_candidates_each_once_and_never_the_word(word: str, names: list[str]) -> None:
    offered = closest(word, names)
    assert len(offered) == len(set(offered)) <= 3
    assert set(offered) <= set(names) - {word}
    assert closest(word, list(reversed(names))) == offered


def test_words_of_any_length() -> None:
    huge = "seat" * 1_000_000
    assert closest(huge, ["plans", "tea", huge + "s"]) == (huge + "s",)
