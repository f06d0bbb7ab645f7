"""Planted mistakes are found: the quick ones in a few examples, all by `python -m tests.mutants` and `-m long`."""

from __future__ import annotations

import pytest

from seatpolicy.compiler.ir import MODES, OPERATIONS, RELATIONS, REMAINDERS, WORDS
from tests.differential.model_census import expected
from tests.differential.model_choices import CHOICES
from tests.mutants.equivalents import EQUIVALENTS
from tests.mutants.fates import SHARE, all_mistakes, table, whole_hunt
from tests.mutants.hand_mistakes import hand_mistakes
from tests.mutants.hunt import hunt
from tests.mutants.kernel_mistakes import NEXT_MODE, NEXT_RELATION, SLIPS, kernel_mistakes
from tests.mutants.model_mistakes import model_mistakes
from tests.mutants.outside import NOT_LOWERED, OUTSIDE

QUICK = 24
"""Examples that are looked at here."""


def test_every_operation_and_value_of_a_static_choice_has_a_mistake() -> None:
    assert set(SLIPS) == set(OPERATIONS)
    assert set(NEXT_MODE) == set(MODES)
    assert set(NEXT_RELATION) == set(RELATIONS)
    assert all(f"to the {word} as to the" in " ".join(SLIPS["allocate"]) for word in REMAINDERS)
    assert all(any(word in name for name in SLIPS["logic"]) for word in WORDS)


def test_every_kind_and_choice_of_the_model_has_a_mistake() -> None:
    named = {one.name.partition(":")[0] for one in model_mistakes()}
    words = {one.name for one in model_mistakes()}
    kinds = {feature.split(".")[0] for feature in expected()}
    classes = {name.split(".")[0] for name in named}
    assert kinds - classes - NOT_BY_ITSELF == set()
    for where, choices in CHOICES.items():
        for here, there in choices.items():
            name = f"{where}: `{here}` as `{there}`"
            assert name in words or not any(one.startswith(f"{where}={here}") for one in expected())


NOT_BY_ITSELF = {"FactValue", "Definition", "SoldItem", "Fact", "MeasureOfPart", "FewerSeats"}
"""Kinds that hold a name only, which a mistaken reader would not find, or that are read in parts of a cycle."""


def test_thirty_more_were_thought_up() -> None:
    assert len(list(hand_mistakes())) >= 20


def test_what_is_none_is_shown_and_little() -> None:
    every = len(all_mistakes())
    assert len(EQUIVALENTS) * SHARE <= every
    for name, one in EQUIVALENTS.items():
        differing, of = one.exhaust()
        assert differing == 0, name
        assert of > 3
        assert one.reason
    names = {one.name for one in (*kernel_mistakes(), *model_mistakes(), *hand_mistakes())}
    assert set(EQUIVALENTS) - names == set(OUTSIDE) - names == set()


def test_no_kernel_has_an_operation_that_is_left_out() -> None:
    found = hunt([one for one in kernel_mistakes() if OUTSIDE.get(one.name) == NOT_LOWERED], QUICK)
    assert {name: fate.fitted for name, fate in found.fates.items() if fate.fitted} == {}


def test_half_of_the_mistakes_are_found_at_once() -> None:
    found = hunt([one for one in all_mistakes() if one.name not in EQUIVALENTS], QUICK)
    assert found.differing == []
    assert len(found.alive()) * 2 < len(found.fates)


@pytest.mark.long
def test_every_mistake_is_found() -> None:
    found = whole_hunt()
    lines, good = table(found)
    assert found.differing == []
    assert good, "\n".join(lines)
