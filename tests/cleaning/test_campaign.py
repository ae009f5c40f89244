"""Mistakes planted into the sample workbooks are found at their exact cells; the clean ones are silent."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from fazhi_metrics.project import load_town
from tests.cleaning.planting import MISTAKES, Ground, rounds

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return Ground(load_town(ROOT), tmp_path_factory.mktemp("campaign"))


@pytest.fixture
def fresh(ground):
    yield ground
    ground.restore()


def test_the_clean_sample_has_no_issue(ground):
    assert ground.clean_issues == ()


def test_planted_mistakes_are_found_at_their_cells(ground):
    planted, missed, kinds = 0, [], set()
    for done, lost in rounds(ground, seed=20251123, count=120):
        planted += len(done)
        missed += lost
        kinds |= {kind for kind, _, _ in done}
    assert planted >= 120
    assert len(kinds) > 0.8 * len({mistake.kind for mistake in MISTAKES})
    assert len(missed) <= 0.01 * planted, missed


def test_a_wrong_total_is_found_at_the_total(fresh):
    path = fresh.town.raw / "2025" / "人口与户数.xlsx"
    book = openpyxl.load_workbook(path)
    total = next(row for row in book.active.iter_rows() if row[0].value == "合计")
    total[3].value += 9
    book.save(path)
    assert list(fresh.found()) == [("total_differs", f"2025/人口与户数.xlsx!人口!{total[3].coordinate}")]


def test_a_missing_month_file_is_named(fresh):
    (fresh.town.raw / "2025" / "安全检查台账（2025年6月）.xlsx").unlink()
    assert list(fresh.found()) == [("month_files", "2025/")]


def test_a_row_taken_out_is_noticed_by_number_list_and_total(fresh):
    path = fresh.town.raw / "2025" / "人口与户数.xlsx"
    book = openpyxl.load_workbook(path)
    row = next(cell.row for cell in book.active["B"] if cell.value == "示例五村")
    for column in range(1, 8):
        for below in range(row, book.active.max_row - 3):
            source = book.active.cell(below + 1, column)
            if source.row < book.active.max_row - 2:
                book.active.cell(below, column).value = source.value
    last = next(cell.row for cell in book.active["A"] if cell.value == "合计") - 1
    for column in range(1, 8):
        book.active.cell(last, column).value = None
    book.save(path)
    rules = {rule for rule, _ in fresh.found()}
    assert {"serial_broken", "village_list", "total_differs"} <= rules


def test_a_person_listed_twice_is_found_without_being_named(fresh):
    path = fresh.town.raw / "2025" / "行政执法人员名册.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")[0].row
    number = sheet.cell(head + 1, 4).value
    sheet.cell(head + 3, 4).value = number
    book.save(path)
    found = list(fresh.found())
    assert ("person_twice", f"2025/行政执法人员名册.xlsx!人员名册!D{head + 3}") in found
    assert str(number) not in str(found)


def test_a_duplicate_line_of_an_export_is_found_and_counted(fresh):
    path = fresh.town.raw / "2025" / "网格事项导出.csv"
    lines = path.read_bytes().decode("gb18030").splitlines()
    lines.insert(9, lines[8])
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    assert set(fresh.found()) == {
        ("duplicate_key", "2025/网格事项导出.csv!A10"),
        ("count_differs", "2025/网格事项导出.csv"),
    }


def test_a_header_mistyped_is_asked_about_at_the_header(fresh):
    path = fresh.town.raw / "2025" / "矛盾纠纷台账.xlsx"
    book = openpyxl.load_workbook(path)
    head = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "纠纷类型")
    head.value = "纠分类型"
    book.save(path)
    assert list(fresh.found()) == [
        ("column_near", f"2025/矛盾纠纷台账.xlsx!{book.sheetnames[0]}!{head.coordinate}")
    ]
