"""What stops a bill, each with its code: the policy says no, something is missing, or this engine does not bill it yet.

A refusal is raised where it is met and caught where one charge ends, so that one run names all of them. Its status decides
what the invoice is called; where several meet, the policy's own no is the answer whatever else is the matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from seatpolicy.diagnostics.codes import Code, code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.documents.invoice import HELD, INCOMPLETE, NOT_BILLED, PRICED, REFUSED
from seatpolicy.source.text import Span

E, W = Severity.ERROR, Severity.WARNING
EN101 = code("EN101", "over-the-limit", E, "a count is above a limit that refuses")
EN102 = code("EN102", "addon-not-for-plan", E, "an add-on is not sold for any plan of the account")
EN103 = code("EN103", "addon-needs-another", E, "an add-on is sold only with another")
EN104 = code("EN104", "addons-exclude-each-other", E, "an add-on is never sold with another")
EN105 = code("EN105", "plan-not-in-currency", E, "a plan is not sold in the currency of the account")
EN106 = code("EN106", "nothing-fits", E, "no statement, row or tier of the policy fits the account")
EN107 = code("EN107", "before-the-start", E, "the day lies before the subscription begins")
EN108 = code("EN108", "before-the-policy", E, "the day lies before the policy takes effect")
EN109 = code("EN109", "roster-of-a-later-day", E, "the roster shows a later day than the one that is asked for")
EN110 = code("EN110", "one-day-is-not-enough", E, "a count needs other days than the one that a roster shows")
EN111 = code("EN111", "above-the-contract", E, "more people are billable than were ordered, and the policy lets nobody in")
EN201 = code("EN201", "price-by-quote", W, "a price can only come from a quote")
EN202 = code("EN202", "requirement-not-met", W, "the policy asks for something before an invoice")
EN301 = code("EN301", "fact-needed", E, "the price reads a fact that is not given")
EN303 = code("EN303", "impossible-figure", E, "a figure of the policy comes to nothing that can be billed")
EN304 = code("EN304", "function-failed", E, "a plugin's function gives no result for the account")
EN501 = code("EN501", "usage-not-billed", E, "usage is given or priced in a way that is not billed yet")
EN502 = code("EN502", "part-of-cycle-not-billed", E, "a part of a cycle is not billed yet")
EN503 = code("EN503", "counts-not-known", E, "how many seats there are is not known: a history of events is not read yet")
EN504 = code("EN504", "commitment-not-billed", E, "a term is no number of cycles, and an amount of it is not billed yet")
EN505 = code("EN505", "earlier-invoices-not-read", E, "what the bill takes from earlier ones is not known")
EN506 = code("EN506", "plan-change-not-billed", E, "a limit that moves the account to another plan is not billed yet")
EN507 = code("EN507", "measure-not-known", E, "a measure or fact that only quotes or a history give is not known yet")
EN508 = code("EN508", "trial-not-billed", E, "trials are not billed yet")
EN509 = code("EN509", "lines-not-split", E, "lines are not split in this way yet")
EN510 = code("EN510", "plans-together-not-billed", E, "several plans that share something are not billed yet")
EN511 = code("EN511", "form-not-billed", E, "a form of the language is not billed yet")

WAITS_FOR = {
    "EN501": "usage",
    "EN502": "time",
    "EN503": "history",
    "EN504": "commitments",
    "EN505": "earlier invoices",
    "EN506": "time",
    "EN507": "quotes",
    "EN508": "time",
    "EN509": "lines",
    "EN510": "several plans",
    "EN511": "forms",
}
"""What has to be built before a code of "not billed yet" goes away, in a word."""

_POLICY_SAYS_NO = ("EN101", "EN102", "EN103", "EN104", "EN105", "EN111")
_FAMILIES = {"EN1": INCOMPLETE, "EN2": HELD, "EN3": INCOMPLETE, "EN5": NOT_BILLED}
_STRONGEST_FIRST = (REFUSED, INCOMPLETE, NOT_BILLED, HELD)

LEFT_OUT = "the invoice would leave it out"


class Refusal(Exception):
    """One reason why there is no bill, or none yet."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.message)
        self.found = found


def refusal(
    made: Code,
    at: Span | None,
    message: str,
    *,
    note: str = "",
    why: str = "",
    hint: str = "",
    related: Iterable[Related] = (),
    subject: str = "",
) -> Refusal:
    """A refusal of a code, to be raised."""
    return Refusal(made.at(at, message, note=note, why=why, hint=hint, related=tuple(related), subject=subject))


def not_billed(made: Code, at: Span | None, what: str, hint: str = "") -> Refusal:
    """A refusal of what the engine does not bill: nothing is left out silently, so nothing is billed at all."""
    return refusal(made, at, f"{what} not billed yet", why=LEFT_OUT, hint=hint)


def status(found: Iterable[Diagnostic]) -> str:
    """What findings make of an invoice: the strongest of them, or priced without any."""
    met = {_status(one.code) for one in found if one.code.startswith("EN")}
    return next((name for name in _STRONGEST_FIRST if name in met), PRICED)


def waits_for(found: Iterable[Diagnostic]) -> tuple[str, ...]:
    """What has to be built before these findings go away, sorted; empty if none is of that kind."""
    return tuple(sorted({WAITS_FOR[one.code] for one in found if one.code in WAITS_FOR}))


def _status(code_: str) -> str:
    return REFUSED if code_ in _POLICY_SAYS_NO else _FAMILIES[code_[:3]]
