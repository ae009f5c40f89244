"""A dask cluster writes the same bytes as this process alone, also when one of its workers is killed."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import warnings

import pytest

from fazhi_metrics.cleaning.cluster import Elsewhere, cluster
from fazhi_metrics.cleaning.inputs import engine_digest, jobs, raw_files
from fazhi_metrics.cleaning.workbook import clean_workbook
from fazhi_metrics.errors import CleaningError

distributed = pytest.importorskip("distributed", reason="没有安装 distributed（可选部分 cluster）")


@pytest.fixture(scope="module")
def workers():
    """A cluster of two worker processes on this machine alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sockets and loops that the library leaves to be collected
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            worker_dashboard_address=None,
        ) as running:
            yield running


def contents(result):
    return {path.name: path.read_bytes() for path in result.generation.iterdir()}


def many(office, count=12):
    """Write several ledgers, one of them with mistakes."""
    office.population()
    for number in range(count):
        name = f"2025/纠纷{number}.xlsx"
        office.path(office.disputes()).rename(office.path(name))
        office.edit(name, **{f"B{row}": f"JF-{number}-{row}" for row in range(2, 6)})
    office.edit("2025/纠纷3.xlsx", C2="2025-02-30", F3="土地")


def test_alone_in_a_pool_and_on_a_cluster_the_bytes_are_the_same(office, workers, tmp_path):
    many(office)
    alone = contents(office.clean(workers=1))
    pooled = contents(office.having(processed=tmp_path / "pool").clean(workers=2))
    there = contents(office.having(processed=tmp_path / "dask").clean(scheduler=workers.scheduler_address))
    assert alone == pooled == there
    assert b"2025-02-30" in alone["issues.parquet"]


def test_a_worker_killed_in_the_middle_costs_a_retry_and_no_byte(office, workers, tmp_path):
    many(office)
    alone = contents(office.clean(workers=1))
    with distributed.Client(workers.scheduler_address, set_as_default=False) as client:
        pids = client.run(os.getpid)
    killed = []

    def kill_one(done, total, file):
        if not killed:
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    elsewhere = office.having(processed=tmp_path / "dask")
    there = contents(elsewhere.clean(scheduler=workers.scheduler_address, progress=kill_one))
    assert killed
    assert there == alone


def test_a_scheduler_that_is_not_there_is_told_in_words(monkeypatch):
    monkeypatch.setattr("fazhi_metrics.cleaning.cluster._PATIENCE", 0.5)
    with pytest.raises(CleaningError, match="连不上调度器"), cluster("tcp://127.0.0.1:1"):
        pass


@pytest.mark.parametrize("address", ["abc", "http://10.0.0.1:8786", "tcp://10.0.0.1", "tcp://:8786", ""])
def test_what_is_no_address_is_refused_before_anybody_is_called(address):
    with pytest.raises(CleaningError, match="不是调度器的地址"), cluster(address):
        pass


def test_the_part_that_must_be_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    missing = pytest.raises(CleaningError, match=r"pip install 'fazhi-metrics\[cluster\]'")
    with missing, cluster("tcp://127.0.0.1:8786"):
        pass


def test_other_code_or_another_file_on_a_worker_stops_the_run(office):
    office.population()
    (job,) = jobs(raw_files(office.town.raw)[0], office.town, (), None)
    assert Elsewhere(clean_workbook, engine_digest())(job).file == job.file.name
    with pytest.raises(CleaningError, match="不是同一版本"):
        Elsewhere(clean_workbook, "other")(job)
    job.file.path.write_bytes(b"changed")
    with pytest.raises(CleaningError, match="与本机的不同"):
        Elsewhere(clean_workbook, engine_digest())(job)
    job.file.path.unlink()
    with pytest.raises(CleaningError, match="看不到原始文件") as raised:
        Elsewhere(clean_workbook, engine_digest())(job)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
