"""A kernel and what its accounts give in, the kernel for such accounts out.

Many questions of a kernel are only whether a fact is known. A desk that prices thousands of accounts gives the same ones
each time: for it, these are required, every other optional fact is unknown for good, and the questions go away. An entry
made of such a kernel has to refuse a fact that it was not made for (see `engines.python.emit`): it would be left out of the
price.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from seatpolicy.compiler.ir import Failure, Kernel, Let, fact_keys
from seatpolicy.compiler.registers import Registers
from seatpolicy.compiler.rewriting import number_of, rewritten
from seatpolicy.values.record import evolved


def given(kernel: Kernel, keys: Collection[str]) -> Kernel:
    """The kernel of accounts that give these facts, by the keys of `fact_keys`, and no others. Raises ValueError for a key
    that is none, and where a fact that is not optional is left out."""
    names = fact_keys(kernel)
    unknown = set(keys) - set(names)
    if unknown:
        raise ValueError(f"no fact of the kernel is called {', '.join(sorted(unknown))}")
    lacking = [name for name, one in zip(names, kernel.inputs, strict=True) if not one.optional and name not in keys]
    read = {number_of(let) for let in kernel.lets if let.operation == "fact"}
    lacking = [name for name in lacking if names.index(name) in read]
    if lacking:
        raise ValueError(f"without {', '.join(lacking)} there is no price")
    inputs = tuple(
        evolved(one, optional=False) if name in keys else one for name, one in zip(names, kernel.inputs, strict=True)
    )

    def settled(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation == "known":
            return grown.integer(int(names[number_of(let)] in keys or not kernel.inputs[number_of(let)].optional))
        if let.operation == "fact" and kernel.inputs[number_of(let)].optional and names[number_of(let)] not in keys:
            return grown.integer(0)
        return grown.let(let.operation, reads, let.data)

    return rewritten(evolved(kernel, inputs=inputs), settled)


def settled(kernel: Kernel, known: Mapping[int, int | None]) -> Kernel:
    """The kernel of accounts that always have the same for some inputs: the integers of these, by the inputs' numbers (None:
    unknown). All other inputs are given."""
    inputs = tuple(
        one if number in known else evolved(one, optional=False) for number, one in enumerate(kernel.inputs)
    )

    def constant(grown: Registers, number: int, let: Let, reads: tuple[int, ...]) -> int:
        if let.operation == "known":
            return grown.integer(int(known.get(number_of(let), 0) is not None))
        if let.operation == "fact" and number_of(let) in known:
            return grown.integer(known[number_of(let)] or 0)
        return grown.let(let.operation, reads, let.data)

    return rewritten(evolved(kernel, inputs=inputs), constant)


def stopping(kernel: Kernel, notes: Sequence[int], failure: Failure) -> Kernel:
    """The kernel that meets a failure, too, where one of some notes holds."""
    number = len(kernel.failures)
    noted = (kernel.lets[kernel.notes[note].register].reads for note in dict.fromkeys(notes))
    stops = tuple(Let("fail", reads, (number,)) for reads in noted)
    return evolved(kernel, lets=(*kernel.lets, *stops), failures=(*kernel.failures, failure))
