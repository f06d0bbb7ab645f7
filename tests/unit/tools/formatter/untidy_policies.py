"""A policy text in, the same policy written untidily out: what differs never matters, so its layout is the same.

Changed are: indentation, blanks between and behind tokens, line breaks where a line may go on, articles, singular and
plural of keywords, thousands commas of amounts, the number of blank lines where there are some, blank lines at the
edges of a body. Comments stay behind the token that they stand behind.
"""

from __future__ import annotations

from random import Random

from seatpolicy.source.text import SourceText
from seatpolicy.syntax.lexer import lex
from seatpolicy.syntax.lines import BLOCK_WORDS, Line, split_lines
from seatpolicy.syntax.parser import PLURALS, parse
from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import Leaf, SourceFile

SINGULARS = {singular: plural for plural, singular in PLURALS.items()}
ARTICLES = ("a", "an", "the")
KEYWORDS = (
    "price", "minimum", "from", "until", "when", "day", "days", "seat", "seats", "month", "cent", "line", "then",
    "total", "by", "free", "at", "next", "cycle", "charge", "plan", "rule", "limit", "for", "of", "member", "level",
    "per", "term",
)  # fmt: skip


def untidy(text: str, language: Tables, chance: Random) -> str:
    """The text with its insignificant parts changed; it must hold no mistake in its syntax."""
    read = parse(SourceText("untidy", text), language)
    assert not read.diagnostics, read.diagnostics
    return _Writer(read.value, chance).write()


def with_comments(text: str, chance: Random) -> str:
    """The text with comments behind some of its lines and on lines of their own, wherever a line may end."""
    tokens = lex(text)
    behind_comment = {end for _, end in tokens.comments}
    lines, _ = split_lines(text, tokens)
    inside = {i for line in lines for i in range(line.tokens[0], line.tokens[-1])}  # here a remark would end the line
    made: list[str] = []
    at = 0
    for i, (kind, start) in enumerate(zip(tokens.kinds, tokens.starts, strict=True)):
        if kind != "NEWLINE" or chance.randrange(10) < 7:
            continue
        made.append(text[at:start])
        at = start
        if start not in behind_comment:
            made.append(f"{chance.choice(('', ' ', '   '))}#{chance.choice(('', ' ', '!'))}behind {len(made)}")
        if i not in inside and chance.randrange(10) < 1:
            made.append(f"\n  # alone {len(made)}")
    return "".join(made) + text[at:]


class _Writer:
    def __init__(self, file: SourceFile, chance: Random) -> None:
        self.text = file.source.text
        self.tokens = file.tokens
        self.chance = chance
        self.names = {
            child.start
            for declaration in file.declarations
            for node in declaration.walk()
            for child in node.children
            if isinstance(child, Leaf) and child.kind == "NAME"
        }
        self.comments = file.tokens.comments

    def write(self) -> str:
        lines, _ = split_lines(self.text, self.tokens)
        pieces: list[str] = []
        end = 0
        after_open = True  # nothing stands before the first line either
        for line in lines:
            start = self.tokens.starts[line.tokens[0]]
            pieces += [*self._gap(end, start, after_open, line.role == "close"), self._blanks(12), self._line(line)]
            end = self.tokens.ends[line.tokens[-1]]
            tail = next((c for c in self.comments if c[0] >= end and "\n" not in self.text[end : c[0]]), None)
            if tail is not None:
                pieces.append(self._blanks(9) + self.text[tail[0] : tail[1]])
                end = tail[1]
            pieces.append(self._blanks(3))
            after_open = line.role == "open"
        return "".join(pieces + self._gap(end, len(self.text) + 1, after_open, True))

    def _blanks(self, most: int, least: int = 0) -> str:
        return "".join(self.chance.choice("  \t") for _ in range(self.chance.randint(least, most)))

    def _gap(self, start: int, end: int, from_edge: bool, to_edge: bool) -> list[str]:
        """What stands between two lines: comments and blank lines; at an edge of a body, blank lines never matter."""
        parts = [part.strip(" \t\r") for part in (self.text + "\n")[start:end].split("\n")]
        made: list[str] = []
        blank = False
        line_ends = start > 0
        for words in [*parts[1 if start else 0 : -1], None]:
            if words == "":
                blank = True
                continue
            edge = (from_edge and "#" not in "".join(made)) or (to_edge and words is None)
            made.append("\n" * line_ends)
            if blank or (edge and self.chance.randrange(10) < 3):
                made += [self._blanks(4) + "\n" for _ in range(self.chance.randint(1, 3))]
            if words is not None:
                made += [self._blanks(10), words, self._blanks(2)]
            blank, line_ends = False, True
        return made

    def _line(self, line: Line) -> str:
        text, kinds = self.text, [self.tokens.kinds[i] for i in line.tokens]
        is_row = "|" in kinds
        colon = kinds.index(":") if ":" in kinds[:4] else -1
        made: list[str] = []
        for at, i in enumerate(line.tokens):
            word = text[self.tokens.starts[i] : self.tokens.ends[i]]
            keyword = kinds[at] == "WORD" and self.tokens.starts[i] not in self.names
            comment = self._comment_before(line, at)
            joined = False
            if comment is not None:
                made.append(f"  {comment}\n" + self._blanks(8))
                joined = keyword and word in ("and", "or")
            elif at:
                after_comma = kinds[at - 1] == "," and not is_row and (line.role != "open" or word not in BLOCK_WORDS)
                if (after_comma or (keyword and word in ("and", "or"))) and self.chance.randrange(10) < 3:
                    made.append(self._blanks(3) + "\n" + self._blanks(8))
                    joined = keyword and word in ("and", "or")
                else:
                    made.append(self._between(made[-1][-1:], word))
            if self.chance.randrange(10) < 1 and not joined and (kinds[at] in ("WORD", "NUMBER", "STRING", "{")):
                made.append(self.chance.choice(ARTICLES) + self._blanks(3, 1))
            if keyword and at > colon and (not at or kinds[at - 1] != ","):
                word = self.chance.choice([word, PLURALS.get(word, word), SINGULARS.get(word, word)])
            elif kinds[at] == "NUMBER" and at + 1 < len(kinds) and kinds[at + 1] == "CURRENCY":
                plain = word.replace(",", "")
                word = word if plain.startswith("0") or self.chance.randrange(10) < 5 else plain
            made.append(word)
        return "".join(made)

    def _between(self, before: str, word: str) -> str:
        """Blanks between two tokens of a line: none only beside a sign that can be no part of a number."""
        needed = not (before in "|:=<>()" or word[0] in "|:=<>(),")
        return self._blanks(5, 1 if needed else 0)

    def _comment_before(self, line: Line, at: int) -> str | None:
        """The comment between a token of a line and the one before it."""
        if at == 0:
            return None
        begin, end = self.tokens.ends[line.tokens[at - 1]], self.tokens.starts[line.tokens[at]]
        inside = [text for text in self.comments if begin <= text[0] < end]
        return self.text[inside[0][0] : inside[0][1]].rstrip(" \t") if inside else None
