"""A kernel in, what a run of it costs at most out, before any run: nodes worked out and rows tested.

A kernel has no loops, so its cost is a sum: every let once, and for every piece and every match each of its rows once. No
run can cost more; most cost less, since rows are tested only until one fits.
"""

from __future__ import annotations

from seatpolicy.compiler.ir import Kernel
from seatpolicy.compiler.passes import amounts_only, optimised
from seatpolicy.values.record import record

VERSION = "1.0"
"""Of the JSON form."""


@record
class Work:
    """What one function of a kernel does at most in a run: `nodes` lets are worked out, and `rows` of tiers and tables are
    tested. `by_operation` says how many lets there are of each kind, in the order of their names."""

    nodes: int
    rows: int
    by_operation: tuple[tuple[str, int], ...]


@record
class Cost:
    """What a kernel costs: with its trace, and for its amounts alone."""

    kernel: str
    traced: Work
    amounts: Work


def cost(kernel: Kernel) -> Cost:
    """The cost of a kernel after its passes, as engines run it."""
    return Cost(kernel.name, work(optimised(kernel)), work(optimised(amounts_only(kernel))))


def work(kernel: Kernel) -> Work:
    """What a kernel does at most as it stands."""
    counts: dict[str, int] = {}
    for let in kernel.lets:
        counts[let.operation] = counts.get(let.operation, 0) + 1
    rows = sum(len(let.data) for let in kernel.lets if let.operation in ("piece", "match"))
    return Work(len(kernel.lets), rows, tuple(sorted(counts.items())))


def cost_text(one: Cost) -> str:
    """Two lines for people, without a line end."""
    pad = " " * len(one.kernel)
    return (
        f"{one.kernel}: {_shown(one.amounts)} a bill for its amounts\n"
        f"{pad}  {_shown(one.traced)} a bill with every step told"
    )


def cost_json(one: Cost) -> dict[str, object]:
    """The same for programs: `version`, `kernel`, and in `amounts` and `traced` each `nodes`, `rows` and `by_operation`."""
    return {
        "version": VERSION,
        "kernel": one.kernel,
        **{
            name: {"nodes": part.nodes, "rows": part.rows, "by_operation": dict(part.by_operation)}
            for name, part in (("amounts", one.amounts), ("traced", one.traced))
        },
    }


def _shown(part: Work) -> str:
    nodes = f"{part.nodes:,} node{'' if part.nodes == 1 else 's'}"
    if not part.rows:
        return f"{nodes}, no rows tested,"
    return f"{nodes}, at most {part.rows:,} row{'' if part.rows == 1 else 's'} tested,"
