"""A made-up town of four villages, written straight into a store: every dataset, two years, seeded."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.schema import arrow_schema
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.project import Town, Village
from fazhi_metrics.store import Store, write_generation

VILLAGES = ("示例一村", "示例二村", "示例三村", "示例社区")
DISTRICTS = ("一片区", "一片区", "二片区", "")
KINDS = ("行政村", "行政村", "行政村", "居委会")
FIRST_ROW = 5
Rows = list[dict[str, Any]]


def town(root: Path, **more: Any) -> Town:
    villages = tuple(Village(n, d, k) for n, d, k in zip(VILLAGES, DISTRICTS, KINDS, strict=True))
    return Town(root=root, name="示例镇", years=(2024, 2025), villages=villages, **more)


def value_of(column: Any, year: int, dice: random.Random) -> Any:
    match column.type:
        case "village":
            return dice.choice(VILLAGES)
        case "code":
            return dice.choice(list(column.codes))
        case "flag":
            return dice.random() < 0.8
        case "date":
            return dt.datetime(year, 1, 1) + dt.timedelta(days=dice.randrange(365))
        case "int":
            return dice.randrange(50)
        case "decimal" | "percent":
            return Decimal(dice.randrange(10**6)).scaleb(-column.decimals)
        case "half":
            return dice.choice(["上半年", "下半年"])
        case "month":
            return dice.randrange(1, 13)
        case "year":
            return year
        case _:
            return f"{column.title}{dice.randrange(6)}"


def rows_of(dataset: Dataset, year: int, dice: random.Random, number: int = 40) -> Rows:
    """Rows as an office would have them: one a village, a month, a village and half, or any number of events."""
    shape: list[dict[str, Any]]
    if dataset.name == "villages":
        shape = [
            {"village": n, "district": d or None, "kind": k}
            for n, d, k in zip(VILLAGES, DISTRICTS, KINDS, strict=True)
        ]
    elif dataset.name == "population":
        shape = [{"village": name} for name in VILLAGES]
    elif dataset.name == "safety_months":
        shape = [{"month": month} for month in range(1, 13)]
    elif dataset.name == "satisfaction":
        shape = [{"village": name, "half": half} for name in VILLAGES for half in ("上半年", "下半年")]
    else:
        # No month is silent: a silence would be a gap.
        days = [dt.datetime(year, 1 + index % 12, 1 + dice.randrange(28)) for index in range(number)]
        shape = [{dataset.date: day} if dataset.date else {} for day in days]
    return [
        {
            column.name: fixed.get(column.name, value_of(column, year, dice))
            if column.name not in fixed
            else fixed[column.name]
            for column in dataset.stored
        }
        for fixed in shape
    ]


def made_up(seed: int = 1, number: int = 40) -> dict[tuple[str, int], Rows]:
    dice = random.Random(seed)
    return {
        (name, year): rows_of(DATASETS[name], year, dice, number)
        for name in DATASETS
        for year in (2024, 2025)
    }


def tables_of(every: Mapping[tuple[str, int], Sequence[Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """Write rows as a store holds them: row i lies in sheet row 5 + i (column, for a crosstab), fields from B on."""
    tables: dict[str, pa.Table] = {}
    sources = []
    for source, ((name, year), rows) in enumerate(sorted(every.items())):
        dataset = DATASETS[name]
        placed = [{**row, "_source": source, "_at": FIRST_ROW + index} for index, row in enumerate(rows)]
        tables[f"{name}-{year}"] = pa.Table.from_pylist(placed, arrow_schema(dataset))
        axis = "column" if dataset.layout == "months_across" else "row"
        for index, column in enumerate(dataset.stored):
            carried = column.type != "year"
            sources.append(
                {
                    "source": source,
                    "dataset": name,
                    "year": year,
                    "file": f"{year}/{dataset.title}.xlsx",
                    "sheet": dataset.title,
                    "axis": axis,
                    "field": column.name,
                    "at": 2 + index if carried else None,
                    "origin": "cell" if carried else "title",
                    "header": column.title,
                }
            )
    tables["sources"] = pa.Table.from_pylist(
        sources,
        pa.schema([(n, pa.int32() if n in ("source", "year", "at") else pa.string()) for n in sources[0]]),
    )
    tables["spans"] = pa.Table.from_pylist(
        [],
        pa.schema(
            [
                (n, pa.string() if n == "field" else pa.int32())
                for n in ("source", "field", "first", "last", "anchor")
            ]
        ),
    )
    tables["corrections"] = pa.table({"cell": pa.array([], pa.string())})
    return tables


def stored(folder: Path, every: Mapping[tuple[str, int], Sequence[Mapping[str, Any]]]) -> Store:
    write_generation(folder, tables_of(every), {})
    return Store.open(folder)
