"""The script rebuilds the sample byte for byte, whatever the clock, the locale and the hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def committed():
    raw = [path for path in (ROOT / "data" / "raw").rglob("*.*") if path.name != "README.md"]
    return [*raw, *(ROOT / "tests" / "data").glob("expected_*.json")]


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4321", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["plain", "foreign"],
)
def test_the_script_rebuilds_every_file_byte_for_byte(tmp_path, surroundings):
    script = str(ROOT / "scripts" / "make_sample.py")
    run = subprocess.run(
        [sys.executable, script, str(tmp_path)],
        env={**os.environ, **surroundings},
        check=True,
        capture_output=True,
    )
    assert run.stderr == b""
    there = {path.relative_to(ROOT): path.read_bytes() for path in committed()}
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    assert len(made) == 48
    assert sorted(made) == sorted(there)
    assert [str(name) for name in made if made[name] != there[name]] == []
