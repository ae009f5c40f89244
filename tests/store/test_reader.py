"""The store gives typed frames of one generation, and says clearly what it does not have."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fazhi_metrics.errors import DatasetError, StoreError
from fazhi_metrics.store import Store, write_generation


@pytest.fixture
def store(tmp_path, tables) -> Store:
    write_generation(tmp_path, tables, {"town": "示例镇"})
    return Store.open(tmp_path)


def test_an_empty_folder_says_what_to_run(tmp_path):
    with pytest.raises(StoreError, match="fazhi clean"):
        Store.open(tmp_path)


@pytest.mark.parametrize("damage", ["{", "[]", '{"format": 99}'])
def test_a_manifest_that_cannot_be_read_is_damage(tmp_path, tables, damage):
    (write_generation(tmp_path, tables, {}) / "manifest.json").write_text(damage)
    with pytest.raises(StoreError, match="损坏"):
        Store.open(tmp_path)


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"PAR1")])
@pytest.mark.parametrize("columns", [None, ["village"]])
def test_a_missing_or_damaged_table_is_named(store, harm, columns):
    harm(store.folder / "population-2025.parquet")
    with pytest.raises(StoreError, match="population-2025"):
        store.frame("population", 2025, columns)


def test_columns_have_their_types(store):
    population = store.frame("population", 2025)
    assert population.dtypes.astype(str).to_dict() == {
        "village": "str",
        "year": "int64",
        "resident_population": "Int64",
        "forest": "decimal128(18, 2)[pyarrow]",
        "_source": "int64",
        "_at": "int64",
    }
    matters = store.frame("grid_matters", 2025, ["kind", "reported_on", "completed"])
    assert matters.dtypes.astype(str).tolist() == ["str", "datetime64[us]", "boolean"]


def test_decimal_sums_are_exact(store):
    assert store.frame("population")["forest"].sum() == Decimal("0.70")


def test_only_the_columns_asked_for_are_there_in_that_order(store):
    assert list(store.frame("population", 2025, ["forest", "village", "forest"])) == ["forest", "village"]


def test_several_years_follow_each_other(tmp_path, tables):
    tables = {**tables, "population-2024": tables["population-2025"]}
    write_generation(tmp_path, tables, {})
    store = Store.open(tmp_path)
    assert store.years("population") == [2024, 2025]
    assert [len(store.frame("population", year)) for year in (None, 2024, [2025, 2024])] == [6, 3, 6]


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda store: store.frame("populations"), "population"),
        (lambda store: store.frame("population", 2023), "2025"),
        (lambda store: store.frame("population", 2025, ["forests"]), "forest"),
        (lambda store: store.years("人口"), "grid_matters"),
        (lambda store: store.cells("population", store.frame("population"), ["vilage"]), "village"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(store, call, hint):
    with pytest.raises(DatasetError, match=hint):
        call(store)


def test_text_can_be_read_as_codes(store):
    assert str(
        store.table("grid_matters", 2025, ["kind"], encoded=True).schema.field("kind").type
    ).startswith("dict")


def test_the_log_and_the_issues_are_frames(store):
    assert store.log()["rule"].tolist() == ["合计行"]
    assert len(store.issues()) == 0
    with pytest.raises(StoreError, match="corrections"):
        store.corrections()
