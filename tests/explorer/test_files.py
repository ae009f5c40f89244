"""The answer as files: the table in a spreadsheet that another reader opens, the chart as an image."""

from __future__ import annotations

import openpyxl
import pytest

from fazhi_metrics.errors import ReportError
from fazhi_metrics.explorer import Question, explore
from fazhi_metrics.explorer.answer import answer
from fazhi_metrics.explorer.files import export
from fazhi_metrics.measures.status import Status
from tests.chromium import needs_chromium


def written(project, asked, folder):
    files, notes = export(answer(project, asked), project, folder=folder)
    [sheet] = [path for path in files if path.suffix == ".xlsx"]
    return openpyxl.load_workbook(sheet), files, notes


def rows_below(sheet, head):
    rows = [[cell.value for cell in row] for row in sheet]
    start = next(index for index, row in enumerate(rows) if row[0] == head)
    return rows[start], rows[start + 1 :]


@needs_chromium
def test_the_numbers_are_numbers_and_the_image_lies_beside_them(sample_project, tmp_path):
    asked = Question("dispute_resolution_rate", ("kind",), 2025)
    book, files, notes = written(sample_project, asked, tmp_path)
    heads, rows = rows_below(book["数据"], "纠纷类型")
    assert heads == ["纠纷类型", "矛盾纠纷化解率（%）", "分子", "分母", "记录数"]
    table = sample_project.indicator(asked.indicator).by("kind", year=2025)
    assert [row[0] for row in rows] == [part.labels[0] for part in table]
    assert [row[2:] for row in rows] == [[p.numerator, p.denominator, p.n] for p in table]
    assert [row[1] for row in rows] == pytest.approx([float(part.value) for part in table])
    assert [path.suffix for path in files] == [".png", ".xlsx"]
    assert files[0].read_bytes()[:4] == b"\x89PNG"
    assert notes == ()


def test_definition_and_code_stand_on_a_second_sheet(sample_project, tmp_path):
    asked = Question("hazard_rectification_rate", ("sector", "quarter"), 2025)  # no chart: no browser needed
    book, files, _ = written(sample_project, asked, tmp_path)
    text = "\n".join(str(cell.value) for row in book["口径"] for cell in row if cell.value)
    assert "安全检查台账的已整改之和" in text
    assert 'asked.by("sector", "quarter", year=2025)' in text
    assert [path.suffix for path in files] == [".xlsx"]


def test_people_too_few_to_be_shown_are_not_in_the_file(sample_project, tmp_path):
    asked = Question("certified_officer_rate", ("field", "office"), 2025)
    found = answer(sample_project, asked)
    hidden = [part for part in found.table if part.status is Status.CONFIDENTIAL]
    assert hidden
    book, *_ = written(sample_project, asked, tmp_path)
    _, rows = rows_below(book["数据"], "执法领域")
    by_labels = {(row[0], row[1]): row[2:] for row in rows}
    for part in hidden:
        assert by_labels[part.labels] == ["不列出", None, None, None]


def test_no_cell_is_a_formula(sample_project, tmp_path):
    book, *_ = written(
        sample_project, Question("hazard_rectification_rate", ("sector", "quarter"), 2025), tmp_path
    )
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_the_button_says_where_the_files_are_and_a_refusal_says_why(sample_project):
    shown = explore(sample_project, "hazard_rectification_rate", by=["sector", "quarter"], year=2025)
    shown.export_button.click()
    assert (
        "已写好：outputs/2025/explore/hazard_rectification_rate_sector_quarter_2025.xlsx"
        in shown.message.value
    )
    shown.first.value = "village"
    shown.theme.value = "平安建设"
    with pytest.raises(ReportError, match="没有可以导出的表"):
        export(shown.answer, sample_project)
