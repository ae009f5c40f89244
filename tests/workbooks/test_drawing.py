"""The drawing of a table: it fits the terminal, and shows a sheet as an analyst sees it."""

from __future__ import annotations

import io

from fazhi_metrics.workbooks import draw
from tests.workbooks.drawn import read

MONTHS = " | ".join(f"{n}月" for n in range(1, 13))
WIDE = f"""
示例镇各类矛盾纠纷分月统计情况及其与上年同期相比增减变化的说明（2025年） | < | <
类型 | {MONTHS}
邻里纠纷 | {" | ".join(str(1000 + n) for n in range(12))}
家庭纠纷 | {" | ".join(str(2000 + n) for n in range(12))}
"""


def printed(table, width):
    from rich.console import Console

    console = Console(width=width, record=True, file=io.StringIO())
    console.print(draw(table))
    return console.export_text()


def test_a_wide_table_keeps_its_row_numbers_and_roles_in_a_narrow_terminal():
    text = printed(read(WIDE), 60)
    lines = text.splitlines()
    assert any(line.split("│")[:2] == [" 2 ", " 表头 "] for line in lines)
    assert "1002" in text
    assert "1011" not in text
    assert "右边还有" in text
    assert max(map(len, lines)) <= 60


def test_a_wide_terminal_shows_every_column():
    text = printed(read(WIDE), 200)
    assert "1011" in text
    assert "右边还有" not in text


def test_a_title_too_long_for_a_cell_is_printed_in_full():
    assert "第 1 行：示例镇各类矛盾纠纷分月统计情况及其与上年同期相比增减变化的说明（2025年）" in printed(
        read(WIDE), 200
    )


def test_in_a_notebook_a_title_takes_the_width_of_its_merged_cell():
    html = read(WIDE)._repr_html_()
    assert 'colspan="13">示例镇各类矛盾纠纷分月统计情况及其与上年同期相比增减变化的说明（2025年）' in html


def test_the_word_for_a_total_is_no_mistake_and_what_cannot_be_read_is_marked():
    html = read("""
序号 | 村 | 户数
1 | 示例甲村 | 12
2 | 示例乙村 | 约30
合计 | | 42
""")._repr_html_()
    assert html.count("outline") == 1
    assert "只是约数，不是准确的数" in html


def test_empty_rows_are_drawn_once_and_a_stray_note_is_seen():
    text = printed(
        read("""
村 | 户数 | | |
示例甲村 | 12 | | |
示例乙村 | 30 | | |
 | | | |
 | | | |
 | | | | 草稿
"""),
        100,
    )
    assert text.count("空行") == 1
    assert "草稿" in text


def test_what_the_reading_leaves_open_is_listed_first():
    table = read("村名 | 户数 | 人口\n甲村 | — | 40\n乙村 | 约20 | 22\n丙村 | 9 | 31*")
    text = printed(table, 120)
    assert text.index("存疑 B3：“约20”不是准确的数，15至25") < text.index("说明 B2")
    assert "存疑 B3" in table._repr_html_()
