"""The corridor: a room imports only rooms below it, and light imports stay light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "fazhi_metrics"
CORRIDOR = [
    "enums",
    "errors",
    "faces",
    "redaction",
    "addresses",
    "files",
    "declared",
    "quantities",
    "project",
    "workbooks",
    "datasets",
    "ledgers",
    "store",
    "cleaning",
    "measures",
    "charts",
    "audit",
    "show",
    "publish",
    "workbench",
    "explorer",
    "pipeline",
    "cli",
]
BESIDE = {
    "sample": "datasets",
    "indicators": "measures",
    "figures": "measures",
}  # a room that may use everything up to the one named, and that none but cli uses
HEAVY = {"pandas", "plotly", "pandera", "scipy", "kaleido", "openpyxl", "pyarrow"}


def rank(room):
    return CORRIDOR.index(BESIDE.get(room, room)) + (0.5 if room in BESIDE else 0)


def imports():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
                if node.module == "fazhi_metrics":
                    names = [f"fazhi_metrics.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                yield path.relative_to(PACKAGE), parts[0], name, node.lineno


def test_every_room_stands_in_the_corridor():
    rooms = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert rooms - {"__init__"} == {*CORRIDOR, *BESIDE}


def test_a_room_imports_only_rooms_below_it():
    upward = []
    for path, room, name, line in imports():
        top, *rest = name.split(".")
        if top == "fazhi_metrics" and rest and rest[0] != room and rank(rest[0]) > rank(room):
            upward.append(f"{path}:{line} imports {name}")
    assert not upward


def test_plotly_is_imported_only_from_the_charts_up():
    low = [
        f"{path}:{line}"
        for path, room, name, line in imports()
        if name.split(".")[0] in {"plotly", "kaleido"} and rank(room) < rank("charts")
    ]
    assert not low


def test_no_module_is_longer_than_400_lines():
    lengths = {
        p.relative_to(PACKAGE): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")
    }
    assert {str(p): n for p, n in lengths.items() if n > 400} == {}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("fazhi_metrics", set()),
        ("fazhi_metrics.cli", set()),
        ("fazhi_metrics.quantities", set()),
        ("fazhi_metrics.project", set()),
        ("fazhi_metrics.datasets", set()),
        ("fazhi_metrics.audit", set()),
    ],
)
def test_importing_a_light_module_loads_no_heavy_library(module, allowed):
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert set(loaded) <= allowed


# Modules that still import each other in a circle; nothing may be added here.
CIRCLES = {"declared": 2, "ledgers": 7}


def inner_imports(path, known):
    """The modules of its own room that a module imports, inside functions too; types alone are no import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for each in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in types:
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            yield from names & known


def in_circles(room):
    paths = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path
        for path in (PACKAGE / room).rglob("*.py")
        if path.name != "__init__.py"
    }
    left = {name: set(inner_imports(path, paths.keys())) - {name} for name, path in paths.items()}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    return {name for name in left if any(name in needs for needs in left.values())}


@pytest.mark.parametrize("room", [room for room in [*CORRIDOR, *BESIDE] if (PACKAGE / room).is_dir()])
def test_no_modules_of_a_room_import_each_other_in_a_circle(room):
    assert len(in_circles(room)) <= CIRCLES.get(room, 0), in_circles(room)
