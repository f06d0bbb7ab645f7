"""The grammar in, its parse tables beside it out, when the package is built or installed for editing.

So that no first run has to build them, and a read-only installation starts as fast as any.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):  # type: ignore[misc]
    """Writes `grammars/seat.tables.json`; the wheel takes the whole folder."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds (`version` is standard or editable)."""
        sys.path.insert(0, self.root)
        try:
            from seatpolicy.syntax import tables

            Path(self.root, "grammars", tables.KEPT_NAME).write_text(tables.kept_form(), encoding="utf-8")
        finally:
            sys.path.remove(self.root)
