"""Guarantees, as what they are today: promises that are written and not proven yet."""

from __future__ import annotations

from seatpolicy.semantics.model.exceptions import Guarantee
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, strong
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import number, sentence, sentences


def promises(told: Told) -> Section:
    """Every guarantee with what it says, for whom."""
    found = told.policy.guarantees
    if not found:
        return Section("What is promised", ())
    opening = "The policy says that this always holds. Nothing has proven it for every case yet."
    blocks: list[Block] = [Paragraph(opening), Points(tuple(_one(told, one) for one in found))]
    return section("What is promised", blocks)


def _one(told: Told, one: Guarantee) -> str:
    phrases = told.phrases
    if one.condition is not None:
        said = phrases.clause(one.condition)
    else:
        figure = phrases.figure(one.figure) if one.figure is not None else "it"
        driver = phrases.figure(one.driver) if one.driver is not None else "anything"
        span = f" from {number(one.low)} to {number(one.high)}" if one.low is not None and one.high is not None else ""
        said = f"{figure} {one.kind} as {driver} rises{span}"
    when = [f"only if {phrases.clause(one.when)}"] if one.when is not None else []
    return f"{strong(sentence(one.title)[:-1])}: {sentences([said, *when])}"
