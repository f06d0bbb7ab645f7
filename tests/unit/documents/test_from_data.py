"""Python data as a document: what it holds is read as written, and what no document can hold is refused where it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from seatpolicy.documents.from_data import from_data
from seatpolicy.documents.nodes import Mapping, Scalar, Sequence

LONG = 10**40


def test_values_are_the_texts_that_a_document_would_hold() -> None:
    data = {"a": 3, "b": Decimal("0.10"), "c": Fraction(1, 8), "d": True, "e": False, "f": date(2026, 11, 1),
            "g": datetime(2026, 11, 1, 9, tzinfo=UTC), "h": "20%", "i": ["x", ("y",)], "j": None, "k": {}}  # fmt: skip
    node = from_data(data, "account").value
    assert isinstance(node, Mapping)
    texts = {entry.key.text: entry.value.text for entry in node if isinstance(entry.value, Scalar)}
    assert texts == {"a": "3", "b": "0.1", "c": "0.125", "d": "yes", "e": "no", "f": "2026-11-01",
                     "g": "2026-11-01T09:00:00+00:00", "h": "20%", "j": ""}  # fmt: skip
    nothing = node.get("j")
    assert isinstance(nothing, Scalar)
    assert nothing.is_nothing
    listed = node.get("i")
    assert isinstance(listed, Sequence)
    assert [type(one) for one in listed.items] == [Scalar, Sequence]


def test_an_empty_text_is_a_text_and_not_nothing() -> None:
    node = from_data({"a": ""}, "account").value
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert not value.is_nothing


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("0.5"), "DO471"),
        (float("nan"), "DO471"),
        (Fraction(1, 3), "DO471"),
        (LONG, "DO471"),
        (Decimal("NaN"), "DO471"),
        (Decimal("1e999"), "DO471"),
        ({1, 2}, "DO472"),
        (b"x", "DO472"),
        (object(), "DO472"),
        ({3: "x"}, "DO472"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_no_document_holds_is_refused_where_it_is(value: object, code: str) -> None:
    outcome = from_data({"seats": [{"n": value}]}, "account")
    assert outcome.value is None
    assert [(one.code, one.path.startswith("account.seats[0].n")) for one in outcome.diagnostics] == [(code, True)]


def test_data_without_an_end_is_refused() -> None:
    data: dict[str, object] = {}
    data["a"] = data
    assert [one.code for one in from_data(data, "account").diagnostics] == ["DO472"]


def test_every_mistake_is_told() -> None:
    found = from_data({"a": float("1"), "b": {"c": float("2"), "d": set()}}, "facts").diagnostics
    assert [(one.code, one.path) for one in found] == [("DO471", "facts.a"), ("DO471", "facts.b.c"), ("DO472", "facts.b.d")]
