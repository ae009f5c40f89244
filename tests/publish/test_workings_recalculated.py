"""The second computation: LibreOffice computes every formula, and each must give the library's own number."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import compare, indicators_of, measure
from fazhi_metrics.publish.workings import write_workings
from fazhi_metrics.workbooks import read_tables
from tests.measures import towns
from tests.publish import spreadsheets as sheets

# Every operator, text that a spreadsheet takes for a number, a pattern or another text, and sums with gaps.
OWN = {
    "several_and_not": {
        "numerator": {
            "dataset": "disputes",
            "where": {"kind": ["情感", "债务", "家庭"], "level": ["村", "镇"], "channel": {"is_not": "网格"}},
        }
    },
    "neither_nor": {"numerator": {"dataset": "disputes", "where": {"kind": {"is_not": ["情感", "债务"]}}}},
    "not_satisfied": {"numerator": {"dataset": "appeals", "where": {"satisfied": {"is_not": True}}}},
    "not_known": {
        "numerator": {"dataset": "appeals", "where": {"satisfied": False}},
        "denominator": {"dataset": "appeals", "where": {"satisfied": {"known": True}}},
    },
    "between": {
        "numerator": {
            "dataset": "inspections",
            "column": "hazards",
            "where": {"hazards": {"at_least": 3}, "serious": {"at_most": 20}},
        }
    },
    "large_farms": {
        "numerator": {"dataset": "villages", "column": "farmland", "where": {"farmland": {"at_least": 2000}}}
    },
    "like_a_number": {"numerator": {"dataset": "inspections", "where": {"site": "007"}}},
    "like_a_number_summed": {
        "numerator": {"dataset": "inspections", "column": "hazards", "where": {"site": ["007", "7"]}}
    },
    "like_a_pattern": {"numerator": {"dataset": "inspections", "where": {"site": "站*"}}},
    "like_a_formula": {"numerator": {"dataset": "inspections", "where": {"site": {"is_not": "=1+1"}}}},
    "like_a_comparison": {"numerator": {"dataset": "inspections", "where": {"site": ">5"}}},
    "with_quotes": {"numerator": {"dataset": "inspections", "where": {"site": '他说"好"'}}},
    "in_march": {"numerator": {"dataset": "safety_months", "column": "petitions", "where": {"month": 3}}},
    "without_any": {"numerator": {"dataset": "inspections", "where": {"hazards": 0}}},
    "different_sites": {
        "numerator": {"dataset": "inspections", "column": "site", "distinct": True, "where": {"closed": True}}
    },
    "different_dates": {"numerator": {"dataset": "inspections", "column": "deadline", "distinct": True}},
    "different_kinds": {
        "numerator": {
            "dataset": "disputes",
            "column": "kind",
            "distinct": True,
            "where": {"level": ["村", "镇"], "resolved": {"is_not": False}},
        }
    },
    "different_months": {"numerator": {"dataset": "safety_months", "column": "petitions", "distinct": True}},
    "serious_share": {
        "numerator": {"dataset": "inspections", "column": "serious"},
        "denominator": {"dataset": "inspections", "column": "hazards"},
        "scale": 100,
    },
    "days_to_deadline": {
        "numerator": {"dataset": "inspections", "column": "deadline", "minus": "inspected_on"},
        "denominator": {"dataset": "inspections"},
    },
    "days_of_odd_sites": {
        "numerator": {
            "dataset": "inspections",
            "column": "deadline",
            "minus": "inspected_on",
            "where": {"site": ["007", "站*"]},
        }
    },
    "no_such_sum": {"numerator": {"dataset": "villages", "column": "forest", "where": {"district": "没有"}}},
    "no_such_ratio": {
        "numerator": {"dataset": "villages", "column": "forest"},
        "denominator": {"dataset": "villages", "where": {"district": "没有"}},
    },
}
SITES = (
    "007",
    "7",
    "07",
    "站*",
    "站台",
    "站?",
    "=1+1",
    "+8",
    "-3",
    "@x",
    ">5",
    '他说"好"',
    "~站",
    "1月2日",
    "TRUE",
    None,
)


def odd_town(tmp_path):
    """A made-up town with gaps in every ledger, and names of sites that a spreadsheet may misread."""
    rows = towns.made_up(seed=7, number=90)
    for (name, year), records in rows.items():
        for number, record in enumerate(records):
            if name == "inspections":
                record["site"] = SITES[number % len(SITES)]
                record["hazards"] = [None, 0, 5, 9][number % 4]
                record["serious"] = [None, 1, 30, 2, 0][number % 5]
                record["deadline"] = None if number % 3 else dt.datetime(year, 1 + number % 12, 5)
            elif name == "appeals":
                record["satisfied"] = [None, True, False][number % 3]
            elif name == "disputes":
                record["kind"] = None if number % 11 == 0 else record["kind"]
                record["level"] = None if number % 7 == 0 else record["level"]
    for place, farmland in zip(
        rows["villages", 2025], ("2000.01", "1999.99", "2000.00", "0.10"), strict=True
    ):
        place["farmland"] = Decimal(farmland)
    own = {
        name: {"title": f"自定{name}", "unit": "个", "definition": "试", **card} for name, card in OWN.items()
    }
    return towns.stored(tmp_path / "processed", rows), towns.town(tmp_path, indicators=own)


def one_more_resident(page, xml):
    """Add a resident to the first village of the report year."""
    if page != "人口与户数":
        return xml
    more, number = re.subn(
        rb'(<c r="F6"[^>]*><v>)(\d+)', lambda match: match[1] + str(int(match[2]) + 1).encode(), xml
    )
    assert number == 1
    return more


@pytest.fixture(scope="session")
def sample(tmp_path_factory, sample_project):
    """The workings of the sample town."""
    path = tmp_path_factory.mktemp("sample_workings") / "sample.xlsx"
    return write_workings(sample_project.store, sample_project.town, 2025, path)


@pytest.fixture(scope="session")
def computed(tmp_path_factory, sample_project, sample):
    """The workings of two towns, computed by LibreOffice: their stores, the files written, what it computed."""
    home = tmp_path_factory.mktemp("office")
    store, town = odd_town(home)
    odd = write_workings(store, town, 2025, home / "written" / "odd.xlsx")
    copies = [
        sheets.changed(sample, home / "sample.xlsx", sheets.poison),
        sheets.changed(odd, home / "odd.xlsx", sheets.poison),
        sheets.changed(sample, home / "changed.xlsx", one_more_resident),
    ]
    books = sheets.recalculated(copies, home)
    return {
        "sample": (sample_project.store, sample_project.town, sample, books["sample"]),
        "odd": (store, town, odd, books["odd"]),
        "changed": (sample_project.store, sample_project.town, home / "changed.xlsx", books["changed"]),
    }


@pytest.fixture(params=["sample", "odd"])
def both(request, computed):
    return computed[request.param]


def test_every_formula_gives_the_number_of_the_library(both):
    store, town, path, book = both
    left = sheets.formulas(path)
    wrong, seen = [], 0

    def same(line, key, expected):
        nonlocal seen
        seen += 1
        left[line.page].pop(line.places[key])
        found = line.cells[key]
        if expected is None:
            good = found == "—"
        elif isinstance(found, int | float):
            good = found == pytest.approx(float(expected), rel=1e-12, abs=1e-12)
        else:
            good = False
        if not good:
            wrong.append((name, key, found, expected))

    every = dict(sheets.lines(book))
    assert set(every) == set(indicators_of(town))
    for name, line in every.items():
        card = indicators_of(town)[name]
        for year in (2025, 2024):
            part = measure(store, town, card, year).part
            if not part.status.has_value:
                continue
            same(line, (year, "分子或合计"), part.numerator)
            if card.rate:
                same(line, (year, "分母"), part.denominator)
            same(line, (year, "数值"), part.value)
            assert line.cells[year, "核对"] == "一致", (name, year)
            left[line.page].pop(line.places[year, "核对"])
        try:
            change = compare(store, town, card, 2025, 2024)
        except IndicatorError:
            continue
        if line.places[0, "增减"] in left[line.page]:
            same(line, (0, "增减"), change.difference)
            if card.unit != "%":
                same(line, (0, "增减（%）"), change.percent)
    assert not wrong
    assert seen > 400
    assert {page: cells for page, cells in left.items() if cells and page != "封面"} == {}


def test_sums_of_whole_numbers_and_of_decimals_come_out_exactly(computed):
    _, _, _, book = computed["sample"]
    forest = dict(sheets.lines(book))["forest_area"].cells
    assert forest[2025, "分子或合计"] == 58670.24
    assert forest[2025, "数值"] == 58670.24


def test_the_cover_counts_what_agrees(computed):
    store, town, _, book = computed["sample"]
    cards = indicators_of(town)
    parts = [measure(store, town, card, year).part for card in cards.values() for year in (2024, 2025)]
    given = sum(part.status.has_value for part in parts)
    assert given < len(parts)  # a register hides some
    cover = {row[0]: row[1] for row in book["封面"]}
    assert cover["核对：报告数字"] == "44 处一致，0 处不一致"
    assert cover["核对：其他指标"] == f"{given - 44} 处一致，0 处不一致"


def test_a_changed_record_changes_its_figures_and_no_others(computed):
    store, town, _, book = computed["changed"]
    reading = {
        name
        for name, card in indicators_of(town).items()
        if ("population", "resident_population") in card.columns
    }
    found = dict(sheets.lines(book))
    before = measure(store, town, "resident_population", 2025).value
    assert found["resident_population"].cells[2025, "数值"] == before + 1
    assert {name for name, line in found.items() if line.cells[2025, "核对"] == "不一致"} == reading
    assert all(line.cells[2024, "核对"] == "一致" for line in found.values())


def test_text_that_looks_like_a_formula_is_still_text_after_a_spreadsheet_has_saved_it(computed):
    _, _, path, book = computed["odd"]
    for rows in (sheets.read(path)["安全检查台账"], book["安全检查台账"]):
        column = rows[4].index("检查对象")
        assert {row[column] for row in rows[5:]} == {site or "" for site in SITES}
    written = load_workbook(path)["安全检查台账"]
    cells = [cells[column] for cells in written.iter_rows(min_row=6) if cells[column].value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells if cell.quotePrefix} == {"=1+1", "+8", "-3", "@x"}


def test_a_figure_that_would_be_too_small_is_not_shown(computed):
    store, town, path, book = computed["odd"]
    line = dict(sheets.lines(book))["hazards_found"]
    assert measure(store, town, "hazards_found", 2025).gaps
    assert line.cells[2025, "数值"] == line.cells[2025, "程序值"] == "至少308处"
    assert line.places[2025, "数值"] not in sheets.formulas(path)[line.page]
    assert "发现隐患" in line.cells[0, "说明"]


def test_the_odd_town_tries_every_kind_of_condition(computed):
    _, town, _, _ = computed["odd"]
    operators = {
        where.operator for card in indicators_of(town).values() for part in card.sums for where in part.where
    }
    assert operators == {"is", "in", "is_not", "at_least", "at_most", "known"}


@pytest.mark.parametrize(("name", "values"), [("人口与户数", slice(2, 6)), ("平安建设月报", slice(2, 7))])
def test_the_cells_named_beside_a_record_hold_its_values_in_the_raw_workbook(
    sample, sample_project, name, values
):
    records = sheets.read(sample)[name][5:]
    assert len(records) in (24, 40)
    for record in records:
        file, sheet, block = record[-3:]
        first, last = (coordinate_to_tuple(cell) for cell in block.split(":"))
        raw = CalamineWorkbook.from_path(sample_project.town.raw / file).get_sheet_by_name(sheet)
        rows = raw.to_python(skip_empty_area=False)
        cells = [row[first[1] - 1 : last[1]] for row in rows[first[0] - 1 : last[0]]]
        typed = [str(cell) for row in cells for cell in row][1:]  # the village or the month comes first
        numbers = [float(re.sub(r"[^\d.]", "", unicodedata.normalize("NFKC", text))) for text in typed]
        assert numbers == record[values], (file, sheet, block)


def test_nobody_of_the_raw_workbooks_is_in_the_file(sample, sample_project):
    text = str(sheets.read(sample))
    people = set()
    for file in sample_project.town.raw.rglob("*名册.xlsx"):
        for table in read_tables(file):
            frame = table.frame()
            for column in frame.columns:
                if any(word in str(column) for word in ("姓名", "身份证", "电话")):
                    people |= {str(value) for value in frame[column].dropna()}
    assert len(people) > 30
    assert [person for person in people if person in text] == []
