"""Text in, tokens out: one regular expression, whole words only.

The lexer knows no keywords. Whether `price` is the label's word or somebody's fact is decided by the parser's state, so
that words stay free for names (rule 2 of the language). What it does decide is where a word ends: `byadmin` is one word,
and `10to` is one mistake. What fits no token becomes a `BAD` token; nothing is passed over in silence.
"""

from __future__ import annotations

import re

from seatpolicy.syntax.tree import Tokens

_TOKEN = re.compile(
    r"""
    (?P<COMMENT>\#[^\r\n]*)
  | (?P<NEWLINE>\r\n|\n|\r)
  | (?P<WORD>[a-z][a-z0-9_]*(?![\w]))
  | (?P<DATE>[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w|[.\-:]\w))
  | (?P<PERCENT>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%(?!\w))
  | (?P<NUMBER>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![\w%.]|,[0-9]|-[0-9]|/[0-9]+/))
  | (?P<STRING>"[^"\r\n]*")
  | (?P<CURRENCY>[A-Z]{3}(?!\w))
  | (?P<SIGN>!=|<=|>=|[=<>+\-*/(),|:{}])
  | (?P<SPACE>[ \t]+)
  | (?P<BAD>"[^"\r\n]*|\.?[0-9][0-9.,:/\-–—%]*\w*|\w+|[^\w\s"\#=<>+\-*/(),|:{}!]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)

BOM = "\ufeff"

# A line of twenty thousand characters is data in the wrong place, not a sentence; read as one mistake, it costs nothing.
LONGEST_LINE = 20_000
# Only at the start of a line: tried at every character, a line would be read once for each of its characters.
_LONG_LINE = re.compile(rf"(?<![^\r\n\ufeff])[^\r\n]{{{LONGEST_LINE + 1},}}")


def lex(text: str) -> Tokens:
    """Every token of the text. Kinds: WORD, DATE, PERCENT, NUMBER, STRING, CURRENCY, NEWLINE, BAD, or the sign itself.

    A byte order mark at the start belongs to no token; a line longer than `LONGEST_LINE` is one BAD token. Linear in the
    length of the text.
    """
    tokens = Tokens([], [], [], [])
    at = 1 if text.startswith(BOM) else 0
    if len(text) > LONGEST_LINE:
        for long_line in _LONG_LINE.finditer(text, at):
            _lex_part(text, at, long_line.start(), tokens)
            tokens.kinds.append("BAD")
            tokens.starts.append(long_line.start())
            tokens.ends.append(long_line.end())
            at = long_line.end()
    _lex_part(text, at, len(text), tokens)
    return tokens


def _lex_part(text: str, begin: int, stop: int, tokens: Tokens) -> None:
    add_kind, add_start, add_end = tokens.kinds.append, tokens.starts.append, tokens.ends.append
    for found in _TOKEN.finditer(text, begin, stop):
        kind = found.lastgroup
        if kind == "SPACE":
            continue
        start, end = found.span()
        if kind == "BAD" and text[start] == '"' and text[start:end].rstrip(" \t").endswith("{"):
            # A text without its end takes the rest of the line, but not the brace: what it opens is still a block.
            brace = text.rindex("{", start, end)
            add_kind("BAD")
            add_start(start)
            add_end(start + len(text[start:brace].rstrip(" \t")))
            add_kind("{")
            add_start(brace)
            add_end(brace + 1)
            continue
        if kind == "COMMENT":
            tokens.comments.append((start, end))
            continue
        add_kind(found.group() if kind == "SIGN" else str(kind))
        add_start(start)
        add_end(end)
