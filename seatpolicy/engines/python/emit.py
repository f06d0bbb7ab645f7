"""A kernel in, the text of a Python module out, with four functions made of the same lets.

- `amount(given)`: the integers of the inputs in, those of the roots out; raises `Stopped` at the first failure.
- `price(facts)`: the same for a plain dict of facts, checked on the way; raises `BadFact`.
- `traced(given)`: what `amount` takes (None for an optional input that is unknown) in; out come the numbers of all failures
  met and the integers of all notes, in order. Facts that every run needs are optional here: it names all that lack.
- `price_traced(facts)`: the same for a dict, with what every run needs checked as in `price`.

After the integers of notes come the registers that divide one, as `ir.trace_layout` says. The text is the same for the same
kernel, always, and complete: it imports what it calls.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from seatpolicy.compiler.given import given
from seatpolicy.compiler.ir import VERSION, Input, Kernel, fact_keys, trace_layout
from seatpolicy.compiler.passes import amounts, optimised, required
from seatpolicy.compiler.rewriting import number_of
from seatpolicy.engines.python.body import Body, Tables, input_names, printable
from seatpolicy.engines.python.doors import from_facts, from_integers, members, no_others
from seatpolicy.engines.python.terms import Term
from seatpolicy.values.record import record

FUNCTIONS = ("amount", "price", "traced", "price_traced")
ENTRIES = ("price", "price_kept")
"""What a module for accounts that all give the same facts has (see `entry`)."""

WIDTH = 116


@record
class Emitted:
    """The text of a module, and the kernel behind each function by its name: it lays out what the function returns."""

    text: str
    kernels: Mapping[str, Kernel]


def emitted(kernel: Kernel, functions: Sequence[str] = FUNCTIONS) -> Emitted:
    """The module of a kernel, with the functions asked for. Raises ValueError for a kernel without roots."""
    if not kernel.roots:
        raise ValueError(f"kernel `{kernel.name}` has no roots")
    at_the_door = required(kernel)
    kernels: dict[str, Kernel] = {}
    if "traced" in functions:
        kernels["traced"] = optimised(kernel)
    if "price_traced" in functions:
        kernels["price_traced"] = optimised(at_the_door)
    if "amount" in functions or "price" in functions:
        kernels["amount"] = kernels["price"] = amounts(at_the_door)
    tables = Tables()
    written = [_function(name, kernels[name], tables) for name in FUNCTIONS if name in functions]
    inputs = at_the_door.inputs if {"price", "price_traced"} & set(functions) else ()
    head = _head(kernel, inputs, tables, "\n".join(written))
    return Emitted("\n\n\n".join([head, *written]) + "\n", kernels)


def entry(kernel: Kernel, keys: Collection[str]) -> Emitted:
    """The module for accounts that give exactly the facts of these keys: `price` gives the roots, `price_kept` the roots
    and, behind them, the integers of the inputs that it read, in their order (`inputs_read`): with these `traced` tells the
    whole story later."""
    made = amounts(required(given(kernel, keys)))
    tables = Tables()
    written = [_function(name, made, tables, keys) for name in ENTRIES]
    head = _head(made, made.inputs, tables, "\n".join(written))
    return Emitted("\n\n\n".join([head, *written]) + "\n", dict.fromkeys(ENTRIES, made))


def _head(kernel: Kernel, inputs: Sequence[Input], tables: Tables, functions: str) -> str:
    """What stands in front of the functions: imports of what they call, the inputs that an entry checks, tables."""
    title = f"Kernel {quotable(kernel.name)}, from IR {VERSION}: {len(kernel.lets)} lets, {len(kernel.notes)} notes."
    lines = [f'"""{title}"""', ""]
    if "is date" in functions:
        lines += ["from datetime import date"]
    lines += ["from fractions import Fraction"] if "is Fraction" in functions else []
    lines += [""] if lines[-1] else []
    lines += ["from seatpolicy.compiler.ir import Input"] if inputs else []
    lines += ["from seatpolicy.compiler.meaning import Stopped"] if "raise Stopped(" in functions else []
    lines += ["from seatpolicy.engines.python.plain_facts import door, others"] if inputs else []
    lines += ["from seatpolicy.engines.python.shares import shares"] if "= shares(" in functions else []
    if inputs:
        lines += ["", "INPUTS = (", *(f"    {_shown(one)}," for one in inputs), ")"]
        lines.append(f"checked, refuse = door(INPUTS, {fact_keys(kernel)!r})")
    for number, one in enumerate(inputs):
        if one.type == "symbol":
            lines.append(members(number, one))
    for name, cells in tables.made.items():
        lines += table(name, cells)
    return "\n".join(lines).rstrip()


def _function(name: str, kernel: Kernel, tables: Tables, keys: Collection[str] | None = None) -> str:
    names = input_names(kernel)
    body = Body(kernel, names, stops=name in ("amount", "price", "price_kept"), tables=tables)
    if keys is not None:
        body.lines.extend(no_others(kernel, keys))
    body.lines.extend(from_integers(kernel, names) if name in ("amount", "traced") else from_facts(kernel, names))
    registers = body.write()
    outcome = [registers[register].integer() for register in trace_layout(kernel)]
    if name == "price_kept":
        facts = {number_of(let): number for number, let in enumerate(kernel.lets) if let.operation == "fact"}
        kept = [registers[facts[one]].integer() for one in sorted(facts)]
        body.lines.extend(_returned([*outcome, *kept], "return ("))
    elif body.stops:
        body.lines.extend(_returned(outcome, "return ("))
    else:
        fails = any(let.operation == "fail" for let in kernel.lets)
        body.lines.extend(_returned(outcome, f"return {'failures' if fails else '()'}, ("))
    parameter = "given" if name in ("amount", "traced") else "facts"
    return "\n".join([f"def {name}({parameter}):", *(f"    {line}" for line in body.lines)])


def table(name: str, cells: Sequence[int]) -> list[str]:
    """A constant table of a module."""
    return [f"{name} = (", *(f"    {line}" for line in _wrapped([str(cell) for cell in cells])), ")"]


def _returned(outcome: Sequence[Term], start: str) -> list[str]:
    texts = [one.text for one in outcome]
    short = f"{start}{', '.join(texts)}{',' if len(texts) == 1 else ''})"
    if len(short) <= WIDTH:
        return [short]
    return [start, *(f"    {line}" for line in _wrapped(texts)), ")"]


def _wrapped(texts: Sequence[str]) -> list[str]:
    lines = [""]
    for text in texts:
        if lines[-1] and len(lines[-1]) + len(text) + 2 > WIDTH:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + f"{text},"
    return lines


def _shown(one: Input) -> str:
    parts = [repr(one.kind), repr(one.name), repr(one.type), str(one.low), str(one.high)]
    if one.optional:
        parts.append("optional=True")
    if one.scale != 1:
        parts.append(f"scale={one.scale}")
    if one.values:
        parts.append(f"values={one.values!r}")
    if one.missing is not None:
        parts.append(f"missing={one.missing}")
    return f"Input({', '.join(parts)})"


def quotable(name: str) -> str:
    """A kernel's name as a docstring can hold it."""
    return printable(name).replace("\\", "").replace('"', "")
