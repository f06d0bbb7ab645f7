"""The published JSON Schemas: valid themselves, true of every document in policies/ and of every invoice printed there."""

from __future__ import annotations

import argparse
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seatpolicy.cli import explain_command, price_command, schema_command, test_command
from seatpolicy.cli.main import main
from seatpolicy.documents import account, earlier, expected_series, read_account, tax
from seatpolicy.documents.cases import CASE, GIVEN, SERIES
from seatpolicy.documents.cases import FILE as CASE_FILE
from seatpolicy.workspace.documents import read_document
from seatpolicy.workspace.schemas import schema_names, schema_text
from tests.unit.documents.schema_documents import ROOT, data, refusals, schema

ACCOUNTS = [file for file in sorted(ROOT.glob("policies/*/accounts/*.yaml")) if file.name != "rates.yaml"]
CASES = sorted(ROOT.glob("policies/*/cases.yaml"))
RATES = sorted(ROOT.glob("policies/*/accounts/rates.yaml"))
NAMES = (
    "account", "cases", "event-line", "explained", "findings", "invoice", "ledger", "packet", "previewed", "priced",
    "tax-rates", "tested", "traced",
)  # fmt: skip


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def document(path: Path) -> Any:
    read = read_document(str(path))
    assert read.value is not None
    return data(read.value)


def test_all_are_there() -> None:
    assert schema_names() == NAMES


@pytest.mark.parametrize("kind", NAMES)
def test_each_is_a_schema_with_an_id_a_description_and_examples(kind: str) -> None:
    made = schema(kind)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"urn:seatpolicy:schema:{kind}:{account.SCHEMA_VERSION}"
    assert made["description"]
    assert made["examples"]
    for example in made["examples"]:
        assert refusals(kind, example, closed=kind not in ("account", "cases", "event-line", "tax-rates")) == []


@pytest.mark.parametrize("kind", ["account", "cases", "tax-rates"])
def test_every_key_of_what_people_write_is_described(kind: str) -> None:
    made = schema(kind)
    for key, part in made["properties"].items():
        inner = made["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        assert "description" in part or "description" in inner or key in ("cases", "rates"), key


def test_the_readers_know_the_same_keys() -> None:
    known = {
        "account": [one.name for one in read_account.KEYS],
        "cases": [one.name for one in CASE_FILE],
        "tax-rates": [one.name for one in tax.FILE],
    }
    for kind, keys in known.items():
        made = schema(kind)
        assert list(made["properties"]) == list(made["then"]["propertyNames"]["enum"])
        assert set(made["properties"]) == set(keys), kind
    strict = schema("account")["then"]["properties"]
    assert strict["subscription"]["propertyNames"]["enum"] == [one.name for one in read_account.SUBSCRIPTION]
    assert set(strict["billed"]["items"]["propertyNames"]["enum"]) == {one.name for one in earlier.LINE}
    inner = schema("cases")["then"]["properties"]["cases"]["items"]
    single, several = inner["else"], inner["then"]
    assert set(single["propertyNames"]["enum"]) == {one.name for one in CASE}
    assert set(single["properties"]["given"]["propertyNames"]["enum"]) == {one.name for one in GIVEN}
    assert set(several["propertyNames"]["enum"]) == {one.name for one in SERIES}
    invoices = several["properties"]["invoices"]["items"]
    assert several["properties"]["period"]["propertyNames"]["enum"] == [one.name for one in expected_series.PERIOD]
    assert invoices["propertyNames"]["enum"] == [one.name for one in expected_series.INVOICE]
    lines = invoices["properties"]["lines"]["items"]
    assert lines["propertyNames"]["enum"] == [one.name for one in expected_series.LINE]
    needed = {one.name for one in read_account.KEYS if one.needed}
    assert set(schema("account")["required"]) == needed


@pytest.mark.parametrize("path", ACCOUNTS, ids=name)
def test_accounts(path: Path) -> None:
    assert refusals("account", document(path)) == []


@pytest.mark.parametrize("path", CASES, ids=name)
def test_cases(path: Path) -> None:
    assert refusals("cases", document(path)) == []


@pytest.mark.parametrize("path", RATES, ids=name)
def test_rates(path: Path) -> None:
    assert refusals("tax-rates", document(path)) == []


def printed(command: Any, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    args = parser.parse_args([*arguments, "--format", "json"])
    args.run(args)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("path", ACCOUNTS, ids=name)
def test_invoices(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = path.parent / "rates.yaml"
    tax_ = ["--tax", str(rates)] if rates.is_file() else []
    made = printed(price_command, ["price", str(path.parents[1] / "policy.seat"), str(path), *tax_], capsys)
    assert refusals("priced", made, closed=True) == []
    assert len(made["invoices"]) == 1
    assert refusals("invoice", made["invoices"][0], closed=True) == []


@pytest.mark.parametrize("path", ACCOUNTS, ids=name)
def test_stories(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = path.parent / "rates.yaml"
    tax_ = ["--tax", str(rates)] if rates.is_file() else []
    words = ["explain", str(path.parents[1] / "policy.seat"), str(path)]
    whole = printed(explain_command, [*words, "total", *tax_], capsys)
    assert refusals("explained", whole, closed=True) == []
    for line in whole["stories"][0]["lines"] if whole["stories"] else ():
        made = printed(explain_command, [*words, line["id"], *tax_], capsys)
        assert refusals("explained", made, closed=True) == []
        (story,) = made["stories"]
        assert story["amount"] == line["amount"]
        amounts = [step for step in story["steps"] if step["figure"] == "amount"]
        # The last step leaves the line's amount, so nothing of the story is missing.
        assert not amounts or Fraction(amounts[-1]["after"]) == Fraction(line["amount"])


def test_results_of_tests(capsys: pytest.CaptureFixture[str]) -> None:
    made = printed(test_command, ["test", str(ROOT / "policies" / "clickup"), str(ROOT / "policies" / "acme")], capsys)
    assert len(made["results"]) > 5
    assert refusals("tested", made, closed=True) == []


def test_findings_of_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "json", str(ROOT / "policies" / "guide-volume" / "policy.seat")])
    made = json.loads(capsys.readouterr().out)
    assert len(made["findings"]) == 2
    assert refusals("findings", made, closed=True) == []


@pytest.mark.parametrize(
    ("kind", "change", "told"),
    [
        ("account", {"plans": "team"}, "plans"),
        ("account", {"colour": "red"}, "colour"),
        ("account", {"seats": {"seats": -1}}, "seats/seats"),
        ("account", {"seats": {"seats": "1e3"}}, "seats/seats"),
        ("account", {"subscription": {"start": "2026-02-30"}}, "subscription/start"),
        ("account", {"subscription": {"start": "2026-11-01", "begin": "x"}}, "begin"),
        ("account", {"schema_version": "2.0"}, "schema_version"),
        ("account", {"people": [{"id": "u-1"}]}, "status"),
        ("account", {"billed": [{"charge": "seats", "amount": "1.00"}]}, "period"),
        ("account", {"account": None}, "account"),
    ],
)
def test_what_a_schema_refuses(kind: str, change: dict[str, Any], told: str) -> None:
    found = refusals(kind, {**schema(kind)["examples"][0], **change})
    assert any(told in one for one in found), found


def test_a_newer_minor_version_may_have_more_keys() -> None:
    example = schema("account")["examples"][0]
    later = {"schema_version": "1.3", "colour": "red", "subscription": {"start": "2026-11-01", "begin": "x"}}
    assert refusals("account", {**example, **later}) == []


def test_the_command_prints_and_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in NAMES:
        assert main(["schema", kind]) == 0
        assert capsys.readouterr().out == schema_text(kind)
    assert main(["schema"]) == 0
    assert re.findall(r"(?m)^(\S+) ", capsys.readouterr().out) == list(NAMES)
    assert main(["schema", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["account"]["id"] == "urn:seatpolicy:schema:account:1.0"
    assert main(["schema", "acount"]) == 2
    assert "did you mean account?" in capsys.readouterr().err
    assert main(["schema", "zebra"]) == 2
    assert "there are account" in capsys.readouterr().err
    assert schema_command.__doc__
