"""The norm keeps its word: what grammars/LANGUAGE.md shows parses and checks, and what the language has stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seatpolicy.diagnostics.diagnostic import Severity
from seatpolicy.documents import refusals
from seatpolicy.semantics import check
from seatpolicy.semantics.facts import CAUSES, MEASURES, RECORDS, STATUSES, standard_facts
from seatpolicy.semantics.read.discounts import EVENTS
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.feeder import NO_NAMES, PLURALS
from tests.unit.language import language_norm as norm

FENCES = norm.fences()
FORMS = list(norm.forms())
WHOLE = [f for f in FENCES if f.kind == "seat whole"]


def _name(fence: norm.Fence) -> str:
    return f"line {fence.line}, {fence.kind}"


# ---- samples and forms -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fence", FENCES, ids=_name)
def test_every_sample_parses(fence: norm.Fence) -> None:
    assert fence.kind.split()[0] == "seat", "the text shows nothing but the language"
    assert [f"{m.code}: {m.message}" for m in norm.mistakes(norm.wrapped(fence))] == []


@pytest.mark.parametrize("fence", WHOLE, ids=_name)
def test_every_whole_policy_checks_without_an_error(fence: norm.Fence) -> None:
    source = SourceText("lantern.seat", fence.text)
    outcome = check.check({source.path: source}, source.path, norm.tables_of_the_grammar())
    errors = [d for d in outcome.diagnostics if d.severity is Severity.ERROR]
    assert [f"{d.code}: {d.message}" for d in errors] == []


def test_samples_of_the_declarations_are_one_policy_without_an_error() -> None:
    source = SourceText("boards.seat", norm.together())
    outcome = check.check({source.path: source}, source.path, norm.tables_of_the_grammar())
    errors = [d for d in outcome.diagnostics if d.severity is Severity.ERROR]
    assert [f"{d.code}: {d.message}" for d in errors] == []


def test_there_are_whole_policies() -> None:
    assert len(WHOLE) >= 2


@pytest.mark.parametrize(("label", "form", "ends"), FORMS, ids=lambda value: str(value))
def test_every_form_parses_behind_its_label(label: str, form: str, ends: str) -> None:
    homes = norm.homes(label, form)
    assert homes, f"`{label} {form}` parses in no block"
    if not ends or " when " in form:
        return
    cased = [b for b in homes if not norm.mistakes(norm.in_block(b, f"{label} {form} when q = 1"))]
    dated = [b for b in homes if not norm.mistakes(norm.in_block(b, f"{label} {form} from ch until da"))]
    assert ("c" in ends) == bool(cased), f"`{label} {form} when …`"
    assert ("d" in ends) == bool(dated), f"`{label} {form} from CHANGE`"


def test_every_form_of_the_grammar_is_shown() -> None:
    shown = {kind for fence in FENCES for kind in norm.nodes(norm.wrapped(fence))}
    for label, form, _ in FORMS:
        for block in norm.homes(label, form):
            shown |= norm.nodes(norm.in_block(block, f"{label} {form}"))
    # Rules that vanish around a single value are no forms of their own.
    vanishing = {r.kind for r in norm.tables_of_the_grammar().rules if r.lift}
    grammar = {r.kind for r in norm.tables_of_the_grammar().rules if not r.inline and not r.kind.startswith("$")}
    assert grammar - vanishing - shown - {"start"} == set()


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", sorted(norm.labels()))
def test_every_label_is_explained(label: str) -> None:
    described = {norm.spans(row[0])[0] for t in norm.tables() if t.columns[:2] == ("Line", "Forms") for row in t.rows}
    assert label in described or (label == "because:" and "`because: " in norm.norm())


@pytest.mark.parametrize("word", sorted(norm.declaration_words()))
def test_every_declaration_is_explained(word: str) -> None:
    assert re.search(rf"(?m)^ *{word}\b", "\n".join(f.text for f in FENCES)), "shown in a sample"
    assert f"`{word}" in norm.norm(), "named in the text"


def test_taken_words_are_those_of_the_parser() -> None:
    """A word is taken where a state of the parser accepts it and a name as well."""
    tables = norm.tables_of_the_grammar()
    words = tables.words | {plural: tables.words[one] for plural, one in PLURALS.items() if one in tables.words}
    taken = {
        word
        for row in tables.actions
        if "NAME" in row
        for word, terminal in words.items()
        if terminal in row and word.isalpha()
    }
    (table,) = [t for t in norm.tables() if t.columns[0] == "Taken word"]
    written = [word for cell in table.column("Taken word") for word in norm.spans(cell)]
    assert len(written) == len(set(written))
    assert set(written) == taken - NO_NAMES
    assert "Never a name are `and`, `or`, `not`, `yes`, `no`" in norm.norm()
    assert {"and", "or", "not", "yes", "no"} == NO_NAMES


# A name that cannot stand in these places, and what stands there is otherwise well-formed.
BEHIND_A_COMMA = {
    "in a list of names": (
        "require x, %s and y before invoice",
        "approvals {\nevidence: x, %s and y\n}",
        'plan p "P" {\ncharge c "C" {\nfor: x, %s and y\n}\n}',
        "facts {\nx of account: one of x, %s\n}",
        "facts {\nx of account: any of x, %s, y\n}",
    ),
    "in a list of authorities, which may go on with `, then`": (
        'approvals {\nrule r "R" {\nthen: needs 2 of x, y, %s\n}\n}',
    ),
    "inside the parentheses of a condition or figure": (
        "let y = q in (x, %s)",
        "let y = max(x, %s, z)",
        'discount d "D" {\nwhen: q in (x, %s, y)\n}',
        'plan p "P" {\ncharge c "C" {\nquantity: equals min(x, %s), at least 3\n}\n}',
    ),
    "behind an amount of money in `given:` and `expect:`": (
        'example "E" {\nexpect: x = 3.00 USD, %s = 3.00 USD\n}',
        'example "E" {\ngiven: x = 3.00 USD, %s = 3\nexpect: held\n}',
    ),
}


@pytest.mark.parametrize("place", sorted(BEHIND_A_COMMA))
def test_words_behind_a_comma_are_those_of_the_parser(place: str) -> None:
    (table,) = [t for t in norm.tables() if t.columns[0] == "Behind a comma"]
    written = {row[0]: set(norm.spans(row[1])) for row in table.rows}
    assert set(written) <= set(BEHIND_A_COMMA)
    pieces = {word[2:] for word in norm.tables_of_the_grammar().words if word.startswith(", ")}
    for sample in BEHIND_A_COMMA[place]:
        assert not norm.mistakes(sample % "other"), sample
        taken = {word for word in pieces - NO_NAMES if norm.mistakes(sample % word)}
        assert taken == written.get(place, set()), sample


# ---- facts, measures, and other closed lists --------------------------------------------------------------------------


def _plain(cell: str) -> str:
    return cell.replace("`", "")


def test_standard_facts_are_those_of_the_program() -> None:
    (table,) = [t for t in norm.tables() if t.columns[0] == "Fact"]
    written = {norm.spans(row[0])[0]: (row[1], _plain(row[2])) for row in table.rows}
    facts = standard_facts(["team"])
    assert set(written) == set(facts)
    for name, fact in facts.items():
        owner, type_ = written[name]
        assert owner.removeprefix("the ") == fact.owner, name
        expected = ("optional " if fact.type.optional else "") + str(fact.type)
        assert type_ == ("one of the policy's plans" if name == "plan" else expected), name


def test_measures_are_those_of_the_program() -> None:
    (table,) = [t for t in norm.tables() if t.columns[0] == "Measure"]
    written = {norm.spans(row[0])[0]: row[1:] for row in table.rows}
    assert set(written) == set(MEASURES)
    known_to = {"account": "bill"}
    for name, measure in MEASURES.items():
        of, gives, known, meaning = written[name]
        assert of.split(", ") == [*measure.of, *(["alone"] if measure.alone else [])], name
        assert gives == measure.type.kind, name
        assert known == known_to.get(measure.owner, measure.owner), name
        assert ("a window" in meaning) == measure.windowed, name


@pytest.mark.parametrize("word", [*STATUSES, *CAUSES, *RECORDS, *EVENTS])
def test_closed_lists_are_written_out(word: str) -> None:
    assert re.search(rf"\b{word}\b", norm.norm())


# ---- defaults, codes, links -------------------------------------------------------------------------------------------


def test_the_table_of_defaults_agrees_with_the_declarations() -> None:
    (table,) = [t for t in norm.tables() if t.columns == ("Line", "Default")]
    left_out: dict[str, list[str]] = {}
    for t in norm.tables():
        if "If left out" in t.columns and "Ends" in t.columns:
            for row in t.rows:
                left_out.setdefault(norm.spans(row[0])[0], []).append(row[t.columns.index("If left out")])
    listed = set()
    for row in table.rows:
        if re.fullmatch(r"(`[^`]+:`(, )?)+", row[0]):
            for label in norm.spans(row[0]):
                listed.add(label)
                assert any(said.startswith(row[1]) for said in left_out[label]), (label, row[1], left_out[label])
    moving = {
        "remainder:", "one person:", "same person:", "shared login:", "freed seat:", "first part:", "lines:", "first day:",
        "last day:", "more seats:", "cancellation:", "change lines:", "upgrade:", "downgrade:", "flat fees:", "lasts:",
    }  # fmt: skip
    assert moving <= listed


def test_codes_that_are_named_exist() -> None:
    codes = {value.code for value in vars(refusals).values() if hasattr(value, "code") and hasattr(value, "slug")}
    named = set(re.findall(r"\bEN[0-9]{3}\b", norm.norm()))
    assert named
    assert named <= codes
    not_yet = set(refusals.WAITS_FOR)
    assert named == not_yet, "every refusal of what is not billed yet stands in section 5"


def test_links_lead_to_headings() -> None:
    text = norm.norm()
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"(?m)^#+ (.+)$", text)
    }
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in anchors


def test_sections_that_are_referred_to_exist() -> None:
    text = norm.norm()
    numbers = set(re.findall(r"(?m)^#+ ([0-9.]+) ", text))
    referred = set(re.findall(r"\(([0-9]\.[0-9]{1,2})\)|in ([0-9]\.[0-9]{1,2})\b", text))
    assert {number for pair in referred for number in pair if number} <= numbers


def test_files_that_are_named_exist() -> None:
    root = Path(__file__).resolve().parents[3]
    assert (root / "policies" / "acme" / "policy.seat").is_file()
