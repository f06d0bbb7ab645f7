"""`seatpolicy price`: documents, prices without one, options, streams and exit codes."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.cli import price_command, priced
from tests.unit.engines.policies import charge, plan, schedule, text

BODY = (
    schedule("graduated", "1 to 10 | 50.00\n11 to 50 | 40.00\n51 and up | by quote")
    + plan(charge(price="price_list"))
    + plan(charge("yearly_seats"), name="yearly", head="  cycle: year when billing = annual\n  cycle: month otherwise\n"
           "  anchor: subscription day\n")
    + plan(charge("few", limit="at most 3, then refuse"), name="small_plan")
    + 'addon audit "Audit log" for team {\n'
    + charge("fee", **{"for": "", "quantity": ""}, price="99.00 USD per month")
    + "}\n"
)  # fmt: skip
ACCOUNT = (
    'schema_version: "1.0"\naccount: {name}\nplans: [team]\ncurrency: USD\nsubscription: {{start: 2026-11-01}}\n'
    "facts: {{billing: monthly, share: 0%, most: 1, desks: 1}}\nseats: {{seats: {count}}}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.seat").write_text(text(BODY), encoding="utf-8")
    for name, count in (("small", 4), ("guide", 49), ("large", 51)):
        (tmp_path / f"{name}.yaml").write_text(ACCOUNT.format(name=name, count=count), encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(ACCOUNT.format(name="bad", count=1).replace("team", "taem"), encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    price_command.add(parser.add_subparsers())
    names = [str(folder / one) if one.endswith((".seat", ".yaml")) else one for one in arguments]
    args = parser.parse_args(["price", *names])
    code = args.run(args)
    assert isinstance(code, int)
    return code


def test_one_account_with_its_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "guide.yaml") == 0
    out, err = capsys.readouterr()
    assert "Invoice guide/2026-11-01/1" in out
    assert "10 × 50.00 = 500.00" in out
    assert "39 × 40.00 = 1,560.00" in out
    assert "due  2,060.00 USD" in out
    assert err == ""


def test_several_accounts_without_them_unless_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "guide.yaml", "small.yaml") == 0
    out = capsys.readouterr().out
    assert "2,060.00" in out
    assert "200.00" in out
    assert "39 × 40.00" not in out
    assert run(folder, "policy.seat", "guide.yaml", "small.yaml", "--steps") == 0
    assert "39 × 40.00" in capsys.readouterr().out
    assert run(folder, "policy.seat", "guide.yaml", "--no-steps") == 0
    assert "39 × 40.00" not in capsys.readouterr().out


def test_standard_input(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    content = (folder / "guide.yaml").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert run(folder, "policy.seat", "-") == 0
    assert "2,060.00" in capsys.readouterr().out


def test_an_account_that_waits_for_a_quote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "guide.yaml", "large.yaml") == 1
    out, err = capsys.readouterr()
    assert "held" in out
    assert "2,060.00" in out
    assert "EN201" in err


@pytest.mark.parametrize("engine", ["reference", "python"])
def test_a_cycle_that_began_before_the_policy_names_the_day_to_ask_for(
    folder: Path, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = (folder / "guide.yaml").read_text(encoding="utf-8").replace("start: 2026-11-01", "start: 2026-10-15")
    (folder / "early.yaml").write_text(made, encoding="utf-8")
    assert run(folder, "policy.seat", "early.yaml", "--engine", engine) == 1
    assert "as with `--as-of 2026-11-15`" in " ".join(capsys.readouterr().err.split())


def test_an_account_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "guide.yaml", "bad.yaml", "nowhere.yaml") == 2
    out, err = capsys.readouterr()
    assert "2,060.00" in out
    assert "DO421" in err
    assert "PL601" in err
    assert "Traceback" not in err


def test_a_policy_behind_its_account_is_one_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "guide.yaml", "policy.seat") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.split()[0] == "DO441:"
    assert f"the policy comes first: `{folder}/policy.seat {folder}/guide.yaml`" in " ".join(err.split())
    assert run(folder, "guide.yaml", "policy.seat", "--format", "json") == 2
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["DO441"]


def test_a_policy_with_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "policy.seat").write_text(text(BODY).replace("price_list\n", "prise_list\n", 1), encoding="utf-8")
    assert run(folder, "policy.seat", "guide.yaml") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("options", "code", "total"),
    [
        ("--plan team --seats seats=49", 0, "2060.00"),
        ("--plan team --seats member=49", 0, "2060.00"),
        ("--plan team --seats member=49 --addon audit", 0, "2159.00"),
        ("--plan yearly --seats member=2 --fact billing=annual", 0, "240.00"),
        ("--plan yearly --seats member=2 --fact billing=monthly", 0, "20.00"),
        ("--plan team --plan yearly --seats member=2 --fact billing=monthly", 0, "120.00"),
        ("--plan team --seats member=51", 1, None),
        ("--plan small_plan --seats member=4", 1, None),
        ("--plan team --seats seats=49 --currency USD --as-of 2027-05-05", 0, "2060.00"),
    ],
)
def test_a_price_without_a_document(
    folder: Path, capsys: pytest.CaptureFixture[str], options: str, code: int, total: str | None
) -> None:
    assert run(folder, "policy.seat", *options.split(), "--format", "json") == code
    data = json.loads(capsys.readouterr().out)
    (invoice,) = data["invoices"]
    assert (invoice["totals"]["net"] if invoice["totals"] else None) == total


def test_a_required_fact_that_is_left_out_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "--plan", "yearly", "--seats", "member=2") == 2
    err = capsys.readouterr().err
    assert "EN301" in err
    assert "`billing`" in err


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ("", ["DO441"]),
        ("guide.yaml --plan team", ["DO441"]),
        ("guide.yaml --seats seats=3", ["DO441"]),
        ("--plan team --seats 49", ["DO441"]),
        ("--plan team --seats =49", ["DO441"]),
        ("--plan team --fact billing", ["DO441"]),
        ("--plan team --as-of yesterday", ["DO441"]),
        ("guide.yaml --period 2026-11-01", ["DO441"]),
        ("guide.yaml --period 2026-12-01..2026-11-01", ["DO441"]),
        ("guide.yaml --period 2026-11-01..2026-12-01 --as-of 2026-11-01", ["DO441"]),
        ("--plan team --period 2026-11-01..2026-12-01", ["DO441"]),
        ("--plan team --change seats=+2 --at 2026-11-10", ["DO441"]),
        ("--plan taem", ["DO421"]),
        ("--plan team --seats setas=1 --fact colour=red", ["DO423", "DO424"]),
        ("guide.yaml --as-of 2026-10-01", ["EN107", "EN108"]),
    ],
)
def test_wrong_options_are_findings(
    folder: Path, capsys: pytest.CaptureFixture[str], options: str, codes: list[str]
) -> None:
    code = run(folder, "policy.seat", *options.split(), "--format", "json")
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert sorted({one["code"] for one in data["findings"]}) == sorted(set(codes))
    assert code == 2


def test_the_same_command_gives_the_same_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = set()
    for _ in range(2):
        run(folder, "policy.seat", "guide.yaml")
        texts.add(capsys.readouterr().out)
    assert len(texts) == 1


def test_later_cycles(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "guide.yaml", "--as-of", "2026-12-24") == 0
    assert "2026-12-01 to 2026-12-31" in capsys.readouterr().out


def test_all_that_a_price_lacks_is_named_in_one_run_and_as_an_option(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan's cycle reads `billing`, its minimum `share`; the policy sells in two currencies."""
    minimum = "5.00 USD or 4.00 EUR per cycle, before discounts when share > 10%"
    some = charge("some", price="1.00 USD or 1.00 EUR per seat per month", minimum=minimum)
    cycles = "  cycle: year when billing = annual\n  cycle: month otherwise\n  anchor: subscription day\n"
    made = text(plan(some, name="both", head=cycles), currencies="USD and EUR")
    (folder / "policy.seat").write_text(made, encoding="utf-8")
    assert run(folder, "policy.seat", "--plan", "both", "--seats", "some=2") == 2
    err = capsys.readouterr().err
    assert [line.split()[0] for line in err.split("\n") if line[:2] in ("DO", "EN")] == ["DO413:", "EN301", "EN301"]
    for told in ("`--currency USD`", "`--fact billing=monthly`", "`--fact share=20%`"):
        assert told in " ".join(err.split())
    options = "--plan both --seats some=2 --currency USD --fact billing=monthly --fact share=20%"
    assert run(folder, "policy.seat", *options.split()) == 0
    assert "due      5.00 USD" in capsys.readouterr().out


def test_a_plan_that_is_not_there_hides_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "--plan", "taem") == 2
    assert "DO421" in capsys.readouterr().err


def book(folder: Path) -> None:
    """A folder of two accounts, one of them as JSON Lines beside a line that is none."""
    (folder / "book").mkdir()
    (folder / "book" / "a.yaml").write_text(ACCOUNT.format(name="a", count=4), encoding="utf-8")
    line = {
        "schema_version": "1.0", "account": "b", "plans": ["team"], "currency": "USD",
        "subscription": {"start": "2026-11-01"}, "seats": {"seats": 49},
        "facts": {"billing": "monthly", "share": "0%", "most": 1, "desks": 1},
    }  # fmt: skip
    (folder / "book" / "more.jsonl").write_text(json.dumps(line) + "\n{\n", encoding="utf-8")


def test_a_book_as_json_is_a_line_an_account(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book(folder)
    assert run(folder, "policy.seat", str(folder / "book"), "--format", "json") == 2
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["source"].removeprefix(f"{folder}/book/") for line in lines] == [
        "a.yaml", "more.jsonl:1", "more.jsonl:2",
    ]  # fmt: skip
    assert [[one["totals"]["net"] for one in line["invoices"]] for line in lines] == [["200.00"], ["2060.00"], []]
    assert [[one["code"] for one in line["findings"]] for line in lines] == [[], [], ["DO408"]]
    assert {line["schema_version"] for line in lines} == {"1.0"}
    assert err == "3 accounts: 2 priced, 1 could not be read\n"


def test_a_book_as_text(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    book(folder)
    monkeypatch.chdir(folder)  # a short path, which no line of a finding is broken for
    assert run(folder, "policy.seat", "book") == 2
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if line.startswith("Invoice")] == [
        "Invoice a/2026-11-01/1", "Invoice b/2026-11-01/1",
    ]  # fmt: skip
    assert "39 × 40.00" not in out
    assert "more.jsonl:2:2: this line is no JSON" in err


def test_a_book_says_of_each_finding_whose_bill_it_is_about(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "policy.seat", "guide.yaml", "large.yaml") == 1
    assert f"\n{folder}/large.yaml:\nEN201" in capsys.readouterr().err
    assert run(folder, "policy.seat", "large.yaml") == 1
    assert "large.yaml:" not in capsys.readouterr().err


def test_what_a_book_passes_over_is_named_and_changes_no_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(folder)
    (folder / "book" / "more.jsonl").unlink()
    (folder / "book" / "rates.yaml").write_text("rates: []\n", encoding="utf-8")
    assert run(folder, "policy.seat", str(folder / "book")) == 0
    assert "DO461" in capsys.readouterr().err


def test_progress_is_told_on_a_terminal_that_shows_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    now = [0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    for stream, shown in ((Terminal(), "\r7 accounts …\r9 accounts …\r\x1b[K"), (io.StringIO(), "")):
        monkeypatch.setattr(sys, "stderr", stream)
        now[0] = 0
        progress = priced.Progress()
        for second, accounts in ((1, 6), (2, 7), (2, 8), (3, 9)):
            now[0] = second
            progress.tick(accounts)
        progress.clear()
        progress.clear()
        assert stream.getvalue() == shown
