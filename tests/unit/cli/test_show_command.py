"""`seatpolicy show`: the text in force as a plain policy, its model, and what it says of questions without an answer."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatpolicy.cli.main import main
from seatpolicy.cli.show_command import shown_text
from seatpolicy.semantics.canonical import canonical
from seatpolicy.semantics.check import Checked, check
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.policy import check_path
from tests.unit.semantics.policy_under_test import HEAD, PLAN, SEATS, language, policies

DATED = (
    HEAD
    + """
# The changes.
change spring "Spring" {
  from: 2027-03-01
  reaches: new customers at once, others at renewal, everyone by 2028-03-01
}

change summer "Summer" {
  from: 2027-06-01
  reaches: everyone at once
}
"""
    + SEATS
    + """
# ---- What it costs ----

# Only until spring.
schedule list "List" graduated per seat per month until spring {
  seats | USD
  1 to 10 | 9.00
  11 and up | 8.00
}

# The list of spring.
schedule list "New list" graduated per seat per month from spring {
  seats | USD  # the head
  1 to 1,000 | 11.00
  1001 and up | 10.00
  1 to 1000 | 12.00 from summer  # dearer

  # Standing alone.

  # the last row ends here
}

plan basic "Basic" {
  # who is billed how often
  cycle: month when currency = USD
  cycle: year otherwise  # never reached
  # in spring by the quarter
  cycle: quarter when currency = USD from spring  # quarters
  anchor: subscription day
  term: 12 months from spring until summer

  charge user_seats "Users" {
    for: user
    price: list
    quantity: contracted
    bill: in advance
    # gone in summer
    minimum: 5.00 USD per month,  # a line
             before discounts until summer
  }
}

addon audit "Audit" for basic {
  never with: vault or other  # both

  charge audit_fee "Audit" {
    price: 3.00 USD per month
    bill: in advance
  }
}

addon vault "Vault" for basic until spring {
  charge vault_fee "Vault" {
    price: 3.00 USD per month
    bill: in advance
  }
}

addon other "Other" for basic until summer {
  charge other_fee "Other" {
    price: 3.00 USD per month
    bill: in advance
  }
}
# The end.
"""
)


def checked(text: str, **libraries: str) -> Checked:
    sources = {f"{name}.seat": SourceText(f"{name}.seat", body) for name, body in libraries.items()}
    outcome = check({"p.seat": SourceText("p.seat", text), **sources}, "p.seat", language())
    assert not outcome.has_errors, [f"{one.code} {one.message}" for one in outcome.diagnostics]
    return outcome.value


def shown(policy: Checked, number: int) -> str:
    written = shown_text("p.seat", policy, policy.texts[number]).value
    assert written is not None
    return written


def body(text: str) -> str:
    """From the first plan-like part on."""
    return text[text.index("# ---- What it costs") :]


SPRING_AND_SUMMER = """# ---- What it costs ----

# The list of spring.
schedule list "New list" graduated per seat per month {
  seats        | USD  # the head
  1 to 1,000   | 12.00  # dearer
  1,001 and up | 10.00

  # Standing alone.

  # the last row ends here
}

plan basic "Basic" {
  # in spring by the quarter
  cycle:   quarter when currency = USD  # quarters
  # who is billed how often
  cycle:   month when currency = USD
  cycle:   year otherwise  # never reached
  anchor:  subscription day

  charge user_seats "Users" {
    for:       user
    price:     list
    quantity:  contracted
    bill:      in advance
  }
}

addon audit "Audit" for basic {
  charge audit_fee "Audit" {
    price:  3.00 USD per month
    bill:   in advance
  }
}
# The end.
"""


def test_lines_and_their_comments_stand_where_they_are_tried() -> None:
    policy = checked(DATED)
    number = [text.changes for text in policy.texts].index(("spring", "summer"))
    assert body(shown(policy, number)) == SPRING_AND_SUMMER


@pytest.mark.parametrize(
    ("changes", "present", "absent"),
    [
        ((), ["# Only until spring.", "# gone in summer", "before discounts", "vault or other  # both", "addon vault"],
         ["# The list of spring.", "quarter", "term:", "# dearer"]),
        (("spring",), ["# The list of spring.", "term:    12 months", "never with:  other  # both"],
         ["# Only until spring.", "addon vault", "# dearer"]),
        (("summer",), ["# Only until spring.", "never with:  vault  # both"], ["term:", "# gone in summer", "addon other"]),
    ],
)  # fmt: skip
def test_what_is_not_in_force_is_gone_with_its_comments(
    changes: tuple[str, ...], present: list[str], absent: list[str]
) -> None:
    policy = checked(DATED)
    text = body(shown(policy, [one.changes for one in policy.texts].index(changes)))
    assert [words for words in present if words not in text] == []
    undated = text.replace("# Only until spring.", "") if "# Only until spring." in present else text
    assert [words for words in (*absent, "until", "spring {", "change ") if words in undated] == []


def test_libraries_stand_behind_the_policy() -> None:
    amounts = "amount low = 5.00 USD\namount high = 9.00 USD until spring\namount high = 8.00 USD from spring\n"
    library = f"# Shared limits.\n{amounts}"
    text = DATED + 'use "limits.seat"\nrequire that total < high before invoice\n'
    policy = checked(text, limits=library)
    for number, amount in ((0, "9.00"), (1, "8.00")):
        written = shown(policy, number)
        assert written.endswith(
            f'\n# From the library "limits.seat".\n\n# Shared limits.\namount low = 5.00 USD\namount high = {amount} USD\n'
        )
        assert "use " not in written


# ---- what holds for every policy -------------------------------------------------------------------------------------


def every_text() -> list[tuple[str, str]]:
    return [(path.parent.name, path.read_text(encoding="utf-8")) for path in policies()] + [("dated", DATED)]


@pytest.mark.parametrize(("name", "text"), every_text(), ids=lambda value: value if len(value) < 60 else "")
def test_shown_again_it_is_the_same_and_means_the_same(name: str, text: str) -> None:
    policy = checked(text)
    for number, one in enumerate(policy.texts):
        written = shown(policy, number)
        again = checked(written)
        assert [each.changes for each in again.texts] == [()]
        assert canonical(again.texts[0].policy) == canonical(one.policy)
        assert shown(again, 0) == written


def test_a_policy_without_changes_is_shown_as_it_is_formatted() -> None:
    for path in policies():
        text = path.read_text(encoding="utf-8")
        if not re.search(r"(?m)^(change|use) ", text):
            assert shown(checked(text), 0) == text


DATES = ("", " from spring", " until spring", " from summer", " until summer", " from spring until summer")
LINES = (
    "    lines: one per change",
    "    minimum: 5.00 USD per month when currency = USD",
    "    minimum: 6.00 USD per month, prorated",
    "    # a remark",
    "",
    "    maximum: 90.00 USD per month  # behind",
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(DATES)), max_size=7))
def test_drawn_lines_with_dates(drawn: list[tuple[str, str]]) -> None:
    lines = [line + dates if line.strip().startswith(("lines", "min")) else line for line, dates in drawn]
    lines = [line.replace("  # behind", f"{dates}  # behind") for line, (_, dates) in zip(lines, drawn, strict=True)]
    text = DATED.replace("    bill: in advance\n    # gone", "\n".join(["    bill: in advance", *lines, "    # gone"]), 1)
    outcome = check({"p.seat": SourceText("p.seat", text)}, "p.seat", language())
    if outcome.has_errors:
        return
    for number, one in enumerate(outcome.value.texts):
        again = checked(shown(outcome.value, number))
        assert canonical(again.texts[0].policy) == canonical(one.policy)


# ---- the command -----------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["show", *arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.fixture
def dated(tmp_path: Path) -> str:
    path = tmp_path / "dated.seat"
    path.write_text(DATED, encoding="utf-8")
    return str(path)


def test_a_day_and_a_customer(capsys: pytest.CaptureFixture[str], dated: str) -> None:
    code, out, err = run(capsys, dated, "--as-of", "2027-06-01")
    assert (code, err) == (0, "")
    assert out.endswith(SPRING_AND_SUMMER)
    old = run(capsys, dated, "--as-of", "2027-06-01", "--customer-since", "2026-05-01")[1]
    assert "# Only until spring." in old
    renewed = run(capsys, dated, "--as-of", "2027-06-01", "--customer-since", "2026-05-01", "--renewed-on", "2027-05-01")[1]
    assert renewed == out
    assert run(capsys, dated)[1] == run(capsys, dated, "--as-of", "2026-01-01")[1]


def test_a_renewal_that_is_not_named_is_told_to_be_none(capsys: pytest.CaptureFixture[str], dated: str) -> None:
    """`spring` reaches old customers at renewal, or by 2028-03-01; `summer` reaches everyone at once."""
    old = ("--customer-since", "2026-05-01")
    told = "no renewal since 2026-05-01 is assumed, so `spring` has not reached this customer"
    assert told in run(capsys, dated, "--as-of", "2027-06-01", *old)[2]
    assert "`--renewed-on DAY`" in run(capsys, dated, "--as-of", "2027-06-01", *old)[2]
    for day, more in (
        ("2027-02-28", old),
        ("2028-03-01", old),
        ("2027-06-01", ()),
        ("2027-06-01", (*old, "--renewed-on", "2027-05-01")),
        ("2027-06-01", (*old, "--renewed-on", "2026-11-01")),
    ):
        assert run(capsys, dated, "--as-of", day, *more)[2] == ""


EXAMPLES = """
example "first price" {
  given:   plan = basic, seats of user = 2, as_of = 2026-05-01
  expect:  user_seats = 18.00 USD
}

# The rise.
example "spring price" {
  given:   plan = basic, seats of user = 2, as_of = 2027-04-01, starts_on = 2027-04-01
  expect:  user_seats = 66.00 USD
}

# One row a text.
example "day by day" {
  given:  plan = basic, seats of user = 1
  given starts_on | given as_of | expect user_seats
  # before any change
  2026-02-01      | 2026-02-01  |  9.00 USD
  # a customer of before, whom spring reaches at renewal
  2026-02-01      | 2027-05-01  |  9.00 USD
  # new in spring, by the quarter
  2027-03-01      | 2027-03-01  | 33.00 USD
}

example "only in summer" from summer {
  given:   plan = basic, seats of user = 1, as_of = 2027-06-01, starts_on = 2027-06-01
  expect:  total = 36.00 USD
}
"""
"""9.00 a month before spring; 11.00 × 3 months from spring, 12.00 × 3 with summer."""


@pytest.mark.parametrize(
    ("arguments", "kept", "left_out"),
    [
        (["--as-of", "2026-06-01"], ["first price", "9.00 USD\n"], "2 cases of examples are"),
        (["--as-of", "2027-04-01"], ["spring price", "33.00 USD\n"], "3 cases of examples are"),
        (["--as-of", "2027-04-01", "--customer-since", "2026-06-01"], ["first price"], "2 cases of examples are"),
        (["--as-of", "2027-07-01"], ["only in summer"], "5 cases of examples are"),
    ],
)  # fmt: skip
def test_examples_of_other_texts_are_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], kept: list[str], left_out: str
) -> None:
    path = tmp_path / "dated.seat"
    path.write_text(DATED + EXAMPLES, encoding="utf-8")
    assert main(["test", str(path)]) == 0
    capsys.readouterr()
    code, out, err = run(capsys, str(path), *arguments)
    assert code == 0
    assert [words for words in kept if words not in out] == []
    assert f"{left_out} left out, because on their days their customers have another text" in err
    assert passes(capsys, tmp_path, out)
    assert out.count("example ") >= 1


@pytest.mark.parametrize("day", ["2026-01-01", "2027-02-28", "2027-03-01", "2027-06-01", "2028-03-01", "2029-01-01"])
@pytest.mark.parametrize("since", ["", "2026-02-01", "2027-05-31"])
def test_whatever_is_shown_passes_its_examples(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, day: str, since: str
) -> None:
    path = tmp_path / "dated.seat"
    path.write_text(DATED + EXAMPLES, encoding="utf-8")
    if since > day:
        return
    code, out, _ = run(capsys, str(path), "--as-of", day, *(("--customer-since", since) if since else ()))
    assert code == 0
    assert passes(capsys, tmp_path, out)


def passes(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> bool:
    """Whether a text that was shown checks without an error, and none of its examples fails."""
    shown_file = folder / "shown.seat"
    shown_file.write_text(text, encoding="utf-8")
    codes = main(["check", str(shown_file)]), main(["test", str(shown_file)])
    capsys.readouterr()
    return codes == (0, 0)


@pytest.mark.parametrize("path", policies(), ids=lambda path: path.parent.name)
def test_what_is_shown_of_a_policy_passes_its_examples(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, path: Path
) -> None:
    policy = check_path(str(path)).value
    assert policy is not None
    days = {policy.effective, *(change.first for change in policy.changes), date(2029, 2, 28)}
    for day in sorted(day for day in days if day >= policy.effective):
        code, out, _ = run(capsys, str(path), "--as-of", day.isoformat())
        assert code == 0
        assert passes(capsys, tmp_path, out), f"{path.parent.name} as of {day}"


def test_the_model(capsys: pytest.CaptureFixture[str], dated: str) -> None:
    code, out, _ = run(capsys, dated, "--as-of", "2027-03-01", "--model")
    made = json.loads(out)
    assert code == 0
    assert out == json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert (made["as_of"], made["customer_since"], made["changes"]) == ("2027-03-01", "2027-03-01", ["spring"])
    tiers = made["model"]["schedules"]["list"]["tiers"]
    assert [tier["cells"]["USD"]["rate"] for tier in tiers] == ["11", "10"]
    assert [tier["high"] for tier in tiers] == ["1000", None]
    assert '"at"' not in out
    places = run(capsys, dated, "--model", "--places")[1]
    assert f'"at": "{dated}:' in places
    assert "float" not in str({type(value) for value in _values(made)})


def _values(part: object) -> list[object]:
    if isinstance(part, dict):
        return [value for one in part.values() for value in _values(one)]
    return [value for one in part for value in _values(one)] if isinstance(part, list) else [part]


def test_json_and_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((HEAD + SEATS + PLAN).encode())))
    code, out, _ = run(capsys, "-", "--format", "json")
    made = json.loads(out)
    assert code == 0
    assert made["schema_version"] == "1.0"
    assert made["text"].startswith('policy test "Test" {')


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as-of", "2025-12-31"], "nothing is in force on 2025-12-31"),
        (["--as-of", "2027-02-30"], "`--as-of 2027-02-30` is no date"),
        (["--as-of", "2027-01-01", "--customer-since", "2027-01-02"], "on 2027-01-01 nobody is a customer since 2027-01-02"),
        (["--as-of", "2027-01-01", "--renewed-on", "2026-12-31"], "a renewal on 2026-12-31 does not lie between"),
    ],
)
def test_questions_without_an_answer(
    capsys: pytest.CaptureFixture[str], dated: str, arguments: list[str], message: str
) -> None:
    code, out, err = run(capsys, dated, *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_a_policy_with_errors_is_not_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "wrong.seat"
    path.write_text(HEAD + SEATS + PLAN.replace("user_seats", "user"), encoding="utf-8")
    code, out, err = run(capsys, str(path))
    assert (code, out) == (1, "")
    assert err.startswith("NM202 ")
    assert run(capsys, str(tmp_path / "none.seat"))[0] == 2
