"""Exact arithmetic as the lowering writes it in, lets of integers out.

The lowering thinks in values: fractions whose denominators are known while compiling, or are registers that are positive at
run time. Every operation here aligns the denominators of what it is given, folds what is constant, and gives equal lets
one register, so that lowering can ask twice for the same thing.

A let inside a branch must not stop the kernel where the branch is not taken. So failures know under which conditions they
are reached: `under(flag)` opens a branch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import lcm

import attrs

from seatpolicy.compiler.figures import Figures, Value, without
from seatpolicy.compiler.ir import Failure, Input
from seatpolicy.values.record import evolved

__all__ = ["Builder", "Row", "Value"]

Row = tuple[Fraction | None, Fraction, Fraction]
"""A bound (None: open), a slope and an intercept."""


@attrs.define
class Builder(Figures):
    """Grows one kernel out of values. `at` is the line of the policy that new lets belong to."""

    _branch: list[Value] = attrs.field(factory=list)

    # ---- what comes from outside

    def input(self, one: Input) -> Value:
        """The value of an input, over its scale; asked for twice it is read once."""
        return Value(self.let("fact", (), (self._input(one),)), one.scale)

    def is_known(self, one: Input) -> Value:
        """Whether an optional input is known; always, for one that is not optional."""
        return Value(self.let("known", (), (self._input(one),))) if one.optional else self.const(1)

    # ---- figures

    def add(self, *values: Value) -> Value:
        """The sum; 0 of nothing."""
        return self._chain("add", values) if values else self.const(0)

    def sub(self, a: Value, b: Value) -> Value:
        """a - b."""
        return self._aligned("sub", a, b)

    def mul(self, *values: Value) -> Value:
        """The product; 1 of nothing."""
        made = self.const(1)
        for one in values:
            made = self.product(made, one)
        return made

    def div(self, a: Value, b: Value) -> Value:
        """a ÷ b, exactly, with the signs of both changed where b is below 0. The caller has said what happens where b is 0
        (`fail_if`); so that every let has a meaning, a ÷ 0 is a ÷ 1 here (of the integers that a and b are held as)."""
        size, sign = self._size(b.register)
        dens, over = without(a.dens, b.dens), without(b.dens, a.dens)
        constant = self.literal(size)
        if constant is None:
            top = Value(a.register, a.den, tuple(sorted((*dens, size))))
        else:
            top = Value(a.register, a.den * constant, dens)
        return self.mul(top, sign, self.const(b.den), *(Value(register) for register in over))

    def min(self, *values: Value) -> Value:
        """The smallest."""
        return self._chain("min", values)

    def max(self, *values: Value) -> Value:
        """The greatest."""
        return self._chain("max", values)

    def piece(self, value: Value, rows: Sequence[Row]) -> Value:
        """slope × value + intercept by the first row whose bound is not below the value; the last bound is None."""
        if value.dens:
            made = self._line(value, rows[-1])
            for row in reversed(rows[:-1]):
                assert row[0] is not None
                made = self.select(self.compare("<=", value, self.const(row[0])), self._line(value, row), made)
            return made
        den = lcm(*(slope.denominator * value.den for _, slope, _ in rows), *(flat.denominator for *_, flat in rows))
        data = tuple(
            (
                None if bound is None else (bound * value.den).numerator // (bound * value.den).denominator,
                (slope * den / value.den).numerator,
                (flat * den).numerator,
            )
            for bound, slope, flat in rows
        )
        return self.lowest(Value(self.let("piece", (value.register,), data), den))

    def round(self, value: Value, mode: str, increment: Fraction) -> Value:
        """The multiple of an increment that a mode of the language chooses."""
        steps = self.mul(value, self.const(1 / increment))
        bottom = self.mul(self.const(steps.den), *(Value(register) for register in steps.dens))
        if self.constant(bottom) == 1:
            return value
        whole = Value(self.let("round", (steps.register, bottom.register), (mode,)))
        return self.mul(whole, self.const(increment))

    def allocate(self, total: Value, weights: Sequence[Value], remainder: str) -> list[Value]:
        """A total in whole units dealt out over weights, in their order; each share is a whole unit. A weight below 0 counts
        as 0. Where all weights are 0 every share is 0, and the caller sees to it that the total is. Raises ValueError for a
        total with a denominator: round it first."""
        if total.den != 1 or total.dens:
            raise ValueError("only whole units are dealt out")
        aligned = [self.max(Value(one.register), self.const(0)) for one in self.align(weights)]
        reads = (total.register, *(one.register for one in aligned))
        return [Value(self.let("allocate", reads, (remainder, part))) for part in range(len(weights))]

    # ---- conditions

    def compare(self, relation: str, a: Value, b: Value) -> Value:
        """A flag: a in the relation to b."""
        left, right = self.align((a, b))
        return Value(self.let("compare", (left.register, right.register), (relation,)))

    def all(self, *flags: Value) -> Value:
        """Whether all hold; so where there are none."""
        return self._logic("and", flags)

    def any(self, *flags: Value) -> Value:
        """Whether one holds; not so where there are none."""
        return self._logic("or", flags)

    def negate(self, flag: Value) -> Value:
        """Whether it does not hold."""
        return Value(self.let("logic", (flag.register,), ("not",)))

    def select(self, flag: Value, then: Value, other: Value) -> Value:
        """One of two."""
        chosen = self.constant(flag)
        if chosen is not None:
            return then if chosen else other
        if then == other:
            return then
        left, right = self.align((then, other))
        return self.lowest(Value(self.let("select", (flag.register, left.register, right.register)), left.den, left.dens))

    def match(self, keys: Sequence[Value], rows: Sequence[tuple[tuple[object, ...], int]]) -> Value:
        """The integer of the first row that holds the keys, cells as the operation has them over the keys' registers; the
        last row is any in every cell."""
        return Value(self.let("match", tuple(key.register for key in keys), tuple(rows)))

    # ---- stopping and telling

    @contextmanager
    def under(self, flag: Value) -> Iterator[None]:
        """Lets made inside belong to a branch that is taken where the flag holds."""
        self._branch.append(flag)
        try:
            yield
        finally:
            self._branch.pop()

    def fail_if(self, flag: Value, failure: Failure) -> None:
        """The failure is met where the flag and every open branch hold; what comes after is computed all the same."""
        reached = self.all(*self._branch, flag)
        if self.constant(reached) == 0:
            return
        if failure not in self.failures:
            self.failures.append(failure)
        self.let("fail", (reached.register,), (self.failures.index(failure),))

    def note(self, name: str, value: Value) -> int:
        """Makes a value a root of the trace; gives its number."""
        return self.root(name, value.register, value.den, value.dens)

    # ---- lets

    def _size(self, register: int) -> tuple[int, Value]:
        """A register's distance from 0, and at least 1; and its sign, 1 or -1."""
        zero = self.const(0)
        sign = self.select(self.compare("<", Value(register), zero), self.const(-1), self.const(1))
        size = self.let("max", tuple(sorted((self.mul(Value(register), sign).register, self.const(1).register))))
        return size, sign

    def _line(self, value: Value, row: Row) -> Value:
        return self.add(self.mul(value, self.const(row[1])), self.const(row[2]))

    def _chain(self, operation: str, values: Sequence[Value]) -> Value:
        made = values[0]
        for one in values[1:]:
            made = self._aligned(operation, made, one)
        return made

    def _aligned(self, operation: str, a: Value, b: Value) -> Value:
        left, right = self.align((a, b))
        reads = (left.register, right.register)
        if operation != "sub":
            reads = (min(reads), max(reads))
        return self.lowest(Value(self.let(operation, reads), left.den, left.dens))

    def _logic(self, word: str, flags: Sequence[Value]) -> Value:
        neutral = 1 if word == "and" else 0
        registers: list[int] = []
        for flag in flags:
            constant = self.literal(flag.register)
            if constant is not None and constant != neutral:
                return self.const(1 - neutral)
            if constant is None and flag.register not in registers:
                registers.append(flag.register)
        if not registers:
            return self.const(neutral)
        return Value(registers[0] if len(registers) == 1 else self.let("logic", tuple(registers), (word,)))

    def _input(self, one: Input) -> int:
        for number, there in enumerate(self.inputs):
            if (there.kind, there.name) == (one.kind, one.name):
                if evolved(one, at=there.at, missing=there.missing) != there:
                    raise ValueError(f"two inputs are called {one.kind} {one.name}")
                return number
        self.inputs.append(one)
        return len(self.inputs) - 1
