"""Policies and documents with a history as data, every line of every invoice up to a day worked out by hand beside them.

    - case: what it shows
      policy: the body of a policy; what every policy has stands here
      account: what the document says besides its plan and currency
      until: the last day that is looked at
      invoices: {2026-11-01: ["member_seats 2026-11-01 2026-11-30 60.00", …]}

A case that must not be billed has `refused:` instead, a code and the words that its finding begins with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.render import render
from seatpolicy.documents import nodes
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_period
from seatpolicy.source.text import SourceText
from seatpolicy.values.money import format_amount
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import check_source

HERE = Path(__file__).resolve().parent
HEAD = """
policy prices "Prices" {{
  language:   1
  version:    "1"
  owner:      "pricing@seller.example", backup "finance@seller.example"
  effective:  from 2020-01-01
  time zone:  "{zone}"
  currencies: USD
  {rounding}
}}
"""
CENT = "rounding: half up to the cent on each line"
KEYS = {"case", "policy", "account", "until", "invoices", "refused", "rounding", "zone", "plan"}


@attrs.frozen
class Case:
    """One case; `lines` are by the day of their invoice, `refused` is a code and the first words of its finding."""

    name: str
    policy: str
    account: nodes.Node
    until: date
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    refused: str


def text_of(node: nodes.Node | None) -> str:
    return node.text if isinstance(node, nodes.Scalar) else ""


def read(path: Path) -> Iterator[Case]:
    outcome = parse_document(SourceText(str(path), path.read_text(encoding="utf-8")))
    assert isinstance(outcome.value, nodes.Sequence), [one.message for one in outcome.diagnostics]
    for node in outcome.value.items:
        assert isinstance(node, nodes.Mapping)
        unknown = {entry.key.text for entry in node} - KEYS
        assert not unknown, f"nobody reads {unknown}"
        account, invoices = node.get("account"), node.get("invoices")
        assert account is not None
        days = tuple(invoices) if isinstance(invoices, nodes.Mapping) else ()
        yield Case(
            name=f"{path.stem}: {text_of(node.get('case'))}",
            policy=HEAD.format(rounding=text_of(node.get("rounding")) or CENT, zone=text_of(node.get("zone")) or "UTC")
            + text_of(node.get("policy")),
            account=account,
            until=date.fromisoformat(text_of(node.get("until"))),
            lines=tuple((entry.key.text, _texts(entry.value)) for entry in days),
            refused=text_of(node.get("refused")),
        )


def _texts(node: nodes.Node) -> tuple[str, ...]:
    assert isinstance(node, nodes.Sequence)
    return tuple(text_of(item) for item in node.items)


CASES = [case for path in sorted((HERE / "cases").glob("*.yaml")) for case in read(path)]


ENGINES = [ReferenceEngine(), PythonEngine()]


def billed(case: Case, engine: Engine) -> tuple[list[Invoice], list[Diagnostic]]:
    checked = check_source(SourceText("prices.seat", case.policy))
    wrong = [one for one in checked.diagnostics if one.severity is Severity.ERROR]
    assert not wrong, "\n".join(render(one) for one in wrong)
    assert checked.value is not None
    made = bill_period(checked.value, lambda policy: read_account(case.account, policy), date.min, case.until, engine)
    return list(made.value), [one for one in made.diagnostics if one.severity is Severity.ERROR]


def lines_of(invoice: Invoice) -> tuple[str, ...]:
    return tuple(
        f"{one.id} {one.period.first} {one.period.last} {format_amount(one.amount, 'USD')}" for one in invoice.lines
    )


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("case", [one for one in CASES if not one.refused], ids=lambda case: case.name)
def test_every_line_is_as_it_was_worked_out_by_hand(case: Case, engine: Engine) -> None:
    made, wrong = billed(case, engine)
    assert not wrong, "\n".join(render(one) for one in wrong)
    assert tuple((str(one.as_of), lines_of(one)) for one in made) == case.lines


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("case", [one for one in CASES if one.refused], ids=lambda case: case.name)
def test_what_is_not_built_is_refused_by_its_code(case: Case, engine: Engine) -> None:
    made, wrong = billed(case, engine)
    assert not made or made[-1].totals is None
    assert any(f"{one.code} {one.message}".startswith(case.refused) for one in wrong), [one.message for one in wrong]


def test_there_are_cases_of_both_kinds() -> None:
    assert len(CASES) == len({one.name for one in CASES})
    assert len([one for one in CASES if one.refused]) >= 3
    assert len([one for one in CASES if one.lines]) >= 15
