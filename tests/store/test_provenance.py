"""From records to cells and back, without opening a workbook."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from fazhi_metrics.errors import StoreError
from fazhi_metrics.store import Store, write_generation

from .conftest import EVENTS, MONTHS, POPULATION


@pytest.fixture
def store(tmp_path, tables) -> Store:
    write_generation(tmp_path, tables, {})
    return Store.open(tmp_path)


@pytest.mark.parametrize(
    ("dataset", "columns", "keep", "cells"),
    [
        ("population", ["resident_population"], [0, 1, 2], [f"{POPULATION}!人口!C5:C7"]),
        ("population", ["resident_population"], [0, 2], [f"{POPULATION}!人口!C5", f"{POPULATION}!人口!C7"]),
        ("population", ["resident_population", "forest"], [1, 2], [f"{POPULATION}!人口!C6:D7"]),
        ("population", ["village", "forest"], [0], [f"{POPULATION}!人口!B5", f"{POPULATION}!人口!D5"]),
        ("population", ["year"], [0], []),
        ("population", ["village"], [], []),
        ("safety_months", ["petitions"], [0, 1], [f"{MONTHS}!月报!D6:E6"]),
        ("safety_months", ["month", "petitions"], [1], [f"{MONTHS}!月报!E3", f"{MONTHS}!月报!E6"]),
        ("grid_matters", ["completed"], [0, 1, 2], [f"{EVENTS}!D2:D4"]),
        ("grid_matters", ["kind"], [0, 1], [f"{EVENTS}!C2"]),
        ("grid_matters", ["kind"], [1, 2], [f"{EVENTS}!C2", f"{EVENTS}!C4"]),
    ],
)
def test_cells_of_records(store, dataset, columns, keep, cells):
    assert store.cells(dataset, store.frame(dataset).iloc[keep], columns) == cells
    assert store.cells(dataset, store.table(dataset).take(pa.array(keep, pa.int64())), columns) == cells


def test_a_value_that_no_cell_carries_says_where_it_came_from(store):
    assert store.provenance.origins(np.array([0]), "year") == {f"{POPULATION}!人口": "title"}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"{POPULATION}!人口!C6", [("resident_population", "示例二村")]),
        (f"{POPULATION}!人口!$b$5:C5", [("village", "示例一村"), ("resident_population", "示例一村")]),
        (f"{POPULATION}!人口!C9", []),
        (f"{POPULATION}!人口!A1", []),
    ],
)
def test_back_from_a_cell_to_its_records(store, address, found):
    assert [(hit.field, hit.values["village"]) for hit in store.lookup(address)] == found


def test_a_merged_cell_feeds_every_record_that_it_spans_and_its_empty_cells_none(store):
    assert [hit.at for hit in store.lookup(f"{EVENTS}!C2")] == [2, 3]
    assert store.lookup(f"{EVENTS}!C3") == []


def test_a_cell_of_a_crosstab_feeds_its_month(store):
    (hit,) = store.lookup(f"{MONTHS}!月报!E6")
    assert (hit.dataset, hit.year, hit.field, hit.values["petitions"]) == (
        "safety_months",
        2025,
        "petitions",
        4,
    )


@pytest.mark.parametrize("address", ["C7", "nonsense", f"{POPULATION}!人口!C0", "2025/无.xlsx!人口!C7"])
def test_an_address_of_nothing_is_refused(store, address):
    with pytest.raises(StoreError):
        store.lookup(address)
