"""Which year a record is of: from a column, the sheet, the title, the file, the dates."""

from __future__ import annotations

from tests.cleaning.conftest import DISPUTES, POPULATION, POPULATION_MERGES


def test_a_year_that_two_texts_contradict_is_an_error(office):
    office.write("2024/人口.xlsx", POPULATION, POPULATION_MERGES, "人口")
    assert ("错误", "year_conflict", "2024/人口.xlsx!人口") in office.found()
    assert office.store.years("population") == [2025]


def test_a_table_without_any_year_is_refused(office):
    office.write("人口.xlsx", [["人口与户数"], *POPULATION[1:8]], sheet="人口")
    assert office.found() == [("错误", "year_unknown", "人口.xlsx!人口")]
    assert office.store.datasets() == []


def test_the_year_may_come_from_the_dates(office):
    rows = [DISPUTES[0], *(row for row in DISPUTES[1:] if row[1] != "JF-2")]
    office.write("纠纷.xlsx", rows, sheet="台账")
    office.clean()
    assert office.store.years("disputes") == [2025]
    assert office.store.provenance.origins([0], "year") == {"纠纷.xlsx!台账": "cell"}


def test_only_the_years_asked_for_are_kept(office):
    office.population()
    result = office.clean(years=[2024])
    assert (dict(result.records), result.conservation.holds) == ({}, True)
    assert office.log()["2025/人口与户数.xlsx!人口!D4"][0] == "year_not_asked"


def test_a_year_column_gives_each_record_its_year(office):
    rows = [["年度", "村名", "户籍户数", "户籍人口", "常住户数", "常住人口"]]
    rows += [[year, *row[1:]] for year in ("2024年", 2025) for row in POPULATION[3:6]]
    both = office.having(years=(2024, 2025))
    both.write("人口两年.xlsx", rows, sheet="人口")
    assert both.found() == []
    assert {year: len(both.store.frame("population", year)) for year in (2024, 2025)} == {2024: 3, 2025: 3}
    older = both.store.frame("population", 2024)
    assert both.store.cells("population", older, ["resident_population", "year"]) == [
        "人口两年.xlsx!人口!A2:A4",
        "人口两年.xlsx!人口!F2:F4",
    ]


def test_a_record_without_a_year_in_the_column_takes_the_one_around_it_or_none(office):
    rows = [["年度", "村名", "户籍户数", "户籍人口", "常住户数", "常住人口"]]
    rows += [[year, *row[1:]] for year, row in zip((2025, "", 2025), POPULATION[3:6], strict=True)]
    office.write("2025/人口.xlsx", rows, sheet="人口")
    assert office.found() == []
    assert len(office.store.frame("population", 2025)) == 3
    office.path("2025/人口.xlsx").rename(office.path("人口.xlsx"))
    assert office.found() == [("错误", "year_unknown", "人口.xlsx!人口")]
    assert office.store.datasets() == []
