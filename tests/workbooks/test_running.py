"""A text that is no table is refused; a table typed as text is read however ragged it is."""

from __future__ import annotations

import pytest

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.workbooks import read_tables
from fazhi_metrics.workbooks.delimited import find_separator

REPORT = """2025年，示例镇扎实推进法治建设，现将有关情况报告如下。
一、主要工作
今年以来，全镇共化解矛盾纠纷42起，化解率达98.5%，较上年提高2个百分点。
其中，婚姻家庭纠纷12起，邻里纠纷20起，其他10起。
"""
SETTINGS = """# 本镇的设置
[town]
name = "示例镇"
years = [2024, 2025]

[villages]
one = { name = "示例一村", aliases = ["一村", "示例村"] }
two = { name = "示例二村", aliases = [] }
"""
MARKDOWN = """# 说明

| 表 | 内容 |
| --- | --- |
| 户数 | 各村户数 |
| 人口 | 各村人口 |
"""
PROGRAM = '''"""Errors that an analyst can cause, and nothing else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence, Mapping


class Mistake(Exception):
    """What is wrong, where it is, and what to do about it."""

    def __init__(self, what, where=None, todo=None):
        super().__init__(what, where, todo)
        self.what, self.where = what, where


def nearest(name, names):
    """Return the nearest name, or none."""
    found = difflib.get_close_matches(name, names, 1)
    return found[0] if found else None
'''
LICENCE = """The licence of an example

Permission is granted, free of charge, to any person who asks, to use what is here for any purpose,
to change it, and to pass it on, with or without changes.

What is here comes as it is, without any promise, stated or implied, of being fit for a purpose,
or of being free of faults, and in no event shall its makers answer for any loss, damage, claim or cost.
"""


@pytest.mark.parametrize("text", [REPORT, SETTINGS, MARKDOWN, PROGRAM, LICENCE])
def test_running_text_settings_and_programs_are_no_tables(tmp_path, text):
    path = tmp_path / "文件.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FazhiError, match="不是表格文件"):
        read_tables(path)


LEDGER = """矛盾纠纷台账
序号,受理日期,村,诉求内容
1,2025.1.3,示例甲村,路灯不亮，已三次反映，至今没有人来修。
2,2025.1.9,示例乙村
3,2025.2.1,示例丙村,因宅基地边界发生争执，经村委会调解，双方和解。
"""
FULL_WIDTH = """村，户数，人口
甲村，12，40
乙村，30，90
"""
NOTES = """人口统计
村,户数
甲村,12
乙村,30
注：数据截至年末，由各村上报，经镇核对
说明：户数以公安户籍为准，人口以普查为准，流动人口不计
来源：示例镇
审核：示例甲
"""


@pytest.mark.parametrize(("text", "rows"), [(LEDGER, 3), (FULL_WIDTH, 2), (NOTES, 2)])
def test_a_table_typed_as_text_is_read(tmp_path, text, rows):
    path = tmp_path / "表.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read_tables(path)
    assert len(table.rows) == rows


def test_the_full_width_comma_cuts_only_where_nothing_else_does():
    assert find_separator(LEDGER) == ","
    assert find_separator(FULL_WIDTH) == "，"
