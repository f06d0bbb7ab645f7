"""A plain dict of facts at the door of a generated function: taken exactly, or refused by input and reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import Failure, Input, fact_keys
from seatpolicy.compiler.meaning import from_trace, notes, run
from seatpolicy.engines.python.load import Loaded, loaded
from seatpolicy.engines.python.plain_facts import BadFact, integers_of

INPUTS = (
    Input("seats", "members", "count", 0, 10**9),
    Input("account", "credit", "scaled", -(10**6), 10**6, scale=100),
    Input("account", "annual", "flag", 0, 1),
    Input("account", "region", "symbol", 0, 1, values=("US", "EU")),
    Input("account", "roles", "mask", 0, 3, values=("admin", "guest")),
    Input("account", "segment", "text", 0, 1, values=("smb",)),
    Input("account", "started", "day", date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal()),
    Input("account", "at", "instant", 0, 10**17),
    Input("account", "promised", "count", 0, 50, optional=True),
    Input("account", "tier", "symbol", 0, 1, optional=True, values=("gold", "none")),
    Input("account", "asked", "count", 0, 65, optional=True),
)


def made() -> tuple[Any, Loaded]:
    builder = Builder("door")
    for one in INPUTS:
        builder.note(one.name, builder.input(one))
        builder.note(f"{one.name} known", builder.is_known(one))
    builder.fail_if(builder.negate(builder.is_known(INPUTS[-1])), Failure("EN301", "`asked` is not known", None))
    kernel = builder.kernel(range(len(builder.notes)))
    return kernel, loaded(kernel)


KERNEL, FUNCTIONS = made()

GOOD: dict[str, object] = {
    "members": 12,
    "credit": Decimal("-10.25"),
    "annual": True,
    "region": "EU",
    "roles": ("admin", "guest"),
    "segment": "enterprise",
    "started": date(2026, 11, 1),
    "at": datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    "promised": None,
    "asked": 3,
}


def test_every_type_is_taken() -> None:
    wanted = {
        "members": 12,
        "credit": Fraction("-10.25"),
        "annual": 1,
        "region": 1,
        "roles": 3,
        "segment": 1,
        "started": date(2026, 11, 1).toordinal(),
        "at": 0,
        "promised": 0,
        "tier": 0,
        "asked": 3,
    }
    values = from_trace(FUNCTIONS.kernels["price"], FUNCTIONS.price(GOOD))
    assert {name: values[name] for name in wanted} == wanted
    known = {name.removesuffix(" known") for name, value in values.items() if name.endswith(" known") and value}
    assert known == set(wanted) - {"promised", "tier"}


# What a fact may not be, and why; by hand from the types.
REFUSED = [
    ("members", -1, "bounds"),
    ("members", 10**9 + 1, "bounds"),
    ("members", True, "kind"),
    ("members", "12", "kind"),
    ("members", Fraction(1, 2), "kind"),
    ("members", Decimal("1.5"), "kind"),
    ("members", Decimal("NaN"), "kind"),
    ("members", Decimal("1e999999"), "bounds"),
    ("members", Decimal("1e-999999"), "kind"),
    ("members", None, "missing"),
    ("credit", Decimal("0.001"), "decimals"),
    ("credit", Decimal("1e-999999"), "decimals"),
    ("credit", Decimal("10000.01"), "bounds"),
    ("credit", Decimal("-Infinity"), "kind"),
    ("credit", 10001, "bounds"),
    ("annual", 1, "kind"),
    ("annual", "yes", "kind"),
    ("region", "UK", "member"),
    ("region", ["US"], "kind"),
    ("region", None, "missing"),
    ("roles", "admin", "kind"),
    ("roles", ("boss",), "member"),
    ("roles", (1,), "kind"),
    ("segment", 5, "kind"),
    ("started", datetime(2026, 11, 1, tzinfo=UTC), "kind"),
    ("started", "2026-11-01", "kind"),
    ("started", date(1899, 12, 31), "bounds"),
    ("at", datetime(2026, 11, 1), "kind"),
    ("at", date(2026, 11, 1), "kind"),
    ("promised", 51, "bounds"),
    ("promised", "many", "kind"),
    ("tier", "silver", "member"),
    ("asked", None, "missing"),
    ("asked", 66, "bounds"),
]


@pytest.mark.parametrize(("key", "value", "reason"), REFUSED)
def test_what_is_refused(key: str, value: object, reason: str) -> None:
    for entry in (FUNCTIONS.price, FUNCTIONS.price_traced):
        with pytest.raises(BadFact) as bad:
            entry({**GOOD, key: value})
        assert (fact_keys(KERNEL)[bad.value.number], bad.value.reason, bad.value.key) == (key, reason, key)


def test_a_binary_fraction_is_no_number() -> None:
    for key in ("members", "credit"):
        with pytest.raises(BadFact) as bad:
            FUNCTIONS.price({**GOOD, key: 12 / 1})
        assert bad.value.reason == "kind"


def test_what_every_run_needs_names_its_failure() -> None:
    without = {key: value for key, value in GOOD.items() if key != "asked"}
    with pytest.raises(BadFact) as bad:
        FUNCTIONS.price(without)
    kernel = FUNCTIONS.kernels["price"]
    missing = kernel.inputs[bad.value.number].missing
    assert missing is not None
    assert kernel.failures[missing].message == "`asked` is not known"
    # The traced function of integers takes it as unknown and says so itself.
    unknown = integers_of(KERNEL.inputs, fact_keys(KERNEL), without)
    assert FUNCTIONS.traced(unknown)[0] == (missing,)


ODD: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 70),
    st.decimals(-200, 200, places=3),
    st.fractions(-5, 5, max_denominator=4),
    st.sampled_from(["US", "EU", "smb", "gold", "none", "", "admin"]),
    st.lists(st.sampled_from(["admin", "guest", "boss"]), max_size=2),
    st.dates(date(1890, 1, 1), date(2210, 1, 1)),
    st.datetimes(timezones=st.just(UTC)),
)


@settings(max_examples=600)
@given(st.dictionaries(st.sampled_from(sorted(fact_keys(KERNEL))), ODD, max_size=3))
def test_the_fast_way_in_is_the_plain_one(changed: Mapping[str, object]) -> None:
    facts = {**GOOD, **changed}
    inputs = FUNCTIONS.kernels["price"].inputs
    for entry in (FUNCTIONS.price, lambda facts: FUNCTIONS.price_traced(facts)[1]):
        refused = None
        try:
            integers = integers_of(inputs, fact_keys(KERNEL), facts)
        except BadFact as bad:
            refused = (bad.number, bad.reason)
        if refused is None:
            wanted = notes(KERNEL, run(KERNEL, integers)[0])
            assert from_trace(FUNCTIONS.kernels["price"], entry(facts)) == wanted
        else:
            with pytest.raises(BadFact) as caught:
                entry(facts)
            assert (caught.value.number, caught.value.reason) == refused
