"""Grammar files in, LALR(1) tables out: the only importer of lark.

Lark builds the tables, strictly: any conflict in the grammar is an error. The tables are plain data, so they are kept as
JSON (beside the grammar, where the build of the package puts them, or in the user's cache folder through `TableStore`),
and a start-up with kept tables imports no lark. Kept tables are used only if they carry this very grammar, word for word.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, Protocol

from seatpolicy.values.record import record

GRAMMAR_FILES = ("seat.lark", "parties.lark", "prices.lark", "exceptions.lark", "expressions.lark")
FORMAT = 1
KEPT_NAME = "seat.tables.json"


class TableStore(Protocol):
    """Where tables may be kept between runs; reading gives None where nothing is kept."""

    def read(self, name: str) -> str | None: ...

    def write(self, name: str, text: str) -> None: ...


@record
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


@record
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


def grammar_file(name: str) -> str | None:
    """The text of a file of `grammars/`: in the installed package (a folder or a zip), or beside it in a checkout."""
    # os.path: pathlib alone would cost a start-up as much as reading the tables.
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (package, os.path.dirname(package)):
        try:
            with open(os.path.join(folder, "grammars", name), encoding="utf-8") as file:
                return file.read()
        except OSError:
            continue
    return _from_archive(name)


def _from_archive(name: str) -> str | None:
    """The same, where the package is not made of files; importing `resources` costs as much as all of the above."""
    from importlib import resources

    inside = resources.files("seatpolicy") / "grammars" / name
    return inside.read_text(encoding="utf-8") if inside.is_file() else None


def grammar_text() -> str:
    """The whole grammar, its files one after another."""
    texts = [grammar_file(name) for name in GRAMMAR_FILES]
    missing = [name for name, text in zip(GRAMMAR_FILES, texts, strict=True) if text is None]
    if missing:
        raise FileNotFoundError(f"the installation is incomplete: {', '.join(missing)} of `grammars/` cannot be found")
    return "\n".join(text for text in texts if text is not None)


def load(store: TableStore | None = None) -> Tables:
    """The tables of the language's grammar, kept ones where they are current."""
    text = grammar_text()
    readers: list[Callable[[], str | None]] = [lambda: grammar_file(KEPT_NAME)]
    if store is not None:
        readers.append(lambda: store.read(KEPT_NAME))
    for read in readers:
        kept = read()
        if kept is not None:
            tables = _decode(kept, text)
            if tables is not None:
                return tables
    encoded = build(text)
    if store is not None:
        store.write(KEPT_NAME, _encode(encoded, text))
    return _tables(encoded)


def kept_form() -> str:
    """The tables of the grammar in the form in which they are kept; what the build of the package ships."""
    text = grammar_text()
    return _encode(build(text), text)


def _encode(data: dict[str, Any], grammar: str) -> str:
    return json.dumps({"format": FORMAT, "grammar": grammar, **data}, separators=(",", ":"))


def _decode(text: str, grammar: str) -> Tables | None:
    """Tables from their kept form, or None where it is damaged or belongs to another grammar."""
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("grammar") != grammar:
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
        keep = [i for i, s in enumerate(rule.expansion) if not (s.is_term and getattr(s, "filter_out", False))]
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
