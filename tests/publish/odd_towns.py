"""Towns at the edge of what there is: long names, many villages or one, a single year, nothing but zeros, gaps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fazhi_metrics.project import Town, Village
from fazhi_metrics.store import Store
from tests.measures import towns

Every = dict[tuple[str, int], towns.Rows]
LONG = "某某某自治旗某某某苏木某某某某某嘎查村民委员会第{}牧业点"


def long_names(every: Every) -> Every:
    """Give every village and district a name of thirty characters."""
    names = {old: LONG.format("一二三四"[i]) for i, old in enumerate(towns.VILLAGES)}
    names |= {"一片区": "沿河东岸及开发区北侧第一网格联合片区", "二片区": "第二片区"}
    return _renamed(every, names)


def sixty_villages(every: Every) -> Every:
    """Make fifteen of every village, and deal the records out to them."""
    more: Every = {}
    for key, rows in every.items():
        if key[0] in ("villages", "population", "satisfaction"):
            more[key] = [{**row, "village": f"{row['village']}{n}组"} for n in range(1, 16) for row in rows]
        else:
            more[key] = [
                {**row, "village": f"{row['village']}{i % 15 + 1}组"} if "village" in row else row
                for i, row in enumerate(rows)
            ]
    return more


def one_village(every: Every) -> Every:
    """Keep one village alone."""
    return {
        key: [row for row in rows if row.get("village", towns.VILLAGES[0]) == towns.VILLAGES[0]]
        for key, rows in every.items()
    }


def one_year(every: Every) -> Every:
    """Leave out last year."""
    return {key: rows for key, rows in every.items() if key[1] == 2025}


def all_zero(every: Every) -> Every:
    """Make every number zero and every answer no."""

    def nothing(value: Any) -> Any:
        return False if isinstance(value, bool) else type(value)(0) if isinstance(value, int) else value

    return {
        key: [
            {name: value if name in ("year", "month") else nothing(value) for name, value in row.items()}
            for row in rows
        ]
        for key, rows in every.items()
    }


def no_records(every: Every) -> Every:
    """Keep the ledgers and take all their records away, but for the list of villages."""
    return {key: rows if key[0] in ("villages", "population") else [] for key, rows in every.items()}


def without(*names: str) -> Callable[[Every], Every]:
    """Leave whole ledgers out."""
    return lambda every: {key: rows for key, rows in every.items() if key[0] not in names}


ODD: dict[str, Callable[[Every], Every]] = {
    "long_names": long_names,
    "sixty_villages": sixty_villages,
    "one_village": one_village,
    "one_year": one_year,
    "all_zero": all_zero,
    "no_records": no_records,
    "no_disputes": without("disputes", "safety_months"),
    "no_villages": without("villages", "population"),
    "disputes_only": lambda every: {key: rows for key, rows in every.items() if key[0] == "disputes"},
}


def odd_town(name: str, home: Path) -> tuple[Store, Town]:
    """Return the store and the town of one of the odd ones."""
    every = ODD[name](towns.made_up(seed=3, number=60))
    found: dict[str, Village] = {}
    for (ledger, _), rows in every.items():
        for row in rows if ledger == "villages" else ():
            found[row["village"]] = Village(row["village"], row["district"] or "", row["kind"])
    years = tuple(sorted({year for _, year in every}))
    villages = tuple(found.values()) or towns.town(home).villages
    town = Town(root=home, name="示例镇", years=years, villages=villages, sample="示例数据：为测试而构造")
    return towns.stored(home / "processed", every), town


def _renamed(every: Every, names: dict[str, str]) -> Every:
    return {
        key: [
            {field: names.get(v, v) if isinstance(v, str) else v for field, v in row.items()} for row in rows
        ]
        for key, rows in every.items()
    }
