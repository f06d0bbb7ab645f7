"""Account documents: what is read of a good one, and what is said about every bad one in bad_accounts.txt."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.diagnostics.render import render
from seatpolicy.documents.account import Account
from seatpolicy.documents.read_account import read_account
from seatpolicy.documents.typed import Value
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.documents import parse_document
from seatpolicy.workspace.policy import load_policy

HERE = Path(__file__).parent
GOOD = {
    "schema_version": 'schema_version: "1.0"',
    "account": "account: acme",
    "plans": "plans: [team]",
    "currency": "currency: USD",
    "facts": "facts: {segment: smb, unpaid: no}",
    "subscription": "subscription: {start: 2026-11-01}",
    "seats": "seats: {seats: 49}",
}


@cache
def store() -> Policy:
    outcome = load_policy(str(HERE / "accounts.seat"))
    assert outcome.value is not None
    return outcome.value


def read(text: str) -> Outcome[Account | None]:
    document = parse_document(SourceText("account.yaml", text))
    assert document.value is not None, document.diagnostics
    return read_account(document.value, store())


def document(*lines: str) -> str:
    """A good document with other lines."""
    made = dict(GOOD)
    for line in lines:
        made[line.partition(":")[0]] = line
    return "\n".join(made.values()) + "\n"


def good(*lines: str) -> Account:
    outcome = read(document(*lines))
    assert outcome.value is not None, "\n".join(render(one) for one in outcome.diagnostics)
    assert outcome.diagnostics == ()
    return outcome.value


def bad() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Code, text under the caret, name and lines of each bad document."""
    chunks = re.split(r"^=== ", (HERE / "bad_accounts.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = []
    for chunk in chunks:
        head, *lines = chunk.rstrip("\n").split("\n")
        code, caret, name = (part.strip() for part in head.split("|"))
        found.append((code, caret, name, tuple(lines)))
    return found


@pytest.mark.parametrize(("code", "caret", "name", "lines"), bad(), ids=[f"{one[0]} {one[2]}" for one in bad()])
def test_bad_documents(code: str, caret: str, name: str, lines: tuple[str, ...]) -> None:
    made = dict(GOOD)
    also = [line.partition(": ")[2] for line in lines if line.startswith("also: ")]
    for line in lines:
        if line.startswith("without "):
            del made[line.removeprefix("without ")]
        elif not line.startswith("also: "):
            made[line.partition(":")[0]] = line
    outcome = read("\n".join(made.values()) + "\n")
    assert outcome.value is None, name
    found = outcome.diagnostics
    assert sorted(one.code for one in found) == sorted([code, *also])
    (own,) = [one for one in found if one.code == code]
    assert own.span is not None
    assert own.span.text.strip('"') == caret.strip('"')
    assert own.note or own.hint or own.why or own.fix or own.related, "nothing says what to do"


def test_there_are_enough_of_them() -> None:
    assert len(bad()) >= 40
    assert len({name for _, _, name, _ in bad()}) == len(bad())
    # DO441 is about options, and DO40x about YAML.
    assert {code for code, *_ in bad()} >= {f"DO{n}" for n in (411, 412, 413, 414, 421, 422, 423, 424, 425)}
    assert {code for code, *_ in bad()} >= {f"DO{n}" for n in (431, 432, 433, 434, 435, 436, 437, 438, 439, 443, 444, 445)}


def test_without_any_facts_each_is_named() -> None:
    made = {key: line for key, line in GOOD.items() if key != "facts"}
    found = read("\n".join(made.values())).diagnostics
    assert [(one.code, one.subject) for one in found] == [("DO433", "segment"), ("DO433", "unpaid")]
    assert [one.span.text for one in found if one.span is not None] == ["schema_version", "schema_version"]


def test_every_mistake_is_found_in_one_run() -> None:
    outcome = read(
        "account: acme\ncolour: red\nplans: [taem, team]\ncurrency: GBP\nfacts: {segment: small}\nsubscription: {}\n"
    )
    found = [one.code for one in outcome.diagnostics]
    assert sorted(found) == ["DO412", "DO413", "DO413", "DO421", "DO432", "DO433", "DO435"]


def test_a_whole_document() -> None:
    account = good(
        "plans: [team, works]", "addons: [phones, audit]", "country: NO", "billing_entity: Store AS",
        "subscription: {start: 2026-11-01, term: 1 year, customer_since: 2024-02-29}",
        "seats: {seats: 49, phone_fee: '1,200'}",
    )  # fmt: skip
    assert account.name == "acme"
    assert [held.name for held in account.plans] == ["team", "works"]
    assert [held.name for held in account.addons] == ["phones", "audit"]
    assert (account.currency, account.text("country"), account.text("billing_entity")) == ("USD", "NO", "Store AS")
    assert (account.start, account.term_months, account.customer_since) == (date(2026, 11, 1), 12, date(2024, 2, 29))
    assert {name: one.count for name, one in account.seats.items()} == {"seats": 49, "phone_fee": 1200}
    assert account.complete
    assert account.sections == ()
    assert account.seats["seats"].at.where == "account.yaml:7:16"


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        ("segment", "enterprise", "enterprise"),
        ("partner", "19.99", "19.99"),
        ("partner", "NO", "NO"),
        ("partner", "12:30", "12:30"),
        ("unpaid", "yes", True),
        ("unpaid", "true", True),
        ("unpaid", "no", False),
        ("desks", "0", Fraction(0)),
        ("desks", "'1,000'", Fraction(1000)),
        ("score", "-0.25", Fraction(-1, 4)),
        ("share", "12.5%", Fraction(1, 8)),
        ("budget", "'2,060.10 USD'", Fraction(206010, 100)),
        ("agreed", "8.50 USD", Fraction(17, 2)),
        ("agreed", "8.50 USD per seat per month", Fraction(17, 2)),
        ("founded", "2020-02-29", date(2020, 2, 29)),
        ("signed_at", "2026-11-10T15:04:00Z", datetime(2026, 11, 10, 15, 4, tzinfo=UTC)),
        ("grace", "2 weeks", Fraction(14)),
        ("support", "1 day", Fraction(24)),
        ("lock_in", "2 years", Fraction(24)),
        ("tags", "[red, blue, red]", ("red", "blue")),
        ("tags", "red", ("red",)),
    ],
)
def test_facts_have_the_type_that_the_policy_says(fact: str, written: str, value: Value) -> None:
    needed = {"segment": "smb", "unpaid": "no", fact: written}
    line = "facts: {" + ", ".join(f"{name}: {text}" for name, text in needed.items()) + "}"
    given = good(line).facts[fact].value
    assert given == value
    assert type(given) is type(value)


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_an_optional_fact_without_a_value_is_unknown(written: str) -> None:
    assert "partner" not in good(f"facts: {{segment: smb, unpaid: no, partner: {written}}}").facts


@pytest.mark.parametrize(
    ("section", "item"), [("events", "{id: e-1, at: 2026-11-02, type: paused}"), ("agreed", "{id: a-1}")]
)
def test_parts_that_are_there_are_remembered_and_empty_ones_are_not(section: str, item: str) -> None:
    assert good(f"{section}: []").sections == ()
    (one,) = good(f"{section}: [{item}]").sections
    assert (one.name, one.at.text) == (section, item)


def test_usage_is_read_by_meter() -> None:
    one = good("usage: {exports: 12}").usage["exports"]
    assert (list(one.figures), one.listed, one.at.text) == ([Fraction(12)], False, "exports")
    assert list(good("usage: {exports: [1, 2, 0]}").usage["exports"].figures) == [Fraction(1), Fraction(2), Fraction(0)]
    assert good("usage: {exports: [1, 2, 0]}").usage["exports"].listed
    assert good("usage: {exports: [7]}").usage["exports"].listed
    assert good("usage: {}").usage == good("usage: {exports: }").usage == {}


def test_a_newer_minor_version_may_have_keys_that_are_not_known() -> None:
    assert good('schema_version: "1.7"', "colour: red").name == "acme"


def test_since_when_a_customer_is_the_start_unless_it_is_said() -> None:
    assert good().customer_since == date(2026, 11, 1)


def test_a_document_that_is_a_list() -> None:
    outcome = read("- a\n- b\n")
    assert [one.code for one in outcome.diagnostics] == ["DO411"]


@pytest.mark.parametrize(
    ("without", "line", "told"),
    [
        ("plans", "plan: team", "write it as `plans: [team]`"),
        ("plans", "plan: taem", "write it as `plans: [team]`"),
        ("", "customer_since: 2026-11-01", "write it as `subscription: {start: 2026-11-01, customer_since: 2026-11-01}`"),
        ("facts", "facts: {segment: smb, unpaid: no, term: 12 months}",
         "remove it here, and write it as `subscription: {start: 2026-11-01, term: 12 months}`"),
    ],
)  # fmt: skip
def test_what_stands_in_the_wrong_place_is_told_the_right_one_and_nothing_else(without: str, line: str, told: str) -> None:
    made = [text for key, text in GOOD.items() if key != without]
    (one,) = read("\n".join([*made, line]) + "\n").diagnostics
    assert one.hint == told


def test_a_currency_in_small_letters_has_a_fix() -> None:
    (one,) = read("\n".join({**GOOD, "currency": "currency: usd"}.values()) + "\n").diagnostics
    assert (one.code, one.fix.title if one.fix else "") == ("DO435", "`USD`")
    assert [related.span.text.split(":")[0] for related in one.related] == ["currencies"]


def test_plans_that_are_no_list_make_no_other_finding() -> None:
    (one,) = read("\n".join({**GOOD, "plans": "plans: team"}.values()) + "\n").diagnostics
    assert (one.code, one.subject) == ("DO411", "plans")


def test_a_comma_inside_a_number_is_told_as_one() -> None:
    found = read("\n".join({**GOOD, "seats": "seats: {seats: 1,200}"}.values()) + "\n").diagnostics
    assert [(one.code, one.note, one.hint) for one in found] == [
        ("DO423", "a comma ends an entry", "write thousands without a comma, as in `1200`")
    ]
