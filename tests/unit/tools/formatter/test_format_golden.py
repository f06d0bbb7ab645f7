"""Whole texts before and after: tests/golden/format/NAME.in.seat becomes NAME.out.seat, which stays as it is."""

from __future__ import annotations

import pytest

from tests.unit.tools.formatter.policy_texts import GOLDEN, SHARED, laid_out, read

NAMES = sorted(file.name.removesuffix(".in.seat") for file in GOLDEN.glob("*.in.seat"))


def test_there_are_goldens() -> None:
    assert {"blocks", "comments", "long-lines", "phrases", "tables"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_before_and_after(name: str) -> None:
    assert laid_out(read(GOLDEN / f"{name}.in.seat")) == read(GOLDEN / f"{name}.out.seat")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_laid_out_stays_as_it_is(name: str) -> None:
    after = read(GOLDEN / f"{name}.out.seat")
    assert laid_out(after) == after


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_of_windows_are_kept(name: str) -> None:
    before, after = (read(GOLDEN / f"{name}.{part}.seat") for part in ("in", "out"))
    assert laid_out(before.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the design's examples are not at hand")
@pytest.mark.parametrize("name", ["every-library.seat", "every-other.seat"])
def test_the_designs_examples_stay_as_they_are(name: str) -> None:
    text = read(SHARED / name)
    assert laid_out(text) == text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the design's examples are not at hand")
def test_the_target_reading_stays_as_it_is() -> None:
    text = read(SHARED / "LANGUAGE.md").split("## 2. Target reading")[1].split("```\n")[1]
    assert laid_out(text) == text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the design's examples are not at hand")
def test_the_longest_example_changes_in_few_lines() -> None:
    # Tables with a blank too many behind their widest cell, and lines longer than the width or broken short of it.
    before = read(SHARED / "every-form.seat").split("\n")
    after = set(laid_out("\n".join(before)).split("\n"))
    assert sum(line not in after for line in before) == 27
