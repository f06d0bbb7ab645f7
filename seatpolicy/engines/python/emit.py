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

from collections.abc import Collection, Container, Mapping, Sequence

from seatpolicy.compiler.given import given
from seatpolicy.compiler.ir import VERSION, Input, Kernel, fact_keys, trace_layout
from seatpolicy.compiler.passes import amounts, optimised, required
from seatpolicy.compiler.rewriting import number_of
from seatpolicy.engines.python.body import Body, Tables, input_names, printable
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


def inputs_read(kernel: Kernel) -> list[int]:
    """The numbers of the inputs whose values a kernel asks for."""
    return sorted({number_of(let) for let in kernel.lets if let.operation in ("fact", "known")})


def _head(kernel: Kernel, inputs: Sequence[Input], tables: Tables, functions: str) -> str:
    """What stands in front of the functions: imports of what they call, the inputs that an entry checks, tables."""
    title = f"Kernel {_quotable(kernel.name)}, from IR {VERSION}: {len(kernel.lets)} lets, {len(kernel.notes)} notes."
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
            members = ", ".join(f"{member!r}: {place}" for place, member in enumerate(one.values))
            lines.append(f"MEMBERS_{number} = {{{members}}}")
    for name, cells in tables.made.items():
        lines += [f"{name} = (", *(f"    {line}" for line in _wrapped([str(cell) for cell in cells])), ")"]
    return "\n".join(lines).rstrip()


def _function(name: str, kernel: Kernel, tables: Tables, keys: Collection[str] | None = None) -> str:
    names = input_names(kernel)
    body = Body(kernel, names, stops=name in ("amount", "price", "price_kept"), tables=tables)
    if keys is not None:
        body.lines.extend(_exactly(kernel, keys))
    told = {number_of(let) for let in kernel.lets if let.operation == "known"}
    body.lines.extend(_given(kernel, names, told) if name in ("amount", "traced") else _checked(kernel, names, told))
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


def _exactly(kernel: Kernel, keys: Collection[str]) -> list[str]:
    """Refuses other facts than these. Each that is read is asked for by name, so mostly their number says enough."""
    wanted = sorted(keys)
    read = {fact_keys(kernel)[number] for number in inputs_read(kernel)}
    other = f"len(facts) != {len(wanted)}" if read == set(wanted) else f"facts.keys() != set({wanted!r})"
    return [f"if {other}:", f"    raise others({wanted!r}, facts)"]


def _given(kernel: Kernel, names: Sequence[str], told: Container[int]) -> list[str]:
    lines = [f"({', '.join(names)}{',' if len(names) == 1 else ''}) = given"] if names else []
    for number, (one, name) in enumerate(zip(kernel.inputs, names, strict=True)):
        if one.optional:
            lines += _known(name, number in told)
    return lines


def _known(name: str, told: bool) -> list[str]:
    """What is unknown becomes 0; where a let asks whether it was known, the answer is kept."""
    if told:
        return [f"{name}_known = {name} is not None", f"if not {name}_known:", f"    {name} = 0"]
    return [f"if {name} is None:", f"    {name} = 0"]


def _checked(kernel: Kernel, names: Sequence[str], told: Container[int]) -> list[str]:
    """The entry: reads every fact, checks the usual case in place, and leaves the rest to `checked`."""
    keys = fact_keys(kernel)
    reads, checks = [], []
    read = sorted({number_of(let) for let in kernel.lets if let.operation in ("fact", "known")})
    for number in read:
        one, name, key = kernel.inputs[number], names[number], keys[number]
        if one.optional:
            first, *rest = _check(number, one, name)
            # Both forms of a check begin with what may follow an `else`.
            found = [f"el{first}", *rest] if first.startswith("if ") else ["else:", f"    {first}"]
            checks += [f"{name} = facts.get({key!r})", *_known(name, number in told), *found]
        elif one.type == "symbol":
            reads.append(f"{name} = MEMBERS_{number}[facts[{key!r}]]")
        else:
            reads.append(f"{name} = facts[{key!r}]")
            checks += _check(number, one, name)
    if reads:
        reads = ["try:", *(f"    {line}" for line in reads)]
        reads += ["except (KeyError, TypeError):", f"    refuse(facts, {tuple(read)})", "    raise"]
    return [*reads, *checks]


def _check(number: int, one: Input, name: str) -> list[str]:
    """The statements that make a fact its integer, the usual case in place."""
    slow = f"{name} = checked({number}, {name})"
    if one.type == "flag":
        return [f"if {name} is not True and {name} is not False:", f"    {slow}"]
    if one.type == "symbol":
        usual = f"    {name} = MEMBERS_{number}[{name}]"
        return [f"if type({name}) is str and {name} in MEMBERS_{number}:", usual, "else:", f"    {slow}"]
    if one.type == "day":
        ends = f"{one.low} <= {name}.toordinal() <= {one.high}"
        return [f"if type({name}) is date and {ends}:", f"    {name} = {name}.toordinal()", "else:", f"    {slow}"]
    if one.type not in ("count", "scaled"):
        return [slow]
    if one.scale != 1:
        return _scaled(one, name, slow)
    return [f"if type({name}) is not int or not {one.low} <= {name} <= {one.high}:", f"    {slow}"]


def _scaled(one: Input, name: str, slow: str) -> list[str]:
    """Fractions and whole numbers in place; decimals, and what is wrong, by `checked`."""
    # Whole numbers inside these ends are inside the bounds once they are scaled.
    low, high = -(-one.low // one.scale), one.high // one.scale
    ratio = f"divmod({name}.numerator * {one.scale}, {name}.denominator)"
    return [
        f"if type({name}) is Fraction:",
        f"    {name}_whole, {name}_rest = {ratio}",
        f"    if {name}_rest or not {one.low} <= {name}_whole <= {one.high}:",
        f"        {slow}",
        f"    {name} = {name}_whole",
        f"elif type({name}) is int and {low} <= {name} <= {high}:",
        f"    {name} *= {one.scale}",
        "else:",
        f"    {slow}",
    ]


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


def _quotable(name: str) -> str:
    return printable(name).replace("\\", "").replace('"', "")
