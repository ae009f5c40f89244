"""A generation is written whole, put in place in one step, and has the same bytes for the same input."""

from __future__ import annotations

import errno
import multiprocessing
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from fazhi_metrics.errors import StoreError
from fazhi_metrics.store import Store, generation, write_generation
from fazhi_metrics.store.lock import SOFT_NAME, folder_lock

from .conftest import small_town

OLD, NEW = (1, 2, 3), (10, 20, 30)


def residents(store: Store) -> tuple[int, ...]:
    return tuple(store.frame("population", 2025, ["resident_population"])["resident_population"])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_input_gives_the_same_name_and_bytes(tmp_path):
    first = write_generation(tmp_path / "a", small_town(), {"inputs": {"2025/人口.xlsx": "00"}})
    second = write_generation(tmp_path / "b", small_town(), {"inputs": {"2025/人口.xlsx": "00"}})
    assert first.name == second.name
    assert contents(first) == contents(second)


def test_pandas_metadata_and_chunking_do_not_change_the_bytes(tmp_path):
    tables = small_town()
    other = dict(tables)
    whole = tables["population-2025"]
    chunked = pa.concat_tables([whole.slice(0, 1), whole.slice(1)])
    other["population-2025"] = chunked.replace_schema_metadata({"pandas": "{}"})
    assert (
        write_generation(tmp_path / "a", tables, {}).name == write_generation(tmp_path / "b", other, {}).name
    )


@pytest.mark.parametrize("manifest", [{"code": "2"}, {"inputs": {"a": "1"}}])
def test_another_manifest_is_another_generation(tmp_path, manifest):
    first = write_generation(tmp_path, small_town(), {"code": "1"})
    assert write_generation(tmp_path, small_town(), manifest) != first


def test_current_is_a_relative_link_so_that_the_folder_can_be_moved(tmp_path):
    write_generation(tmp_path / "a", small_town(NEW), {})
    assert not (tmp_path / "a" / "current").readlink().is_absolute()
    (tmp_path / "a").rename(tmp_path / "moved")
    assert residents(Store.open(tmp_path / "moved")) == NEW


def test_a_reader_in_the_middle_goes_on_with_its_own_generation(tmp_path):
    write_generation(tmp_path, small_town(OLD), {})
    reader = Store.open(tmp_path)
    write_generation(tmp_path, small_town(NEW), {})
    assert residents(reader) == OLD
    assert residents(Store.open(tmp_path)) == NEW


def test_only_the_current_generation_and_the_one_before_are_kept(tmp_path):
    folders = [write_generation(tmp_path, small_town((n, n, n)), {}) for n in range(4)]
    assert [folder.exists() for folder in folders] == [False, False, True, True]


@pytest.mark.parametrize("name", ["../evil", "a/b", "a\\b", "a:b", ".hidden", ""])
def test_a_table_name_that_could_leave_the_folder_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="table name"):
        write_generation(tmp_path, {name: pa.table({"a": [1]})}, {})


def test_manifest_keys_of_the_store_are_refused(tmp_path):
    with pytest.raises(ValueError, match="files"):
        write_generation(tmp_path, small_town(), {"files": {}})


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    write_generation(tmp_path, small_town(OLD), {})
    (tmp_path / "generations" / ".writing-dead").mkdir()
    (tmp_path / ".next-1").symlink_to("generations/x")
    write_generation(tmp_path, small_town(NEW), {})
    left = [path.name for path in [*tmp_path.iterdir(), *(tmp_path / "generations").iterdir()]]
    assert not [name for name in left if name.startswith((".writing", ".next"))]


def test_a_second_writer_waits_for_the_first(tmp_path):
    order = []

    def second() -> None:
        with folder_lock(tmp_path):
            order.append("second")

    with folder_lock(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_writer_that_waits_too_long_is_told_so(tmp_path):
    with (
        folder_lock(tmp_path),
        pytest.raises(StoreError, match="另一次清洗"),
        folder_lock(tmp_path, patience=0),
    ):
        pass


def write_many(folder: Path, number: int) -> None:
    for _ in range(5):
        write_generation(folder, small_town((number, number, number)), {})


def test_two_runs_at_once_do_not_mix(tmp_path):
    context = multiprocessing.get_context("spawn")
    runs = [context.Process(target=write_many, args=(tmp_path, number)) for number in (1, 2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    assert len(set(residents(Store.open(tmp_path)))) == 1


ENDLESS = """
import sys
from pathlib import Path
from fazhi_metrics.store import write_generation
from tests.store.conftest import small_town
print("ready", flush=True)
for turn in range(10**6):
    write_generation(Path(sys.argv[1]), small_town((turn, turn, turn)), {"turn": turn})
"""


def test_a_kill_at_any_moment_leaves_one_whole_generation(tmp_path):
    chance = random.Random(20251123)
    root = Path(__file__).parents[2]
    write_generation(tmp_path, small_town((0, 0, 0)), {})
    for _ in range(8):
        run = subprocess.Popen(
            [sys.executable, "-c", ENDLESS, str(tmp_path)], cwd=root, stdout=subprocess.PIPE
        )
        assert run.stdout
        run.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        store = Store.open(tmp_path)
        for name, facts in store.manifest["files"].items():
            assert (store.folder / name).stat().st_size == facts["bytes"]
        assert len(set(residents(store))) == 1
    last = write_generation(tmp_path, small_town(NEW), {})
    assert contents(last) == contents(write_generation(tmp_path / "fresh", small_town(NEW), {}))
    assert not list((tmp_path / "generations").glob(f"{generation._STAGING}*"))


def test_duckdb_and_plain_pandas_read_what_lies_there(tmp_path):
    write_generation(tmp_path, small_town(), {})
    current = tmp_path / "current"
    query = f"select sum(resident_population), sum(forest)::varchar from '{current}/population-*.parquet'"
    assert duckdb.sql(query).fetchall() == [(600, "0.70")]
    frame = pd.read_parquet(current / "grid_matters-2025.parquet")
    assert frame["kind"].tolist()[0] == "政策宣讲"
    assert str(frame["reported_on"].dtype) == "datetime64[us]"
    matters = f"select max(reported_on)::date::varchar from '{current}/grid_matters-2025.parquet'"
    assert duckdb.sql(matters).fetchall() == [("2025-03-04",)]


HOLD = """
import os, sys
from pathlib import Path
import fcntl, errno
def refuse(*_):
    raise OSError(errno.ENOSYS, "no flock")
if sys.argv[2] == "soft":
    fcntl.flock = refuse
from fazhi_metrics.store.lock import folder_lock
with folder_lock(Path(sys.argv[1]), patience=0):
    os._exit(9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="flock is POSIX")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_where_the_disk_has_no_locks_a_file_keeps_the_second_writer_out(tmp_path, monkeypatch, number):
    import fcntl

    def refuse(*_):
        raise OSError(number, "no flock")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with folder_lock(tmp_path), pytest.raises(StoreError, match="另一次清洗"), folder_lock(tmp_path, 0):
        pass
    with folder_lock(tmp_path, 0):
        assert (tmp_path / SOFT_NAME).exists()
    assert not (tmp_path / SOFT_NAME).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="flock is POSIX")
@pytest.mark.parametrize("kind", ["native", "soft"])
def test_the_lock_of_a_writer_that_died_is_taken_over(tmp_path, monkeypatch, kind):
    died = subprocess.run([sys.executable, "-c", HOLD, tmp_path, kind], check=False)
    assert died.returncode == 9
    assert (tmp_path / SOFT_NAME).exists() is (kind == "soft")
    if kind == "soft":
        import fcntl

        def refuse(*_):
            raise OSError(errno.ENOSYS, "no flock")

        monkeypatch.setattr(fcntl, "flock", refuse)
    with folder_lock(tmp_path, patience=5):
        pass
