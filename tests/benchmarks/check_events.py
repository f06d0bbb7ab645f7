"""How long histories take, and how much memory, as ratios measured in one run: `python -m tests.benchmarks.check_events`.

An account with 100 events in one cycle is billed beside the hand-written price of job A (`check_price`), in turns, and the
median of the rounds' ratios counts. What an event costs of 1,000 and of a million is compared within one run, read from
JSON Lines to the last invoice, at ten events a day throughout. Memory is that of whole processes, at their peak. `--all` has
a million events and 100,000 accounts, which takes a quarter of an hour; without it, a tenth of each.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import attrs

from seatpolicy.documents.account import Account
from seatpolicy.documents.read_account import read_account
from seatpolicy.engines.python.engine import PythonEngine
from seatpolicy.engines.python.over_time.invoices import History
from seatpolicy.engines.python.programs import Programs
from seatpolicy.engines.reference.bill import ReferenceEngine
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.model.texts import as_texts
from seatpolicy.source.text import SourceText
from seatpolicy.workspace.event_lines import Place
from seatpolicy.workspace.json_text import read_json_line
from seatpolicy.workspace.long_history import long_history
from tests.benchmarks import job_a, price_book
from tests.differential.engine_bills import read_text
from tests.properties.histories import Terms

ROUNDS = 15
A_DAY = 10
"""Events of a long history on each day."""

FIRST = date(1905, 1, 1)
NAMED = {"schema_version": "1.0", "plans": ["team"], "addons": [], "currency": "USD", "facts": {}}
TEXT = Terms(discount=True).text.replace("from 2025-01-01", f"from {FIRST}")
"""Three tiers, a discount, seats in advance: more are charged and fewer credited by the day, on the next invoice."""


def policy() -> Policy:
    """The policy of all histories here."""
    made = read_text(TEXT).texts[0].policy
    assert made is not None
    return made


def drawn(count: int, days: int, first: date = FIRST) -> Iterator[dict[str, object]]:
    """So many changes of seats on so many days, in their order."""
    r, there = Random(count), 40
    for number in range(count):
        by = -3 if there > 300 else 3 if there < 8 else r.choice((1, 2, 3, -1, -2, -3))
        there += by
        place = number * days // count
        second = 80_000 * (number * days % count) // count
        at = f"{first + timedelta(days=1 + place)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
        yield {"id": f"e-{number}", "at": at, "type": "seats_changed", "charge": "desks", "by": by}


def account(made: Policy, name: str, first: date, events: list[dict[str, object]]) -> Account:
    """An account of the policy that begins on a day."""
    document = {**NAMED, "account": name, "subscription": {"start": f"{first}"}, "seats": {"desks": 40}, "events": events}
    node = read_json_line(SourceText("account.json", json.dumps(document))).value
    assert node is not None
    read = read_account(node, made)
    assert read.value is not None, read.diagnostics
    return read.value


def seconds(function: Callable[[], object], times: int) -> float:
    """Processor time of one call."""
    begin = time.process_time()
    for _ in range(times):
        function()
    return (time.process_time() - begin) / times


# ---- 100 events in a cycle


def of_a_hundred(rounds: int = ROUNDS) -> dict[str, float]:
    """What an account with 100 events in one cycle takes over the hand-written price of job A: its invoices with their
    totals, with all lines, with the reason of every line, and by the whole way."""
    base = job_a.baseline()
    assert base is not None, "the benchmarks are not beside the project"
    theirs, _ = price_book.accounts(base)
    by_hand, made, engine, programs = job_a.price_part(base), policy(), PythonEngine(), Programs()
    first = date(2026, 1, 1)
    one, until = account(made, "acme", first, list(drawn(100, 29, first))), date(2026, 2, 1)
    assert len({event.day for event in one.events}) == 29
    wanted = [
        (each.id, each.totals, [line.amount for line in each.lines])
        for each in ReferenceEngine().series(made, one, until).value
    ]
    ways: dict[str, Callable[[], object]] = {
        "totals": lambda: engine.series(made, one, until),
        "lines": lambda: [tuple(each.lines) for each in engine.series(made, one, until).value],
        "steps": lambda: [[tuple(line.steps) for line in each.lines] for each in engine.series(made, one, until).value],
        "whole": lambda: History(programs, made, one).series(until),
    }
    for _ in range(6):
        for way in ways.values():
            way()
    got = [(each.id, each.totals, [line.amount for line in each.lines]) for each in engine.series(made, one, until).value]
    assert got == wanted
    measured: dict[str, list[float]] = {name: [] for name in ways}
    gc.disable()
    try:
        for _ in range(rounds):
            begin = time.process_time()
            for each in theirs:
                by_hand(each)
            unit = (time.process_time() - begin) / len(theirs)
            for name, way in ways.items():
                measured[name].append(seconds(way, 8 if name == "totals" else 2) / unit)
    finally:
        gc.enable()
    return {name: statistics.median(found) for name, found in measured.items()}


# ---- from 1,000 to a million


def growth(counts: tuple[int, ...]) -> dict[int, float]:
    """Microseconds an event by how many there are, from the file's lines to the last invoice; the best of some runs."""
    made, programs = policy(), Programs()
    found: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (counts[0], *counts):
            path = Path(folder, "events.jsonl")
            written = write(path, count)
            lines = Place(str(path), 0, 1, count, path.stat().st_size, count + 1)
            alone = attrs.evolve(account(made, "acme", FIRST, []), has_history=True)
            until = written + timedelta(days=40)
            best = min(_billed(programs, made, alone, lines, until) for _ in range(5 if count <= 10_000 else 1))
            found[count] = best / count * 1e6
    return found


def _billed(programs: Programs, made: Policy, alone: Account, lines: Place, until: date) -> float:
    begin = time.process_time()
    history = long_history(programs, as_texts(made), alone, lines, "events.jsonl", until)
    assert history is not None
    assert history.in_order
    assert sum(1 for _ in history.invoices(until)) == history.count
    return time.process_time() - begin


def write(path: Path, count: int, name: str = "acme") -> date:
    """Writes a long history; its last day."""
    days = max(1, count // A_DAY)
    with path.open("w", encoding="utf-8") as file:
        for event in drawn(count, days):
            file.write(json.dumps({"account": name, **event}) + "\n")
    return FIRST + timedelta(days=days)


# ---- memory of whole processes

RUN = """
import sys, time
from pathlib import Path
from seatpolicy.cli.main import main
code = main(sys.argv[1:])
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(code, peak, time.process_time(), file=sys.stderr)
"""


def process(*words: str) -> tuple[float, float, str]:
    """Megabytes at the peak and seconds of one run of the command line, and the note that it ended with. The peak is the
    kernel's `VmHWM`: what `getrusage` tells has the parent's memory in it."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
    )
    *_, note, last = done.stderr.strip().splitlines()
    code, peak, took = last.split()
    assert code == "0", done.stderr
    return int(peak) / 1024, float(took), note.rpartition("events.jsonl: ")[2]


def long_account(count: int, mixed: bool) -> tuple[float, float, str]:
    """One account with so many events, in the order of time or not."""
    with tempfile.TemporaryDirectory() as folder:
        events, policy_, document = Path(folder, "events.jsonl"), Path(folder, "team.seat"), Path(folder, "acme.json")
        last = write(events, count)
        if mixed:
            lines = events.read_text(encoding="utf-8").splitlines()
            Random(1).shuffle(lines)
            events.write_text("\n".join(lines), encoding="utf-8")
            del lines
        policy_.write_text(TEXT, encoding="utf-8")
        head = {**NAMED, "account": "acme", "subscription": {"start": f"{FIRST}"}, "seats": {"desks": 40}}
        document.write_text(json.dumps(head), encoding="utf-8")
        return process("price", str(policy_), str(document), "--events", str(events), "--as-of", str(last))


def book(count: int, events: int = 20) -> tuple[float, float, str]:
    """So many accounts with so many events each, from JSON Lines: a bill each."""
    with tempfile.TemporaryDirectory() as folder:
        policy_, accounts, history = (Path(folder, name) for name in ("team.seat", "accounts.jsonl", "events.jsonl"))
        policy_.write_text(TEXT, encoding="utf-8")
        first = date(2026, 1, 1)
        changes = [list(drawn(events, 170, first + timedelta(days=number))) for number in range(28)]
        with accounts.open("w", encoding="utf-8") as heads, history.open("w", encoding="utf-8") as file:
            for number in range(count):
                begins, name = first + timedelta(days=number % 28), f"acct-{number:07}"
                seats = {"desks": 10 + number % 50}
                head = {**NAMED, "account": name, "subscription": {"start": f"{begins}"}, "seats": seats}
                heads.write(json.dumps(head) + "\n")
                file.writelines(json.dumps({"account": name, **one}) + "\n" for one in changes[number % 28])
        return process("price", str(policy_), str(accounts), "--events", str(history), "--as-of", "2026-06-30")


def main() -> None:
    """Prints every figure with its limit."""
    every = "--all" in sys.argv
    if job_a.baseline() is not None:
        found = of_a_hundred()
        print(f"an account with 100 events in a cycle, its invoices and totals: {found['totals']:.0f} x the hand-written"
              " price of job A (limit 250)")  # fmt: skip
        print(f"the same with every line: {found['lines']:.0f} x, with every step: {found['steps']:.0f} x;"
              f" by the whole way: {found['whole']:.0f} x")  # fmt: skip
    else:
        print("job A is not beside this checkout: ../shared/bench/baseline.py")
    counts = (1_000, 10_000, 100_000, 1_000_000) if every else (1_000, 10_000, 100_000)
    costs = growth(counts)
    print("an event of one account, from its line to the last invoice: "
          + ", ".join(f"{cost:.1f} µs of {count:,}" for count, cost in costs.items())
          + f"; the dearest {max(costs.values()) / min(costs.values()):.2f} x the cheapest (limit 1.5)")  # fmt: skip
    for count in counts[-2:]:
        for mixed in (False, True):
            peak, took, note = long_account(count, mixed)
            order = "in no order" if mixed else "in the order of time"
            print(f"{count:,} events {order}: {peak:.0f} MB at the peak of the process, {took:.0f} s ({note})")
    for size in (10_000, 100_000) if every else (1_000, 10_000):
        peak, took, _ = book(size)
        print(f"{size:,} accounts of 20 events: {peak:.0f} MB, {took:.0f} s")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[2]))
    main()
