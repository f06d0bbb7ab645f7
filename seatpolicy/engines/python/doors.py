"""The inputs of a kernel in, the first statements of a generated function out: what it is given becomes integers.

The usual case of a fact is checked in place. Whatever else it is goes to a function that the module calls `checked`, with
the number of the input.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from seatpolicy.compiler.ir import Input, Kernel, fact_keys
from seatpolicy.compiler.rewriting import number_of


def inputs_read(kernel: Kernel) -> list[int]:
    """The numbers of the inputs whose values a kernel asks for."""
    return sorted({number_of(let) for let in kernel.lets if let.operation in ("fact", "known")})


def members(number: int, one: Input) -> str:
    """The table of a closed set, by which `check` finds the place of a member."""
    return f"MEMBERS_{number} = {{{', '.join(f'{member!r}: {place}' for place, member in enumerate(one.values))}}}"


def from_integers(kernel: Kernel, names: Sequence[str]) -> list[str]:
    """Integers in the order of the inputs, None for an unknown one."""
    asked = _asked_for(kernel)
    lines = [f"({', '.join(names)}{',' if len(names) == 1 else ''}) = given"] if names else []
    for number, (one, name) in enumerate(zip(kernel.inputs, names, strict=True)):
        if one.optional:
            lines += _known(name, number in asked)
    return lines


def from_facts(kernel: Kernel, names: Sequence[str]) -> list[str]:
    """A mapping of facts by their keys, of which every one that is read is checked."""
    keys, asked = fact_keys(kernel), _asked_for(kernel)
    reads, checks = [], []
    read = inputs_read(kernel)
    for number in read:
        one, name, key = kernel.inputs[number], names[number], keys[number]
        if one.optional:
            first, *rest = check(number, one, name)
            # Both forms of a check begin with what may follow an `else`.
            found = [f"el{first}", *rest] if first.startswith("if ") else ["else:", f"    {first}"]
            checks += [f"{name} = facts.get({key!r})", *_known(name, number in asked), *found]
        elif one.type == "symbol":
            reads.append(f"{name} = MEMBERS_{number}[facts[{key!r}]]")
        else:
            reads.append(f"{name} = facts[{key!r}]")
            checks += check(number, one, name)
    if reads:
        reads = ["try:", *(f"    {line}" for line in reads)]
        reads += ["except (KeyError, TypeError):", f"    refuse(facts, {tuple(read)})", "    raise"]
    return [*reads, *checks]


def no_others(kernel: Kernel, keys: Collection[str]) -> list[str]:
    """Refuses other facts than these. Each that is read is asked for by name, so mostly their number says enough."""
    wanted = sorted(keys)
    read = {fact_keys(kernel)[number] for number in inputs_read(kernel)}
    other = f"len(facts) != {len(wanted)}" if read == set(wanted) else f"facts.keys() != set({wanted!r})"
    return [f"if {other}:", f"    raise others({wanted!r}, facts)"]


def check(number: int, one: Input, name: str) -> list[str]:
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


def _known(name: str, asked: bool) -> list[str]:
    """What is unknown becomes 0; where a let asks whether it was known, the answer is kept."""
    if asked:
        return [f"{name}_known = {name} is not None", f"if not {name}_known:", f"    {name} = 0"]
    return [f"if {name} is None:", f"    {name} = 0"]


def _asked_for(kernel: Kernel) -> set[int]:
    """The numbers of the inputs of which a let asks whether they are known."""
    return {number_of(let) for let in kernel.lets if let.operation == "known"}
