"""The command line: `seatpolicy COMMAND …`. Each command is a module of its own, imported only when it is called.

Data goes to standard output, messages to standard error. No mistake of a user ends in a traceback; a mistake of ours does,
with a line that says so.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from seatpolicy.builtin import COMMANDS

if TYPE_CHECKING:
    from seatpolicy.workspace.plugins import Plugins

COULD_NOT = 2
INTERRUPTED = 130


class HelpText(argparse.HelpFormatter):
    """Help as wide as the terminal. Left to find the width itself, argparse imports shutil with all its compressors for
    every option that is added: a twentieth of the time that `check` takes."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width() - 2)


class Parser(argparse.ArgumentParser):
    """A parser whose commands write their help in the same way."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("formatter_class", HelpText)
        super().__init__(*args, **options)


def _width() -> int:
    if os.environ.get("COLUMNS", "").isdigit():
        return max(40, int(os.environ["COLUMNS"]))
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        return 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = Parser(
        prog="seatpolicy",
        description="Pricing policies for seats: written, checked, billed exactly.",
        epilog="`seatpolicy COMMAND --help` says more about a command.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    subparsers = parser.add_subparsers(prog="seatpolicy", metavar="COMMAND", dest="command")
    chosen = next((a for a in given if not a.startswith("-")), None)
    foreign = None if chosen in COMMANDS or "--version" in given else _of_plugins(chosen)
    for name, (module, summary) in {**COMMANDS, **(foreign.commands if foreign is not None else {})}.items():
        if name != chosen:
            subparsers.add_parser(name, help=summary, add_help=False)
        elif name in COMMANDS:
            importlib.import_module(module).add(subparsers)
        else:
            from seatpolicy.cli import foreign as plugins

            assert foreign is not None
            if not plugins.add(foreign.full, name, subparsers):  # type: ignore[arg-type]
                return COULD_NOT
    args = parser.parse_args(given)
    if args.version:
        from importlib.metadata import version

        print(f"seatpolicy {version('seatpolicy')}, language 1")
        return 0
    if not hasattr(args, "run"):
        parser.print_help(sys.stderr)
        return COULD_NOT
    if foreign is not None and chosen in foreign.commands:
        from seatpolicy.cli import foreign as plugins

        return plugins.run(foreign.full, chosen, args.run, args)
    return int(args.run(args))


def _of_plugins(chosen: str | None) -> Plugins | None:
    """What is installed, looked for only where none of our own commands is called; None where nothing is. What is wrong
    with a plugin is told where a command of one may be meant."""
    from seatpolicy.hooks.discovery import installed as look

    if not look(sys.path):
        return None
    from seatpolicy.workspace.plugins import installed

    plugins = installed()
    if plugins.findings and chosen is not None:
        from seatpolicy.cli.output import tell

        tell(plugins.findings)
    return plugins


def entry() -> None:
    """The console script: a closed pipe and an interrupt end quietly, an output that cannot be written in one sentence.

    A command is one short run, so what it built is left to the operating system: taking it apart piece by piece, and
    looking for garbage on the way, was a twelfth of the processor time of `check` (measured on 1,000 lines).
    """
    gc.set_threshold(200_000, 20, 20)
    if sys.stderr is None:  # closed, as by `2>&-`
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        os._exit(_unwritable(OSError(0, "standard output is closed")))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = 0
    try:
        code = main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else COULD_NOT if end.code else 0
    except BrokenPipeError:
        os._exit(0)
    except OSError as trouble:
        # Files of policies and documents have findings of their own; what names no file is a stream of this run.
        if trouble.filename is not None:
            raise
        code = _unwritable(trouble)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            pass
        except OSError as trouble:
            code = code if code == COULD_NOT else _unwritable(trouble)
    os._exit(code)


def _unwritable(trouble: OSError) -> int:
    """Says why the output is lost, where standard error can still be written; the exit code."""
    reason = trouble.strerror or "it does not say why"
    with contextlib.suppress(OSError, ValueError):
        print(f"seatpolicy: the output cannot be written: {reason[:1].lower()}{reason[1:]}", file=sys.stderr, flush=True)
    return COULD_NOT
