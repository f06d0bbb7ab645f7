"""Reading and writing policies: every way in which a disk can disappoint is a finding."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from seatpolicy.workspace import files
from seatpolicy.workspace.files import decode, policy_files, read_source, write_atomically

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
NOT_ROOT = pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() == 0, reason="the superuser may do everything")


def _code(path: str) -> str:
    read = read_source(path)
    assert read.value is None
    (found,) = read.diagnostics
    assert found.path == path
    assert found.hint
    return found.code


@pytest.mark.parametrize("content", [b"", b"let x = 1\r\n", b"\xef\xbb\xbflet x = 1", "# ü 名\n".encode()])
def test_a_text_is_read_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.seat"
    path.write_bytes(content)
    read = read_source(str(path))
    assert read.value is not None
    assert read.value.text.encode() == content
    assert read.value.path == str(path)
    assert not read.diagnostics


def test_a_missing_file(tmp_path: Path) -> None:
    assert _code(str(tmp_path / "a.seat")) == "PL601"
    assert _code(str(tmp_path / "none" / "a.seat")) == "PL601"


def test_a_slip_in_a_name_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "policy.seat").write_text("")
    (found,) = read_source(str(tmp_path / "polcy.seat")).diagnostics
    assert found.hint == f"did you mean `{tmp_path / 'policy.seat'}`?"


def test_a_folder(tmp_path: Path) -> None:
    (found,) = read_source(str(tmp_path)).diagnostics
    assert (found.code, found.message) == ("PL602", "this folder holds no `*.seat` file")
    (tmp_path / "a.seat").write_text("")
    (found,) = read_source(str(tmp_path)).diagnostics
    assert (found.code, found.message) == ("PL602", "this is a folder")
    assert str(tmp_path / "a.seat") in found.hint


@POSIX
@NOT_ROOT
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.seat"
    path.write_text("")
    path.chmod(0)
    assert _code(str(path)) == "PL603"


def test_a_path_that_no_disk_can_hold() -> None:
    assert _code("a\0b.seat") == "PL603"
    assert _code("x" * 5_000 + ".seat") == "PL603"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"let x\xff", "byte ff in line 1, column 6"),
        (b"a\r\n\xc3\xa4b\xe4", "byte e4 in line 2, column 3"),
        (b"a\rb\n\x80", "byte 80 in line 3, column 1"),
        (b"\xc3", "byte c3 in line 1, column 1"),
        (b"\xed\xa0\x80", "byte ed in line 1, column 1"),  # a surrogate is no character of UTF-8
    ],
)
def test_bytes_that_are_no_utf8_are_shown_with_their_place(content: bytes, place: str) -> None:
    (found,) = decode("a.seat", content).diagnostics
    assert (found.code, found.message) == ("PL604", f"{place} is not UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_another_encoding_is_named(encoding: str) -> None:
    (found,) = decode("a.seat", "\ufefflet x = 1".encode(encoding)).diagnostics
    assert (found.code, found.message) == ("PL604", "this is UTF-16, not UTF-8")


def test_a_file_larger_than_any_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 2 * 1024 * 1024)
    path = tmp_path / "a.seat"
    path.write_bytes(b"#" * (2 * 1024 * 1024))
    assert read_source(str(path)).value is not None
    path.write_bytes(b"#" * (2 * 1024 * 1024 + 1))
    (found,) = read_source(str(path)).diagnostics
    assert (found.code, found.message) == ("PL605", "this is larger than 2 MiB")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless file here")
def test_an_endless_file_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1024)
    assert _code("/dev/zero") == "PL605"


# ---- writing --------------------------------------------------------------------------------------------------------


def test_a_text_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.seat"
    assert write_atomically(str(path), "\ufeff# ü\r\nx\n") is None
    assert path.read_bytes() == b"\xef\xbb\xbf# \xc3\xbc\r\nx\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.seat"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.seat"
    path.write_text("old")
    path.chmod(mode)
    assert write_atomically(str(path), "new") is None
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("")
    assert write_atomically(str(tmp_path / "a.seat"), "new") is None
    assert (tmp_path / "a.seat").stat().st_mode == (tmp_path / "usual").stat().st_mode


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.seat").write_text("old")
    link = tmp_path / "link.seat"
    link.symlink_to("real.seat")
    assert write_atomically(str(link), "new") is None
    assert link.is_symlink()
    assert (tmp_path / "real.seat").read_text() == "new"


@POSIX
@NOT_ROOT
def test_a_protected_file_or_folder_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.seat"
    path.write_text("old")
    path.chmod(0o444)
    found = write_atomically(str(path), "new")
    assert found is not None
    assert found.code == "PL606"
    path.chmod(0o644)
    tmp_path.chmod(0o555)
    try:
        found = write_atomically(str(path), "new")
    finally:
        tmp_path.chmod(0o755)
    assert found is not None
    assert found.code == "PL606"
    assert path.read_text() == "old"


@pytest.mark.parametrize("text", ["new", "\ud800"])
def test_what_fails_on_the_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = tmp_path / "a.seat"
    path.write_text("old")

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    found = write_atomically(str(path), text)
    assert found is not None
    assert found.code == "PL606"
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.seat"]


def test_a_renaming_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    found = write_atomically(str(tmp_path / "a.seat"), "new")
    assert found is not None
    assert found.message == "this file cannot be written: permission denied"
    assert not list(tmp_path.iterdir())


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    found = write_atomically(str(tmp_path), "new")
    assert found is not None
    assert found.code == "PL606"


# ---- which files ----------------------------------------------------------------------------------------------------


def test_folders_give_what_is_below_them_sorted_and_once(tmp_path: Path) -> None:
    for name in ("b/z.seat", "b/a.seat", "a.seat", "c/notes.txt", ".hidden/x.seat", "b/deep/er/x.seat", "no.seats"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    below = [str(tmp_path / name) for name in ("a.seat", "b/a.seat", "b/z.seat", "b/deep/er/x.seat")]
    assert policy_files([str(tmp_path)]) == below
    assert policy_files([below[2], str(tmp_path), below[2]]) == [below[2], below[0], below[1], below[3]]


def test_files_are_themselves_whatever_they_are_called_or_are(tmp_path: Path) -> None:
    assert policy_files(["notes.txt", "none.seat"]) == ["notes.txt", "none.seat"]


def test_a_folder_without_policies_says_so_when_it_is_read(tmp_path: Path) -> None:
    assert policy_files([str(tmp_path)]) == [str(tmp_path)]
    assert _code(str(tmp_path)) == "PL602"


@POSIX
@NOT_ROOT
def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.seat").write_text("")
    shut = tmp_path / "shut"
    shut.mkdir()
    shut.chmod(0)
    try:
        assert policy_files([str(tmp_path)]) == [str(tmp_path / "a.seat"), str(shut)]
        assert _code(str(shut)) == "PL603"
    finally:
        shut.chmod(0o755)
