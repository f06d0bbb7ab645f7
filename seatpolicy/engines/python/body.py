"""The lets of a kernel in, the statements of a Python function out: straight-line, names for what is read twice.

What is read once stands where it is read, unless that makes a line that nobody can read. Every note has a name of its own,
taken from the note's. Comments name the policy's lines.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from typing import Any

import attrs

from seatpolicy.compiler.ir import Kernel, Let
from seatpolicy.compiler.ranges import Interval, ranges
from seatpolicy.compiler.rewriting import use_counts
from seatpolicy.engines.python import terms
from seatpolicy.engines.python.terms import Term
from seatpolicy.source.text import Span

LONGEST = 90
"""An expression of more characters gets a name."""
MOST_ROWS = 8
"""A piece of more rows is halved by statements instead of asked row by row."""

# What generated functions call, read or bind beside the registers.
TAKEN = {"facts", "failures", "given", "checked", "refuse", "shares", "type", "int", "str", "date", "door"}
TAKEN |= {"due", "due_amount", "due_over", "due_shared", "gcd", "new"}
# Other builtins that a reader would take for themselves.
TAKEN |= {"all", "any", "bool", "dict", "filter", "id", "input", "iter", "len", "list", "map", "max", "min", "next", "range"}
TAKEN |= {"round", "set", "sorted", "sum", "tuple", "vars", "zip"}


@attrs.define(eq=False, repr=False)
class Tables:
    """The constant tables of one generated module, by their names."""

    made: dict[str, tuple[int, ...]] = attrs.field(factory=dict)

    def name(self, cells: tuple[int, ...]) -> str:
        """Of a table; equal ones share it."""
        for name, there in self.made.items():
            if there == cells:
                return name
        name = f"TABLE_{len(self.made) + 1}"
        self.made[name] = cells
        return name


def slug(text: str) -> str:
    """A text as part of a name in Python."""
    made = re.sub(r"[^0-9a-z]+", "_", text.lower()).strip("_")[:48].rstrip("_")
    return made if made and not made[0].isdigit() else f"n{made}"


def unique(text: str, used: set[str]) -> str:
    """A name that is not used yet; it is from now on."""
    base = slug(text)
    name, number = base, 2
    while name in used or keyword.iskeyword(name) or name in TAKEN:
        name, number = f"{base}_{number}", number + 1
    used.add(name)
    return name


def input_names(kernel: Kernel) -> list[str]:
    """A name for each input, whose `…_known` is free too."""
    used: set[str] = set()
    names = []
    for one in kernel.inputs:
        name = unique(one.name, used)
        while f"{name}_known" in used:
            name = unique(one.name, used)
        used.add(f"{name}_known")
        names.append(name)
    return names


def printable(text: str) -> str:
    """A text as a comment can hold it."""
    return "".join(one if one.isprintable() else " " for one in text).strip()


def comment(at: Span) -> str:
    """A line of the policy as a comment."""
    return f"# {printable(at.source.path)}:{at.line}: {printable(at.source.line_text(at.line))}"


@attrs.define(eq=False, repr=False)
class Body:
    """Writes the statements of one function. `inputs` are the names that hold the inputs' integers; `stops` says whether the
    first failure ends the function."""

    kernel: Kernel
    inputs: Sequence[str]
    stops: bool
    tables: Tables
    lines: list[str] = attrs.field(factory=list)
    _terms: list[Term] = attrs.field(factory=list)
    _names: dict[int, str] = attrs.field(factory=dict)
    _used: set[str] = attrs.field(factory=set)
    _intervals: Sequence[Interval] = ()
    _shares: dict[tuple[object, ...], str] = attrs.field(factory=dict)
    _at: tuple[str, int] | None = None

    def write(self) -> list[Term]:
        """Adds the statements to `lines`; gives the terms of all registers, those of notes being names or constants."""
        kernel = self.kernel
        self._intervals = ranges(kernel).intervals
        self._used = {*self.inputs, *(f"{one}_known" for one in self.inputs)}
        uses = use_counts(kernel)
        named = self._read_twice()
        for note in kernel.notes:
            noted = kernel.lets[note.register].reads[0]
            if noted not in self._names and kernel.lets[noted].operation not in ("fact", "const", "known"):
                self._names[noted] = unique(note.name, self._used)
        fails = [let.data[0] for let in kernel.lets if let.operation == "fail"]
        if not self.stops and fails:
            self.lines.append("failures = ()")
        for number, let in enumerate(kernel.lets):
            if let.operation == "fail":
                self._terms.append(terms.constant(0))
                self._fail(let, fails.count(let.data[0]) > 1)
                continue
            rows = self._many_rows(let)
            term = Term("") if rows else self._term(let)
            simple = not rows and (term.text.isidentifier() or term.is_constant())
            long = len(term.text) > LONGEST or len(term.rows) > 2
            needs_name = uses[number] > 1 or number in named or number in self._names or long
            if rows or (needs_name and not simple):
                name = self._names.get(number) or unique(f"r{number}", self._used)
                self._comment(let.at)
                if rows:
                    self._halved(name, self._terms[let.reads[0]], rows, "")
                else:
                    self._assign(name, term)
                term = Term(name, truth=term.truth)
            self._terms.append(term)
        return self._terms

    # ---- one let

    def _term(self, let: Let) -> Term:
        reads = [self._terms[register] for register in let.reads]
        data: tuple[Any, ...] = let.data
        match let.operation:
            case "fact":
                one = self.kernel.inputs[data[0]]
                return Term(self.inputs[data[0]], truth=one.type == "flag")
            case "known":
                optional = self.kernel.inputs[data[0]].optional
                return Term(f"{self.inputs[data[0]]}_known", truth=True) if optional else terms.constant(1)
            case "const":
                return terms.constant(data[0])
            case "add":
                return terms.added(*reads)
            case "sub":
                return terms.taken(*reads)
            case "mul":
                return terms.times(*reads)
            case "min" | "max":
                return terms.extreme(let.operation, *reads)
            case "compare":
                return terms.compared(data[0], *reads)
            case "logic":
                return terms.logic(data[0], reads)
            case "select":
                return terms.chosen([(reads[1], reads[0]), (reads[2], None)])
            case "piece":
                return terms.piece(reads[0], terms.piece_rows(data, self._intervals[let.reads[0]]))
            case "match":
                return self._match(let, reads)
            case "round":
                return terms.rounded(data[0], reads[0], reads[1], self._intervals[let.reads[0]])
            case "muldivround":
                whole = terms.times(reads[0], reads[1])
                name = unique(f"r{len(self._terms)}_product", self._used)
                self._assign(name, whole)
                return terms.rounded(data[0], Term(name), reads[2], self._product(let))
            case "allocate":
                return self._share(let, reads)
            case "note":
                return reads[0].integer()
        raise ValueError(f"`{let.operation}` is no operation")

    def _match(self, let: Let, reads: Sequence[Term]) -> Term:
        intervals = [self._intervals[register] for register in let.reads]
        cells = terms.table(let.data, intervals)
        if cells is None:
            return terms.matched(reads, let.data, intervals)
        if len(set(cells)) == 1:
            return terms.constant(cells[0])
        if len(cells) == 2 and len(reads) == 1:
            flag = reads[0] if reads[0].truth else terms.compared("!=", reads[0], terms.constant(intervals[0][0]))
            return terms.chosen([(terms.constant(cells[1]), flag), (terms.constant(cells[0]), None)])
        where = terms.place(reads, intervals)
        shown = f"({', '.join(map(str, cells))})" if len(cells) <= MOST_ROWS else self.tables.name(cells)
        return Term(f"{shown}[{where.text}]")

    def _share(self, let: Let, reads: Sequence[Term]) -> Term:
        key = (let.reads, let.data[0])
        if key not in self._shares:
            self._shares[key] = unique("dealt", self._used)
            total, weights = reads[0].integer().text, ", ".join(one.integer().text for one in reads[1:])
            self._comment(let.at)
            self.lines.append(f"{self._shares[key]} = shares({total}, [{weights}], {let.data[0]!r})")
        return Term(f"{self._shares[key]}[{let.data[1]}]")

    def _product(self, let: Let) -> Interval:
        (a, b), (c, d) = (self._intervals[register] for register in let.reads[:2])
        corners = (a * c, a * d, b * c, b * d)
        return (min(corners), max(corners))

    def _read_twice(self) -> set[int]:
        """The registers that an expression reads more than once: they need a name or are a constant."""
        named: set[int] = set()
        for let in self.kernel.lets:
            if let.operation in ("min", "max", "piece"):
                named.update(let.reads)
            elif let.operation == "match":
                intervals = [self._intervals[register] for register in let.reads]
                if terms.table(let.data, intervals) is None:
                    named.update(let.reads)
            elif let.operation == "round":
                a, b = terms.round_reads(str(let.data[0]), self._intervals[let.reads[0]])
                named.update(register for register, twice in zip(let.reads, (a, b), strict=True) if twice)
            elif let.operation == "muldivround":
                named.add(let.reads[2])
        return named

    # ---- statements

    def _many_rows(self, let: Let) -> list[tuple[int | None, int, int]]:
        if let.operation != "piece":
            return []
        rows = terms.piece_rows(let.data, self._intervals[let.reads[0]])
        return rows if len(rows) > MOST_ROWS else []

    def _halved(self, name: str, value: Term, rows: Sequence[tuple[int | None, int, int]], indent: str) -> None:
        if len(rows) <= 3:
            self._assign(name, terms.piece(value, [*rows[:-1], (None, *rows[-1][1:])]), indent)
            return
        middle = len(rows) // 2 - 1
        self.lines.append(f"{indent}if {value.text} <= {rows[middle][0]}:")
        self._halved(name, value, rows[: middle + 1], indent + "    ")
        self.lines.append(f"{indent}else:")
        self._halved(name, value, rows[middle + 1 :], indent + "    ")

    def _assign(self, name: str, term: Term, indent: str = "") -> None:
        if len(term.rows) < 3 or len(term.text) <= LONGEST:
            self.lines.append(f"{indent}{name} = {term.text}")
            return
        self.lines.append(f"{indent}{name} = (")
        for number, (text, condition) in enumerate(term.rows):
            start = "else " if number else ""
            self.lines.append(f"{indent}    {start}{text}" + (f" if {condition}" if condition is not None else ""))
        self.lines.append(f"{indent})")

    def _fail(self, let: Let, again: bool) -> None:
        number = let.data[0]
        assert isinstance(number, int)
        failure = self.kernel.failures[number]
        flag = self._terms[let.reads[0]]
        self._comment(let.at)
        if self.stops:
            self.lines.append(f"if {flag.text}:")
            self.lines.append(f"    raise Stopped({number})  # {failure.code}: {printable(failure.message)}")
        else:
            once = f" and {number} not in failures" if again else ""
            self.lines.append(f"if {flag.inside(terms.AND + 1) if again else flag.text}{once}:")
            self.lines.append(f"    failures += ({number},)  # {failure.code}: {printable(failure.message)}")

    def _comment(self, at: Span | None) -> None:
        if at is not None and (at.source.path, at.line) != self._at:
            self._at = (at.source.path, at.line)
            self.lines.append(comment(at))
