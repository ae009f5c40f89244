"""What the workings say and how they are laid out; that their formulas are true is tested by recalculation."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import zipfile

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from fazhi_metrics.errors import DatasetError, FileError
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import FIGURES, INDICATORS, Sum, Where
from fazhi_metrics.measures.base import count, different, total
from fazhi_metrics.publish.workings import write_workings
from fazhi_metrics.publish.workings.formulas import Ledger, Unwritable, sum_formula
from fazhi_metrics.store import Store, write_generation
from tests.conftest import CHECKOUT
from tests.measures import towns
from tests.publish import spreadsheets as sheets

BANNER = "示例数据：为测试而构造"
CORRECTION = {
    "cell": "2025/人口与户数.xlsx!人口与户数!C6",
    "before": "12",
    "after": "21",
    "reason": "两位颠倒",
    "evidence": "来函",
    "approved_by": "党政办",
    "date": "2026-01-05",
}


@pytest.fixture(scope="session")
def rows():
    return towns.made_up(seed=3, number=12)


@pytest.fixture(scope="session")
def made(tmp_path_factory, rows):
    """The workings of a small made-up town: (store, town, path)."""
    home = tmp_path_factory.mktemp("town")
    store, town = towns.stored(home / "processed", rows), towns.town(home, sample=BANNER)
    return store, town, write_workings(store, town, 2025, home / "outputs" / "figures.xlsx")


@pytest.fixture(scope="session")
def troubled(tmp_path_factory, rows):
    """The figures of a town with a village missing, two definitions, a ledger missing, odd names; its book, its path."""
    home = tmp_path_factory.mktemp("troubled")
    changed = {key: records for key, records in rows.items() if key != ("safety_months", 2025)}
    changed["population", 2025] = rows["population", 2025][1:]
    changed["appeals", 2025] = [{**row, "satisfied": None} for row in rows["appeals", 2025]]
    changed["inspections", 2025] = [
        {**row, "site": "A店" if number % 2 else "a店"}
        for number, row in enumerate(rows["inspections", 2025])
    ]
    for year in (2024, 2025):
        changed["enforcement", year] = officers(rows, year, certified=2)
    tables = towns.tables_of(changed)
    tables["corrections"] = pa.Table.from_pylist([CORRECTION])
    write_generation(home / "processed", tables, {})
    town = towns.town(home, indicators={"law_study_sessions": {"version": "2", "since": 2025}})
    path = write_workings(Store.open(home / "processed"), town, 2025, home / "figures.xlsx")
    return dict(sheets.lines(sheets.read(path))), load_workbook(path), path


def officers(rows, year, certified):
    """The officers of a year, so many of them certified and half of them on the establishment."""
    return [
        {**row, "certified": number < certified, "established": number % 2 == 0}
        for number, row in enumerate(rows["enforcement", year])
    ]


@pytest.fixture(scope="session")
def book(made):
    return load_workbook(made[2])


@pytest.fixture(scope="session")
def figures(made):
    return dict(sheets.lines(sheets.read(made[2])))


def page(book, name):
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


# --- what is in it ---


def test_the_pages_are_cover_contents_figures_definitions_and_a_ledger_for_each_dataset(book):
    ledgers = [dataset.title for dataset in DATASETS.values()]
    assert book.sheetnames == ["封面", "目录", "报告数字", "其他指标", "指标定义", *ledgers]


def test_every_page_says_that_the_data_are_made_up(book):
    assert {sheet.title for sheet in book if BANNER in str(list(sheet.values)[:3])} == set(book.sheetnames)


def test_the_cover_names_town_year_and_generation(made, book):
    cover = str(page(book, "封面"))
    assert all(
        text in cover for text in ("示例镇2025年", "2024年", made[0].generation, "怎么读", "不对外公布")
    )


def test_the_figures_of_the_report_come_first_and_every_indicator_is_there_once(figures):
    assert list(figures) == [*FIGURES, *(name for name in INDICATORS if name not in FIGURES)]
    assert {line.page for line in figures.values()} == {"报告数字", "其他指标"}


def test_numerator_denominator_value_check_and_change_are_formulas_and_the_library_s_value_is_not(
    made, figures
):
    formulas = sheets.formulas(made[2])
    for name, line in figures.items():
        own = formulas[line.page]
        for year in (2025, 2024):
            if line.cells[year, "程序值"] == "不列出":
                continue
            live = ["分子或合计", "数值", "核对", *(["分母"] if INDICATORS[name].rate else [])]
            assert [key for key in live if line.places[year, key] not in own] == [], name
            assert line.places[year, "程序值"] not in own


def test_formulas_carry_their_results_but_the_check_has_none_before_it_is_made(figures):
    for line in figures.values():
        for year in (2025, 2024):
            value, library = line.cells[year, "数值"], line.cells[year, "程序值"]
            if library == "不列出":
                continue
            assert value == library == "—" or value == pytest.approx(library, rel=1e-15)
            assert line.cells[year, "核对"] == "未计算"


def test_contents_and_definitions_lead_to_the_right_places(book):
    links = {cell.value: cell.hyperlink.location for cell in book["目录"]["B"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[2:]}
    for row in book["指标定义"].iter_rows(min_row=6):
        target, _, cell = row[0].hyperlink.location.partition("!")
        back = book[target.strip("'")][cell]
        assert back.value == row[0].value
        assert back.hyperlink.location == f"'指标定义'!A{row[0].row}"


def test_a_definition_links_to_the_column_that_its_sum_adds(book):
    card = next(row for row in book["指标定义"].iter_rows(min_row=6) if row[1].value == "farmland_area")
    sheet, _, cell = card[5].hyperlink.location.partition("!")
    assert book[sheet.strip("'")][cell].value == "耕地面积（亩）"


def test_a_ledger_holds_every_record_of_both_years_with_its_cells(made, rows, book):
    found = page(book, "人口与户数")
    assert found[4] == [
        *("年度", "村（社区）", "户籍/户数（户）", "户籍/人口（人）", "常住/户数（户）", "常住/人口（人）"),
        *("来源文件", "工作表", "单元格"),
    ]
    names = [column.name for column in DATASETS["population"].stored if column.name != "year"]
    expected = [
        [year, *(record[name] for name in names), f"{year}/人口与户数.xlsx", "人口与户数", f"B{at}:F{at}"]
        for year in (2025, 2024)
        for at, record in enumerate(rows["population", year], towns.FIRST_ROW)
    ]
    assert found[5:] == expected


def test_a_ledger_with_months_across_names_the_cells_of_a_column(book):
    found = page(book, "平安建设月报")
    assert found[5][-1] == "E2:E7"


def test_flags_are_words_dates_are_dates_and_a_missing_value_is_an_empty_cell(troubled):
    sheet = troubled[1]["群众诉求台账"]
    titles = [cell.value for cell in sheet[5]]
    first = dict(zip(titles, sheet[6], strict=True))
    assert first["是否解决"].value in ("是", "否")
    assert first["受理日期"].is_date
    assert first["受理日期"].number_format == "yyyy-mm-dd"
    assert first["是否满意"].value is None


def test_no_personal_column_is_written(book):
    personal = {
        column.title for dataset in DATASETS.values() for column in dataset.columns if column.personal
    }
    titles = {cell.value for sheet in book for cell in sheet[5]}
    assert personal
    assert not personal & titles


def test_pages_can_be_read_filtered_and_printed(book):
    for name in book.sheetnames[2:]:
        sheet = book[name]
        assert sheet.freeze_panes.endswith("6"), name
        assert sheet.auto_filter.ref.startswith("A5:"), name
        assert sheet.print_title_rows.endswith("$5"), name
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert "&P" in sheet.oddFooter.right.text


def test_declared_corrections_stand_at_their_records_and_on_a_page_of_their_own(troubled):
    marks = [row[-1] for row in page(troubled[1], "人口与户数")[5:]]
    assert marks[1] == "C6 原为 12，改为 21（两位颠倒）"
    assert marks[0] is None
    assert page(troubled[1], "更正")[5] == list(CORRECTION.values())


# --- what must not be said ---


def test_a_value_in_doubt_has_its_status_and_no_change(damaged, tmp_path):
    project = damaged("typed_wrong")
    book = sheets.read(write_workings(project.store, project.town, 2025, tmp_path / "f.xlsx"))
    found = dict(sheets.lines(book))
    doubted, sound = (found[name].cells for name in ("resident_population", "registered_population"))
    assert (doubted[2025, "状态"], doubted[2024, "状态"], sound[2025, "状态"]) == ("待核实", "可用", "可用")
    assert doubted[0, "增减"] == doubted[0, "变化写法"] == "待核实"
    assert "合计不符" in doubted[0, "说明"]
    cover = {row[0]: row[1] for row in book["封面"]}
    assert cover["报告数字"].endswith("待核实 3 个")
    assert cover["未决问题"].startswith("错误 1 处")
    assert any("（内部）" in str(row[0]) for row in book["封面"])


def test_a_year_that_is_not_over_is_compared_over_the_same_months_without_a_formula(tmp_path):
    rows = towns.made_up(seed=3, number=120)
    cut = {**rows, ("disputes", 2025): [r for r in rows["disputes", 2025] if r["accepted_on"].month < 10]}
    store, town = towns.stored(tmp_path / "processed", cut), towns.town(tmp_path)
    path = write_workings(store, town, 2025, tmp_path / "f.xlsx")
    line = dict(sheets.lines(sheets.read(path)))["disputes_accepted"]
    assert line.cells[2025, "状态"] == "截至9月"
    assert line.cells[0, "增减"] == sum(r["accepted_on"].month < 10 for r in cut["disputes", 2025]) - sum(
        r["accepted_on"].month < 10 for r in rows["disputes", 2024]
    )
    assert line.places[0, "增减"] not in sheets.formulas(path)[line.page]
    assert line.cells[0, "变化写法"].startswith("1—9月")


def test_a_total_with_a_gap_is_not_a_figure(troubled):
    cells = troubled[0]["resident_population"].cells
    assert cells[2025, "数值"] == cells[2025, "程序值"] == "数据不全"
    assert cells[0, "增减"] == "—"
    assert "缺 示例一村 的数据" in cells[0, "说明"]
    assert cells[2024, "数值"] > 0


def test_two_definitions_are_not_compared(troubled):
    cells = troubled[0]["law_study_sessions"].cells
    assert cells[0, "增减"] == "不可比"
    assert "口径自2025年起改变" in cells[0, "说明"]
    assert cells[2025, "数值"] == cells[2024, "数值"] == 12


def test_a_year_with_nothing_before_it_has_no_comparison(tmp_path, rows):
    only = {key: records for key, records in rows.items() if key[1] == 2025}
    store, town = towns.stored(tmp_path / "processed", only), towns.town(tmp_path)
    line = dict(sheets.lines(sheets.read(write_workings(store, town, 2025, tmp_path / "f.xlsx"))))[
        "petitions"
    ]
    assert {year for year, _ in line.cells} == {0, 2025}
    assert (0, "增减") not in line.cells


def test_a_dataset_without_records_of_the_year_leaves_its_figures_open(troubled):
    cells = troubled[0]["petitions"].cells
    assert cells[2025, "数值"] == cells[2025, "报告写法"] == "数据不全"
    assert cells[2024, "数值"] > 0


def test_a_figure_without_a_formula_keeps_the_library_s_number_and_says_why(troubled):
    lines, _, path = troubled
    line = lines["sites_inspected"]
    assert line.cells[2025, "分子或合计"] == 2
    assert line.places[2025, "分子或合计"] not in sheets.formulas(path)[line.page]
    assert "未列公式，只存程序值：检查对象里有只差大小写" in line.cells[0, "说明"]


def test_what_is_confidential_has_neither_value_nor_change(troubled):
    lines = troubled[0]
    hidden = {name for name, line in lines.items() if line.cells[2025, "报告写法"] == "不列出"}
    assert hidden == {"certified_officers", "certified_officer_rate"}
    assert all(lines[name].cells[2025, "数值"] == "不列出" for name in hidden)
    assert all("不足3人" in lines[name].cells[0, "说明"] for name in hidden)


def test_a_year_that_is_not_there_is_refused_with_those_that_are(made, tmp_path):
    store, town, _ = made
    with pytest.raises(DatasetError, match=r"没有 2019 年.*2024、2025"):
        write_workings(store, town, 2019, tmp_path / "figures.xlsx")


def test_a_place_that_cannot_be_written_is_named(made, tmp_path):
    store, town, _ = made
    (tmp_path / "taken").write_text("")
    with pytest.raises(FileError, match=r"taken.*不是文件夹"):
        write_workings(store, town, 2025, tmp_path / "taken" / "figures.xlsx")


# --- the same bytes ---


def test_two_runs_write_the_same_bytes_whatever_the_hash_seed(made, tmp_path):
    store, town, path = made
    code = f"""
import sys
from pathlib import Path
from fazhi_metrics.publish.workings import write_workings
from fazhi_metrics.store import Store
from tests.measures import towns

processed, root, again = map(Path, sys.argv[1:])
write_workings(Store.open(processed), towns.town(root, sample={BANNER!r}), 2025, again)
"""
    places = [store.folder.parent.parent, town.root, tmp_path / "again.xlsx"]
    subprocess.run(
        [sys.executable, "-c", code, *map(str, places)],
        check=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONHASHSEED": "20251123"},
    )
    assert places[-1].read_bytes() == path.read_bytes()


def test_the_archive_bears_no_time(made):
    with zipfile.ZipFile(made[2]) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


# --- formulas ---

VILLAGES = Ledger(
    dataset=DATASETS["villages"],
    page="村情",
    first=6,
    last=9,
    letters={"year": "A", "village": "B", "kind": "C", "district": "D", "farmland": "E", "folk_sites": "F"},
    texts={"district": frozenset({"东", "西"})},
)
YEARS, KINDS, DISTRICTS, FARMS, SITES = (f"'村情'!${letter}$6:${letter}$9" for letter in "ACDEF")


@pytest.mark.parametrize(
    ("part", "formula"),
    [
        (count("villages"), f"COUNTIFS({YEARS},$C$4)"),
        (count("villages", kind="行政村"), f'COUNTIFS({YEARS},$C$4,{KINDS},"行政村")'),
        (
            count("villages", kind=("行政村", "居委会")),
            f'COUNTIFS({YEARS},$C$4,{KINDS},"行政村")+COUNTIFS({YEARS},$C$4,{KINDS},"居委会")',
        ),
        (
            count("villages", Where("kind", "is_not", ("行政村",))),
            f'COUNTIFS({YEARS},$C$4,{KINDS},"<>",{KINDS},"<>行政村")',
        ),
        (count("villages", Where("folk_sites", "known")), f'COUNTIFS({YEARS},$C$4,{SITES},"<>")'),
        (
            total("villages", "folk_sites", Where("folk_sites", "at_least", (2,))),
            f'SUMIFS({SITES},{YEARS},$C$4,{SITES},">=2")',
        ),
        (total("villages", "farmland"), f"ROUND(SUMIFS({FARMS},{YEARS},$C$4),2)"),
        (
            count("villages", district="2区"),
            f'SUMPRODUCT(({YEARS}=$C$4)*({DISTRICTS}<>"")*(({DISTRICTS}="2区"))*1)',
        ),
        (
            different("villages", "district"),
            f'SUMPRODUCT(({YEARS}=$C$4)*({DISTRICTS}<>"")*(MATCH(({YEARS}=$C$4)*({DISTRICTS}<>"")&"|"&{DISTRICTS},'
            f'({YEARS}=$C$4)*({DISTRICTS}<>"")&"|"&{DISTRICTS},0)=ROW({DISTRICTS})-5))',
        ),
    ],
)
def test_a_sum_becomes_the_formula_that_an_office_would_write(part, formula):
    assert sum_formula(part, VILLAGES, "$C$4") == formula


@pytest.mark.parametrize(
    ("texts", "part", "reason"),
    [
        ({"A栋", "a栋"}, different("villages", "district"), "只差大小写"),
        ({"Ａ栋", "A栋"}, count("villages", district="A栋"), "全角半角"),
        ({"东" * 300}, different("villages", "district"), "过长"),
        (
            set(),
            Sum("villages", None, (Where("district", "in", tuple(f"第{n}片" for n in range(900))),)),
            "过长",
        ),
    ],
)
def test_what_a_spreadsheet_would_misjudge_is_refused_with_the_reason(texts, part, reason):
    ledger = dataclasses.replace(VILLAGES, texts={"district": frozenset(texts)})
    with pytest.raises(Unwritable, match=reason):
        sum_formula(part, ledger, "$C$4")
