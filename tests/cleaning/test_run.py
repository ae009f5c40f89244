"""A folder of hand-typed workbooks becomes typed records with their cells, and every cell is accounted for."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from fazhi_metrics.cleaning import tables
from fazhi_metrics.cleaning.outdated import outdated
from fazhi_metrics.errors import CleaningError, ProjectError
from tests.cleaning.conftest import DISPUTES, POPULATION, POPULATION_MERGES


def test_a_merged_sheet_becomes_records_with_their_cells(office):
    file = office.population()
    result = office.clean()
    assert result.issues == ()
    frame = office.store.frame("population", 2025)
    assert frame["village"].tolist() == ["示例一村", "示例二村", "示例社区居委会"]
    assert frame["registered_households"].tolist() == [100, 200, 50]
    assert office.store.cells("population", frame, ["resident_population"]) == [f"{file}!人口!F4:F6"]
    assert office.store.provenance.origins([0], "year") == {f"{file}!人口": "title"}


def test_totals_are_proved_and_kept_out(office):
    office.population()
    result = office.clean()
    assert result.proved == 4
    assert office.store.frame("population")["registered_population"].sum() == 1080


def test_every_cell_is_kept_or_logged_once(office):
    books = [openpyxl.load_workbook(office.path(name)) for name in (office.population(), office.disputes())]
    typed = sum(cell.value is not None for book in books for row in book.active for cell in row)
    result = office.clean()
    log = office.store.log()
    cells = result.conservation
    assert cells.read == cells.kept + cells.logged
    assert (cells.read, cells.logged) == (typed, len(log))
    assert not log.duplicated(["file", "sheet", "cell"]).any()


def test_the_log_says_what_became_of_a_cell(office):
    file = office.population()
    office.clean()
    log = office.log()
    assert log[f"{file}!人口!A1"] == ("title", "示例镇2025年人口与户数统计表", None)
    assert log[f"{file}!人口!C2"][0] == "header"
    assert log[f"{file}!人口!C5"] == ("changed", "２００", "200")
    assert log[f"{file}!人口!B6"] == ("changed", "示例社区", "示例社区居委会")
    assert log[f"{file}!人口!D7"] == ("total", "1080", None)
    assert log[f"{file}!人口!A4"][0] == "serial"
    assert f"{file}!人口!D4" not in log


def test_dates_flags_and_codes_are_read_by_their_column(office):
    office.disputes()
    assert office.clean().issues == ()
    rows = office.store.table("disputes", 2025).to_pylist()
    assert [row["accepted_on"].date() for row in rows] == [
        dt.date(2025, 3, 1),
        dt.date(2025, 3, 8),
        dt.date(2025, 5, 2),
        dt.date(2025, 11, 1),
    ]
    assert [row["kind"] for row in rows] == ["邻里", "家庭", "债务", "其他"]
    assert [row["channel"] for row in rows] == ["网格", "三中心", "司法所", "派出所"]
    assert [row["resolved"] for row in rows] == [True, True, False, True]
    assert [row["criminal"] for row in rows] == [False] * 4
    assert "parties" not in rows[0]


def test_no_name_and_no_signature_leaves_the_raw_folder(office):
    office.population()
    office.disputes()
    office.clean()
    names = ("张某", "李某", "王某", "赵某", "钱某", "孙某")
    for path in office.town.processed.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(name.encode() in content for name in names), path
    for name in ("log", "issues", "sources"):
        assert not any(each in str(office.store.side_table(name).to_pylist()) for each in names)


def test_months_across_become_a_record_each(office):
    months = [f"{month}月" for month in range(1, 13)]
    rows = [
        ["示例镇平安建设月报（2025年）"],
        ["指标", "单位", *months, "合计"],
        ["治安案件", "起", *range(12), sum(range(12))],
        ["信访件次", "件次", *[1] * 12, 12],
        ["安全事故", "起", *[0] * 12, 0],
        ["黑恶线索", "条", *[0] * 12, 0],
        ["民转刑案件", "起", *[0] * 12, 0],
    ]
    office.write("2025/月报.xlsx", rows, ["A1:O1"], "月报")
    result = office.clean()
    assert (result.issues, result.proved) == ((), 5)
    frame = office.store.frame("safety_months", 2025)
    assert frame["month"].tolist() == list(range(1, 13))
    assert frame["security_cases"].tolist() == list(range(12))
    assert office.store.cells("safety_months", frame[frame["month"] == 3], ["security_cases", "month"]) == [
        "2025/月报.xlsx!月报!E2:E3"
    ]


def test_a_wrong_total_across_is_found_in_its_column(office):
    rows = [
        ["示例镇平安建设月报（2025年）"],
        ["指标", *[f"{month}月" for month in range(1, 13)], "合计"],
        *[[name, *[1] * 12, 12] for name in ("治安案件", "信访件次", "安全事故", "黑恶线索", "民转刑案件")],
    ]
    rows[3][13] = 13
    office.write("2025/月报.xlsx", rows, sheet="月报")
    assert ("错误", "total_differs", "2025/月报.xlsx!月报!N4") in office.found()


def test_a_label_merged_down_is_one_value_with_its_span(office):
    rows = [
        ["法律八进", "活动日期", "宣传主题", "受众（人次）", "发放资料（份）"],
        ["进学校", "2025-03-01", "民法典", 50, 60],
        ["", "2025-04-01", "禁毒", 70, 80],
        ["进乡村", "2025-05-01", "反诈", 90, 10],
    ]
    office.write("2025/普法.xlsx", rows, ["A2:A3"], "活动")
    assert office.clean().issues == ()
    frame = office.store.frame("publicity", 2025)
    assert frame["place_kind"].tolist() == ["进学校", "进学校", "进乡村"]
    assert office.store.cells("publicity", frame[:2], ["place_kind"]) == ["2025/普法.xlsx!活动!A2"]
    assert [(hit.field, hit.at) for hit in office.store.lookup("2025/普法.xlsx!活动!A2")] == [
        ("place_kind", 2),
        ("place_kind", 3),
    ]


def test_a_number_merged_over_two_records_is_one_number_and_an_error(office):
    rows = [
        ["法律八进", "活动日期", "宣传主题", "受众（人次）", "发放资料（份）"],
        ["进学校", "2025-03-01", "民法典", 300, 60],
        ["进学校", "2025-04-01", "禁毒", "", 80],
    ]
    office.write("2025/普法.xlsx", rows, ["D2:D3"], "活动")
    assert office.found() == [("错误", "merged_number", "2025/普法.xlsx!活动!D2")]
    assert office.store.frame("publicity")["audience"].sum() == 300


def test_the_centre_is_taken_from_the_sheet_and_said_so(office):
    rows = [
        [
            "诉求编号",
            "受理日期",
            "诉求人",
            "联系电话",
            "所属村",
            "诉求类别",
            "是否解决",
            "办结日期",
            "是否满意",
        ],
        ["GA-1", "2025-03-01", "周某", "10012345678", "示例一村", "治安", "是", "2025-03-09", "是"],
    ]
    office.write("2025/诉求.xlsx", rows, sheet="公安联勤")
    office.write("2025/诉求.xlsx", [rows[0], ["XF-1", *rows[1][1:]]], sheet="信访调解")
    assert office.clean().issues == ()
    frame = office.store.frame("appeals", 2025)
    assert frame["centre"].tolist() == ["公安联勤", "信访调解"]
    assert office.store.provenance.origins([0, 1], "centre") == {
        "2025/诉求.xlsx!公安联勤": "sheet_name",
        "2025/诉求.xlsx!信访调解": "sheet_name",
    }


def test_a_sheet_that_nothing_recognises_is_listed_and_not_repeated(office):
    office.population()
    rows = [["药品", "规格", "单价"], ["张某某专用", "盒", 12.5], ["李某某专用", "瓶", 8]]
    office.write("2025/人口与户数.xlsx", rows, sheet="其他")
    assert office.found() == [("错误", "table_unknown", "2025/人口与户数.xlsx!其他!A1")]
    assert office.log()["2025/人口与户数.xlsx!其他!A2"] == ("unknown_table", "（文字 5 字，见原表）", None)
    assert office.log()["2025/人口与户数.xlsx!其他!C2"] == ("unknown_table", "12.5", None)


def test_a_hidden_sheet_is_not_used_and_said_so(office):
    file = office.population()
    office.write(file, DISPUTES, sheet="旧台账")
    book = openpyxl.load_workbook(office.path(file))
    book["旧台账"].sheet_state = "hidden"
    book.save(office.path(file))
    assert office.found() == [("警告", "sheet_hidden", f"{file}!旧台账")]
    assert office.store.datasets() == ["population"]
    assert office.clean().conservation.holds


def test_columns_no_dataset_knows_are_logged_without_their_text(office):
    rows = [[*DISPUTES[0], "家庭情况"], *([*row, "低保户张某某"] for row in DISPUTES[1:])]
    office.write("2025/纠纷.xlsx", rows, sheet="台账")
    assert office.found() == [("提示", "column_unknown", "2025/纠纷.xlsx!台账!L1")]
    assert office.log()["2025/纠纷.xlsx!台账!L2"] == ("unknown_column", "（文字 6 字，见原表）", None)


def test_an_alias_in_the_settings_is_enough_for_a_new_header(office):
    rows = [["矛盾性质" if title == "纠纷类型" else title for title in DISPUTES[0]], *DISPUTES[1:]]
    office.write("2025/纠纷.xlsx", rows, sheet="台账")
    assert ("错误", "column_missing", "2025/纠纷.xlsx!台账") in office.found()
    settled = office.having(datasets={"disputes": {"aliases": {"kind": ["矛盾性质"]}}})
    assert settled.found() == []


def test_a_ledger_without_numbers_is_read_and_its_repeated_rows_are_found(office):
    numbered = DISPUTES[0].index("纠纷编号")
    rows = [[cell for at, cell in enumerate(row) if at != numbered] for row in DISPUTES]
    office.write("2025/纠纷.xlsx", rows, sheet="台账")
    lacking = ("警告", "identifier_missing", "2025/纠纷.xlsx!台账")
    assert office.found() == [lacking]
    office.write("2025/补报.xlsx", [rows[0], [1, *rows[3][1:]]], sheet="台账")
    assert set(office.found()) - {lacking, ("警告", "identifier_missing", "2025/补报.xlsx!台账")} == {
        ("警告", "record_twice", "2025/补报.xlsx!台账!B2")
    }
    assert len(office.store.frame("disputes", 2025)) == len(rows), "a repeated record is told, not dropped"


def test_one_broken_workbook_is_an_issue_and_not_the_end(office):
    office.population()
    office.path("2025/坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert [found[:2] for found in office.found()] == [("错误", "workbook_unreadable")]
    assert office.store.datasets() == ["population"]


def test_what_is_no_workbook_is_listed(office):
    office.population()
    office.path("2025/照片.jpg").write_bytes(b"x")
    office.path("2025/说明.md").write_text("说明", encoding="utf-8")
    office.path("2025/~$人口与户数.xlsx").write_bytes(b"x")
    assert office.found() == [("提示", "file_ignored", "2025/照片.jpg")]


def test_the_same_input_gives_the_same_generation(office):
    office.population()
    office.disputes()
    first, second = office.clean(), office.clean()
    assert first.generation == second.generation
    manifest = office.store.manifest
    assert manifest["inputs"].keys() == {"2025/人口与户数.xlsx", "2025/纠纷.xlsx"}
    assert not outdated(office.town, office.store)


def test_progress_counts_every_workbook(office):
    office.population()
    office.disputes()
    seen = []
    office.clean(progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "2025/人口与户数.xlsx"), (2, 2, "2025/纠纷.xlsx")]


def test_a_folder_without_workbooks_is_refused(office):
    with pytest.raises(CleaningError, match="文件夹里没有表格"):
        office.clean()


def test_an_unknown_optional_check_is_refused_by_name(office):
    office.population()
    with pytest.raises(ProjectError, match="您是不是要找 resident_within_registered"):
        office.having(checks={"resident_within_register": True}).clean()


def test_an_optional_check_holds_when_switched_on(office):
    file = office.population()
    strict = office.having(checks={"resident_within_registered": True})
    assert strict.found() == [("错误", "resident_within_registered", f"{file}!人口!F6")]


def test_months_down_are_read_as_well_as_months_across(office):
    rows = [["月份", "治安案件（起）", "信访件次", "安全事故", "黑恶线索", "民转刑案件"]]
    rows += [[f"{month}月", month, 1, 0, 0, 0] for month in range(1, 13)]
    office.write("2025/月报.xlsx", [*rows, ["合计", 78, 12, 0, 0, 0]], sheet="月报")
    assert office.clean().issues == ()
    frame = office.store.frame("safety_months", 2025)
    assert frame["security_cases"].tolist() == list(range(1, 13))
    assert office.store.cells("safety_months", frame[frame["month"] == 2], ["security_cases"]) == [
        "2025/月报.xlsx!月报!B3"
    ]


@pytest.mark.parametrize("flaw", ["error", "lost cell"])
def test_a_workbook_that_cannot_be_accounted_for_is_refused_whole(office, monkeypatch, flaw):
    file, other = office.population(), office.disputes()
    wrong = tables.TableReader.store

    def store(reader, *rest):
        if reader.dataset.name == "disputes" and flaw == "error":
            raise ZeroDivisionError
        if reader.dataset.name == "disputes":
            reader.context.kept -= 1
        wrong(reader, *rest)

    monkeypatch.setattr(tables.TableReader, "store", store)
    result = office.clean()
    assert [(issue.rule, issue.file) for issue in result.issues] == [("workbook_refused", other)]
    assert result.conserved[other].kept == 0
    assert result.conservation.holds
    assert office.store.datasets() == ["population"]
    assert file in result.files


def test_a_suspected_part_is_still_held_against_its_own_rules(office):
    rows = [row[:] for row in POPULATION]
    rows[3][3] = -310
    rows[6][3] = 460
    office.write("2025/人口.xlsx", rows, POPULATION_MERGES, "人口")
    assert ("错误", "below_minimum", "2025/人口.xlsx!人口!D4") in office.found()


def test_a_blank_that_is_no_merged_cell_is_not_filled(office):
    rows = [
        [
            "决策事项",
            "承办单位",
            "决策日期",
            "公众参与",
            "专家论证",
            "风险评估",
            "合法性审查",
            "集体讨论",
            "后评估",
        ],
        ["甲方案", "党政办", "2025-03-01", "√", "", "", "√", "√", ""],
        ["乙方案", "", "2025-04-01", "√", "", "", "√", "√", ""],
    ]
    office.write("2025/决策.xlsx", rows, sheet="决策")
    assert office.found() == [("错误", "required_missing", "2025/决策.xlsx!决策!B3")]
    assert office.store.table("decisions").column("expert").to_pylist() == [False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_a_ledger_of_decisions_on_a_sheet_called_contents_is_read(office, count):
    head = ["序号", "决策事项", "承办单位", "决策日期", "公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论", "后评估"]  # fmt: skip
    rows = [
        [n, f"示例方案{n}", "党政办", f"2025-0{n}-01", "√", "", "", "√", "√", ""] for n in range(1, count + 1)
    ]
    office.write("2025/目录.xlsx", [["2025年度重大行政决策目录"], head, *rows], ["A1:J1"], "目录")
    assert office.found() == []
    assert len(office.store.frame("decisions", 2025)) == count
