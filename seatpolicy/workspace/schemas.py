"""The name of a document's kind in, its published JSON Schema (draft 2020-12) out, as the text that lies in the package."""

from __future__ import annotations

PACKAGE = "seatpolicy.documents"
FOLDER = "schemas"
ENDING = ".json"


def schema_names() -> tuple[str, ...]:
    """Every kind that has a schema, sorted: account, cases, findings, …"""
    from importlib.resources import files

    found = [entry.name for entry in (files(PACKAGE) / FOLDER).iterdir()]
    return tuple(sorted(name.removesuffix(ENDING) for name in found if name.endswith(ENDING)))


def schema_text(name: str) -> str:
    """The schema of a kind. Raises KeyError for a name that `schema_names` does not give."""
    from importlib.resources import files

    if name not in schema_names():
        raise KeyError(name)
    return (files(PACKAGE) / FOLDER / f"{name}{ENDING}").read_text(encoding="utf-8")
