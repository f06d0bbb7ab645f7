"""Earlier invoice lines in a document: what is read of them, and what is wrong with others."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.documents.earlier import EarlierLine, read_earlier
from seatpolicy.documents.invoice_json import invoice_to_json
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.unit.engines.policies import account, charge, plan, policy, priced

PERIOD = "period: {from: 2026-11-01, to: 2026-11-30}"


def read(text: str) -> tuple[tuple[EarlierLine, ...] | None, list[str]]:
    """The lines of a document that is their list, and the codes of the findings."""
    node = parse_document(SourceText("billed.yaml", text)).value
    assert node is not None
    found = Diagnostics()
    return read_earlier(node, found), [one.code for one in found]


def test_a_line() -> None:
    steps = 'steps: [{rule: cycle, change: "1.00"}, {rule: discount gift, change: "-12.00"}]'
    lines, codes = read(f'- {{charge: seats, of: team, {PERIOD}, amount: "1,088.00", quantity: {{included: "5"}}, {steps}}}')
    assert codes == []
    assert lines is not None
    (one,) = lines
    assert (one.id, one.kind, one.charge, one.owner) == ("seats", "charge", "seats", "team")
    assert (one.first, one.last, one.amount) == (date(2026, 11, 1), date(2026, 11, 30), Fraction(1088))
    assert (one.included, one.taken) == (Fraction(5), {"gift": Fraction(12)})


def test_what_is_not_said_is_not_known() -> None:
    lines, codes = read(f'- {{of: team, id: "team:minimum", kind: top_up, {PERIOD}, amount: "-3"}}')
    assert codes == []
    assert lines is not None
    (one,) = lines
    assert (one.id, one.kind, one.charge) == ("team:minimum", "top_up", "")
    assert (one.amount, one.included, one.taken) == (Fraction(-3), None, None)


def test_no_lines_are_not_the_same_as_nothing_said() -> None:
    assert read("[]") == ((), [])
    assert read_earlier(None, Diagnostics()) is None
    assert read("~") == (None, [])


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (f"{{charge: seats, {PERIOD}}}", ["DO413"]),
        ('{charge: seats, amount: "1.00"}', ["DO413"]),
        (f'{{{PERIOD}, amount: "1.00"}}', ["DO413"]),
        (f"{{charge: seats, {PERIOD}, amount: much}}", ["DO431"]),
        (f"{{charge: seats, {PERIOD}, amount: [1]}}", ["DO411"]),
        ('{charge: seats, amount: "1.00", period: {from: 2026-11-01, to: 2026-11-31}}', ["DO444"]),
        ('{charge: seats, amount: "1.00", period: {from: 2026-11-02, to: 2026-11-01}}', ["DO437"]),
        ('{charge: seats, amount: "1.00", period: november}', ["DO411"]),
        (f'{{charge: seats, {PERIOD}, amount: "1.00", colour: red}}', ["DO412"]),
        ("12", ["DO411"]),
    ],
)
def test_slips(line: str, codes: list[str]) -> None:
    assert read(f"- {line}")[1] == codes


def test_a_line_that_price_writes_can_be_read() -> None:
    gift = 'discount gift "Gift" {\n  off: 30.00 USD of everything per subscription\n}\n'
    invoice = priced(policy(plan(charge(included="2 per cycle")) + gift), account(seats={"seats": 10}))
    (line,) = invoice_to_json(invoice)["lines"]
    import json

    lines, codes = read(json.dumps([line]))
    assert codes == []
    assert lines is not None
    # 8 of 10 at 10.00, less 30.00.
    assert [(one.amount, one.included, one.taken) for one in lines] == [(Fraction(50), Fraction(2), {"gift": Fraction(30)})]
