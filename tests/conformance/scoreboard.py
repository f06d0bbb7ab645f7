"""States and results in, the lines out that `python -m tests.conformance` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from seatpolicy.documents.invoice import NOT_BILLED
from tests.conformance.runner import ENGINES, GROWING, Result
from tests.conformance.states import REFERENCE, REFUSED, REPRODUCED, WAITING, State

STATES = (REPRODUCED, REFERENCE, REFUSED, WAITING)


def scoreboard(states: Sequence[State], results: Mapping[str, Result]) -> Iterator[str]:
    """The whole board: per peer, per kind, what only the reference engine bills, what waits and is refused, and what is
    not as it should be."""
    for engine in ENGINES:
        yield _of_engine(engine, states, results)
    yield ""
    yield from _table("peer", states, [state.peer for state in states])
    yield ""
    yield from _table("kind", states, [state.kind for state in states])
    for title, state in (("reference engine only", REFERENCE), ("waiting", WAITING), ("refused on purpose", REFUSED)):
        yield ""
        yield f"{title}:"
        groups: dict[str, list[State]] = {}
        for one in states:
            if one.state == state:
                groups.setdefault(one.row or one.reason or one.kind, []).append(one)
        for name, members in sorted(groups.items()):
            yield f"  {name} ({len(members)})"
            for one in members:
                yield f"    {one.id}: {one.needs or one.because or 'every other engine refuses it'}"
    wrong = failures(states, results)
    yield ""
    yield from wrong
    yield summary(states, wrong)


def failures(states: Sequence[State], results: Mapping[str, Result]) -> list[str]:
    """What should be reproduced and is not, and every other state that is not true."""
    wrong = []
    for one in states:
        result = results.get(one.id)
        if one.state == REPRODUCED and (result is None or not result.reproduced):
            wrong.append(f"not reproduced: {one.id}: {_first_difference(result)}")
        if one.state == REFERENCE and (result is None or not result.by_reference):
            wrong.append(f"not reproduced by the reference engine: {one.id}: {_first_difference(result)}")
        if one.state == REFUSED and result is not None and not result.reproduced:
            wrong.append(f"refused, but a figure that it can say is not reproduced: {one.id}: {_first_difference(result)}")
        if one.state == WAITING and result is not None:
            other = [each for each in result.compared if each.difference not in ("", NOT_BILLED)]
            if bool(other) is not bool(one.billed_otherwise):
                wrong.append(f"waiting, and billed {'otherwise' if other else 'rightly or not'}: {one.id}")
    surplus = sorted(set(results) - {one.id for one in states})
    return wrong + [f"a file without a state: {name}" for name in surplus]


def summary(states: Sequence[State], wrong: Sequence[str]) -> str:
    """One line that counts all."""
    counts = Counter(one.state for one in states)
    parts = ", ".join(f"{counts[state]} {state}" for state in STATES)
    return f"{len(states)} cases: {parts}" + (f"; {len(wrong)} NOT AS THEY SHOULD BE" if wrong else "")


def _first_difference(result: Result | None) -> str:
    if result is None:
        return "there is no file"
    one = next((each for each in result.compared if not each.passes), None)
    if one is None:
        return "nothing is expected"
    return f"{one.name}: expected {one.expected}, got {one.got} ({one.engine})"


def _of_engine(engine: str, states: Sequence[State], results: Mapping[str, Result]) -> str:
    """How far one engine is in what comes out on any."""
    counts: Counter[str] = Counter()
    for one in states:
        result = results.get(one.id)
        if one.state in (REPRODUCED, REFERENCE) and result is not None:
            apart = {each.difference for each in result.compared if each.engine in (engine, "check")} - {""}
            counts[NOT_BILLED if apart == {NOT_BILLED} else "not reproduced" if apart else "reproduced"] += 1
    growing = ", still growing" if engine in GROWING else ""
    parts = ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), reverse=True))
    return f"engine {engine}{growing}: {parts or 'no case'}"


def _table(head: str, states: Sequence[State], groups: Sequence[str]) -> Iterator[str]:
    counts = Counter((group, one.state) for group, one in zip(groups, states, strict=True))
    names = sorted(set(groups), key=lambda name: (-sum(counts[name, state] for state in STATES), name))
    yield f"{head:18}{'reproduced':>12}{'reference':>10}{'refused':>10}{'waiting':>10}{'cases':>8}"
    for name in names:
        row = [counts[name, state] for state in STATES]
        yield f"{name:18}{row[0]:12}{row[1]:10}{row[2]:10}{row[3]:10}{sum(row):8}"
    total = Counter(one.state for one in states)
    row = [total[state] for state in STATES]
    yield f"{'total':18}{row[0]:12}{row[1]:10}{row[2]:10}{row[3]:10}{sum(row):8}"
