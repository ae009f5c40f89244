"""The problems on the screen: alike ones in one line, and a village list for a town that has none."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import openpyxl
import pytest

from fazhi_metrics.cleaning import clean
from fazhi_metrics.cli.problems import list_problems, proposed_villages
from fazhi_metrics.project import load_town, start_project

VILLAGES = ("上河", "下河村", "石桥社区", "石桥", "上河村")


@pytest.fixture
def town(tmp_path):
    """A town that has one ledger, and no village list yet."""
    start_project(tmp_path / "东河镇", name="东河镇", years=(2025,))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["东河镇2025年矛盾纠纷台账"])
    sheet.append(["编号", "受理日期", "村（社区）", "纠纷类型", "化解渠道", "是否化解", "是否民转刑"])
    for number in range(30):
        village = VILLAGES[number % len(VILLAGES)]
        sheet.append([f"D{number:03}", "2025-03-04", village, "邻里", "网格", "否", "否"])
    book.save(tmp_path / "东河镇/data/raw/2025/纠纷.xlsx")
    return load_town(tmp_path / "东河镇")


def test_the_same_problem_of_a_sheet_is_one_line_and_none_is_left_uncounted(town, capsys):
    result = clean(town, workers=1)
    unknown = [issue for issue in result.issues if issue.rule == "village_unknown"]
    list_problems(result, town)
    out = capsys.readouterr().out
    assert len(unknown) == 30 and f"问题 {len(result.issues)} 个" in out
    assert out.count("村名不认识") == len(VILLAGES)
    assert out.count("等 6 处") == len(VILLAGES)


def test_a_town_without_a_village_list_is_given_one_to_paste(town, capsys):
    list_problems(clean(town, workers=1), town)
    out = capsys.readouterr().out
    proposed = tomllib.loads(out[out.index("[[villages]]") :])
    assert sorted(entry["name"] for entry in proposed["villages"]) == ["上河村", "下河村", "石桥社区"]
    settings = town.root / "fazhi.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + out[out.index("[[villages]]") :], encoding="utf-8"
    )
    mended = load_town(town.root)
    result = clean(mended, workers=1)
    assert not [issue for issue in result.issues if issue.rule == "village_unknown"]
    list_problems(result, mended)
    assert "[[villages]]" not in capsys.readouterr().out


def test_quotes_in_a_typed_name_do_not_break_the_proposed_list(town, capsys):
    result = clean(town, workers=1)
    odd = replace(next(i for i in result.issues if i.rule == "village_unknown"), typed='甲"村\\')
    list_problems(replace(result, issues=(odd,)), town)
    out = re.sub(r"\A.*?(?=\[\[villages\]\])", "", capsys.readouterr().out, flags=re.DOTALL)
    assert tomllib.loads(out)["villages"][0]["name"] == '甲"村\\'


def test_a_shorter_spelling_of_the_same_village_is_not_proposed_beside_the_fuller_one():
    assert proposed_villages(["石桥", "石桥社区", "下河村委会", "下河村", ""]) == ["石桥社区", "下河村委会"]
