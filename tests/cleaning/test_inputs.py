"""What a run reads: files in an order that puts an original before its copies."""

from __future__ import annotations

import shutil

from fazhi_metrics.cleaning import inputs
from fazhi_metrics.cleaning.inputs import raw_files
from tests.test_architecture import BESIDE, CORRIDOR


def test_a_copied_file_is_named_and_its_records_are_the_repeated_ones(office):
    original = office.path(office.population())
    shutil.copy2(original, original.with_name("人口与户数 - 副本.xlsx"))
    copy = "2025/人口与户数 - 副本.xlsx"
    found = office.found()
    assert found[0] == ("错误", "file_twice", copy)
    assert {(rule, where) for _, rule, where in found[1:]} == {
        ("duplicate_key", f"{copy}!人口!B{row}") for row in (4, 5, 6)
    }


def test_files_of_one_name_are_read_in_the_order_of_their_endings(office):
    for name in ("二.xlsx", "二.csv", "二 (2).csv", "一.xls"):
        office.path(f"2025/{name}").write_bytes(b"x")
    names = [file.name.removeprefix("2025/") for file in raw_files(office.town.raw)[0]]
    assert names == ["一.xls", "二.csv", "二.xlsx", "二 (2).csv"]


def test_what_cleaning_stands_on_is_in_the_digest_of_its_engine():
    below = CORRIDOR[: CORRIDOR.index("cleaning") + 1]
    assert set(below) & inputs._ABOVE == set()
    assert {*CORRIDOR, *BESIDE} - set(below) <= inputs._ABOVE
