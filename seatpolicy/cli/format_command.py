"""`seatpolicy format PATH…`: policies in, the same policies in the one layout out.

Files are rewritten in place; `--check` and `--diff` write nothing. Messages go to standard error, so that standard
output holds only what was asked for: the text of `-`, or the difference. Exit: 0 all is well; 1 a file would change, or
has mistakes and was left alone; 2 a file could not be read or written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator

import attrs

from seatpolicy.cli.output import CLEAN, COULD_NOT, FINDINGS, colored, tell
from seatpolicy.diagnostics.cells import visible
from seatpolicy.diagnostics.outcome import Outcome
from seatpolicy.source.text import SourceText
from seatpolicy.syntax import tables
from seatpolicy.tools.formatter.format import format_text
from seatpolicy.workspace.cache import CacheFolder
from seatpolicy.workspace.files import policy_files, read_source, write_atomically
from seatpolicy.workspace.standard_input import NAME, SHOWN, read_named


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command; `run` is its `run` default."""
    command = subparsers.add_parser(
        "format",
        help="write policies in the one layout",
        description="Writes policies in the one layout. What they say, and every comment, stays as it is.",
        epilog="Exit: 0 all is well; 1 a file would change or has mistakes; 2 a file could not be read or written.",
    )
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder (every *.seat below it), or - for standard input"
    )
    command.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    command.add_argument("--diff", action="store_true", help="write nothing; print what would change")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Formats what the arguments name; the exit code."""
    language = tables.load(CacheFolder())
    tally = _Tally()
    for path, read in _sources(args.paths):
        if read.value is None:
            tell(read.diagnostics)
            tally.could_not += 1
            continue
        before = read.value.text
        done = format_text(path, before, language)
        tell(done.diagnostics)
        if done.value is None:
            tally.refused += 1
            continue
        changes = done.value != before
        tally.changed += changes
        tally.unchanged += not changes
        if args.diff:
            if changes:
                _print_diff(path, before, done.value)
        elif args.check:
            if changes:
                print(f"would change: {visible(path)}", file=sys.stderr)
        elif path == SHOWN:
            _write_out(done.value)
        elif changes:
            failed = write_atomically(path, done.value)
            if failed is not None:
                tell([failed])
                tally.changed -= 1
                tally.could_not += 1
    writes = not (args.check or args.diff)
    if args.paths != [NAME]:
        print(tally.summary(writes), file=sys.stderr)
    if tally.could_not:
        return COULD_NOT
    return FINDINGS if tally.refused or (tally.changed and not writes) else CLEAN


@attrs.define(slots=True)
class _Tally:
    """How many files met which end."""

    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    could_not: int = 0

    def summary(self, wrote: bool) -> str:
        """`2 files formatted, 30 unchanged, 1 with mistakes`, leaving out what there is none of."""
        parts = [
            (self.changed, "formatted" if wrote else "would change"),
            (self.unchanged, "unchanged"),
            (self.refused, "left alone, see above"),
            (self.could_not, "not read or written"),
        ]
        told = [f"{count} {what}" for count, what in parts if count]
        if told:
            number, _, rest = told[0].partition(" ")
            told[0] = f"{number} file{'' if number == '1' else 's'} {rest}"
        return ", ".join(told)


def _sources(paths: Iterable[str]) -> Iterator[tuple[str, Outcome[SourceText | None]]]:
    """Every text that the paths name, one at a time, with the path that messages show."""
    for path in dict.fromkeys(paths):
        if path == NAME:
            yield SHOWN, read_named(path)
    for path in policy_files(path for path in paths if path != NAME):
        yield path, read_source(path)


def _write_out(text: str) -> None:
    """The text on standard output, byte for byte, whatever the terminal's encoding and line ends are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


# ---- differences ----------------------------------------------------------------------------------------------------


def _print_diff(path: str, before: str, after: str) -> None:
    from difflib import unified_diff  # not needed by a run that formats

    lines = unified_diff(_lines(before), _lines(after), path, f"{path} (formatted)", lineterm="")
    on_terminal = sys.stdout.isatty()
    coloured = colored(sys.stdout)
    _write_out("".join(_shown(line, on_terminal, coloured) + "\n" for line in lines))


_UNENDED = "\n\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    """The lines of a text without their `\\n`; a last line that has none says so, as other tools' differences do."""
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, last + _UNENDED] if last else lines


def _shown(line: str, on_terminal: bool, coloured: bool) -> str:
    """A line of the difference; on a terminal nothing in it is invisible or moves the cursor."""
    if on_terminal:
        line, unended, _ = line.partition(_UNENDED)
        line = line[:1] + visible(line[1:]) + unended
    colour = {"+": "32", "-": "31", "@": "36"}.get(line[:1]) if coloured else None
    return f"\x1b[{colour}m{line}\x1b[0m" if colour else line
