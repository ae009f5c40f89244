"""A raw cell becomes a value of its column's type, a missing value with a reason, or a problem."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_metrics.cleaning.convert import converter
from fazhi_metrics.cleaning.display_text import display_text, typed_text
from fazhi_metrics.cleaning.unit_factors import unit_factor
from fazhi_metrics.datasets import Column
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.project import Town, Village
from fazhi_metrics.redaction import stable_code

TOWN = Town(Path(), "示例镇", (2025,), (Village("示例一村"), Village("示例社区居委会", kind="居委会")))
INT = Column("n", "户数", "int", "户")
AREA = Column("a", "耕地", "decimal", "亩", decimals=2)
RATE = Column("r", "满意率", "percent", "%", decimals=4)
TICK = Column("t", "专家论证", "flag", blank=False)
FLAG = Column("f", "是否化解", "flag")
DAY = Column("d", "受理日期", "date")
KIND = DATASETS["disputes"].by_name["channel"]
TEXT = Column("s", "检查对象", "text")
NUMBER = Column("c", "编号", "text", identifier=True)
VILLAGE = Column("v", "村", "village")


@pytest.mark.parametrize(
    ("column", "raw", "value", "rule"),
    [
        (INT, 12.0, 12, ""),
        (INT, "１２", 12, "changed"),
        (INT, "317户", 317, "changed"),
        (INT, "—", None, "missing"),
        (INT, "40余", None, "unreadable"),
        (INT, 12.5, None, "unreadable"),
        (INT, "三十", 30, "changed"),
        (AREA, 58670.24, Decimal("58670.24"), ""),
        (AREA, "0.24万亩", Decimal("2400.00"), "changed"),
        (AREA, 1.234, None, "unreadable"),
        (RATE, "95.71%", Decimal("95.7100"), "changed"),
        (RATE, 98, Decimal("98.0000"), ""),
        (TICK, "√", True, "changed"),
        (TICK, "", False, "blank"),
        (TICK, "/", False, "changed"),
        (FLAG, "是", True, ""),
        (FLAG, 1.0, True, "changed"),
        (FLAG, "", None, "blank"),
        (FLAG, "部分", None, "unreadable"),
        (DAY, "3月5日", dt.datetime(2025, 3, 5), "changed"),
        (DAY, dt.date(2025, 3, 5), dt.datetime(2025, 3, 5), ""),
        (DAY, "2025年2月30日", None, "unreadable"),
        (KIND, "三大中心", "三中心", "changed"),
        (KIND, "三中心", "三中心", ""),
        (KIND, "三种心", None, "unreadable"),
        (VILLAGE, "示例 一村委会", "示例一村", "changed"),
        (VILLAGE, "示例一村", "示例一村", ""),
        (VILLAGE, "示例九村", None, "unreadable"),
        (TEXT, " 示例餐馆\n１号 ", "示例餐馆 1号", "changed"),
        (TEXT, "联系10012345678", stable_code("联系10012345678"), "scrubbed"),
        (TEXT, "司马测甲家", f"{stable_code('司马测甲')}家", "scrubbed"),
        (NUMBER, "991376199709215864", stable_code("991376199709215864"), "scrubbed"),
        (INT, 10012345678, None, "unreadable"),
        (NUMBER, 20250001.0, "20250001", "changed"),
        (NUMBER, "12025010001", "12025010001", ""),
    ],
)
def test_a_cell_is_read_by_its_column(column, raw, value, rule):
    cell = converter(column, TOWN, year=2025)(raw)
    assert (cell.value, cell.rule) == (value, rule)
    assert (cell.problem is not None) is (rule in ("unreadable", "scrubbed"))


def test_equal_looking_cells_of_different_types_are_not_confused():
    read = converter(FLAG, TOWN)
    assert [read(raw).rule for raw in (True, 1, "1")] == ["", "changed", "changed"]
    number = converter(INT, TOWN)
    assert (number(1).value, number(True).value) == (1, None)


def test_a_wrong_code_or_village_is_asked_about():
    assert "您是不是要找 三中心" in converter(KIND, TOWN)("三种心").words["nearest"]
    assert "您是不是要找 示例一村" in converter(VILLAGE, TOWN)("示列一村").words["nearest"]


@pytest.mark.parametrize(
    ("typed", "column", "factor"),
    [
        (None, AREA, 1),
        ("亩", AREA, 1),
        ("万亩", AREA, 10000),
        ("公顷", AREA, 15),
        ("人", AREA, None),
        ("件", Column("n", "受理", "int", "起"), 1),
        ("万人次", Column("n", "受众", "int", "人次"), 10000),
        ("份", INT, None),
    ],
)
def test_the_unit_of_the_header_is_converted_or_refused(typed, column, factor):
    assert unit_factor(typed, column) == factor


def test_a_column_in_ten_thousands_is_scaled_exactly():
    cell = converter(AREA, TOWN, factor=10000)(0.240905)
    assert (cell.value, cell.rule) == (Decimal("2409.05"), "converted")
    assert converter(AREA, TOWN, factor=10000)(0.0000001).problem == "number_unreadable"


def test_what_is_shown_is_what_an_analyst_would_write():
    assert [display_text(v) for v in (True, Decimal("98.5000"), dt.datetime(2025, 3, 5), None)] == [
        "是",
        "98.5",
        "2025-03-05",
        "",
    ]
    assert [typed_text(v) for v in (12.0, True, "x", dt.datetime(2025, 3, 5, 8, 30))] == [
        "12",
        "TRUE",
        "x",
        "2025-03-05 08:30:00",
    ]


@pytest.mark.parametrize(
    "line",
    [
        ["JF-1", "JF-2", ""],
        ["", "JF-1"],
        ["JF-1", "", "JF-2"],
        ["JF-1\nJF-2", "JF-3"],
        ["JF-1", "无", "JF-2"],
        ["JF-1", " JF-2"],
        ["JF-1", "990101199001011000000"],
        ["＃1", "ＪＦ2"],
        ["JF-1", "JF-2"],
    ],
)
@pytest.mark.parametrize("column", [NUMBER, TEXT])
def test_a_line_of_texts_is_read_as_each_of_its_cells_is(line, column):
    read = converter(column, TOWN)
    assert read.line(line) == [read(raw) for raw in line]
