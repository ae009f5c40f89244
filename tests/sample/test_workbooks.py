"""The committed workbooks of the sample town, read a second, plain way, against the sums of its model."""

import json
import re
from pathlib import Path

import pytest

from fazhi_metrics.project import load_town
from tests.sample import readding

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
YEARS = (2024, 2025)


def expected(year):
    return json.loads((ROOT / "tests" / "data" / f"expected_{year}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("read", readding.DATASETS, ids=lambda read: read.__name__)
def test_the_workbooks_add_up_to_the_model(read, year):
    assert read(RAW / str(year), year) == expected(year)[read.__name__]


def test_the_sums_of_2025_are_those_of_the_report():
    sums = expected(2025)
    assert sums["villages"]["by_kind"] == {"行政村": 19, "居委会": 1}
    assert sums["villages"]["farmland"] == "43695.00"
    assert sums["villages"]["forest"] == "58670.24"
    assert [sums["villages"][name] for name in ("districts", "micro_grids", "folk_sites")] == [9, 111, 28]
    assert list(sums["population"].values()) == [20, 7560, 26234, 6453, 22018]
    assert 40 <= sums["disputes"]["resolved_by_channel"]["三中心"] <= 49
    assert 60 <= sums["appeals"]["resolved"] <= 69
    assert sums["law_study"]["due"] == sums["law_study"]["attended"]
    assert sums["safety_months"]["crime_clues"] == 0
    assert sums["safety_months"]["turned_criminal"] == sums["disputes"]["criminal"] == 0


def test_three_rates_fall_and_three_rise():
    before, after = expected(2024), expected(2025)

    def rate(sums, dataset, upper, lower):
        return sums[dataset][upper] / sums[dataset][lower]

    def per_resident(sums, name):
        return sums["safety_months"][name] / sums["population"]["resident_population"]

    def local(sums):
        return 1 - sums["disputes"]["resolved_by_level"]["区"] / sums["disputes"]["resolved"]

    assert per_resident(after, "security_cases") < per_resident(before, "security_cases")
    assert after["safety_months"]["petitions"] < before["safety_months"]["petitions"]
    assert per_resident(after, "accidents") < per_resident(before, "accidents")
    for dataset, upper, lower in (
        ("grid_matters", "completed", "rows"),
        ("satisfaction", "satisfied", "valid"),
    ):
        assert rate(after, dataset, upper, lower) > rate(before, dataset, upper, lower)
    assert local(after) > local(before) + 0.05


@pytest.mark.parametrize("year", YEARS)
def test_a_dispute_that_turned_criminal_stands_in_the_month_of_the_monthly_report(year):
    _, data, _ = readding.only(RAW / str(year), "平安建设月报.xlsx")
    reported = next(row[3:15] for row in data if row[1] == "民转刑案件")
    counted = [0] * 12
    for _, rows in readding.grids(RAW / str(year) / "矛盾纠纷台账.xlsx"):
        titles, disputes, _ = readding.parts(rows)
        for row in disputes:
            if readding.yes(row[readding.column(titles, "民转刑")]):
                counted[readding.day(row[readding.column(titles, "受理")], year).month - 1] += 1
    assert counted == reported


@pytest.mark.parametrize(
    "path", sorted(RAW.rglob("*.xls*")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_sheet_says_that_it_is_made_up(path):
    for _, rows in readding.grids(path):
        assert any("示例数据：村级数字为演示而构造，合计与公开报告一致" in str(cell) for cell in rows[1])


@pytest.mark.parametrize("year", YEARS)
def test_the_towns_settings_know_every_village_as_typed_and_its_district(year):
    town = load_town(ROOT)
    _, data, _ = readding.only(RAW / str(year), "村（社区）基本情况.xlsx")
    district, found = None, {}
    for row in data:
        district = row[1] or district
        found[town.village(row[2])] = district
    assert found == {village.name: village.district for village in town.villages}
    for name in (
        "人口与户数.xlsx",
        "矛盾纠纷台账.xlsx",
        "群众诉求台账.xlsx",
        f"安全检查台账（{year}年6月）.xlsx",
    ):
        for _, rows in readding.grids(RAW / str(year) / name):
            titles, data, _ = readding.parts(rows)
            at = next(n for n, title in enumerate(titles) if "村" in title)
            assert {town.village(row[at]) for row in data} <= set(found)


def all_text():
    for path in sorted(RAW.rglob("*.xls*")):
        for _, rows in readding.grids(path):
            yield from (str(cell) for row in rows for cell in row if cell is not None)


def test_every_id_number_has_a_region_that_does_not_exist_and_a_valid_check_digit():
    found = re.findall(r"(?<!\d)\d{17}[\dX](?!\d)", " ".join(all_text()))
    assert len(found) == 27
    for text in found:
        assert text.startswith("99")
        assert sum(int(digit) * (2 ** (17 - n) % 11) for n, digit in enumerate(text[:17])) % 11 == (
            "10X98765432".index(text[17])
        )


def test_every_phone_has_a_prefix_that_is_not_assigned():
    found = re.findall(r"(?<!\d)1\d{10}(?!\d)", " ".join(all_text()))
    assert len(found) > 100
    assert all(text.startswith("1007") for text in found)


def test_the_hand_made_mess_is_there():
    text = "\n".join(all_text())
    for pattern in (
        r"\d年\d+月\d+日",
        r"20\d\d\.\d+\.\d+",
        r"^20\d{6}$",
        r"^\d+月\d+日$",
        r"^20\d\d-\d\d-\d\d$",
        r"^20\d\d-\d\d-\d\d 00:00:00$",
        r"^[０-９]+$",
        r"^\d,\d{3}$",
        r"^示例 ",
        r"村委会$",
        r"^示例[一二三四五六七八九十]+$",
        r"^√$",
        r"^Y$",
        r"^有$",
    ):
        assert re.search(pattern, text, re.MULTILINE), pattern
