"""`python -m tests.mutants [--examples N] [--only TEXT]`: every mistake, and the example that found it.

Exit: 0 every mistake is found or shown to be none, 1 one is not, or the engines differ without any.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.mutants.fates import EXAMPLES, table, whole_hunt


def main(arguments: list[str]) -> int:
    """Runs the command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="how many examples are looked at")
    parser.add_argument("--only", default="", metavar="TEXT", help="mistakes whose name holds this")
    asked = parser.parse_args(arguments)
    begun = time.monotonic()
    found = whole_hunt(asked.examples, asked.only, lambda line: print(line, file=sys.stderr))
    lines, good = table(found)
    print("\n".join(lines))
    print(f"{found.count} examples in {time.monotonic() - begun:.0f} seconds")
    for difference in found.differing:
        print(f"\nthe engines differ: {difference}")
    return 0 if good and not found.differing else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
