"""Data older than what they were made from are not shown with confidence: every result says so."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace

import pytest

from fazhi_metrics.cleaning.outdated import OutdatedWarning, outdated
from fazhi_metrics.project import Village
from tests.cleaning.test_corrections import by_cell


def test_fresh_data_are_not_called_old_nor_a_workbook_saved_again(office):
    file = office.population()
    office.clean()
    assert outdated(office.town, office.store) == ""
    os.utime(office.path(file), (0, 0))
    for name in ("说明.md", "~$人口与户数.xlsx", ".回收/人口.xlsx"):
        office.path(f"2025/{name}").write_text("说明", encoding="utf-8")
    assert outdated(office.town, office.store) == ""


def test_a_changed_a_new_and_a_missing_workbook_are_named(office):
    file = office.population()
    office.disputes()
    office.clean()
    store = office.store
    office.edit(file, F4=240)
    assert outdated(office.town, store) == (
        "数据已过时：原始表格在清洗之后有改动（2025/人口与户数.xlsx）。"
        "以下结果不反映改动，请先运行 fazhi clean（笔记本里用 project.clean()）"
    )
    office.path("2025/纠纷.xlsx").rename(office.path("2025/纠纷（新）.xlsx"))
    assert "人口与户数.xlsx、2025/纠纷.xlsx、2025/纠纷（新）.xlsx" in outdated(office.town, store)


def test_only_files_of_another_size_or_time_are_read_again(office, monkeypatch):
    room = sys.modules[outdated.__module__]
    for path in (office.path(office.population()), office.path(office.disputes())):
        os.utime(path, (10**9, 10**9))
    office.clean()
    read = []
    digest = room.file_digest
    monkeypatch.setattr(room, "file_digest", lambda path: [read.append(path.name), digest(path)][1])
    assert (outdated(office.town, office.store), read) == ("", [])
    os.utime(office.path("2025/纠纷.xlsx"), (10**9, 2 * 10**9))
    assert (outdated(office.town, office.store), read) == ("", ["纠纷.xlsx"])
    office.edit("2025/纠纷.xlsx", F3="债务")
    os.utime(office.path("2025/纠纷.xlsx"), (10**9, 3 * 10**9))
    assert "2025/纠纷.xlsx" in outdated(office.town, office.store)


def test_a_file_touched_a_moment_before_is_not_taken_as_seen(office):
    path = office.path(office.population())
    office.clean()
    said = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"!")
    os.utime(path, ns=(said.st_atime_ns, said.st_mtime_ns))
    assert "2025/人口与户数.xlsx" in outdated(office.town, office.store)


def test_stamps_are_no_part_of_the_data_and_may_be_missing_or_broken(office):
    path = office.path(office.population())
    os.utime(path, (10**9, 10**9))
    before = office.clean().generation
    stamps = office.town.processed / "file_stamps.json"
    for content in ("", "[]", '{"2025/人口与户数.xlsx": 1}'):
        stamps.write_text(content, encoding="utf-8")
        assert outdated(office.town, office.store) == ""
    assert office.clean().generation == before


def test_a_new_correction_and_a_changed_village_list_are_changes_too(office):
    file = office.population()
    office.clean()
    office.corrections(by_cell(f"{file}!人口!D4", 310, 311))
    assert "更正清单在清洗之后有改动" in outdated(office.town, office.store)
    office.town.corrections.unlink()
    grown = replace(office.town, villages=(*office.town.villages, Village("示例三村")))
    assert "fazhi.toml 的设置在清洗之后有改动" in outdated(grown, office.store)


def test_without_raw_data_nothing_is_said(office):
    office.population()
    office.clean()
    shutil.rmtree(office.town.raw)
    assert outdated(office.town, office.store) == ""


@pytest.fixture
def project(sample_folder, tmp_path):
    """The sample town with a workbook changed after it was cleaned."""
    from fazhi_metrics.workbench import open_project

    shutil.copytree(sample_folder, tmp_path / "town", symlinks=True)
    opened = open_project(tmp_path / "town")
    path = opened.town.raw / "2025" / "网格事项导出.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    return opened


def test_every_result_in_a_notebook_says_that_its_data_are_old(project):
    results = [
        project.figures()[0],
        project.figure("forest_area"),
        project.trace("forest_area"),
        project.audit(),
        project.indicator("petitions").by("month"),
        project.indicator("petitions").value(),
        project.indicator("petitions").compare(),
    ]
    for result in results:
        assert "数据已过时" in result.notes[0], result
        assert "数据已过时" in result._repr_html_()
    with pytest.warns(OutdatedWarning, match=r"网格事项导出\.csv"):
        project.load("population", 2025)
    with pytest.warns(OutdatedWarning):
        project.trace_cell("2025/人口与户数.xlsx!人口!F7")
    project.clean(workers=1)
    assert project.figures()[0].notes == ()
    assert project.load("population", 2025).attrs["units"]["resident_population"] == "人"


@pytest.mark.parametrize(
    "command", [["figures"], ["figures", "--json"], ["trace", "petitions"], ["indicators", "petitions"]]
)
def test_every_command_says_that_its_data_are_old(project, command, capsys, monkeypatch):
    from fazhi_metrics.cli import main

    monkeypatch.chdir(project.town.root)
    with pytest.raises(SystemExit) as ended:
        main(command)
    printed = capsys.readouterr()
    assert ended.value.code == 0
    assert printed.err.startswith("注意：数据已过时：原始表格在清洗之后有改动（2025/网格事项导出.csv）")
    assert printed.out
