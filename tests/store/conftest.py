"""A small town written straight into the store: one ledger with spans, one crosstab, one CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa
import pytest

SOURCES = pa.schema(
    [
        ("source", pa.int32()),
        ("dataset", pa.string()),
        ("year", pa.int32()),
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("axis", pa.string()),
        ("field", pa.string()),
        ("at", pa.int32()),
        ("origin", pa.string()),
        ("header", pa.string()),
    ]
)
SPANS = pa.schema(
    [
        ("source", pa.int32()),
        ("field", pa.string()),
        ("first", pa.int32()),
        ("last", pa.int32()),
        ("anchor", pa.int32()),
    ]
)
POPULATION = "2025/人口.xlsx"
MONTHS = "2025/月报.xlsx"
EVENTS = "2025/事项.csv"


def field(
    source: int,
    dataset: str,
    file: str,
    sheet: str | None,
    axis: str,
    name: str,
    at: int | None,
    origin="cell",
):
    return {
        "source": source,
        "dataset": dataset,
        "year": 2025,
        "file": file,
        "sheet": sheet,
        "axis": axis,
        "field": name,
        "at": at,
        "origin": origin,
        "header": name,
    }


def small_town(resident: tuple[int | None, ...] = (100, 200, 300)) -> dict[str, pa.Table]:
    """Three villages in rows 5 to 7, two months in columns D and E, four CSV matters in rows 2 to 5."""
    population = pa.table(
        {
            "village": ["示例一村", "示例二村", "示例三村"],
            "year": pa.array([2025] * 3, pa.int32()),
            "resident_population": pa.array(resident, pa.int64()),
            "forest": pa.array([Decimal("0.10"), Decimal("0.20"), Decimal("0.40")], pa.decimal128(18, 2)),
            "_source": pa.array([0] * 3, pa.int32()),
            "_at": pa.array([5, 6, 7], pa.int32()),
        }
    )
    months = pa.table(
        {
            "month": pa.array([dt.datetime(2025, 1, 1), dt.datetime(2025, 2, 1)], pa.timestamp("us")),
            "year": pa.array([2025] * 2, pa.int32()),
            "petitions": pa.array([3, 4], pa.int64()),
            "_source": pa.array([1] * 2, pa.int32()),
            "_at": pa.array([4, 5], pa.int32()),
        }
    )
    matters = pa.table(
        {
            "kind": pa.array(["政策宣讲", "政策宣讲", None, "环境卫生"]).dictionary_encode(),
            "reported_on": pa.array([dt.date(2025, 3, day) for day in (1, 2, 3, 4)], pa.date32()),
            "completed": pa.array([True, None, False, True]),
            "year": pa.array([2025] * 4, pa.int32()),
            "_source": pa.array([2] * 4, pa.int32()),
            "_at": pa.array([2, 3, 4, 5], pa.int32()),
        }
    )
    sources = [
        field(0, "population", POPULATION, "人口", "row", "village", 2),
        field(0, "population", POPULATION, "人口", "row", "resident_population", 3),
        field(0, "population", POPULATION, "人口", "row", "forest", 4),
        field(0, "population", POPULATION, "人口", "row", "year", None, "title"),
        field(1, "safety_months", MONTHS, "月报", "column", "month", 3),
        field(1, "safety_months", MONTHS, "月报", "column", "petitions", 6),
        field(2, "grid_matters", EVENTS, None, "row", "kind", 3),
        field(2, "grid_matters", EVENTS, None, "row", "reported_on", 1),
        field(2, "grid_matters", EVENTS, None, "row", "completed", 4),
    ]
    spans = [{"source": 2, "field": "kind", "first": 2, "last": 3, "anchor": 2}]
    return {
        "population-2025": population,
        "safety_months-2025": months,
        "grid_matters-2025": matters,
        "sources": pa.Table.from_pylist(sources, SOURCES),
        "spans": pa.Table.from_pylist(spans, SPANS),
        "log": pa.table({"rule": ["合计行"]}),
        "issues": pa.table({"rule": pa.array([], pa.string())}),
    }


@pytest.fixture
def tables() -> Mapping[str, pa.Table]:
    return small_town()
