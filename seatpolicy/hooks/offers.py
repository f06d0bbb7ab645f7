"""What a plugin can offer, one record a kind. A hook gives some of these; the program finds them by kind and name.

Where a record asks for something to call, an import string does as well: `"package.module:name"` is imported when it is
first needed, so that a plugin costs nothing where it is not used. What is called gives its answer with findings beside it
(`Outcome`), and raises only where the plugin itself is wrong: that is reported with the plugin's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from seatpolicy.diagnostics.codes import Code
from seatpolicy.semantics.model.functions import Function
from seatpolicy.values.record import record

Lazy = str | Callable[..., Any]
"""Something to call, or the import string of it."""


@record
class Reader:
    """Reads documents of another form than YAML and JSON. `endings` of files (`.toml`) choose it.

    `read(text: SourceText) -> Outcome[Node | None]`: the document as nodes with their places (seatpolicy.documents.nodes);
    None, and findings, where it cannot be read. Scalars stay the text that is written: types come from the policy.
    """

    name: str
    endings: tuple[str, ...]
    read: Lazy


@record
class EngineOffer:
    """An engine, chosen by `--engine NAME`. `make() -> Engine` (seatpolicy.engines.base)."""

    name: str
    make: Lazy


@record
class AccountPricer:
    """Another way from an account to its invoice, chosen by `--pricer NAME`.

    `price(checked, read, as_of, engine) -> Outcome[Invoice | None]`: `read(policy)` gives the account by one text of the
    policy; `engine.bill(…)` and `seatpolicy.engines.run.bill_account`, which is the built-in pricer, do the arithmetic.
    Where somebody figures tax, it is given as a fifth argument, which a pricer therefore takes with the default None.
    """

    name: str
    price: Lazy


@record
class QuoteValidator:
    """Judges what a quote asks for each line against the policy's own price.

    `judge(evaluator, lines: Sequence[QuoteLine], facts: Mapping[str, object], as_of: date | None) ->
    Outcome[tuple[LineVerdict, ...]]` (seatpolicy.quotes.line): one verdict a line, in the order of the lines.
    """

    name: str
    judge: Lazy


@record
class TaxSource:
    """Figures the tax of a bill, chosen by its name. `figure(question) -> Outcome[Taxed | None]`: the question holds the
    lines with their amounts, the facts that the policy's `tax` block attaches, the day, whether prices contain the tax, what
    it is figured on, and how it is rounded; the answer every tax with its amount, or None and findings, which stops the
    invoice. The same question must have the same answer.
    """

    name: str
    figure: Lazy


@record
class LintRule:
    """Rules that look at a checked policy. `codes` are what they can report; `page` holds a page for each, in the form of
    seatpolicy.diagnostics.pages (`## XB101 slug`, prose, samples); the family of a plugin's codes begins with X.

    `checks() -> Sequence[(policy, poison) -> findings]`: each runs on every text of the policy that some customer can have.
    Findings are made by `Code.at`. With `on_errors` they run on policies with errors, too: then parts may be of type
    `error`, and nothing may be reported as absent where `poison` says that a line was lost.
    """

    name: str
    codes: tuple[Code, ...]
    page: str
    checks: Lazy
    on_errors: bool = False


@record
class Reporter:
    """Another form of output, chosen by `--format NAME`.

    `of` is `invoices`: `write(invoices, findings, width, steps) -> str`; or `findings`: `write(findings, beside, width,
    color) -> str`, where `beside` holds what the command found beside them (rows of `assumed` for `check --assumed`). The
    text is without a final line end; `width` is in terminal cells. With `holds_findings` the findings are in what it writes;
    otherwise the command tells them on standard error.
    """

    name: str
    of: str
    write: Lazy
    holds_findings: bool = False


@record
class FactsAsked:
    """What a fact provider is asked: which account, its plans, the facts that its document gives (as written), and those
    that the policy declares and the document lacks, each with its type in words."""

    account: str
    plans: tuple[str, ...]
    given: Mapping[str, str]
    lacking: Mapping[str, str]


@record
class ProvidedFact:
    """A fact: its name, its value as a document would write it, and where it comes from (a system, a row, a day)."""

    name: str
    value: str
    origin: str


@record
class FactProvider:
    """Fills facts that a document lacks, before anything is evaluated.

    `facts(asked: FactsAsked) -> Iterable[ProvidedFact]`. What the document gives stays as it is; a fact that was not asked
    for is refused. The invoice names each provided fact with its origin.
    """

    name: str
    facts: Lazy


@record
class CommandOffer:
    """A command. `module` is the import string of a module with `add(subparsers)`, which adds a parser of this name with
    `set_defaults(run=…)`, where `run(args) -> int` is the exit code (0, 1 findings, 2 could not run)."""

    name: str
    summary: str
    module: str


Offer = (
    Reader
    | EngineOffer
    | AccountPricer
    | QuoteValidator
    | TaxSource
    | LintRule
    | Reporter
    | Function
    | FactProvider
    | CommandOffer
)
