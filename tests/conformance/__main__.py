"""`python -m tests.conformance [--case ID]`: how many of the peers' figures come out, or one case in full.

Exit: 0 all is as states.yaml says, 1 something that should be reproduced is not, 2 there is no such case.
"""

from __future__ import annotations

import argparse
import contextlib
import sys

from seatpolicy.diagnostics.render import render
from seatpolicy.documents.invoice import PRICED
from tests.conformance.case_files import Case, case_paths, plain, read_case
from tests.conformance.runner import ENGINES, Result, run_case
from tests.conformance.scoreboard import failures, scoreboard
from tests.conformance.states import State, read_states


def main(arguments: list[str]) -> int:
    """Runs the command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__.split("\n")[0])
    parser.add_argument("--case", metavar="ID", help="show one case: policy, account, expected, got, difference")
    asked = parser.parse_args(arguments)
    states = read_states()
    if asked.case is not None:
        return _show(asked.case, {state.id: state for state in states})
    results = {case.id: run_case(case, ENGINES) for case in map(read_case, case_paths())}
    print("\n".join(scoreboard(states, results)))
    return 1 if failures(states, results) else 0


def _show(id: str, states: dict[str, State]) -> int:
    state = states.get(id)
    if state is None:
        print(f"there is no case {id}", file=sys.stderr)
        return 2
    print(f"{id} ({state.peer}, {state.kind}): {state.state}")
    if state.why:
        print(state.why)
    path = next((path for path in case_paths() if path.stem == id), None)
    if path is None:
        print("nothing of it can be run today")
        return 0
    case = read_case(path)
    result = run_case(case)
    print(f"by hand: {case.derivation}")
    for name in dict.fromkeys([*(bill.policy for bill in case.bills), *(one.policy for one in case.refusals)]):
        print(f"\n---- {name}\n{case.policy_path(name).read_text(encoding='utf-8')}", end="")
    for number, bill in enumerate(case.bills, 1):
        day = f", as of {bill.as_of}" if bill.as_of else f", up to {bill.until}" if bill.until else ""
        print(f"\n---- bill {number} of {len(case.bills)}, by {bill.policy}{day}\n{plain(bill.account)}")
        if bill.rates is not None:
            print(f"tax rates:\n{plain(bill.rates)}")
    print(f"\n---- figures\n{'engine':11}{'figure':44}{'expected':>16}  {'got':>16}  difference")
    for one in result.compared:
        print(f"{one.engine:11}{one.name:44}{one.expected:>16}  {one.got:>16}  {one.difference or 'none'}")
    for place, why in case.aside.items():
        print(f"not restated: {place}: {why}")
    for said, why in case.unsaid.items():
        print(f"not said: {said}: {why}")
    _findings(result, case)
    return 0 if not failures([state], {id: result}) else 1


def _findings(result: Result, case: Case) -> None:
    """What stopped a bill, in full."""
    stopped = any(one is None or one.status != PRICED for invoices in result.invoices.values() for one in invoices)
    if stopped and case.bills:
        print("\n---- why there is no bill")
        print("\n".join(render(one) for one in result.findings))


if __name__ == "__main__":
    # A reader that has seen enough (`| head`) is no mistake.
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
