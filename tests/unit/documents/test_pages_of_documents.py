"""The pages about documents and bills: every code has one, and its samples do what they say when the command is run.

`SEATPOLICY_UPDATE_GOLDEN=1` writes the golden texts of the samples anew, and fails so that they are read."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
from pathlib import Path

import pytest

from seatpolicy.cli import price_command
from seatpolicy.diagnostics.codes import Code, registry
from seatpolicy.diagnostics.pages import Page, page, render_page

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
GOLDEN = ROOT / "tests" / "golden" / "documents"
CODES = [code for code in registry() if code.code[:2] in ("DO", "EN")]
PAGES = [found for code in CODES if (found := page(code.code)) is not None]
EACH = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.code)
WITHOUT_SAMPLES = {
    "DO408": "a line of JSON Lines is no YAML; test_accounts.py of the workspace makes one",
    "DO426": "`trace` tells it; test_trace_command.py makes one",
    "DO427": "`ledger` tells it; test_ledger_command.py asks for one",
    "DO440": "`explain` tells it, not `price`; test_line_story_command.py asks for one",
    "DO461": "a folder is no sample; test_accounts.py of the workspace makes one",
    "DO462": "a folder is no sample; test_accounts.py of the workspace makes one",
    "DO406": "two million characters are no sample; test_yaml.py makes them",
    "DO471": "data of Python, not a document; tests/unit/documents/test_from_data.py",
    "DO472": "data of Python, not a document; tests/unit/documents/test_from_data.py",
    "DO473": "asked of an evaluator; tests/unit/engines/test_evaluator.py",
    "DO474": "asked of an evaluator; tests/unit/engines/test_evaluator.py",
    "DO481": "a quote's lines; tests/unit/quotes/test_line.py",
    "DO482": "a quote's lines; tests/unit/quotes/test_line.py",
    "EN304": "it takes a plugin's function; tests/unit/hooks/test_functions.py has one",
    "EN106": "the checker lets no policy pass that could give it; test_every_field.py makes one",
}
DEFAULTS = {
    "schema_version": 'schema_version: "1.0"',
    "account": "account: acme",
    "plans": "plans: [team]",
    "currency": "currency: USD",
    "country": "country: US",
    "facts": "facts: {segment: smb, billing: monthly}",
    "subscription": "subscription: {start: 2026-11-01}",
}


def completed(sample: str) -> str:
    """The sample with the lines that it does not write itself behind it; what it is about stays where it is shown."""
    lacking = [line for key, line in DEFAULTS.items() if not re.search(rf"(?m)^{key}:", sample)]
    return sample + "".join(f"{line}\n" for line in lacking)


def run(sample: str, folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What the command prints about a sample."""
    (folder / "policy.seat").write_text((HERE / "pages.seat").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "account.yaml").write_text(completed(sample), encoding="utf-8")
    command = re.match(r"# seatpolicy (price .*)\n", sample)
    arguments = shlex.split(command[1] if command else "price policy.seat account.yaml")
    parser = argparse.ArgumentParser()
    price_command.add(parser.add_subparsers())
    args = parser.parse_args([*arguments, *options])
    args.run(args)
    out, err = capsys.readouterr()
    return out + err


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def codes(sample: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    data = json.loads(run(sample, folder, capsys, "--format", "json"))
    return [found["code"] for found in data["findings"]]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_has_its_page(code: Code) -> None:
    found = page(code.code)
    assert found is not None
    assert found.slug == code.slug


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_is_emitted_somewhere(code: Code) -> None:
    emits = re.compile(rf"\b{code.code}\.at\(|(?:refusals|told)\.{code.code}\b|: {code.code}[,}}]")
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "seatpolicy").rglob("*.py")]
    assert any(emits.search(text) for text in sources)


@EACH
def test_samples_come_in_pairs_and_prose_explains(shown: Page) -> None:
    assert len(shown.avoid) == len(shown.prefer)
    assert (not shown.avoid) is (shown.code in WITHOUT_SAMPLES)
    assert len(shown.prose) > 80
    assert shown.title in render_page(shown, width=60)


@EACH
def test_what_to_avoid_gives_the_code(shown: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for sample in shown.avoid:
        assert shown.code in codes(sample, tmp_path, capsys)


@EACH
def test_what_to_prefer_gives_nothing(shown: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for sample in shown.prefer:
        assert codes(sample, tmp_path, capsys) == []


@EACH
def test_reads_as_the_golden_text(shown: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for sample in shown.avoid:
        told = run(sample, tmp_path, capsys)
        golden = GOLDEN / f"{shown.title.replace(' ', '-')}.txt"
        if os.environ.get("SEATPOLICY_UPDATE_GOLDEN") == "1" and (not golden.is_file() or golden.read_text("utf-8") != told):
            golden.write_text(told, encoding="utf-8")
            pytest.fail(f"{golden.name} was written anew; read it")
        assert told == golden.read_text(encoding="utf-8")


def test_every_golden_text_belongs_to_a_page() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == {shown.title.replace(" ", "-") for shown in PAGES if shown.avoid}
