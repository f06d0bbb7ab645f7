"""Whatever a policy declares is described: titles, names and amounts stand in the text, and a part of the model that is
changed or taken away changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Amounts, Cell, Schedule
from seatpolicy.semantics.model.types import Type
from seatpolicy.source.text import Span
from seatpolicy.tools.describe.describe import _written
from seatpolicy.tools.describe.document import Section
from seatpolicy.tools.describe.glossary import words_used
from seatpolicy.tools.describe.told import Told
from seatpolicy.tools.describe.words import words_of
from seatpolicy.values.money import format_amount
from seatpolicy.values.record import evolved, fields_of, is_record
from tests.unit.tools.describe.described import POLICIES, every, of_text, policy, words

MOST = 12
"""So many places of one field are changed in each text."""

TEXTS = ("every-form.seat", "every-other.seat")
DECLARED = ("seats", "items", "meters", "schedules", "amounts", "lets", "tables", "plans", "addons", "discounts", "signals")


def records(part: object) -> Iterator[Any]:
    """Every record of a model, outermost first."""
    if isinstance(part, Mapping):
        for inner in part.values():
            yield from records(inner)
    elif isinstance(part, tuple):
        for inner in part:
            yield from records(inner)
    elif is_record(part) and not isinstance(part, (Span, Type)):
        yield part
        for name in fields_of(part):
            yield from records(getattr(part, name))


def amounts(found: Policy) -> Iterator[str]:
    """Every amount that a policy names, as it is written."""
    for one in records(evolved(found, examples=())):
        if isinstance(one, Amounts):
            yield from (format_amount(amount, currency) for currency, amount in one.values.items())
        elif isinstance(one, Schedule):
            for tier in one.tiers:
                for currency, cell in tier.cells.items():
                    yield from _of_cell(cell, currency)


def _of_cell(cell: Cell, currency: str) -> Iterator[str]:
    for amount in (cell.rate, cell.flat, cell.floor):
        if amount is not None:
            yield format_amount(amount, currency)


def assert_all_said(found: Policy, told: str) -> None:
    """Titles, names of declarations, charges and authorities, reasons and amounts stand in a text."""
    plain = told.casefold()
    for one in records(evolved(found, examples=(), guarantees=())):
        for field in ("title", "because"):
            said = getattr(one, field, "")
            assert said.casefold() in plain, f"{type(one).__name__}.{field}: {said}"
    for guarantee in found.guarantees:
        assert guarantee.title.casefold() in plain
    named = [name for part in DECLARED for name in getattr(found, part)]
    named += [charge.name for plan in (*found.plans.values(), *found.addons.values()) for charge in plan.charges]
    for name in named:
        assert name in told, name
    for fact in found.facts.values():
        assert fact.at is None or words_of(fact.name) in told, fact.name
    for amount in amounts(found):
        assert amount in told, amount


@pytest.mark.parametrize("name", POLICIES)
def test_every_title_name_and_amount_of_a_policy_is_said(name: str) -> None:
    for text in policy(name).texts:
        assert text.policy is not None
        assert_all_said(text.policy, words(of_text(policy(name), text)))


@pytest.mark.parametrize("name", TEXTS)
def test_every_title_name_and_amount_of_every_form_is_said(name: str) -> None:
    for text in every(name).texts:
        assert text.policy is not None
        assert_all_said(text.policy, words(of_text(every(name), text)))


# ---- a model that is changed is described otherwise -------------------------------------------------------------------

SAME = {
    # what could not be read, which no policy without errors has
    ("Schedule", "whole"),
    ("AuthorityLimit", "whole"),
    ("Table", "whole"),
    ("Key", "wrong"),
}
"""Fields that mean nothing to a reader."""

HEAD = ("version", "owner", "backup", "effective", "time_zone", "currencies")
"""Fields of a policy that the lead says, which stands above the sections."""


def altered(part: Any) -> Iterator[tuple[str, str, Any]]:
    """A model with one small part changed or taken away: class and field of that part, and the model."""
    for name in fields_of(part):
        value = getattr(part, name)
        if name == "at" or name.endswith("_at") or isinstance(value, (Type, Span)):
            continue
        for kind, field, made in _other(type(part).__name__, name, value):
            yield kind, field, evolved(part, **{name: made})


def _other(kind: str, field: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, bool):
        yield kind, field, not value
    elif isinstance(value, (int, Fraction)):
        yield kind, field, value + 1
    elif isinstance(value, date):
        yield kind, field, value + timedelta(days=1)
    elif isinstance(value, str) and (field in ("title", "because") or (kind == "Policy" and field in HEAD)):
        yield kind, field, f"{value} x"
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield kind, field, {one: other for one, other in value.items() if one != key}
            for k, f, made in _other(kind, field, inner):
                yield k, f, {**value, key: made}
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield kind, field, (*value[:place], *value[place + 1 :])
            if not isinstance(inner, str):
                for k, f, made in _other(kind, field, inner):
                    yield k, f, (*value[:place], made, *value[place + 1 :])
    elif is_record(value):
        yield from altered(value)


def told_of(found: Policy) -> tuple[tuple[Section, ...], Section]:
    """What is said of a policy without figures of an engine."""
    return tuple(_written(found)), words_used(Told(found))


def test_what_is_changed_in_the_model_is_changed_in_the_description() -> None:
    """Every kind of record and every field, at up to a dozen places of each text; some of them mean nothing, such as the
    day of an anchor that is no day of the month, but one at least must be told."""
    tried: dict[tuple[str, str], int] = {}
    told: set[tuple[str, str]] = set()
    for name in TEXTS:
        found = every(name).texts[0].policy
        assert found is not None
        found = evolved(found, examples=(), facts={fact.name: fact for fact in found.facts.values() if fact.at is not None})
        before = told_of(found)
        here: dict[tuple[str, str], int] = {}
        for kind, field, other in altered(found):
            key = (kind, field)
            if here.setdefault(key, 0) >= MOST or (kind == "Policy" and field in HEAD):
                continue
            here[key] += 1
            tried[key] = tried.get(key, 0) + 1
            try:
                after: object = told_of(other)
            except (KeyError, IndexError):
                after = None  # something else names what was taken away, and is described by it
            if after != before:
                told.add(key)
    silent = set(tried) - told - SAME
    assert not silent, sorted(silent)
    assert len(tried) > 100, len(tried)


def test_the_lead_says_what_the_head_of_the_policy_says() -> None:
    description = of_text(policy("acme"), policy("acme").texts[0])
    lead = "\n".join(description.lead)
    for part in (
        "2026.2",
        "pricing@acme.example",
        "finance@acme.example",
        "1 November 2026",
        "America/New_York",
        "USD and EUR",
    ):
        assert part in lead
    assert description.title == "Acme"
