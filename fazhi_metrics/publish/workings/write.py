"""figures.xlsx, the workings: cover, contents, definitions, figures as live formulas, and their ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.errors import DatasetError, capped
from fazhi_metrics.files import write
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures import indicators_of
from fazhi_metrics.publish.workings import guide, ledgers, results
from fazhi_metrics.publish.workings.book import book_bytes
from fazhi_metrics.publish.workings.formulas import Ledger
from fazhi_metrics.publish.workings.paper import Link, Page
from fazhi_metrics.publish.workings.worked import Worked, standing, work_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

REPORT, OTHERS = "报告数字", "其他指标"


def write_workings(
    store: Store, town: Town, year: int, path: str | Path, *, base_year: int | None = None
) -> Path:
    """Write the workings of a year as an .xlsx and return where it lies.

    Every indicator of the catalogue and of the town is a live formula over the ledgers of `year` and
    `base_year` (the year before, where there is data for it), with the library's own value beside it. The
    same generation gives the same bytes. It is an inner document: it holds every record, though no names.

    Raises:
        DatasetError: there is no data for the year, or too much for a sheet.
        FileError: the file cannot be written.
    """
    there = _years(store)
    if year not in there:
        known = capped(str(each) for each in sorted(there))
        todo = f"现有的年份：{known}" if known else "请先运行 fazhi check，看原始文件为什么读不出来"
        raise DatasetError(f"处理后的数据里没有 {year} 年", todo=todo)
    base = year - 1 if base_year is None else base_year
    title = f"{town.name}{year}年法治政府建设数据底稿（内部）"
    pages = _pages(store, town, title, year, base if base in there and base != year else None)
    return write(Path(path), book_bytes(pages, title, f"{title}  {town.sample}".strip()))


def _years(store: Store) -> set[int]:
    return {year for name in store.datasets() for year in store.years(name)}


def _pages(store: Store, town: Town, title: str, year: int, base_year: int | None) -> list[Page]:
    """Return the pages of the workings in their order."""
    years = (year,) if base_year is None else (year, base_year)
    corrections = ledgers.corrections_of(store)
    sheets, placed = _ledgers(store, town, years, corrections)
    cards = indicators_of(town)
    cited = catalogue_of(town).overview.cited
    reported = [name for name in cited if name in cards]
    rest = [name for name in cards if name not in cited]
    works = work_out(store, town, (cards[name] for name in (*reported, *rest)), year, base_year)
    parts = {REPORT: works[: len(reported)], OTHERS: works[len(reported) :]}
    figures = [
        results.figures_page(
            name,
            about,
            parts[name],
            placed,
            year,
            base_year,
            sample=town.sample,
            back=guide.CONTENTS,
            definitions=_links([(guide.DEFINITIONS, works)], guide.DEFINITIONS_HEAD),
        )
        for name, about in ((REPORT, "年度报告引用的数字"), (OTHERS, "报告没有引用的指标"))
    ]
    inner = [
        *figures,
        guide.definitions_page(works, placed, _links(parts.items(), results.HEAD), town.sample),
        *sheets,
        *([guide.corrections_page(corrections, town.sample)] if corrections else []),
    ]
    facts = (
        ("乡镇", town.name),
        ("报告年度", f"{year}年"),
        ("比较年度", "没有数据" if base_year is None else f"{base_year}年"),
        ("数据批次", f"{store.generation}（同样的原始文件总得同样的批次）"),
        *standing(store, parts[REPORT]),
        ("原始文件", f"{len(store.manifest.get('inputs', {}))} 个"),
    )
    checks = {page.name: page.check_cells for page in figures}
    cover = guide.cover_page(title, town.sample, facts, checks, REPORT, OTHERS)
    return [cover, guide.contents_page(inner, town.sample), *inner]


def _ledgers(
    store: Store, town: Town, years: Sequence[int], corrections: Sequence[ledgers.Correction]
) -> tuple[list[Page], dict[str, Ledger]]:
    corrected = ledgers.corrected_records(store, corrections)
    found, placed = [], {}
    for name, dataset in catalogue_of(town).datasets.items():
        if name in store.datasets() and set(years) & set(store.years(name)):
            page, placed[name] = ledgers.ledger_page(
                store,
                dataset,
                years,
                town=town.name,
                sample=town.sample,
                back=guide.CONTENTS,
                corrected=corrected,
            )
            found.append(page)
    return found, placed


def _links(parts: Iterable[tuple[str, Sequence[Worked]]], head: int) -> dict[str, Link]:
    """Return the link to each indicator's row on the pages named, whose headings stand in row `head`."""
    return {
        work.card.id: Link(work.card.title, page, f"A{row}")
        for page, works in parts
        for row, work in enumerate(works, head + 1)
    }
