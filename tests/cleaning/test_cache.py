"""What did not change is not read again, and nothing damaged is ever taken over."""

from __future__ import annotations

import errno
import os
import random

import pytest

from fazhi_metrics.cleaning import run
from fazhi_metrics.cleaning.cache import FOLDER, Cache, pack, unpack
from fazhi_metrics.cleaning.inputs import jobs, raw_files
from fazhi_metrics.cleaning.workbook import clean_workbook
from fazhi_metrics.errors import FileError


def reading(monkeypatch):
    """Record the workbooks that are read."""
    read = []
    monkeypatch.setattr(run, "clean_workbook", lambda job: read.append(job.file.name) or clean_workbook(job))
    return read


def test_a_part_survives_being_kept(office):
    office.population()
    office.disputes()
    office.edit("2025/纠纷.xlsx", C2="2025-13-01")
    for job in jobs(raw_files(office.town.raw)[0], office.town, (), None):
        part = clean_workbook(job)
        assert unpack(pack(part)) == part
        assert pack(unpack(pack(part))) == pack(part)


def test_an_unchanged_folder_is_not_read_again(office, monkeypatch):
    office.population()
    office.disputes()
    first = office.clean(reuse=True)
    read = reading(monkeypatch)
    second = office.clean(reuse=True)
    assert (read, second.reused, second.generation) == ([], 2, first.generation)
    assert (second.issues, second.conserved, second.records) == (first.issues, first.conserved, first.records)


def test_only_the_changed_workbook_is_read_again(office, monkeypatch):
    file = office.population()
    office.disputes()
    office.clean(reuse=True)
    read = reading(monkeypatch)
    office.edit(file, F4=240, F7=910)
    result = office.clean(reuse=True)
    assert (read, result.reused) == ([file], 1)
    assert result.generation == office.clean(reuse=False).generation


def test_a_changed_setting_is_a_change(office, monkeypatch):
    office.population()
    office.clean(reuse=True)
    read = reading(monkeypatch)
    office.having(villages=office.town.villages[:2]).clean(reuse=True)
    assert read == ["2025/人口与户数.xlsx"]


def test_a_damaged_part_is_read_anew(office, monkeypatch):
    office.population()
    first = office.clean(reuse=True)
    for path in (office.town.processed / FOLDER).iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    (office.town.processed / "current").unlink()
    read = reading(monkeypatch)
    assert office.clean(reuse=True).generation == first.generation
    assert len(read) == 1


def test_a_damaged_generation_is_made_anew(office):
    office.population()
    first = office.clean(reuse=True)
    (first.generation / "log.parquet").write_bytes(b"")
    assert office.clean(reuse=True).generation == first.generation
    assert len(office.store.log()) > 0


def test_parts_of_workbooks_that_are_gone_are_dropped(office):
    office.population()
    office.path(office.disputes())
    office.clean(reuse=True)
    office.path("2025/纠纷.xlsx").unlink()
    office.clean(reuse=True)
    assert len(list((office.town.processed / FOLDER).iterdir())) == 1


def test_no_key_finds_nothing(tmp_path):
    assert Cache(tmp_path).get("missing") is None


def test_no_flipped_bit_in_a_part_is_taken_over_and_its_workbook_is_named(office, monkeypatch):
    file = office.population()
    first = office.clean(reuse=True)
    [path] = (office.town.processed / FOLDER).iterdir()
    data, cache = path.read_bytes(), Cache(office.town.processed)
    for at in random.Random(8).sample(range(8 * len(data)), 400):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        path.write_bytes(changed)
        assert cache.get(path.stem) is None
    (office.town.processed / "current").unlink()
    read = reading(monkeypatch)
    again = office.clean(reuse=True)
    assert (read, again.mended, again.generation) == ([file], (file,), first.generation)
    assert again.repairs == f"data/processed 里有损坏，已重新生成：{file}"
    assert path.read_bytes() == data


def test_the_part_of_another_workbook_is_not_taken_over(office):
    office.population()
    office.disputes()
    office.clean(reuse=True)
    one, other = (office.town.processed / FOLDER).iterdir()
    one.write_bytes(other.read_bytes())
    cache = Cache(office.town.processed)
    assert cache.get(one.stem) is None
    assert cache.get(other.stem).file


@pytest.mark.parametrize("name", ["population-2025.parquet", "issues.parquet", "manifest.json"])
def test_a_flipped_bit_in_a_generation_is_mended_by_cleaning_and_named(office, monkeypatch, name):
    office.population()
    first = office.clean(reuse=True)
    path = first.generation / name
    data = path.read_bytes()
    path.write_bytes(bytes([*data[:40], data[40] ^ 1, *data[41:]]))
    read = reading(monkeypatch)
    again = office.clean(reuse=True)
    assert (again.mended, again.generation, path.read_bytes()) == ((name,), first.generation, data)
    assert read == []
    assert office.clean(reuse=True).mended == ()


def test_a_disk_that_can_only_be_read_ends_the_run_in_one_sentence(office, monkeypatch):
    def refuse(source, target):
        raise OSError(errno.EROFS, "Read-only file system", target)

    office.population()
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileError, match=r"所在的磁盘或文件夹只能读，写不进去。请换一个可以写入的位置"):
        office.clean()


def test_a_folder_that_cannot_be_made_is_told_of(office):
    office.population()
    office.town.processed.write_text("", encoding="utf-8")
    with pytest.raises(FileError, match="不是文件夹"):
        office.clean()
