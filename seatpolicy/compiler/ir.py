"""The intermediate representation: straight-line functions over exact integers.

A kernel is a list of lets. Each let makes one integer, its register, from earlier ones by one operation of the table
`OPERATIONS`; there are no loops, calls, strings or dates in it. Truth is 0 or 1; a member of a closed set, a currency and a
text are indexes; a set of members is a mask of bits; a date is its ordinal day, an instant its microseconds since
1970-01-01 UTC.

What is no integer is a register over a denominator: `value = register / (static × product of positive registers)`. The
denominators are known while lowering (`build.Value`) and are not part of the kernel: only `round` and `muldivround` divide.
A fraction type as a register was the simpler idea; it makes every backend that has no big fractions (SQL, columns) another
language, and hides where precision is given up.
"""

from __future__ import annotations

from seatpolicy.source.text import Span
from seatpolicy.values.record import record

VERSION = "1.0"
"""Of the JSON form: major.minor, as documents have it."""


@record
class Operation:
    """One kind of let: how many registers it reads (None: any number), the shape of its static data, and its meaning."""

    name: str
    reads: int | None
    data: str
    meaning: str


OPERATIONS = {
    one.name: one
    for one in (
        Operation("fact", 0, "(input,)", "the value of an input; its bounds are those of the input"),
        Operation("known", 0, "(input,)", "1 where an optional input is known, else 0; an unknown input's `fact` is 0"),
        Operation("const", 0, "(integer,)", "that integer"),
        Operation("add", 2, "()", "a + b"),
        Operation("sub", 2, "()", "a - b"),
        Operation("mul", 2, "()", "a × b"),
        Operation("min", 2, "()", "the smaller one"),
        Operation("max", 2, "()", "the greater one"),
        Operation("compare", 2, "(relation,)", "1 where a stands in the relation to b: =, !=, <, <=, >, >=, or meets (a and "
                  "b, as masks, have a bit in common)"),
        Operation("logic", None, "(word,)", "and: 1 where all are; or: 1 where one is; not: 1 where its only one is not"),
        Operation("select", 3, "()", "b where a is 1, else c"),
        Operation("piece", 1, "((bound or None, slope, intercept), …)", "slope × a + intercept by the first row with "
                  "a <= bound; the last bound is None"),
        Operation("match", None, "(((cell, …), result), …)", "the integer of the "
                  "first row whose cells hold the registers one by one; a cell is None for any, a pair of inclusive ends "
                  "(None: open), or a frozen set of integers; the last row is None in every cell"),
        Operation("round", 2, "(mode,)", "a ÷ b as an integer, by a rounding mode of the language; b is positive"),
        Operation("muldivround", 3, "(mode,)", "a × b ÷ c as an integer, by a rounding mode; c is positive; the quotient is "
                  "split so that no product exceeds what a, b and c need by themselves"),
        Operation("allocate", None, "(remainder, part)", "the part-th share of a, dealt out in integers over the weights "
                  "(none below 0) that follow it, in their order; remainder is largest, first or last; all 0 where no "
                  "weight is above 0"),
        Operation("fail", 1, "(failure,)", "where a is 1 the kernel has met that failure: what returns amounts only stops "
                  "there, what returns a trace goes on; its own register is 0"),
        Operation("note", 1, "(note,)", "a itself: a root of the trace with a number of its own"),
    )
}  # fmt: skip
"""Every operation, by its name."""

MODES = ("half up", "half even", "half down", "up", "down", "ceiling", "floor")
RELATIONS = ("=", "!=", "<", "<=", ">", ">=", "meets")
WORDS = ("and", "or", "not")
REMAINDERS = ("largest", "first", "last")
"""The values of each static choice."""


@record
class Input:
    """What a kernel reads. `kind` is account, seats, usage, cycle or person; `name` the fact, charge or meter. `type` is how
    a value becomes an integer: count, flag, symbol (its place in `values`), mask (bit n for `values[n]`), text (its place in
    `values`; any other text is the number of them), day, instant, or scaled (an exact decimal times `scale`). `low` and
    `high`, of the integer, are checked before a kernel runs. `missing` is the number of the failure that an unknown value
    is, where a pass has found that every run needs it."""

    kind: str
    name: str
    type: str
    low: int
    high: int
    optional: bool = False
    scale: int = 1
    values: tuple[str, ...] = ()
    at: Span | None = None
    missing: int | None = None


@record
class Let:
    """One register: its operation, the registers it reads, its static data, and the line of the policy that asks for it."""

    operation: str
    reads: tuple[int, ...] = ()
    data: tuple[object, ...] = ()
    at: Span | None = None


@record
class Failure:
    """Why a kernel stops: a code of the EN family, its message and place. `scope` says in which stage and block of a bill it
    is met (`terms/team/member_seats`); failures that differ in nothing else are told once."""

    code: str
    message: str
    at: Span | None
    subject: str = ""
    scope: str = ""


@record
class Note:
    """A root: `name` is stable for one policy text (`member_seats/discount annual/after`), its value is the register over
    `den` × the registers `dens`."""

    name: str
    register: int
    den: int = 1
    dens: tuple[int, ...] = ()


@record
class Kernel:
    """A straight-line function. Every let reads only earlier ones; `notes` by their numbers are its trace, `roots` name
    those of them that the amount-only function returns, in order."""

    name: str
    inputs: tuple[Input, ...]
    lets: tuple[Let, ...]
    failures: tuple[Failure, ...]
    notes: tuple[Note, ...]
    roots: tuple[int, ...]


def trace_layout(kernel: Kernel) -> tuple[int, ...]:
    """The registers that a flat trace holds: those of the notes in order, then every register that divides one, once."""
    dens = dict.fromkeys(register for note in kernel.notes for register in note.dens)
    return (*(note.register for note in kernel.notes), *dens)


def fact_keys(kernel: Kernel) -> tuple[str, ...]:
    """Under which key a plain dict of facts holds each input: its name, or `kind name` where two kinds share the name."""
    names = [one.name for one in kernel.inputs]
    return tuple(one.name if names.count(one.name) == 1 else f"{one.kind} {one.name}" for one in kernel.inputs)
