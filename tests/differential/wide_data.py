"""What a wide policy says beside its `PolicyData`, as lines of text by where they stand; and its accounts as documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from tests.differential.policy_data import PolicyData


@attrs.define
class Extras:
    """`head` lines stand in the policy, `facts` in its facts, `plan` in its first plan, `of_charge` in a charge by its name,
    `seat` is what a seat says by its name, `counting` the whole block; `more` are declarations. `discounted` lines may be
    added where no other discount is."""

    head: list[str] = attrs.field(factory=list)
    facts: list[str] = attrs.field(factory=list)
    plan: list[str] = attrs.field(factory=list)
    of_charge: dict[str, list[str]] = attrs.field(factory=dict)
    seat: dict[str, list[str]] = attrs.field(factory=dict)
    billable: dict[str, list[str]] = attrs.field(factory=dict)
    counting: list[str] = attrs.field(factory=list)
    more: list[str] = attrs.field(factory=list)


@attrs.frozen
class WideAccount:
    """The document of an account, its day, what is held beside it, and the document of tax rates (empty: none)."""

    text: str
    as_of: date
    held: Mapping[str, int]
    rates: str = ""


@attrs.frozen
class Wide:
    """A policy's data, its whole text, and accounts of it."""

    policy: PolicyData
    text: str
    accounts: tuple[WideAccount, ...]
