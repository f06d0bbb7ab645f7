"""Generated Python text in, its functions out: the one place that runs code which a program has written.

What runs was written by `emit` out of a kernel a moment ago. A policy's texts stand in it as literals and comments only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from seatpolicy.compiler.ir import Kernel
from seatpolicy.engines.base import Due
from seatpolicy.engines.python.due import Said, due_text
from seatpolicy.engines.python.emit import ENTRIES, FUNCTIONS, emitted, entry
from seatpolicy.values.record import record

Traced = Callable[[Sequence[int | None]], tuple[tuple[int, ...], tuple[int, ...]]]


@record
class Loaded:
    """The functions of a generated module (see `emit`), its text, and by name the kernel that lays out what each returns."""

    amount: Callable[[Sequence[int | None]], tuple[int, ...]]
    price: Callable[[Mapping[str, object]], tuple[int, ...]]
    traced: Callable[[Sequence[int | None]], tuple[tuple[int, ...], tuple[int, ...]]]
    price_traced: Callable[[Mapping[str, object]], tuple[tuple[int, ...], tuple[int, ...]]]
    text: str
    kernels: Mapping[str, Kernel]


def loaded_trace(kernel: Kernel) -> tuple[Traced, Kernel]:
    """The traced function alone, and the kernel that lays out what it returns."""
    made = emitted(kernel, ("traced",))
    namespace: dict[str, object] = {"__name__": "seatpolicy_generated"}
    exec(compile(made.text, f"<kernel {kernel.name}>", "exec"), namespace)
    return namespace["traced"], made.kernels["traced"]  # type: ignore[return-value]


@record
class Entry:
    """The functions for accounts that all give the same facts (see `emit.entry`), their text, and their kernel."""

    price: Callable[[Mapping[str, object]], tuple[int, ...]]
    price_kept: Callable[[Mapping[str, object]], tuple[int, ...]]
    text: str
    kernel: Kernel


def loaded_entry(kernel: Kernel, keys: Collection[str]) -> Entry:
    """The entry of a kernel for accounts that give exactly these facts."""
    made = entry(kernel, keys)
    namespace: dict[str, object] = {"__name__": "seatpolicy_generated"}
    exec(compile(made.text, f"<kernel {kernel.name}>", "exec"), namespace)
    found = {name: namespace[name] for name in ENTRIES}
    return Entry(text=made.text, kernel=made.kernels["price"], **found)  # type: ignore[arg-type]


def loaded(kernel: Kernel) -> Loaded:
    """The functions of a kernel."""
    made = emitted(kernel)
    namespace: dict[str, object] = {"__name__": "seatpolicy_generated"}
    exec(compile(made.text, f"<kernel {kernel.name}>", "exec"), namespace)
    found = {name: namespace[name] for name in FUNCTIONS}
    return Loaded(text=made.text, kernels=made.kernels, **found)  # type: ignore[arg-type]


def loaded_due(
    kernel: Kernel,
    said: Sequence[Said],
    checked: Callable[[int, object], int],
    texts: Mapping[int, Mapping[str, int]],
) -> Due:
    """The shortest way to the amount of a kernel (see `due`)."""
    namespace: dict[str, object] = {"__name__": "seatpolicy_generated", "checked": checked, "texts": texts}
    exec(compile(due_text(kernel, said), f"<kernel {kernel.name}>", "exec"), namespace)
    return namespace["due"]  # type: ignore[return-value]


def loaded_amount(kernel: Kernel) -> tuple[Callable[[Sequence[int | None]], tuple[int, ...]], Kernel]:
    """The function of the roots alone, which raises Stopped at the first failure, and the kernel that lays out what it
    returns."""
    made = emitted(kernel, ("amount",))
    namespace: dict[str, object] = {"__name__": "seatpolicy_generated"}
    exec(compile(made.text, f"<kernel {kernel.name}>", "exec"), namespace)
    return namespace["amount"], made.kernels["amount"]  # type: ignore[return-value]
