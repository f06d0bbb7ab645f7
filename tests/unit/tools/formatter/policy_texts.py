"""The policies that the formatter's tests lay out, and the language's tables, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from seatpolicy.syntax import tables
from seatpolicy.tools.formatter.format import format_text

ROOT = Path(__file__).parents[4]
GOLDEN = ROOT / "tests" / "golden" / "format"
SHARED = ROOT.parent / "shared" / "design"


@cache
def language() -> tables.Tables:
    """The tables of the language's grammar."""
    return tables.load()


@cache
def texts() -> tuple[str, ...]:
    """Every policy of the project, every golden result, and the design's examples where they are at hand."""
    files = [*ROOT.glob("policies/*/policy.seat"), *GOLDEN.glob("*.out.seat"), *SHARED.glob("every-*.seat")]
    return tuple(read(file) for file in sorted(files))


def read(file: Path) -> str:
    """The text of a file, its line ends as they are."""
    return file.read_bytes().decode("utf-8")


def laid_out(text: str) -> str:
    """The text in the one layout; fails for a text that is refused."""
    done = format_text("test.seat", text, language())
    assert done.value is not None, done.diagnostics
    return done.value
