"""The data here is held against the peers' cases beside the project: no case lost or added, no figure bent, none left out.

Without `../shared/cases` these tests are skipped; the committed data is run all the same (test_cases.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.case_files import Case, case_paths, plain, read_case
from tests.conformance.runner import run_case
from tests.conformance.shared_cases import (
    FILES,
    RULES,
    SourceCase,
    leaves,
    numbers_in,
    numbers_of,
    refused_on_purpose,
    rows_of,
    same_figure,
    source_cases,
)
from tests.conformance.states import REASONS, REFERENCE, REPRODUCED, WAITING, read_states

STATES = {state.id: state for state in read_states()}
each_file = pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def sources() -> dict[str, SourceCase]:
    if not all(path.exists() for path in FILES):
        pytest.skip("the peers' cases are not beside this checkout: ../shared/cases/peers-a.yaml and peers-b.yaml")
    return source_cases()


@pytest.fixture
def rules() -> None:
    if not RULES.exists():
        pytest.skip("the billing rules are not beside this checkout: ../shared/design/BILLING-RULES.md")


def stray(case: Case, source: SourceCase) -> list[str]:
    """Figures that are none of the source's, or bent."""
    there = dict(leaves(source["expect"]))
    wrong = [f"{one.source}: the source has no such figure" for one in case.figures if one.source not in there]
    wrong += [
        f"{one.source}: {one.value} here, {there[one.source]} in the source"
        for one in case.figures
        if one.source in there and not same_figure(one.value, there[one.source])
    ]
    return wrong + [f"{one.source}: an error is expected by `refusals:`" for one in case.refusals if one.source != "error"]


def unwritten(case: Case, source: SourceCase) -> set[str]:
    """Numbers and days of the source's policy and input that stand neither in the case's policies nor in its accounts."""
    names = {bill.policy for bill in case.bills} | {one.policy for one in case.refusals}
    text = "\n".join(case.policy_path(name).read_text(encoding="utf-8") for name in sorted(names))
    for bill in case.bills:
        days = " ".join(str(day) for day in (bill.as_of, bill.since, bill.until, *(one.on for one in bill.dated)) if day)
        text += f"\n{plain(bill.account)}\n{days}\n{plain(bill.rates) if bill.rates is not None else ''}"
    return numbers_of(source) - numbers_in(text)


def left_out(case: Case, source: SourceCase) -> set[str]:
    """Places of figures that the case neither expects nor puts aside."""
    said = {one.source for one in case.figures} | {one.source for one in case.refusals} | set(case.aside)
    return {place for place, _ in leaves(source["expect"])} - said


# ---- The list ----


def test_every_case_is_listed_once_in_its_order_with_its_kind(sources: dict[str, SourceCase]) -> None:
    assert [(state.id, state.kind) for state in read_states()] == [(id, one["kind"]) for id, one in sources.items()]
    assert len(sources) == 235


def test_every_waiting_case_names_a_row_that_there_is(rules: None) -> None:
    rows = {section: rows_of(section) for section in (3, 4, 5)}
    assert all(len(found) > 5 for found in rows.values()), "the tables were not read"
    for state in STATES.values():
        if state.state == WAITING:
            section, _, form = state.row.partition(" ")
            assert [row for row in rows[int(section)] if row.startswith(form)], f"{state.id}: no row begins with {form}"


def test_every_reason_is_one_of_the_billing_rules(rules: None) -> None:
    text = refused_on_purpose()
    assert [reason for reason in REASONS if reason not in text] == []


# ---- The figures ----


@each_file
def test_no_figure_is_bent(path: Path, sources: dict[str, SourceCase]) -> None:
    assert stray(read_case(path), sources[path.stem]) == []


@each_file
def test_every_number_that_a_case_starts_from_is_here(path: Path, sources: dict[str, SourceCase]) -> None:
    """An expected figure could be met by another policy or count than the source's: its numbers are all in the files."""
    case = read_case(path)
    missing = unwritten(case, sources[case.id])
    assert missing == set(case.unsaid), "neither written nor said to be unsaid, or the other way round"


@each_file
def test_a_reproduced_case_leaves_nothing_out(path: Path, sources: dict[str, SourceCase]) -> None:
    case = read_case(path)
    places = {place for place, _ in leaves(sources[case.id]["expect"])}
    assert set(case.aside) <= places, "what is put aside is no figure of the source"
    assert not set(case.aside) & {one.source for one in case.figures}, "put aside, and expected"
    if STATES[case.id].state in (REPRODUCED, REFERENCE):
        assert left_out(case, sources[case.id]) == set()
        assert len(case.aside) < len(places), "everything is put aside"


@each_file
def test_what_comes_out_in_full_is_called_reproduced(path: Path, sources: dict[str, SourceCase]) -> None:
    case = read_case(path)
    if STATES[case.id].state != REPRODUCED and not left_out(case, sources[case.id]):
        assert not run_case(case).reproduced, "it comes out: call it reproduced"


# ---- Planted mistakes ----


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("49.00", "49", True),
        ("49.01", "49", False),
        ("2,000.00", "2000", True),
        ("-70", "-70.0", True),
        ("70", "-70", False),
        ("2028-02-29", "Feb 29", True),
        ("2027-01-31", "January 31", True),
        ("2027-01-30", "January 31", False),
        ("2024-02-29", "2024-02-29", True),
        ("2024-02-28", "2024-02-29", False),
        ("1", "14/31 + 1", False),
        ("0", "nothing", False),
    ],
)
def test_figures_are_compared_exactly(ours: str, theirs: str, same: bool) -> None:
    assert same_figure(ours, theirs) is same


def test_numbers_are_found_wherever_they_stand() -> None:
    source = {"policy": {"tiers": [{"up_to": "1000", "unit_price": "0.0010"}], "factor": "1.5"}, "input": {"n": ["-4", "0"]}}
    assert numbers_of(source) == {"1000", "1/1000", "3/2", "4"}
    assert numbers_of({"policy": {"a": "3 units in b2 from 2024-01-31T15:00:00Z"}, "input": {}}) == {"3", "2024-01-31"}
    assert numbers_in("1 to 1,000 | 0.001, overage at 150% to the cent") == {"1", "1000", "1/1000", "150", "3/2", "2"}


def test_bent_and_forgotten_figures_are_seen() -> None:
    case = next(read_case(path) for path in case_paths() if path.stem == "lago-graduated-lines-21")
    expected = {"amount": "163", "lines": ["102", "53", "8"]}
    assert (stray(case, {"expect": expected}), left_out(case, {"expect": expected})) == ([], set())
    assert stray(case, {"expect": {**expected, "amount": "164"}}) == ["amount: 163 here, 164 in the source"]
    assert stray(case, {"expect": {"amount": "163", "lines": ["102", "53"]}}) == ["lines.2: the source has no such figure"]
    assert left_out(case, {"expect": {**expected, "tax": "1"}}) == {"tax"}
