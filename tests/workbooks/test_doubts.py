"""What the reader did not understand is said at its cells, and a reading with open questions is not sure."""

from __future__ import annotations

import pytest

from fazhi_metrics.addresses import a1, read_block
from fazhi_metrics.workbooks import to_json
from fazhi_metrics.workbooks.doubts import DoubtKind
from fazhi_metrics.workbooks.written import read_written
from tests.workbooks.drawn import read, sheet


def doubted(table):
    """Every doubted cell with the kinds of its doubts."""
    found = {}
    for doubt in table.doubts:
        top, left, bottom, right = read_block(doubt.cells)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found.setdefault(a1(row, column), set()).add(doubt.kind)
    return found


def column(cells, header="调解件数"):
    return read(
        "\n".join(
            [
                "村名 | " + header,
                *(f"示例{n}村 | {cell}" for n, cell in zip("甲乙丙丁戊己庚辛", cells, strict=False)),
            ]
        )
    )


@pytest.mark.parametrize(
    ("typed", "value", "mark"),
    [
        ("36※", 36, "※"), ("7②", 7, "②"), ("81（注2）", 81, "（注2）"), ("9 [b]", 9, "[b]"), ("50.2p", 50.2, "p"),
        ("1,204*", 1204, "*"), ("6。25", 6.25, None), ("2.5个百分点", 2.5, "个百分点"),
    ],
)  # fmt: skip
def test_a_mark_comes_off_its_number_and_is_told(typed, value, mark):
    table = column([12, typed, 30, 8])
    assert table.values("B")[1] == value
    assert ({DoubtKind.MARK} if mark else None) == doubted(table).get("B3")
    assert read_written(typed).mark == mark
    assert table.confidence == 1.0


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("约30", 25, 35), ("120余", 120, 130), ("≥200", 200, None), ("＜3", None, 3), ("60以上", 60, None),
        ("不足20", 0, 20), ("10～15", 10, 15), ("<=8", None, 8),
    ],
)  # fmt: skip
def test_a_bound_stays_a_bound(typed, low, high):
    table = column([typed, 7, 21, 9])
    cell = table.cell(2, "B")
    assert (cell.value, cell.low, cell.high) == (None, low, high)
    assert doubted(table)["B2"] == {DoubtKind.BOUND}
    assert table.confidence < 1
    found = to_json("表.xlsx", [table])["tables"][0]
    assert found["bounds"] == [{"cell": "B2", "value": None, "low": low, "high": high}]


def test_every_filled_cell_without_a_value_is_named():
    table = read("""
村名 | 户数 | 人口 | 是否办结 | 走访日期
甲村 | 12 | 4O | √ | 2025-03-05
乙村 | — | 55 | 待 | 2025-13-05
丙村 | 30 | ↑4 | × | 2025-03-07
丁村 | #REF! | 61 | √ | 2025-03-08
""")
    nulls = {
        f"{c.letter}{row}"
        for c in table.columns
        for row, raw, value in zip(table.rows, table.raws(c.index), table.values(c.index), strict=True)
        if raw != "" and value is None
    }
    assert nulls and nulls <= doubted(table).keys()
    assert doubted(table)["B3"] == {DoubtKind.MISSING}
    assert table.confidence < 1


def test_hidden_rows_and_columns_are_told_and_leave_the_reading_sure():
    from fazhi_metrics.workbooks.reader import read_sheet
    from fazhi_metrics.workbooks.sheets import Workbook

    drawn = sheet("村名 | 户数 | 人口\n甲村 | 12 | 40\n乙村 | 7 | 22\n丙村 | 9 | 31",
                  hidden_rows=frozenset({3}), hidden_columns=frozenset({3}))  # fmt: skip
    table = read_sheet(Workbook("表.xlsx", "xlsx", (drawn,)), drawn)[0][0]
    kinds = doubted(table)
    assert {cell for cell, found in kinds.items() if found == {DoubtKind.HIDDEN}} == {
        "A3",
        "B3",
        "C2",
        "C3",
        "C4",
    }
    assert table.confidence == 1.0
