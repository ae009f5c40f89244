"""Exporting grid matters as their system does: CSV in GB18030, a line above the header, one below the rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fazhi_metrics.sample.ledgers import matters
from fazhi_metrics.sample.year import TownYear

_COLUMNS = ("事项编号", "上报时间", "所属村", "所属网格", "事项类别", "是否办结", "办结时间", "部门报到")


def write_grid_matters(path: Path, year: TownYear) -> None:
    """Write 网格事项台账 of a year, row by row."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([f"{year.town}网格事项导出（{year.year}年）　{year.banner}"])
        writer.writerow(_COLUMNS)
        count = 0
        for count, row in enumerate(_rows(year), 1):  # noqa: B007 - the last number is the count
            writer.writerow(row)
        writer.writerow([f"注：共导出{count}条，导出时间：{year.year + 1}-01-04 09:30:00"])


def _rows(year: TownYear) -> Iterator[tuple[str, ...]]:
    rng = year.stream("typing", "matters")
    for matter in matters(year):
        minute = rng.randrange(8 * 60, 18 * 60)
        done = f"{matter.completed_on:%Y-%m-%d} 18:{minute % 60:02d}:00" if matter.completed_on else ""
        yield (
            matter.matter_no,
            f"{matter.reported_on:%Y-%m-%d} {minute // 60:02d}:{minute % 60:02d}:00",
            matter.village,
            matter.micro_grid,
            matter.kind,
            "是" if matter.completed else "否",
            done,
            "是" if matter.departments_called else "否",
        )
