"""`seatpolicy format`: what it writes, what it prints, and its exit codes."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import pytest

from seatpolicy.cli import format_command

UNTIDY = "let   x=1\n"
TIDY = "let x = 1\n"
BAD = "let = 1\n"


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    format_command.add(parser.add_subparsers())
    args = parser.parse_args(["format", *arguments])
    code = args.run(args)
    assert isinstance(code, int)
    return code


def _file(folder: Path, name: str, text: str) -> str:
    (folder / name).write_bytes(text.encode())
    return str(folder / name)


def _give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_files_are_written_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = _file(tmp_path, "a.seat", UNTIDY), _file(tmp_path, "b.seat", TIDY)
    assert _run(path, other) == 0
    assert Path(path).read_text() == TIDY
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "1 file formatted, 1 unchanged\n")
    assert _run(path) == 0
    assert capsys.readouterr().err == "1 file unchanged\n"


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.seat", TIDY)
    before = Path(path).stat()
    assert _run(path) == 0
    assert Path(path).stat().st_ino == before.st_ino
    assert Path(path).stat().st_mtime_ns == before.st_mtime_ns


def test_a_folder_is_every_policy_below_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deep").mkdir()
    first, second = _file(tmp_path, "a.seat", UNTIDY), _file(tmp_path / "deep", "b.seat", UNTIDY)
    notes = _file(tmp_path, "notes.txt", UNTIDY)
    assert _run(str(tmp_path)) == 0
    assert [Path(path).read_text() for path in (first, second, notes)] == [TIDY, TIDY, UNTIDY]
    assert capsys.readouterr().err == "2 files formatted\n"


def test_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = _file(tmp_path, "a.seat", UNTIDY), _file(tmp_path, "b.seat", TIDY)
    assert _run("--check", path, other) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"would change: {path}\n1 file would change, 1 unchanged\n")
    assert Path(path).read_text() == UNTIDY
    assert _run("--check", other) == 0


def test_diff_shows_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = _file(tmp_path, "a.seat", "# top\nlet   x=1"), _file(tmp_path, "b.seat", TIDY)
    assert _run("--diff", path, other) == 1
    shown = capsys.readouterr()
    assert shown.out == (
        f"--- {path}\n+++ {path} (formatted)\n@@ -1,2 +1,2 @@\n # top\n"
        "-let   x=1\n\\ No newline at end of file\n+let x = 1\n"
    )
    assert Path(path).read_text() == "# top\nlet   x=1"
    assert _run("--diff", other) == 0
    assert capsys.readouterr().out == ""


def test_a_file_with_a_mistake_is_left_alone_and_the_others_are_formatted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, path = _file(tmp_path, "a.seat", BAD), _file(tmp_path, "b.seat", UNTIDY)
    assert _run(bad, path) == 1
    assert Path(bad).read_text() == BAD
    assert Path(path).read_text() == TIDY
    told = capsys.readouterr().err
    assert f"{bad}:1:5" in told
    assert "FM101" in told
    assert told.endswith("1 file formatted, 1 left alone, see above\n")


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path, "b.seat", UNTIDY)
    assert _run(str(tmp_path / "none.seat"), path) == 2
    assert Path(path).read_text() == TIDY
    assert "PL601" in capsys.readouterr().err


def test_a_file_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = _file(tmp_path, "a.seat", UNTIDY)
    monkeypatch.setattr("os.replace", refused)
    assert _run(path) == 2
    assert Path(path).read_text() == UNTIDY
    told = capsys.readouterr().err
    assert "PL606" in told
    assert told.endswith("1 file not read or written\n")


def test_standard_input_to_standard_output(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    _give(monkeypatch, "\ufeff# ü\r\nlet   x=1".encode())
    assert _run("-") == 0
    shown = capsysbinary.readouterr()
    assert shown.out == "\ufeff# ü\r\nlet x = 1\r\n".encode()
    assert shown.err == b""


@pytest.mark.parametrize(
    ("content", "options", "code", "out", "told"),
    [
        (b"let   x=1\n", ["--check"], 1, b"", b"would change: <stdin>\n"),
        (b"let x = 1\n", ["--check"], 0, b"", b""),
        (b"let = 1\n", [], 1, b"", b"<stdin>:1:5"),
        (b"\xff", [], 2, b"", b"PL604"),
    ],
)
def test_standard_input_with_options_and_mistakes(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch,
    content: bytes, options: list[str], code: int, out: bytes, told: bytes,
) -> None:  # fmt: skip
    _give(monkeypatch, content)
    assert _run("-", *options) == code
    shown = capsysbinary.readouterr()
    assert shown.out == out
    assert told in shown.err
    assert bool(shown.err) == bool(told)


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_colour_only_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_colour: str) -> None:
    path = _file(tmp_path, "a.seat", "let   x=1  # \x1b[8m \u202e\n")
    shown = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr(sys, "stdout", _Terminal(shown, encoding="ascii"))
    assert _run("--diff", path) == 1
    text = shown.getvalue()
    assert (b"\x1b[31m-let   x=1" in text) == (not no_colour)
    # What a comment holds neither hides nor turns a line round.
    assert b"\x1b[8m" not in text
    assert b"\\u001b[8m \\u202e" in text
