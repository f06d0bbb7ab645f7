"""The worked plugin: in this process as an installed one, and (`-m long`) installed by its README's command elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import seatpolicy
from seatpolicy.cli.main import main

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "plugins" / "seatpolicy_desk"
README = (PLUGIN / "README.md").read_text(encoding="utf-8")
GRADUATED = ROOT / "policies" / "guide-graduated" / "policy.seat"
ACCOUNT = GRADUATED.parent / "accounts" / "forty-nine.yaml"
ORDER = (PLUGIN / "orders" / "graduated.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `pip install` leaves: the package where Python finds it, and its entry points beside it."""
    site = tmp_path / "site"
    project = (PLUGIN / "pyproject.toml").read_text(encoding="utf-8")
    points = re.search(r"(?s)\[project\.entry-points\.seatpolicy\]\n(.*?)\n\n", project)
    assert points is not None
    (site / "seatpolicy_desk-0.1.0.dist-info").mkdir(parents=True)
    entries = "[seatpolicy]\n" + points[1].replace('"', "") + "\n"
    (site / "seatpolicy_desk-0.1.0.dist-info" / "entry_points.txt").write_text(entries, encoding="utf-8")
    monkeypatch.syspath_prepend(str(PLUGIN))
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.chdir(ROOT)


def order(tmp_path: Path, quoted: str, lines: str = "") -> str:
    path = tmp_path / "order.yaml"
    path.write_text(ORDER.replace("2,020.00", quoted) + lines, encoding="utf-8")
    return str(path)


def test_the_readme_s_order(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    command, shown = re.findall(r"```sh\n\.venv/bin/seatpolicy ([^\n]+)\n```\n\n```\n(.*?)\n```", README, re.DOTALL)[0]
    assert main(command.split()) == 0
    assert capsys.readouterr().out.rstrip("\n") == shown


@pytest.mark.parametrize(
    ("quoted", "code", "verdict", "delta", "off"),
    [
        ("2,060.00", 0, "as the policy", "0.00", "0"),
        ("2,018.80", 0, "within the desk's 2%", "-41.20", "0.02"),  # 2,060.00 × 2% = 41.20, the last that it may
        ("2,018.79", 1, "below the desk's 2%", "-41.21", "4121/206000"),
        ("2,163.00", 0, "above the policy", "103.00", "-0.05"),
    ],
)
def test_a_quoted_line_against_the_policy_s_price(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quoted: str, code: int, verdict: str, delta: str, off: str
) -> None:
    """49 seats cost 10 × 50.00 + 39 × 40.00 = 2,060.00."""
    assert main(["desk", str(GRADUATED), order(tmp_path, quoted), "--format", "json"]) == code
    (line,) = json.loads(capsys.readouterr().out)["lines"]
    assert (line["expected"], line["delta"], line["off"], line["verdict"]) == ("2060.00", delta, off, verdict)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ORDER.replace("team", "tem"), "DO421"),
        (ORDER.replace("currency: USD", "currency: CHF"), "DO435"),
        (ORDER.replace("lines:", "line:"), "DO412"),
        (ORDER.replace('"2,020.00"', "[1, 2]"), "DO411"),
        (ORDER.replace('"2,020.00"', '"cheap"'), "DO431"),
        (ORDER.replace("count: 49", "count: 4.5"), "DO436"),
        (ORDER.replace("member_seats", "membr_seats"), "DO423"),
        (ORDER.replace("count: 49", "count: 201"), "EN201"),
        (ORDER + '  - {charge: member_seats, quoted: "1.00"}\n', "DO481"),
        ("[1, 2]", "DO411"),
    ],
)
def test_what_cannot_be_judged_has_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: str
) -> None:
    path = tmp_path / "order.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["desk", str(GRADUATED), str(path), "--format", "json"]) == 2
    assert code in {one["code"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert main(["desk", str(GRADUATED), str(path)]) == 2
    assert code in capsys.readouterr().err


def test_the_pricer_tells_averages_and_changes_no_amount(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "--pricer", "per-seat", str(GRADUATED), str(ACCOUNT)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    # 2,060.00 / 49 = 42.0408…
    assert "- Member seats: about 42.04 USD per seat: 2,060.00 for 49" in told
    assert "due 2,060.00 USD" in told


def test_rows_for_a_spreadsheet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    formula = tmp_path / "formula.yaml"
    formula.write_text(ACCOUNT.read_text(encoding="utf-8").replace("copper-lane-studio", '"=1+1"'), encoding="utf-8")
    assert main(["price", "--format", "csv", str(GRADUATED), str(ACCOUNT), str(formula)]) == 0
    head, first, second = capsys.readouterr().out.splitlines()
    assert head == "invoice,status,account,from,to,line,title,count,list,amount,currency"
    assert first == ("copper-lane-studio/2026-11-01/1,priced,copper-lane-studio,2026-11-01,2026-11-30,member_seats,"
                     "Member seats,49,2060.00,2060.00,USD")  # fmt: skip
    assert second.split(",")[2] == "'=1+1"


@pytest.mark.parametrize(("seats", "groups"), [(0, 0), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_the_function_in_a_policy(seats: int, groups: int) -> None:
    text = GRADUATED.read_text(encoding="utf-8").replace(
        "proration {",
        'addon desk "Support desk" for team {\n  charge desk_fee "Support desk" {\n    for: phone\n'
        "    quantity: equals per_started(seats of member, 25)\n    price: 100.00 USD per unit per month\n"
        '    bill: in advance\n  }\n}\nitem {\n  phone: "Desk"\n}\nproration {',
        1,
    )
    evaluator = seatpolicy.compile(text, plan="team", addons=["desk"])
    assert evaluator.price({"member": seats}).amount_of("desk_fee") == Fraction(100 * groups)


@pytest.mark.long
def test_installed_by_the_readme_s_command_in_an_environment_of_its_own(tmp_path: Path) -> None:
    """A copy of the checkout, a new environment, the README's two lines, and the order from the command line."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COLUMNS")}
    here = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(here)], check=True, timeout=120)

    def run(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, shell=True, cwd=here, env=environment, capture_output=True, text=True, timeout=600, check=False
        )

    assert run(f"{sys.executable} -m venv .venv && .venv/bin/pip install -q -e .").returncode == 0
    commands = re.findall(r"```sh\n([^\n]+)\n```", README)
    installed = run(commands[0])
    assert installed.returncode == 0, installed.stderr
    judged = run(commands[1])
    assert (judged.returncode, judged.stderr) == (0, "")
    assert judged.stdout.rstrip("\n") in README
    assert "engine" in run(".venv/bin/seatpolicy plugins").stdout
    assert run("SEATPOLICY_PLUGINS=none .venv/bin/seatpolicy desk a b").returncode == 2
