"""Tracing: from a figure to its two sums, their rows, the cells of those rows, and their corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.addresses import covers, split
from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import capped
from fazhi_metrics.faces import Shown
from fazhi_metrics.ledgers.spelling import spelled_sum
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.bounds import counts
from fazhi_metrics.measures.citing import causes, cite_value, known_texts, marked
from fazhi_metrics.measures.evidence import evidence_of
from fazhi_metrics.measures.exact import unscaled, whole_numbers
from fazhi_metrics.measures.measure import answer
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.query import Query, Selection, resolve
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import Beside, Rows, has_data
from fazhi_metrics.measures.words import number_text, said, selection_text
from fazhi_metrics.quantities import Amount
from fazhi_metrics.store.arrays import as_mask, flat

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_CELLS_SHOWN = 12
_ORIGINS = {
    "header": "取自列标题",
    "section": "取自段名",
    "sheet_name": "取自工作表名",
    "title": "取自表的标题",
    "file_name": "取自文件名",
    "project": "取自项目设置",
}


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """The cells of one column in one sheet, as blocks; `origin` says where a value without cells came from."""

    column: str
    title: str
    cells: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet that a sum counted: how many, what they add up to, and their cells by column.

    `value` is None for a count of different values, which does not add up over sheets.
    """

    sheet: str
    rows: int
    value: Amount | None
    columns: tuple[ColumnCells, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The numerator or the denominator of a figure: its sum in words, its value, its rows sheet by sheet.

    Where a count found none, `examined` is the number of rows that were looked at, and the cells are theirs:
    a zero rests on every cell that could have said otherwise. `taken_out` are the cells whose correction took
    a record out of it.
    """

    role: str
    sum: Sum
    words: str
    value: Amount | None
    rows: pa.Table
    sheets: tuple[SheetRows, ...]
    cells: tuple[str, ...]
    examined: int = 0
    taken_out: tuple[str, ...] = ()

    def frame(self) -> pd.DataFrame:
        """Return the counted rows, with the columns that the sum reads and the two provenance columns."""
        from fazhi_metrics.store.reader import to_frame

        return to_frame(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedCorrection:
    """A declared correction of a cell that a figure reads."""

    cell: str
    before: str
    after: str
    reason: str
    approved_by: str
    date: str

    @property
    def text(self) -> str:
        """The correction in one line."""
        by = f"；{self.approved_by} {self.date}".rstrip() if self.approved_by else ""
        return f"更正 {self.cell}：原为 {self.before or '空白'}，改为 {self.after}（{self.reason}{by}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace(Shown):
    """A figure down to its cells; printing it gives one level a line."""

    indicator: Indicator
    town: str
    year: int
    part: Part
    sides: tuple[Side, ...]
    corrections: tuple[TracedCorrection, ...] = ()
    settled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell that the figure reads, as blocks: the numerator's first, none named twice."""
        return tuple(dict.fromkeys(cell for side in self.sides for cell in side.cells))

    def lines(self, shown: int | None = _CELLS_SHOWN) -> Iterator[tuple[int, str]]:
        """Yield the levels as (depth, text); at most `shown` blocks of a column, None for all."""
        card = self.indicator
        kept = selection_text(self.where, card)
        place = f"{self.town}{f'（{kept}）' if kept else ''}"
        idiom = "" if self.part.value is None else cite_value(self.part.value, card)
        exact = said(self.part.value, card)
        written = f"，报告写作{idiom}" if idiom not in ("", exact) else ""
        yield 0, f"{place}{self.year}年{card.title} {marked(exact, self.part, card)}（{card.id}{written}）"
        since = f"口径第{card.version}版，自{card.since}年起"
        yield 1, f"定义：{card.definition}（{since}）"
        yield 1, f"状态：{'，'.join(known_texts(self.part, card))}"
        yield from ((2, reason) for reason in causes(self.part.reasons))
        for side in self.sides:
            seen = (
                f"查看 {side.examined} 条记录，无一符合" if side.examined else f"{side.rows.num_rows} 条记录"
            )
            yield 2, f"{side.role}：{side.words} = {_plain(side.value)}（{seen}）"
            for sheet in side.sheets:
                value = "" if sheet.value is None else f"，{_plain(sheet.value)}"
                yield 3, f"{sheet.sheet}：{sheet.rows} 条记录{value}"
                for column in sheet.columns:
                    blocks = [split(cell)[1] for cell in column.cells]
                    text = capped(blocks, shown) if shown else "、".join(blocks)
                    told = "，".join(filter(None, (text, column.origin)))
                    yield 4, f"{column.title}：{told or '没有单元格'}"
        for correction in self.corrections:
            yield 2, correction.text
        yield from ((2, text) for text in self.settled)
        for note in self.notes:
            if note not in self.part.reasons:
                yield 1, f"注：{note}"


def trace(
    store: Store, town: Town, indicator: str | Indicator, year: int, where: Selection | None = None
) -> Trace:
    """Trace an indicator in a year, or a selection of it, down to its cells.

    The cells of a sum are those of the column that it adds and of the columns that its conditions read, on
    the rows that it counts; of a count without conditions, those of the column that identifies a record.

    Raises:
        IndicatorError: no such indicator, or it cannot be selected so.
        DatasetError: there is no data for the year.
    """
    query = resolve(store, town, indicator, year, where=where)
    return trace_answer(store, town, query, answer(store, town, query))


def trace_answer(store: Store, town: Town, query: Query, measured: Measure) -> Trace:
    """Trace the answer to an undivided question of one year down to its cells."""
    card, (year,) = query.card, query.years
    part = measured.part
    secret = part.status is Status.CONFIDENTIAL  # how many records it rests on is what must not be told
    roles = ("分子" if card.rate else "合计", "分母")
    sides = tuple(
        _side(store, town, role, sum_, query)
        for role, sum_ in zip(roles, card.sums, strict=False)
        if sum_.year == "this" and has_data(store, sum_.dataset, year) and not secret
    )
    cells = dict.fromkeys(cell for side in sides for cell in side.cells)
    cells |= dict.fromkeys(cell for side in sides for cell in side.taken_out)
    return Trace(
        indicator=card,
        town=town.name,
        year=year,
        part=part,
        sides=sides,
        corrections=corrections_of(store, tuple(cells)),
        settled=answers_of(store, town, card, year, tuple(cells)),
        notes=measured.notes,
        where=tuple(query.filters.items()),
        gaps=measured.gaps,
    )


def read_columns(part: Sum, home: Dataset) -> tuple[str, ...]:
    """Return the columns whose cells a sum reads; a count without conditions reads what identifies a record."""
    if part.columns:
        return tuple(dict.fromkeys(each for name in part.columns for each in made_of(home, name)))
    stored = [column.name for column in home.stored]
    key = tuple(name for name in home.key if name in stored)
    return key or ((home.date,) if home.date else tuple(stored[:1]))


def made_of(home: Dataset, name: str) -> tuple[str, ...]:
    """Return the columns whose cells a column rests on: itself, or those that it is computed of."""
    compute = home.by_name[name].compute
    if compute is None:
        return (name,)
    return tuple(each for part in compute.columns for each in made_of(home, part))


def corrections_of(store: Store, cells: Sequence[str]) -> tuple[TracedCorrection, ...]:
    """Return the declared corrections of the given cells (blocks)."""
    fields = ("cell", "before", "after", "reason", "approved_by", "date")
    return tuple(
        TracedCorrection(**{name: str(row.get(name) or "") for name in fields})
        for row in _declared(store)
        if row.get("cell") and any(covers(block, row["cell"]) for block in cells)
    )


def answers_of(store: Store, town: Town, card: Indicator, year: int, cells: Sequence[str]) -> tuple[str, ...]:
    """Return the answers given to problems that an indicator of a year rests on: at its cells, or of its ledgers."""
    evidence = evidence_of(store)
    found: dict[tuple[str, str], dict[str, None]] = {}
    for sum_ in card.sums:
        home = catalogue_of(town).dataset(sum_.dataset)
        columns = {*read_columns(sum_, home), *([home.date] if home.date else [])}
        for issue in evidence.settled(sum_.dataset, year):
            if issue.columns and not columns.intersection(issue.columns):
                continue
            if issue.reach is not Reach.VALUES or any(
                covers(block, own) for block in cells for own in issue.cells
            ):
                found.setdefault((issue.title, issue.settled), {})[issue.where] = None
    return tuple(f"{capped(places)} {title}：{text}" for (title, text), places in found.items())


def _side(store: Store, town: Town, role: str, part: Sum, query: Query) -> Side:
    home = query.card.ledger(part.dataset)
    columns = read_columns(part, home)
    _, filters, other = query.side(part)
    rows = Rows(store, town, part, query.years[0], (), filters, (*columns, "_source", "_at"), other)
    table = rows.counted()
    value = _added(part, table, home)
    nothing = part.column is None and not table.num_rows
    shown = rows.examined() if nothing else table
    return Side(
        role=role,
        sum=part,
        words=spelled_sum(part, home),
        value=value,
        rows=table,
        sheets=tuple(_sheets(store, home, part, shown, columns, nothing=nothing)),
        cells=tuple(store.cells(part.dataset, shown, columns)),
        examined=shown.num_rows if nothing else 0,
        taken_out=tuple(_taken_out(store, town, rows, other)),
    )


def _taken_out(store: Store, town: Town, rows: Rows, other: Beside) -> Iterator[str]:
    """Yield the cells whose correction took a selected record out of a sum: as typed before, it counted."""
    declared = _declared(store)
    if not declared:
        return
    from fazhi_metrics.cleaning.convert import converter  # the readers of workbooks come with it

    selected = rows.examined()
    places = set(zip(selected["_source"].to_pylist(), selected["_at"].to_pylist(), strict=True))
    for row in declared:
        known = row.get("cell") and split(row["cell"])[0] in store.provenance.sheets
        for record in store.lookup(row["cell"]) if known else ():
            column = rows.dataset.by_name.get(record.field)
            home = (record.dataset, record.year) == (rows.dataset.name, rows.year)
            if not home or column is None or (record.source, record.at) not in places:
                continue
            before = converter(column, town, year=rows.year)(row["before"]).value
            then = {**record.values, record.field: before}
            if counts(rows.sum, other, then) and not counts(rows.sum, other, record.values):
                yield row["cell"]


def _declared(store: Store) -> list[dict[str, str]]:
    if "corrections.parquet" not in store.manifest["files"]:
        return []
    found: list[dict[str, str]] = store.side_table("corrections").to_pylist()
    return found


def _sheets(
    store: Store, home: Dataset, part: Sum, table: pa.Table, columns: Sequence[str], *, nothing: bool
) -> Iterator[SheetRows]:
    """Split rows by the sheet that they come from, in the order of the sources; `nothing` of them counted."""
    import numpy as np

    source_of = flat(table["_source"])
    provenance = store.provenance
    by_sheet: dict[str, list[int]] = {}
    for source in sorted(table["_source"].unique().to_pylist()):
        by_sheet.setdefault(provenance.sheet(source), []).append(source)
    for sheet, sources in by_sheet.items():
        own = table.filter(as_mask(np.isin(source_of, sources)))
        cells = []
        for name in columns:
            blocks = tuple(store.cells(part.dataset, own, [name]))
            origins = provenance.origins(flat(own["_source"]), name)
            origin = _ORIGINS.get(origins.get(sheet, ""), "")
            cells.append(ColumnCells(name, home.by_name[name].title, blocks, origin))
        value = None if part.distinct else 0 if nothing else _added(part, own, home)
        yield SheetRows(sheet, own.num_rows, value, tuple(cells))


def _added(part: Sum, table: pa.Table, home: Dataset) -> Amount | None:
    """Add up counted rows a second time, apart from the tally that gave the figure."""
    if part.column is None:
        return int(table.num_rows)
    if not table.num_rows:
        return 0 if part.distinct or home.date else None
    if part.distinct:
        return len(table[part.column].unique())
    numbers, scale = whole_numbers(table[part.column])
    sums = sum(numbers.tolist())
    for name in part.plus:
        more, other = whole_numbers(table[name])
        wide = max(scale, other)
        sums = sums * 10 ** (wide - scale) + sum(more.tolist()) * 10 ** (wide - other)
        scale = wide
    if part.minus:
        less, _ = whole_numbers(table[part.minus])
        sums -= sum(less.tolist())
    return unscaled(sums, scale)


def _plain(value: Amount | None) -> str:
    places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    return number_text(value, max(places, 0))
