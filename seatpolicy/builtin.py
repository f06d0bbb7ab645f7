"""The composition root: what the program itself offers, as import strings in tables and by the hooks that plugins use.

Nothing here is imported before it is asked for. Where no plugin is installed a part is taken from its table; where one is,
the hooks below give the same parts to the host, beside the plugin's. What each hook gives is described in
seatpolicy/hooks/specs.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seatpolicy.hooks.offers import (
        AccountPricer,
        CommandOffer,
        EngineOffer,
        LintRule,
        QuoteValidator,
        Reader,
        Reporter,
    )

SEATPOLICY_API = "1.0"

COMMANDS = {
    "init": ("seatpolicy.cli.init_command", "begin a folder with a policy, an account and cases"),
    "check": ("seatpolicy.cli.check_command", "look for mistakes in policies"),
    "format": ("seatpolicy.cli.format_command", "write policies in the one layout"),
    "price": ("seatpolicy.cli.price_command", "bill accounts by a policy"),
    "compile": ("seatpolicy.cli.compile_command", "write what bills a policy"),
    "test": ("seatpolicy.cli.test_command", "run the worked examples and case files of policies"),
    "show": ("seatpolicy.cli.show_command", "print the text or the model in force for a date and a customer"),
    "describe": ("seatpolicy.cli.describe_command", "say in plain language what a policy means"),
    "explain": ("seatpolicy.cli.explain_command", "explain the code of a finding, or a line of a bill"),
    "trace": ("seatpolicy.cli.trace_command", "list the lines that an event moved"),
    "ledger": ("seatpolicy.cli.ledger_command", "draw the seats of an account over time"),
    "schema": ("seatpolicy.cli.schema_command", "print the JSON Schema of a document"),
    "plugins": ("seatpolicy.cli.plugins_command", "list what is offered, and by which plugin"),
}
"""Commands by name: module and summary."""

READERS = {"yaml": "seatpolicy.workspace.json_text:read_yaml_or_json"}
ENDINGS = {"yaml": (".yaml", ".yml", ".json")}
ENGINES = {
    "reference": "seatpolicy.engines.reference.bill:ReferenceEngine",
    "python": "seatpolicy.engines.python.engine:PythonEngine",
}
PRICERS = {"whole-cycle": "seatpolicy.engines.run:bill_account"}
VALIDATORS = {"policy-price": "seatpolicy.quotes.line:judge_lines"}
RULES = {"language": "seatpolicy.semantics.checks.catalogue:all_checks"}
REPORTERS = {
    "invoices:text": "seatpolicy.reports.forms:invoices_text",
    "invoices:json": "seatpolicy.reports.forms:invoices_json",
    "findings:text": "seatpolicy.reports.forms:findings_text",
    "findings:json": "seatpolicy.reports.forms:findings_json",
}
HOLDS_FINDINGS = ("invoices:json", "findings:text", "findings:json")

DEFAULT_ENGINE = "reference"
"""What bills one document: it begins at once. One `seatpolicy price` by the everyday engine takes 1.05 to 1.07 times as long
(medians of 21 runs in turns: guide-graduated, acme, zoom), for the modules that compile and the programs that they make."""

EVERYDAY_ENGINE = "python"
"""What bills many accounts of one kind: it compiles the policy for them."""

DEFAULT_PRICER = "whole-cycle"
DEFAULT_VALIDATOR = "policy-price"


def seatpolicy_readers() -> list[Reader]:
    """YAML, which JSON is a part of."""
    from seatpolicy.hooks.offers import Reader

    return [Reader(name, ENDINGS[name], read) for name, read in READERS.items()]


def seatpolicy_engines() -> list[EngineOffer]:
    """The everyday engine, and the reference that it is compared with."""
    from seatpolicy.hooks.offers import EngineOffer

    return [EngineOffer(name, make) for name, make in ENGINES.items()]


def seatpolicy_account_pricers() -> list[AccountPricer]:
    """The bill of a whole cycle by the text in force."""
    from seatpolicy.hooks.offers import AccountPricer

    return [AccountPricer(name, price) for name, price in PRICERS.items()]


def seatpolicy_quote_validators() -> list[QuoteValidator]:
    """A line against the policy's own price."""
    from seatpolicy.hooks.offers import QuoteValidator

    return [QuoteValidator(name, judge) for name, judge in VALIDATORS.items()]


def seatpolicy_lint_rules() -> list[LintRule]:
    """The checks of the language; their codes and pages are in the rooms that report them."""
    from seatpolicy.hooks.offers import LintRule

    return [LintRule(name, (), "", checks, on_errors=True) for name, checks in RULES.items()]


def seatpolicy_reporters() -> list[Reporter]:
    """Text and JSON, of invoices and of findings."""
    from seatpolicy.hooks.offers import Reporter

    return [
        Reporter(key.partition(":")[2], key.partition(":")[0], write, key in HOLDS_FINDINGS)
        for key, write in REPORTERS.items()
    ]


def seatpolicy_commands() -> list[CommandOffer]:
    """Our own commands."""
    from seatpolicy.hooks.offers import CommandOffer

    return [CommandOffer(name, summary, module) for name, (module, summary) in COMMANDS.items()]
