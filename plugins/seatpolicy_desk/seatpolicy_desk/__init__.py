"""A plugin for an order desk: what it offers, by the hooks of seatpolicy/hooks/specs.py, each part a module."""

from __future__ import annotations

from seatpolicy.hooks.offers import AccountPricer, CommandOffer, QuoteValidator, Reporter
from seatpolicy.semantics.model.functions import Function

SEATPOLICY_API = "1.0"


def seatpolicy_account_pricers() -> list[AccountPricer]:
    """`price --pricer per-seat`: the bill, and what a unit of each line costs on average."""
    return [AccountPricer("per-seat", "seatpolicy_desk.per_seat:priced")]


def seatpolicy_quote_validators() -> list[QuoteValidator]:
    """`desk`: the policy's price, and how far below it the desk may go by itself."""
    return [QuoteValidator("desk", "seatpolicy_desk.validator:judge")]


def seatpolicy_reporters() -> list[Reporter]:
    """`price --format csv`: a row a line, for spreadsheets."""
    return [Reporter("csv", "invoices", "seatpolicy_desk.csv_rows:rows")]


def seatpolicy_functions() -> list[Function]:
    """`per_started(x, n)`: how many groups of n are started by x."""
    from seatpolicy_desk.per_started import expand, reference

    return [Function("per_started", ("count", "count"), "count", reference, expand)]


def seatpolicy_commands() -> list[CommandOffer]:
    """`seatpolicy desk POLICY ORDER`: judges the lines of an order form."""
    return [CommandOffer("desk", "judge the lines of an order form", "seatpolicy_desk.command")]
