"""How long `check` takes, as ratios measured in one run: `python -m tests.benchmarks.check_speed`.

Whole processes are compared with a Python that does nothing, pair by pair, in processor time (user and system) of the
child alone; the median of the pairs counts. Growth is measured in one process after one warm-up, with the best of several
runs a size. Memory is the peak that the tracer of Python's own allocations sees.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

from seatpolicy.source.text import SourceText
from seatpolicy.workspace.policy import check_source
from tests.benchmarks.big_policy import big_policy

BARE = [sys.executable, "-c", "pass"]
SEATPOLICY = [sys.executable, "-m", "seatpolicy"]
SIZES = (1_000, 10_000, 40_000)


def processor_seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """User and system time of one child."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def whole_process_ratio(arguments: Sequence[str], pairs: int = 15) -> float:
    """The median of `pairs` ratios: seatpolicy with the arguments, against a bare Python."""
    with tempfile.TemporaryDirectory() as empty:
        # As installed: with compiled modules and tables, and no result of an earlier check (none is ever kept).
        environment = {**os.environ, "SEATPOLICY_CACHE": empty, "PYTHONPYCACHEPREFIX": os.path.join(empty, "modules")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [*SEATPOLICY, *arguments]
        processor_seconds(command, environment)
        processor_seconds(BARE, environment)
        return statistics.median(
            processor_seconds(command, environment) / processor_seconds(BARE, environment) for _ in range(pairs)
        )


def check_ratio() -> float:
    """`check` of a policy of 1,000 lines, the cache of results (there is none yet) empty, against a bare Python."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "policy.seat")
        path.write_text(big_policy(1_000), encoding="utf-8")
        return whole_process_ratio(["check", str(path)])


def help_ratio() -> float:
    """`--help` against a bare Python."""
    return whole_process_ratio(["--help"])


def seconds_per_line(lines: int, runs: int) -> float:
    """The best of some runs of a check in this process, divided by the lines."""
    text = big_policy(lines)
    count = text.count("\n")
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        begin = time.process_time()
        outcome = check_source(SourceText("policy.seat", text))
        best = min(best, time.process_time() - begin)
        assert not outcome.has_errors
        del outcome
    return best / count


def growth() -> dict[int, float]:
    """Seconds a line by size, after imports."""
    check_source(SourceText("policy.seat", big_policy(SIZES[0])))
    return {lines: seconds_per_line(lines, 12 if lines == SIZES[0] else 4) for lines in SIZES}


def bytes_per_line() -> dict[int, float]:
    """Peak bytes that a check allocates for each line more than the size before, by size: what a run costs at all (the
    tables, a megabyte) is in the first size."""
    found = {}
    before, lines_before = 0, 0
    for lines in SIZES:
        text = big_policy(lines)
        gc.collect()
        tracemalloc.start()
        check_source(SourceText("policy.seat", text))
        peak, count = tracemalloc.get_traced_memory()[1], text.count("\n")
        tracemalloc.stop()
        if before:
            found[lines] = (peak - before) / (count - lines_before)
        before, lines_before = peak, count
    return found


def main() -> None:
    """Prints every figure with its limit."""
    print(f"check, 1,000 lines, whole process: {check_ratio():.1f} x bare Python (limit 20)")
    print(f"--help, whole process:             {help_ratio():.2f} x bare Python (limit 3)")
    times = growth()
    for lines, seconds in times.items():
        print(f"check, {lines:>6,} lines, in process: {seconds * 1e6:.1f} microseconds a line")
    print(f"worst / best time a line:          {max(times.values()) / min(times.values()):.2f} (limit 1.3)")
    memory = bytes_per_line()
    for lines, size in memory.items():
        print(f"check, {lines:>6,} lines, peak memory: {size:,.0f} bytes a line more")
    print(f"worst / best memory a line:        {max(memory.values()) / min(memory.values()):.2f}")


if __name__ == "__main__":
    main()
