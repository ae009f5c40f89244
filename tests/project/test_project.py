"""fazhi.toml: what it may say, and what is refused with a Chinese reason."""

import datetime as dt
from decimal import Decimal

import pytest

from fazhi_metrics.errors import ProjectError
from fazhi_metrics.project import Section, load_town, start_project

GOOD = """
[town]
name = "示例镇"
years = [2025, 2024]
[[villages]]
name = "甲村"
district = "第一片区"
aliases = ["老甲庄"]
[[villages]]
name = "甲社区"
kind = "居委会"
[[villages]]
name = "乙村"
"""


def write(folder, text):
    (folder / "fazhi.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_project_is_found_from_a_folder_below_it(tmp_path):
    write(tmp_path, GOOD)
    below = tmp_path / "data" / "raw"
    below.mkdir(parents=True)
    town = load_town(below)
    assert (town.root, town.name, town.years, town.year) == (tmp_path, "示例镇", (2024, 2025), 2025)
    assert town.raw == tmp_path / "data/raw"


def test_a_report_is_of_the_latest_year_unless_it_says_otherwise(tmp_path):
    assert load_town(write(tmp_path, GOOD)).year_of_report == 2025
    assert load_town(write(tmp_path, GOOD + "[report]\nyear = 2024\n")).year_of_report == 2024


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("甲村", "甲村"),
        ("甲 村 委 会", "甲村"),
        ("甲居委会", "甲社区"),
        ("甲社区居委会", "甲社区"),
        ("老甲庄", "甲村"),
        ("乙", "乙村"),
        ("甲", None),
        ("丙村", None),
        ("", None),
    ],
)
def test_a_village_goes_by_its_endings_and_aliases(tmp_path, typed, name):
    assert load_town(write(tmp_path, GOOD)).village(typed) == name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[town]\nname = '镇'\nyears = [2025]\nyaers = 1\n", "第4行 town.yaers：.*您是不是要找 years？"),
        ("[twon]\nname = '镇'\n", "您是不是要找 town？"),
        ("[town]\nyears = [2025]\n", "缺少 name（乡镇名称）"),
        ("[town]\nname = '镇'\nyears = []\n", "第3行 town.years：不能是空的"),
        ("[town]\nname = '镇'\nyears = [20255]\n", "town.years 第1项：应在 1949 到 2200 之间"),
        ("[town]\nname = '镇'\nyears = 2025\n", "应是列表"),
        ("[town\n", "写法有误"),
        (GOOD + "[[villages]]\nname = '丁村'\naliases = ['老甲庄']\n", "老甲庄 既是 甲村 又是 丁村"),
        (GOOD + "[[villages]]\nname = '甲村'\n", "第15行 villages 第4项 name：甲村列了两次"),
        (GOOD + "[[villages]]\nname = '甲村民委员会'\n", "列了两次，第 1 个 .* 已是甲村"),
        (GOOD + "[[villages]]\nname = '丁村'\naliases = ['乙村']\n", "乙村 既是 乙村 又是 丁村"),
        (GOOD + "kind = '国家'\n", "villages 第3项 kind：不能是文字“国家”。可用的有：行政村、居委会"),
        (GOOD + "aliases = '乙'\n", "应是列表，即 . . 里的文字"),
        (GOOD + "merged_into = '丁村'\n", "merged_into：村名单里没有 丁村"),
        (GOOD + "renamed_to = '乙村委会'\n", "不能是它自己的后继"),
        (GOOD + "merged_into = '甲村'\nrenamed_to = '甲社区'\n", "只能写一个"),
        (GOOD + "since = 2025\nuntil = 2024-05-01\n", "until 早于 since"),
        (
            GOOD + "merged_into = '丁村'\n[[villages]]\nname = '丁村'\nmerged_into = '乙'\n",
            "第3项：乙村的 merged_into、renamed_to 绕了一圈",
        ),
        (GOOD + "[report]\nyear = 2023\n", "year 不在 years 里：2023。请写 years 里的一年：2024、2025"),
        (GOOD + "[report]\nfigures = ['甲', '甲']\n", "甲 写了两次"),
        (GOOD + "[report]\nfigures = ['甲']\n[[report.sections]]\ntitle = '一'\nfigures = ['乙']\n", "只能写一种"),
        (GOOD + "[[report.sections]]\ntitle = '一'\nfigures = []\n", "report.sections 第1项 figures：不能是空的"),
        ("as_of = '2025-12-31'\n" + GOOD, "as_of：应是日期（不加引号"),
        ("as_of = 2020-12-31\n" + GOOD, "早于最早的年份"),
        (GOOD + "[[missing]]\nledger = '台账'\nyear = 2023\n", "missing 第1项：year 不在 years 里"),
        (GOOD + "[[missing]]\nledger = '台账'\nyear = 2025\nmonths = [13]\n", "months 第1项：应在 1 到 12 之间"),
        (GOOD + "[[missing]]\nledger = '台账'\nyear = 2025\nvillage = '丙村'\n", "村名单里没有 丙村"),
        (GOOD + "[[given]]\nindicator = 'a'\nyear = 2025\nvalue = '3'\ndocument = 'd'\n", "value：应是数"),
        (GOOD + "[[given]]\nindicator = 'a'\nyear = 2025\nvalue = 3\n", "缺少 document（来文）"),
        (GOOD + 2 * "[[given]]\nindicator = 'a'\nyear = 2025\nvalue = 3\ndocument = 'd'\n", "a 2025 年的数写了两次"),
        (GOOD + "[paths]\nprocessed = 'data/raw/processed'\n", "paths.processed：processed 在 raw 里面"),
        (GOOD + "[paths]\nraw = 'outputs/raw'\n", "paths.raw：raw 在 outputs 里面"),
        (GOOD + "[paths]\nraw = '.'\n", "paths.raw：processed 在 raw 里面"),
        (GOOD + "[paths]\noutputs = 'data/raw/../raw'\n", "outputs 在 raw 里面"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_refused_with_the_reason(tmp_path, text, says):
    with pytest.raises(ProjectError, match=says):
        load_town(write(tmp_path, text))


def test_what_the_data_speak_for_is_declared(tmp_path):
    text = """
        since = 2025
        until = 2025-06-30
        merged_into = "甲村委会"
        [report]
        figures = ["disputes", "信访"]
        [[missing]]
        ledger = "disputes"
        year = 2025
        village = "乙"
        months = [12, 11]
        [[missing]]
        ledger = "disputes"
        year = 2024
        months = 3
        [[given]]
        indicator = "satisfaction"
        year = 2023
        value = 96.50
        document = "某办〔2024〕3号"
        office = "平安办"
    """
    town = load_town(write(tmp_path, "as_of = 2025-09-30\n" + GOOD + text))
    gone = town.villages[-1]
    assert (gone.since, gone.until) == (dt.date(2025, 1, 1), dt.date(2025, 6, 30))
    assert (gone.merged_into, gone.successor) == ("甲村", "甲村")
    assert town.as_of == dt.date(2025, 9, 30)
    assert town.figures == ("disputes", "信访")
    assert [(each.year, each.village, each.months) for each in town.missing] == [
        (2025, "乙村", (11, 12)),
        (2024, "", (3,)),
    ]
    assert (town.given[0].value, town.given[0].document) == (Decimal("96.50"), "某办〔2024〕3号")


def test_the_sections_of_a_report_name_their_figures(tmp_path):
    text = GOOD + "[[report.sections]]\ntitle = '化解'\nfigures = ['a', 'b']\n"
    assert load_town(write(tmp_path, text)).sections == (Section(title="化解", figures=("a", "b")),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_settings_are_read_as_notepad_saves_them(tmp_path, encoding):
    (tmp_path / "fazhi.toml").write_bytes(GOOD.encode(encoding))
    assert load_town(tmp_path).name == "示例镇"


@pytest.mark.parametrize(
    ("today", "as_of"),
    [("2026-02-01", "2025-12-31"), ("2025-09-30", "2025-09-30"), ("2023-01-01", "2024-01-01")],
)
def test_a_new_project_speaks_for_its_latest_year_as_far_as_it_has_come(tmp_path, today, as_of):
    start_project(tmp_path, name='"甲"\\镇', years=(2024, 2025), today=dt.date.fromisoformat(today))
    town = load_town(tmp_path)
    assert (town.name, town.as_of) == ('"甲"\\镇', dt.date.fromisoformat(as_of))


def test_a_folder_without_settings_says_how_to_start(tmp_path):
    with pytest.raises(ProjectError, match="fazhi new"):
        load_town(tmp_path)
