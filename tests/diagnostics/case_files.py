"""Cases of mistakes as data: `cases/*.txt` in, `Case` records out, and what a run finds in them.

A file names the policy that its cases change, and each case is a small change of some lines of it:

    policy: acme

    == dollar sign
    The price as the price page prints it.
    -    price:  99.00 USD or 92.00 EUR per month
    +    price:  $99.00 per month
    !    SY101

Lines that begin with `-` are replaced by those with `+`; a line that begins with a blank stays (such lines pick the place
where a line stands twice, and carry findings). Together `-` and blank lines must stand in the policy exactly once. `!` names
the codes that are found on the line above it, once each; whatever else is found is a failure, as is what is missing. `=`
says what was meant where it is not what stood there before. `...` begins another change in the same case. Words behind
`~` change the reading: `escapes` (`\\t`, `\\u200b` and their like are read in `+` lines), `crlf` (lines end as on Windows),
`alone` (the `+` lines are the whole file), `check` (the whole check runs, not only the reading).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.semantics.check import check
from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.syntax.parser import parse

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
GOLDEN = ROOT / "tests" / "golden" / "diagnostics"


class Case(NamedTuple):
    """A text with a mistake, where findings are expected (code and line), and the text that was meant."""

    title: str
    file: str
    path: str
    text: str
    meant: str
    expected: tuple[tuple[str, int], ...]
    whole: bool
    broken: str = ""

    @property
    def name(self) -> str:
        """The code found first and the title, as a file name."""
        code = min(self.expected)[0] if self.expected else "broken"
        return f"{code}-{re.sub('[^a-z0-9]+', '-', self.title.lower()).strip('-')}"


@functools.cache
def language() -> tables.Tables:
    """The tables of the grammar, built once."""
    return tables.load()


def findings(path: str, text: str, whole: bool = False) -> list[Diagnostic]:
    """What is found in a text, sorted by place: by reading it, or with `whole` by the whole check, libraries included."""
    source = SourceText(path, text)
    if not whole:
        return sorted(parse(source, language()).diagnostics, key=lambda found: found.sort_key)
    found = check({path: source, **_libraries(path)}, path, language()).diagnostics
    return [one for one in found if (one.code, one.fingerprint) not in _of_the_policy(path)]


@functools.cache
def _of_the_policy(path: str) -> frozenset[tuple[str, str]]:
    """What is found in the policy as it is shipped: guarantees that are not proven, cliffs that its story is about."""
    file = ROOT / "policies" / path
    if not file.is_file():
        return frozenset()
    source = SourceText(path, file.read_text(encoding="utf-8"))
    found = check({path: source, **_libraries(path)}, path, language()).diagnostics
    return frozenset((one.code, one.fingerprint) for one in found)


def _libraries(path: str) -> dict[str, SourceText]:
    folder = ROOT / "policies" / Path(path).parent
    beside = [file for file in sorted(folder.rglob("*.seat")) if file.relative_to(ROOT / "policies").as_posix() != path]
    names = [file.relative_to(ROOT / "policies").as_posix() for file in beside]
    return {n: SourceText(n, file.read_text(encoding="utf-8")) for n, file in zip(names, beside, strict=True)}


@functools.cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file, in order; one that cannot be read says why in `broken`."""
    return tuple(case for file in sorted(CASES.glob("*.txt")) for case in _read(file))


def _read(file: Path) -> Iterator[Case]:
    head, *blocks = re.split(r"(?m)^== ", file.read_text(encoding="utf-8"))
    policy = re.search(r"(?m)^policy: (\S+)$", head)
    for block in blocks:
        title, *lines = block.split("\n")
        named = next((line[8:] for line in lines if line.startswith("policy: ")), policy[1] if policy else "")
        path = f"{named}/policy.seat"
        try:
            yield _case(file.name, title.strip(), path, lines)
        except (AssertionError, OSError) as wrong:  # one test says so; the other cases still run
            yield Case(title.strip(), file.name, path, "", "", (), False, str(wrong))


def _case(file: str, title: str, path: str, lines: list[str]) -> Case:
    where = f"{file}: {title}"
    flags = {word for line in lines if line.startswith("~") for word in line[1:].split()}
    base = [] if "alone" in flags else (ROOT / "policies" / path).read_text(encoding="utf-8").split("\n")
    text, meant, expected = base, base, list[tuple[str, int]]()
    for hunk in _hunks(lines):
        before = [line[1:] for line in hunk if line[0] in "- "]
        after = [line for line in hunk if line[0] in "+ !"]
        written = [_decoded(line, "escapes" in flags) for line in after if line[0] != "!"]
        right = [line[1:] for line in hunk if line[0] in "= "] if any(line[0] == "=" for line in hunk) else before
        at = _place(where, text, before)
        meant_at = _place(where, meant, before)
        text = text[:at] + written + text[at + len(before) :]
        meant = meant[:meant_at] + right + meant[meant_at + len(before) :]
        moved = len(written) - len(before)
        expected = [(code, line + moved if line > at else line) for code, line in expected]
        row = at
        for line in after:
            if line[0] != "!":
                row += 1
            else:
                expected += [(code, row) for code in line[1:].split()]
    assert expected, f"{where}: nothing is expected"
    ends = "\r\n" if "crlf" in flags else "\n"
    return Case(title, file, path, ends.join(text), ends.join(meant), tuple(sorted(expected)), "check" in flags)


def _hunks(lines: list[str]) -> Iterator[list[str]]:
    hunk: list[str] = []
    for line in lines:
        if line.strip() == "..." and hunk:
            yield hunk
            hunk = []
        elif line[:1] in ("-", "+", "!", "=", " ") and line:
            hunk.append(line)
    if hunk:
        yield hunk


def _place(where: str, text: list[str], before: list[str]) -> int:
    if not before and not text:
        return 0
    found = [i for i in range(len(text)) if text[i : i + len(before)] == before]
    assert len(found) == 1, f"{where}: {before} stands {len(found)} times"
    return found[0]


def _decoded(line: str, escapes: bool) -> str:
    """A line of the text, without the sign that it begins with in the case."""
    if not escapes or line[0] != "+":
        return line[1:]

    def character(escape: re.Match[str]) -> str:
        return {"t": "\t", "0": "\0", "r": "\r", "f": "\f"}.get(escape[1]) or chr(int(escape[1][1:], 16))

    return re.sub(r"\\(t|0|r|f|u[0-9a-f]{4})", character, line[1:])
