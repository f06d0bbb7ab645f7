"""The messages about types and units: an expression and its neighbour in, the finding out, both places shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.types import DURATIONS, Type
from seatpolicy.semantics.read.amounts import MN755
from seatpolicy.source.text import Span

E = Severity.ERROR
TY301 = code("TY301", "bare-number", E, "a figure with a unit is compared with a bare number")
TY302 = code("TY302", "value-as-condition", E, "a value alone is neither true nor false")
TY303 = code("TY303", "not-a-member", E, "a closed set has no such value")
TY304 = code("TY304", "units-differ", E, "two values of different kinds or units meet")
TY305 = code("TY305", "maybe-unknown", E, "an optional fact is used before `is known` was asked")
TY307 = code("TY307", "not-known-here", E, "a fact is used where it cannot be known")
TY309 = code("TY309", "not-a-figure", E, "a figure is asked for")
TY310 = code("TY310", "no-order", E, "values without an order are compared by size")
TY311 = code("TY311", "which-discount", E, "a bare `discount` could be measured in several ways")
TY312 = code("TY312", "always-known", E, "`is known` is asked of something that always is")
TY313 = code("TY313", "no-such-day", E, "a date that is no day of the calendar")
TY314 = code("TY314", "no-window", E, "a window of time stands behind something that has none")
TY315 = code("TY315", "unknown-function", E, "no function of that name")
TY316 = code("TY316", "divided-by-zero", E, "a figure is divided by zero")
TY317 = code("TY317", "unknown-measure", E, "a measure is not one, or not of that")
TY322 = code("TY322", "expression-too-large", E, "an expression nests too deep, or comes to too many terms")
TY323 = code("TY323", "set-by-equals", E, "a set of several values is compared with one")

_UNIT_WORDS = {"days": "days", "hours": "hours", "months": "months", "percent": "%"}
_A_KIND = {
    "text": "a text",
    "flag": "yes or no",
    "count": "a count",
    "number": "a number",
    "percent": "a percentage",
    "money": "an amount of money",
    "rate": "a rate",
    "date": "a date",
    "instant": "a moment",
    "days": "a number of days",
    "hours": "a number of hours",
    "months": "a number of months",
    "one of": "one of a closed set",
    "any of": "a closed set",
    "currency": "a currency",
    "error": "something",
}


def describe(type_: Type) -> str:
    """A type in words, with its unit."""
    if type_.kind in ("one of", "any of"):
        return f"{type_.kind} {', '.join(type_.values)}"
    if type_.kind == "rate" and str(type_.per):
        return f"a rate {type_.per}"
    return _A_KIND[type_.kind]


def _declared(expression: x.Expression, facts: Mapping[str, Fact]) -> tuple[Related, ...]:
    if isinstance(expression, x.FactValue):
        fact = facts.get(expression.name)
        if fact is not None and fact.at is not None:
            return (Related(fact.at, f"`{fact.name}` is {describe(fact.type)}"),)
    return ()


def not_a_condition(made: x.Expression) -> Diagnostic:
    """A value where a condition is asked for; of one that may be unknown the question is probably whether it is known."""
    text = made.at.text
    note = f"{describe(made.type)}, alone neither true nor false"
    if isinstance(made, x.FactValue) and made.type.optional:
        asked = f"{text} is known"
        return TY302.at(made.at, f"`{text}` is no condition", note=note, fix=Fix(f"`{asked}`", (Edit(made.at, asked),)))
    example = f", as in `{text} = {made.type.values[0]}`" if made.type.kind == "one of" and made.type.values else ""
    return TY302.at(
        made.at,
        f"`{text}` is no condition",
        note=note,
        hint=f"compare it with something{example or ': `=`, `<`, `in (…)`'}",
    )


def values_joined(comparison: x.Comparison, values: Sequence[x.Expression]) -> Diagnostic:
    """`segment = smb or midmarket`, `price = 22.00 USD or 20.00 EUR`."""
    at = values[0].at.cover(values[-1].at)
    shown = [comparison.right.at.text, *(value.at.text for value in values)]
    inside = f"{comparison.left.at.text} in ({', '.join(shown)})"
    inside = inside if comparison.op == "=" else f"not {inside}"
    note = "a value, alone neither true nor false" if len(values) == 1 else "values, alone neither true nor false"
    fix = Fix(f"`{inside}`", (Edit(comparison.at.cover(at), inside),))
    word = at.source.text[comparison.at.end : at.start].split()[:1]
    return TY302.at(at, f"`{' '.join(word)}` joins whole conditions", note=note, fix=fix)


def amounts_joined(at: Span, whole: Span) -> Diagnostic:
    """`net_unit_price of member_seats < 22.00 USD or 20.00 EUR`."""
    return TY302.at(
        at,
        "in a condition `or` joins whole conditions",
        note="an amount, alone neither true nor false",
        hint=f"give the amounts one name, `amount NAME = {whole.text}`, and compare with that",
    )


def not_comparable(left: x.Expression, right: x.Expression, facts: Mapping[str, Fact], op: str) -> Diagnostic:
    """Two values that cannot be compared; a bare number beside a unit is told by itself."""
    for value, other in ((left, right), (right, left)):
        unit = _UNIT_WORDS.get(value.type.kind)
        if not isinstance(other, x.Literal) or other.type.kind not in ("count", "number"):
            continue
        if unit is not None:
            shown = other.at.text
            fixed = f"{shown}%" if unit == "%" else f"{shown} {unit}"
            what = "percentages are" if unit == "%" else f"{unit} are"
            return TY301.at(
                other.at,
                f"{what} compared with a bare number",
                note=f"{shown} of what? `{value.at.text}` is {'in ' + unit if unit != '%' else 'a percentage'}",
                related=_declared(value, facts),
                fix=Fix(f"`{fixed}`", (Edit(other.at, fixed),)),
            )
        if value.type.kind in ("money", "rate"):
            return TY301.at(
                other.at,
                "money is compared with a bare number",
                note=f"{other.at.text} in which currency? `{value.at.text}` is {describe(value.type)}",
                related=_declared(value, facts),
                hint="write an `amount` with every currency of the policy, and compare with its name",
            )
    for value, other in ((left, right), (right, left)):
        bare = other.at.text[1:-1]
        if value.type.kind in ("one of", "any of") and other.type.kind == "text" and bare in value.type.values:
            return TY304.at(
                other.at,
                f"`{bare}` is a value of `{value.at.text}`, not a text",
                note="values of a closed set stand without quotes",
                related=_declared(value, facts),
                fix=Fix(f"`{bare}`", (Edit(other.at, bare),)),
            )
    hint = ""
    if {left.type.kind, right.type.kind} <= DURATIONS:
        hint = "months and days differ in length: write both in the same unit"
    elif left.type.kind == right.type.kind == "rate":
        hint = "rates are compared when they are per the same things"
    return TY304.at(
        right.at,
        f"{describe(left.type)} is compared with {describe(right.type)}",
        note=f"`{right.at.text}` is {describe(right.type)}",
        related=_declared(left, facts) or (Related(left.at, f"this is {describe(left.type)}"),),
        hint=hint,
    )


def bare_bound(bound: x.Expression, measure: x.Expression) -> Diagnostic:
    """A bound of a limit without the unit of its measure."""
    unit = _UNIT_WORDS.get(measure.type.kind)
    shown = bound.at.text
    fixed = f"{shown}%" if unit == "%" else f"{shown} {unit}"
    return TY301.at(
        bound.at,
        f"a limit on {describe(measure.type)} has a bare number",
        note=f"{shown} of what? `{measure.at.text}` is {describe(measure.type)}",
        fix=Fix(f"`{fixed}`", (Edit(bound.at, fixed),)) if unit is not None else None,
        hint="" if unit is not None else "write an `amount` with every currency, and its name here",
    )


def units_differ(at: Span, op: str, left: x.Expression, right: x.Expression) -> Diagnostic:
    """Arithmetic on units that do not go together."""
    share = op in "+-" and right.type.kind == "percent" and left.type.kind in ("money", "rate", "count", "number")
    return TY304.at(
        at,
        f"`{op}` cannot join {describe(left.type)} and {describe(right.type)}",
        note="the units do not go together",
        related=(Related(left.at, describe(left.type)), Related(right.at, describe(right.type))),
        hint=f"a share of it is written `{left.at.text} * {right.at.text}`" if share else "",
    )


def no_order(value: x.Expression, op: str, facts: Mapping[str, Fact]) -> Diagnostic:
    """`<` on a closed set, a text or a flag."""
    return TY310.at(
        value.at,
        f"`{op}` needs an order",
        note=f"{describe(value.type)} has none",
        related=_declared(value, facts),
        hint="use `=`, `!=` or `in (…)`",
    )


def not_a_member(at: Span, word: str, type_: Type, near: Sequence[str], of: str = "") -> Diagnostic:
    """A name that the closed set does not hold; `of` is the fact whose values were asked for."""
    fix = Fix(f"`{near[0]}`", (Edit(at, near[0]),)) if near else None
    values = " or ".join((", ".join(type_.values[:-1]), type_.values[-1])) if len(type_.values) > 1 else type_.values[0]
    return TY303.at(
        at,
        f"`{word}` is no value of `{of}`" if of else f"`{word}` is none of the values here",
        note=f"it is {values}" if of else f"they are {values}",
        fix=fix,
        subject=word,
    )


def maybe_unknown(at: Span, fact: Fact, in_condition: bool = True) -> Diagnostic:
    """An optional fact without its test, in a condition or where a figure is taken."""
    related = (Related(fact.at, "declared optional here"),) if fact.at is not None else ()
    return TY305.at(
        at,
        f"`{fact.name}` may be unknown",
        note="it is optional, and nothing before it asks whether it is known",
        related=related,
        fix=Fix(f"`{fact.name} is known and …`") if in_condition else None,
        hint="" if in_condition else f"take it only `when {fact.name} is known`, and say what holds otherwise",
        subject=fact.name,
    )


def asks_unknown(at: Span, kind: str, name: str, fact: Fact, in_condition: bool = True) -> Diagnostic:
    """A `let` or a table that asks an optional fact, used without the fact's test."""
    related = (Related(fact.at, "declared optional here"),) if fact.at is not None else ()
    return TY305.at(
        at,
        f"`{name}` may be unknown",
        note=f"this {_A_DEFINITION[kind]} asks `{fact.name}`, which is optional",
        related=related,
        hint=f"ask first: `{fact.name} is known and …`"
        if in_condition
        else f"take it only `when {fact.name} is known`, and say what holds otherwise",
        subject=name,
    )


def asks_elsewhere(at: Span, kind: str, name: str, asked: str, owner: str, place: str) -> Diagnostic:
    """A `let` or a table that asks a fact which cannot be known where it is used."""
    return TY307.at(
        at,
        f"`{name}` cannot be known here",
        note=f"this {_A_DEFINITION[kind]} asks `{asked}`, {_WHOSE.get(owner, owner)}, and {place}",
        subject=name,
    )


def too_large(at: Span, deep: bool) -> Diagnostic:
    """An expression that nobody could follow."""
    what = "this nests too deep" if deep else "this comes to too many terms when every name is written out"
    return TY322.at(
        at,
        what,
        note="nobody could read it aloud, and its cost must be known before it runs",
        hint="give parts of it names with `let`" if deep else "use each name once, or make a table of it",
    )


def always_known(operand: x.Expression, fact: Fact | None) -> Diagnostic:
    """`is known` of something that always is."""
    related = (Related(fact.at, "declared here, without `optional`"),) if fact is not None and fact.at else ()
    return TY312.at(
        operand.at, f"`{operand.at.text}` is always known", note="only optional facts can be unknown", related=related
    )


_A_DEFINITION = {"let": "`let`", "table": "table"}
_WHOSE = {
    "person": "a person's fact",
    "quote": "a figure of a quote",
    "signal": "known to signals only",
    "decrease": "the cause of a decrease",
    "release": "a fact about a release",
}


def not_here(at: Span, name: str, owner: str, place: str, declared: Span | None) -> Diagnostic:
    """A fact whose owner is not at hand."""
    whose = _WHOSE.get(owner, owner)
    related = (Related(declared, "declared here"),) if declared is not None else ()
    return TY307.at(at, f"`{name}` cannot be known here", note=f"{whose}, and {place}", related=related, subject=name)


def measure_of_what(at: Span, name: str, candidates: Sequence[str]) -> Diagnostic:
    """A measure that needs `of`."""
    shown = " | ".join(f"`{name} of {c}`" for c in candidates[:4])
    note = "it counts a seat type, a meter or an item" if name == "seats" else "it is a figure of one charge"
    return TY317.at(at, f"`{name}` of what?", note=note, hint=shown and f"write {shown}")


def measure_of_nothing(at: Span, name: str) -> Diagnostic:
    """A measure of the whole bill or quote that is written with `of`."""
    return TY317.at(at, f"`{name}` takes no `of`", note="it is a figure of the whole", hint=f"write `{name}`")


def no_measure(at: Span, name: str, of: str, fact: Fact | None, measures: Sequence[str]) -> Diagnostic:
    """`x of y` where x is no measure."""
    if fact is not None:
        return TY317.at(
            at, f"`{name}` is a fact, not a measure", note="a fact stands alone", fix=Fix(f"`{name}`", (Edit(at, name),))
        )
    from seatpolicy.diagnostics.suggest import closest

    near = closest(name, measures)
    return TY317.at(
        at,
        f"nothing is measured by `{name} of {of}`",
        note="measures are " + ", ".join(measures[:8]) + ", …",
        fix=Fix(f"`{near[0]}`", (Edit(at, near[0]),)) if near else None,
    )


def which_discount(at: Span, name: str, measures: Sequence[str]) -> Diagnostic:
    """Bare "discount"."""
    return TY311.at(
        at,
        f"which {name}?",
        note="it is measured in several ways, with different results",
        hint="choose: " + ", ".join(f"`{m}`" for m in measures),
    )


def one_currency(at: Span, missing: Sequence[str], currencies: Sequence[str]) -> Diagnostic:
    """An amount in a condition of a policy that sells in several currencies."""
    return MN755.at(
        at,
        f"an account in {' or '.join(missing)} could not be compared with this",
        note=f"the policy sells in {' and '.join(currencies)}",
        hint=f"give it a name, `amount NAME = {at.text} or … {missing[0]}`, and use the name here",
    )


def not_a_figure(made: x.Expression, asked: str = "") -> Diagnostic:
    """A value that is no figure where arithmetic is done."""
    return TY309.at(made.at, asked or f"`{made.at.text}` is no figure", note=f"this is {describe(made.type)}")


def set_by_equals(made: x.Comparison, facts: Mapping[str, Fact]) -> Diagnostic:
    """`roles = admin`, where a person can have several roles."""
    many, one = (made.left, made.right) if made.left.type.kind == "any of" else (made.right, made.left)
    shown = f"{many.at.text} in ({one.at.text})"
    fixed = shown if made.op == "=" else f"not {shown}"
    alone = one.type.kind == "one of"
    return TY323.at(
        made.at,
        f"`{many.at.text}` can be several at once",
        note=f"`{made.op}` would compare all of them with one" if alone else "two sets are not compared as a whole",
        related=_declared(many, facts),
        fix=Fix(f"`{fixed}`", (Edit(made.at, fixed),)) if alone else None,
        hint="" if alone else f"ask for members: `{many.at.text} in (…)`",
    )


def no_duration(at: Span, unit: str) -> Diagnostic:
    """A length in a unit that has no fixed length."""
    return TY309.at(at, f"a {unit} is no fixed length here", note="durations are in hours, days, weeks, months or years")


def no_such_day(at: Span) -> Diagnostic:
    """31 February."""
    return TY313.at(at, f"{at.text} is no day of the calendar", note="dates run from 1900-01-01 to 2200-12-31")


def window_in_days(at: Span) -> Diagnostic:
    """A window in months."""
    return TY314.at(at, "a window is counted in days", note="months differ in length", hint="write `in the last 30 days`")


def no_window(operand: x.Expression, at: Span) -> Diagnostic:
    """`in the last 30 days` behind something that is neither a date nor counted over time."""
    return TY314.at(
        at,
        f"`{operand.at.text}` cannot lie in a window of time",
        note=f"it is {describe(operand.type)}",
        hint="dates can (`last_used in the last 30 days`), and `added of CHARGE`, `removed of CHARGE`",
    )


def no_function(at: Span, name: str, functions: Sequence[str], near: Sequence[str]) -> Diagnostic:
    """A call of something that is no function."""
    fix = Fix(f"`{near[0]}`", (Edit(at, near[0]),)) if near else None
    listed = f"{', '.join(functions[:-1])} and {functions[-1]}"
    return TY315.at(at, f"no function is called `{name}`", note=f"there are {listed}", fix=fix)


def divided_by_zero(at: Span) -> Diagnostic:
    """/ 0."""
    return TY316.at(at, "a division by zero", note="it has no result")
