"""The short way of histories in which only counts change: the same invoices, lines, steps and all, as the whole way makes,
and the same as the reference engine's."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from seatpolicy.diagnostics.outcome import Diagnostics
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.python.only_counts import series as short
from seatpolicy.engines.python.only_counts.whole_lines import WholeLines
from seatpolicy.engines.python.over_time.invoices import History
from seatpolicy.engines.python.programs import Programs
from tests.differential.history_bills import account_of, by_reference, different, policy_of
from tests.properties.histories import ANCHORS, MEASURES

MORE = ("charged on the next invoice", "charged at once")
FEWER = (
    "credited at what was billed, on the next invoice", "credited at what was billed, at once",
    "no credit until the next cycle", "credited in full, on the next invoice",
)  # fmt: skip
ROUNDINGS = ("half up to the cent", "half even to the cent", "up to 0.05", "floor to the cent", "half down to whole numbers")
PRICES = (
    "list_1", "list_2", "list_3", "7.31 USD per seat per month", "20.00 USD per started pack of 5 per month",
    "1.9 USD per seat per day", "0.4 USD per seat per week",
)  # fmt: skip
QUANTITIES = ("contracted", "contracted, at least 3", "contracted, at most 40", "contracted, in packs of 5")
SCHEDULES = """
schedule list_1 "List" graduated per seat per month {
  seats | USD
  1 to 5 | 10.00
  6 to 20 | 7.77
  21 and up | 3.33
}
schedule list_2 "Volume" volume per seat per month {
  total seats | USD
  1 to 10 | 10.01
  11 to 30 | 8.00
  31 and up | 3.00 + flat 5.00
}
schedule list_3 "Stairs" stairstep per seat per month {
  total seats | USD
  1 to 8 | flat 50.00
  9 to 25 | flat 99.99
  26 and up | flat 150.00
}
"""
DISCOUNTS = """
discount yearly "A share" {
  off: 12.5% of everything
  when: billing = annual
}
discount partner "Another" {
  off: 3% of charge_0
}
combine {
  order: yearly, then partner
  each: off what is left
  together: at most 14% off list, on each line
}
"""


def drawn(number: int) -> tuple[str, str]:
    """A policy with one or two charges and perhaps a fee, and an account of which only counts change."""
    r = Random(number)
    kept = r.randrange(2) == 0
    day_cycle = r.randrange(5) == 0
    prices = [one for one in PRICES if ("per day" in one or "per week" in one) == day_cycle]
    charges = [(r.choice(prices), r.choice(QUANTITIES)) for _ in range(r.choice((1, 1, 2)))]
    cycle = r.choice(("14 days", "week")) if day_cycle else r.choice(("month", "month", "quarter", "year"))
    anchor = "subscription day" if day_cycle else r.choice(ANCHORS)
    measure = "days over the cycle" if day_cycle else r.choice([one for one in MEASURES if "seconds" not in one])
    blocks = "".join(
        f'  charge charge_{n} "Charge {n}" {{\n    for: seat_{n}\n    price: {price}\n    quantity: {quantity}\n'
        "    bill: in advance\n  }\n"
        for n, (price, quantity) in enumerate(charges)
    )
    if r.randrange(5) < 2 and not day_cycle:
        blocks += '  charge fee "Fee" {\n    price: 9.99 USD per month\n    bill: in advance\n  }\n'
    seats = "".join(f'seat seat_{n} "Seat {n}" {{\n  held by: role_{n}\n}}\n' for n in range(len(charges)))
    roles = ", ".join(f"role_{n}" for n in range(len(charges)))
    order = " else ".join(f"seat_{n}," for n in range(len(charges))).rstrip(",")
    policy = (
        'policy test "Test" {\n  language: 1\n  version: "1"\n  owner: "a@b.example", backup "c@d.example"\n'
        '  effective: from 2025-01-01\n  time zone: "Europe/Berlin"\n  currencies: USD\n'
        f"  rounding: {r.choice(ROUNDINGS)} on each line\n}}\n"
        f"facts {{\n  billing of account: one of monthly, annual\n  roles of person: any of {roles}\n}}\n{seats}"
        f"counting {{\n  one person: one seat, as {order}\n}}\n{SCHEDULES if 'list_' in blocks else ''}"
        f'plan team "Team" {{\n  cycle: {cycle}\n  anchor: {anchor}\n{blocks}}}\n'
        f"proration {{\n  measure: {measure}\n  more seats: {r.choice(MORE)}\n  fewer seats: {r.choice(FEWER)}\n}}\n"
        f"{DISCOUNTS if kept else ''}"
    )
    counts = [r.randint(0, 30) for _ in charges]
    lines = [f"facts: {{billing: {r.choice(('monthly', 'annual'))}}}", "subscription: {start: 2026-01-31}"]
    lines.append(f"seats: {{{', '.join(f'charge_{n}: {count}' for n, count in enumerate(counts))}}}")
    lines.append("events:")
    for number_ in range(r.choice((3, 12, 40))):
        day = date(2026, 1, 31) + timedelta(days=r.randint(1, 130) if number_ else r.choice((0, 40)))
        n = r.randrange(len(charges))
        at = f"{day}T{r.randint(0, 22):02}:{r.randint(0, 59):02}:{number_:02}Z" if day > date(2026, 1, 31) else f"{day}"
        lines.append(f"  - {{id: e{number_}, at: {at}, type: seats_changed, charge: charge_{n}, to: {r.randint(0, 45)}}}")
    return policy, "\n".join(lines) + "\n"


UNTIL = date(2026, 7, 1)


def lines_made(number: int, programs: Programs, by_days: bool = True) -> int:
    """In how many lines the short way ends, 0 where it is not the account's; asserts that it ends like the whole way, and,
    if that is asked for, like the reference engine."""
    text, document = drawn(number)
    policy = policy_of(text)
    account = account_of(document, policy)
    made = short.short_series(programs, policy, account, UNTIL)
    if made is None:
        return 0
    said = "\n".join([f"number {number}", text, document])
    whole = History(programs, policy, account).series(UNTIL)
    assert not whole.diagnostics, said
    assert len(made) == len(whole.value), said
    for one, other in zip(made, whole.value, strict=True):
        assert isinstance(one.lines, WholeLines)
        assert one == other, said
    found = different(by_reference(policy, account, UNTIL), (list(made), Diagnostics())) if by_days else []
    assert not found, "\n".join([*found, said])
    return sum(len(one.lines) for one in made)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Programs:
    monkeypatch.setattr(short, "FEW", 0)
    return Programs()


def test_the_short_way_ends_like_the_whole_one(programs: Programs) -> None:
    made = [lines_made(number, programs, number < 2) for number in range(9)]
    assert sum(map(bool, made)) >= 8
    assert sum(made) > 80


def test_units_that_went_at_no_other_price_are_not_given_back(programs: Programs) -> None:
    """Number 219: of 44 seats 29 are left at the same price of a stairstep, then 5: those from 29 on come back, not 44."""
    assert lines_made(219, programs)


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(100, 2100, 100))
def test_the_short_way_ends_like_the_whole_one_at_length(hundred: int, programs: Programs) -> None:
    for number in range(hundred, hundred + 100):
        lines_made(number, programs)


PLAIN = drawn(31)
PAUSED = "  - {id: p, at: 2026-03-01, type: paused}"
LATE = "  - {id: l, at: 2026-02-03, recorded_at: 2026-03-05, type: seats_changed, charge: charge_0, by: 1}"
NEVER = "  - {id: c, at: 2026-07-01, type: correction, corrects: e0, never_happened: yes}"
SOMEBODY = "people: [{id: u-1, status: active, roles: [role_0], accepted_on: 2026-01-31}]"
OTHERWISE = {
    "a pause": f"events:\n{PAUSED}\n",
    "what is recorded late": f"events:\n{LATE}\n",
    "a correction": f"events:\n{NEVER}\n",
    "people": f"{SOMEBODY}\nevents:\n",
    "what was billed": "billed: []\nevents:\n",
}
TEXTS = {
    "a minimum": ("  charge charge_0", "  minimum: 10.00 USD per month\n  charge charge_0"),
    "rounding of the total": ("on each line", "on the total"),
    "what must be known": ("facts {", "require country before invoice\nfacts {"),
    "a day not charged": ("proration {\n", "proration {\n  first day: not charged\n"),
    "a price by the day": ("    price:", "    price: 1.00 USD per seat per month when as_of < 2026-02-20\n    price:"),
    "a trial": ("  charge charge_0", "  trial: 10 days\n  charge charge_0"),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERWISE)
def test_other_histories_go_the_whole_way(what: str, programs: Programs) -> None:
    text, document = PLAIN
    policy = policy_of(text)
    assert short.short_series(programs, policy, account_of(document, policy), UNTIL)
    other = document.replace("events:\n", OTHERWISE[what])
    assert short.short_series(programs, policy, account_of(other, policy), UNTIL) is None


@pytest.mark.parametrize("what", TEXTS)
def test_other_policies_go_the_whole_way(what: str, programs: Programs) -> None:
    text, document = PLAIN
    old, new = TEXTS[what]
    assert old in text
    policy = policy_of(text.replace(old, new, 1))
    assert short.short_series(programs, policy, account_of(document, policy), UNTIL) is None


def test_few_accounts_are_not_worth_it() -> None:
    text, document = PLAIN
    policy, programs = policy_of(text), Programs()
    account = account_of(document, policy)
    assert len(account.events) < short.MANY
    made = [short.short_series(programs, policy, account, UNTIL) for _ in range(short.FEW + 1)]
    assert made[: short.FEW] == [None] * short.FEW
    assert made[-1] is not None


def test_the_engine_goes_the_short_way(programs: Programs) -> None:
    text, document = PLAIN
    policy = policy_of(text)
    account, engine = account_of(document, policy), PythonEngine()
    (*_, last) = engine.series(policy, account, UNTIL).value
    assert isinstance(last.lines, WholeLines)
    assert engine.bill(policy, account, UNTIL).value == last
    whole = History(programs, policy, account).series(UNTIL).value[-1]
    assert [line.amount for line in last.lines] == [line.amount for line in whole.lines]
