"""Text files as people edit them: one bad record cuts no table, one stray quotation mark swallows no line."""

from __future__ import annotations

import pytest

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.workbooks import read_book, read_tables

HEAD = "受理日期,单位,事由,件数,结果"
DAYS = [f"2025-03-{n:02},示例{n % 4}所,路灯,{n},办结" for n in range(1, 13)]


def write(tmp_path, text):
    path = tmp_path / "表.csv"
    path.write_text(text, encoding="utf-8")
    return path


def with_line(line):
    return "\n".join([HEAD, *DAYS[:6], line, *DAYS[7:]])


REPAIRED = {
    "an empty field in front": ",2025-03-07,示例3所,路灯,7,办结",
    "an empty field within": "2025-03-07,示例3所,,路灯,7,办结",
    "a separator that is missing": "2025-03-07示例3所,路灯,7,办结",
    "spaces instead of separators": "2025-03-07 示例3所 路灯 7 办结",
    "tabs instead of separators": "2025-03-07\t示例3所\t路灯\t7\t办结",
}


@pytest.mark.parametrize("line", REPAIRED.values(), ids=REPAIRED)
def test_one_bad_record_is_repaired_and_named(tmp_path, line):
    (table,) = read_tables(write(tmp_path, with_line(line)))
    assert (table.header_rows, table.rows) == ((1, 1), tuple(range(2, 14)))
    assert [table.values(column.index)[6] for column in table.columns][1:] == ["示例3所", "路灯", 7, "办结"]
    assert len(table.columns) == 5
    assert [d.cells for d in table.doubts] == ["A8:E8"]
    assert table.doubts[0].what.startswith("第8行")
    assert table.confidence < 1


def test_a_bad_record_that_fits_in_no_way_or_two_is_named_and_cuts_nothing(tmp_path):
    (table,) = read_tables(write(tmp_path, with_line("2025-03-07,示例3所,路灯,不亮,已报修,办结")))
    assert table.rows == tuple(range(2, 14))
    assert any("第8行多1个分隔符" in d.what for d in table.doubts)


@pytest.mark.parametrize("line", ['2025-03-07,示例3所,"路灯,7,办结', '2025-03-07,"示例3所,路灯,7,办结'])
def test_a_stray_quotation_mark_swallows_no_line(tmp_path, line):
    (table,) = read_tables(write(tmp_path, with_line(line)))
    assert (table.rows, table.values("D")) == (tuple(range(2, 14)), list(range(1, 13)))
    assert ("A8:E8", "第8行的引号不成对") in [(d.cells, d.what) for d in table.doubts]


def test_quotation_marks_that_close_are_left_alone(tmp_path):
    text = '村名,说明,户数\n甲村,"他说""好"",并同意",12\n乙村,"两行\n文字",30\n丙村,无,7\n丁村,无,9\n'
    (table,) = read_tables(write(tmp_path, text))
    assert (table.rows, table.values("C"), table.doubts) == ((2, 3, 5, 6), [12, 30, 7, 9], ())
    assert table.values("B")[0] == '他说"好",并同意'


def test_records_that_lack_or_have_empty_fields_at_the_end_are_not_spoken_of(tmp_path):
    text = "村名,户数,人口,备注\n甲村,12,40,新\n乙村,30\n丙村,7,20,旧,\n丁村,9,31\n戊村,8,8,旧\n"
    (table,) = read_tables(write(tmp_path, text))
    assert (table.rows, table.doubts, len(table.columns)) == ((2, 3, 4, 5, 6), (), 4)


def test_thousands_without_quotation_marks_are_joined_where_one_way_fits(tmp_path):
    (table,) = read_tables(write(tmp_path, "村名,人口\n甲村,1,204\n乙村,856\n丙村,2,310\n丁村,77\n"))
    assert table.values("B") == [1204, 856, 2310, 77]
    assert [d.cells for d in table.doubts] == ["A2:B2", "A4:B4"]
    (table,) = read_tables(
        write(tmp_path, "村名,人口,户数\n甲村,1,204,300\n乙村,856,210\n丙村,2,310,600\n丁村,77,20\n")
    )
    assert {d.cells.partition(":")[0] for d in table.doubts} == {"A2", "A4"}


@pytest.mark.parametrize("header", ["2023,2024,2025", "x,y,z"])
def test_a_header_that_lacks_the_name_of_the_labels_is_pushed_right(tmp_path, header):
    labels = ["甲所", "乙所", "丙所"] if header[0] == "2" else ["1", "2", "3"]
    text = "\n".join([header, *(f"{label},{n},{n + 4},{n + 7}" for n, label in enumerate(labels, 11))])
    (table,) = read_tables(write(tmp_path, text))
    assert [column.header for column in table.columns] == [None, *header.split(",")]
    assert table.confidence < 1


def test_a_decimal_comma_anywhere_says_what_the_points_mean(tmp_path):
    (table,) = read_tables(
        write(tmp_path, "Ort;Wert;Menge\nA;12.345,60;3.400\nB;8,50;900\nC;9,25;1.250\nD;10,00;77\n")
    )
    assert table.values("B") == [12345.6, 8.5, 9.25, 10]
    assert table.values("C") == [3400, 900, 1250, 77]
    (table,) = read_tables(write(tmp_path, "Ort;Wert\nA;2.100\nB;0.950\nC;1.020\n"))
    assert table.values("B") == [2.1, 0.95, 1.02]


def test_numbers_kept_as_text_for_excel_keep_their_zeros(tmp_path):
    (table,) = read_tables(
        write(tmp_path, '村名,编码,户数\n甲村,="0012",12\n乙村,="0013",30\n丙村,="0140",7\n')
    )
    assert table.values("B") == ["0012", "0013", "0140"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("村名\n甲村\n乙村\n丙村\n", ["甲村", "乙村", "丙村"]), ("人口\n120\n130\n", [120, 130]),
        ("\n单位\n\"甲所\"\n\"乙所\"\n", ["甲所", "乙所"]), ("受理编号\nSL001\nSL002\nSL003\n", ["SL001", "SL002", "SL003"]),
    ],
)  # fmt: skip
def test_a_file_of_one_column_is_a_table(tmp_path, text, values):
    (table,) = read_tables(write(tmp_path, text))
    assert table.values("A") == values


@pytest.mark.parametrize(
    "text", ["示例镇工作总结\n今年以来扎实推进\n化解纠纷四十余起\n", "购物清单\n苹果\n香蕉\n牛奶\n"]
)
def test_lines_of_prose_are_no_column(tmp_path, text):
    with pytest.raises(FazhiError, match="不是表格文件"):
        read_tables(write(tmp_path, text))


def test_a_preamble_and_several_tables_in_one_file(tmp_path):
    text = "导出时间：2025-12-31\n系统：示例\n\n村名,户数\n甲村,12\n乙村,30\n丙村,7\n\n单位,受理,化解,在办\n甲所,1,1,0\n乙所,4,3,1\n丙所,5,5,0\n"
    book = read_book(write(tmp_path, text))
    assert [(t.header_rows, t.rows, t.doubts) for t in book.tables] == [
        ((4, 4), (5, 6, 7), ()),
        ((9, 9), (10, 11, 12), ()),
    ]


def test_a_name_printed_once_over_rows_of_one_field_is_a_table(tmp_path):
    rows = "".join(f",,示例{n}站,,\n" for n in range(1, 9))
    (table,) = read_tables(
        write(
            tmp_path,
            f"接待情况,,,,\n领导,月份,来访单位,事由,\n甲,10月,东村代表,道路,\n{rows}乙,11月,西村代表,用水,\n{rows}",
        )
    )
    assert (table.header_rows, len(table.rows)) == ((2, 2), 18)


@pytest.mark.parametrize("separator", [":", "^", "~", "#", " "])
def test_separators_that_hardly_anybody_uses_are_found_where_every_line_agrees(tmp_path, separator):
    rows = [["村名", "户数", "人口"], ["甲村", "12", "40"], ["乙村", "30", "90"], ["丙村", "7", "20"]]
    (table,) = read_tables(write(tmp_path, "\n".join(map(separator.join, rows))))
    assert [table.values(c.index) for c in table.columns] == [
        ["甲村", "乙村", "丙村"],
        [12, 30, 7],
        [40, 90, 20],
    ]


def test_a_separator_within_quotation_marks_is_not_taken_for_it(tmp_path):
    (table,) = read_tables(write(tmp_path, '"村名";"甲, 乙"\n"甲村";"1,2"\n"乙村";"3,4"\n"丙村";"5,6"\n'))
    assert [column.header for column in table.columns] == ["村名", "甲, 乙"]


def test_times_of_day_and_addresses_do_not_cut_a_line(tmp_path):
    (table,) = read_tables(
        write(tmp_path, "时刻,网址\n10:00,http://a/b:1\n11:00,http://a/b:2\n12:30,http://a/b:3\n")
    )
    assert len(table.columns) == 2
