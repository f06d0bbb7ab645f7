"""Installed plugins are found by reading what installers leave beside packages, as importlib.metadata finds them."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from seatpolicy.hooks.discovery import Installed, installed


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "entry_points.txt").write_text(text, encoding="utf-8")


def test_entry_points_of_the_group_and_no_others(tmp_path: Path) -> None:
    write(tmp_path, "Some_Plugin-2.1.dist-info",
          "[console_scripts]\nx = y:main\n[seatpolicy]\n# a comment\none = some.plugin\ntwo = some.plugin:part [extra]\n"
          "[z]\na = b\n")  # fmt: skip
    write(tmp_path, "other-1.0.dist-info", "[pytest11]\nother = other\n")
    write(tmp_path, "not-a-distribution", "[seatpolicy]\nx = x\n")
    assert installed([str(tmp_path), str(tmp_path / "nowhere")]) == (
        Installed("one", "some.plugin", "some-plugin", "2.1"),
        Installed("two", "some.plugin:part", "some-plugin", "2.1"),
    )


def test_the_first_of_a_distribution_counts(tmp_path: Path) -> None:
    write(tmp_path / "a", "plug-1.0.dist-info", "[seatpolicy]\np = new\n")
    write(tmp_path / "b", "plug-0.9.egg-info", "[seatpolicy]\np = old\n")
    found = installed([str(tmp_path / "a"), str(tmp_path / "b")])
    assert [(one.target, one.plugin) for one in found] == [("new", "plug 1.0")]


def test_finds_what_the_standard_library_finds() -> None:
    """For every group of this environment, so that the reading of the files is compared where there are many."""
    theirs = sorted(
        (point.name, point.value)
        for one in distributions()
        for point in one.entry_points
        if point.group == "seatpolicy"
    )
    assert sorted((one.name, one.target) for one in installed(sys.path)) == theirs


def test_without_plugins_neither_host_nor_pluggy_is_imported(tmp_path: Path) -> None:
    policy = Path(__file__).parents[3] / "policies" / "flat-seats" / "policy.seat"
    script = (
        "import sys; from seatpolicy.cli.main import main; main(sys.argv[1:]); "
        "print([m for m in sys.modules if m == 'pluggy' or m.startswith('seatpolicy.hooks.') or m == 'seatpolicy.api'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check", str(policy)],
        env={"SEATPOLICY_PLUGINS": "", "HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] in ("[]", "['seatpolicy.hooks.discovery']"), done.stderr
