"""The kernel of accounts that say the same things in, the text of one function out: their facts in, the amount due out.

It is the shortest way to an amount, and only that: `due(facts)` raises Unusual, or Stopped, for whatever it was not made
for, and somebody else says what that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from seatpolicy.compiler.ir import VERSION, Kernel, trace_layout
from seatpolicy.engines.python import terms
from seatpolicy.engines.python.body import Body, Tables, input_names
from seatpolicy.engines.python.doors import check, members
from seatpolicy.engines.python.emit import quotable, table
from seatpolicy.engines.python.terms import Term
from seatpolicy.values.record import record

IN_PLACE = ("flag", "symbol", "day")
"""Types of facts whose usual values are checked in place, always."""

_FRACTION = ("_numerator", "_denominator")


@record
class Said:
    """What accounts say: the number of its input in the kernel, the name that they say it by, and whether it is a plain
    number, which is checked in place. A text is looked up among those that were met before."""

    number: int
    key: str
    plain: bool


def due_text(kernel: Kernel, said: Sequence[Said]) -> str:
    """The module of a kernel with one root, whose inputs are all said. It leaves two names open: `checked(number, value)`,
    which gives the integer of one input, and `texts`, by the number of an input the integers of its texts. Both raise
    Unusual."""
    names, tables = input_names(kernel), Tables()
    body = Body(kernel, names, stops=True, tables=tables)
    body.lines += [f"if type(facts) is not dict or len(facts) != {len(said)}:", "    raise Unusual"]
    reads, checks, head = [], [], []
    for one in said:
        given, name, value = kernel.inputs[one.number], names[one.number], f"facts[{one.key!r}]"
        if given.type == "symbol":
            head.append(members(one.number, given))
            reads.append(f"{name} = MEMBERS_{one.number}[{value}]")
        elif one.plain or given.type in IN_PLACE:
            reads.append(f"{name} = {value}")
            checks += check(one.number, given, name)
        else:
            head.append(f"TEXTS_{one.number} = texts[{one.number}]")
            reads.append(f"{name} = TEXTS_{one.number}[{value}]")
    if reads:
        body.lines += ["try:", *(f"    {line}" for line in reads)]
        body.lines += ["except (KeyError, TypeError):", "    raise Unusual from None"]
    body.lines += checks
    registers = body.write()
    amount, *dens = [registers[register].integer() for register in trace_layout(kernel)]
    body.lines += _exact(amount, reduce(terms.times, dens, terms.constant(kernel.notes[kernel.roots[0]].den)))
    written = "\n".join(["def due(facts):", *(f"    {line}" for line in body.lines)])
    return "\n\n\n".join(["\n".join([*_head(kernel, written), *head, *_tables(tables)]), written]) + "\n"


def _head(kernel: Kernel, function: str) -> list[str]:
    lines = [f'"""The amount of {quotable(kernel.name)}, from IR {VERSION}."""', ""]
    lines += ["from datetime import date"] if "is date" in function else []
    lines += ["from fractions import Fraction"]
    lines += ["from math import gcd"] if "= gcd(" in function else []
    lines += ["", "from seatpolicy.compiler.meaning import Stopped"] if "raise Stopped(" in function else [""]
    lines += ["from seatpolicy.engines.base import Unusual"]
    lines += ["from seatpolicy.engines.python.shares import shares"] if "= shares(" in function else []
    lines += ["", "new = object.__new__"] if "new(Fraction)" in function else []
    return [*lines, ""]


def _tables(tables: Tables) -> list[str]:
    return [line for name, cells in tables.made.items() for line in table(name, cells)]


def _exact(amount: Term, den: Term) -> list[str]:
    """The amount over its denominator. `Fraction(…)` looks at what it is given for longer than the price takes, so where a
    Fraction is what we know it to be, its two numbers are set: in lowest terms, above 0 below."""
    if tuple(getattr(Fraction, "__slots__", ())) != _FRACTION:
        return [f"return Fraction({amount.text}, {den.text})"]
    lines = []
    # What has a name, or is a constant, stands where it is read.
    if not amount.text.isidentifier():
        lines.append(f"due_amount = {amount.text}")
        amount = Term("due_amount")
    if not den.is_constant():
        lines.append(f"due_over = {den.text}")
        den = Term("due_over")
    lines += [f"due_shared = gcd({amount.text}, {den.text})", "due = new(Fraction)"]
    lines += [f"due._numerator = {amount.text} // due_shared", f"due._denominator = {den.text} // due_shared"]
    return [*lines, "return due"]
