"""The twelve ledgers are declared, one file each, with the columns the other rooms rely on."""

from __future__ import annotations

import pytest

from fazhi_metrics.errors import DatasetError
from fazhi_metrics.ledgers import DATASETS, standard

COLUMNS = {
    "villages": "village kind district micro_grids farmland forest folk_sites year",
    "population": "village registered_households registered_population resident_households "
    "resident_population year",
    "disputes": "case_no accepted_on village kind channel level resolved closed_on criminal year",
    "appeals": "appeal_no received_on village centre category resolved closed_on satisfied year",
    "inspections": "inspected_on village sector site hazards serious rectified deadline closed year",
    "grid_matters": "matter_no reported_on village micro_grid kind completed completed_on "
    "departments_called year",
    "safety_months": "month security_cases petitions accidents crime_clues turned_criminal year",
    "satisfaction": "village half valid satisfied rate year",
    "decisions": "matter department decided_on participation expert risk legality collective evaluation year",
    "law_study": "held_on topic platform due attended year",
    "publicity": "held_on place_kind theme audience materials year",
    "enforcement": "office field established certified year",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_dataset_stores_the_columns_of_the_contract(name):
    assert [column.name for column in DATASETS[name].stored] == COLUMNS[name].split()


def test_no_personal_column_is_stored():
    personal = [c.name for d in DATASETS.values() for c in d.columns if c.personal]
    assert personal == ["parties", "appellant", "phone", "name", "id_number", "phone"]
    assert not any(c.personal for d in DATASETS.values() for c in d.stored)


def test_a_dataset_is_found_by_its_title():
    assert standard().dataset("矛盾纠纷台账").name == "disputes"
    assert standard().dataset("disputes").column("受理日期").name == "accepted_on"


def test_a_title_keeps_its_brackets_unless_they_hold_the_unit():
    assert DATASETS["population"].by_name["village"].title == "村（社区）"


def test_a_misspelt_dataset_or_column_names_the_nearest():
    with pytest.raises(DatasetError, match="您是不是要找 disputes"):
        standard().dataset("dispute")
    with pytest.raises(DatasetError, match="您是不是要找 accepted_on"):
        DATASETS["disputes"].column("acepted_on")


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_the_columns_that_keys_dates_and_checks_name_exist(dataset):
    named = {*dataset.key, *([dataset.date] if dataset.date else [])}
    for check in dataset.checks:
        for slot in ("lesser", "greater", "whole", "rate", "part", "flag", "column"):
            value = getattr(check, slot, None)
            named |= {value} if isinstance(value, str) else set()
        named |= set(getattr(check, "columns", ()))
    assert named <= set(dataset.by_name)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_no_two_columns_of_a_dataset_share_a_title(dataset):
    titles = [title for column in dataset.columns for title in (column.title, *column.aliases)]
    assert len(titles) == len(set(titles))
