"""The defaults that a policy relies on in, a text for a terminal out: what each is about, what holds, what else could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatpolicy.diagnostics.cells import cells, visible, wrap
from seatpolicy.reports.columns import padded

WIDEST_SUBJECT = 26
BEHIND = 2
_DIM, _BOLD, _END = "\x1b[2m", "\x1b[1m", "\x1b[0m"


def defaults_text(file: str, rows: Sequence[Mapping[str, str]], width: int, color: bool = False) -> str:
    """Rows with `subject`, `statement`, `why` and `where` as lines of at most `width` cells, under a line that counts
    them; subjects stand once, before the first of their rows."""
    counted = f"{len(rows)} default{'' if len(rows) == 1 else 's'}"
    lines = [_styled(visible(f"{file} relies on {counted}"), _BOLD, color)]
    first = min(WIDEST_SUBJECT, width // 3, max(cells(visible(row["subject"])) for row in rows)) + BEHIND
    before = ""
    for row in rows:
        subject = wrap(row["subject"], first - BEHIND) if row["subject"] != before else [""]
        said = wrap(f"{row['statement']}{_place(row['where'], file)}", width - first - BEHIND)
        more = wrap(row["why"], width - first - 2 * BEHIND)
        right = said + [" " * BEHIND + _styled(line, _DIM, color) for line in more]
        for n in range(max(len(subject), len(right))):
            left = subject[n] if n < len(subject) else ""
            lines.append((" " * BEHIND + padded(left, first) + (right[n] if n < len(right) else "")).rstrip())
        before = row["subject"]
    return "\n".join(lines)


def _place(where: str, file: str) -> str:
    """Only the line, where the file is the one that stands above."""
    parts = where.rsplit(":", 2)
    if len(parts) != 3:
        return ""
    return f" (line {parts[1]})" if parts[0] == file else f" ({parts[0]}:{parts[1]})"


def _styled(text: str, style: str, color: bool) -> str:
    return f"{style}{text}{_END}" if color else text
