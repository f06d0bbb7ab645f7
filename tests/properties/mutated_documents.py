"""Documents with mistakes as they happen: a seed in, the text of a published account with one to three slips out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = [file for file in sorted(ROOT.glob("policies/*/accounts/*.yaml")) if file.name != "rates.yaml"]

_PAIR = re.compile(r"(?P<key>[A-Za-z_]\w*):[ ]+(?P<value>[^,{}\[\]\n#]+)")
VALUES = [
    "[]", "{}", "[team]", "{a: 1}", "yes", "no", "true", "~", "null", '""', "0", "1", "-1", "1.5", "2026-02-30",
    "2026-13-01", "1899-12-31", "2201-01-01",
    "12:30", ".inf", "-.inf", ".nan", "1e3", "1E-2", "0x1F", "0o17", "017", "1_000", "+5", ".5",
    "20%",
    "0.0000001%", "50.00 USD", "50.00 EUR", "12 months", "0 months", "30 days", "active", "invited", "USD", "JPY",
    "999999999", "1000000000", "1000000001", "9" * 30, "9" * 600, "0.0000000001", "1,000", "1,00", "é", "'quoted'", '"2.0"',
    '"1.7"', "&a 5", "*a", "!!int 5", "<<", "- 1", "team, team",
]  # fmt: skip
CHARACTERS = ["\x00", "\x07", "\x1b", "\x7f", "\u0085", "\u2028", "\ufeff", "\ud800", "\u202e", "\t", "\r", "é", "٣"]

Mutation = Callable[[random.Random, str], str]


def _replaced(chance: random.Random, text: str, change: Callable[[re.Match[str]], str]) -> str:
    pairs = list(_PAIR.finditer(text))
    if not pairs:
        return text
    found = chance.choice(pairs)
    return text[: found.start()] + change(found) + text[found.end() :]


def drop_key(chance: random.Random, text: str) -> str:
    return _replaced(chance, text, lambda found: "")


def drop_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def duplicate_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return "".join(lines)


def duplicate_pair(chance: random.Random, text: str) -> str:
    return _replaced(chance, text, lambda found: f"{found[0].rstrip()}, {found[0]}")


def rename_key(chance: random.Random, text: str) -> str:
    def slip(found: re.Match[str]) -> str:
        key = found["key"]
        at = chance.randrange(len(key))
        slips = [key[:at] + key[at + 1 :], key[:at] + "x" + key[at:], key.upper(), key + "s", "plans", "facts"]
        other = chance.choice(slips)
        return f"{other}: {found['value']}"

    return _replaced(chance, text, slip)


def swap_value(chance: random.Random, text: str) -> str:
    return _replaced(chance, text, lambda found: f"{found['key']}: {chance.choice(VALUES)}")


def exchange_values(chance: random.Random, text: str) -> str:
    pairs = list(_PAIR.finditer(text))
    if len(pairs) < 2:
        return text
    one, other = sorted(chance.sample(pairs, 2), key=lambda found: found.start())
    between = text[one.end("value") : other.start("value")]
    return f"{text[: one.start('value')]}{other['value']}{between}{one['value']}{text[other.end('value') :]}"


def change_digit(chance: random.Random, text: str) -> str:
    digits = [at for at, letter in enumerate(text) if letter in "0123456789"]
    at = chance.choice(digits or [0])
    return text[:at] + chance.choice("0123456789-. ") + text[at + 1 :]


def insert_character(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + str(chance.choice([*CHARACTERS, *"{}[],:#&*!|>'\"%@`-?"])) + text[at:]


def delete_characters(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randint(1, 6) :]


def truncate(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text) + 1)]


def indent(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = chance.randrange(len(lines))
    lines[at] = chance.choice([" " + lines[at], "  " + lines[at], "\t" + lines[at], lines[at].lstrip(" "), lines[at][1:]])
    return "".join(lines)


def move_line(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return "".join(lines)


def large_number(chance: random.Random, text: str) -> str:
    def longer(found: re.Match[str]) -> str:
        return found[0] + "0" * chance.choice([0, 3, 6, 9, 12, 20])

    return re.sub(r"\b[1-9][0-9]{0,3}\b(?!-|:)", longer, text, count=9)


MUTATIONS: tuple[Mutation, ...] = (
    drop_key, drop_line, duplicate_line, duplicate_pair, rename_key, swap_value, swap_value, exchange_values, change_digit,
    change_digit, insert_character, delete_characters, truncate, indent, move_line, large_number,
)  # fmt: skip


def mutated(seed: int) -> tuple[Path, str]:
    """A document and its text with one to three slips; the same for the same seed."""
    chance = random.Random(seed)
    file = DOCUMENTS[seed % len(DOCUMENTS)]
    text = file.read_text(encoding="utf-8")
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        text = chance.choice(MUTATIONS)(chance, text)
    return file, text
