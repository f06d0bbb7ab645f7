"""Grammar files in, LALR(1) tables out: the only importer of lark.

Lark builds the tables, strictly: any conflict in the grammar is an error. The tables are plain data, so they are kept as
JSON (in the wheel, or in the user's cache folder through `TableStore`), and a start-up with kept tables imports no lark.
Kept tables are used only if the digest of the grammar, of this module's format and of lark's version agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import attrs

GRAMMAR_FILES = ("seat.lark", "parties.lark", "prices.lark", "exceptions.lark", "expressions.lark")
FORMAT = 1
KEPT_NAME = "seat.tables.json"


class TableStore(Protocol):
    """Where tables may be kept between runs; reading gives None where nothing is kept."""

    def read(self, name: str) -> str | None: ...

    def write(self, name: str, text: str) -> None: ...


@attrs.frozen(slots=True)
class RuleShape:
    """One production: how many values it takes and what it makes of them.

    `keep` lists the positions whose values stay; `inline` is true for list and helper rules, whose values are spliced
    into the form around them; `lift` for rules that vanish around a single value.
    """

    origin: str
    kind: str
    size: int
    keep: tuple[int, ...]
    inline: bool
    lift: bool


@attrs.frozen(slots=True)
class Tables:
    """`actions[state][terminal]` is a state to shift to (≥ 0) or a rule to reduce by (-1 - index); `gotos` likewise.

    `words` maps a fixed word, label or sign to its terminal.
    """

    actions: list[dict[str, int]]
    gotos: list[dict[str, int]]
    rules: list[RuleShape]
    words: dict[str, str]
    start: int
    end: int


def grammar_file(name: str) -> str:
    """The text of a file of `grammars/`: in the installed package, or beside it in a checkout."""
    inside = resources.files("seatpolicy") / "grammars" / name
    if inside.is_file():
        return inside.read_text(encoding="utf-8")
    beside = Path(__file__).resolve().parents[2] / "grammars" / name
    return beside.read_text(encoding="utf-8")


def grammar_text() -> str:
    """The whole grammar, its files one after another."""
    return "\n".join(grammar_file(name) for name in GRAMMAR_FILES)


def load(store: TableStore | None = None) -> Tables:
    """The tables of the language's grammar, kept ones where they are current."""
    text = grammar_text()
    digest = hashlib.sha256(f"{FORMAT}\n{text}".encode()).hexdigest()
    readers: list[Callable[[], str | None]] = [_shipped]
    if store is not None:
        readers.append(lambda: store.read(KEPT_NAME))
    for read in readers:
        kept = read()
        if kept is not None:
            tables = _decode(kept, digest)
            if tables is not None:
                return tables
    encoded = build(text)
    if store is not None:
        store.write(KEPT_NAME, json.dumps({"digest": digest, **encoded}, separators=(",", ":")))
    return _tables(encoded)


def _shipped() -> str | None:
    inside = resources.files("seatpolicy") / "grammars" / KEPT_NAME
    return inside.read_text(encoding="utf-8") if inside.is_file() else None


def _decode(text: str, digest: str) -> Tables | None:
    """Tables from their kept form, or None where it is damaged or belongs to another grammar."""
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("digest") != digest:
            return None
        return _tables(data)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _tables(data: dict[str, Any]) -> Tables:
    rules = [RuleShape(o, k, n, tuple(keep), i, lift) for o, k, n, keep, i, lift in data["rules"]]
    rows, wheres = data["rows"], data["where"]
    return Tables(
        actions=[rows[a] for a, _ in wheres],
        gotos=[rows[g] for _, g in wheres],
        rules=rules,
        words=data["words"],
        start=data["start"],
        end=data["end"],
    )


def build(text: str) -> dict[str, Any]:
    """The tables of a grammar as plain data. Raises lark's GrammarError where the grammar has a conflict."""
    from lark import Lark
    from lark.lexer import Lexer
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        __future_interface__ = 2

        def __init__(self, conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            raise AssertionError("the lexer of this language is its own")

    lark = Lark(text, parser="lalr", lexer=NoLexer, strict=True, maybe_placeholders=False)
    table = lark.parser.parser._parse_table
    numbers = {rule: i for i, rule in enumerate(lark.rules)}
    rows: list[dict[str, int]] = []
    seen: dict[str, int] = {}

    def row(entries: dict[str, int]) -> int:
        # Many states share their entries; each distinct row is kept once.
        key = json.dumps(entries, sort_keys=True)
        if key not in seen:
            seen[key] = len(rows)
            rows.append(entries)
        return seen[key]

    where = []
    for state in range(len(table.states)):
        actions: dict[str, int] = {}
        gotos: dict[str, int] = {}
        for symbol, (act, target) in table.states[state].items():
            if act is Shift:
                # Terminals are written in capitals; lark lists only those that it has a pattern for.
                (actions if symbol.isupper() else gotos)[symbol] = target
            else:
                actions[symbol] = -1 - numbers[target]
        where.append([row(actions), row(gotos)])
    rules = []
    for rule in lark.rules:
        origin = str(rule.origin.name)
        keep = [i for i, s in enumerate(rule.expansion) if not (s.is_term and s.filter_out)]
        lift = bool(rule.options.expand1) and not rule.alias
        rules.append([origin, rule.alias or origin, len(rule.expansion), keep, origin.startswith("_"), lift])
    words = {t.pattern.value: t.name for t in lark.terminals if t.pattern is not None and t.pattern.type == "str"}
    return {
        "rules": rules,
        "rows": rows,
        "where": where,
        "words": words,
        "start": table.start_states["start"],
        "end": table.end_states["start"],
    }
