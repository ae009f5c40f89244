"""The reference sample town written straight into a store: true records, nobody's typing, no cleaning."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from fazhi_metrics.datasets.schema import arrow_schema
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.project import Town, load_town
from fazhi_metrics.sample import REFERENCE, ledgers, yearly
from fazhi_metrics.sample.write import settings_text
from fazhi_metrics.sample.year import REFERENCE_BANNER, TownYear, town_years
from fazhi_metrics.store import Store, write_generation

CENTRES = ("公安联勤", "纪检监督", "信访调解")
STEPS = ("participation", "expert", "risk", "legality", "collective", "evaluation")


def records(year: TownYear) -> dict[str, list[dict[str, object]]]:
    surveys = [_plain(each) for each in yearly.surveys(year)]
    for each in surveys:
        each["half"] = {1: "上半年", 2: "下半年"}[each["half"]]
        each["rate"] = (Decimal(each["satisfied"]) * 100 / each["valid"]).quantize(Decimal("0.01"))
    inspections = [each for month in range(1, 13) for each in ledgers.inspections(year, month)]
    decisions = yearly.decisions(year)
    return {
        "villages": [_plain(place) for place in year.places],
        "population": [{"village": place.name, **_plain(place)} for place in year.places],
        "disputes": [_plain(each) for each in ledgers.disputes(year)],
        "appeals": [_plain(each) for centre in CENTRES for each in ledgers.appeals(year, centre)],
        "inspections": [{**_plain(each), "closed": each.closed} for each in inspections],
        "grid_matters": [{**_plain(each), "completed": each.completed} for each in ledgers.matters(year)],
        "safety_months": [_plain(each) for each in yearly.safety_months(year)],
        "satisfaction": surveys,
        "decisions": [{**_plain(each), **dict(zip(STEPS, each.steps, strict=True))} for each in decisions],
        "law_study": [_plain(each) for each in yearly.sessions(year)],
        "publicity": [_plain(each) for each in yearly.events(year)],
        "enforcement": [_plain(each) for each in yearly.officers(year)],
    }


def write_store(
    folder: Path, years: tuple[int, ...] = (2024, 2025), *, without: tuple[str, str] = ("", "")
) -> tuple[Store, Town]:
    """Write the town's records of the given years; `without` is a dataset and a village it has no rows of."""
    (folder / "fazhi.toml").write_text(
        settings_text("示例镇", years, 20, REFERENCE_BANNER), encoding="utf-8", newline="\n"
    )
    town = load_town(folder)
    tables = {}
    for year in town_years("示例镇", 2025, years, villages=20, totals={y: REFERENCE[y] for y in years}):
        for name, rows in records(year).items():
            kept = [row for row in rows if without != (name, row.get("village"))]
            tables[f"{name}-{year.year}"] = _table(name, kept, year.year)
    write_generation(town.processed, tables, {"inputs": {}})
    return Store.open(town.processed), town


def _plain(record: object) -> dict[str, object]:
    values = {each.name: getattr(record, each.name) for each in dataclasses.fields(record)}
    return {
        k: dt.datetime(v.year, v.month, v.day) if isinstance(v, dt.date) else v for k, v in values.items()
    }


def _table(name: str, rows: list[dict[str, object]], year: int) -> pa.Table:
    schema = arrow_schema(DATASETS[name])
    complete = []
    for number, row in enumerate(rows, 2):
        full = {**row, "year": year, "_source": 0, "_at": number}
        if "name" in full and "village" in schema.names:
            full["village"] = full["name"]
        complete.append({key: full.get(key) for key in schema.names})
    return pa.Table.from_pylist(complete, schema=schema)
