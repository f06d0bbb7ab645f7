"""Programs of every policy of the house: amounts are those of the trace, data are read again, 64 bits suffice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from seatpolicy.compiler import meaning
from seatpolicy.compiler.ir import fact_keys
from seatpolicy.compiler.lower.program import lower
from seatpolicy.compiler.program import Program
from seatpolicy.compiler.ranges import ranges
from seatpolicy.compiler.to_json import kernel_text, read_kernel
from seatpolicy.documents.account import Account
from seatpolicy.documents.from_example import from_example
from seatpolicy.engines.python.load import Loaded, loaded
from seatpolicy.pricing.calendar import window
from seatpolicy.pricing.inputs import Given
from seatpolicy.tools.testing.examples import day_of
from tests.unit.pricing.test_engines_agree import NAMES, checked


def examples(name: str) -> Iterator[tuple[Program, Account, list[int | None]]]:
    """Each example's program, its account, and the integers that the kernel reads."""
    made = checked(name)
    policy = made.texts[0].policy
    assert policy is not None
    programs: dict[tuple[object, ...], Program] = {}
    for example in policy.examples:
        given = from_example(example.given, policy)
        account = given.account
        if not account.plans or not account.currency or given.measures:
            continue
        holding = tuple(one.name for one in account.plans), (), account.currency
        if holding not in programs:
            programs[holding] = lower(policy, *holding)
        program, day = programs[holding], day_of(given.as_of, account, made)
        windows = [window(cycle, anchor, account, day) for cycle, anchor in program.pairs]
        yield program, account, Given(policy, account, day, windows).inputs(program.kernel)


@pytest.mark.parametrize("name", NAMES)
def test_amounts_are_those_of_the_trace(name: str) -> None:
    functions: dict[str, Loaded] = {}
    for program, _, given in examples(name):
        if program.kernel.name not in functions:
            functions[program.kernel.name] = loaded(program.kernel)
        made = functions[program.kernel.name]
        registers, failures = meaning.run(program.kernel, given)
        if failures:
            with pytest.raises(meaning.Stopped):
                made.amount(given)
            continue
        traced = meaning.notes(program.kernel, registers)
        root = program.kernel.notes[program.kernel.roots[0]]
        note = made.kernels["amount"].notes[0]
        assert Fraction(made.amount(given)[0], note.den) == traced[root.name]
        if program.totals is not None:
            assert traced[root.name] == traced[program.kernel.notes[program.totals.net].name]


@pytest.mark.parametrize("name", NAMES)
def test_programs_are_data(name: str) -> None:
    policy = checked(name).texts[0].policy
    assert policy is not None
    for plan in policy.plans:
        program = lower(policy, (plan,), (), policy.currencies[0])
        kernel = program.kernel
        written = kernel_text(kernel)
        assert kernel_text(read_kernel(written, {policy.at.source.path: policy.at.source})) == written
        assert len(ranges(kernel).intervals) == len(kernel.lets)
        assert len(set(fact_keys(kernel))) == len(kernel.inputs)
        assert len(program.reasons) == len(kernel.failures)
        assert lower(policy, (plan,), (), policy.currencies[0]) == program


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_has_its_figures(name: str) -> None:
    policy = checked(name).texts[0].policy
    assert policy is not None
    for plan in policy.plans:
        program = lower(policy, (plan,), (), policy.currencies[0])
        told = [reason.message for reason in program.reasons] + [reason.note for reason in program.reasons]
        told += [step.words for line in program.lines for step in line.steps]
        told += [one.words for one in (*program.assumptions, *program.late_assumptions)]
        for words in told:
            assert words.text.replace("{{", "").replace("}}", "").count("{}") == len(words.figures)
            assert all(0 <= figure.note < len(program.kernel.notes) for figure in words.figures)


def test_widths_of_the_house() -> None:
    wide = {}
    for name in NAMES:
        policy = checked(name).texts[0].policy
        assert policy is not None
        for plan in policy.plans:
            kernel = lower(policy, (plan,), (), policy.currencies[0]).kernel
            found = ranges(kernel).wide
            fine = any(one.kind == "usage" and one.scale > 1 for one in kernel.inputs)
            if found and not fine and not any(one.kind == "earlier" for one in kernel.inputs):
                wide[f"{name} {plan}"] = len(found)
    # A count reaches to a billion, and an amount to as many times a price: nothing of the house needs more than 64 bits, but
    # for what earlier invoices came to, which may be anything, for use in nine decimals, and for a discount whose share is a
    # fact of the account: that has eight decimals, and comes on top of two other shares and a level.
    assert wide.pop("regional-price-book book")
    assert wide == {}
