"""A tree of nodes in, the data that a JSON Schema judges out: what a reader of YAML 1.2 makes of the same document."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from seatpolicy.documents.nodes import Mapping, Node, Scalar, Sequence
from seatpolicy.workspace.schemas import schema_names, schema_text

ROOT = Path(__file__).parents[3]
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def data(node: Node) -> Any:
    """Mappings as dicts, lists as lists; of scalars without quotes null, true, false and plain numbers, else texts."""
    if isinstance(node, Mapping):
        return {entry.key.text: data(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return _scalar(node)


def _scalar(node: Scalar) -> Any:
    if node.quoted:
        return node.text
    if node.is_nothing:
        return None
    if node.text in ("true", "false"):
        return node.text == "true"
    if _NUMBER.fullmatch(node.text):
        # A schema's whole number may be written 1.0; the validator knows that of ints only.
        number = Decimal(node.text)
        return int(number) if number == number.to_integral_value() else number
    return node.text


def schema(name: str) -> Any:
    return json.loads(schema_text(name))


@cache
def validator(name: str, closed: bool = False) -> Draft202012Validator:
    """Judges documents of a kind; `closed` also refuses keys that the schema does not name, wherever it names some."""
    schemas = {one: schema(one) for one in schema_names()}
    if closed:
        schemas = {one: _closed(each) for one, each in schemas.items()}
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas.values()
    )
    return Draft202012Validator(schemas[name], registry=registry, format_checker=FormatChecker())


def refusals(name: str, document: Any, closed: bool = False) -> list[str]:
    """Why a schema refuses a document; empty if it does not."""
    found = validator(name, closed).iter_errors(document)
    return [f"{'/'.join(str(part) for part in one.absolute_path)}: {one.message[:200]}" for one in found]


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: value if key == "examples" else _closed(value) for key, value in part.items()}
    if isinstance(part.get("properties"), dict) and part.get("type") == "object" and "additionalProperties" not in part:
        made["additionalProperties"] = False
    return made
