"""What the page about templates tells an analyst to write is filled, and every number of it tied."""

from __future__ import annotations

import re
import shlex

import docx
import pytest

from fazhi_metrics.audit import audit_file, read_document
from fazhi_metrics.cli import main
from fazhi_metrics.measures import compute_figures
from fazhi_metrics.publish import write_report
from tests.conftest import CHECKOUT

from .pages import ROOT, blocks

PAGE = ROOT / "docs" / "report-template.md"
WAYS = [
    way
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| `{{")
    for way in re.findall(r"`(\{\{.*?\}\})`", line.split(" | ")[0])
    if "..." not in way
]


@pytest.fixture
def filled(tmp_path, sample_project):
    """Fill a template of these paragraphs; return the report's text and its audit."""

    def fill(*paragraphs):
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(tmp_path / "模板.docx")
        figures = compute_figures(sample_project.store, sample_project.town, 2025)
        charts = CHECKOUT / "report" / "charts"
        path = tmp_path / "报告.docx"
        write_report(sample_project.town, figures, tmp_path / "模板.docx", path, charts=charts)
        return read_document(path).text, audit_file(path, sample_project.store, sample_project.town, 2025)

    return fill


def test_the_example_is_filled_and_tied_throughout(filled):
    condition, example, _ = blocks(PAGE, "text")
    text, audit = filled(*example.strip().splitlines(), condition.strip())
    assert "比上年下降" in text
    assert "各季度矛盾纠纷" in text
    assert "信访总量继续下降。" in text
    assert audit.coverage.numbers["matches"] >= 16
    assert (
        audit.coverage.numbers["untied"]
        == audit.coverage.numbers["ambiguous"]
        == audit.coverage.numbers["contradicts"]
        == 0
    )


def test_every_way_of_writing_is_understood(filled):
    text, audit = filled(*WAYS)
    assert len(WAYS) >= 12
    assert "{{" not in text
    assert audit.coverage.numbers["contradicts"] == 0
    for said in ("83件次", "118件次", "下降", "“两降”", "表1　两年对照", "每月信访件次"):
        assert said in text


def test_the_command_for_charts_names_files_by_their_titles(sample_folder, tmp_path):
    words = shlex.split(blocks(PAGE, "text")[-1])
    assert words[:2] == ["fazhi", "charts"]
    formats = words.index("--formats") + 1
    words[formats] = "csv"  # no browser is needed to see what the files are called
    out = words.index("--out") + 1
    words[out] = str(tmp_path / words[out])
    with pytest.raises(SystemExit) as ended:
        main([*words[1:], "--project", str(sample_folder)])
    assert ended.value.code == 0
    assert {path.name for path in (tmp_path / "图").glob("*.csv")} == {
        "每月信访件次.csv",
        "“三降”指标两年变化.csv",
    }
