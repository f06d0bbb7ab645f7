"""Policies and histories of accounts as data in, the series of invoices that an engine makes of their texts out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs
from hypothesis import strategies as st

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.documents.invoice import Invoice
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.base import Engine
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from tests.differential.engine_bills import read_text

START = date(2026, 1, 1)
MEASURES = (
    "days over the cycle", "days over the cycle, months counted as 30 days", "days over the month",
    "days over the calendar month", "days over 30 days per month", "days over 360 days per year", "seconds over the cycle",
    "whole cycles",
)  # fmt: skip
MORE = (
    "charged on the next invoice", "charged at once", "charged at the month mark", "charged at the quarter mark",
    "no charge until the next cycle", "no charge until the month mark",
)  # fmt: skip
FEWER = (
    "credited at what was billed, on the next invoice", "credited at what was billed, at once",
    "credited at what was billed less the used part, at once", "credited at what was billed, at once, as a refund",
    "credited at what was billed, to account credit for 6 months", "no credit until the next cycle",
)  # fmt: skip
OVER = ("each day", "highest of the cycle", "lowest of the cycle", "first of the cycle", "last of the cycle",
        "average of the cycle")  # fmt: skip
MODELS = ("graduated", "volume")
ANCHORS = ("subscription day", "day 1 of the month", "day 17 of the month", "calendar")


@attrs.frozen
class Terms:
    """What the policy says about time."""

    measure: str = MEASURES[0]
    more: str = MORE[0]
    fewer: str = FEWER[0]
    over: str = ""
    model: str = "graduated"
    cycle: str = "month"
    anchor: str = ANCHORS[0]
    discount: bool = False

    @property
    def text(self) -> str:
        """The whole policy."""
        bill = "in arrears" if self.over else "in advance"
        quantity = f"contracted, {self.over}" if self.over else "contracted"
        off = 'discount tenth "A tenth" {\n  off: 12.5% of everything\n}\n' if self.discount else ""
        heading = "seats" if self.model == "graduated" else "total seats"
        return (
            'policy test "Test" {\n  language: 1\n  version: "1"\n  owner: "a@b.example", backup "c@d.example"\n'
            '  effective: from 2025-01-01\n  reaches: everyone at the next cycle\n  time zone: "Europe/Berlin"\n'
            "  currencies: USD\n  rounding: half up to the cent on each line\n}\n"
            'seat member "Member" {\n  held by: anyone\n}\n'
            f'schedule list_1 "List" {self.model} per seat per month {{\n  {heading} | USD\n'
            "  1 to 5 | 10.00\n  6 to 20 | 7.77\n  21 and up | 3.33\n}\n"
            f'plan team "Team" {{\n  cycle: {self.cycle}\n  anchor: {self.anchor}\n  charge desks "Desks" {{\n'
            f"    for: member\n    price: list_1\n    quantity: {quantity}\n    bill: {bill}\n  }}\n}}\n"
            f"proration {{\n  measure: {self.measure}\n  more seats: {self.more}\n  fewer seats: {self.fewer}\n}}\n{off}"
        )


@attrs.frozen
class Change:
    """So many seats more or fewer, on a day, recorded so many days later."""

    day: int
    by: int
    late: int = 0

    def event(self, number: int) -> str:
        """As a document writes it."""
        at = START + timedelta(days=self.day)
        recorded = f", recorded_at: {at + timedelta(days=self.late)}" if self.late else ""
        return f"  - {{id: e-{number}, at: {at}, type: seats_changed, charge: desks, by: {self.by}{recorded}}}\n"


def document(count: int, changes: Sequence[Change], order: Sequence[int] | None = None) -> str:
    """An account with so many seats at the start, and its changes, in some order."""
    numbered = list(enumerate(changes))
    listed = [numbered[place] for place in order] if order is not None else numbered
    events = "".join(change.event(number) for number, change in listed)
    return (
        'schema_version: "1.0"\naccount: acme\nplans: [team]\naddons: []\ncurrency: USD\n'
        f"subscription: {{start: {START}}}\nseats: {{desks: {count}}}\nevents:{' []' if not events else ''}\n{events}"
    )


def policy_of(terms: Terms) -> Policy:
    """The checked policy, which has no error."""
    policy = read_text(terms.text).texts[0].policy
    assert policy is not None
    return policy


def series(policy: Policy, text: str, until: date, engine: Engine | None = None) -> Outcome[tuple[Invoice, ...]]:
    """Every invoice up to a day."""
    node = parse_document(SourceText("account.yaml", text)).value
    assert node is not None
    account = read_account(node, policy)
    assert account.value is not None, [found.message for found in account.diagnostics]
    return (engine or ReferenceEngine()).series(policy, account.value, until)


def in_advance() -> st.SearchStrategy[Terms]:
    """Policies that bill in advance."""
    return st.builds(
        Terms,
        measure=st.sampled_from(MEASURES),
        more=st.sampled_from(MORE),
        fewer=st.sampled_from(FEWER),
        model=st.sampled_from(MODELS),
        cycle=st.sampled_from(("month", "quarter", "year")),
        anchor=st.sampled_from(ANCHORS),
        discount=st.booleans(),
    )


def in_arrears() -> st.SearchStrategy[Terms]:
    """Policies that bill in arrears."""
    return st.builds(
        Terms,
        measure=st.sampled_from(MEASURES),
        over=st.sampled_from(OVER),
        fewer=st.just(FEWER[-1]),
        model=st.sampled_from(MODELS),
        anchor=st.sampled_from(ANCHORS),
        discount=st.booleans(),
    )


def changes(late: bool = False) -> st.SearchStrategy[list[Change]]:
    """A few changes in a hundred days, none of which takes more seats than there are of ten."""
    one = st.builds(
        Change, st.integers(0, 100), st.sampled_from((-2, -1, 1, 2, 5, 12)), st.integers(0, 40) if late else st.just(0)
    )
    return st.lists(one, max_size=5, unique_by=lambda change: change.day)
