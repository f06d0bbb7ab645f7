"""`seatpolicy explain POLICY ACCOUNT LINE`: a line's story, the total's, and lines that are not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seatpolicy.cli.main import main

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")


def words(policy: str, account: str, *more: str) -> list[str]:
    return ["explain", f"policies/{policy}/policy.seat", f"policies/{policy}/accounts/{account}.yaml", *more]


def test_a_line_with_the_policys_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words("taxed-abroad", "berlin", "writers", "--tax", "policies/taxed-abroad/accounts/rates.yaml")) == 0
    out = capsys.readouterr().out
    assert out.startswith("Writers: 125.97 EUR\n  line     writers of mauerblick-verlag/2026-11-01/1\n")
    for told in (
        "  7 contracted\n    policies/taxed-abroad/policy.seat:31 | quantity: contracted\n",
        "  discount welcome: 10% of 139.965; 13.9965 off, leaves 125.9685\n"
        "    policies/taxed-abroad/policy.seat:48 | off: 10% of everything\n",
        "  rounding on each line, half up to 0.01: 125.97\n",
        "Tax\n  - VAT: 19% of 125.97 = 23.93",
    ):
        assert told in out


def test_people_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words("front-desks", "brise-marine", "season_seats")) == 0
    out = capsys.readouterr().out
    assert "Who\n  - " in out
    assert "× season, billable" in out
    assert "× staff" not in out
    assert "Assumed\n  - 2 billable of season, by the roster as of 2026-06-01" in " ".join(out.split(" "))


def test_all_lines_of_a_charge_and_one_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words("front-desks", "brise-marine", "staff_seats:overage", "--format", "json")) == 0
    (story,) = json.loads(capsys.readouterr().out)["stories"]
    assert (story["line"], story["kind"]) == ("staff_seats:overage", "overage")
    assert [step["text"] for step in story["steps"]] != []
    assert all(step["text"] in (ROOT / step["at"].split(":")[0]).read_text(encoding="utf-8") for step in story["steps"])


def test_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words("acme", "first", "total")) == 0
    out = capsys.readouterr().out
    assert out.startswith("Total of fern-and-field/2026-11-01/1: 2,159.00 USD\n")
    assert "  Audit log (audit_fee): 99.00\n    policies/acme/policy.seat:83 | charge audit_fee" in out
    assert "  - 2,060.00 + 99.00 = 2,159.00\n" in out
    assert main(words("taxed-abroad", "berlin", "total", "--format", "json")) == 0
    (story,) = json.loads(capsys.readouterr().out)["stories"]
    assert [line["amount"] for line in story["lines"]] != []
    assert story["amount"] == story["totals"]["net"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("member_seat", "did you mean `member_seats`?"), ("zebra", "it has member_seats, audit_fee, total; name one of them")],
)
def test_a_line_that_is_not_there(capsys: pytest.CaptureFixture[str], name: str, told: str) -> None:
    assert main(words("acme", "first", name)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"DO440: the bill has no line `{name}`" in err
    assert told in " ".join(err.split())


def test_an_account_without_a_bill_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words("clickup", "enterprise", "total")) == 2
    assert "EN201" in capsys.readouterr().err
    assert main(words("clickup", "enterprise", "total", "--format", "json")) == 2
    data = json.loads(capsys.readouterr().out)
    assert (data["stories"], [one["code"] for one in data["findings"]]) == ([], ["EN201"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["explain"], "name a code, or --all; or a policy, an account and a line"),
        (["explain", "a", "b"], "a line needs three words: POLICY ACCOUNT LINE"),
        (["explain", "a", "b", "c", "d"], "too many words"),
    ],
)
def test_other_numbers_of_words(capsys: pytest.CaptureFixture[str], given: list[str], told: str) -> None:
    assert main(given) == 2
    assert told in capsys.readouterr().err


def test_what_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "nowhere.seat", "nowhere.yaml", "total"]) == 2
    assert capsys.readouterr().err.count("PL601") == 2
    assert main(words("acme", "first", "total", "--as-of", "yesterday")) == 2
    assert "DO441" in capsys.readouterr().err
    policy, account = words("acme", "first")[1:]
    assert main(["explain", account, policy, "total"]) == 2
    assert "the policy comes first" in capsys.readouterr().err
    assert main(["explain", "policies/acme/policy.seat", "policies/acme/accounts", "total"]) == 2
    err = capsys.readouterr().err
    assert "holds 2 accounts" in err
    assert "name one, as in `policies/acme/accounts/annual-euro.yaml`" in err


def test_an_account_of_json_lines_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = str(Path("policies/guide-graduated/policy.seat").absolute())
    monkeypatch.chdir(tmp_path)  # a short path, which no line of a finding is broken for
    book = Path("book.jsonl")
    account = {"schema_version": "1.0", "plans": ["team"], "currency": "USD", "subscription": {"start": "2026-11-01"}}
    made = [{**account, "account": name, "seats": {"member_seats": count}} for name, count in (("a", 3), ("b", 11))]
    book.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    assert main(["explain", policy, str(book), "total"]) == 2
    assert f"name one, as in `{book}:1`" in capsys.readouterr().err
    assert main(["explain", policy, f"{book}:2", "total"]) == 0
    assert capsys.readouterr().out.startswith("Total of b/2026-11-01/1: 540.00 USD\n")  # 10 × 50.00 + 1 × 40.00
    assert main(["explain", policy, f"{book}:3", "total"]) == 2
    assert "DO462" in capsys.readouterr().err
    assert main(["explain", policy, "nowhere.jsonl:1", "total"]) == 2
    assert "PL601" in capsys.readouterr().err
