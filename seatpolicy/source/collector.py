"""Work that builds one large tree, done with the garbage collector held off.

Nothing that a parse or a check builds is garbage before it ends, yet the collector walks the whole growing heap again and
again, which makes linear work quadratic. Held off, it is linear: measured by the growth benchmark in tests/benchmarks.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """Holds the collector off, and leaves it as it was found; nests."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
