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
from math import gcd, lcm

import attrs

from seatpolicy.compiler.fold import folded
from seatpolicy.compiler.ir import Failure, Input, Kernel, Let, Note
from seatpolicy.source.text import Span
from seatpolicy.values.record import evolved, record

Row = tuple[Fraction | None, Fraction, Fraction]
"""A bound (None: open), a slope and an intercept."""


@record
class Value:
    """A figure, flag, symbol, mask or day: `register` over `den` and the product of the registers `dens` (sorted)."""

    register: int
    den: int = 1
    dens: tuple[int, ...] = ()


@attrs.define
class Builder:
    """Grows one kernel. `at` is the line of the policy that new lets belong to."""

    name: str
    at: Span | None = None
    inputs: list[Input] = attrs.field(factory=list)
    lets: list[Let] = attrs.field(factory=list)
    failures: list[Failure] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)
    _known: dict[tuple[str, tuple[int, ...], tuple[object, ...]], int] = attrs.field(factory=dict)
    _branch: list[Value] = attrs.field(factory=list)

    # ---- what comes from outside

    def input(self, one: Input) -> Value:
        """The value of an input, over its scale; asked for twice it is read once."""
        return Value(self._let("fact", (), (self._input(one),)), one.scale)

    def is_known(self, one: Input) -> Value:
        """Whether an optional input is known; always, for one that is not optional."""
        return Value(self._let("known", (), (self._input(one),))) if one.optional else self.const(1)

    def const(self, value: Fraction | int | bool) -> Value:
        """A constant, in lowest terms."""
        exact = Fraction(value)
        return Value(self._let("const", (), (exact.numerator,)), exact.denominator)

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
            register = self._let("mul", tuple(sorted((made.register, one.register))))
            made = self._lowest(Value(register, made.den * one.den, tuple(sorted((*made.dens, *one.dens)))))
        return made

    def div(self, a: Value, b: Value) -> Value:
        """a ÷ b, exactly. The caller has made sure that b is not 0 (`fail_if`): a register below 0 changes both signs."""
        negative = self.compare("<", Value(b.register), self.const(0))
        sign = self.select(negative, self.const(-1), self.const(1))
        size = self.mul(Value(b.register), sign)
        constant = self.constant(Value(size.register))
        top = self.mul(Value(a.register), sign, self.const(b.den), *(Value(register) for register in b.dens))
        if constant is not None:
            return self._lowest(Value(top.register, a.den * constant.numerator, a.dens))
        return self._lowest(Value(top.register, a.den, tuple(sorted((*a.dens, size.register)))))

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
        return self._lowest(Value(self._let("piece", (value.register,), data), den))

    def round(self, value: Value, mode: str, increment: Fraction) -> Value:
        """The multiple of an increment that a mode of the language chooses."""
        steps = self.mul(value, self.const(1 / increment))
        bottom = self.mul(self.const(steps.den), *(Value(register) for register in steps.dens))
        if self.constant(bottom) == 1:
            return value
        whole = Value(self._let("round", (steps.register, bottom.register), (mode,)))
        return self.mul(whole, self.const(increment))

    def allocate(self, total: Value, weights: Sequence[Value], remainder: str) -> list[Value]:
        """A total in whole units dealt out over weights, in their order; each share is a whole unit. Where all weights are
        0 every share is 0, and the caller sees to it that the total is."""
        aligned = self.align(weights)
        reads = (total.register, *(one.register for one in aligned))
        return [Value(self._let("allocate", reads, (remainder, part))) for part in range(len(weights))]

    # ---- conditions

    def compare(self, relation: str, a: Value, b: Value) -> Value:
        """A flag: a in the relation to b."""
        left, right = self.align((a, b))
        return Value(self._let("compare", (left.register, right.register), (relation,)))

    def all(self, *flags: Value) -> Value:
        """Whether all hold; so where there are none."""
        return self._logic("and", flags)

    def any(self, *flags: Value) -> Value:
        """Whether one holds; not so where there are none."""
        return self._logic("or", flags)

    def negate(self, flag: Value) -> Value:
        """Whether it does not hold."""
        return Value(self._let("logic", (flag.register,), ("not",)))

    def select(self, flag: Value, then: Value, other: Value) -> Value:
        """One of two."""
        chosen = self.constant(flag)
        if chosen is not None:
            return then if chosen else other
        left, right = self.align((then, other))
        if left.register == right.register:
            return left
        return self._lowest(Value(self._let("select", (flag.register, left.register, right.register)), left.den, left.dens))

    def match(self, keys: Sequence[Value], rows: Sequence[tuple[tuple[object, ...], int]]) -> Value:
        """The integer of the first row that holds the keys, cells as the operation has them over the keys' registers; the
        last row is any in every cell."""
        return Value(self._let("match", tuple(key.register for key in keys), tuple(rows)))

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
        """Stops the kernel where the flag and every open branch hold."""
        reached = self.all(*self._branch, flag)
        if self.constant(reached) == 0:
            return
        if failure not in self.failures:
            self.failures.append(failure)
        self._let("fail", (reached.register,), (self.failures.index(failure),))

    def note(self, name: str, value: Value) -> int:
        """Makes a value a root of the trace; gives its number."""
        if any(note.name == name for note in self.notes):
            raise ValueError(f"two notes are called {name}")
        number = len(self.notes)
        register = self._append(Let("note", (value.register,), (number,), self.at))
        self.notes.append(Note(name, register, value.den, value.dens))
        return number

    def kernel(self, roots: Sequence[int]) -> Kernel:
        """The finished kernel; `roots` are numbers of notes."""
        return Kernel(
            self.name, tuple(self.inputs), tuple(self.lets), tuple(self.failures), tuple(self.notes), tuple(roots)
        )

    # ---- denominators

    def constant(self, value: Value) -> Fraction | None:
        """What a value is, where that is known while compiling."""
        let = self.lets[value.register]
        if let.operation != "const" or value.dens:
            return None
        return Fraction(self._integer(value.register), value.den)

    def align(self, values: Sequence[Value]) -> list[Value]:
        """The same values over one denominator."""
        den = lcm(*(value.den for value in values))
        dens: list[int] = []
        for value in values:
            for register in set(value.dens):
                lacking = value.dens.count(register) - dens.count(register)
                dens.extend([register] * lacking)
        dens.sort()
        return [self._over(value, den, tuple(dens)) for value in values]

    def _over(self, value: Value, den: int, dens: tuple[int, ...]) -> Value:
        factors = [self.const(den // value.den)]
        missing = list(dens)
        for register in value.dens:
            missing.remove(register)
        register = value.register
        for factor in (*factors, *(Value(one) for one in missing)):
            register = self._let("mul", tuple(sorted((register, factor.register))))
        return Value(register, den, dens)

    def _lowest(self, value: Value) -> Value:
        """A constant in lowest terms; 0 over nothing; anything else as it is."""
        let = self.lets[value.register]
        if let.operation != "const":
            return value
        number = self._integer(value.register)
        if number == 0:
            return self.const(0)
        common = gcd(number, value.den)
        if common == 1:
            return value
        return Value(self._let("const", (), (number // common,)), value.den // common, value.dens)

    # ---- lets

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
        return self._lowest(Value(self._let(operation, reads), left.den, left.dens))

    def _logic(self, word: str, flags: Sequence[Value]) -> Value:
        neutral = 1 if word == "and" else 0
        registers: list[int] = []
        for flag in flags:
            constant = self.constant(flag)
            if constant is not None and constant != neutral:
                return self.const(1 - neutral)
            if constant is None and flag.register not in registers:
                registers.append(flag.register)
        if not registers:
            return self.const(neutral)
        return Value(registers[0] if len(registers) == 1 else self._let("logic", tuple(registers), (word,)))

    def _input(self, one: Input) -> int:
        for number, there in enumerate(self.inputs):
            if (there.kind, there.name) == (one.kind, one.name):
                return number
        self.inputs.append(one)
        return len(self.inputs) - 1

    def _integer(self, register: int) -> int:
        number = self.lets[register].data[0]
        assert isinstance(number, int)
        return number

    def _let(self, operation: str, reads: tuple[int, ...] = (), data: tuple[object, ...] = ()) -> int:
        """The register of a let: a new one, an equal one's, or that of the constant that it comes to."""
        made = folded(operation, reads, data, self.lets)
        if isinstance(made, int):
            return made
        key = (made.operation, made.reads, made.data)
        if key not in self._known:
            self._known[key] = self._append(evolved(made, at=self.at))
        return self._known[key]

    def _append(self, let: Let) -> int:
        self.lets.append(let)
        return len(self.lets) - 1
