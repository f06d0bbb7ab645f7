"""What a document says about use in, figures of meters out: one of the whole cycle, or one for each window.

A meter of the cycle comes to one figure; a list of the figures of its parts is made into one as the meter says. Windows with
the same figure cost the same, so they are gathered: each different figure with how many windows have it. Windows that a list
does not reach had no use.
"""

from __future__ import annotations

from collections import Counter as Tally
from fractions import Fraction
from math import ceil, lcm

from seatpolicy.compiler.program import WindowLines
from seatpolicy.documents import refusals
from seatpolicy.documents.account import Account
from seatpolicy.documents.refusals import not_billed, refusal
from seatpolicy.documents.usage import UsageGiven
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.parties import Meter
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.prices import Packs
from seatpolicy.values.currency import minor_digits
from seatpolicy.values.money import format_decimal
from seatpolicy.values.record import record
from seatpolicy.values.rounding import round_to

_NOTHING = Fraction(0)


def whole_use(meter: Meter, given: UsageGiven) -> tuple[Fraction, int]:
    """The use of a whole cycle; of a meter that takes an average, the sum, and of how many parts. Raises Refusal."""
    figures = [_as_counted(meter, figure, given) for figure in given.figures]
    if len(figures) < 2:
        return (figures[0] if figures else _NOTHING), 1
    match meter.aggregation:
        case "sum":
            return sum(figures, _NOTHING), 1
        case "average":
            return sum(figures, _NOTHING), len(figures)
        case "highest":
            return max(figures), 1
        case "lowest":
            return min(figures), 1
        case "first":
            return figures[0], 1
        case "last":
            return figures[-1], 1
    raise not_billed(
        refusals.EN501,
        given.at,
        f"the {meter.aggregation} use of `{meter.name}` out of the figures of parts is",
        "what was used in two parts may be the same: give one figure for the cycle",
    )


@record
class Sold:
    """What the windows of a charge came to: how many there are listed, what was used, left when the included is taken
    off, and paid for in all of them; each different figure that is paid for with how many windows have it; how many had
    no use."""

    listed: int
    given: bool
    count: Fraction
    left: Fraction
    charged: Fraction
    different: tuple[tuple[Fraction, int], ...]
    empty: int

    @property
    def scale(self) -> int:
        """What makes every figure whole."""
        return lcm(*(one.denominator for one in (self.count, self.left, self.charged, *(f for f, _ in self.different))))

    def figure(self, which: str) -> int:
        """A figure by its name among the inputs of a kernel, times the scale; counts as they are."""
        number, _, what = which.partition("/")
        if what == "times":
            return self.different[int(number)][1]
        if what == "figure":
            return int(self.different[int(number)][0] * self.scale)
        counts = {"scale": self.scale, "given": int(self.given), "figures": self.listed, "empty": self.empty}
        if which in counts:
            return counts[which]
        amounts = {"count": self.count, "left": self.left, "taken": self.count - self.left, "charged": self.charged}
        return int(amounts[which] * self.scale)


def sold_in_windows(wanted: WindowLines, figures: Figures, policy: Policy, account: Account) -> Sold:
    """The windows of a charge. Raises Refusal for use that is not given by window, and for more windows than there are."""
    meter, given = policy.meters[wanted.meter], account.usage.get(wanted.meter)
    held = None if wanted.held is None else int(figures[wanted.held])
    if held == -1:
        held = None
    if given is None:
        return _sold(wanted, figures, policy, account, [], held or 0, False)
    if not given.listed:
        raise not_billed(
            refusals.EN501,
            given.at,
            f"one figure for `{meter.name}`, which is counted for each {meter.window}, is",
            f"give one for each {meter.window} with use, in order: `{meter.name}: [50, 150, 200]`",
        )
    most = held if held is not None else int(figures[wanted.most]) // 7 + 2
    # A day on which the clock is set back has an hour more.
    if len(given.figures) > most + (meter.window == "hour"):
        words = f"`{meter.name}` has {len(given.figures):,} figures, and the cycle has {most:,} {meter.window}s"
        raise refusal(refusals.EN303, given.at, words, subject=meter.name)
    used = [_as_counted(meter, figure, given) for figure in given.figures]
    empty = 0 if held is None else max(held - len(used), 0)
    return _sold(wanted, figures, policy, account, used, empty, True)


def _sold(
    wanted: WindowLines,
    figures: Figures,
    policy: Policy,
    account: Account,
    used: list[Fraction],
    empty: int,
    given: bool,
) -> Sold:
    stated = policy.roundings.get("quantity")
    if stated is not None:
        increment = Fraction(1, 10 ** minor_digits(account.currency)) if stated.to_cent else stated.rounding.increment
        used = [round_to(one, stated.rounding.mode, increment) for one in used]
    share = _NOTHING if wanted.share is None else figures[wanted.share]
    each = wanted.each is not None and figures.holds(wanted.each)
    left, rest = [], share
    for one in used:
        taken = min(share if each else rest, one)
        rest -= taken
        left.append(one - taken)
    sold = left if wanted.packs is None else [_in_packs(wanted.packs, one) for one in left]
    tally = Tally(sold)
    if empty:
        tally[_NOTHING] += empty
    count = sum(used, _NOTHING)
    return Sold(
        len(used), given, count, sum(left, _NOTHING), sum(sold, _NOTHING), tuple(tally.items()), empty
    )


def _in_packs(packs: Packs, count: Fraction) -> Fraction:
    """The least size sold that holds a count."""
    if packs.up_to and count > packs.up_to:
        return Fraction(packs.up_to + packs.then * ceil((count - packs.up_to) / packs.then))
    return Fraction(packs.size * ceil(count / packs.size))


def _as_counted(meter: Meter, figure: Fraction, given: UsageGiven) -> Fraction:
    """A figure as the meter counts: no half of what is counted in whole ones, none below 0."""
    if figure < 0 or (meter.type.kind == "count" and figure.denominator != 1):
        words = f"`{meter.name}` is {format_decimal(figure)}, and it is a {meter.type.kind}"
        raise refusal(refusals.EN303, given.at, words, subject=meter.name)
    return figure
