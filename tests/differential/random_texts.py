"""A number in, a policy that changes on the way and an account with a history out, as texts: prices up and down, other
counts, bounds, cycles and words of proration, charges that come and go; for everyone or for new customers, at once or
later."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.differential.random_histories import Drawn
from tests.differential.random_history_policies import MEASURES, MORE

REACHES = (
    ("everyone at once",) * 4
    + ("everyone at the next cycle", "everyone at renewal", "new customers at once, others at the next cycle")
    + ("new customers at once, others at renewal", "new customers at once, others keep theirs")
)
FIGURES = ("3.00", "9.50", "10.00", "12.00", "14.01")


class DrawnTexts:
    """One policy with one to three changes, and an account that is billed up to the day `until`."""

    def __init__(self, number: int) -> None:
        drawn = Drawn(number)
        self.random = Random(f"texts {number}")
        self.drawn = drawn
        self.until, self.account = drawn.until, self._since(drawn.account)
        self.names = [f"change{place}" for place in range(self.random.choice((1, 1, 1, 2, 2, 3)))]
        self.moved = 0
        lines = [made for line in drawn.policy.splitlines() for made in self._line(line)]
        self.policy = "\n".join([*lines, *(line for name in self.names for line in self._change(name))]) + "\n"

    def chance(self, of: int) -> bool:
        """Whether something is so that is so once in so many times."""
        return self.random.randrange(of) == 0

    def _since(self, account: str) -> str:
        """The account, which may have been a customer before its subscription."""
        if not self.chance(3):
            return account
        start = f"start: {self.drawn.start}"
        return account.replace(start, f"{start}, customer_since: {self.drawn.start - timedelta(days=200)}", 1)

    def _day(self) -> date:
        return self.drawn.start + timedelta(days=self.random.randrange(-20, (self.until - self.drawn.start).days))

    def _change(self, name: str) -> list[str]:
        first, reaches = self._day(), self.random.choice(REACHES)
        if reaches.startswith("new") and self.chance(2):
            reaches += f", everyone by {first + timedelta(days=self.random.randrange(1, 200))}"
        return [f'change {name} "{name}" {{', f"  from: {first}", f"  reaches: {reaches}", "}"]

    def _line(self, line: str) -> list[str]:
        """A line of the policy, perhaps with a newer one below it, or with a date in its head."""
        label, _, rest = line.strip().partition(": ")
        change = self.random.choice(self.names)
        other = self._other(label, rest)
        if other:
            self.moved += 1
            return [line, f"{line[: len(line) - len(line.lstrip())]}{other} from {change}"]
        head = line.strip().startswith(("charge ", "addon ", "discount ")) and line.endswith("{")
        plural = "seats0" not in line
        if head and plural and self.chance(8):
            self.moved += 1
            return [f"{line[:-1]}{self.random.choice(('from', 'until'))} {change} {{"]
        return [line]

    def _other(self, label: str, rest: str) -> str:
        """A newer text of a line; empty where it stays."""
        pick, months = self.random.choice, self.drawn.months
        if " | " in label:
            bounds, _, price = label.partition(" | ")
            if not self.chance(3) or (not price[0].isdigit() and not price.startswith("flat")):
                return ""
            flat = price.startswith("flat")
            return f"{bounds} | {'flat ' if flat else ''}{pick(FIGURES)}" + (" + flat 4.00" if "+" in price else "")
        if " when " in rest or rest.endswith("otherwise"):
            return ""
        if label == "price" and self.chance(2):
            if " USD " not in rest:
                dearer = rest if ", at" in rest else f"{rest}, at 110%"
                return f"price: {pick(('steps', 'volumes', 'stairs', 'free', rest, dearer))}"
            return f"price: {pick((*FIGURES, rest.split()[0]))} USD {rest.partition(' USD ')[2]}"
        if label == "quantity" and self.chance(6) and rest.startswith("contracted"):
            over = rest.removeprefix("contracted")
            for bound in (", at least 2", ", in packs of 3", ", at most 9"):
                over = over.replace(bound, "")
            return f"quantity: contracted{pick((', at least 5', ', at most 4', ', in packs of 2', ''))}{over}"
        if label in ("minimum", "maximum") and self.chance(3):
            return f"{label}: {pick(('20.00', '75.00'))} USD {rest.partition(' USD ')[2]}"
        if label == "measure" and self.chance(5):
            return f"measure: {pick(MEASURES if months else MEASURES[:2])}"
        if label == "more seats" and self.chance(5):
            return f"more seats: {pick([one for one in MORE if self.drawn._fits(one)])}"
        if label == "flat fees" and self.chance(3):
            return f"flat fees: {pick(('whole', 'prorated'))}"
        if label in ("first day", "last day") and self.chance(4):
            return f"{label}: {pick(('charged', 'not charged'))}"
        if label == "included" and self.chance(4):
            return "included: 2 per cycle"
        if label == "off" and self.chance(4):
            return f"off: {pick(('5%', '40%'))} of everything"
        if label == "cycle" and months and self.chance(12):
            return f"cycle: {pick(('month', 'quarter', 'year'))}"
        return ""


AGAIN = (
    "price", "quantity", "minimum", "maximum", "measure", "more seats", "first day", "last day", "flat fees", "included",
    "off", "cycle", "anchor",
)  # fmt: skip
"""Labels of lines that may be said again as they are."""


def said_again(drawn: Drawn) -> str:
    """The policy of a draw, with a change in which some of its lines and rows stand again, word by word."""
    random = Random(f"again {drawn.until}")
    made = []
    for line in drawn.policy.splitlines():
        label, _, rest = line.strip().partition(": ")
        row = " | " in line and line.strip()[0].isdigit()
        plain = " when " not in rest and not rest.endswith("otherwise")
        made.append(line)
        if row or (label in AGAIN and rest and plain and random.randrange(3)):
            made.append(f"{line} from again")
    first = drawn.start + timedelta(days=random.randrange(-20, (drawn.until - drawn.start).days))
    reaches = random.choice(REACHES)
    return "\n".join([*made, 'change again "Again" {', f"  from: {first}", f"  reaches: {reaches}", "}"]) + "\n"
