"""Plugins that cannot be used are findings that name them; those that can are found by kind and name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from seatpolicy import builtin
from seatpolicy.cli.main import main
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.hooks.kinds import KINDS, OWN
from seatpolicy.hooks.specs import HOOKS
from tests.unit.hooks.plugins_on_disk import findings, install, plugins

API = 'SEATPOLICY_API = "1.0"\n'
POLICY = Path(__file__).parents[3] / "policies" / "guide-graduated" / "policy.seat"
ACCOUNT = POLICY.parent / "accounts" / "forty-nine.yaml"


def offers(hook: str, body: str) -> str:
    return f"from seatpolicy.hooks.offers import *\n{API}def {hook}():\n    {body}\n"


WRONG = {
    "PG102": ["", *(f"SEATPOLICY_API = {version}\n" for version in ('"2.0"', '"1.1"', '"1"', '"x.y"', "1.0", "None"))],
    "PG103": [API + "def seatpolicy_engine():\n    return []\n"],
    "PG104": [API + "def seatpolicy_engines(config):\n    return []\n", API + "seatpolicy_engines = max\n"],
    "PG105": [
        offers("seatpolicy_engines", 'return [EngineOffer("reference", "a:b")]'),
        offers("seatpolicy_engines", 'return [EngineOffer("a", "a:b"), EngineOffer("a", "a:c")]'),
        offers("seatpolicy_commands", 'return [CommandOffer("check", "mine", "a")]'),
        offers("seatpolicy_reporters", 'return [Reporter("json", "invoices", "a:b")]'),
    ],
    "PG106": [
        offers("seatpolicy_engines", "return 1 / 0"),
        offers("seatpolicy_engines", "raise SystemExit(3)"),
        offers("seatpolicy_engines", "yield 1 / 0"),
    ],
    "PG107": [
        offers("seatpolicy_engines", "return None"),
        offers("seatpolicy_engines", 'return "reference"'),
        offers("seatpolicy_engines", 'return [CommandOffer("a", "b", "c")]'),
        offers("seatpolicy_engines", 'return [EngineOffer("No Name", "a:b")]'),
        offers("seatpolicy_readers", 'return [Reader("toml", ("toml",), "a:b")]'),
        offers("seatpolicy_reporters", 'return [Reporter("csv", "bills", "a:b")]'),
        offers("seatpolicy_functions", 'return [Function("f", ["text"], "count", max, max)]'),
    ],
    "PG108": [
        offers("seatpolicy_lint_rules", "from seatpolicy.diagnostics.codes import Code\n    "
               f'return [LintRule("r", (Code("{code}", "slug", None, "t"),), {page!r}, "a:b")]')
        for code, page in (("TR201", "## TR201 slug\n\nWords.\n"), ("XB101", "no page"), ("XB101", "## XB101 other\n\nx\n"))
    ],
}  # fmt: skip
FUNCTION = "from seatpolicy.semantics.model.functions import Function\n"


@pytest.mark.parametrize(("code", "source"), [(c, s) for c, sources in WRONG.items() for s in sources])
def test_what_is_wrong_is_a_finding_that_names_the_plugin(code: str, source: str) -> None:
    found = findings(FUNCTION + source)
    assert [one.code for one in found] == [code]
    assert found[0].path == "first 1.0"
    assert found[0].hint


def test_the_other_plugins_and_offers_stay() -> None:
    good = offers("seatpolicy_engines", 'return [EngineOffer("good", "a:b"), 3]')
    registry = plugins(WRONG["PG104"][0], WRONG["PG103"][0], good)
    assert [one.code for one in registry.findings] == ["PG104", "PG103", "PG107"]
    assert set(registry.of("seatpolicy_engines")) == {"reference", "python", "good"}


def test_two_plugins_with_one_name_are_both_named() -> None:
    source = offers("seatpolicy_engines", 'return [EngineOffer("fast", "a:b")]')
    (found,) = findings(source, source)
    assert (found.path, found.note) == ("second 1.0", "first 1.0 offers it already")


def test_our_own_parts_are_the_same_by_the_tables_and_by_the_hooks() -> None:
    registry = plugins()
    assert registry.findings == ()
    tables: dict[str, Mapping[str, object]] = {
        "seatpolicy_readers": builtin.READERS,
        "seatpolicy_engines": builtin.ENGINES,
        "seatpolicy_account_pricers": builtin.PRICERS,
        "seatpolicy_quote_validators": builtin.VALIDATORS,
        "seatpolicy_lint_rules": builtin.RULES,
        "seatpolicy_reporters": builtin.REPORTERS,
        "seatpolicy_commands": builtin.COMMANDS,
    }
    assert {hook: set(table) for hook, table in tables.items()} == {
        hook: set(registry.of(hook)) for hook in KINDS if registry.of(hook)
    }
    assert all(one.plugin == OWN for hook in KINDS for one in registry.of(hook).values())
    for table in (builtin.READERS, builtin.ENGINES, builtin.PRICERS, builtin.VALIDATORS, builtin.RULES, builtin.REPORTERS):
        for target in table.values():
            module, _, name = target.partition(":")
            assert callable(getattr(__import__(module, fromlist=[name]), name)), target


def test_every_hook_is_described() -> None:
    assert [hook.__name__ for hook in HOOKS] == list(KINDS)
    assert all(hook.__doc__ and len(hook.__doc__) > 60 for hook in HOOKS)


def test_unknown_names_are_told_with_those_that_there_are() -> None:
    found = plugins().named("seatpolicy_engines", "referense")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.hint) == ("PG109", "did you mean `reference`?")


BROKEN = "import no_such_module_anywhere\n"


@pytest.mark.parametrize(
    "arguments",
    [["check", str(POLICY)], ["price", str(POLICY), str(ACCOUNT)], ["test", str(POLICY)], ["plugins"], ["no-such-command"]],
    ids=lambda a: a[0],
)
def test_a_plugin_that_cannot_be_imported_ends_every_command_with_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = install(tmp_path, BROKEN, monkeypatch)
    try:
        code = main(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else -1
    out, err = capsys.readouterr()
    assert code == 2
    assert f"PG101 {name}: this plugin cannot be loaded: ModuleNotFoundError" in out + err
    assert "Traceback" not in out + err


def test_without_plugins_the_same_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path, BROKEN, monkeypatch)
    monkeypatch.setenv("SEATPOLICY_PLUGINS", "none")
    assert main(["price", str(POLICY), str(ACCOUNT)]) == 0
    assert "2,060.00 USD" in capsys.readouterr().out


COMMAND = """
SEATPOLICY_API = "1.0"
from seatpolicy.hooks.offers import CommandOffer
def seatpolicy_commands():
    return [CommandOffer("greet", "say hello", __name__)]
def add(subparsers):
    command = subparsers.add_parser("greet")
    command.add_argument("--fail", action="store_true")
    command.set_defaults(run=run)
def run(args):
    if args.fail:
        raise RuntimeError("no voice")
    print("hello")
    return 0
"""


def test_a_command_of_a_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = install(tmp_path, COMMAND, monkeypatch)
    assert main(["greet"]) == 0
    assert capsys.readouterr().out == "hello\n"
    assert main(["greet", "--fail"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"PG106 {name}: the command `greet` of this plugin failed: RuntimeError: no voice" in told
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "say hello" in capsys.readouterr().out


def test_a_command_that_cannot_be_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install(tmp_path, COMMAND.replace("__name__", '"no_such_module_anywhere"'), monkeypatch)
    assert main(["greet"]) == 2
    assert "PG106" in capsys.readouterr().err
