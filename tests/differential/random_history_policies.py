"""A number in, a policy with every word of proration somewhere out, as a text.

The same number gives the same texts. Some policies are not valid (a term that is no number of cycles, say): whoever draws
takes the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.differential.price_text import block

HEAD = [
    "language: 1",
    'version: "1"',
    'owner: "a@b.example", backup "c@b.example"',
    "effective: from 2025-01-01",
    "currencies: USD",
]
FACTS = ["billing of account: one of monthly, annual", "desks of account: count", "roles of person: any of member"]
MEASURES = (
    "days over the cycle",
    "days over the cycle, months counted as 30 days",
    "days over the month",
    "days over the calendar month",
    "days over 30 days per month",
    "days over 360 days per year",
    "seconds over the cycle",
    "whole cycles",
)
MORE = (
    "charged on the next invoice",
    "charged at once",
    "charged at the month mark",
    "charged at the quarter mark",
    "charged at renewal",
    "no charge until the next cycle",
    "no charge until renewal",
    "no charge until the quarter mark",
)
OVER = (
    "each day",
    "highest of the cycle",
    "lowest of the cycle",
    "first of the cycle",
    "last of the cycle",
    "average of the cycle",
    "distinct of the cycle",
)
WHEN = ("on the next invoice", "at once", "at the month mark", "at the quarter mark", "at renewal")
FEWER = (
    "no credit until the next cycle",
    "no credit until renewal",
    "no credit until the next cycle, after 10 days of notice",
    *(f"credited at what was billed, {when}" for when in WHEN),
    *(f"credited at what was billed less the used part, {when}" for when in WHEN[:3]),
    "credited in full, at once",
    "credited at what was billed, at once, to account credit for 2 months",
    "credited at what was billed, on the next invoice, as a refund",
)
PER = {
    "month": "month",
    "quarter": "month",
    "half year": "month",
    "year": "month",
    "week": "week",
    "30 days": "cycle",
}
SCHEDULES = {
    "steps": ("graduated", ("1 to 3 | 10.00", "4 to 8 | 8.00 + flat 5.00", "9 and up | 6.50")),
    "volumes": ("volume", ("1 to 4 | 10.00", "5 to 9 | 9.00", "10 and up | 7.25")),
    "stairs": ("stairstep", ("0 to 3 | flat 30.00", "4 to 8 | flat 55.00", "9 and up | flat 99.99")),
}


class DrawnPolicy:
    """One policy, and what the account beside it must know of it."""

    def __init__(self, number: int) -> None:
        self.random = Random(f"history {number}")
        pick = self.random.choice
        self.cycle = pick(("month",) * 5 + ("quarter", "half year", "year", "year", "week", "30 days"))
        self.months = self.cycle in ("month", "quarter", "half year", "year")
        self.term = pick((0, 12, 12, 24)) if self.months else 0
        self.addons = self.chance(4)
        self.second = self.chance(5)
        self.people = self.chance(4)
        self.used = self.chance(5)
        self.charges: list[str] = []
        self.policy = self._policy()

    def chance(self, of: int) -> bool:
        """Whether something is so that is so once in so many times."""
        return self.random.randrange(of) == 0

    # ---- the policy

    def _policy(self) -> str:
        pick = self.random.choice
        head = [*HEAD, f'time zone: "{pick(("Europe/Berlin", "America/New_York", "UTC"))}"']
        point = pick(("line", "line", "line", "charge", "total"))
        where = "the total" if point == "total" else f"each {point}"
        head.append(f"rounding: {pick(('half up', 'half even', 'down', 'up'))} to the cent on {where}")
        if self.chance(6):
            head.append(f"rounding: half up to {pick(('4 decimals', '6 decimals'))} on each factor")
        if self.chance(8):
            head.append("rounding: half up to 4 decimals on each unit price")
        if self.chance(8):
            head.append("rounding: half up to 4 decimals on each step")
        if self.chance(3):
            head.append(f"remainder: to the {pick(('largest', 'first', 'last'))} line")
        facts = [f"{one}, viewer" if self.people and "roles" in one else one for one in FACTS]
        lines = block('policy drawn "Drawn"', head) + block("facts", facts)
        seat = len(lines)
        lines += block("item", ['phone: "Phone"'])
        per = PER[self.cycle]
        for name, (model, rows) in SCHEDULES.items():
            inside = [("seats" if model == "graduated" else "total seats") + " | USD", *rows]
            lines += block(f'schedule {name} "{name}" {model} per seat per {per}', inside)
        lines += self._plan("team", self.random.randint(1, 2))
        if self.second:
            lines += self._plan("works", 1)
        if self.used:
            lines += block("meter", ["calls: count, sum of the cycle"])
        if self.addons:
            lines += self._addon()
        said = self._proration(True)
        seats = "\n".join(lines).replace('"Fee"', "").split("charge ")
        if not any("for: member" in one and "bill: in advance" in one for one in seats):
            said = [one for one in said if not one.startswith(("fewer", "more", "cancellation", "change"))]
        lines += block("proration", said)
        lines += self._discounts()
        billable = self._billable() if any("quantity: billable" in line for line in lines) else []
        counting = self._counting() if self.people else []
        # Only people who are counted can try a seat.
        self.tried = self.people and not any("quantity: contracted" in line for line in lines) and self.chance(3)
        tried = [f"trial: {self.random.choice(('5 days', '10 days', '2 weeks'))}"] if self.tried else []
        seats = block('seat member "Member"', ["held by: member", *billable, *tried])
        if self.people:
            seats += block('seat viewer "Viewer"', ["held by: viewer"])
        lines[seat:seat] = seats + counting
        return "\n".join(lines) + "\n"

    def _plan(self, name: str, charges: int) -> list[str]:
        pick = self.random.choice
        anchor = self._anchor()
        inside = [f"cycle: {self.cycle}", f"anchor: {anchor}"]
        if anchor.startswith(("calendar", "day")) and self.chance(2):
            inside.append(f"first part: {pick(('billed', 'free', 'joins the next cycle'))}")
        if self.chance(6):
            inside.append(f"trial: {pick(('10 days', '2 weeks', '1 months'))}")
        if self.term:
            inside += [f"term: {self.term} months", "renews: for 12 months"]
        inside += self._bounds(6)
        for number in range(charges):
            inside += self._charge(f"{name}_seats{number}", number == 0)
        if self.used and name == "team":
            price = self.random.choice(("0.35 USD per unit", "0.10 USD per unit"))
            included = ["included: 10 per cycle"] if self.chance(2) else []
            inside += block(
                'charge calls_used "Calls"',
                ["for: calls", f"price: {price}", "quantity: used", *included, "bill: in arrears"],
            )
        if self.chance(3):
            inside += block(f'charge {name}_fee "Fee"', self._fee())
        if self.chance(4):
            inside += block("proration", self._proration(False))
        return block(f'plan {name} "{name.title()}"', inside)

    def _addon(self) -> list[str]:
        inside = self._charge("more_seats", False) if self.chance(2) else block('charge more_fee "More"', self._fee())
        return block('addon more "More" for team' + (" or works" if self.second else ""), inside)

    def _billable(self) -> list[str]:
        return [
            self.random.choice(
                ("billable: while active", "billable: while active when last_used in the last 10 days")
            )
        ]

    def _counting(self) -> list[str]:
        """What becomes of people who fall idle, leave and come back."""
        pick = self.random.choice
        said = ["one person: one seat, as member, else viewer"]
        said += ["idle: suspended after 20 days"] if self.chance(4) else []
        if self.chance(2):
            said.append(f"coming back: within {pick(('3 days', '10 days', '30 days', 'the cycle'))} continues the old seat")
        if self.chance(2):
            marks = ["the next cycle", *(["renewal"] if self.term else [])]
            marks += ["the month mark", "the quarter mark"] if self.months else []
            said.append(f"freed seat: {pick(('may be reused', 'stays taken'))} until {pick(marks)}")
        return block("counting", said)

    def _anchor(self) -> str:
        pick = self.random.choice
        ends = (
            "",
            "",
            ", last days stay last days",
            ", short months move the day for good",
            ", counted from the end of the month",
        )
        if self.cycle == "week":
            return pick(("subscription day", "calendar, weeks from monday"))
        if not self.months:
            return "subscription day"
        return pick(
            (f"subscription day{pick(ends)}", "subscription day", "calendar", "day 15 of the month", "first paid day")
        )

    def _charge(self, name: str, member: bool) -> list[str]:
        pick, per = self.random.choice, PER[self.cycle]
        self.charges.append(name)
        rates = [f"{pick(('10.00', '7.77', '12.50'))} USD per seat per {per}"] * 3
        rates += [
            f"{pick(('33.00', '9.99'))} USD per started pack of 5 per {per}",
            f"{pick(('10.00', '3.33'))} USD per seat per cycle",
        ]
        price = pick((*rates, "steps", "volumes", "stairs", "steps"))
        level = ", at 85%" if self.chance(12) else ""
        quantity = pick(
            ("contracted",) * 4 + ("contracted, at least 2", "contracted, in packs of 3", "contracted, at most 9")
        )
        inside = [f"for: {'member' if member else 'phone'}".replace("phone", "member"), f"price: {price}{level}"]
        if "pack" in price:
            quantity = "contracted"
        bill = "in advance"
        if self.people and "pack" not in quantity and self.chance(2):
            quantity = pick(("assigned", "billable"))
            self.charges.remove(name)
        if self.chance(4):
            bill = "in arrears"
            over = pick(OVER) if quantity in ("assigned", "billable") else pick(OVER[:-1])
            tier = (
                pick(("", "", ", tier of the last count", ", tier of the highest count"))
                if price in SCHEDULES
                else ""
            )
            quantity = f"{quantity}, {over}{tier}"
        inside += [f"quantity: {quantity}", f"bill: {bill}"]
        if self.chance(6):
            inside.append("lines: one per tier" if price == "steps" else "lines: one per charge")
        elif self.chance(8) and "per seat" in price:
            inside.append("lines: one per seat")
        if self.chance(8):
            inside.append("included: 1 per cycle")
        inside += self._bounds(8)
        if self.chance(6) and bill == "in advance":
            inside += block("proration", self._proration(False))
        return block(f'charge {name} "{name}"', inside)

    def _fee(self) -> list[str]:
        per = self.random.choice((PER[self.cycle], "cycle", "once"))
        return [
            f"price: {self.random.choice(('49.00', '5.55'))} USD {'once' if per == 'once' else 'per ' + per}",
            "bill: in advance",
        ]

    def _bounds(self, of: int) -> list[str]:
        pick = self.random.choice
        made = []
        if self.chance(of):
            made.append(
                f"minimum: {pick(('60.00', '33.33'))} USD per cycle, "
                f"{pick(('before', 'after'))} discounts{pick(('', ', prorated'))}"
            )
        if self.chance(of):
            made.append(
                f"maximum: {pick(('80.00', '45.45'))} USD per cycle, "
                f"{pick(('before', 'after'))} discounts{pick(('', ', prorated'))}"
            )
        if self.chance(2 * of):
            made.append(
                f"commitment: 70.00 USD per cycle, overage at {pick(('100%', '150%', '80%'))}, "
                f"shortfall {pick(('billed', 'forgiven'))}"
            )
        return made

    def _proration(self, whole: bool) -> list[str]:
        """The policy's block, which says everything that is needed; or one of a plan or charge, which says some of it."""
        pick = self.random.choice
        fixed = MEASURES if self.months else ("days over the cycle", "seconds over the cycle", "whole cycles")
        marks = self._fitting
        made = []
        if whole or self.chance(3):
            made.append(f"measure: {pick(fixed)}")
        for label in ("first day", "last day"):
            if self.chance(4):
                made.append(f"{label}: {pick(('charged', 'not charged'))}")
        if self.chance(2):
            if self.chance(4):
                made.append(f"more seats: {pick(marks(MORE))} when billing = annual")
            made.append(f"more seats: {pick(marks(MORE))}" + (" otherwise" if made and "when" in made[-1] else ""))
        if whole or self.chance(2):
            if self.chance(4):
                causes = ("cause = inactivity", "cause in (removal, suspension)", "cause = deactivation")
                made.append(f"fewer seats: {pick(marks(FEWER))} when {pick(causes)}")
                made.append(f"fewer seats: {pick(marks(FEWER))} otherwise")
            elif self.chance(4):
                made.append("fewer seats: credited in full, within 48 hours of purchase")
                made.append(f"fewer seats: {pick(marks(FEWER))}")
            else:
                made.append(f"fewer seats: {pick(marks(FEWER))}")
        if self.chance(4):
            made.append(f"cancellation: {pick(marks(FEWER))}")
        if self.chance(4):
            made.append(f"change lines: {pick(('the difference', 'credit and charge'))}")
        if whole and self.second and self.chance(2):
            made.append(
                "upgrade: now, " + pick(("same anchor", "new anchor", "new anchor, credit at most the new charge"))
            )
        if whole and self.second and self.chance(2):
            made.append(
                f"downgrade: {pick(('at the next cycle', 'at renewal') if self.term else ('at the next cycle',))}"
            )
        if self.chance(4):
            made.append(f"flat fees: {pick(('whole', 'prorated'))}")
        return made

    def _fitting(self, words: Sequence[str]) -> list[str]:
        return [one for one in words if self._fits(one)]

    def _fits(self, words: str) -> bool:
        if "renewal" in words and not self.term:
            return False
        return self.months or not ("month mark" in words or "quarter mark" in words)

    def _discounts(self) -> list[str]:
        pick = self.random.choice
        lines: list[str] = []
        names = []
        if self.chance(3):
            names.append("launch")
            offers = ("offered: from 2026-02-10 to 2026-04-20, prorated", "offered: from 2026-02-01 to 2026-03-15")
            lasting = pick(("", "", "lasts: 2 cycles", *offers))
            lines += block(
                'discount launch "Launch"',
                [f"off: {pick(('10%', '33%'))} of everything", *([lasting] if lasting else [])],
            )
        if self.chance(4):
            names.append("extra")
            off = pick(
                (
                    "20.00 USD of everything per cycle",
                    "15% of everything",
                    "50.00 USD of everything per subscription",
                    "20.00 USD of everything per cycle, prorated",
                )
            )
            lines += block('discount extra "Extra"', [f"off: {off}"])
        if len(names) > 1:
            lines += block(
                "combine", ["order: launch, then extra", f"each: {pick(('off what is left', 'off list'))}"]
            )
        return lines
