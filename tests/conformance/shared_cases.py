"""The peers' cases beside the project in, their kinds and figures out: what the data of this folder is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import yaml

from tests.conformance.case_files import HERE
from tests.conformance.runner import value_of

SHARED = HERE.parents[2] / "shared"
FILES = tuple(SHARED / "cases" / name for name in ("peers-a.yaml", "peers-b.yaml"))
RULES = SHARED / "design" / "BILLING-RULES.md"

SourceCase = dict[str, Any]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+Z)?")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)")
_SHARE = re.compile(r"[\d.,]+%")


def source_cases() -> dict[str, SourceCase]:
    """Every case by its id; all scalars are texts, so that no figure passes through a binary number."""
    cases: dict[str, SourceCase] = {}
    for path in FILES:
        # BaseLoader leaves every scalar the text that it is written as.
        for one in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            assert one["id"] not in cases, f"twice: {one['id']}"
            cases[one["id"]] = one
    return cases


def leaves(expected: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every figure of an `expect` with its place: `lines.0.amount`."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            yield from leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(expected, list):
        for number, value in enumerate(expected):
            yield from leaves(value, f"{place}.{number}")
    else:
        yield place, str(expected)


def same_figure(ours: str, theirs: str) -> bool:
    """Whether a figure of ours is the source's: the same exact number or day. A source without a year has no year."""
    mine = value_of(ours)
    if isinstance(mine, Fraction):
        return _number(theirs) == mine
    if mine is None:
        return theirs == "null"
    return theirs == mine.isoformat() or _day_of_year(theirs) == (mine.month, mine.day)


def _number(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?|\d+/[1-9]\d*", text) else None


def _day_of_year(text: str) -> tuple[int, int] | None:
    """`January 31` and `Jan 31`; 2000 is a leap year."""
    for form in ("%B %d %Y", "%b %d %Y"):
        try:
            made: date = datetime.strptime(f"{text} 2000", form).date()
        except ValueError:
            continue
        return made.month, made.day
    return None


def numbers_of(source: SourceCase) -> set[str]:
    """Every number and day of a source's policy and input, as texts; signs and zeros left out."""
    found: set[str] = set()
    for part in ("policy", "input"):
        for _, text in leaves(source[part]):
            found |= set(_DAY.findall(text))
            found |= {f"{Fraction(number)}" for number in _numbers(text) if number}
    return found


def numbers_in(text: str) -> set[str]:
    """Every number and day that stands in a text of ours; of a percentage also the share, and of `the cent` its 2 digits."""
    found = set(_DAY.findall(text)) | {f"{number}" for number in _numbers(text)}
    found |= {f"{number / 100}" for share in _SHARE.findall(text) for number in _numbers(share)}
    return found | ({"2"} if "to the cent" in text else set())


def _numbers(text: str) -> set[Fraction]:
    return {Fraction(one.replace(",", "")) for one in _NUMBER.findall(_TIME.sub(" ", text))}


def rows_of(section: int) -> list[str]:
    """The first cells of the tables in a section of the billing rules."""
    text = RULES.read_text(encoding="utf-8")
    part = text.partition(f"\n## {section}. ")[2].partition("\n## ")[0]
    return [line.removeprefix("| ") for line in part.splitlines() if line.startswith("| ")]


def refused_on_purpose() -> str:
    """What section 7 of the billing rules says, on one line."""
    text = RULES.read_text(encoding="utf-8")
    return " ".join(text.partition("\n## 7. ")[2].partition("\n## ")[0].split())
