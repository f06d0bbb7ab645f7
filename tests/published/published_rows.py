"""Facts, the map in rows.yaml and a policy's text in; what the map leaves out or gets wrong, out.

Two questions, each a pure function, so that the tests can also ask them about planted mistakes:
which numbers and cells of a row the map has no entry for, and which of the map's lines are not live
text of the policy. Troubles come as sentences; an empty list is a clean answer.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections import Counter
from decimal import Decimal
from fractions import Fraction

Row = dict[str, str]  # column of the table -> text of the cell

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CARDINALS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "single", "double", "twice", "half"),
)
PERIODS = {
    "quarterly": ("quarter", "quarter mark"),
    "annual": ("year", "annual", "12 months"),
    "yearly": ("year", "annual", "12 months"),
    "monthly": ("month", "monthly", "month mark"),
}
UNITS = {
    **dict.fromkeys(("h", "hour", "hours"), "hours"),
    **dict.fromkeys(("day", "days"), "days"),
    **dict.fromkeys(("month", "months"), "months"),
}
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*"
_NUMBER = re.compile(
    rf"\b\d{{1,2}} {_MONTH} \d{{4}}\b"
    r"|\bmin \d+"
    rf"|\b\d+[ -](?:{'|'.join(UNITS)})\b"
    r"|\$?\d+(?:\.\d+)?"
    rf"|\b(?:{'|'.join([*CARDINALS, *PERIODS])}|halfway)\b",
    re.IGNORECASE,
)


def table_rows(markdown: str) -> list[Row]:
    """The rows of the first table: each cell's text under its column's name.

    A row with more or fewer cells than there are columns is a ValueError.
    """
    rows: list[Row] = []
    columns: list[str] = []
    for line in markdown.splitlines():
        if not line.startswith("|"):
            if columns:
                break
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not columns:
            columns = cells
        elif any(set(cell) != {"-"} for cell in cells):
            rows.append(dict(zip(columns, cells, strict=True)))
    return rows


def numbers_in(text: str) -> list[str]:
    """Every number as written: `28 days`, `10 July 2023`, `min 1`, `$8`, `365`, `one`, `annual`."""
    return _NUMBER.findall(text)


def code_of(line: str) -> str:
    """The line without its comment, each run of blanks made one."""
    quoted = False
    for at, mark in enumerate(line):
        if mark == '"':
            quoted = not quoted
        elif mark == "#" and not quoted:
            return " ".join(line[:at].split())
    return " ".join(line.split())


def live_of(line: str) -> str:
    """What is left without comments, titles, reasons and every other text in quotes."""
    return re.sub(r'"[^"]*"', '""', code_of(line))


def token_stands(token: str, line: str) -> bool:
    """Whether the token stands whole in the live part: `8` is no part of `28`, nor of `8.00`."""
    whole = rf"(?<![\w.,-]){re.escape(token)}(?![\w-]|[.,]\d)"
    return re.search(whole, live_of(line)) is not None


def says(number: str, token: str) -> bool:
    """Whether a token means the facts' number: `at least 1` is `min 1`, `24 hours` is `24 h`."""
    word = number.lower()
    if word in PERIODS:
        return token in PERIODS[word]
    if word == "halfway":
        return _is_middle(token)
    if word == "single":
        return token.startswith("single_")
    if word.isalpha():
        return re.search(rf"\b{word}\b", token) is not None
    if dated := re.fullmatch(rf"(\d+) ({_MONTH}) (\d+)", number):
        day, month, year = int(dated[1]), MONTHS.index(dated[2][:3]) + 1, int(dated[3])
        return token == datetime.date(year, month, day).isoformat()
    if least := re.fullmatch(r"min (\d+)", number):
        return token == f"at least {least[1]}"
    if measured := re.fullmatch(r"(\d+)[ -]([a-z]+)", number):
        return token == f"{measured[1]} {UNITS[measured[2]]}"
    if number.startswith("$"):
        dollars = re.fullmatch(r"([\d,]+\.\d\d) USD", token)
        return dollars is not None and Decimal(dollars[1].replace(",", "")) == Decimal(number[1:])
    if re.fullmatch(rf"{number}-\d\d-\d\d|[a-z_]+_{number}", token):
        return True  # a year, or a product that bears the number in its name
    return re.findall(r"\d+(?:\.\d+)?", token) == [number]


def _is_middle(token: str) -> bool:
    """Whether the token is a day that has half of its month, itself included, to go."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", token):
        return False
    day = datetime.date.fromisoformat(token)
    whole = monthrange(day.year, day.month)[1]
    return Fraction(whole - day.day + 1, whole) == Fraction(1, 2)


def missing(row: Row, entry: dict[str, object]) -> list[str]:
    """What the row states and the entry does not map, or maps though the row does not state it."""
    product = next(iter(row.values()))
    mapped = Counter((str(n["cell"]), str(n["number"])) for n in _dicts(entry["numbers"]))
    stated = Counter((column, n) for column, text in row.items() for n in numbers_in(text))
    said = {str(cell["cell"]) for cell in _dicts(entry["cells"]) if cell["lines"]}
    wanted = {column for column, text in list(row.items())[1:] if text != "-"}
    return [
        *(f"{product}: no entry for `{n}` in {column}" for column, n in (stated - mapped).elements()),
        *(f"{product}: {column} states no `{n}`" for column, n in (mapped - stated).elements()),
        *(f"{product}: no line says {column}" for column in sorted(wanted - said)),
        *(f"{product}: {column} states nothing" for column in sorted(said - wanted)),
    ]


def dead(entry: dict[str, object], policy: str) -> list[str]:
    """Which lines and tokens of the entry are not live in the policy, or mean another number."""
    troubles: list[str] = []
    standing = {code_of(line) for line in policy.splitlines()}
    for cell in _dicts(entry["cells"]):
        for line in _texts(cell["lines"]):
            if not live_of(line) or code_of(line) not in standing:
                troubles.append(f"{cell['cell']}: `{line}` is no live line of the policy")
    for number in _dicts(entry["numbers"]):
        line, token, written = str(number["line"]), str(number["token"]), str(number["number"])
        if code_of(line) not in standing:
            troubles.append(f"{written}: `{line}` is no line of the policy")
        if not token_stands(token, line):
            troubles.append(f"{written}: `{token}` is no live token of `{line}`")
        if not says(written, token):
            troubles.append(f"{written}: `{token}` means something else")
        if not str(number["means"]).strip():
            troubles.append(f"{written}: what it means is not said")
    return troubles


def _dicts(items: object) -> list[dict[str, object]]:
    assert isinstance(items, list)
    return items


def _texts(items: object) -> list[str]:
    assert isinstance(items, list)
    return [str(item) for item in items]
