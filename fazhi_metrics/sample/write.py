"""Writing whole made-up projects: raw workbooks under the names that offices give them, and fazhi.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from fazhi_metrics.files import write
from fazhi_metrics.project.settings import SETTINGS
from fazhi_metrics.sample.names import COMMITTEE, chinese_number
from fazhi_metrics.sample.places import district_names, village_names
from fazhi_metrics.sample.plan import YearPlan
from fazhi_metrics.sample.sheets import conflicts, grids, law, opinion, safety
from fazhi_metrics.sample.sheets import villages as village_tables
from fazhi_metrics.sample.xls import write_xls
from fazhi_metrics.sample.xlsx import write_xlsx
from fazhi_metrics.sample.year import DRAWN_BANNER, REFERENCE_BANNER, TownYear, town_years

YEARS = (2024, 2025)
_WORKBOOKS = {
    "村（社区）基本情况.xlsx": village_tables.villages,
    "人口与户数.xlsx": village_tables.population,
    "矛盾纠纷台账.xlsx": conflicts.disputes,
    "群众诉求台账.xlsx": conflicts.appeals,
    "平安建设月报.xlsx": safety.safety_months,
    "群众满意度测评.xlsx": opinion.satisfaction,
    "重大行政决策目录.xlsx": law.decisions,
    "普法宣传活动.xlsx": law.publicity,
    "行政执法人员名册.xlsx": law.enforcement,
}


def write_raw(
    directory: Path | str,
    *,
    name: str = "示例镇",
    seed: object = 2025,
    years: Sequence[int] = YEARS,
    villages: int = 20,
    rows: int | None = None,
    totals: Mapping[int, YearPlan] | None = None,
    compress: bool = False,
) -> list[Path]:
    """Write the raw workbooks of a town, a folder for each year, and return their paths.

    `rows` sets how many rows the four long ledgers (disputes, appeals, inspections, grid matters) have
    together in a year; `totals` fixes every sum instead. The same arguments write the same bytes; with
    `compress` that holds for one zlib only, without it on every machine.
    """
    written = []
    for year in town_years(name, seed, years, villages=villages, rows=rows, totals=totals):
        written += _write_year(Path(directory) / str(year.year), year, compress)
    return written


def _write_year(folder: Path, year: TownYear, compress: bool) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    workbooks = {folder / file: typed(year) for file, typed in _WORKBOOKS.items()}
    for month in range(1, 13):
        path = folder / f"安全检查台账（{year.year}年{month}月）.xlsx"
        workbooks[path] = safety.inspections(year, month)
    for path, sheets in workbooks.items():
        write_xlsx(path, list(sheets), day=date(year.year + 1, 1, 8), compress=compress)
    old, export = folder / "学法用法记录.xls", folder / "网格事项导出.csv"
    write_xls(old, law.law_study(year))
    grids.write_grid_matters(export, year)
    return [*workbooks, old, export]


def write_town(
    directory: Path | str,
    *,
    name: str = "示例镇",
    seed: object = 2025,
    years: Sequence[int] = YEARS,
    villages: int = 20,
    rows: int | None = None,
    totals: Mapping[int, YearPlan] | None = None,
    compress: bool = False,
) -> list[Path]:
    """Write a whole project, fazhi.toml and data/raw, and return its paths; the arguments are write_raw's."""
    root = Path(directory)
    root.mkdir(parents=True, exist_ok=True)
    banner = DRAWN_BANNER if totals is None else REFERENCE_BANNER
    settings = root / SETTINGS
    write(settings, settings_text(name, years, villages, banner))
    raw = write_raw(
        root / "data" / "raw",
        name=name,
        seed=seed,
        years=years,
        villages=villages,
        rows=rows,
        totals=totals,
        compress=compress,
    )
    return [settings, *raw]


def write_county(
    directory: Path | str,
    *,
    towns: int,
    rows: int | None = None,
    villages: int = 20,
    seed: object = 2025,
    years: Sequence[int] = YEARS,
) -> Iterator[Path]:
    """Write the projects of a made-up county, a folder for each town, yielding each path once written.

    `rows` is for each town and year. Nothing is written until the paths are taken, town by town, so that
    a caller can show how far a long run is.
    """
    for number in range(1, towns + 1):
        name = f"示例{chinese_number(number)}镇"
        yield from write_town(
            Path(directory) / f"{number:04d}{name}",
            name=name,
            seed=f"{seed}/{number}",
            years=years,
            villages=villages,
            rows=rows,
            compress=True,
        )


def settings_text(name: str, years: Sequence[int], villages: int, banner: str) -> str:
    """Return the fazhi.toml of a made-up town."""
    lines = [
        "# 本镇的设置：数据截至哪一天、名称、年份、村名单和各村的其他写法。",
        f"as_of = {max(years)}-12-31",
        "",
        "[town]",
        f'name = "{name}"',
        f"years = [{', '.join(str(year) for year in years)}]",
        f'sample = "{banner}"',
        "",
        "[paths]",
        'raw = "data/raw"',
        'processed = "data/processed"',
        'outputs = "outputs"',
        "",
        "# 村、村委会、社区、居委会这些词尾以及空格、全角不必写进 aliases。",
    ]
    for village, district in zip(village_names(villages), district_names(villages), strict=True):
        lines += ["[[villages]]", f'name = "{village}"', f'district = "{district}"']
        if village == COMMITTEE:
            lines += ['kind = "居委会"', ""]
        else:
            lines += [f'aliases = ["{village}村委会"]', ""]
    return "\n".join(lines).rstrip() + "\n"
