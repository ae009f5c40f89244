"""The ties file: readable, kept beside the report or in the project, and strict about what it says."""

from dataclasses import replace

import pytest

from fazhi_metrics.audit.formula import evaluate, names
from fazhi_metrics.audit.ties import (
    OPEN,
    Tie,
    add_ties,
    carry_over,
    check_ids,
    find_ties,
    place_for_ties,
    read_ties,
    write_ties,
)
from fazhi_metrics.errors import ReportError
from fazhi_metrics.measures import INDICATORS

TIES = (
    Tie("farmland_area", 2025, "现有耕地", "，林地", unit="亩", number="4369亩", place="第3段"),
    Tie("petitions", 2024, "由", "降至", occurrence=2, of=3, unit="件", number="12件"),
    Tie("petitions", 2025, trend="信访总量", number="信访总量“下降”"),
    Tie(formula="closed / found * 100", year=2025, before='整改率\t"', after="\\。", unit="%"),
    Tie("petitions", 2025, "同比下降", "。", measure="change_percent", unit="%", village="甲村"),
    Tie("disputes_accepted", 2025, "家庭纠纷", "件", unit="件", part="kind=家庭"),
)


def test_what_is_written_is_read_back(tmp_path):
    path = write_ties(tmp_path / "报告.ties.toml", "报告.docx", 2025, TIES)
    assert read_ties(path) == (2025, TIES)
    assert "现有耕地" in path.read_text(encoding="utf-8")


def test_numbers_without_a_figure_stand_as_remarks_that_can_be_filled_in(tmp_path):
    untied = Tie("", 2025, "占比", "。", unit="%", number="36%")
    path = write_ties(tmp_path / "报告.ties.toml", "报告.docx", 2025, TIES, [untied])
    assert read_ties(path) == (2025, TIES)
    text = path.read_text(encoding="utf-8")
    above, marker, below = text.partition(OPEN)
    filled = below.replace("# ", "").replace('figure = ""', 'formula = "a / b"')
    path.write_text(above + marker + filled, encoding="utf-8")
    assert read_ties(path)[1] == (*TIES, replace(untied, formula="a / b"))


def test_ties_are_added_and_what_was_filled_in_or_remarked_stays(tmp_path):
    path = write_ties(tmp_path / "报告.ties.toml", "报告.docx", 2025, TIES[:1], [Tie("", 2025, "占比")])
    text = path.read_text(encoding="utf-8").replace("\n[[tie]]", "\n# 已核对\n[[tie]]", 1)
    path.write_text(text + '[[tie]]\nformula = "a / b"\nbefore = "占比"\n', encoding="utf-8")
    add_ties(path, 2025, TIES[1:], [Tie("", 2025, "另一个")])
    by_hand = Tie(year=2025, before="占比", formula="a / b")
    assert read_ties(path) == (2025, (TIES[0], by_hand, *TIES[1:]))
    again = path.read_text(encoding="utf-8")
    assert "# 已核对" in again
    assert again.count(OPEN) == 1
    assert "另一个" in again.partition(OPEN)[2]
    add_ties(path, 2025, [], [Tie("", 2025, "另一个")])
    assert path.read_text(encoding="utf-8") == again


def test_ties_lie_beside_the_report_or_in_the_project_when_its_folder_is_read_only(tmp_path):
    report, project = tmp_path / "上报" / "报告.docx", tmp_path / "镇"
    report.parent.mkdir()
    assert find_ties(report, project).path == report.parent / "报告.ties.toml"
    report.parent.chmod(0o555)
    path, aside = place_for_ties(report, project)
    assert (path, aside) == (project / "ties" / "报告.ties.toml", True)
    write_ties(path, report.name, 2025, TIES)
    found = find_ties(report, project)
    assert (found.ties, found.aside) == (TIES, True)
    report.parent.chmod(0o755)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[tie]]\nfigur = 'a'\nyear = 2025\nbefore = 'x'", "figur。您是不是要找 figure"),
        (
            "[[tie]]\nfigure = 'a'\nyear = '2025'\nbefore = 'x'",
            "第3行 tie 第1项 year：应是整数，这里是文字“2025”",
        ),
        ("[[tie]]\nfigure = 'a'\nyear = 2025", "找不到这个数字"),
        ("[[tie]]\nfigure = 'a'\nbefore = 'x'", "没有写 year"),
        ("[[tie]]\nyear = 2025\nbefore = 'x'", "figure 与 formula"),
        ("[[tie]]\nfigure = 'a'\nformula = 'a*2'\nyear = 2025\nbefore = 'x'", "figure 与 formula"),
        ("[[tie]]\nfigure = 'a'\nyear = 2025\nbefore = 'x'\nmeasure = 'changes'", "您是不是要找 change"),
        ("[[tie]]\nfigure = 'a'\nyear = 2025\nbefore = 'x'\noccurrence = 2", "occurrence"),
        ("[[ties]]\n", "您是不是要找 tie"),
        ("tie = 3", "tie：应是列表"),
        ("tie = [3]", "tie 第1项：应是一节设置"),
        ("year = true", "year：应是整数，这里是true"),
        ("[[tie", "第1行：写法有误"),
    ],
)
def test_a_ties_file_that_says_something_unknown_stops(tmp_path, text, says):
    path = tmp_path / "报告.ties.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=says):
        read_ties(path)


def test_a_tie_to_an_indicator_that_does_not_exist_names_the_nearest():
    known = {name: INDICATORS[name] for name in ("farmland_area", "forest_area")}
    with pytest.raises(ReportError, match="您是不是要找 farmland_area"):
        check_ids([Tie("farmland_are", 2025, "耕地")], known, "报告.ties.toml")
    with pytest.raises(ReportError, match="您是不是要找 forest_area"):
        check_ids(
            [Tie(formula="farmland_area + forrest_area", year=2025, before="x")], known, "报告.ties.toml"
        )
    check_ids([Tie(formula="farmland_area / (forest_area - forest_area)", year=1, before="x")], known, "")


def test_a_tie_to_a_part_that_does_not_exist_names_the_nearest_dimension():
    known = {"disputes_accepted": INDICATORS["disputes_accepted"]}
    check_ids([Tie("disputes_accepted", 2025, "家庭纠纷", part="kind=家庭")], known, "")
    with pytest.raises(ReportError, match=r"不能按 kindd 分.*您是不是要找 kind"):
        check_ids([Tie("disputes_accepted", 2025, "家庭纠纷", part="kindd=家庭")], known, "")


@pytest.mark.parametrize(
    ("part", "says"),
    [('"家庭"', "维度=名称"), ('"kind="', "维度=名称"), ('"kind=家庭"\nvillage = "甲村"', "只能写一个")],
)
def test_a_part_is_written_as_dimension_and_name(tmp_path, part, says):
    path = tmp_path / "x.ties.toml"
    path.write_text(
        f'year = 2025\n[[tie]]\nfigure = "petitions"\nbefore = "信访"\npart = {part}\n', encoding="utf-8"
    )
    with pytest.raises(ReportError, match=says):
        read_ties(path)


def test_last_years_ties_carry_over_with_every_year_moved():
    moved = carry_over(TIES, 2025, 2026)
    assert [t.year for t in moved] == [2026, 2025, 2026, 2026, 2026, 2026]
    assert [t.before for t in moved] == [t.before for t in TIES]
    [cell] = carry_over([Tie("petitions", 2024, "信访总量｜2024年｜自2024年起")], 2025, 2026)
    assert (cell.year, cell.before) == (2025, "信访总量｜2025年｜自2024年起")


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.b",
        "a[0]",
        "a ** 9",
        "a if b else c",
        "",
        "a +",
        "'x'",
        "1e999",
        "9" * 600,
        "()" * 99,
    ],
)
def test_only_the_four_operations_are_a_formula(text):
    with pytest.raises(ReportError, match="算式"):
        names(text)


def test_a_formula_is_computed_exactly():
    from fractions import Fraction

    values = {"a": Fraction(1, 3), "b": Fraction(2)}
    assert evaluate("-(a + 0.1) * 100 / b", values.__getitem__) == Fraction(-65, 3)
    assert names("a / (b - b)") == {"a", "b"}
