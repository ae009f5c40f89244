"""`fazhi tables`: what the reader sees in any workbook, and what it leaves out, with the reason."""

from __future__ import annotations

import json

import openpyxl
import pytest

from fazhi_metrics.cli import main


@pytest.fixture
def fazhi(capsys):
    """Run the command; returns (exit code, output, errors)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


def saved(tmp_path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "资料.xlsx"
    book.save(path)
    return path


def test_cells_that_belong_to_no_table_are_told(fazhi, tmp_path):
    path = saved(
        tmp_path,
        封面=[["示例镇统计资料"], ["填报单位：示例办"]],
        户数=[["村", "户数"], ["示例甲村", 12], ["示例乙村", 30]],
    )
    code, out, _ = fazhi("tables", str(path))
    assert code == 0
    assert "户数，2 行数据 × 2 列" in out
    assert "没有归入任何表的单元格：封面!A1:A2" in out
    assert json.loads(fazhi("tables", str(path), "--json")[1])["unclaimed"] == ["资料.xlsx!封面!A1:A2"]


def test_a_workbook_without_a_table_says_why(fazhi, tmp_path):
    path = saved(tmp_path, 填表说明=[["填表说明"], ["由各村填报。"]])
    code, out, _ = fazhi("tables", str(path))
    assert code == 0 and "没有找到表格，只有不成表的文字" in out
    assert json.loads(fazhi("tables", str(path), "--json")[1])["tables"] == []


def test_a_text_that_is_no_table_is_refused(fazhi, tmp_path):
    path = tmp_path / "设置.toml"
    path.write_text('[town]\nname = "示例镇"\nyears = [2024, 2025]\nstart = 1\n', encoding="utf-8")
    code, _, err = fazhi("tables", str(path))
    assert code != 0 and "不是表格文件" in err


def test_what_would_steer_the_terminal_is_made_visible(fazhi, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("村,户数\n示例\x1b[31m一村,12\n示例\u202e二村,13\n", encoding="utf-8")
    said = fazhi("tables", str(path))[1]
    assert "\x1b[31m" not in said and "\u202e" not in said
    assert "示例␛[31m一" in said
