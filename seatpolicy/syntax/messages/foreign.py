"""What comes from elsewhere in, the finding about it out: other languages' comments, merge conflicts, prose, and words of
price pages that mean two things."""

from __future__ import annotations

import re

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from seatpolicy.source.text import Span
from seatpolicy.syntax.lines import BLOCK_WORDS, TOP_WORDS
from seatpolicy.syntax.messages.context import BadLine
from seatpolicy.syntax.shapes import LABELS, NOUNS

E = Severity.ERROR
SY117 = code("SY117", "vendor-word", E, "a word that vendors use in several meanings")
SY129 = code("SY129", "comment-sign", E, "a comment begins with `#`")
SY131 = code("SY131", "sentence", E, "a policy is a form, not prose")
SY137 = code("SY137", "merge-conflict", E, "two versions of the file were left unmerged")

_TWO_MEANINGS = {
    "tiered": "for some each seat has the price of its own tier (`graduated`), for others all seats have the price of the "
    "tier that the total reaches (`volume`)",
    "slab": "for some all seats have the price of the slab that the total reaches (`volume`), for others the whole slab "
    "has one price (`stairstep`)",
    "package": "for some every started pack has a price (`per started pack of 5`), for others a whole range has one "
    "price (`stairstep`)",
    "stacked": "for some each discount comes off what the one before has left (`off what is left`), for others the "
    "percentages are added (`off list`)",
}
_FORMS = {"slabs": "slab", "packages": "package", "stacking": "stacked", "stack": "stacked",
          "tiers": "tiered"}  # fmt: skip


def vendor_word(bad: BadLine) -> Diagnostic | None:
    """A word of price pages, where the line went wrong or right behind it."""
    for at in (bad.bad, bad.bad + 1):
        word = bad.text(at)
        meaning = _TWO_MEANINGS.get(word) or _TWO_MEANINGS.get(_FORMS.get(word, ""))
        if bad.kind(at) == "WORD" and meaning is not None and bad.kind(at + 1) != ":":
            return SY117.at(bad.span(at), f"`{word}` means two things among vendors", note=meaning,
                            hint="write the one that you mean")  # fmt: skip
    return None


JOINS = (",", " and", " or")
"""What a semicolon in a list stands for."""


def comment_sign(bad: BadLine) -> Diagnostic | None:
    """`//`, `/*`, `--` and `;` in the place of `#`."""
    for at in range(bad.size):
        sign = _sign(bad, at)
        if not sign or not (at in (bad.bad, bad.bad - 1) or at == 0 or bad.kind(at) == "BAD"):
            continue
        if sign == ";" and any(bad.reads(bad.with_edits(Edit(bad.span(at), joins))) for joins in JOINS):
            return None
        length = len(sign)
        edits = [Edit(Span(bad.source, bad.start(at), bad.start(at) + length), "#")]
        if sign == "/*":
            ends = bad.content.rfind("*/")
            if ends >= 0:
                edits.append(Edit(Span(bad.source, bad.start(0) + ends, bad.start(0) + ends + 2), ""))
        place = Span(bad.source, bad.start(at), bad.start(at) + length)
        rest = bad.with_edits(*edits)
        whole = at == 0
        # What stands behind `;` may have been meant for the line.
        return SY129.at(place, f"`{sign}` begins no comment here", note="a comment begins with `#`",
                        fix=Fix("`#`", tuple(edits), safe=whole or (sign != ";" and bad.reads(rest))))  # fmt: skip
    return None


def _sign(bad: BadLine, at: int) -> str:
    """The comment sign of another language that begins at a token, or an empty text."""
    if bad.kind(at) == "BAD":
        follows_word = bad.kind(at + 1) == "WORD" and bad.kind(at + 2) != ":" and bad.kind(at + 3) != ":"
        return ";" if bad.text(at).strip(";") == "" and follows_word else ""
    touching = bad.end(at) == bad.start(at + 1) if at + 1 < bad.size else False
    pair = bad.text(at) + bad.text(at + 1)
    if not touching or pair not in ("//", "/*", "--"):
        return ""
    return "" if pair == "--" and bad.kind(at + 2) in ("NUMBER", ">", "-") else pair


_LEFTOVER = re.compile(r"<{7} |={7}\s*$|>{7} |\|{7} ")


def merge_conflict(bad: BadLine) -> Diagnostic | None:
    """A line that a merge left behind."""
    line = bad.source.line_span(bad.span(0).line)
    if bad.start(0) != line.start or not _LEFTOVER.match(line.text + " "):
        return None
    return SY137.at(line, "a merge conflict is left in this file",
                    note="keep the version that holds, and remove the other one and the lines that the merge has written")


BULLETS = frozenset("-*+•‣●·–—")
"""Signs before the items of a list in prose."""


def sentence(bad: BadLine) -> Diagnostic | None:
    """A line of prose: words and no form, several of them unknown, perhaps a capital and a full stop."""
    item = bad.text(0) in BULLETS or re.fullmatch(r"[0-9]+[.)]", bad.text(0)) is not None
    first = 1 if item and bad.end(0) < bad.start(1) else 0
    begins = bad.text(first)
    capital = re.fullmatch("[A-Z][A-Za-z]*", begins) is not None and bad.kind(first) == "BAD" and bad.bad <= first
    if bad.line.role == "open" or bad.label_size or bad.bad > 1 or not begins[:1].isalpha():
        return None
    if _is_known(bad, begins.lower() if capital else begins):
        return None
    kinds = [bad.kind(i) for i in range(bad.size)]
    if any(k in ("|", "=", "{", "STRING", "<", ">") for k in kinds) or ":" in kinds[:-1]:
        return None
    words = sum(k == "WORD" or (k == "BAD" and bad.text(i).isalpha()) for i, k in enumerate(kinds))
    stops = bad.text(bad.size - 1) in (".", ",", "!", "?", ":", ";")
    if words < (2 - stops if capital else max(len(kinds) - 2, 3)) or (not capital and bad.size < 4):
        return None
    labels = LABELS.get(bad.block, ())
    if any(bad.reads(f"{k}: {bad.content}") for k in labels):
        return None
    start = Span(bad.source, bad.start(0), bad.start(0))
    holder = f"{NOUNS[bad.block]} holds" if bad.block in NOUNS else "the top level of a file holds"
    what = "declarations" if not bad.heads else "lines `label: value`" if labels else "rows and entries"
    return SY131.at(Span(bad.source, bad.start(0), bad.end(bad.size - 1)), "this reads like a sentence",
                    note=f"{holder} {what}; what is said to people stands in `because:` or behind `#`",
                    fix=Fix("a comment, with `# ` before it", (Edit(start, "# "),)))  # fmt: skip


def _is_known(bad: BadLine, begins: str) -> bool:
    """Whether a line begins as the block's lines do, or as a declaration does, so that one of them may be meant."""
    if begins in BLOCK_WORDS | TOP_WORDS:
        return bad.bad > 0 or bad.kind(0) == "BAD"
    capital = begins != bad.text(0)
    if (bad.heads or not capital) and (f"{begins}:" in bad.words or f"{begins} {bad.text(1)}:" in bad.words):
        return True
    return any(label.split()[0] == begins for label in LABELS.get(bad.block, ()))
