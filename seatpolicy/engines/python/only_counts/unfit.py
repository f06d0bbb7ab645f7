"""What the short way raises where it ends."""

from __future__ import annotations


class Unfit(Exception):
    """What the short way does not tell."""
