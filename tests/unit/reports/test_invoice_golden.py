"""Invoices as a terminal shows them: what `seatpolicy price` prints for shipped policies, each read by eye.

`SEATPOLICY_UPDATE_GOLDEN=1` writes the texts anew, and fails so that they are read."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from seatpolicy.cli import price_command
from seatpolicy.diagnostics.cells import cells

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "invoices"
TEAM = "--plan team --currency USD --fact segment=smb --fact billing"
PRINTED = {
    "acme-first": "acme acme/accounts/first.yaml",
    "acme-first-narrow": "acme acme/accounts/first.yaml",
    "acme-annual-euro": "acme acme/accounts/annual-euro.yaml",
    "acme-two-accounts": "acme acme/accounts/first.yaml acme/accounts/annual-euro.yaml",
    "acme-lifted-to-the-minimum": f"acme {TEAM}=monthly --seats member_seats=1",
    "acme-held-by-the-cap": f"acme {TEAM}=annual --seats member_seats=49 --fact partner=Meridian",
    "acme-held-by-the-cap-narrow": f"acme {TEAM}=annual --seats member_seats=49 --fact partner=Meridian",
    "acme-guests": f"acme {TEAM}=monthly --seats member=4 --seats guest=22",
    "acme-by-quote": f"acme {TEAM}=monthly --seats member=201",
    "guide-volume-51": "guide-volume guide-volume/accounts/fifty-one.yaml",
    "packs-of-five-desk": "packs-of-five packs-of-five/accounts/desk-of-seven.yaml",
    "packs-of-five-floor": "packs-of-five packs-of-five/accounts/floor-of-twenty-one.yaml",
    "minimum-three": "minimum-three minimum-three/accounts/pair.yaml",
    "annual-volume": "annual-volume annual-volume/accounts/fifty-for-a-year.yaml",
    "zoom-two-rounded-lines": "zoom --plan pro --seats pro_licences=5 --fact billing=annual --addon scheduler",
    "openphone-numbers-and-messaging": "openphone openphone/accounts/business.yaml",
    "recurring-limit-one-too-many": "recurring-limit recurring-limit/accounts/one-too-many.yaml",
    "front-desks": "front-desks front-desks/accounts/brise-marine.yaml",
    "front-desks-narrow": "front-desks front-desks/accounts/brise-marine.yaml",
    "slack-film-school": "published-slack published-slack/accounts/film-school.yaml --as-of 2023-08-01",
    "slack-another-day": "published-slack published-slack/accounts/film-school.yaml --as-of 2023-08-02",
    "notion-two-workspaces": "published-notion published-notion/accounts/two-workspaces.yaml",
    "atlassian-eleven-on-free": "published-atlassian-monthly published-atlassian-monthly/accounts/eleven-on-free.yaml",
    "metered-studio": "metered-studio metered-studio/accounts/renders.yaml",
    "promised-second-month": "promised-spend promised-spend/accounts/second-month.yaml --as-of 2026-12-01",
    "growth-grew": "growth-offers growth-offers/accounts/grew.yaml",
    "taxed-berlin": "taxed-abroad taxed-abroad/accounts/berlin.yaml --tax taxed-abroad/accounts/rates.yaml",
    "taxed-berlin-narrow": "taxed-abroad taxed-abroad/accounts/berlin.yaml --tax taxed-abroad/accounts/rates.yaml",
    "billed-by-use-events": "billed-by-use billed-by-use/accounts/highest.yaml",
}


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    width = 60 if name.endswith("narrow") else 100
    monkeypatch.chdir(ROOT / "policies")
    monkeypatch.setenv("COLUMNS", str(width))
    policy, *options = PRINTED[name].split()
    parser = argparse.ArgumentParser()
    price_command.add(parser.add_subparsers())
    args = parser.parse_args(["price", f"{policy}/policy.seat", *options])
    args.run(args)
    out, err = capsys.readouterr()
    told = out + err
    assert all(cells(line) <= width for line in told.split("\n"))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("SEATPOLICY_UPDATE_GOLDEN") == "1" and (not golden.is_file() or golden.read_text("utf-8") != told):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(told, encoding="utf-8")
        pytest.fail(f"{golden.name} was written anew; read it")
    assert told == golden.read_text(encoding="utf-8")


def test_every_golden_text_is_printed() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(PRINTED)
