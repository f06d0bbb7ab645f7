"""The cache folder: what is kept is found again, and whatever goes wrong means that nothing is kept."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from seatpolicy.workspace.cache import CacheFolder, cache_folder

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and paths of POSIX")


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    cache = CacheFolder(str(tmp_path / "deep" / "cache"))
    assert cache.read("a.json") is None
    cache.write("a.json", "ü\r\n")
    cache.write("b.json", "")
    assert (cache.read("a.json"), cache.read("b.json")) == ("ü\r\n", "")
    cache.write("a.json", "newer")
    assert cache.read("a.json") == "newer"
    assert sorted(file.name for file in (tmp_path / "deep" / "cache").iterdir()) == ["a.json", "b.json"]


@POSIX
def test_only_the_user_can_look_in(tmp_path: Path) -> None:
    cache = CacheFolder(str(tmp_path / "cache"))
    cache.write("a", "text")
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "cache" / "a").stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_folder_that_others_can_write_in_is_not_trusted(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "cache"
    cache = CacheFolder(str(folder))
    cache.write("a", "text")
    folder.chmod(mode)
    assert cache.read("a") is None
    cache.write("b", "text")
    assert [file.name for file in folder.iterdir()] == ["a"]


@POSIX
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only the superuser can give a folder away")
def test_a_folder_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    cache = CacheFolder(str(tmp_path / "cache"))
    cache.write("a", "text")
    os.chown(tmp_path / "cache", 12345, -1)
    assert cache.read("a") is None


@pytest.mark.parametrize("name", ["", ".", "..", ".a", "a/b", "/etc/passwd", "..\\a", "c:a", "a\0b"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    cache = CacheFolder(str(tmp_path / "cache"))
    cache.write(name, "text")
    assert cache.read(name) is None
    assert not (tmp_path / "cache").exists()


def test_failures_are_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    for folder in (str(file), str(file / "below"), "\0", str(tmp_path / ("x" * 5_000))):
        cache = CacheFolder(folder)
        cache.write("a", "text")
        assert cache.read("a") is None
    cache = CacheFolder(str(tmp_path / "cache"))
    cache.write("a", "\ud800")
    assert cache.read("a") is None
    cache.write("a", "old")

    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refused)
    cache.write("a", "new")
    assert cache.read("a") == "old"
    assert [each.name for each in (tmp_path / "cache").iterdir()] == ["a"]


def test_damaged_bytes_are_nothing(tmp_path: Path) -> None:
    cache = CacheFolder(str(tmp_path / "cache"))
    cache.write("a", "text")
    (tmp_path / "cache" / "a").write_bytes(b"\xff")
    assert cache.read("a") is None


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    cache = CacheFolder(environment={})
    assert cache.folder is None
    cache.write("a", "text")
    assert cache.read("a") is None


@POSIX
@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"SEATPOLICY_CACHE": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/c"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/seatpolicy"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "darwin", "/x/seatpolicy"),
        ({"HOME": "/h"}, "linux", "/h/.cache/seatpolicy"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/seatpolicy"),
        ({"SEATPOLICY_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/h"}, "linux", "/h/.cache/seatpolicy"),
        ({"SEATPOLICY_CACHE": "here", "XDG_CACHE_HOME": "there", "HOME": "/h"}, "linux", "/h/.cache/seatpolicy"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/seatpolicy/cache"),
        ({}, "win32", None),
    ],
)
def test_where_the_folder_lies(environment: dict[str, str], platform: str, folder: str | None) -> None:
    assert cache_folder(environment, platform) == folder
