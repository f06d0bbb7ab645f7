"""Every check of the whole model, in the order in which they run; a new check is a module and a line here.

A check takes the policy, whether some line of it could not be read (then nothing is reported as absent), and the
declarations in force by file; it gives findings. Where only one declaration lost a line, `Poison` tells whether a part of
the model stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.scope import NM201, NM202, NM203, NM211
from seatpolicy.source.text import Span
from seatpolicy.syntax.tree import Node, SourceFile
from seatpolicy.values.record import record


@record
class Poison:
    """Which top-level declarations lost a line to a mistake in it, as spans by source; and which of them name something that
    nothing declares, so that nobody knows what else they are about."""

    spans: tuple[Span, ...]
    lost: bool
    vague: tuple[Span, ...] = ()

    def hit(self, *places: Span | None) -> bool:
        """Whether one of the places lies in a declaration that lost a line; then nothing is reported as absent there."""
        return _within(self.spans, places)

    def names_missing(self, *places: Span | None) -> bool:
        """Whether one of the places lies in a declaration that lost a line, or that names what nothing declares: then
        nothing is reported as not named there."""
        return _within(self.spans, places) or _within(self.vague, places)

    @property
    def any(self) -> bool:
        """Whether any line of the policy could not be read."""
        return self.lost or bool(self.spans)


_UNKNOWN = frozenset({NM201.code, NM203.code, NM211.code})


def _within(spans: Sequence[Span], places: Sequence[Span | None]) -> bool:
    return any(p is not None and s.source is p.source and s.start <= p.start < s.end for p in places for s in spans)


Check = Callable[[Policy, Poison], list[Diagnostic]]


def poison_of(files: Sequence[tuple[SourceFile, tuple[Node, ...]]], found: Sequence[Diagnostic]) -> Poison:
    """The poison of the declarations in force, of which so much was `found` while they were read."""
    spans = tuple(
        Span(file.source, node.start, node.end)
        for file, nodes in files
        if file.poisoned
        for node in nodes
        if any(node.start <= start < node.end for start in file.poisoned)
    )
    unknown = [one.span for one in found if one.code in _UNKNOWN]
    vague = tuple(
        whole
        for file, nodes in (files if unknown else ())
        for node in nodes
        if _within((whole := Span(file.source, node.start, node.end),), unknown)
    )
    # Of two of one name one was meant to be called otherwise.
    lost = any(file.lost for file, _ in files) or any(one.code == NM202.code for one in found)
    return Poison(spans, lost, vague)


def all_checks() -> tuple[Check, ...]:
    """The checks, in order."""
    # Imported here, because every check imports `Poison` from this module.
    from seatpolicy.semantics.checks.addons import check_addons
    from seatpolicy.semantics.checks.anchors import check_anchors
    from seatpolicy.semantics.checks.bands import check_bands
    from seatpolicy.semantics.checks.billable import check_billable
    from seatpolicy.semantics.checks.charge_bounds import check_charge_bounds
    from seatpolicy.semantics.checks.cliffs import check_cliffs
    from seatpolicy.semantics.checks.counted_charges import check_counted_charges
    from seatpolicy.semantics.checks.cycles import check_cycles
    from seatpolicy.semantics.checks.discount_order import check_discount_order
    from seatpolicy.semantics.checks.fine_prices import check_fine_prices
    from seatpolicy.semantics.checks.guarantees import check_guarantees
    from seatpolicy.semantics.checks.included import check_included
    from seatpolicy.semantics.checks.money_bounds import check_money_bounds
    from seatpolicy.semantics.checks.parts_of_cycle import check_parts_of_cycle
    from seatpolicy.semantics.checks.periods import check_periods
    from seatpolicy.semantics.checks.price_units import check_price_units
    from seatpolicy.semantics.checks.renewals import check_renewals
    from seatpolicy.semantics.checks.required import check_required
    from seatpolicy.semantics.checks.seats import check_seats
    from seatpolicy.semantics.checks.sold_in import check_sold_in
    from seatpolicy.semantics.checks.tables import check_tables
    from seatpolicy.semantics.checks.tier_prices import check_tier_prices
    from seatpolicy.semantics.checks.tiers import check_tiers

    return (
        check_seats,
        check_billable,
        check_cycles,
        check_addons,
        check_tiers,
        check_tier_prices,
        check_cliffs,
        check_tables,
        check_bands,
        check_required,
        check_counted_charges,
        check_price_units,
        check_sold_in,
        check_charge_bounds,
        check_included,
        check_periods,
        check_anchors,
        check_renewals,
        check_parts_of_cycle,
        check_money_bounds,
        check_fine_prices,
        check_discount_order,
        check_guarantees,
    )
