"""Small policies about which the engines once differed, shrunk from drawn ones: they bill them alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.engines.run import bill_account
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.differential.engine_bills import read_text
from tests.unit.pricing.invoice_differences import first_difference

FOLDER = Path(__file__).parent / "agreements"
OPEN: dict[str, str] = {}
"""Where they still differ, and how."""


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_the_engines_agree(name: str, request: pytest.FixtureRequest) -> None:
    if name in OPEN:
        request.applymarker(pytest.mark.xfail(reason=OPEN[name], strict=True, raises=AssertionError))
    checked = read_text((FOLDER / name / "policy.seat").read_text(encoding="utf-8"))
    node = parse_document(SourceText("account.yaml", (FOLDER / name / "account.yaml").read_text(encoding="utf-8"))).value
    assert node is not None
    answers = [
        bill_account(checked, lambda policy: read_account(node, policy), None, engine)
        for engine in (ReferenceEngine(), PythonEngine())
    ]
    assert all(answer.value is not None for answer in answers)
    assert first_difference(*answers) == ""
