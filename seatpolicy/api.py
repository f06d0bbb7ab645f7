"""The Python API, `import seatpolicy`: load, check, compile, price, preview and judge, as functions over texts, paths, data.

A policy or an account is given as a path (a str without a line break, or any os.PathLike) or as its text (a str with line
breaks); an account also as Python data in the shape of its document. Amounts are exact Fractions in units of the currency,
counts are Fractions, shares are Fractions (1/5 is 20%), days are datetime.date; floats are taken nowhere. Nothing here asks
a clock: without `as_of`, an account is billed for its first day under the policy.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from seatpolicy.builtin import DEFAULT_ENGINE, DEFAULT_PRICER, DEFAULT_VALIDATOR, EVERYDAY_ENGINE
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.diagnostics.errors import PolicyError
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.changes import asked
from seatpolicy.documents.from_data import from_data
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.nodes import Node, option
from seatpolicy.documents.preview import Preview
from seatpolicy.engines.base import Engine
from seatpolicy.engines.evaluator import Evaluator, evaluator
from seatpolicy.quotes.line import LineVerdict, QuoteLine
from seatpolicy.semantics.check import Checked
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.billing import bill_document
from seatpolicy.workspace.documents import parse_document, read_document
from seatpolicy.workspace.plugins import installed
from seatpolicy.workspace.policy import check_path, check_source
from seatpolicy.workspace.previewing import preview_document

T = TypeVar("T")
PathOrText = str | os.PathLike[str]


def check(policy: PathOrText) -> tuple[Diagnostic, ...]:
    """Every finding about a policy, in the order of their places; none where it is clean. Never raises for any text."""
    return _checked(policy).diagnostics


def load(policy: PathOrText) -> Checked:
    """A policy that was checked, with the libraries that it uses, ready to be priced by.

    Raises PolicyError where it has errors; warnings are not raised, `check` gives them.
    """
    return _or_raise(_checked(policy))


def compile(
    policy: PathOrText | Checked,
    *,
    plan: str | Sequence[str],
    addons: Sequence[str] = (),
    currency: str | None = None,
    engine: str = EVERYDAY_ENGINE,
) -> Evaluator:
    """An evaluator for the accounts that hold a plan (or several) with some add-ons, billed in a currency (an ISO code;
    without one, the only one that the policy sells in).

    Raises PolicyError where the policy has errors, or no such plan, add-on, currency or engine.
    """
    plans = (plan,) if isinstance(plan, str) else tuple(plan)
    return _or_raise(evaluator(_loaded(policy), plans, tuple(addons), currency, _engine(engine)))


def price(
    policy: PathOrText | Checked,
    account: PathOrText | Mapping[str, object],
    *,
    as_of: date | None = None,
    engine: str = DEFAULT_ENGINE,
    pricer: str = DEFAULT_PRICER,
) -> Invoice:
    """The invoice of an account's document: of the whole cycle that holds `as_of`, each charge its own.

    Its status is `priced`, or `held` where it waits for what `missing` names. Raises PolicyError where the policy or the
    account has errors, or the policy refuses the account or cannot price it.
    """
    checked = _loaded(policy)
    node = _document(account)
    billed: Outcome[Invoice | None] = bill_document(checked, node, as_of, _engine(engine), pricer, installed())
    return _or_raise(billed)


def preview(
    policy: PathOrText | Checked,
    account: PathOrText | Mapping[str, object],
    changes: Mapping[str, str],
    *,
    at: date | str,
    until: date | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Preview:
    """What changes of counts would put on an account's next invoices: `{"member_seats": "+2"}`, `"-2"`, or `"=60"` for so
    many, from a day on, or an instant with its offset as text. It looks at invoices up to `until`; without it, as far as the
    changes move something new.

    Where an invoice waits for a quote or a fact, `is_bill` is False. Raises PolicyError where the policy, the account or a
    change has errors, or an invoice cannot be made.
    """
    checked = _loaded(policy)
    wanted = [asked("changes", f"{name}={change}") for name, change in changes.items()]
    made: Outcome[Preview | None] = preview_document(
        checked, _document(account), wanted, option("at", str(at)), _engine(engine), installed(), until
    )
    return _or_raise(made)


def judge(
    evaluator: Evaluator,
    lines: Sequence[QuoteLine],
    facts: Mapping[str, object] | None = None,
    *,
    as_of: date | None = None,
    validator: str = DEFAULT_VALIDATOR,
) -> tuple[LineVerdict, ...]:
    """How each line of a quote stands to the policy's own price, in the order of the lines.

    `facts` are the account's, as `Evaluator.price` takes them; counts come from the lines. `validator` names the quote
    validator that judges. Raises PolicyError where a line or fact cannot be read, or the policy has no price for the whole.
    """
    judged: Outcome[tuple[LineVerdict, ...] | None]
    judged = installed().judge(evaluator, tuple(lines), dict(facts or {}), as_of, validator)
    return _or_raise(judged)


def _checked(policy: PathOrText) -> Outcome[Checked | None]:
    if isinstance(policy, str) and "\n" in policy:
        return check_source(SourceText("<policy>", policy))
    return check_path(os.fspath(policy))


def _loaded(policy: PathOrText | Checked) -> Checked:
    return policy if isinstance(policy, Checked) else load(policy)


def _document(account: PathOrText | Mapping[str, object]) -> Node:
    if isinstance(account, Mapping):
        document: Outcome[Node | None] = from_data(account, "account")
    elif isinstance(account, str) and "\n" in account:
        document = parse_document(SourceText("<account>", account))
    else:
        document = read_document(os.fspath(account))
    if document.value is None or document.has_errors:
        raise PolicyError(document.diagnostics)
    return document.value


def _engine(name: str) -> Engine:
    made: Outcome[Engine | None] = installed().engine(name)
    return _or_raise(made)


def _or_raise(outcome: Outcome[T | None]) -> T:
    if outcome.value is None or outcome.has_errors:
        raise PolicyError(outcome.diagnostics)
    return outcome.value
