"""The worked plugin's function: its expansion in the compiler's arithmetic says what its exact Python says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "plugins" / "seatpolicy_desk"
LARGEST = 10**9


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PLUGIN))


@pytest.mark.parametrize(
    ("x", "n", "groups"),
    [(0, 5, 0), (1, 5, 1), (5, 5, 1), (6, 5, 2), (10, 5, 2), (11, 5, 3), (7, 1, 7), (LARGEST, 3, 333_333_334)],
)
def test_groups_begun(x: int, n: int, groups: int) -> None:
    from seatpolicy_desk.per_started import reference

    assert reference(Fraction(x), Fraction(n)) == groups


def test_the_expansion_is_the_same() -> None:
    build = pytest.importorskip("seatpolicy.compiler.build")
    ir = pytest.importorskip("seatpolicy.compiler.ir")
    meaning = pytest.importorskip("seatpolicy.compiler.meaning")
    from seatpolicy_desk.per_started import expand, reference

    builder = build.Builder("test")
    x, n = (builder.input(ir.Input("seats", name, "count", 0, LARGEST)) for name in ("x", "n"))
    value = expand(builder, x, n)
    kernel = builder.kernel(())
    for many in (*range(40), LARGEST - 1, LARGEST):
        for size in (*range(12), LARGEST):
            registers, failures = meaning.run(kernel, [many, size])
            assert bool(failures) is (size == 0)
            if size:
                made = Fraction(registers[value.register], value.den)
                for register in value.dens:
                    made /= registers[register]
                assert made == reference(Fraction(many), Fraction(size)), (many, size)
