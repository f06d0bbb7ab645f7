"""Conditions and figures of the policy in, their values for one account and day out, exactly as written.

`and` and `or` look no further than they must: a fact that is tested with `is known` first is not read where it is
unknown. A fact that is read and not there is a refusal that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TypeVar

import attrs

from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import refusal
from seatpolicy.documents.typed import MOST_MONTHS, Value
from seatpolicy.engines.reference.comparing import fits, less_or_equal
from seatpolicy.engines.reference.growth import added_of
from seatpolicy.engines.reference.missing_facts import fact_needed
from seatpolicy.engines.reference.statuses import PersonOnDay
from seatpolicy.semantics.model import expressions as ex
from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.parties import Case, Cases
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Amounts, Duration, Plan, Table, TableRow
from seatpolicy.source.text import Span
from seatpolicy.values.dates import FIRST_YEAR, LAST_YEAR

T = TypeVar("T")
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""Every day that the calendar of a policy knows."""
IMPLIED = ("as_of", "currency", "plan", "starts_on", "customer_since")
"""Facts that every account has without a line of its document."""


@attrs.frozen
class World:
    """What an expression may read: the policy, the account, the day; `seats_of` counts a seat type or item; `total` is
    the invoice's, and `measured` what only signals know of a charge, both once the bill is made; `person` is the one whom
    a condition looks at."""

    policy: Policy
    account: Account
    as_of: date
    seats_of: Callable[[ex.Measure], Fraction]
    total: Fraction | None = None
    measured: Callable[[ex.Measure], Value | None] | None = None
    person: PersonOnDay | None = None
    people_on: date | None = None
    """The day that the roster shows, where another day of its cycle is billed to compare prices; else the day itself."""
    day_read: list[Span] = attrs.field(factory=list, eq=False)
    """Where the day itself was read: a price that depends on it may change inside a cycle."""
    added_read: dict[str, ex.Measure] = attrs.field(factory=dict, eq=False)
    """The first question about the seats that were added, by charge."""

    def first_that_fits(self, cases: Cases[T]) -> Case[T] | None:
        """The statement that counts; None if none fits or none is written."""
        return next((case for case in cases if case.when is None or self.holds(case.when)), None)

    def holds(self, condition: ex.Expression) -> bool:
        """Whether a condition holds."""
        value = self.value(condition)
        if not isinstance(value, bool):
            raise refusal(refusals.EN303, condition.at, "this is neither true nor false")
        return value

    def figure(self, expression: ex.Expression) -> Fraction:
        """A number, an amount in the account's currency, a share or a duration."""
        value = self.value(expression)
        if not isinstance(value, Fraction):
            raise refusal(refusals.EN303, expression.at, "this is no figure")
        return value

    def value(self, expression: ex.Expression) -> Value:
        """What an expression comes to."""
        match expression:
            case ex.Literal():
                return expression.value
            case ex.MoneyLiteral():
                return self.in_currency(expression)
            case ex.FactValue():
                return self._fact(expression)
            case ex.Measure():
                return self._measure(expression)
            case ex.Named():
                return self._named(expression)
            case ex.Arithmetic():
                return self._day_moved(expression) if expression.type.kind == "date" else self._arithmetic(expression)
            case ex.Negative():
                return -self.figure(expression.operand)
            case ex.Comparison():
                return self._compare(expression)
            case ex.Logic():
                found = (self.holds(part) for part in expression.parts)
                return all(found) if expression.op == "and" else any(found)
            case ex.Not():
                return not self.holds(expression.operand)
            case ex.Known():
                return (self._lookup(expression.operand) is not None) is expression.known
            case ex.InSet():
                options = [self.value(option) for option in expression.options]
                value = self.value(expression.operand)
                if isinstance(value, tuple):
                    return any(one in options for one in value)
                return any(self._same(value, option, expression.at) for option in options)
            case ex.InRange():
                low, high = self._ordered(expression.low), self._ordered(expression.high)
                value = self._ordered(expression.operand)
                return less_or_equal(low, value) and less_or_equal(value, high)
            case ex.InLast():
                return self._in_last(expression)
            case ex.Call():
                return self._call(expression)

    def in_currency(self, money: ex.MoneyLiteral | Amounts) -> Fraction:
        """The amount in the account's currency."""
        amount = money.values.get(self.account.currency)
        if amount is None:
            raise refusal(
                refusals.EN106,
                money.at,
                f"there is no amount in {self.account.currency}",
                note=f"it is written in {', '.join(money.values)}",
                subject=self.account.currency,
            )
        return amount

    def row(self, table: Table) -> TableRow:
        """The row of a decision table that fits."""
        values = [self._looked_up(column) for column in table.columns]
        for row in table.rows:
            if all(fits(key, value, self._plain) for key, value in zip(row.keys, values, strict=True)):
                return row
        raise refusal(refusals.EN106, table.at, f"no row of the table `{table.name}` fits", subject=table.name)

    def _looked_up(self, column: ex.Expression) -> Value:
        """What a column of a decision table looks at."""
        value = self.value(column)
        if isinstance(value, datetime):
            raise refusals.not_billed(refusals.EN511, column.at, "a table that looks at an instant is")
        return value

    def knows(self, fact: str) -> bool:
        """Whether a fact of the account is known, by a document or because it follows from what is there."""
        return fact in self.account.facts or fact in IMPLIED or (fact == "term" and self.term() is not None)

    def _plain(self, option: object) -> object:
        """A cell may name an amount or write a literal; a value is itself."""
        if isinstance(option, (ex.Literal, ex.MoneyLiteral, ex.Named)):
            return self.value(option)
        return self.in_currency(option) if isinstance(option, Amounts) else option

    def _fact(self, fact: ex.FactValue) -> Value:
        value = self._lookup(fact)
        if value is not None:
            return value
        person = self.person.person if self.person is not None else None
        raise fact_needed(fact, self.policy, self.account.currency, person)

    def _lookup(self, expression: ex.Expression) -> Value | None:
        """A fact's value, or None where it is unknown."""
        if not isinstance(expression, ex.FactValue):
            return self.value(expression)
        name, account = expression.name, self.account
        declared = self.policy.facts.get(name)
        if declared is not None and declared.owner == "person":
            return self._of_person(name)
        if name in account.facts:
            return account.facts[name].value
        if name == "as_of":
            self.day_read.append(expression.at)
            return self.as_of
        if name == "currency":
            return account.currency
        if name == "starts_on":
            return account.start or self.as_of
        if name == "customer_since":
            return account.customer_since or account.start or self.as_of
        if name == "plan":
            return self._plan(expression)
        if name == "term":
            return self.term()
        return None

    def _of_person(self, name: str) -> Value | None:
        """A fact of the person who is looked at, as it stands on the day."""
        one = self.person
        if one is None:
            return None
        if name == "roles" and self.policy.facts[name].type.kind == "one of":
            return one.roles[0] if one.roles else None
        values = {"status": one.status, "roles": one.roles, "last_used": one.person.last_used}
        if name in values:
            return values[name]
        return one.person.is_shared_login if name == "is_shared_login" else one.person.facts.get(name)

    def _plan(self, expression: ex.FactValue) -> Value | None:
        if len(self.account.plans) > 1:
            raise refusal(
                refusals.EN510,
                expression.at,
                "`plan` is not one plan: the account holds several",
                note=", ".join(held.name for held in self.account.plans),
            )
        return self.account.plans[0].name if self.account.plans else None

    def term(self) -> Fraction | None:
        """The account's term in months: its own, or that of its only plan with one; None where there is none."""
        if self.account.term_months is not None:
            if not 0 < self.account.term_months <= MOST_MONTHS:
                raise refusal(refusals.EN303, self.account.at, f"a term is from 1 to {MOST_MONTHS:,} months")
            return Fraction(self.account.term_months)
        return self._months(self.policy.plans[held.name].term for held in self.account.plans)

    def term_of(self, plan: Plan) -> Fraction | None:
        """The term of one plan in months: the account's own, or what the plan says."""
        return self.term() if self.account.term_months is not None else self._months([plan.term])

    def renews(self) -> Fraction | None:
        """For how many months the term of the account's only plan with such a line is renewed; None where it ends."""
        return self._months(self.policy.plans[held.name].renews for held in self.account.plans)

    def _months(self, statements: Iterable[Cases[Duration]]) -> Fraction | None:
        fitting = (self.first_that_fits(cases) for cases in statements)
        stated = [case.value for case in fitting if case is not None]
        in_months = {"month": 1, "quarter": 3, "year": 12}
        if len(stated) == 1 and stated[0].unit in in_months:
            return Fraction(stated[0].length * in_months[stated[0].unit])
        return None

    def _measure(self, measure: ex.Measure) -> Value:
        if measure.measure == "seats":
            return self.seats_of(measure)
        if measure.measure == "total" and self.total is not None:
            return self.total
        known = self.measured(measure) if self.measured is not None else None
        known = known if known is not None else added_of(measure, self.account, self.added_read)
        if known is not None:
            return known
        of = f" of {measure.of}" if measure.of else ""
        raise refusal(
            refusals.EN507,
            measure.at,
            f"`{measure.measure}{of}` is not known when an account is billed",
            note="a history, a quote or the finished bill knows it",
        )

    def _named(self, named: ex.Named) -> Value:
        if named.kind == "amount":
            return self.in_currency(self.policy.amounts[named.name])
        if named.kind == "let":
            return self.value(self.policy.lets[named.name].value)
        if named.kind == "table":
            result = self.row(self.policy.tables[named.name]).result
            if isinstance(result, Amounts):
                return self.in_currency(result)
            if not isinstance(result, str):
                return self.value(result)
            raise refusal(refusals.EN303, named.at, f"`{result}` is a price, and no figure")
        raise refusals.not_billed(refusals.EN511, named.at, f"a name of the kind `{named.kind}` is")

    def _arithmetic(self, sum_: ex.Arithmetic) -> Fraction:
        left, right = self.figure(sum_.left), self.figure(sum_.right)
        if sum_.op == "/" and right == 0:
            raise refusal(refusals.EN303, sum_.at, "this divides by 0")
        results = {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
        }
        return results[sum_.op]()

    def _day_moved(self, sum_: ex.Arithmetic) -> date:
        """A date with so many days more or less."""
        day, days = self.value(sum_.left), self.figure(sum_.right)
        if type(day) is not date:
            raise refusals.not_billed(refusals.EN511, sum_.at, "moving an instant by days is")
        number = day.toordinal() + (days if sum_.op == "+" else -days)
        if number.denominator != 1 or not FIRST_DAY.toordinal() <= number <= LAST_DAY.toordinal():
            raise refusal(refusals.EN303, sum_.at, f"this is no day from {FIRST_DAY} to {LAST_DAY}")
        return date.fromordinal(number.numerator)

    def _compare(self, comparison: ex.Comparison) -> bool:
        if comparison.op in ("=", "!="):
            left, right = self.value(comparison.left), self.value(comparison.right)
            return self._same(left, right, comparison.at) is (comparison.op == "=")
        left, right = self._ordered(comparison.left), self._ordered(comparison.right)
        if comparison.op == "<=":
            return less_or_equal(left, right)
        if comparison.op == ">=":
            return less_or_equal(right, left)
        return not less_or_equal(right, left) if comparison.op == "<" else not less_or_equal(left, right)

    def _same(self, left: Value, right: Value, at: Span) -> bool:
        if isinstance(left, datetime) is not isinstance(right, datetime):
            raise refusals.not_billed(refusals.EN511, at, "comparing an instant with a day is")
        return left == right

    def _ordered(self, expression: ex.Expression) -> Fraction | date:
        value = self.value(expression)
        # An instant is a datetime, which is a date to Python, and cannot be compared with one.
        if isinstance(value, Fraction) or type(value) is date:
            return value
        raise refusals.not_billed(refusals.EN511, expression.at, "comparing an instant is")

    def _in_last(self, expression: ex.InLast) -> bool:
        day = self.value(expression.operand)
        if type(day) is not date:
            raise refusals.not_billed(refusals.EN511, expression.at, "an instant in a window of days is")
        self.day_read.append(expression.at)
        return self.as_of - timedelta(days=expression.days) < day <= self.as_of

    def _call(self, call: ex.Call) -> Fraction:
        figures = [self.figure(argument) for argument in call.arguments]
        if call.defined is not None:
            return self._defined(call, call.defined, figures)
        if call.function == "min":
            return min(figures)
        if call.function == "max":
            return max(figures)
        raise refusals.not_billed(refusals.EN511, call.at, f"the function `{call.function}` is")

    def _defined(self, call: ex.Call, function: Function, figures: list[Fraction]) -> Fraction:
        """What a plugin's function says in exact Python, held to the type that it declares. Whatever goes wrong in it stops
        the bill and names it."""
        try:
            made = function.reference(*figures)
        except Exception as trouble:
            words = f"{type(trouble).__name__}: {trouble}" if str(trouble) else type(trouble).__name__
            raise _failed(call, function, f"has no result here ({words})") from trouble
        if isinstance(made, bool) or not isinstance(made, (int, Fraction)):
            raise _failed(call, function, f"gives a {type(made).__name__}, and no exact figure")
        if function.gives == "count" and (made < 0 or Fraction(made).denominator != 1):
            raise _failed(call, function, f"gives {made}, and declares a count")
        return Fraction(made)


def _failed(call: ex.Call, function: Function, words: str) -> refusals.Refusal:
    note = f"it is called with what the account has; {function.plugin or 'a plugin'} offers it"
    return refusal(refusals.EN304, call.at, f"the function `{function.name}` {words}", note=note, subject=function.name)
