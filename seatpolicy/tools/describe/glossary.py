"""Words used: what the account's record must say, figures that have a name, and how the policy file calls everything."""

from __future__ import annotations

from collections.abc import Iterator

from seatpolicy.semantics.model.parties import Fact
from seatpolicy.semantics.model.types import Type
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, Table, code, fact
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import amounts, listed, per, sentence, words_of

_KINDS = {
    "text": "a text",
    "flag": "yes or no",
    "count": "a whole number",
    "number": "a number",
    "percent": "a percentage",
    "money": "an amount of money",
    "rate": "a price",
    "date": "a date",
    "instant": "a moment",
    "days": "a number of days",
    "hours": "a number of hours",
    "months": "a number of months",
    "currency": "a currency",
}
_RECORDS = {
    "account": "the account's record",
    "roster": "the roster",
    "contracts": "the contracts",
    "costs": "the record of costs",
    "history": "the history of quotes",
}


def words_used(told: Told) -> Section:
    """Facts, then named amounts and figures, then the names in the policy file."""
    policy = told.policy
    facts = [one for one in policy.facts.values() if one.at is not None]
    blocks: list[Block] = []
    if facts:
        blocks.append(Paragraph("Words in italics stand for what a record says of an account, a person or a quote:"))
        rows = tuple((fact(words_of(one.name)), _of(one), type_words(one.type)) for one in facts)
        blocks.append(Table("", ("Word", "Of", "What it can be"), rows))
    figures = [*_amounts(told), *_lets(told)]
    if figures:
        blocks.append(Points(tuple(figures)))
    rows = tuple((title, kind, code(name)) for title, kind, name in _declared(told))
    if rows:
        blocks.append(Table("How the policy file calls it", ("Here", "What it is", "In the policy file"), rows))
    return section("Words used", blocks)


def _of(one: Fact) -> str:
    from_ = f", from {_RECORDS[one.record]}" if one.record in _RECORDS else ""
    return f"the {one.owner}{from_}"


def type_words(type_: Type) -> str:
    """What a fact can be."""
    if type_.kind == "one of":
        words = listed(map(words_of, type_.values), "or")
    elif type_.kind == "any of":
        words = f"any of {listed(map(words_of, type_.values))}"
    elif type_.kind == "rate":
        words = f"{_KINDS['rate']}{per(type_.per)}"
    else:
        words = _KINDS.get(type_.kind, type_.kind)
    return f"{words}; may be unknown" if type_.optional else words


def _amounts(told: Told) -> Iterator[str]:
    for name, one in told.policy.amounts.items():
        yield f"The {words_of(name)} is {amounts(one)}."


def _lets(told: Told) -> Iterator[str]:
    for name, one in told.policy.lets.items():
        is_condition = one.value.type.kind == "flag"
        words = told.phrases.clause(one.value) if is_condition else told.phrases.figure(one.value)
        yield sentence(f"{fact(words_of(name))} {'means that' if is_condition else 'is'} {words}")


def _declared(told: Told) -> Iterator[tuple[str, str, str]]:
    """Everything with a name: its title or words, what it is, its name."""
    policy, names = told.policy, told.names
    for kind, found in (
        ("seat type", policy.seats),
        ("thing sold", policy.items),
        ("measured use", policy.meters),
        ("price list", policy.schedules),
        ("table", policy.tables),
        ("amount", policy.amounts),
        ("figure or condition", policy.lets),
        ("plan", policy.plans),
        ("add-on", policy.addons),
    ):
        yield from ((names.of(name), kind, name) for name in found)
    for name in dict.fromkeys(charge.name for charge in names.charges):
        yield names.charge(name), "charge", name
    yield from ((names.of(name), "discount", name) for name in policy.discounts)
    yield from ((names.of(name), "signal", name) for name in policy.signals)
    if policy.approvals is not None:
        approvals = policy.approvals
        yield from ((words_of(name), "authority", name) for name in (*approvals.ladder, *approvals.beside))
        yield from ((words_of(one.name), "authority", one.name) for one in approvals.authorities)
        yield from ((one.title, "limit", one.name) for one in approvals.limits)
        yield from ((one.title, "rule", one.name) for one in approvals.rules)
        yield from ((one.title, "exemption", one.name) for one in approvals.exemptions)
    if policy.release is not None:
        yield from ((one.title, "rule of release", one.name) for one in policy.release.rules)
    yield policy.title, "policy", policy.name
