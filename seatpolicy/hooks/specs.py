"""Every hook: a plugin is a module with functions of these names; each gives what the plugin offers of one kind.

A module `example_plugin.py`:

    from seatpolicy.hooks.offers import FactProvider, ProvidedFact

    SEATPOLICY_API = "1.0"

    def seatpolicy_fact_providers():
        return [FactProvider("crm", segment)]

    def segment(asked):
        return [ProvidedFact("segment", "smb", "the CRM, 1 November 2026")] if "segment" in asked.lacking else []

and the entry point by which it is found, in its `pyproject.toml`:

    [project.entry-points.seatpolicy]
    example = "example_plugin"

No decorator and no further import is needed. `SEATPOLICY_API` names the version of these hooks that the plugin was written
for: one with another major version is not loaded, one with a newer minor version neither. The program's own parts are
offered by the same functions, in seatpolicy/builtin.py. A name that is offered twice within a kind is an error that names
both plugins.
"""

from __future__ import annotations

from collections.abc import Iterable

from seatpolicy.hooks.offers import (
    AccountPricer,
    CommandOffer,
    EngineOffer,
    FactProvider,
    LintRule,
    QuoteValidator,
    Reader,
    Reporter,
    TaxSource,
)
from seatpolicy.semantics.model.functions import Function

API = "1.0"
"""The version of the hooks: the minor grows with a hook or an optional field, the major with anything that breaks."""
PREFIX = "seatpolicy_"


def seatpolicy_readers() -> Iterable[Reader]:
    """Readers of documents. An account or case file whose name ends in one of a reader's endings is read by it; the
    longest ending that fits counts. Called when a document is read."""
    raise NotImplementedError


def seatpolicy_engines() -> Iterable[EngineOffer]:
    """Engines: a checked policy, an account and a day in, an invoice out. `price --engine NAME`, `test --engine NAME`."""
    raise NotImplementedError


def seatpolicy_account_pricers() -> Iterable[AccountPricer]:
    """Account pricers: the way from a policy with its changes and an account to one invoice. `price --pricer NAME`."""
    raise NotImplementedError


def seatpolicy_quote_validators() -> Iterable[QuoteValidator]:
    """Quote validators: lines of a quote and an evaluator of the policy in, a verdict a line out. `seatpolicy.judge` takes
    the name of one."""
    raise NotImplementedError


def seatpolicy_taxes() -> Iterable[TaxSource]:
    """Tax sources: they figure the tax of a bill from its lines and the facts that the policy's `tax` block attaches."""
    raise NotImplementedError


def seatpolicy_lint_rules() -> Iterable[LintRule]:
    """Rules about checked policies, with codes and pages of their own. They run in `check` and wherever a policy is read."""
    raise NotImplementedError


def seatpolicy_reporters() -> Iterable[Reporter]:
    """Forms of output, of invoices (`price`) or of findings (`check`). `--format NAME`."""
    raise NotImplementedError


def seatpolicy_functions() -> Iterable[Function]:
    """Functions of figures, as in `equals: per_started(seats of member, 5)`. A name is lower case with underscores, and
    none of the language's own."""
    raise NotImplementedError


def seatpolicy_fact_providers() -> Iterable[FactProvider]:
    """Providers of facts that an account's document lacks. They may ask other systems: they run before the evaluation, which
    itself asks nobody."""
    raise NotImplementedError


def seatpolicy_commands() -> Iterable[CommandOffer]:
    """Commands of the command line, `seatpolicy NAME …`; `--help` lists them beside our own. Their modules are imported when
    they are called."""
    raise NotImplementedError


HOOKS = (
    seatpolicy_readers,
    seatpolicy_engines,
    seatpolicy_account_pricers,
    seatpolicy_quote_validators,
    seatpolicy_taxes,
    seatpolicy_lint_rules,
    seatpolicy_reporters,
    seatpolicy_functions,
    seatpolicy_fact_providers,
    seatpolicy_commands,
)
