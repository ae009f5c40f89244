"""From a figure to its cells and their corrections, and from a cell to its figures; no cell more or less."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from fazhi_metrics.addresses import covers, letters, read_block, split
from fazhi_metrics.errors import StoreError
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import INDICATORS, measure, trace, trace_cell
from fazhi_metrics.measures.backtrace import NONE_FOUND
from fazhi_metrics.measures.trace import read_columns
from fazhi_metrics.store import Store, write_generation

from . import reference, towns

every = pytest.mark.parametrize("card", INDICATORS.values(), ids=INDICATORS)


def unpacked(blocks):
    found = []
    for block in blocks:
        sheet, text = split(block)
        top, left, bottom, right = read_block(text)
        found += [(sheet, row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]
    return found


def expected_cells(part, rows, year=2025):
    """The cells of a sum, worked out from the rows alone."""
    dataset = DATASETS[part.dataset]
    fields = [column.name for column in dataset.stored]
    sheet = f"{year}/{dataset.title}.xlsx!{dataset.title}"
    kept = [i for i, row in enumerate(rows) if all(reference.fulfils(row, where) for where in part.where)]
    kept = kept or list(range(len(rows)))
    cells = {
        (towns.FIRST_ROW + i, 2 + fields.index(name)) for i in kept for name in read_columns(part, dataset)
    }
    if dataset.layout == "months_across":
        cells = {(col, row) for row, col in cells}
    return {(sheet, *cell) for cell in cells}


@every
def test_a_trace_adds_up_again_and_names_exactly_the_cells_that_count(card, store, town, rows):
    found = trace(store, town, card.id, 2025)
    part = measure(store, town, card.id, 2025).part
    assert found.sides[0].value == part.numerator
    for side, wanted in zip(found.sides, card.sums, strict=True):
        assert set(unpacked(side.cells)) == expected_cells(wanted, rows[wanted.dataset, 2025])
        assert len(unpacked(side.cells)) == len(set(unpacked(side.cells)))
        if not wanted.distinct:
            assert sum(sheet.value for sheet in side.sheets) == side.value
    if card.rate:
        assert found.sides[1].value == part.denominator


def test_a_trace_prints_one_level_a_line(store, town, rows):
    cases = sum(row["security_cases"] for row in rows["safety_months", 2025])
    lines = str(trace(store, town, "public_security_case_rate", 2025)).splitlines()
    assert lines[0].startswith("示例镇2025年治安案件发案率")
    assert "定义：" in lines[1] and "口径第1版，自2024年起" in lines[1]
    assert lines[2].startswith("  状态：可用")
    assert lines[3] == f"    分子：平安建设月报的治安案件之和 = {cases}（12 条记录）"
    assert lines[4] == f"      2025/平安建设月报.xlsx!平安建设月报：12 条记录，{cases}"
    assert lines[5] == "        治安案件：E3:P3"
    assert lines[6].startswith("    分母：人口与户数的常住/人口之和")
    assert "治安案件：E3:P3" in trace(store, town, "public_security_case_rate", 2025)._repr_html_()


def test_a_trace_says_how_the_report_writes_the_value(tmp_path, town):
    rows = [
        {
            "received_on": dt.datetime(2025, 1 + n % 12, 1),
            "resolved": True,
            "centre": "公安联勤",
            "year": 2025,
        }
        for n in range(46)
    ]
    store = towns.stored(tmp_path, {("appeals", 2025): rows})
    first = str(trace(store, town, "appeals_resolved_by_centres", 2025)).splitlines()[0]
    assert first == "示例镇2025年三大中心解决诉求数 46件（appeals_resolved_by_centres，报告写作40余件）"


def test_a_zero_rests_on_every_cell_that_could_have_said_otherwise(tmp_path, town):
    day = dt.datetime(2025, 3, 1)
    rows = [{"case_no": str(n), "accepted_on": day, "criminal": False, "year": 2025} for n in range(3)]
    store = towns.stored(tmp_path, {("disputes", 2025): rows})
    found = trace(store, town, "disputes_turned_criminal", 2025)
    column = 2 + [each.name for each in DATASETS["disputes"].stored].index("criminal")
    address = f"2025/矛盾纠纷台账.xlsx!矛盾纠纷台账!{letters(column)}5"
    assert found.cells == (f"{address}:{letters(column)}7",)
    assert "查看 3 条记录，无一符合" in str(found)
    uses = {use.indicator.id: use for use in trace_cell(store, town, address).uses}
    assert uses["disputes_turned_criminal"].roles == (NONE_FOUND,)


def test_a_selection_is_traced_to_its_own_cells(store, town, rows):
    found = trace(store, town, "disputes_accepted", 2025, {"village": "示例一村"})
    own = [i for i, row in enumerate(rows["disputes", 2025]) if row["village"] == "示例一村"]
    assert sorted(row for _, row, _ in unpacked(found.cells)) == [towns.FIRST_ROW + i for i in own]
    assert "（示例一村）" in str(found)


def test_the_counted_rows_are_at_hand(store, town):
    frame = trace(store, town, "resident_population", 2025).sides[0].frame()
    assert frame["resident_population"].sum() == measure(store, town, "resident_population", 2025).value
    assert {"_source", "_at"} <= set(frame)


def test_back_from_a_cell_are_exactly_the_figures_whose_trace_names_it(store, town):
    cells = {name: trace(store, town, name, 2025).cells for name in INDICATORS}
    for address in (
        "2025/人口与户数.xlsx!人口与户数!F6",
        "2025/平安建设月报.xlsx!平安建设月报!G4",
        "2025/矛盾纠纷台账.xlsx!矛盾纠纷台账!H9",
        "2025/安全检查台账.xlsx!安全检查台账!F7",
        "2025/群众满意度测评.xlsx!群众满意度测评!E8",
        "2025/村（社区）基本情况.xlsx!村（社区）基本情况!C8",
    ):
        fed = {name for name, blocks in cells.items() if any(covers(block, address) for block in blocks)}
        found = trace_cell(store, town, address)
        assert {use.indicator.id for use in found.uses} == fed
        for use in found.uses:
            assert use.value == measure(store, town, use.indicator, 2025).value


def test_a_cell_that_fed_nothing_says_what_it_was_taken_for(tmp_path, town, rows):
    log = [
        {
            "file": "2025/人口与户数.xlsx",
            "sheet": "人口与户数",
            "cell": "F9",
            "rule": "total",
            "before": "137",
        },
        {
            "file": "2025/人口与户数.xlsx",
            "sheet": "人口与户数",
            "cell": "F5",
            "rule": "changed",
            "before": "１２",
        },
    ]
    tables = {**towns.tables_of(rows), "log": pa.Table.from_pylist([{**row, "after": None} for row in log])}
    write_generation(tmp_path, tables, {})
    store = Store.open(tmp_path)
    total = str(trace_cell(store, town, "2025/人口与户数.xlsx!人口与户数!F9"))
    assert "没有数据取自这里" in total and "合计" in total and "137" in total
    assert "规范写法 １２" in str(trace_cell(store, town, "2025/人口与户数.xlsx!人口与户数!F5"))
    with pytest.raises(StoreError):
        trace_cell(store, town, "2025/没有.xlsx!表!A1")


def test_corrections_of_cells_that_a_figure_reads_are_shown(tmp_path, town, rows):
    corrections = [
        {
            "number": number,
            "cell": f"2025/人口与户数.xlsx!人口与户数!{cell}",
            "target": "",
            "before": "31",
            "after": "13",
            "reason": "两位数字颠倒",
            "evidence": "来函",
            "approved_by": "党政办",
            "date": "2026-01-05",
        }
        for number, cell in enumerate(["F6", "C6"], 1)
    ]
    write_generation(
        tmp_path, {**towns.tables_of(rows), "corrections": pa.Table.from_pylist(corrections)}, {}
    )
    store = Store.open(tmp_path)
    (found,) = trace(store, town, "resident_population", 2025).corrections
    assert (
        found.text
        == "更正 2025/人口与户数.xlsx!人口与户数!F6：原为 31，改为 13（两位数字颠倒；党政办 2026-01-05）"
    )
    assert found.text in str(trace(store, town, "disputes_per_10k", 2025))
    assert found.text in str(trace_cell(store, town, "2025/人口与户数.xlsx!人口与户数!F6"))
    assert not trace(store, town, "petitions", 2025).corrections
