"""Any workbook as data frames and as Markdown, for people who know nothing of this project."""

from __future__ import annotations

import openpyxl
import pytest

import fazhi_metrics as fm
from tests.workbooks.drawn import read


def saved(path, **sheets):
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


ROWS = [["各村受理情况"], ["村名", "受理（件）", "化解率"], ["甲村", 12, "98.5%"], ["乙村", "约30", "97%"], ["丙村", 7, "100%"],
        ["合计", 19, None], ["注：截至年末"]]  # fmt: skip


def test_one_table_becomes_one_typed_frame_with_all_that_the_sheet_says(tmp_path):
    frame = fm.read_excel(saved(tmp_path / "表.xlsx", 一=ROWS))
    assert list(frame.index) == [3, 4, 5]
    assert frame["受理"].tolist()[::2] == [12, 7]
    assert frame["受理"].isna().tolist() == [False, True, False]
    said = frame.attrs
    assert (said["title"], said["notes"], said["totals"]) == ("各村受理情况", ["注：截至年末"], [6])
    assert said["units"] == {"受理": "件", "化解率": "%"}
    assert (said["letters"]["受理"], said["source"]) == ("B", "表.xlsx!一!A1:C7")
    assert [(d["cells"], d["kind"]) for d in said["doubts"]] == [("B4", "bound")]


def test_several_tables_become_several_frames(tmp_path):
    path = saved(
        tmp_path / "表.xlsx",
        一=ROWS,
        二=[["单位", "件数"], ["甲所", 1], ["乙所", 5], [], ["科室", "人数"], ["甲科", 3], ["乙科", 4]],
    )
    assert list(fm.read_excel(path)) == ["一", "二", "二 2"]
    assert list(fm.read_excel(path, sheet="一").index) == [3, 4, 5]


def test_what_is_not_there_is_named_with_its_nearest(tmp_path):
    path = saved(tmp_path / "表.xlsx", 受理情况=ROWS, 空=[])
    with pytest.raises(fm.FazhiError, match="您是不是要找“受理情况”"):
        fm.read_excel(path, sheet="受理情況")
    with pytest.raises(fm.FazhiError, match="没有找到表格"):
        fm.read_excel(path, sheet="空")


def test_a_lock_file_is_named_so(tmp_path):
    (tmp_path / "~$表.xlsx").write_bytes(b"\x05owner" + bytes(160))
    with pytest.raises(fm.FazhiError, match="锁文件"):
        fm.read_tables(tmp_path / "~$表.xlsx")


def test_markdown_carries_the_address_of_every_cell():
    table = read(
        "各村受理情况 |  | \n村名 | 受理（件） | 备注\n甲村 | 12 | 甲\n乙村 | 约30 | \n丙村 | 7 | \n合计 | 19 | \n注：截至年末"
    )
    assert (
        table.to_markdown(addresses=True)
        == """**各村受理情况**

表.xlsx!Sheet1

| 行 | A：村名 | B：受理（件） | C：备注 |
| --- | --- | --- | --- |
| 3 | 甲村 | 12 | 甲 |
| 4 | 乙村 | 约30 |  |
| 5 | 丙村 | 7 |  |
| 6 | 合计 | 19 |  |

注：截至年末

- B4：“约30”不是准确的数，25至35
"""
    )
    assert table.to_markdown().startswith("**各村受理情况**\n\n| 村名 | 受理（件） | 备注 |\n")
