"""An account that has a bill in, a shortcut to the amounts of accounts that say the same things out.

What such accounts do not say is the same for all of them, and so is the calendar: the program's kernel is written anew with
that as constants, and with one failure more, for whatever a bill does beside running its program once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import attrs

from seatpolicy.compiler.given import settled, stopping
from seatpolicy.compiler.ir import Failure, Input, Kernel
from seatpolicy.compiler.lower import inputs
from seatpolicy.compiler.passes import amounts
from seatpolicy.compiler.program import Program
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import typed
from seatpolicy.documents.account import Account
from seatpolicy.documents.from_data import from_data
from seatpolicy.documents.nodes import is_nothing
from seatpolicy.documents.refusals import Refusal
from seatpolicy.engines.base import Due, Unusual
from seatpolicy.engines.python.due import Said
from seatpolicy.engines.python.load import loaded_due
from seatpolicy.engines.python.programs import Programs, holding_of
from seatpolicy.pricing.calendar import NoWindow, window
from seatpolicy.pricing.inputs import Given, integer
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.values.record import evolved

MOST_TEXTS = 4096
"""Texts of one fact whose integers are kept."""

PLAIN = ("count", "number")
"""Types of facts that a document says as a plain number."""

_WHOLE = Failure("", "only the whole bill tells", None)


def shortcut(programs: Programs, policy: Policy, account: Account, as_of: date) -> Due | None:
    """The function; None where an account says more than facts and counts, or its bill is never made by one run."""
    said_more = (account.start, account.term_months, account.customer_since, account.people, account.billed)
    if any(one is not None for one in said_more) or account.added or account.usage or account.sections:
        return None
    program, _ = programs.bill(policy, holding_of(account))
    if program.totals is None or any(anchor.fact for _, anchor in program.pairs):
        return None
    windows = [window(cycle, anchor, account, as_of) for cycle, anchor in program.pairs]
    refused = {pair for pair, made in enumerate(windows) if isinstance(made, NoWindow)}
    beside = list(_beside(program, refused))
    whole = _with_all_said(program.kernel, policy, account)
    said = _said(whole, policy, account)
    if None in beside or len(said) != len(account.facts) + len(account.seats) + len(account.held):
        return None
    silent = attrs.evolve(account, facts={}, seats={}, held={})
    constants = Given(policy, silent, as_of, windows).inputs(whole)
    ours = {one.number for one in said}
    known = {number: value for number, value in enumerate(constants) if number not in ours}
    kernel = stopping(settled(whole, known), [one for one in beside if one is not None], _WHOLE)
    readers = {one.number: _reader(whole.inputs[one.number], one.key, policy, account.currency) for one in said}
    texts = {number: _Texts(read) for number, read in readers.items()}
    return loaded_due(amounts(kernel), said, lambda number, value: readers[number](value), texts)


def _beside(program: Program, refused: set[int]) -> Iterator[int | None]:
    """The notes of everything that makes more of a bill than one run; None for what always does."""
    for told in (program.moves, program.missing, program.seat_lines, program.windowed):
        yield from (one.present for one in told)
    yield from (use.chosen for use in program.windows if use.pair in refused)
    if program.day_read != -1:
        yield program.day_read


def _with_all_said(kernel: Kernel, policy: Policy, account: Account) -> Kernel:
    """The kernel with an input for everything that is said: what no price reads must be right all the same."""
    there = {(one.kind, one.name) for one in kernel.inputs}
    made = [inputs.count(name) for name in (*account.seats, *account.held)]
    facts = (policy.facts[name] for name in account.facts)
    made += [one for fact in facts if (one := inputs.fact(fact.name, fact.type, account.currency, fact.at)) is not None]
    return evolved(kernel, inputs=(*kernel.inputs, *(one for one in made if (one.kind, one.name) not in there)))


def _said(kernel: Kernel, policy: Policy, account: Account) -> list[Said]:
    made = []
    counts = {*account.seats, *account.held}
    for number, one in enumerate(kernel.inputs):
        if one.kind == "seats" and one.name in counts:
            made.append(Said(number, one.name, True))
        elif one.kind == "account" and one.name in account.facts:
            made.append(Said(number, one.name, policy.facts[one.name].type.kind in PLAIN))
    return made


def _reader(one: Input, key: str, policy: Policy, currency: str) -> Callable[[object], int]:
    """What makes one thing that is said an integer, as a document's reader does."""

    def read(value: object) -> int:
        data = from_data(value, key)
        node = data.value
        if node is None or is_nothing(node):
            raise Unusual
        if one.kind == "seats":
            made = typed.count(node, key)
            if isinstance(made, Diagnostic):
                raise Unusual
            return made
        found = typed.convert(node, key, policy.facts[key].type, currency)
        if isinstance(found, Diagnostic):
            raise Unusual
        try:
            return integer(found, one, node.at)
        except Refusal:
            raise Unusual from None

    return read


class _Texts(dict[str, int]):
    """The integers of the texts that were met; others are read when they are asked for."""

    def __init__(self, read: Callable[[object], int]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, value: object) -> int:
        made = self.read(value)
        # Only texts are kept: among keys of all types 1, True and Decimal(1) would be the same.
        if type(value) is str and len(self) < MOST_TEXTS:
            self[value] = made
        return made
