"""A run that is killed leaves the data as they were, and the next run ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from fazhi_metrics.store import Store

RUN = """
import sys, pickle
from fazhi_metrics.cleaning import clean
town = pickle.load(open(sys.argv[1], "rb"))
print("ready", flush=True)
clean(town, workers=1)
"""
MOMENTS = int(os.environ.get("FAZHI_KILLS", "4"))


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
def test_a_killed_run_leaves_the_old_or_the_new_generation(office, tmp_path):
    import pickle

    file = office.population()
    office.disputes()
    before = office.clean(reuse=True).generation.name
    office.edit(file, F4=240, F7=910)
    after = office.having(processed=tmp_path / "elsewhere").clean(reuse=True).generation.name
    (tmp_path / "town.pickle").write_bytes(pickle.dumps(office.town))
    random_ = random.Random(4)
    for _ in range(MOMENTS):
        command = [sys.executable, "-c", RUN, str(tmp_path / "town.pickle")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            run.stdout.readline()
            limit = time.monotonic() + random_.uniform(0, 1.2)
            try:
                run.wait(timeout=max(0.0, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                run.kill()
        store = Store.open(office.town.processed)
        assert store.generation in (before, after)
        assert len(store.frame("population", 2025)) == 3
    assert office.clean(reuse=True).generation.name == after
