"""A compiled policy as data: its kernel, and the tables by which what the kernel came to is read as an invoice.

The kernel knows no words. Every line, step, finding and signal that a bill can have stands in a table here, once for a
policy, with the numbers of the notes that say whether it is there and what its figures are. A note is named by its number in
`Kernel.notes`; None stands for "always" where a note says whether.
"""

from __future__ import annotations

from datetime import date

from seatpolicy.compiler.ir import Failure, Kernel
from seatpolicy.diagnostics.codes import Code
from seatpolicy.semantics.model.parties import Signal
from seatpolicy.semantics.model.prices import Anchor, Cycle, Packs
from seatpolicy.source.text import Span
from seatpolicy.values.record import record

CHARGE_FIGURES = ("assigned", "billable", "idle", "allowed", "row")
"""What signals may ask of a charge, each a scope of its own (`lower.charge_counts`)."""


@record
class Shown:
    """A note in words: `form` is amount, number, percent or day."""

    note: int
    form: str


@record
class Words:
    """A text with `{}` for each figure, in their order; braces of its own are doubled."""

    text: str
    figures: tuple[Shown, ...] = ()

    @property
    def plain(self) -> str:
        """The text without its figures."""
        return self.text.format(*("…" for _ in self.figures), person="…")


@record
class Reason:
    """A failure of the kernel as a finding: of the same number as in `Kernel.failures`. Without a place, the account's is
    meant. With `outside` the finding is made by whoever fills the inputs in, and kept under that key."""

    failure: Failure
    code: Code
    message: Words
    note: Words
    why: str = ""
    hint: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    outside: str = ""


@record
class PossibleStep:
    """A step of a line. `rounded` says whether `rounding` is written, where a note must say so."""

    figure: str
    rule: str
    at: Span | None
    present: int | None
    before: int
    after: int
    words: Words
    rounding: str = ""
    rounded: int | None = None


@record
class PossibleLine:
    """A line of an invoice. `number` counts the lines of a charge that has several, `of` is the note of how many there are
    (both empty: it is the only one). `units` are what a line may count, `facts` the counts it came from: for each
    the note that chooses it, its name and its figure. `window` is the charge or block whose cycle it is."""

    name: str
    number: int
    of: int | None
    kind: str
    charge: str
    owner: str
    title: str
    row: str
    counts: tuple[str, ...]
    window: str
    at: Span
    present: int | None
    units: tuple[tuple[int | None, str], ...]
    facts: tuple[tuple[int | None, str, int], ...]
    billed: int
    included: int
    factor: int
    list_amount: int
    amount: int
    exact: int
    steps: tuple[PossibleStep, ...]


@record
class WindowUse:
    """A cycle that a charge or block may have: the number of its pair of cycle and anchor, the note that chooses it, and the
    scope that cannot be billed where the calendar refuses it. `own`: the block itself has a line that says it."""

    block: str
    pair: int
    chosen: int | None
    at: Span
    scope: str
    own: bool


@record
class Told:
    """A sentence beside the bill, and the note that says whether it holds."""

    present: int | None
    words: Words


@record
class PossibleSignal:
    """A signal, when it fires and why."""

    present: int | None
    signal: Signal
    because: Words


@record
class PossibleMissing:
    """What an invoice waits for."""

    present: int | None
    what: str
    at: Span
    stage: str = "before invoice"


@record
class SeatLines:
    """A charge with a line for each seat: where it is so, the program must be lowered again for the number of them. `price`
    counts the prices that it may have."""

    charge: str
    price: int
    present: int | None
    units: int


@record
class Block:
    """What the calendar asks of a plan or add-on: whether there is a term, its months, the lines by which a price changes
    behind it, and whether no other term follows it: notes, with places."""

    name: str
    at: Span
    scope: str
    has_term: int
    months: int
    rises: tuple[tuple[int | None, Span], ...]
    ends: int


@record
class WindowLines:
    """A charge for the use in each window of a meter: where it is so, the program must be lowered again for the number of
    different figures. `share` is the note of what is included (None: nothing), `each` says that every window has so much;
    `held` is the note of how many windows there are (None: nobody can say)."""

    charge: str
    present: int | None
    at: Span
    meter: str
    window: str
    share: int | None
    each: int | None
    held: int | None
    most: int
    packs: Packs | None


@record
class Asked:
    """A figure of earlier invoices that the kernel reads under `key`, where the notes `present` and a `position` above 0 say
    so: of the cycles since the `position`-th before the one of `window`. `what` says which lines count: those of a block
    (`charges` None: all), for its commitment; what a discount took; or what an allotment of a charge included."""

    key: str
    kind: str
    name: str
    present: int | None
    position: int
    window: tuple[tuple[int | None, int], ...]
    charges: frozenset[str] | None
    what: Words
    at: Span


@record
class Move:
    """A limit that moves the account to another plan."""

    present: int | None
    charge: str
    owner: str
    plan: str
    count: int
    most: int
    index: int
    at: Span


@record
class Totals:
    """The notes of an invoice's totals."""

    list: int
    discounts: int
    over_maximum: int
    top_ups: int
    rounding: int
    net: int


@record
class Program:
    """A policy compiled for what one account may hold: plans, add-ons and a currency. Without `totals` nothing is listed,
    whatever the facts are. `pairs` are the cycles with their anchors that a calendar must give windows for, by number;
    `windows` say which charge and block has which. `added` are the questions about seats that were added: the charge, the
    window in words, and the note that says whether it was the first one. `day_read` says whether the day itself was read
    (-1: nothing reads it)."""

    kernel: Kernel
    effective: date | None
    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[Cycle, Anchor], ...]
    windows: tuple[WindowUse, ...]
    blocks: tuple[Block, ...]
    lines: tuple[PossibleLine, ...]
    seat_lines: tuple[SeatLines, ...]
    totals: Totals | None
    assumptions: tuple[Told, ...]
    late_assumptions: tuple[Told, ...]
    limits: tuple[PossibleSignal, ...]
    missing: tuple[PossibleMissing, ...]
    windowed: tuple[WindowLines, ...]
    asked: tuple[Asked, ...]
    moves: tuple[Move, ...]
    added: tuple[tuple[str, str, int], ...]
    day_read: int | None
