"""What each table was taken for is listed: ledger, year, where the year is written, and how many records."""

from __future__ import annotations

from fazhi_metrics.cli.listing import tables_of
from tests.cleaning import conftest
from tests.cleaning.conftest import DISPUTES, POPULATION

office = conftest.office


def test_every_table_with_its_year_and_where_that_is_written(office):
    office.write("2025/甲.xlsx", POPULATION, sheet="人口")
    office.write("乙.xlsx", DISPUTES, sheet="2025年台账")
    office.write("丙（2025年）.xlsx", [DISPUTES[0], [1, "JF-9", *DISPUTES[1][2:]]], sheet="补报")
    office.clean()
    assert sorted(tables_of(office.store, office.town)) == [
        ("2025/甲.xlsx", "人口", "人口与户数", 2025, "标题", 3),
        ("丙（2025年）.xlsx", "补报", "矛盾纠纷台账", 2025, "文件名", 1),
        ("乙.xlsx", "2025年台账", "矛盾纠纷台账", 2025, "表名", 4),
    ]


def test_years_in_a_column_or_in_the_dates_alone_are_said_to_be_in_the_cells(office):
    office.write(
        "丁.xlsx",
        [
            DISPUTES[0],
            *([n, f"J-{n}", f"2025-0{n}-01", *DISPUTES[1][3:9], f"2025-0{n}-05", "否"] for n in (1, 2)),
        ],
    )
    office.clean()
    assert [(row[3], row[4], row[5]) for row in tables_of(office.store, office.town)] == [(2025, "单元格", 2)]
