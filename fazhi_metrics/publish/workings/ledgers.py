"""The ledgers of the workings: the processed records of a dataset, each with the cells it came from.

Blank is what is missing; a flag is 是 or 否, so that a formula asks for it in words. Personal columns are
not in the store and so not here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import letters, split
from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.errors import DatasetError, StoreError
from fazhi_metrics.measures.evidence import evidence_of
from fazhi_metrics.publish.workings.formulas import Ledger, shown_flag
from fazhi_metrics.publish.workings.paper import Cell, Page, Row, fitting, headings
from fazhi_metrics.store.arrays import flat

if TYPE_CHECKING:
    import pyarrow as pa

    from fazhi_metrics.store import Store

HEAD = 5  # the row of the column headings
_MOST_ROWS = 1_048_576
_WIDTHS_FROM = 400  # so many rows tell how wide a column must be
_ORIGINS = {"sheet_name": "工作表名", "title": "表的标题", "file_name": "文件名", "project": "项目设置"}
_FORMATS = {"date": "yyyy-mm-dd", "month": '0"月"', "year": "0"}
_CORRECTED = "更正"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A declared correction: the cell, what stood there, what it says now, and why."""

    cell: str
    before: str
    after: str
    reason: str
    evidence: str
    approved_by: str
    date: str

    @property
    def text(self) -> str:
        """What a corrected record says of it."""
        cell = split(self.cell)[1]
        return f"{cell} 原为 {self.before or '空白'}，改为 {self.after or '空白'}（{self.reason}）"


def corrections_of(store: Store) -> list[Correction]:
    """Return the declared corrections that went into this generation."""
    if "corrections.parquet" not in store.manifest["files"]:
        return []
    fields = Correction.__slots__
    rows = store.side_table("corrections").to_pylist()
    return [
        Correction(**{name: str(row.get(name) or "") for name in fields}) for row in rows if row.get("cell")
    ]


def corrected_records(
    store: Store, corrections: Iterable[Correction]
) -> dict[tuple[str, int, int], list[str]]:
    """Return what was corrected in a record, by its dataset and its two provenance keys."""
    found: dict[tuple[str, int, int], list[str]] = {}
    for correction in corrections:
        try:
            records = store.lookup(correction.cell)
        except StoreError:  # no record comes from that sheet any more; the page of corrections still names it
            continue
        for record in records:
            texts = found.setdefault((record.dataset, record.source, record.at), [])
            if correction.text not in texts:
                texts.append(correction.text)
    return found


def ledger_page(
    store: Store,
    dataset: Dataset,
    years: Sequence[int],
    *,
    town: str,
    sample: str,
    back: str,
    corrected: Mapping[tuple[str, int, int], Sequence[str]],
) -> tuple[Page, Ledger]:
    """Return the page of a dataset, the records of the first of `years` first, and where its columns lie.

    Raises:
        DatasetError: there are more records than a sheet has rows.
    """
    name = dataset.name
    there = [year for year in years if year in store.years(name)]
    tables = {year: store.table(name, year) for year in there}
    number = sum(table.num_rows for table in tables.values())
    if number + HEAD > _MOST_ROWS:
        todo = "表格软件装不下，请改用 fazhi trace 或笔记本核对"
        raise DatasetError(f"{dataset.title}共 {number} 条记录，超过一张工作表的行数", todo=todo)
    known = store.columns(name)
    year_column = dataset.by_name["year"]
    columns = [
        year_column,
        *(each for each in dataset.stored if each.name in known and each is not year_column),
    ]
    mark = any(dataset_name == name for dataset_name, _, _ in corrected)
    titles = [*(_heading(each) for each in columns), "来源文件", "工作表", "单元格", *([_CORRECTED] * mark)]
    body: list[Row] = []
    for table in tables.values():
        body += _records(store, dataset, columns, table, corrected if mark else None)
    page_name = page_of(dataset)
    lead = f"{town}{'、'.join(map(str, there))}年，{dataset.grain}，共 {number} 条；空白表示没有填报"
    head: Row = tuple(Cell(title, "head") for title in titles)
    rows = (*headings(dataset.title, lead, sample, back), (), head, *body)
    page = Page(
        name=page_name,
        about=f"台账：{dataset.grain}",
        rows=rows,
        widths=fitting([head, *body[:_WIDTHS_FROM]], least=(8,)),
        head=HEAD,
        kept=min(2, len(columns)),
    )
    evidence = evidence_of(store)
    inapplicable = {column for year in there for column in evidence.inapplicable(name, year)}
    ledger = _placed(dataset, page_name, columns, list(tables.values()), number)
    return page, replace(ledger, inapplicable=frozenset(inapplicable))


def page_of(dataset: Dataset) -> str:
    """Return the name of a dataset's sheet: its title, as far as a spreadsheet allows."""
    return "".join("／" if letter in "[]:*?/\\" else letter for letter in dataset.title)[:31]


def _placed(
    dataset: Dataset, page: str, columns: Sequence[Column], tables: Sequence[pa.Table], number: int
) -> Ledger:
    places = {column.name: letters(index) for index, column in enumerate(columns, 1)}
    blanks = frozenset(
        column.name for column in columns if any(table[column.name].null_count for table in tables)
    )
    texts = {
        column.name: frozenset(
            text for table in tables for text in table[column.name].unique().to_pylist() if text
        )
        for column in columns
        if column.type in ("text", "code", "village", "half")
    }
    return Ledger(
        dataset=dataset,
        page=page,
        first=HEAD + 1,
        last=HEAD + max(number, 1),
        letters=places,
        blanks=blanks,
        texts=texts,
    )


def _heading(column: Column) -> str:
    unit = f"（{column.unit}）" if column.unit else ""
    return f"{column.title}{unit}"


def _records(
    store: Store,
    dataset: Dataset,
    columns: Sequence[Column],
    table: pa.Table,
    corrected: Mapping[tuple[str, int, int], Sequence[str]] | None,
) -> Iterator[Row]:
    import numpy as np

    provenance = store.provenance
    source, at = (flat(table[name]).astype(np.int64) for name in ("_source", "_at"))
    fields = [column.name for column in columns]
    values = [_cells(column, table[column.name]) for column in columns]
    elsewhere: dict[int, str] = {}
    for index, row in enumerate(zip(*values, strict=True)):
        key = int(source[index])
        if key not in elsewhere:
            elsewhere[key] = _elsewhere(store, source[index : index + 1], columns)
        file, _, sheet = provenance.sheet(key).partition("!")
        blocks = provenance.cells(source[index : index + 1], at[index : index + 1], fields)
        places = "、".join(split(block)[1] for block in blocks) + elsewhere[key]
        origin = (_text(file), _text(sheet), _text(places))
        if corrected is None:
            yield (*row, *origin)
        else:
            yield (*row, *origin, _text("；".join(corrected.get((dataset.name, key, int(at[index])), ()))))


def _elsewhere(store: Store, source: Any, columns: Sequence[Column]) -> str:
    """Say which values of a source's records stand in no cell of theirs: a centre that names the sheet."""
    said = []
    for column in columns:
        for origin in store.provenance.origins(source, column.name).values():
            if column.type != "year" and origin in _ORIGINS:
                said.append(f"；{column.title}取自{_ORIGINS[origin]}")
    return "".join(said)


def _cells(column: Column, values: pa.ChunkedArray) -> list[Cell | None]:
    """Return a column's values as cells; a missing value is no cell."""
    form = _FORMATS.get(column.type, "")
    if column.type == "decimal":
        form = f"0.{'0' * column.decimals}" if column.decimals else "0"
    cells: dict[Any, Cell | None] = {None: None}  # values recur, and a cell may stand in many places
    found = values.to_pylist()
    for value in found:
        if value not in cells:
            cells[value] = _cell(column, value, form)
    return [cells[value] for value in found]


def _cell(column: Column, value: Any, form: str) -> Cell:
    if column.type == "flag":
        return Cell(shown_flag(value))
    if isinstance(value, dt.datetime):
        return Cell(value.date(), "number", form)
    return Cell(value, "text" if isinstance(value, str) else "number", form)


def _text(text: str) -> Cell | None:
    return Cell(text) if text else None
