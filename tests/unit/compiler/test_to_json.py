"""A kernel's JSON form: back again it is the same kernel, and what is no kernel is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from seatpolicy.compiler.build import Builder
from seatpolicy.compiler.ir import Failure, Input, Kernel
from seatpolicy.compiler.passes import optimised, required
from seatpolicy.compiler.to_json import NotAKernel, kernel_text, read_kernel
from seatpolicy.source.text import SourceText
from tests.unit.compiler.programs import Program, programs, written

TEXT = SourceText("acme.seat", "policy acme {\n  price: 5.00 each\n}\n")


@settings(max_examples=300)
@given(programs())
def test_back_again_it_is_the_same(program: Program) -> None:
    for kernel in (written(program), optimised(required(written(program)))):
        text = kernel_text(kernel)
        assert read_kernel(text) == kernel
        assert kernel_text(read_kernel(text)) == text == kernel_text(kernel)


def example() -> Kernel:
    builder = Builder("bill")
    builder.at = TEXT.line_span(2)
    seats = builder.input(Input("seats", "members", "count", 0, 10**9, at=TEXT.line_span(1)))
    region = builder.input(Input("account", "region", "symbol", 0, 1, values=("US", "größte")))
    big = builder.const(2**60)
    rate = builder.match([region, seats], (((frozenset({1, 0}), (None, 5)), 7), ((None, None), 3)))
    builder.fail_if(builder.compare("=", seats, builder.const(0)), Failure("EN301", "none", TEXT.line_span(2), "seats"))
    builder.note("share", builder.div(builder.mul(rate, big), builder.max(seats, builder.const(Fraction(1, 3)))))
    return builder.kernel([0])


def test_places_come_back_with_their_text() -> None:
    kernel = example()
    text = kernel_text(kernel)
    assert read_kernel(text, {"acme.seat": TEXT}) == kernel
    assert all(let.at is None for let in read_kernel(text).lets)


def test_the_form() -> None:
    whole = json.loads(kernel_text(example()))
    assert list(whole) == [
        "format", "version", "name", "sources", "inputs", "lets", "failures", "notes", "roots"
    ]  # fmt: skip
    assert whole["inputs"][0] == {
        "kind": "seats", "name": "members", "type": "count", "low": 0, "high": 10**9, "at": [0, 1, 0, 13]
    }  # fmt: skip
    assert {"op": "const", "data": [str(2**60)], "at": [0, 2, 14, 32]} in whole["lets"]
    (match,) = [let for let in whole["lets"] if let["op"] == "match"]
    assert match["data"] == [[[{"in": [0, 1]}, {"from": None, "to": 5}], 7], [[None, None], 3]]


def changed(path: tuple[Any, ...], value: object) -> str:
    whole = json.loads(kernel_text(example()))
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "no JSON"),
        ("[]", "`format`"),
        (changed(("format",), "other"), "`format`"),
        (changed(("version",), "2.0"), "version 2.0"),
        (changed(("lets",), [{"reads": []}]), "missing"),
        (changed(("lets", 0, "op"), "divide"), "no operation is called 'divide'"),
        (changed(("lets", 0, "data"), [9]), "no such fact"),
        (changed(("lets", 0, "reads"), [0]), "reads 0 registers"),
        (changed(("lets", -1, "reads"), [99]), "not before it"),
        (changed(("lets", -1, "data"), [1]), "no such note"),
        (changed(("notes", 0, "register"), 0), "not in order"),
        (changed(("roots",), [5]), "no let"),
        (changed(("inputs", 0, "low"), "few"), "another kind"),
        (changed(("lets",), 5), "another kind"),
        (kernel_text(example()).replace('"low": 0', '"low": 0.5', 1), "0.5 is no integer"),
        (kernel_text(example()).replace('"low": 0', '"low": NaN', 1), "NaN is no integer"),
    ],
)
def test_what_is_no_kernel_is_refused(text: str, message: str) -> None:
    with pytest.raises(NotAKernel, match=message):
        read_kernel(text)


def test_a_later_minor_version_is_read() -> None:
    assert read_kernel(changed(("version",), "1.7")).name == "bill"
