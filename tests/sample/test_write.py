import csv
import json

import pytest

from fazhi_metrics.project import load_town
from fazhi_metrics.sample import REFERENCE, write_county, write_town
from tests.sample import readding

LEDGERS = (readding.disputes, readding.appeals, readding.inspections, readding.grid_matters)


def same(first, second, folder):
    return {p.relative_to(first): p.read_bytes() for p in (first / folder).rglob("*.*")} == {
        p.relative_to(second): p.read_bytes() for p in (second / folder).rglob("*.*")
    }


def test_a_written_town_is_a_project_with_all_its_villages(tmp_path):
    paths = write_town(tmp_path, name="示例镇", villages=7, rows=60)
    town = load_town(tmp_path)
    assert (town.name, town.years, len(town.villages)) == ("示例镇", (2024, 2025), 7)
    assert [village.kind for village in town.villages] == ["行政村"] * 6 + ["居委会"]
    assert all(path.exists() for path in paths)
    assert len(paths) == 1 + 2 * 23


@pytest.mark.parametrize("rows", [1, 25, 1000])
def test_rows_is_the_length_of_the_four_ledgers_together(tmp_path, rows):
    write_town(tmp_path, rows=rows, years=(2025,))
    raw = tmp_path / "data" / "raw" / "2025"
    if rows == 1000:
        assert sum(read(raw, 2025)["rows"] for read in LEDGERS) == rows
    else:
        sheets = [*readding.grids(raw / "矛盾纠纷台账.xlsx"), *readding.grids(raw / "群众诉求台账.xlsx")]
        for path in raw.glob("安全检查台账*.xlsx"):
            sheets += readding.grids(path)
        with (raw / "网格事项导出.csv").open(encoding="gb18030", newline="") as file:
            exported = len(list(csv.reader(file))) - 3
        assert sum(len(readding.parts(page)[1]) for _, page in sheets) + exported == rows


@pytest.mark.parametrize("seed", range(4))
def test_a_drawn_town_keeps_every_identity_of_its_sheets(tmp_path, seed):
    write_town(tmp_path, seed=seed, rows=700, villages=20)
    for year in (2024, 2025):
        raw = tmp_path / "data" / "raw" / str(year)
        sums = {read.__name__: read(raw, year) for read in readding.DATASETS}
        assert sums["safety_months"]["turned_criminal"] == sums["disputes"]["criminal"]
        assert sums["villages"]["rows"] == sums["population"]["rows"] == 20


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path):
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_town(tmp_path / folder, seed=seed, villages=4, rows=50, years=(2025,))
    assert same(tmp_path / "a", tmp_path / "b", "data")
    assert not same(tmp_path / "a", tmp_path / "c", "data")


def test_a_drawn_town_does_not_claim_the_sums_of_the_report(tmp_path):
    write_town(tmp_path, villages=3, rows=20, years=(2025,))
    for path in (tmp_path / "data").rglob("*.xls*"):
        for _, rows in readding.grids(path):
            assert rows[1][0] == "示例数据：全部数字为演示而构造"


def test_the_smallest_town_has_a_village_and_a_committee(tmp_path):
    write_town(tmp_path, villages=2, years=(2025,))
    _, data, _ = readding.only(tmp_path / "data" / "raw" / "2025", "人口与户数.xlsx")
    assert len(data) == 2
    with pytest.raises(ValueError, match="a village and a residents' committee"):
        write_town(tmp_path / "none", villages=1)


def test_totals_must_cover_every_year(tmp_path):
    with pytest.raises(ValueError, match="2026"):
        write_town(tmp_path, totals=REFERENCE, years=(2025, 2026))


def test_a_county_is_a_folder_for_each_town_and_no_two_are_alike(tmp_path):
    written = list(write_county(tmp_path, towns=3, rows=40, villages=4, years=(2025,)))
    towns = sorted(tmp_path.iterdir())
    assert [load_town(town).name for town in towns] == ["示例一镇", "示例二镇", "示例三镇"]
    assert len(written) == 3 * 24
    people = [readding.population(town / "data" / "raw" / "2025", 2025) for town in towns]
    assert len({json.dumps(sums) for sums in people}) == 3


def test_what_is_slow_to_change_hardly_differs_between_the_years(tmp_path):
    write_town(tmp_path, rows=200, villages=12)
    counts = []
    for year in (2024, 2025):
        titles, data, _ = readding.only(tmp_path / "data" / "raw" / str(year), "人口与户数.xlsx")
        at = readding.column(titles, "户籍", "/人")
        counts.append([readding.whole(row[at]) for row in data])
    assert all(abs(before - after) < 0.06 * before for before, after in zip(*counts, strict=True))
