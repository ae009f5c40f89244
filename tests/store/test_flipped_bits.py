"""A bit that flips on the disk is named, or changes nothing; it never gives another value."""

from __future__ import annotations

import random
import shutil

import pytest

from fazhi_metrics.errors import StoreError
from fazhi_metrics.store import Store, write_generation
from tests.store.conftest import small_town

MANIFEST = {"inputs": {"2025/人口.xlsx": "00"}, "state": "a"}
SIDE = ("sources", "spans", "log", "issues")
FILES = ("manifest.json", *(f"{name}.parquet" for name in small_town()))


def everything(processed):
    """All that a store can be asked for."""
    store = Store.open(processed)
    found = [store.manifest]
    for dataset in store.datasets():
        found += [store.columns(dataset), store.table(dataset), store.table(dataset, encoded=True)]
        found.append(store.cells(dataset, store.frame(dataset), ["year"]))
    return [*found, *map(store.side_table, SIDE)]


def flipped(data, at):
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_no_flipped_bit_gives_another_value(tmp_path, name):
    folder = write_generation(tmp_path, small_town(), MANIFEST)
    right, data = everything(tmp_path), (folder / name).read_bytes()
    for at in random.Random(name).sample(range(8 * len(data)), 60):
        (folder / name).write_bytes(flipped(data, at))
        try:
            assert everything(tmp_path) == right
        except StoreError as error:
            assert "请重新运行 fazhi clean" in str(error)
        else:
            assert name == "manifest.json"  # space between its words may be another


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["flipped", "cut", "gone"])
def test_a_damaged_file_is_named_and_mended_by_writing_again(tmp_path, name, harm):
    folder = write_generation(tmp_path, small_town(), MANIFEST)
    right, path = everything(tmp_path), folder / name
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if harm == "cut" else flipped(data, 4 * len(data)))
    if name != "manifest.json":
        assert Store.open(tmp_path).damaged() == (name,)
    with pytest.raises(StoreError, match=r"损坏.*请重新运行 fazhi clean"):
        everything(tmp_path)
    assert write_generation(tmp_path, small_town(), MANIFEST) == folder
    assert everything(tmp_path) == right


def test_what_is_not_used_is_not_looked_at(tmp_path):
    folder = write_generation(tmp_path, small_town(), MANIFEST)
    (folder / "log.parquet").write_bytes(b"")
    assert Store.open(tmp_path).table("population", 2025).num_rows == 3


def test_tables_of_another_generation_are_not_taken(tmp_path):
    one = write_generation(tmp_path / "one", small_town(), MANIFEST)
    two = write_generation(tmp_path / "two", small_town((7, 8, 9)), MANIFEST)
    shutil.copy(two / "population-2025.parquet", one)
    with pytest.raises(StoreError, match=r"population-2025\.parquet：文件缺失或已损坏"):
        Store.open(tmp_path / "one").frame("population")
