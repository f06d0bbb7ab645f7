"""The house's own rules: imports go one way, no float touches money, and the core is still (no clock, disk or chance)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "seatpolicy"
# Lowest first; rooms of one line do not import each other.
FLOORS = (
    ("values",),
    ("source",),
    ("diagnostics",),
    ("syntax",),
    ("semantics",),
    ("documents",),
    ("ledger",),
    ("compiler",),
    ("pricing",),
    ("engines",),
    ("quotes",),
    ("tools", "reports"),
    ("hooks",),
    ("workspace",),
    ("cli",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
CORE = {room for rooms in FLOORS[:-2] for room in rooms}
# A library and the one module that may import it.
ONLY_IMPORTER = {"lark": "syntax/tables.py", "yaml": "workspace/yaml.py", "iso4217": "values/currency.py",
                 "pluggy": "hooks/host.py", "zoneinfo": "values/zones.py"}  # fmt: skip
# The installation (grammar, pages, what is installed beside it) is part of the program, not of the user's disk.
READS_THE_PACKAGE = {"syntax/tables.py", "diagnostics/pages.py", "hooks/discovery.py"}

# The everyday engine writes Python out of kernels; one module runs it.
RUNS_GENERATED_TEXT = "engines/python/load.py"


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE)


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)}:{node.lineno}: imports are written whole"
            assert node.module is not None
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_every_room_has_a_floor() -> None:
    rooms = {p.relative_to(PACKAGE).parts[0] for p in modules()}
    assert rooms == set(FLOOR)


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_imports_go_down(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] == "seatpolicy" and len(parts) > 1 and parts[1] in FLOOR and parts[1] != room:
            assert FLOOR[parts[1]] < FLOOR[room], f"{relative(path)}:{line} imports {name}, which is not below it"


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_each_library_has_one_door(path: Path) -> None:
    for line, name in imports(path):
        door = ONLY_IMPORTER.get(name.split(".")[0])
        assert door in (None, relative(path)), f"{relative(path)}:{line}: {name} is imported by {door} only"


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py", "api.py", "builtin.py"])
def test_what_joins_the_rooms_uses_no_door_of_theirs(name: str) -> None:
    """The modules beside the rooms join them and import no library; `import seatpolicy` and the tables of our own offers
    import no room before it is asked for."""
    path = PACKAGE / name
    for line, imported in imports(path):
        assert imported.split(".")[0] not in ONLY_IMPORTER, f"{name}:{line}: {imported}"
    if name in ("__init__.py", "builtin.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            assert not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("seatpolicy")), name


def test_the_modules_beside_the_rooms_are_these() -> None:
    assert {p.name for p in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py", "api.py", "builtin.py"}


def test_the_doors_are_used() -> None:
    for library, door in ONLY_IMPORTER.items():
        assert any(name.split(".")[0] == library for _, name in imports(PACKAGE / door)), f"{door} and {library}"


def no_float(tree: ast.AST, where: str) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            raise AssertionError(f"{where}:{node.lineno}: a float literal")
        if isinstance(node, ast.Name) and node.id == "float":
            raise AssertionError(f"{where}:{node.lineno}: float")
        if isinstance(node, ast.Attribute) and node.attr in ("as_float", "fsum"):
            raise AssertionError(f"{where}:{node.lineno}: {node.attr}")


@pytest.mark.parametrize("path", [p for p in modules() if p.relative_to(PACKAGE).parts[0] in CORE], ids=relative)
def test_no_float_below_the_workspace(path: Path) -> None:
    no_float(ast.parse(path.read_text(encoding="utf-8")), relative(path))


# Times of the benchmarks are no money.
TESTS = [p for p in sorted((ROOT / "tests").rglob("*.py")) if "benchmarks" not in p.parts and p != Path(__file__)]


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_float_in_tests(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        # A test may name the type to show that a value is none of it, and hand one over to see it refused.
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            raise AssertionError(f"{path.name}:{node.lineno}: a float literal; write Fraction or Decimal from text")


CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
FORBIDDEN_MODULES = {"random", "secrets", "time", "socket", "subprocess", "urllib", "http", "tempfile", "shutil"}


@pytest.mark.parametrize("path", [p for p in modules() if p.relative_to(PACKAGE).parts[0] in CORE], ids=relative)
def test_the_core_is_still(path: Path) -> None:
    where = relative(path)
    for line, name in imports(path):
        assert name.split(".")[0] not in FORBIDDEN_MODULES, f"{where}:{line}: {name}"
        if where not in READS_THE_PACKAGE:
            assert name.split(".")[0] not in ("os", "pathlib", "io"), f"{where}:{line}: {name}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                assert called.attr not in CLOCKS, f"{where}:{node.lineno}: {called.attr}()"
            if isinstance(called, ast.Name):
                forbidden = {"open", "input", "eval", "exec"} - ({"open"} if where in READS_THE_PACKAGE else set())
                forbidden -= {"exec"} if where == RUNS_GENERATED_TEXT else set()
                assert called.id not in forbidden, f"{where}:{node.lineno}: {called.id}()"


def test_the_reference_engine_stands_alone() -> None:
    allowed = ("values", "source", "diagnostics", "semantics.model", "documents", "engines")
    for path in sorted((PACKAGE / "engines" / "reference").rglob("*.py")):
        for line, name in imports(path):
            if name.startswith("seatpolicy."):
                rest = name.removeprefix("seatpolicy.")
                assert any(rest == a or rest.startswith(a + ".") for a in allowed), f"{relative(path)}:{line}: {name}"
                # Its own rounding and allocation: shared ones would make a comparison of engines a mirror.
                assert rest not in ("values.allocation", "values.rounding.round_to"), f"{relative(path)}:{line}: {name}"


def test_no_module_circle() -> None:
    graph: dict[str, set[str]] = {}
    names = {("seatpolicy." + relative(p)[:-3].replace("/", ".")).removesuffix(".__init__"): p for p in modules()}
    for name, path in names.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        graph[name] = set()
        for node in tree.body:  # imports inside functions are late on purpose
            if isinstance(node, ast.ImportFrom) and node.module:
                targets = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
                graph[name] |= {t for t in targets if t in names}
    state: dict[str, int] = {}

    def visit(name: str, chain: tuple[str, ...]) -> None:
        state[name] = 1
        for target in sorted(graph[name]):
            assert state.get(target) != 1, f"a circle: {' -> '.join((*chain, name, target))}"
            if target not in state:
                visit(target, (*chain, name))
        state[name] = 2

    for name in sorted(graph):
        if name not in state:
            visit(name, ())


def test_the_top_level_is_as_agreed() -> None:
    fixed = {"pyproject.toml", "seatpolicy", "grammars", "policies", "plugins", "tests", "README.md", "ARCHITECTURE.md",
             "CHANGELOG.md"}  # fmt: skip
    found = {p.name for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in ("dist", "build")}
    assert found <= fixed, f"beside what is agreed: {sorted(found - fixed)}"


def test_files_are_rooms_not_halls() -> None:
    lengths = {relative(p): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}
    assert {name: n for name, n in lengths.items() if n > 400} == {}
