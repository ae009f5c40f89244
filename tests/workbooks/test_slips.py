"""A slip of the hand in one row does not cost the reader the rows below it."""

from __future__ import annotations

from tests.workbooks.drawn import read

LEDGER = """
序号 | 编号 | 受理日期 | 所在村 | 类型 | 办结日期 | 民转刑
1 | JF-01 | 2025-03-01 | 示例一村 | 邻里 | 2025-03-05 | 否
2 | JF-02 | 2025-03-02 | 示例二村 | 家庭 | 2025-03-06 | 否
3 | | JF-03 | 2025-03-03 | 示例三村 | 邻里 | 2025-03-07
4 | JF-04 | 2025-03-04 | 示例一村 | 债务 | 2025-03-08 | 否
5 | JF-05 | 2025-03-05 | 示例二村 | 邻里 | 2025-03-09 | 否
"""


def test_a_row_typed_one_column_too_far_is_no_header():
    table = read(LEDGER)
    assert table.rows == (2, 3, 4, 5, 6)
    assert table.cell(4, "C").raw == "JF-03"
