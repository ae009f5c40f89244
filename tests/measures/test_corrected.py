"""A figure that a declared correction went into says so, wherever it is shown."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from fazhi_metrics.cleaning import add_correction
from fazhi_metrics.workbench import open_project


@pytest.fixture
def corrected(sample_folder, tmp_path):
    """The sample town with one more household in one village, and its total with it."""
    for name in ("fazhi.toml", "data/raw"):
        source = sample_folder / name
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, tmp_path / name)
    project = open_project(tmp_path)
    declared = {"evidence": "来函", "approved_by": "镇统计站", "date": dt.date(2026, 1, 9)}
    sheet = "2025/人口与户数.xlsx!人口"
    add_correction(project.town, cell=f"{sheet}!C6", before=252, after=253, reason="漏登一户", **declared)
    add_correction(project.town, cell=f"{sheet}!C26", before=7560, after=7561, reason="合计随改", **declared)
    assert project.clean(workers=1).passed
    return project


def test_the_figure_names_the_correction_and_others_do_not(corrected):
    figures = {figure.id: figure for figure in corrected.figures(2025)}
    changed, same = figures["registered_households"], figures["resident_households"]
    assert changed.value == 7561
    text = "更正 2025/人口与户数.xlsx!人口!C6：原为 252，改为 253（漏登一户；镇统计站 2026-01-09）"
    assert changed.corrections == (text,)
    assert changed.to_json()["corrections"] == [text]
    assert text in changed._repr_html_()
    assert same.corrections == ()
    assert "corrections" not in same.to_json()


def test_the_trace_names_it_too(corrected):
    assert "原为 252，改为 253" in str(corrected.trace("registered_households", 2025))


def test_a_correction_that_takes_a_record_out_of_a_count_is_named_by_the_figure_it_moved(corrected):
    sheet = "2025/矛盾纠纷台账.xlsx!第四季度"
    before = {
        name: corrected.figure(name).value for name in ("disputes_resolved", "disputes_turned_criminal")
    }
    add_correction(
        corrected.town, cell=f"{sheet}!I4", before="是", after="否", reason="没有化解", evidence="来函",
        approved_by="镇平安办", date=dt.date(2026, 1, 9),
    )  # fmt: skip
    corrected.clean(workers=1)
    moved = corrected.trace("disputes_resolved", 2025)
    assert moved.part.numerator == before["disputes_resolved"] - 1 or moved.part.status == "doubtful"
    assert [each.cell for each in moved.corrections] == [f"{sheet}!I4"]
    assert corrected.trace("disputes_turned_criminal", 2025).corrections == ()


def test_a_value_that_a_title_states_leads_to_the_title_and_back(sample_project):
    title = "2025/群众诉求台账.xlsx!公安联勤!A1"
    traced = sample_project.trace("appeals_police_centre", 2025)
    assert traced.cells == (title,)
    assert "A1，取自表的标题" in str(traced)
    uses = {use.indicator.id for use in sample_project.trace_cell(title).uses}
    assert "appeals_police_centre" in uses
    assert "appeals_received" not in uses
