"""Who may make exceptions, as the model has it: approvals, limits, rules, release, guarantees, examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from seatpolicy.semantics.model.expressions import Expression, Measure
from seatpolicy.semantics.model.prices import Amounts, Duration
from seatpolicy.source.text import Span
from seatpolicy.values.record import record


@record
class Need:
    """`kind`: all (of the names), any, number (`count` of them), exactly (that very authority)."""

    kind: str
    names: tuple[str, ...]
    count: int = 0


@record
class Verdict:
    """`kind` approved, rejected or needs; `needs` in their order (`A, then B`)."""

    kind: str
    needs: tuple[Need, ...] = ()
    at: Span | None = None


@record
class LimitRow:
    """A band of the measure: `kind` up to, above, at least or below, its `bound`, a verdict a column. `at` is the row,
    `bound_at` its first cell."""

    kind: str
    bound: Expression | None
    verdicts: tuple[Verdict, ...]
    at: Span
    bound_at: Span | None = None


@record
class AuthorityLimit:
    """A matrix of who approves what. `charges` (empty: every charge), `by` a fact or table (`columns` its values, empty
    for the one column `verdict`). `whole` is false where a row could not be read."""

    name: str
    title: str
    measure: Expression
    charges: tuple[str, ...]
    by: Expression | None
    columns: tuple[str, ...]
    when: Expression | None
    rows: tuple[LimitRow, ...]
    at: Span
    whole: bool = True


@record
class Quota:
    """At most `count` per `per` (requester, account, team) per `period`, then a verdict."""

    count: int
    per: str
    period: str
    then: Verdict


@record
class Rule:
    """`when` it applies, `then` what follows; `only_if` is what must be given in return."""

    name: str
    title: str
    when: Expression | None
    then: Verdict | None
    only_if: Expression | None
    quota: Quota | None
    evidence: tuple[str, ...]
    because: str
    at: Span


@record
class Exemption:
    """Takes away the need that a limit makes."""

    name: str
    title: str
    limit: str
    when: Expression | None
    evidence: tuple[str, ...]
    at: Span


@record
class Authority:
    """Who holds a relative authority: the manager so many levels above the requester."""

    name: str
    levels: int
    at: Span


@record
class Approvals:
    """The one exception policy."""

    ladder: tuple[str, ...]
    beside: tuple[str, ...]
    authorities: tuple[Authority, ...]
    evidence: tuple[str, ...]
    valid: Duration | None
    answer: Duration | None
    answer_then: str
    delegation: Duration | None
    never_by: tuple[str, ...]
    quoted_price: Duration | None
    one_deal: Duration | None
    limits: tuple[AuthorityLimit, ...]
    rules: tuple[Rule, ...]
    exemptions: tuple[Exemption, ...]
    at: Span


@record
class Release:
    """What a new text of the policy needs before it is in force."""

    needs: tuple[Need, ...]
    passes: tuple[str, ...]
    notice: Duration | None
    notice_when: Expression | None
    review: Duration | None
    rules: tuple[Rule, ...]
    at: Span


@record
class Guarantee:
    """A law: a condition that always holds, or a figure that never falls / rises as another rises over a range."""

    title: str
    kind: str  # always, never falls, never rises
    condition: Expression | None
    figure: Expression | None
    driver: Expression | None
    low: Fraction | None
    high: Fraction | None
    when: Expression | None
    at: Span


@record
class Given:
    """A fact or measure of an example and its value: Fraction, str, bool, date, Amounts or a tuple of names."""

    target: str
    of: str
    value: Fraction | str | bool | date | Amounts | tuple[str, ...]
    at: Span


@record
class Expectation:
    """`charge` = an amount in a currency (`total` too), or an outcome: approved, rejected, incomplete, held, refused,
    needs."""

    charge: str
    amount: Fraction | None
    currency: str
    outcome: Verdict | None
    measure: Measure | None
    at: Span


@record
class Example:
    """One case of an example block; a table of cases gives one `Example` a row."""

    title: str
    given: tuple[Given, ...]
    expect: tuple[Expectation, ...]
    at: Span


ByName = Mapping[str, object]
