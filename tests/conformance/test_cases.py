"""Every file here is data, every case that is called reproduced comes out, and no state is untrue.

The last tests bend figures and states on purpose, so that none of this can pass by chance.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import attrs
import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.account import Account
from seatpolicy.documents.invoice import NOT_BILLED, Invoice
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import Texts
from tests.conformance import runner
from tests.conformance.__main__ import main
from tests.conformance.case_files import CASES, HERE, Case, Figure, case_paths, read_case
from tests.conformance.runner import ENGINES, Result, checked_policy, run_case
from tests.conformance.scoreboard import failures, scoreboard, summary
from tests.conformance.states import REASONS, REFERENCE, REFUSED, REPRODUCED, WAITING, State, read_states

STATES = {state.id: state for state in read_states()}
LEAST, LEAST_ON_REFERENCE = 214, 214  # cases that come out on every engine, and on the reference engine; never fewer
each_file = pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)


@cache
def case_of(path: Path) -> Case:
    return read_case(path)


@cache
def result_of(path: Path) -> Result:
    return run_case(case_of(path))


def results() -> dict[str, Result]:
    return {path.stem: result_of(path) for path in case_paths()}


def case(id: str) -> Case:
    return case_of(next(path for path in case_paths() if path.stem == id))


# ---- Data only ----


def test_cases_are_data_and_nothing_else() -> None:
    for path in CASES.rglob("*"):
        assert not path.is_symlink(), path
        assert path.is_dir() or path.suffix in (".seat", ".yaml", ".json"), f"no data: {path}"
        if path.is_file():
            assert not path.stat().st_mode & 0o111, f"it can be run: {path}"
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"!!|<<:|(^|[\s\[{,])[&*]\w", text) or path.suffix == ".seat", f"tags or anchors: {path}"


def test_the_program_beside_the_data_knows_no_case() -> None:
    """A runner that looked at ids could answer by heart. Tests may name cases, and only tests."""
    for path in HERE.glob("*.py"):
        if not path.name.startswith("test_"):
            text = path.read_text(encoding="utf-8")
            docstring = text.split('"""')[1]
            named = [id for id in STATES if id in text.replace(docstring, "")]
            assert named == [], path.name


@each_file
def test_a_file_has_the_name_the_kind_and_the_policies_of_its_case(path: Path) -> None:
    one = case_of(path)
    assert one.id == path.stem
    assert one.kind == STATES[one.id].kind
    beside = sorted(file.name for file in path.parent.glob("*.seat") if file.name.split(".")[0] == one.id)
    assert beside == sorted({*(bill.policy for bill in one.bills), *(refused.policy for refused in one.refusals)})
    assert one.figures or one.refusals


def test_no_policy_lies_around() -> None:
    assert {path.name.split(".")[0] for path in CASES.rglob("*.seat")} == {path.stem for path in case_paths()}


def test_policies_are_in_the_usual_layout() -> None:
    command = [sys.executable, "-m", "seatpolicy", "format", "--check", str(CASES)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@each_file
def test_policies_have_no_errors(path: Path) -> None:
    one = case_of(path)
    for name in {bill.policy for bill in one.bills}:
        checked, found = checked_policy(one, name)
        assert checked is not None, [f"{each.code} {each.message}" for each in found]


# ---- States ----


@pytest.mark.parametrize("id", [state.id for state in STATES.values() if state.state == REPRODUCED])
def test_a_case_that_is_called_reproduced_comes_out(id: str) -> None:
    path = next((path for path in case_paths() if path.stem == id), None)
    assert path is not None, "there is no file"
    result = result_of(path)
    assert result.reproduced, [attrs.astuple(one) for one in result.compared if not one.equal]
    # Every engine was asked for every figure.
    assert Counter(one.engine for one in result.compared if one.engine != "check") == dict.fromkeys(
        ENGINES if result.case.figures else (), len(result.case.figures)
    )


def test_no_state_is_untrue() -> None:
    assert failures(list(STATES.values()), results()) == []


def test_there_are_enough_of_them() -> None:
    assert len(STATES) == len(read_states()) == 235
    counts = Counter(state.state for state in STATES.values())
    assert counts[REPRODUCED] >= LEAST
    assert counts[REPRODUCED] + counts[REFERENCE] >= LEAST_ON_REFERENCE


def test_every_state_says_why() -> None:
    for state in STATES.values():
        said = (bool(state.row and state.needs), bool(state.reason and state.because))
        assert said == (state.state == WAITING, state.state == REFUSED), state.id
        assert state.state != REFUSED or state.reason in REASONS, state.id


@pytest.mark.parametrize("id", [state.id for state in STATES.values() if state.state == REFERENCE])
def test_what_only_the_reference_engine_bills_comes_out_there_and_is_refused_elsewhere(id: str) -> None:
    path = next((path for path in case_paths() if path.stem == id), None)
    assert path is not None, "there is no file"
    result = result_of(path)
    assert result.by_reference, [attrs.astuple(one) for one in result.compared if not one.equal]
    others = [made for engine, made in result.invoices.items() if engine != runner.REFERENCE]
    assert all(any(one is not None and one.status == NOT_BILLED for one in made) for made in others), "call it reproduced"


# ---- The board ----


def test_the_board_counts_every_case_once() -> None:
    lines = list(scoreboard(list(STATES.values()), results()))
    counts = Counter(state.state for state in STATES.values())
    order = (REPRODUCED, REFERENCE, REFUSED, WAITING)
    totals = [line.split() for line in lines if line.startswith("total ")]
    expected = [*(str(counts[state]) for state in order), "235"]
    assert [one[1:] for one in totals] == [expected, expected]
    assert all(f"    {id}: " in "\n".join(lines) for id, state in STATES.items() if state.state != REPRODUCED)
    assert lines[-1] == f"235 cases: {', '.join(f'{counts[state]} {state}' for state in order)}"


def test_one_case_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--case", "fp-tax-after-discount"]) == 0
    shown = capsys.readouterr().out
    for part in ("Flexprice, tax): reproduced", "off:  10.00 USD of fee per cycle", "{start: 2026-11-01}", "10%"):
        assert part in shown
    assert re.search(r"reference +due +99\.00 +99  none", shown)
    assert main(["--case", "no-such-case"]) == 2
    assert main(["--case", "zuora-rollover"]) == 0
    assert "Rollover of unused units: " in capsys.readouterr().out


# ---- Planted mistakes ----


def bent(one: Case, value: str) -> Case:
    """The case with another first figure."""
    first = one.bills[0]
    figures = (Figure(first.figures[0].name, value, first.figures[0].source), *first.figures[1:])
    return attrs.evolve(one, bills=(attrs.evolve(first, summed=figures), *one.bills[1:]))


def late(one: Case) -> Case:
    """The case with its first invoice expected a day later."""
    first = one.bills[0]
    days = (attrs.evolve(first.dated[0], on=first.dated[0].on + timedelta(days=1)), *first.dated[1:])
    return attrs.evolve(one, bills=(attrs.evolve(first, dated=days), *one.bills[1:]))


def test_a_day_without_an_invoice_is_seen() -> None:
    result = run_case(late(case("kb-anchor-day-after")))
    assert not result.by_reference
    told = [one.got for one in result.compared if one.engine == runner.REFERENCE]
    assert told == ["no invoice on 2012-04-04: there are 2012-04-03"]


def test_a_series_begins_where_it_is_asked_for() -> None:
    """Five invoices: a first part on 18 August, and four months; those since September come to 140.00."""
    first, later = run_case(case("zuora-quote-tcb-30-day")).case.bills
    assert (first.since, later.since) == (date.min, date(2018, 9, 1))
    made = run_case(case("zuora-quote-tcb-30-day")).invoices[runner.REFERENCE]
    assert [one.as_of.month for one in made if one is not None] == [8, 9, 10, 11, 12, 9, 10, 11, 12]


@pytest.mark.parametrize(
    ("id", "value", "difference"),
    [("lago-doc-volume-65000", "49.01", "-0.01"), ("om-dynamic-price-rounded", "13.3333", "-0.0033"),
     ("lago-anchor-jan-31", "2024-01-30", "another day")],
)  # fmt: skip
def test_a_bent_figure_is_seen(id: str, value: str, difference: str) -> None:
    result = run_case(bent(case(id), value))
    assert not result.reproduced
    assert [(one.engine, one.difference) for one in result.compared if not one.equal] == [
        (engine, difference) for engine in ENGINES
    ]


def test_a_line_that_is_not_there_is_no_figure() -> None:
    one = case("fp-tax-after-discount")
    other = attrs.evolve(one.bills[0], summed=(Figure("line nobody", "1", "tax"), Figure("nonsense of it", "1", "tax")))
    result = run_case(attrs.evolve(one, bills=(other,)))
    wanted = ["no line `nobody`: there are fee", "nothing is called `nonsense of it`"]
    assert [one.got for one in result.compared] == wanted * len(ENGINES)


def test_a_policy_that_is_not_refused_or_for_something_else_is_seen() -> None:
    one = case("polar-reject-tier-gap")
    assert run_case(one).reproduced
    other = attrs.evolve(one, refusals=(attrs.evolve(one.refusals[0], code="TR202"),))
    assert not run_case(other).reproduced
    good = case("lago-doc-volume-65000")
    passed = attrs.evolve(good, bills=(), refusals=(attrs.evolve(one.refusals[0], policy=good.bills[0].policy),))
    assert [each.got for each in run_case(passed).compared] == ["no error"]


class Stubborn:
    """An engine that bills nothing yet, or half of what it should."""

    name = "stubborn"

    def __init__(self, half: bool) -> None:
        self.half = half
        self.other = ENGINES["reference"]

    def standing(self, policy: Policy, account: Account, as_of: date) -> tuple[date | None, date | None]:
        return self.other.standing(policy, account, as_of)

    def series(self, policy: Policy | Texts, account: Account, until: date) -> Outcome[tuple[Invoice, ...]]:
        made = self.other.series(policy, account, until)
        if self.half:
            return made
        return Outcome((attrs.evolve(made.value[0], status=NOT_BILLED, lines=(), totals=None),), made.diagnostics)

    def bill(self, policy: Policy | Texts, account: Account, as_of: date) -> Outcome[Invoice]:
        made = self.other.bill(policy, account, as_of)
        assert made.value.totals is not None
        if self.half:
            return Outcome(attrs.evolve(made.value, totals=attrs.evolve(made.value.totals, net=made.value.totals.net / 2)))
        return Outcome(attrs.evolve(made.value, status=NOT_BILLED, lines=(), totals=None))


@pytest.mark.parametrize(("half", "passes"), [(False, True), (True, False)])
def test_an_engine_that_grows_may_wait_and_never_bills_otherwise(
    half: bool, passes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, engines = case("lago-doc-volume-65000"), {**ENGINES, "stubborn": Stubborn(half)}
    assert not run_case(one, engines).reproduced
    monkeypatch.setattr(runner, "GROWING", frozenset({"stubborn"}))
    assert run_case(one, engines).reproduced is passes
    assert not run_case(one, {"stubborn": Stubborn(half)}).reproduced


def test_untrue_states_are_seen() -> None:
    good, other = "lago-doc-volume-65000", "fp-percent-then-fixed"
    waits = run_case(case(other), {**ENGINES, "stubborn": Stubborn(half=False)})
    made = {good: results()[good], other: waits}
    told = failures([STATES[other], STATES[good]], made)
    assert len(told) == 1
    assert told[0].startswith(f"not reproduced: {other}: ")
    assert failures([STATES[good]], made) == [f"a file without a state: {other}"]
    lost = failures([STATES[good]], {})
    assert lost == [f"not reproduced: {good}: there is no file"]
    assert summary([STATES[good]], lost).endswith("1 NOT AS THEY SHOULD BE")
    assert failures([attrs.evolve(STATES[other], state=REFERENCE)], {other: waits}) == []
    dated = "kb-anchor-day-after"
    assert len(failures([STATES[dated]], {dated: run_case(late(case(dated)))})) == 1
    wrong = {good: run_case(bent(case(good), "48"))}
    assert len(failures([State(good, "tier", REFUSED)], wrong)) == len(failures([State(good, "tier", WAITING)], wrong)) == 1
