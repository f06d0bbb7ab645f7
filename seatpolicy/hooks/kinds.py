"""One plugin's answer to one hook in, the offers that hold what they must out, and findings about those that do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.hooks import messages
from seatpolicy.hooks.offers import (
    AccountPricer,
    CommandOffer,
    EngineOffer,
    FactProvider,
    LintRule,
    Offer,
    QuoteValidator,
    Reader,
    Reporter,
    TaxSource,
)
from seatpolicy.semantics.facts import FUNCTIONS
from seatpolicy.semantics.model.functions import TYPES, Function
from seatpolicy.values.record import record

OWN = "seatpolicy"
"""The name of the program itself among plugins."""


@record
class Kind:
    """What a hook gives: the record's class, and what one is called in messages."""

    of: type
    called: str


KINDS = {
    "seatpolicy_readers": Kind(Reader, "reader"),
    "seatpolicy_engines": Kind(EngineOffer, "engine"),
    "seatpolicy_account_pricers": Kind(AccountPricer, "account pricer"),
    "seatpolicy_quote_validators": Kind(QuoteValidator, "quote validator"),
    "seatpolicy_taxes": Kind(TaxSource, "tax source"),
    "seatpolicy_lint_rules": Kind(LintRule, "lint rule"),
    "seatpolicy_reporters": Kind(Reporter, "reporter"),
    "seatpolicy_functions": Kind(Function, "function"),
    "seatpolicy_fact_providers": Kind(FactProvider, "fact provider"),
    "seatpolicy_commands": Kind(CommandOffer, "command"),
}
REPORTS = ("invoices", "findings")


@record
class Offered:
    """An offer and who made it."""

    plugin: str
    hook: str
    offer: Offer

    @property
    def key(self) -> str:
        """By what it is told from others of its kind: its name; a reporter's with what it is of."""
        return f"{self.offer.of}:{self.offer.name}" if isinstance(self.offer, Reporter) else self.offer.name

    @property
    def called(self) -> str:
        """In messages: `the engine `fast``."""
        return f"the {KINDS[self.hook].called} `{self.offer.name}`"


def accepted(plugin: str, hook: str, answer: Callable[[], object]) -> tuple[list[Offered], list[Diagnostic]]:
    """What a plugin offers by a hook. The answer is asked for here, so that whatever it raises is a finding."""
    try:
        given = answer()
        listed = list(given) if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else None
    except (Exception, SystemExit) as trouble:
        if plugin == OWN:
            raise
        return [], [messages.raised(plugin, f"`{hook}`", trouble)]
    kind = KINDS[hook]
    wanted = f"a list of {kind.of.__name__}"
    if listed is None:
        return [], [messages.wrong_answer(plugin, f"`{hook}`", f"a {type(given).__name__}", wanted)]
    made: list[Offered] = []
    found: list[Diagnostic] = []
    for one in listed:
        if not isinstance(one, kind.of):
            found.append(messages.wrong_answer(plugin, f"`{hook}`", f"a {type(one).__name__}", wanted))
            continue
        offered = Offered(plugin, hook, one)  # type: ignore[arg-type]
        wrong = list(_wrong(offered))
        found += wrong
        if not wrong:
            made.append(offered)
    return made, found


def _wrong(offered: Offered) -> Iterable[Diagnostic]:
    """What an offer must hold beside its type, and does not."""
    offer, plugin = offered.offer, offered.plugin
    pattern = "[a-z][a-z0-9_]*" if isinstance(offer, Function) else "[a-z][a-z0-9_-]*"
    if not isinstance(offer.name, str) or re.fullmatch(pattern, offer.name) is None:
        given = f"a {KINDS[offered.hook].called} called {offer.name!r}"
        yield messages.wrong_answer(plugin, f"`{offered.hook}`", given, "a name of lower case letters, digits and hyphens")
        return
    if isinstance(offer, Function):
        unknown = sorted({one for one in (*offer.takes, offer.gives) if one not in TYPES})
        if unknown:
            yield messages.wrong_answer(plugin, offered.called, f"the type `{unknown[0]}`", f"one of {', '.join(TYPES)}")
        if offer.name in FUNCTIONS:
            yield messages.offered_twice("function", offer.name, plugin, "the language itself")
    elif isinstance(offer, Reporter) and offer.of not in REPORTS:
        yield messages.wrong_answer(plugin, offered.called, f"a form of {offer.of!r}", " or ".join(REPORTS))
    elif isinstance(offer, Reader) and not all(isinstance(e, str) and e.startswith(".") for e in offer.endings):
        yield messages.wrong_answer(plugin, offered.called, f"the endings {offer.endings!r}", "endings such as `.toml`")
    elif isinstance(offer, LintRule) and plugin != OWN:
        yield from _wrong_codes(offer, plugin)


def _wrong_codes(rule: LintRule, plugin: str) -> Iterable[Diagnostic]:
    from seatpolicy.diagnostics.pages import read_pages

    try:
        pages = read_pages(rule.page)
    except (ValueError, TypeError, AttributeError) as trouble:
        yield messages.wrong_code(plugin, f"of `{rule.name}`", f"have no page that can be read: {trouble}")
        return
    for one in rule.codes:
        page = pages.get(one.code)
        if re.fullmatch("X[A-Z][0-9]{3}", one.code) is None:
            yield messages.wrong_code(plugin, one.code, "is not of a plugin's family")
        elif page is None or page.slug != one.slug:
            yield messages.wrong_code(plugin, one.code, f"has no page `## {one.code} {one.slug}`")
