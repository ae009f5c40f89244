"""The main job: what it writes, what it says, and what keeps it from being good."""

from __future__ import annotations

import json

import openpyxl
import pytest

from fazhi_metrics.errors import ProjectError
from fazhi_metrics.pipeline import run_report
from fazhi_metrics.pipeline.job import TITLE
from fazhi_metrics.workbench import open_project
from tests.conftest import copy_sample


@pytest.fixture
def town(tmp_path):
    return copy_sample(tmp_path)


def run_audit(root, report):
    return open_project(root).audit(report)


def run(root):
    return run_report(open_project(root), images=False, notebooks=False)


def test_the_job_writes_figures_and_verdicts_and_says_how_it_went(town):
    done = run(town)
    out = town / "outputs/2025"
    figures = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    audit = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    assert done.good
    assert all("图" in message for message in done.messages), (
        "only the pictures that were not asked for are missing"
    )
    assert {"resident_population", "petitions"} <= {figure["id"] for figure in figures}
    assert {verdict["verdict"] for verdict in audit["verdicts"]} == {"matches", "excluded"}
    assert audit["found"] == len(audit["verdicts"])
    rows = dict(done.rows)
    assert "错误 0" in rows["问题"] and "不符 0" in rows["报告里的数字"]
    assert len(list((out / "charts").glob("*.csv"))) >= 8
    assert not list((out / "charts").glob("*.html")), "no browser was to be used"
    assert (out / "figures.xlsx").exists() and "常住人口" in (out / "index.html").read_text(encoding="utf-8")
    filled = run_audit(town, out / f"{TITLE}.docx")
    assert (
        filled.coverage.numbers["untied"]
        == filled.coverage.numbers["contradicts"]
        == 0
        < filled.coverage.numbers.tied
    )


def test_a_second_run_on_the_same_input_writes_the_same_bytes(town):
    run(town)
    before = {path: path.read_bytes() for path in (town / "outputs").rglob("*.*") if path.is_file()}
    run(town)
    after = {path: path.read_bytes() for path in (town / "outputs").rglob("*.*") if path.is_file()}
    assert [path.name for path in before if before[path] != after.get(path)] == []
    assert before.keys() == after.keys()


def test_a_wrong_total_keeps_the_run_from_being_good_and_a_marked_copy_is_written(town):
    path = town / "data/raw/2025/人口与户数.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["F7"] = 9777
    book.save(path)
    done = run(town)
    assert not done.good
    assert any("处错误" in message for message in done.messages)
    assert list((town / "outputs/returns").rglob("人口与户数*"))
    verdicts = json.loads((town / "outputs/2025/audit.json").read_text(encoding="utf-8"))["verdicts"]
    whole = ("resident_population", 2025, "")
    said = {v["verdict"] for v in verdicts if (v["figure"], v["year"], v["part"]) == whole}
    assert said == {"doubtful"}  # the error may be in the cell or in the total
    assert any("个数字待核实" in message and "常住人口" in message for message in done.messages)


def test_a_year_the_town_does_not_have_is_refused(town):
    with pytest.raises(ProjectError, match="没有 1950 年"):
        run_report(open_project(town), 1950)


def test_a_report_of_another_year_is_not_held_against_this_one(town):
    rows = dict(run_report(open_project(town), 2024, images=False, notebooks=False).rows)
    assert rows["报告核对"].endswith("是 2025 年的报告")
    assert not (town / "outputs/2024/audit.json").exists()


def test_without_a_report_the_job_says_that_nothing_was_audited(town):
    settings = town / "fazhi.toml"
    kept = settings.read_text(encoding="utf-8").replace('path = "report/', '# path = "report/')
    settings.write_text(kept, encoding="utf-8")
    rows = dict(run(town).rows)
    assert "没有核对" in rows["报告核对"]


def test_a_town_whose_ledgers_have_hardly_come_in_gets_what_they_allow(town):
    for path in (town / "data/raw").rglob("*.*"):
        if path.name not in ("人口与户数.xlsx", "README.md"):
            path.unlink()
    done = run(town)
    out = town / "outputs/2025"
    figures = {f["id"]: f for f in json.loads((out / "figures.json").read_text(encoding="utf-8"))}
    assert figures["resident_population"]["value"] == 22018
    assert figures["petitions"]["value"] is None and figures["petitions"]["status"] == "unavailable"
    assert not done.good and any("个数字因数据不全没有给出" in message for message in done.messages)
    assert "常住人口" in (out / "index.html").read_text(encoding="utf-8") and (out / "figures.xlsx").exists()
    audit = json.loads((out / "audit.json").read_text(encoding="utf-8"))["verdicts"]
    assert {v["verdict"] for v in audit if v["figure"] == "resident_population"} == {"matches"}
    assert {v["verdict"] for v in audit if v["figure"] == "petitions"} == {"untied"}
    assert "未对应 0" not in dict(done.rows)["报告里的数字"]
