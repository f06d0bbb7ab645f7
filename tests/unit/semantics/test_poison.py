"""What a lost line or a lost name would have said: nothing is made of its absence, and what is seen all the same is told."""

from __future__ import annotations

import pytest

from seatpolicy.diagnostics.diagnostic import Diagnostic
from tests.unit.semantics.charged import MONTHLY, PARTS, SEATS, charged, plan, policy
from tests.unit.semantics.policy_under_test import findings
from tests.unit.semantics.priced import priced

CYCLES = "cycle: year when billing = annual; cycle: month otherwise; anchor: subscription day"
TERMS = "term: 12 months when billing = annual; term: 1 month otherwise"
METERED = "for: exports; price: 0.10 USD per unit; quantity: used; bill: in arrears"
TABLE = """
table t "T" gives percent {
  billing | t
  monthly | 0%
  annual  |   10%
}

discount d "D" {
  off: t of team_fee
}
"""
EXAMPLE = """
example "one" {
  given:  plan = team, currency = USD, billing = monthly
  expect: total = 10.00 USD
}
"""
TIERS = "seats | USD; 1 to 10 | 50; 21 and up | 30"
TIERS_OF = """
schedule list "List" graduated per seat per month {
  seats    | USD
  1 to 10  | 50.00
  11 and up | 40.00
}
"""
SHARED = METERED.replace("0.10 USD per unit", "shares").replace("exports", "sales")
SHARES = """
meter {
  sales: money, sum of the cycle
}

schedule shares "Shares" graduated {
  units    | USD
  0 and up | 1.5%
}
"""
HEAD = 'schedule list "List" graduated per seat per month {'


ASIDE = ("BS109", "NM209", "NM210")
"""What these policies leave unused."""


def told(text: str) -> list[Diagnostic]:
    return [found for found in findings(text) if found.code not in ASIDE]


def codes(text: str) -> list[str]:
    return [found.code for found in told(text)]


def test_an_otherwise_below_a_lost_line_follows_something() -> None:
    text = charged(lines=CYCLES)
    assert codes(text.replace("cycle: year", "ccyle: year")) == ["SY110"]
    assert codes(text.replace("  cycle: year when billing = annual\n", "")) == ["RQ403"]
    # A line that another block lost has nothing to do with it.
    alone = text.replace("  cycle: year when billing = annual\n", "").replace("held by:   guest", "hled by:   guest")
    assert sorted(codes(alone)) == ["RQ403", "SY110"]


def test_what_an_otherwise_below_a_lost_line_covers_is_not_known() -> None:
    text = charged(lines=f"{CYCLES}; {TERMS}")
    assert codes(text) == []
    assert codes(text.replace("term: 12", "trem: 12")) == ["SY110"]
    assert codes(text.replace("term: 12 months when billing", "term: 12 months when bliling")) == ["NM201"]
    assert codes(text.replace("12 months when billing = annual", "12 months when billing = monthly")) == ["PN312"]


def test_a_table_whose_first_row_is_lost_has_no_columns_to_judge() -> None:
    text = charged(also=TABLE)
    assert codes(text) == []
    assert codes(text.replace("  billing | t\n", "  billing | t please\n")) == ["SY118"]
    assert codes(text.replace("  billing | t\n", "  billing | t please\n").replace("   10%", "   annual")) == ["SY118"]
    # Another lost row leaves the first one what it is.
    other = text.replace("  billing | t\n", "  billing | s\n").replace("10%", "10% please")
    assert sorted(codes(other)) == ["SY118", "TY321"]


def test_a_misspelt_table_is_one_finding() -> None:
    (found,) = told(charged(also=TABLE).replace('table t "T"', 'table tt "T"'))
    assert (found.code, found.fix) == ("TY321", None)
    assert "`t`" in found.hint
    unused = TABLE.replace("t of team_fee", "10% of team_fee").replace("table t", "table tt")
    (found,) = findings(charged(also=unused), "TY321")
    assert found.fix is not None


def test_what_a_charge_counts_is_not_known_where_its_name_is_lost() -> None:
    text = charged(METERED)
    assert codes(text.replace("exports:  count", "exports:  cuont")) == ["SY118"]
    assert codes(text.replace("exports:  count", "exprots:  count")) == ["NM201"]
    assert codes(text.replace("for: exports", "for: user").replace("per unit", "per seat")) == ["BS121"]


def test_a_plan_may_have_the_name_that_is_lost() -> None:
    text = policy(plan("team"), plan("other"), EXAMPLE)
    assert codes(text) == []
    assert codes(text.replace('plan team "', 'plan "')) == ["SY113"]
    assert codes(text.replace("plan = team", "plan = taem")) == ["TY303"]
    asked = text.replace("cycle: month\n", "cycle: month when plan = team\n  cycle: year otherwise\n", 1)
    assert codes(asked.replace('plan team "', 'plan "')) == ["SY113"]
    assert codes(asked.replace("when plan = team", "when plan = taem")) == ["TY303"]


def test_a_misspelt_plan_is_one_finding() -> None:
    moved = SEATS + "; limit: at most 5, then plan other"
    text = policy(plan("team", moved), plan("other"), EXAMPLE.replace("plan = team", "plan = other"))
    (found,) = told(text.replace('plan other "', 'plan ohter "'))
    assert (found.code, [related.span.text for related in found.related]) == ("NM201", ["other"])
    assert found.fix is not None
    assert len(found.fix.edits) == 2


def test_gaps_between_tiers_are_seen_below_a_spoilt_head() -> None:
    text = priced(TIERS)
    assert codes(text) == ["TR201"]
    assert sorted(codes(text.replace("per seat per month {", "per seat monthly {"))) == ["SY113", "TR201"]
    # Without its name nobody knows which charge it prices, and so which counts there can be.
    assert codes(text.replace("schedule list ", "schedule ")) == ["SY113"]
    # A row that is lost may have held the counts.
    assert len(codes(text.replace("21 and up", "21 and upp"))) == 1
    assert "TR201" not in codes(text.replace("21 and up", "21 and upp"))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("1 to 10 | 50; 5 and up | 30", "TR202"),
        ("10 to 1 | 50; 11 and up | 30", "TR213"),
        ("11 and up | 50; 1 to 10 | 30", "TR212"),
        ("1 and up | 50; 11 and up | 30", "TR214"),
    ],
)
def test_rows_are_judged_below_a_head_that_cannot_be_read(rows: str, code: str) -> None:
    text = priced(f"seats | USD; {rows}")
    assert code in codes(text)
    spoilt = text.replace(HEAD, 'schedule list "List" tiered per seat whatever you like {')
    assert sorted(codes(spoilt)) == ["SY117", code]


def test_gaps_below_a_head_that_cannot_be_read_wait() -> None:
    spoilt = priced(TIERS).replace(HEAD, 'schedule list "List" tiered per seat whatever you like {')
    assert "TR201" not in codes(spoilt)
    total = priced("total seats | USD; 1 to 10 | 50; 5 and up | 30", "volume per seat per month").replace(
        "volume per seat per month", "whatever you like"
    )
    assert [found.message for found in findings(total, "TR202")] == ["5 to 10 seats have two prices"]


def test_what_a_lost_head_row_counts_is_not_known() -> None:
    text = priced("total seats | USD; 1 to 10 | flat 50.00; 11 and up | flat 90.00", "stairstep per month")
    assert codes(text) == []
    assert codes(text.replace("seats | USD", "seats | USD please")) == ["SY118"]
    assert sorted(codes(text.replace("seats | USD", "units | USD"))) == ["MN762"]


@pytest.mark.parametrize("name", ["user", "guest"])
def test_a_misspelt_seat_is_one_finding(name: str) -> None:
    both = policy(plan("team", SEATS.replace("user", "user and guest").replace("contracted", "billable")))
    (found,) = findings(both.replace(f'seat {name} "', f'seat {name}s "'))
    assert found.code == "NM201"


def test_a_seat_order_that_names_all_its_seats_is_judged() -> None:
    text = charged().replace("as user, else guest", "as user").replace("any of admin", "any of owner, admin")
    assert "ST003" in codes(text.replace("held by:   guest", "held by:   user or guest"))


def test_a_rule_about_a_lost_fact_may_fit_somebody() -> None:
    fact = "  left of person:       optional date\n"
    text = charged().replace("  pilot of", fact + "  pilot of").replace("quantity: contracted", "quantity: billable")
    rule = "  billable:  while active when left is known and left in the last 9 days\n"
    text = text.replace("  billable:  while active\n", rule, 1)
    assert codes(text) == []
    assert len(codes(text.replace("left of person:", "left of person"))) == 1
    assert codes(text.replace("left is known and left in the last 9 days", "sites < 1 and sites > 1")) == ["BS111"]


TIERED = "quantity: contracted, average of the cycle, tier of the last count; lines: one per tier"
APPROVALS = """
approvals {
  ladder:      manager < vp
  answer:      within 24 hours, then manager

  rule big "Big" {
    when:   arr >= 9,000 USD
    then:   needs vp
  }
}

release {
  rule dearer "Dearer" {
    when:   raises_price
    then:   needs vp
  }
}
"""
SIGNAL = """
signal idle "Idle" {
  for each:  person
  when:      last_used < 2026-02-01
  tell:      owner
}
"""
FOLLOWS = [
    (charged(f"for: user; price: list; {TIERED}; bill: in arrears", also=TIERS_OF), "price: list", "BS129", "BS132"),
    (charged("for: user; price: 9.00 USD per started pack of 5 per month; quantity: contracted; "
             "included: 5 per month, after packs; bill: in advance"), "price: 9.00", "BS128"),
    (charged("for: exports; price: 0.10 USD per unit; quantity: used; bill: as used"), "for: exports", "BS123"),
    (charged(SEATS + "; lines: one per seat"), "for: user", "BS132"),
    (charged(SHARED, also=SHARES), "for: sales", "TR217"),
    (charged(SHARED, also=SHARES), "sales:", "TR217"),
    (charged(also=APPROVALS), "ladder:", "AU514"),
    (charged(also=SIGNAL), "for each:", "TY307"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "codes"), [(text, line, codes) for text, line, *codes in FOLLOWS])
def test_what_follows_from_a_lost_line_is_not_told(text: str, line: str, codes: list[str]) -> None:
    """The line with a mistake is one finding; left out, the line is missed by name or by what follows."""
    (row,) = [row for row in text.split("\n") if row.strip().startswith(line)]
    assert not {found.code for found in findings(text)} & {*codes, "RQ401"}
    lost = [found.code for found in told(text.replace(row, f"{row} )"))]
    assert len(lost) == 1
    assert lost[0].startswith("SY")
    assert {found.code for found in findings(text.replace(f"{row}\n", ""))} & {*codes, "RQ401", "NM201"}


def test_a_misspelt_measure_of_a_limit_is_one_finding() -> None:
    limit = APPROVALS.replace("  rule big", """  limit any "Any" on line_exception {
    line_exception    | verdict
    up to 20%         | manager
    above             | vp
  }

  rule big""", 1)
    assert codes(charged(also=limit)) == []
    assert codes(charged(also=limit.replace("on line_exception", "on lnie_exception"))) == ["NM201"]
    assert codes(charged(also=limit.replace("    line_exception  ", "    year_discount   "))) == ["AU517"]


def test_the_head_of_a_policy_waits_for_renewals_of_an_earlier_text() -> None:
    for reach in ("everyone at renewal", "new customers at once, others at renewal"):
        assert codes(charged(SEATS, MONTHLY, PARTS, head=f"reaches: {reach}")) == []
