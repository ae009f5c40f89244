"""What each table was taken for: which ledger, which year and where that is written, how many records."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fazhi_metrics.cli.app import echo_table

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

HEADER = ("文件", "工作表", "认作", "年度", "年度写在", "条数")


def list_tables(store: Store, town: Town) -> None:
    """Print every table that became records."""
    rows = tables_of(store, town)
    echo_table(f"采用的表 {len(rows)} 张", HEADER, rows, right=(5,))


def tables_of(store: Store, town: Town) -> list[tuple[str, str, str, int, str, int]]:
    """Return (file, sheet, ledger, year, where the year is written, records) of every table, by file."""
    from fazhi_metrics.cleaning.period import ORIGINS
    from fazhi_metrics.ledgers.town import catalogue_of

    datasets = catalogue_of(town).datasets
    counts: Counter[int] = Counter()
    for dataset in store.datasets():
        for year in store.years(dataset):
            for one in store.table(dataset, year)["_source"].value_counts().to_pylist():
                counts[one["values"]] += one["counts"]
    rows = []
    for row in store.side_table("sources").to_pylist():
        if row["field"] == "year":
            number, title = row["source"], datasets[row["dataset"]].title
            said = ORIGINS[row["origin"]]
            rows.append((row["file"], row["sheet"] or "", title, row["year"], said, counts[number]))
    return rows
