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
