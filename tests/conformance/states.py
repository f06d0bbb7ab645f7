"""states.yaml in, what became of every case out: reproduced, by the reference engine
only, waiting for a row of the billing rules, refused on purpose."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import yaml

from tests.conformance.case_files import HERE

REPRODUCED, REFERENCE, WAITING, REFUSED = "reproduced", "reference", "waiting", "refused"
REASONS = (
    "Credit at a price never billed",
    "shares over another window",
    "packs, tiers or minimums per part of a cycle",
    "a minimum inside a tier",
    "usage × share of the month",
    "prices by hour of the day",
    "an allowance by whichever of two limits comes first",
    "a discount re-spread or taken back in a chosen order",
    "a term that chooses its own end",
    "windows that restart",
    "quantities below 0",
    "Rollover of unused units",
)
"""Why the language refuses a case; nothing else is a reason."""

PEERS = {
    "lago": "Lago",
    "stripe": "Stripe",
    "om": "OpenMeter",
    "fp": "Flexprice",
    "polar": "Polar",
    "kb": "Kill Bill",
    "recurly": "Recurly",
    "zuora": "Zuora",
    "chargebee": "Chargebee",
    "ms": "Microsoft",
    "bcapps": "Business Central",
    "bunny": "Bunny",
    "slack": "Slack",
    "github": "GitHub",
    "google": "Google",
    "atlassian": "Atlassian",
    "oracle": "Oracle",
}
"""The peers, by the first word of their cases."""


@attrs.frozen
class State:
    """One case. `row` and `needs` are of a waiting case, `reason` and `because` of a refused one. `billed_otherwise` says
    why a waiting case gets another figure today, instead of none."""

    id: str
    kind: str
    state: str
    row: str = ""
    needs: str = ""
    reason: str = ""
    because: str = ""
    billed_otherwise: str = ""

    @property
    def peer(self) -> str:
        """Whose case it is."""
        return PEERS[self.id.partition("-")[0]]

    @property
    def why(self) -> str:
        """What a case that is not reproduced waits for, or why it is refused."""
        if self.state == WAITING:
            section, _, form = self.row.partition(" ")
            return f"{self.needs} (section {section}: {form})"
        return f"{self.reason}: {self.because}" if self.state == REFUSED else ""


def read_states() -> Sequence[State]:
    """Every case in its order. Raises TypeError where an entry has a key that nobody reads."""
    return [State(**entry) for entry in yaml.safe_load((HERE / "states.yaml").read_text(encoding="utf-8"))]
