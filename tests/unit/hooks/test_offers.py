"""Each kind of offer at work, through the commands that use it; and what it does wrong, told with the plugin's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seatpolicy.cli.main import main
from seatpolicy.workspace.plugins import installed
from tests.unit.hooks.plugins_on_disk import install

ROOT = Path(__file__).parents[3]
POLICY = ROOT / "policies" / "guide-graduated" / "policy.seat"
ACCOUNT = POLICY.parent / "accounts" / "forty-nine.yaml"
HEAD = 'SEATPOLICY_API = "1.0"\nfrom seatpolicy.hooks.offers import *\nfrom seatpolicy.diagnostics.outcome import Outcome\n'
Run = Any


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with a plugin: its exit code, standard output and standard error."""
    told: list[str] = []

    def with_plugin(source: str, *arguments: str) -> tuple[int, str, str]:
        if not told:
            told.append(install(tmp_path, HEAD + source, monkeypatch))
        code = main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, " ".join(err.split())

    return with_plugin


# ---- lint rules -----------------------------------------------------------------------------------------------------

RULE = """
from seatpolicy.diagnostics.codes import Code
from seatpolicy.diagnostics.diagnostic import Severity
XB101 = Code("XB101", "version-by-year", Severity.WARNING, "a version begins with its year")
PAGE = '''
## XB101 version-by-year

Our versions begin with the year in which they take effect.
'''
def seatpolicy_lint_rules():
    return [LintRule("versions", (XB101,), PAGE, lambda: [check])]
def check(policy, poison):
    if not policy.version.startswith("2026"):
        return []
    return [XB101.at(policy.at, f"the version is {policy.version}", hint="see our handbook")]
"""


def test_a_rule_is_run_by_check_and_explained(run: Run) -> None:
    code, out, _ = run(RULE, "check", "--level", "warning", str(POLICY))
    assert code == 1
    assert "XB101 warning" in out
    assert "the version is 2026.1" in out
    code, out, _ = run(RULE, "explain", "XB101")
    assert (code, "XB101 version-by-year" in out, "Our versions begin" in out) == (0, True, True)
    assert "XB101" in run(RULE, "explain", "--all")[1]


def test_a_rule_is_not_run_on_a_policy_with_errors(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "policy.seat"
    broken.write_text(POLICY.read_text(encoding="utf-8").replace("for:       member", "for:       memer"), encoding="utf-8")
    code, out, _ = run(RULE, "check", str(broken))
    assert (code, "NM201" in out, "XB101" in out) == (1, True, False)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    if not", "    1 / 0\n    if not", "PG106 example 1.0: the lint rule `versions` of this plugin failed"),
        ("return [XB101.at(", 'return [Code("XB102", "s", Severity.ERROR, "t").at(', "a finding of the code XB102"),
        ("    return [XB101", "    return 7\n    return [XB101", "PG107 example 1.0: the lint rule `versions`"),
    ],
)
def test_a_rule_that_is_wrong_itself(run: Run, before: str, after: str, told: str) -> None:
    code, out, _ = run(RULE.replace(before, after), "check", str(POLICY))
    assert code == 2
    assert told in " ".join(out.split())


def test_two_rules_with_one_code(run: Run) -> None:
    again = RULE.replace("[LintRule(", '[LintRule("other", (XB101,), PAGE, list), LintRule(')
    code, out, _ = run(again, "check", str(POLICY))
    told = "PG105 example 1.0: this plugin offers the code `XB101` a second time"
    assert (code, told in " ".join(out.split())) == (2, True)


# ---- readers, engines, pricers, reporters ---------------------------------------------------------------------------

READER = """
def seatpolicy_readers():
    return [Reader("pairs", (".pairs.yaml", ".pairs"), read)]
def read(source):
    from seatpolicy.source.text import SourceText
    from seatpolicy.workspace.yaml import read_yaml
    return read_yaml(SourceText(source.path, source.text.replace(" = ", ": ")))
"""


def test_a_reader_of_another_form(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "account.pairs"
    written.write_text(ACCOUNT.read_text(encoding="utf-8").replace(": ", " = "), encoding="utf-8")
    code, out, _ = run(READER, "price", str(POLICY), str(written))
    assert (code, "2,060.00 USD" in out) == (0, True)
    longest = tmp_path / "account.pairs.yaml"
    longest.write_text(written.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(READER, "price", str(POLICY), str(longest))[0] == 0
    code, _, err = run(READER, "price", str(POLICY), str(written.with_suffix(".toml")))
    assert (code, "PL601" in err) == (2, True)


@pytest.mark.parametrize(
    ("body", "told"), [("return 3", "PG107"), ("return Outcome(3)", "PG107"), ("raise KeyError(1)", "PG106")]
)
def test_a_reader_that_is_wrong(run: Run, tmp_path: Path, body: str, told: str) -> None:
    written = tmp_path / "account.pairs"
    written.write_text("x", encoding="utf-8")
    source = READER.replace("    from seatpolicy.source", f"    {body}\n    from seatpolicy.source")
    code, _, err = run(source, "price", str(POLICY), str(written))
    assert code == 2
    assert f"{told} example 1.0: the reader `pairs`" in err


ENGINE = """
def seatpolicy_engines():
    return [EngineOffer("copy", Copy), EngineOffer("broken", Broken), EngineOffer("none", list)]
class Copy:
    name = "copy"
    def __init__(self):
        from seatpolicy.engines.reference.bill import ReferenceEngine
        self.inner = ReferenceEngine()
    def standing(self, policy, account, as_of):
        return self.inner.standing(policy, account, as_of)
    def bill(self, policy, account, as_of):
        return self.inner.bill(policy, account, as_of)
class Broken(Copy):
    def bill(self, policy, account, as_of):
        raise RuntimeError("no steam")
"""


def test_an_engine_by_its_name(run: Run) -> None:
    code, out, _ = run(ENGINE, "price", "--engine", "copy", str(POLICY), str(ACCOUNT))
    assert (code, "2,060.00 USD" in out) == (0, True)
    assert run(ENGINE, "test", "--engine", "copy", str(POLICY))[0] == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("broken", "PG106 example 1.0: the engine `broken` of this plugin failed: RuntimeError: no steam"),
        ("none", "PG107 example 1.0: the engine `none` of this plugin gives something without `bill`"),
        ("cop", "PG109: there is no engine `cop` offered: broken, copy, none, python, reference; did you mean `copy`?"),
    ],
)
def test_an_engine_that_cannot_bill(run: Run, name: str, told: str) -> None:
    for command in (["price", str(POLICY), str(ACCOUNT)], ["test", str(POLICY)]):
        code, _, err = run(ENGINE, *command, "--engine", name)
        assert (code, told in err) == (2, True), err
    code, _, err = run(ENGINE, "price", str(POLICY), "--plan", "team", "--seats", "member_seats=3", "--engine", name)
    assert (code, told in err) == (2, True), err


PRICER = """
import attrs
def seatpolicy_account_pricers():
    return [AccountPricer("noted", priced), AccountPricer("wrong", lambda *given: given)]
def priced(checked, read, as_of, engine):
    from seatpolicy.engines.run import bill_account
    made = bill_account(checked, read, as_of, engine)
    return Outcome(attrs.evolve(made.value, assumptions=("priced by the plugin",)), made.diagnostics)
"""


def test_a_pricer_by_its_name(run: Run) -> None:
    code, out, _ = run(PRICER, "price", "--pricer", "noted", str(POLICY), str(ACCOUNT))
    assert (code, "2,060.00 USD" in out, "- priced by the plugin" in out) == (0, True, True)
    code, _, err = run(PRICER, "price", "--pricer", "wrong", str(POLICY), str(ACCOUNT))
    assert (code, "PG107 example 1.0: the account pricer `wrong` of this plugin gives a tuple" in err) == (2, True)
    # A name that nobody offers is told once, before any account is read.
    code, _, err = run(PRICER, "price", "--pricer", "notes", str(POLICY), str(ACCOUNT), str(ACCOUNT))
    assert (code, err.count("PG109"), "did you mean `noted`?" in err) == (2, 1, True)


REPORTER = """
def seatpolicy_reporters():
    return [
        Reporter("sums", "invoices", lambda invoices, *rest: "\\n".join(str(i.totals.due) for i in invoices)),
        Reporter("codes", "findings", lambda findings, beside, width, color: " ".join(f.code for f in findings), True),
        Reporter("bad", "invoices", lambda *given: None),
        Reporter("bad", "findings", lambda *given: 1 / 0),
    ]
"""


def test_reporters_by_their_names(run: Run) -> None:
    code, out, err = run(REPORTER, "price", "--format", "sums", str(POLICY), str(ACCOUNT))
    assert (code, out, err) == (0, "2060\n", "")
    volume = ROOT / "policies" / "guide-volume" / "policy.seat"
    assert run(REPORTER, "check", "--format", "codes", str(volume))[:2] == (0, "TR203 TR203\n")
    assert run(REPORTER, "price", "--format", "bad", str(POLICY), str(ACCOUNT))[0] == 2
    code, _, err = run(REPORTER, "check", "--format", "bad", str(volume))
    assert (code, "PG106 example 1.0: the reporter `bad` of this plugin failed: ZeroDivisionError" in err) == (2, True)
    code, _, err = run(REPORTER, "price", "--format", "codes", str(POLICY), str(ACCOUNT))
    assert (code, "PG109: there is no reporter of invoices `codes`" in err) == (2, True)


def test_a_reporter_is_given_the_whole_book(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.jsonl"
    forty_nine = {"schema_version": "1.0", "account": "a", "plans": ["team"], "currency": "USD",
                  "subscription": {"start": "2026-11-01"}, "seats": {"member_seats": 49}}  # fmt: skip
    hundred = {**forty_nine, "account": "b", "seats": {"member_seats": 1}}
    book.write_text("\n".join(json.dumps(one) for one in (forty_nine, hundred)), encoding="utf-8")
    code, out, err = run(REPORTER, "price", "--format", "sums", str(POLICY), str(book))
    assert (code, out.split()[0], len(out.split()), err) == (0, "2060", 2, "")
    book.write_text(book.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    code, out, err = run(REPORTER, "price", "--format", "sums", str(POLICY), str(book))
    assert (code, out.split()[0], "DO408" in err) == (2, "2060", True)
    assert "3 accounts: 2 priced, 1 could not be read" in err
    assert run(REPORTER, "price", "--format", "bad", str(POLICY), str(book))[0] == 2


# ---- facts, taxes, validators ---------------------------------------------------------------------------------------

PROVIDER = """
def seatpolicy_fact_providers():
    return [FactProvider("crm", known)]
def known(asked):
    return [ProvidedFact(name, "smb", f"the record of {asked.account}") for name in asked.lacking if name == "segment"]
"""
ACME = ROOT / "policies" / "acme" / "policy.seat"
OF_ACME = ('schema_version: "1.0"\naccount: kite\nplans: [team]\ncurrency: USD\nfacts: {billing: monthly}\n'
           "subscription: {start: 2026-11-01}\nseats: {member_seats: 4}\n")  # fmt: skip


def test_a_fact_that_the_document_lacks(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = tmp_path / "kite.yaml"
    account.write_text(OF_ACME, encoding="utf-8")
    code, out, _ = run(PROVIDER, "price", str(ACME), str(account), "--format", "json")
    data = json.loads(out)
    assert "DO433" not in {one["code"] for one in data["findings"]}
    assert "the fact `segment` is smb, which crm, the record of kite says" in data["invoices"][0]["assumptions"]
    monkeypatch.setenv("SEATPOLICY_PLUGINS", "none")
    code, out, _ = run(PROVIDER, "price", str(ACME), str(account), "--format", "json")
    assert (code, "DO433" in {one["code"] for one in json.loads(out)["findings"]}) == (2, True)


def test_a_line_is_explained_with_the_facts_that_it_is_billed_with(run: Run, tmp_path: Path) -> None:
    account = tmp_path / "kite.yaml"
    account.write_text(OF_ACME, encoding="utf-8")
    code, out, _ = run(PROVIDER, "explain", str(ACME), str(account), "member_seats", "--format", "json")
    data = json.loads(out)
    assert (code, [one["line"] for one in data["stories"]], data["findings"]) == (0, ["member_seats"], [])


def test_what_the_document_says_stays(run: Run, tmp_path: Path) -> None:
    account = tmp_path / "kite.yaml"
    account.write_text(OF_ACME.replace("{billing", "{segment: enterprise, billing"), encoding="utf-8")
    data = json.loads(run(PROVIDER, "price", str(ACME), str(account), "--format", "json")[1])
    assert not any("crm" in one for one in data["invoices"][0]["assumptions"])


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        ('[ProvidedFact("segment", "huge", "row 7")]', "DO432", "crm, row 7:1:10"),
        ('[ProvidedFact("billing", "annual", "row 7")]', "PG107", "the fact `billing`"),
        ('[ProvidedFact("segment", "smb", "")]', "PG107", "without a value or an origin"),
        ('["segment"]', "PG107", "gives a str"),
        ("7", "PG106", "TypeError"),
        ('[ProvidedFact("segment", "smb", "a"), ProvidedFact("segment", "smb", "b")]', "PG105", "`segment` a second time"),
    ],
)
def test_a_provider_that_is_wrong(run: Run, tmp_path: Path, answer: str, code: str, told: str) -> None:
    account = tmp_path / "kite.yaml"
    account.write_text(OF_ACME, encoding="utf-8")
    source = PROVIDER.replace("    return [ProvidedFact(name", f"    return {answer}\n    return [ProvidedFact(name")
    exit_code, _, err = run(source, "price", str(ACME), str(account))
    assert (exit_code, code in err, told in err) == (2, True, True), err


TAXES = """
def seatpolicy_taxes():
    return [
        TaxSource("flat", lambda question: Outcome(("flat", question))),
        TaxSource("none", lambda question: None),
        TaxSource("down", lambda question: 1 / 0),
    ]
def seatpolicy_quote_validators():
    return [QuoteValidator("lenient", lambda evaluator, lines, facts, as_of: Outcome(()))]
"""


def test_taxes_and_validators_by_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import seatpolicy

    install(tmp_path, HEAD + TAXES, monkeypatch)
    flat = installed().tax("flat").value
    assert (flat.name, flat.figure("what is asked").value) == ("flat", ("flat", "what is asked"))
    for name, code in (("none", "PG107"), ("down", "PG106")):
        told = installed().tax(name).value.figure("what is asked")
        assert (told.value, [one.code for one in told.diagnostics]) == (None, [code])
    assert [one.code for one in installed().tax("steep").diagnostics] == ["PG109"]
    evaluator = seatpolicy.compile(POLICY, plan="team")
    assert seatpolicy.judge(evaluator, [], validator="lenient") == ()
    with pytest.raises(seatpolicy.PolicyError) as stop:
        seatpolicy.judge(evaluator, [], validator="strict")
    assert stop.value.codes == ("PG109",)


def test_plugins_lists_what_arrived(run: Run) -> None:
    code, out, _ = run(ENGINE, "plugins")
    assert (code, "copy, from example 1.0" in out) == (0, True)
    data = json.loads(run(ENGINE, "plugins", "--format", "json")[1])
    assert {"kind": "engine", "name": "copy", "plugin": "example 1.0"} in data["offers"]
