"""A table in a notebook: frames, columns by any name, JSON, and drawings of the sheet as it looks."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from fazhi_metrics.workbooks import draw, to_json
from tests.workbooks.drawn import read

LEDGER = """
矛盾纠纷台账（2025年） | < | < | < | <
片区 | 受理日期 | 村名 | 起数（起） | 是否化解
东片区 | 2025.3.5 | 示例一村 | 3 | √
^ | 2025年3月6日 | 示例<二>村 | 约5 |
西片区 | 2025-03-07 | 示例三村 | — | ×
合计 | | | 8 |
注：示例数据。
"""


def test_columns_are_found_by_number_letter_and_header():
    table = read(LEDGER)
    assert table.column(3) is table.column("C") is table.column("村名")
    with pytest.raises(KeyError):
        table.column("没有这一列")


def test_a_frame_is_indexed_by_sheet_row_and_typed():
    frame = read(LEDGER).frame()
    assert list(frame.index) == [3, 4, 5]
    assert list(frame.columns) == ["片区", "受理日期", "村名", "起数", "是否化解"]
    assert frame["片区"].tolist() == ["东片区", "东片区", "西片区"]
    assert str(frame["受理日期"].dtype).startswith("datetime64")
    assert frame["起数"].dtype == "Int64"
    assert frame["起数"].isna().tolist() == [False, True, True]
    assert frame["是否化解"].dtype == "boolean"
    assert read(LEDGER).frame(fill_down=False)["片区"].isna().tolist() == [False, True, False]


def test_headers_that_stand_twice_get_their_letter():
    frame = read("村名 | 户数 | 户数\n示例一村 | 12 | 13\n示例二村 | 14 | 15").frame()
    assert list(frame.columns) == ["村名", "户数（B列）", "户数（C列）"]


def test_json_has_the_agreed_shape_and_plain_values():
    found = json.loads(json.dumps(to_json("表.xlsx", [read(LEDGER)]), ensure_ascii=False))
    table = found["tables"][0]
    assert found["file"] == "表.xlsx"
    assert (table["sheet"], table["header_rows"], table["first_data_row"], table["last_data_row"]) == (
        "Sheet1",
        [2, 2],
        3,
        5,
    )
    assert (table["total_rows"], table["footnote_rows"]) == ([6], [7])
    assert table["columns"][3]["col"] == "D"
    assert (table["columns"][3]["header"], table["columns"][3]["unit"], table["columns"][3]["type"]) == (
        "起数",
        "起",
        "int",
    )
    assert table["rows"][1] == {
        "row": 4,
        "values": {"A": "东片区", "B": "2025-03-06", "C": "示例<二>村", "D": None, "E": None},
    }


def test_the_drawing_in_a_notebook_names_every_role_and_escapes_what_is_typed():
    html = read(LEDGER)._repr_html_()
    for word in ("标题", "表头", "数据", "合计", "注", "3 行数据 × 5 列", "只是约数，不是准确的数"):
        assert word in html
    assert "示例&lt;二&gt;村" in html
    assert "<二>" not in html
    assert "http" not in html


def test_the_drawing_in_the_terminal_shows_rows_letters_and_units():
    from rich.console import Console

    console = Console(width=120, record=True, file=io.StringIO())
    console.print(draw(read(LEDGER)))
    text = console.export_text()
    for word in ("合计", "示例<二>村", "D  起数：整数，单位 起", "A  片区：文字，向下填充"):
        assert word in text


def test_a_long_table_is_drawn_by_its_ends():
    rows = "\n".join(f"示例{n}村 | {n + 100}" for n in range(200))
    html = read(f"村名 | 户数\n{rows}\n合计 | 39900")._repr_html_()
    assert "示例0村" in html
    assert "示例199村" in html
    assert "示例100村" not in html
    assert "39900" in html


def test_importing_the_room_loads_nothing_heavy():
    code = "import sys, fazhi_metrics.workbooks; print(sorted({'pandas', 'openpyxl', 'rich', 'lxml', 'numpy'} & set(sys.modules)))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )


def test_every_column_has_a_role():
    table = read("""
示例镇基本情况（2025年） | < | < | < | < | < | < | <
序号 | 指标 | 计量单位 | 合计 | 男 | 女 | 女性占比 | 备注
1 | 户籍人口 | 人 | 26234 | 13344 | 12890 | 49.1% | 公安口径
2 | 常住人口 | 人 | 22018 | 11208 | 10810 | 49.1% |
3 | 党员 | 名 | 812 | 560 | 252 | 31.0% |
""")
    assert [column.role for column in table.columns] == [
        "number", "label", "unit", "total", "value", "value", "derived", "remark",
    ]  # fmt: skip
    assert [column["role"] for column in to_json("表.xlsx", [table])["tables"][0]["columns"]][:2] == [
        "number",
        "label",
    ]


def test_offices_are_labels_under_a_header_that_also_means_unit():
    table = read("""
单位：万元 | |
单位 | 预算 | 执行
东川镇 | 60.5 | 60
西川镇 | 48 | 42
""")
    assert [column.role for column in table.columns] == ["label", "value", "value"]
    assert table.columns[1].unit == "万元"
