"""A plugin's command, added and run: what it raises is told with the plugin's name, and the run could not be done."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from seatpolicy.cli.output import COULD_NOT, tell
from seatpolicy.hooks.kinds import Offered
from seatpolicy.hooks.offers import CommandOffer
from seatpolicy.hooks.registry import Registry, call


def add(registry: Registry, name: str, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> bool:
    """Adds the command of a name; False, and the reason on standard error, where that fails."""
    offered = registry.of("seatpolicy_commands")[name]
    assert isinstance(offered.offer, CommandOffer)
    added = call(offered, f"{offered.offer.module}:add", subparsers)
    tell(added.diagnostics)
    return not added.diagnostics


def run(registry: Registry, name: str, command: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Runs it; the exit code. Ends of its own (`sys.exit(1)`) count as what they say."""
    offered: Offered = registry.of("seatpolicy_commands")[name]

    def ran() -> int:
        try:
            return int(command(args))
        except BrokenPipeError:
            return 0

    made = call(offered, ran)
    tell(made.diagnostics)
    return COULD_NOT if made.value is None else int(made.value)
