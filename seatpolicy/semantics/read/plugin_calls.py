"""A call of a plugin's function with its typed arguments in, the finding that it is called otherwise than declared out."""

from __future__ import annotations

from collections.abc import Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.semantics.model import expressions as x
from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.read.unit_messages import describe
from seatpolicy.source.text import Span

PG110 = code("PG110", "function-arguments", Severity.ERROR, "a plugin's function takes the figures that it declares")


def called_otherwise(at: Span, function: Function, arguments: Sequence[x.Expression]) -> Diagnostic | None:
    """The finding about the number of arguments, or the first of another type; None where the call is as declared. A count
    goes where a number is asked for; what has been reported already goes everywhere."""
    note = f"{function.plugin or 'its plugin'} declares {function.signature}"
    wanted = tuple(function.takes)
    if len(arguments) != len(wanted):
        return PG110.at(
            at,
            f"`{function.name}` takes {len(wanted)} {'figure' if len(wanted) == 1 else 'figures'}, "
            f"and {len(arguments)} {'is' if len(arguments) == 1 else 'are'} given",
            note=note,
            subject=function.name,
        )
    for one, kind in zip(arguments, wanted, strict=True):
        given = one.type.kind
        if given not in (kind, "error") and not (kind == "number" and given == "count"):
            return PG110.at(
                one.at,
                f"`{function.name}` takes a figure of the type {kind} here, and this is {describe(one.type)}",
                note=note,
                subject=function.name,
            )
    return None
