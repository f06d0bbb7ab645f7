"""Every check of the whole model, in the order in which they run; a new check is a module and two lines here.

A check takes the policy, whether some line of it could not be read (then nothing is reported as absent), and gives findings.
Where only one declaration lost a line, `Poison` tells whether a part of the model stands in it.
"""

from __future__ import annotations

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
from seatpolicy.semantics.checks.poison import Check
from seatpolicy.semantics.checks.price_units import check_price_units
from seatpolicy.semantics.checks.renewals import check_renewals
from seatpolicy.semantics.checks.required import check_required
from seatpolicy.semantics.checks.seats import check_seats
from seatpolicy.semantics.checks.sold_in import check_sold_in
from seatpolicy.semantics.checks.tables import check_tables
from seatpolicy.semantics.checks.tier_prices import check_tier_prices
from seatpolicy.semantics.checks.tiers import check_tiers


def all_checks() -> tuple[Check, ...]:
    """The checks, in the order in which they run."""
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
