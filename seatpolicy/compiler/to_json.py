"""A kernel in, its JSON form out, and back: versioned, the same text for the same kernel always.

The form is one object:

- `format` is "seatpolicy kernel", `version` is major.minor: readers refuse another major, and skip unknown fields;
- `name`; `sources`: the paths of the texts that places are in;
- `inputs`: objects with the fields of `ir.Input`; those that are as usual (not optional, scale 1, no values) are left out;
- `lets`: objects of `op`, `reads` (numbers of earlier lets) and `data`, the last two left out where empty. Data are as
  `ir.OPERATIONS` has them; a cell of a match is null, {"in": [integers]} or {"from": …, "to": …} (an integer or null each);
- `failures`: objects of `code`, `message`, `subject`; `notes`: objects of `name`, `register`, `den`, `dens`;
- `roots`: numbers of notes.

A place, `at`, is [number of the source, line, first code point, code point after the last]; the line is for people. An
integer beyond ±(2⁵³ - 1) is a text of its digits, since many readers of JSON cannot hold it otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from seatpolicy.compiler.ir import OPERATIONS, VERSION, Failure, Input, Kernel, Let, Note
from seatpolicy.source.text import SourceText, Span

FORMAT = "seatpolicy kernel"
SAFE = 2**53 - 1


class NotAKernel(ValueError):
    """A JSON text that is no kernel of this version; the message says what is wrong, and where."""


def kernel_text(kernel: Kernel) -> str:
    """The JSON text: one line for each input, let, failure and note; ends with a line end."""
    sources = _sources(kernel)
    fields: list[tuple[str, object]] = [
        ("format", FORMAT),
        ("version", VERSION),
        ("name", kernel.name),
        ("sources", [source.path for source in sources]),
        ("inputs", [_input(one, sources) for one in kernel.inputs]),
        ("lets", [_let(one, sources) for one in kernel.lets]),
        ("failures", [_failure(one, sources) for one in kernel.failures]),
        ("notes", [_note(one) for one in kernel.notes]),
        ("roots", list(kernel.roots)),
    ]
    return "{\n" + ",\n".join(f"  {_json(name)}: {_rows(value)}" for name, value in fields) + "\n}\n"


def read_kernel(text: str, texts: Mapping[str, SourceText] | None = None) -> Kernel:
    """The kernel of a JSON text. Places are kept for the sources whose texts are given, by path; without a text there is no
    place. Raises NotAKernel."""
    try:
        whole = json.loads(text, parse_float=_no_fraction, parse_constant=_no_fraction)
    except ValueError as error:
        raise NotAKernel(f"no JSON: {error}") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotAKernel(f"`format` is not {FORMAT!r}")
    if str(whole.get("version")).split(".")[0] != VERSION.split(".")[0]:
        raise NotAKernel(f"version {whole.get('version')} of the form; this reads {VERSION}")
    try:
        sources = [(texts or {}).get(path) for path in whole["sources"]]
        kernel = Kernel(
            whole["name"],
            tuple(_read_input(one, sources) for one in whole["inputs"]),
            tuple(_read_let(one, sources) for one in whole["lets"]),
            tuple(
                Failure(one["code"], one["message"], _place(one, sources), one.get("subject", ""))
                for one in whole["failures"]
            ),
            tuple(
                Note(one["name"], one["register"], int(one.get("den", 1)), tuple(one.get("dens", ())))
                for one in whole["notes"]
            ),
            tuple(whole["roots"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise NotAKernel(f"a field is missing or of another kind: {error}") from None
    _well_formed(kernel)
    return kernel


def _well_formed(kernel: Kernel) -> None:
    """Every let is an operation of the table and reads earlier ones; numbers point at what is there."""
    notes = 0
    for number, let in enumerate(kernel.lets):
        operation = OPERATIONS.get(let.operation)
        if operation is None:
            raise NotAKernel(f"let {number}: no operation is called {let.operation!r}")
        if operation.reads is not None and len(let.reads) != operation.reads:
            raise NotAKernel(f"let {number}: `{let.operation}` reads {operation.reads} registers, not {len(let.reads)}")
        if not all(isinstance(one, int) and 0 <= one < number for one in let.reads):
            raise NotAKernel(f"let {number}: it reads what is not before it")
        if let.operation in ("fact", "known", "fail", "note"):
            limit = {"fail": len(kernel.failures), "note": len(kernel.notes)}.get(let.operation, len(kernel.inputs))
            if not let.data or not isinstance(let.data[0], int) or not 0 <= let.data[0] < limit:
                raise NotAKernel(f"let {number}: there is no such {let.operation}")
        if let.operation == "note":
            if let.data != (notes,) or kernel.notes[notes].register != number:
                raise NotAKernel(f"let {number}: notes are not in order")
            notes += 1
    if notes != len(kernel.notes) or not all(0 <= one < notes for one in kernel.roots):
        raise NotAKernel("a note or a root has no let")


# ---- writing


def _sources(kernel: Kernel) -> list[SourceText]:
    places = [one.at for part in (kernel.inputs, kernel.lets, kernel.failures) for one in part]
    return list({id(at.source): at.source for at in places if at is not None}.values())


def _input(one: Input, sources: Sequence[SourceText]) -> dict[str, object]:
    made: dict[str, object] = {
        "kind": one.kind, "name": one.name, "type": one.type, "low": _number(one.low), "high": _number(one.high)
    }  # fmt: skip
    if one.optional:
        made["optional"] = True
    if one.scale != 1:
        made["scale"] = _number(one.scale)
    if one.values:
        made["values"] = list(one.values)
    if one.missing is not None:
        made["missing"] = one.missing
    return {**made, **_at(one.at, sources)}


def _let(one: Let, sources: Sequence[SourceText]) -> dict[str, object]:
    made: dict[str, object] = {"op": one.operation}
    if one.reads:
        made["reads"] = list(one.reads)
    if one.data:
        made["data"] = [_datum(one.operation, part) for part in one.data]
    return {**made, **_at(one.at, sources)}


def _datum(operation: str, part: Any) -> object:
    if operation == "piece":
        return [None if one is None else _number(one) for one in part]
    if operation == "match":
        cells, made = part
        return [[_cell(cell) for cell in cells], _number(made)]
    return _number(part) if isinstance(part, int) else part


def _cell(cell: Any) -> object:
    if cell is None:
        return None
    if isinstance(cell, frozenset):
        return {"in": [_number(one) for one in sorted(cell)]}
    return {"from": None if cell[0] is None else _number(cell[0]), "to": None if cell[1] is None else _number(cell[1])}


def _failure(one: Failure, sources: Sequence[SourceText]) -> dict[str, object]:
    subject = {"subject": one.subject} if one.subject else {}
    return {"code": one.code, "message": one.message, **subject, **_at(one.at, sources)}


def _note(one: Note) -> dict[str, object]:
    made: dict[str, object] = {"name": one.name, "register": one.register}
    if one.den != 1:
        made["den"] = _number(one.den)
    if one.dens:
        made["dens"] = list(one.dens)
    return made


def _at(at: Span | None, sources: Sequence[SourceText]) -> dict[str, object]:
    if at is None:
        return {}
    number = next(place for place, source in enumerate(sources) if source is at.source)
    return {"at": [number, at.line, at.start, at.end]}


def _number(value: int) -> int | str:
    return value if -SAFE <= value <= SAFE else str(value)


def _rows(value: object) -> str:
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "[\n" + ",\n".join(f"    {_json(one)}" for one in value) + "\n  ]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---- reading


def _no_fraction(text: str) -> object:
    raise ValueError(f"{text} is no integer")


def _read_input(one: Mapping[str, Any], sources: Sequence[SourceText | None]) -> Input:
    return Input(
        one["kind"],
        one["name"],
        one["type"],
        int(one["low"]),
        int(one["high"]),
        one.get("optional", False),
        int(one.get("scale", 1)),
        tuple(one.get("values", ())),
        _place(one, sources),
        one.get("missing"),
    )


def _read_let(one: Mapping[str, Any], sources: Sequence[SourceText | None]) -> Let:
    operation = one["op"]
    data = tuple(_read_datum(operation, part) for part in one.get("data", ()))
    return Let(operation, tuple(one.get("reads", ())), data, _place(one, sources))


def _read_datum(operation: str, part: Any) -> object:
    if operation == "piece":
        bound, slope, flat = part
        return (None if bound is None else int(bound), int(slope), int(flat))
    if operation == "match":
        cells, made = part
        return (tuple(_read_cell(cell) for cell in cells), int(made))
    return int(part) if operation == "const" else part


def _read_cell(cell: Any) -> object:
    if cell is None:
        return None
    if "in" in cell:
        return frozenset(int(one) for one in cell["in"])
    return tuple(None if cell[end] is None else int(cell[end]) for end in ("from", "to"))


def _place(one: Mapping[str, Any], sources: Sequence[SourceText | None]) -> Span | None:
    if "at" not in one:
        return None
    number, _, start, end = one["at"]
    source = sources[number]
    return None if source is None else Span(source, start, end)
