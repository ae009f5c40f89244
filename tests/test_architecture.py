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
