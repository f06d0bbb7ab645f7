"""Mistakes that no bill of whole cycles can tell, by name, each with the reason. They are not looked for."""

from __future__ import annotations

OUTSIDE: dict[str, str] = {}
