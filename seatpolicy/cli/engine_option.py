"""The option that chooses an engine: its name in, the engine out; only the chosen one is imported."""

from __future__ import annotations

import argparse

from seatpolicy.engines.base import Engine

NAMES = ("reference", "python")
USUAL = "reference"


def add_engine(command: argparse.ArgumentParser) -> None:
    """The option of every command that bills."""
    command.add_argument(
        "--engine",
        choices=NAMES,
        default=USUAL,
        help=f"what bills: the plain reference, or policies compiled to Python (default: {USUAL})",
    )


def engine_of(args: argparse.Namespace) -> Engine:
    """The engine that was chosen."""
    if args.engine == "python":
        from seatpolicy.engines.python.engine import PythonEngine

        return PythonEngine()
    from seatpolicy.engines.reference.bill import ReferenceEngine

    return ReferenceEngine()
