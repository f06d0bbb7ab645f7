"""A derivation as a person writes it in, the figure that its arithmetic comes to out.

    10 × 50.00 + 39 × 40.00 = 2,060.00; 1 × 99.00; the sum

Clauses stand between semicolons. In each, every expression of numbers, `+ − × · ÷ /`, brackets and `max(a, b)` is found;
expressions with `=` between them must be equal, whatever words stand around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import floor

NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
CENT = Fraction(1, 100)


class _Reader:
    """Reads one expression from a place in a text."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at

    def _next(self, *signs: str) -> str:
        """Passes over one of the signs, with the blanks before it."""
        place = self.at
        while self.text[place : place + 1] == " ":
            place += 1
        for sign in signs:
            if self.text.startswith(sign, place):
                self.at = place + len(sign)
                return sign
        return ""

    def sum(self) -> Fraction | None:
        value = self.product()
        while value is not None:
            before = self.at
            sign = self._next("+", "−", "-")
            other = self.product() if sign else None
            if other is None:
                self.at = before
                return value
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> Fraction | None:
        value = self.factor()
        while value is not None:
            before = self.at
            sign = self._next("×", "·", "÷", "/")
            other = self.factor() if sign else None
            if other is None:
                self.at = before
                return value
            value = value * other if sign in "×·" else value / other
        return value

    def factor(self) -> Fraction | None:
        before = self.at
        if self._next("max("):
            one = self.sum()
            other = self.sum() if self._next(",") else None
            if one is not None and other is not None and self._next(")"):
                return max(one, other)
        elif self._next("("):
            inner = self.sum()
            if inner is not None and self._next(")"):
                return inner
        else:
            self._next("")
            while self.text[self.at : self.at + 1] == " ":
                self.at += 1
            found = NUMBER.match(self.text, self.at)
            if found is not None and self.text[found.end() : found.end() + 1] != "%":
                self.at = found.end()
                return Fraction(found[0].replace(",", ""))
        self.at = before
        return None


def chains(clause: str) -> Iterator[tuple[list[Fraction], int, str]]:
    """Every chain of expressions with `=` between them, in order, with its place and the sign behind it."""
    at = 0
    while at < len(clause):
        begins = clause[at].isdigit() or clause[at] == "(" or clause.startswith("max(", at)
        if not begins or (at and (clause[at - 1].isalnum() or clause[at - 1] in ".,_")):
            at += 1
            continue
        reader = _Reader(clause, at)
        value = reader.sum()
        if value is None:
            at += 1
            continue
        chain = [value]
        while reader._next("="):
            after = reader.sum()
            if after is None:
                break
            chain.append(after)
        yield chain, at, clause[reader.at : reader.at + 1]
        at = reader.at


def comes_to(derivation: str) -> Fraction | None:
    """The figure of a derivation: its last clause that is arithmetic, or has it behind a colon; with "the sum", all
    clauses together. None where there is none. Raises ValueError where an equation is wrong."""
    values: list[Fraction] = []
    heads: list[Fraction] = []
    for clause in derivation.split(";"):
        found = list(chains(clause.strip()))
        for chain, _, _ in found:
            if len(set(chain)) > 1:
                raise ValueError(f"{clause.strip()}: {' is not '.join(str(value) for value in chain)}")
        if found:
            values.append(_to_cent(found[-1][0][-1]))
        told = list(chains(clause.rpartition(":")[2].strip()))
        # Arithmetic at the head, up to a comma or the end; or what the clause ends in.
        at_head = [chain for chain, at, behind in told if at == 0 and behind in ("", ",")]
        at_end = [chain for chain, _, behind in told if told[0][1] == 0 and behind == ""]
        for chain in (at_head or at_end)[:1]:
            heads.append(_to_cent(chain[-1]))
    if "sum" in derivation.rpartition(";")[2]:
        return sum(values, Fraction(0))
    return heads[-1] if heads else None


def _to_cent(value: Fraction) -> Fraction:
    return floor(value / CENT + Fraction(1, 2)) * CENT
