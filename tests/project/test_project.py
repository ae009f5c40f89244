"""fazhi.toml: what it may say, and what is refused with a Chinese reason."""

import pytest

from fazhi_metrics.errors import ProjectError
from fazhi_metrics.project import load_town

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
        ("[town]\nname = '镇'\nyears = [2025]\nyaers = 1\n", "您是不是要找 years？"),
        ("[twon]\nname = '镇'\n", "您是不是要找 town？"),
        ("[town]\nyears = [2025]\n", "缺少 name"),
        ("[town]\nname = '镇'\nyears = []\n", "年份列表"),
        ("[town\n", "写法有误"),
        (GOOD + "[[villages]]\nname = '丁村'\naliases = ['老甲庄']\n", "既是 甲村 又是 丁村"),
        (GOOD + "[report]\nyear = 2023\n", "year 不在 years 里：2023。请写 years 里的一年：2024、2025"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_with_the_reason(tmp_path, text, says):
    with pytest.raises(ProjectError, match=says):
        load_town(write(tmp_path, text))


def test_a_folder_without_settings_says_how_to_start(tmp_path):
    with pytest.raises(ProjectError, match="fazhi new"):
        load_town(tmp_path)
