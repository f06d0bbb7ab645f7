"""A call of a plugin's function and its arguments in, what its expansion writes out, held to the type that it declares.

The expansion writes in the arithmetic of the builder; a failure that it writes is met where the call is reached, and stops
what a refusal stops.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from seatpolicy.compiler.build import Builder, Value
from seatpolicy.compiler.ir import Failure
from seatpolicy.compiler.lower.context import Lowering
from seatpolicy.documents import refusals
from seatpolicy.semantics.model.expressions import Call
from seatpolicy.semantics.model.functions import Function


class _Expanding:
    """The builder as a plugin sees it: its failures are refusals of the call."""

    def __init__(self, low: Lowering, call: Call, function: Function) -> None:
        self._low, self._call, self._function = low, call, function
        self.at = call.at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._low.b, name)

    def fail_if(self, flag: Value, failure: Failure) -> None:
        """Refuses the call where the flag holds."""
        _failed(self._low, flag, self._call, self._function, self._low.said(failure.message))


def plugin_call(call: Call, function: Function, figures: list[Value], low: Lowering) -> Value:
    """What a function comes to. One that cannot be expanded is not billed."""
    b: Builder = low.b
    try:
        made = function.expand(_Expanding(low, call, function), *figures)
    except Exception as trouble:
        made, words = None, type(trouble).__name__
    else:
        words = f"it gives a {type(made).__name__}"
    if not isinstance(made, Value):
        what = f"the function `{function.name}`, whose expansion fails ({low.said(words)}), is"
        low.not_billed(b.const(1), refusals.EN511, call.at, what)
        return b.const(0)
    if function.gives == "count":
        part = b.compare("!=", b.round(made, "floor", Fraction(1)), made)
        wrong = b.any(b.compare("<", made, b.const(0)), part)
        message = f"the function `{function.name}` gives a figure that is no count, and declares one"
        _failed(low, wrong, call, function, message)
    return made


def _failed(low: Lowering, flag: Value, call: Call, function: Function, message: str) -> None:
    note = f"it is called with what the account has; {function.plugin or 'a plugin'} offers it"
    low.refuse(flag, refusals.EN304, call.at, message, note=low.said(note), subject=function.name)
