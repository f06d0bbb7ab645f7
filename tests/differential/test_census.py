"""What is drawn, counted in the models: every node kind, value of a choice, flag, and line in cases."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.differential.census_aside import ASIDE
from tests.differential.engine_bills import read_text
from tests.differential.model_census import expected, features, model_classes
from tests.differential.model_choices import CHOICES
from tests.differential.model_walk import occurring
from tests.differential.random_wide import wide

POLICIES = 60
AT_LENGTH = 2000


def occurrences(count: int) -> Counter[str]:
    """In how many of the first wide policies each thing occurs."""
    found: Counter[str] = Counter()
    for number in range(count):
        model = read_text(wide(number).text).texts[0].policy
        assert model is not None
        found.update(occurring(model))
    return found


def test_most_of_it_occurs_in_a_few_policies() -> None:
    found = occurrences(POLICIES)
    missing = [feature for feature in expected() if not found[feature]]
    assert len(missing) * 10 < len(expected()), missing


@pytest.mark.long
def test_everything_occurs_in_one_policy_of_a_hundred() -> None:
    found = occurrences(AT_LENGTH)
    assert {feature: found[feature] for feature in expected() if found[feature] * 100 < AT_LENGTH} == {}


def test_the_tables_are_about_what_there_is() -> None:
    fields = {f"{one.__name__}.{field.name}" for one in model_classes() for field in one.__attrs_attrs__}  # type: ignore[attr-defined]
    assert set(CHOICES) - fields - {"Rounding.mode"} == set()
    classes = {one.__name__ for one in model_classes()}
    every = set(features())
    assert [one for one in ASIDE if one not in every and one not in fields and one not in classes] == []
    assert all(ASIDE.values())


def test_every_word_has_another_word_as_its_neighbour() -> None:
    assert [where for where, words in CHOICES.items() for here, there in words.items() if here == there] == []
