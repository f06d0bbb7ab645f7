"""plugins/README.md names every hook and record, and the plugin that it shows works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import seatpolicy
from seatpolicy.hooks.kinds import KINDS
from tests.unit.hooks.plugins_on_disk import install

ROOT = Path(__file__).parents[2]
README = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")


def test_every_hook_has_its_row_with_what_it_offers() -> None:
    rows = re.findall(r"(?m)^\| `(seatpolicy_\w+)` \| `(\w+)`:", README)
    assert rows == [(hook, kind.of.__name__) for hook, kind in KINDS.items()]


def test_the_plugin_that_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = re.search(r"(?s)```python\n(.*?)```", README)
    assert source is not None
    install(tmp_path, source[1], monkeypatch)
    account = {"schema_version": "1.0", "account": "kite", "plans": ["team"], "currency": "USD",
               "facts": {"billing": "monthly"}, "subscription": {"start": "2026-11-01"},
               "seats": {"editor_seats": 10, "reader_seats": 0}}  # fmt: skip
    starter = ROOT / "seatpolicy" / "workspace" / "starter" / "policy.seat"
    text = starter.read_text(encoding="utf-8").replace("facts {\n", "facts {\n  segment of account: one of smb, large\n")
    text = text.replace("when:  billing = annual", "when:  billing = annual and segment = smb")
    invoice = seatpolicy.price(text, account)
    assert "the fact `segment` is smb, which regions, the list of 1 November 2026 says" in invoice.assumptions
    assert invoice.totals is not None
    assert invoice.totals.due == 200  # 10 × 20.00, billed by the month
