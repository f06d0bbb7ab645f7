"""Figures over denominators in, the same figures over one denominator, or in lowest terms, out.

A figure is a register over a constant and the product of registers that are positive at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

import attrs

from seatpolicy.compiler.registers import Registers
from seatpolicy.values.record import evolved, record


@record
class Value:
    """A figure, flag, symbol, mask or day: `register` over `den` and the product of the registers `dens` (sorted)."""

    register: int
    den: int = 1
    dens: tuple[int, ...] = ()


@attrs.define
class Figures(Registers):
    """Registers as figures, whose denominators it keeps aligned and small."""

    def const(self, value: Fraction | int | bool) -> Value:
        """A constant, in lowest terms."""
        return Value(self.integer(value.numerator), value.denominator)

    def constant(self, value: Value) -> Fraction | None:
        """What a value is, where that is known while compiling."""
        constant = self.literal(value.register)
        return None if constant is None or value.dens else Fraction(constant, value.den)

    def align(self, values: Sequence[Value]) -> list[Value]:
        """The same values over one denominator."""
        if len({(value.den, value.dens) for value in values}) <= 1:
            return list(values)
        den = lcm(*(value.den for value in values))
        dens: list[int] = []
        for value in values:
            for register in set(value.dens):
                lacking = value.dens.count(register) - dens.count(register)
                dens.extend([register] * lacking)
        dens.sort()
        return [self._over(value, den, tuple(dens)) for value in values]

    def product(self, a: Value, b: Value) -> Value:
        """a × b, with what both a factor and a denominator hold taken out first."""
        a, b = self._cancelled(a, b)
        b, a = self._cancelled(b, a)
        register = self.let("mul", tuple(sorted((a.register, b.register))))
        return self.lowest(Value(register, a.den * b.den, tuple(sorted((*a.dens, *b.dens)))))

    def _cancelled(self, factor: Value, other: Value) -> tuple[Value, Value]:
        """The two, without what stands in the first one's register and in the second one's denominator."""
        if factor.register in other.dens:
            one = self.integer(1)
            return evolved(factor, register=one), evolved(other, dens=without(other.dens, (factor.register,)))
        number = self.literal(factor.register)
        if number is not None:
            common = gcd(number, other.den)
            return evolved(factor, register=self.integer(number // common)), evolved(other, den=other.den // common)
        return factor, other

    def _over(self, value: Value, den: int, dens: tuple[int, ...]) -> Value:
        factors = [self.const(den // value.den)]
        missing = list(dens)
        for register in value.dens:
            missing.remove(register)
        register = value.register
        for factor in (*factors, *(Value(one) for one in missing)):
            register = self.let("mul", tuple(sorted((register, factor.register))))
        return Value(register, den, dens)

    def lowest(self, value: Value) -> Value:
        """A constant in lowest terms; 0 over nothing; anything else as it is."""
        number = self.literal(value.register)
        if number is None:
            return value
        if number == 0:
            return self.const(0)
        common = gcd(number, value.den)
        if common == 1:
            return value
        return Value(self.integer(number // common), value.den // common, value.dens)


def without(registers: Sequence[int], taken: Iterable[int]) -> tuple[int, ...]:
    """What is left of some registers where others, each as often as it is there, are taken away."""
    left = list(registers)
    for one in taken:
        if one in left:
            left.remove(one)
    return tuple(left)
