"""The declarations of one text in, the model of the policy and everything wrong with its parts out."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Related, Severity
from seatpolicy.semantics import scope as scopes
from seatpolicy.semantics.in_force import Change
from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.parties import Counting
from seatpolicy.semantics.model.policy import Definition, Policy
from seatpolicy.semantics.model.prices import Amounts, Proration, Schedule, Table
from seatpolicy.semantics.model.types import ERROR, MONEY, Per, Type
from seatpolicy.semantics.read import (
    approvals,
    block_lines,
    decision_tables,
    discounts,
    examples,
    facts,
    guarantees,
    parties,
    plans,
    proration,
    schedules,
)
from seatpolicy.semantics.read import (
    counting as counting_of,
)
from seatpolicy.semantics.read import (
    seats as seats_of,
)
from seatpolicy.semantics.read.amounts import read_amounts
from seatpolicy.semantics.read.changes import check_change
from seatpolicy.semantics.read.definitions import UNKNOWN, Definitions, Meaning
from seatpolicy.semantics.read.expressions import Expressions
from seatpolicy.semantics.read.head import currencies_of, read_head
from seatpolicy.semantics.reading import RQ402, Reading
from seatpolicy.source.text import Span
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Node, SourceFile

E = Severity.ERROR
RQ407 = code("RQ407", "no-policy", E, "a policy file has one `policy` head")
RQ408 = code("RQ408", "policy-in-library", E, "a library has no `policy` head")
T = TypeVar("T")
Files = Sequence[tuple[SourceFile, Sequence[Node]]]
_ALL_OWNERS = ("person", "quote", "signal", "decrease", "release")


def read_policy(
    files: Files, changes: Sequence[Change], functions: Mapping[str, Function] | None = None
) -> tuple[Policy | None, list[Diagnostic]]:
    """The model of a policy: `files` are the policy's own file first, then its libraries, each with the declarations in
    force; `functions` are those of plugins. Without a `policy` head there is no model."""
    scope, found = scopes.build(files)
    if changes:
        scope.at_other_times = scopes.ever(file for file, _ in files)
        scope.lost = scope.lost or UNREADABLE in scope.at_other_times
    reading = Reading(scope, changes, ())
    reading.found += found
    reading.functions = functions or {}
    main = files[0][0]
    heads = [n for n in files[0][1] if n.kind == "policy"]
    reading.file = main
    for extra in heads[1:]:
        reading.report(
            RQ402.at(
                reading.head(extra),
                "a second `policy`",
                note="one policy a file",
                related=(Related(reading.head(heads[0]), "the first"),),
            )
        )
    for file, nodes in files[1:]:
        reading.file = file
        for node in nodes:
            if node.kind == "policy":
                reading.report(
                    RQ408.at(
                        reading.head(node),
                        "a library declares a policy",
                        note="what it declares is read by the policy that uses it",
                    )
                )
    reading.file = main
    if not heads:
        if not main.lost:
            start = Span(main.source, 0, min(1, len(main.source.text)))
            reading.report(
                RQ407.at(
                    start,
                    "this file has no `policy` head",
                    note="a policy begins with it",
                    hint='write `policy acme "Acme" {` and its lines; a library is read through `use`',
                )
            )
        return None, reading.found
    return _Builder(reading, files, heads[0]).build(), reading.found


class _Builder:
    def __init__(self, reading: Reading, files: Files, head: Node) -> None:
        self.reading = reading
        self.files = files
        self.head = head

    def each(self, kind: str, read: Callable[[Node], T]) -> list[T]:
        """Reads every declaration of a kind, in every file."""
        made = []
        for file, nodes in self.files:
            self.reading.file = file
            for node in nodes:
                if node.kind == kind:
                    self.reading.around, self.reading.known = (), frozenset()
                    made.append(read(node))
        self.reading.file = self.files[0][0]
        self.reading.around, self.reading.known = (), frozenset()
        return made

    def blocks(self, kind: str) -> list[tuple[SourceFile, Node]]:
        return [(f, n) for f, nodes in self.files for n in nodes if n.kind == kind]

    def one(self, kind: str) -> Node | None:
        """The one block of a kind; further ones are reported."""
        blocks = self.blocks(kind)
        for file, extra in blocks[1:]:
            self.reading.file = file
            self.reading.report(
                RQ402.at(
                    self.reading.head(extra),
                    f"a second `{kind}` block",
                    note="only one can count",
                    related=(Related(_head_of(self.reading, *blocks[0]), "the first"),),
                )
            )
        if not blocks:
            return None
        self.reading.file = blocks[0][0]
        return blocks[0][1]

    def build(self) -> Policy:
        reading, head = self.reading, self.head
        reading.currencies = currencies_of(reading, head)
        made_head = read_head(reading, head)
        reading.facts = facts.read_facts(reading, self.blocks("facts"), reading.scope.of_kind("plan"))
        reading.file = self.files[0][0]
        starts = self._starts(head, made_head.effective)
        for change in reading.scope.symbols.values():
            if change.kind == "change":
                reading.file = change.file
                check_change(reading, change.node, starts)
        reading.file = self.files[0][0]
        self.amounts = dict(self.each("amount", self._amount))
        reading.named_type = self._type_of_named
        definitions = Definitions([*self.blocks("let"), *self.blocks("table")], self._meaning)
        self.meaning = reading.meaning = definitions.meaning
        definitions.read_all()
        lets = dict(self.each("let", self._let))
        tables = {t.name: t for t in self.each("table", self._table)}
        seats = {s.name: s for s in self.each("seat", lambda n: seats_of.read_seat(reading, n))}
        counting_node = self.one("counting")
        counting = counting_of.read_counting(reading, counting_node) if counting_node is not None else Counting()
        meters = dict(ChainMap(*reversed(self.each("meter", lambda n: parties.read_meters(reading, n)))))
        items = dict(ChainMap(*reversed(self.each("item", lambda n: parties.read_items(reading, n)))))
        made_schedules = {s.name: s for s in self.each("schedule", self._schedule) if s is not None}
        all_plans = {p.name: p for p in self.each("plan", lambda n: plans.read_plan(reading, n))}
        addons = {p.name: p for p in self.each("addon", lambda n: plans.read_plan(reading, n))}
        proration_node = self.one("proration")
        whole = proration.read_proration_block(reading, proration_node) if proration_node is not None else Proration()
        made_discounts = {d.name: d for d in self.each("discount", lambda n: discounts.read_discount(reading, n))}
        combine_node = self.one("combine")
        combine = discounts.read_combine(reading, combine_node) if combine_node is not None else None
        tax_node = self.one("tax")
        tax = discounts.read_tax(reading, tax_node) if tax_node is not None else None
        requirements = [
            *self.each("require_known", lambda n: parties.read_requirement(reading, n)),
            *self.each("require_true", lambda n: parties.read_requirement(reading, n)),
        ]
        signals = {s.name: s for s in self.each("signal", lambda n: parties.read_signal(reading, n))}
        approvals_node = self.one("approvals")
        made_approvals = approvals.read_approvals(reading, approvals_node) if approvals_node is not None else None
        release_node = self.one("release")
        made_release = approvals.read_release(reading, release_node) if release_node is not None else None
        made_guarantees = self.each("guarantee", lambda n: guarantees.read_guarantee(reading, n))
        made_examples = [e for block in self.each("example", lambda n: examples.read_example(reading, n)) for e in block]
        reading.file = self.files[0][0]
        cases = block_lines.BlockLines(reading, head, ())
        return Policy(
            name=made_head.name,
            title=made_head.title,
            version=made_head.version,
            owner=made_head.owner,
            backup=made_head.backup,
            effective=made_head.effective,
            time_zone=made_head.time_zone,
            currencies=made_head.currencies,
            roundings=made_head.roundings,
            remainder=made_head.remainder,
            minimum=cases.bounds("minimum"),
            maximum=cases.bounds("maximum"),
            commitment=cases.read("commitment_line", "commitment:", cases.commitment),
            facts=reading.facts,
            seats=seats,
            counting=counting,
            meters=meters,
            items=items,
            schedules=made_schedules,
            amounts=self.amounts,
            lets=lets,
            tables=tables,
            plans=all_plans,
            addons=addons,
            proration=whole,
            discounts=made_discounts,
            combine=combine,
            tax=tax,
            requirements=tuple(requirements),
            signals=signals,
            approvals=made_approvals,
            release=made_release,
            guarantees=tuple(made_guarantees),
            examples=tuple(made_examples),
            at=reading.at(head.leaf()),
            remainder_at=made_head.remainder_at,
            currencies_at=made_head.currencies_at,
        )

    def _starts(self, head: Node, effective: date | None) -> tuple[date, Span] | None:
        """The policy's first day, and where it stands."""
        line = head.one("effective_line")
        return (effective, self.reading.at(line.leaf("DATE"))) if line is not None and effective is not None else None

    def _amount(self, node: Node) -> tuple[str, Amounts]:
        form = node.one("amounts")
        assert form is not None
        self.reading.around = (node,)
        self.reading.dated(node)
        return node.leaf().text, read_amounts(self.reading, form)

    def _schedule(self, node: Node) -> Schedule | None:
        """A schedule; none where its head could not be read, for then nobody knows what its rows are per. That its rows
        rise and hold each count once can be seen all the same."""
        made = schedules.read_schedule(self.reading, node)
        if node.start not in self.reading.file.guessed:
            return made
        from seatpolicy.semantics.checks.tiers import rows_alone  # late: only a file with a mistake needs it

        self.reading.found += rows_alone(made)
        return None

    def _let(self, node: Node) -> tuple[str, Definition]:
        expressions = Expressions(self.reading, _ALL_OWNERS, "", definition=True)
        form = _form(node)
        value = expressions.figure(form)
        expressions.too_large(self.reading.at(form))
        self.reading.dated(node)
        return node.leaf().text, Definition(node.leaf().text, value, self.reading.at(node.leaf()))

    def _table(self, node: Node) -> Table:
        expressions = Expressions(self.reading, _ALL_OWNERS, "", definition=True)
        made = decision_tables.read_table(self.reading, node, expressions)
        expressions.too_large(made.at)
        return made

    def _meaning(self, file: SourceFile, node: Node) -> Meaning:
        """What a let or a table is, read ahead without reporting; a circle has no type, and is reported by its own check."""
        reading = self.reading
        kept_file, kept_found, kept_around = reading.file, reading.found, reading.around
        reading.file, reading.found, reading.around = file, [], ()
        expressions = Expressions(reading, _ALL_OWNERS, "", definition=True)
        if node.kind == "let":
            type_ = expressions.figure(_form(node)).type
        else:
            type_ = decision_tables.read_table(reading, node, expressions).type
        too_large = expressions.too_large(reading.head(node))
        reading.file, reading.found, reading.around = kept_file, kept_found, kept_around
        return UNKNOWN if too_large else expressions.meaning(type_)

    def _type_of_named(self, kind: str, name: str) -> Type:
        if kind != "amount":
            return self.meaning(name).type
        amounts = self.amounts.get(name)
        if amounts is None:
            return ERROR
        return Type("rate", per=amounts.per) if amounts.per != Per() else MONEY


def _form(node: Node) -> Node:
    """What a `let` says."""
    return next(n for n in node.all() if n.kind not in ("since", "until"))


def _head_of(reading: Reading, file: SourceFile, node: Node) -> Span:
    kept = reading.file
    reading.file = file
    at = reading.head(node)
    reading.file = kept
    return at
