"""From a file to its tables."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fazhi_metrics.addresses import address, join
from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.files import told
from fazhi_metrics.workbooks import refusals
from fazhi_metrics.workbooks.archive import SUFFIX, WORKBOOKS, members
from fazhi_metrics.workbooks.body import read_body
from fazhi_metrics.workbooks.certainty import LEAST, LITTLE, judge
from fazhi_metrics.workbooks.columns import build_columns, sheet_units, used_columns
from fazhi_metrics.workbooks.columntotals import with_total_columns
from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.labels import column_labels
from fazhi_metrics.workbooks.open import open_workbook
from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.regions import find_regions, one_column
from fazhi_metrics.workbooks.sheets import Sheet, Workbook
from fazhi_metrics.workbooks.structure import layout_doubts
from fazhi_metrics.workbooks.table import Table
from fazhi_metrics.workbooks.totals import find_totals
from fazhi_metrics.workbooks.units import units_of_line
from fazhi_metrics.workbooks.vocabulary import CONTENTS, COVER, FORM, HEADER_WORD

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook with the tables found in it and the blocks of cells that no table claims."""

    workbook: Workbook
    tables: tuple[Table, ...]
    unclaimed: tuple[str, ...]


@told
def read_tables(path: str | Path, *, name: str | None = None) -> list[Table]:
    """Read every table of a workbook that nobody described.

    `name` is the file's name in addresses, by default the last part of the path. Raises `WorkbookError`
    for a file that is missing, a folder, empty, encrypted, no spreadsheet, damaged or too big.
    """
    return list(read_book(path, name=name).tables)


@told
def read_book(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    shown: Callable[[Workbook], Workbook] = lambda workbook: workbook,
) -> Book:
    """Read a workbook, or its bytes: its raw sheets, its tables, and what no table claims. Raises as `read_tables`.

    A .zip of workbooks is read as one, its tables with the files they stand in (`八月.zip/八月.xlsx`). `shown`
    gives the workbook whose sheets are called as they are in addresses.
    """
    with _unhindered():
        inside = () if isinstance(source, bytes) else _workbooks_in(Path(source))
        if inside and not isinstance(source, bytes):
            return _read_archive(Path(source), name or Path(source).name, inside, shown)
        return _read_book(shown(open_workbook(source, name=name)))


def _workbooks_in(path: Path) -> list[str]:
    """The workbooks in an archive; none where the path is something else."""
    if path.suffix.lower() != SUFFIX or not path.is_file():
        return []
    return [name for name in members(path) if Path(name).suffix.lower() in WORKBOOKS]


def _read_archive(
    path: Path, name: str, inside: Sequence[str], shown: Callable[[Workbook], Workbook]
) -> Book:
    """Read the workbooks in an archive; one that cannot be read is named among what no table claims."""
    books: list[Book] = []
    unread: list[str] = []
    for member in inside:
        try:
            books.append(_read_book(shown(open_workbook(path / member, name=f"{name}/{member}"))))
        except WorkbookError:
            unread.append(f"{name}/{member}")
    sheets = tuple(sheet for book in books for sheet in book.workbook.sheets)
    left = (text for book in books for text in book.unclaimed)
    return Book(Workbook(name, "zip", sheets), tuple(t for b in books for t in b.tables), (*left, *unread))


@contextlib.contextmanager
def _unhindered() -> Iterator[None]:
    """Put off the search for reference cycles: reading makes a million objects and no cycle among them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read_book(workbook: Workbook) -> Book:
    tables: list[Table] = []
    unclaimed: list[str] = []
    for sheet in workbook.sheets:
        try:
            found, left = read_sheet(workbook, sheet)
        except MemoryError as error:
            raise refusals.too_big(workbook.file, "内存不足") from error
        if found:
            found[0] = replace(found[0], unclaimed=tuple(left))
        tables.extend(found)
        unclaimed.extend(left)
    return Book(workbook, tuple(tables), tuple(unclaimed))


def sheet_cells(path: str | Path, *, name: str | None = None) -> list[tuple[str, Any]]:
    """Return (address, raw) of every non-empty cell of every sheet. Raises as `read_tables`."""
    return list(open_workbook(path, name=name).cells())


def read_sheet(workbook: Workbook, sheet: Sheet) -> tuple[list[Table], list[str]]:
    """Find the tables of one sheet, and the blocks (as addresses) that none of them claims."""
    if not sheet.rows:
        return [], []
    grid = Grid(sheet)
    place = address(workbook.file, sheet.name)
    tables: list[Table] = []
    left: list[str] = []
    found = one_column(grid) if sheet.name is None and grid.width == 1 else find_regions(grid)
    for region, head in found:
        heads = [other for other, above in found if above is not None and above.rows]
        table = None
        if (
            head is not None
            and (region.width == 1 or not _is_prose(region, head))
            and not _is_choice_list(region, head, heads)
        ):
            table = _build(workbook, region, head, _lines_beside(region, head, found))
        if table is None:
            left.extend(f"{place}!{text}" for text in _blocks(region))
        else:
            tables.append(table)
    return [_among(table, tables, left) for table in _agree_on_totals(tables)], left


def _among(table: Table, tables: Sequence[Table], left: Sequence[str]) -> Table:
    """Say of a table that it was cut from a sheet that holds more than it."""
    more = []
    if len(tables) > 1:
        more.append(f"工作表里有 {len(tables)} 个表，按空行空列和表头切分")
    if left:
        more.append("有单元格没有归入任何表")
    if not more:
        return table
    certainty = round(max(table.certainty - LITTLE * len(more), min(table.certainty, LEAST)), 2)
    return replace(table, certainty=certainty, reasons=(*table.reasons, *more))


def _is_choice_list(region: Region, head: Head, heads: Iterable[Region]) -> bool:
    """Whether a region is a list of choices that somebody keeps beside a form: texts without a header."""
    if head.rows or any(region.shape(kinds)[1] for kinds in region.patterns):
        return False
    return any(
        (other.right < region.left or other.left > region.right)
        and other.top <= region.bottom
        and other.bottom >= region.top
        for other in heads
    )


def _lines_beside(region: Region, head: Head, found: Sequence[tuple[Region, Head | None]]) -> tuple[str, ...]:
    """Return the lines that stand over a table beside this one with a header in the same row.

    The title of a list that is printed in two halves stands over the first, its unit over the last; what
    stands in a row of its own over each of two tables is each one's own.
    """
    if not head.rows:
        return ()
    others = [
        other
        for other, above in found
        if other is not region and above is not None and above.rows[:1] == head.rows[:1]
    ]
    bare = not any(region.row(number).filled for number in range(region.top, head.rows[0]))
    return tuple(
        text
        for number in range(region.top, head.rows[0])
        for other in others
        for text in other.texts(other.row(number))
        if bare or (_adjoin(region, other) and (not region.row(number).filled or units_of_line(text)))
    )


def _adjoin(one: Region, other: Region) -> bool:
    """Whether two regions are panels of one printed table, with no column between them."""
    return other.left == one.right + 1 or one.left == other.right + 1


def _blocks(region: Region) -> list[str]:
    filled = ((number, column) for number in region.filled_rows for column in region.row(number).cells)
    return [str(block) for block in join(filled)]


def _is_prose(region: Region, head: Head) -> bool:
    """Whether a region is a cover, a list of contents or a page of text: no row holds two values.

    A ledger on a sheet called 目录 has a header that names its columns, and is none of these.
    """
    shapes = [region.shape(kinds) for kinds in region.patterns]
    if not any(filled > 1 for *_, filled, _ in shapes):
        return True
    name = (region.grid.sheet.name or "").strip()
    top = map(region.row, region.filled_rows[:6])
    said = [name, *(region.text(row.number, row.cells[0]).strip(" :：") for row in top)]
    if not any(map(CONTENTS.fullmatch, said)):
        return False
    cover = any(map(COVER.fullmatch, (*said[:2],)))
    if cover and not head.rows:
        return True
    names = [region.text(number, column) for number in head.rows for column in region.row(number).texts]
    words = sum(1 for text in names if HEADER_WORD.search(text))
    if any(len(values) > 1 for _, values, *_ in shapes) or (len(names) > 2 and words * 2 > len(names)):
        return False
    return cover or sum(1 for number in region.filled_rows if region.row(number).filled > 2) <= 2


def _build(workbook: Workbook, region: Region, head: Head, beside: tuple[str, ...]) -> Table | None:
    """Read the table of a region; None when it holds neither a header nor data.

    `beside` are the lines over the table that stand in other columns.
    """
    body = read_body(region, head)
    if not body.rows("data") and not head.rows:
        return None
    columns = used_columns(region, head, body)
    if not columns:
        return None
    labels = column_labels(region, [row for row in head.rows if row not in head.numbering], columns)
    lent = tuple(line for line in beside if not (units_of_line(line) or FORM.match(line)))
    titles = (*lent, *_row_texts(region, body.rows("title")))
    units = sheet_units(region, body, titles, beside)
    made = build_columns(region, body, columns, labels, units)
    find_totals(region, body, made)
    made = with_total_columns(region, body, made)
    certainty, reasons = judge(region, head, body, made)
    sheet = region.grid.sheet
    lines = [*body.rows("form"), *body.rows("unit")]
    above = (row for row in lines if not head.rows or row < head.rows[0])
    spoken = (*titles, *beside, *_row_texts(region, above), sheet.name or "")
    return Table(
        file=workbook.file,
        sheet=sheet.name,
        hidden=sheet.hidden,
        header_rows=(head.rows[0], head.rows[-1]) if head.rows else None,
        columns=tuple(made),
        row_roles=body.roles,
        titles=titles,
        notes=tuple(_row_texts(region, body.rows("note"))),
        unit="、".join(units) or None,
        year=_year(spoken),
        source=sheet,
        area=(region.top, region.left, region.bottom, region.right),
        certainty=certainty,
        reasons=reasons,
        layout_doubts=layout_doubts(region, head, body),
        repeated_header_rows=tuple(row for row in body.rows("header") if row not in head.rows),
    )


def _row_texts(region: Region, rows: Iterable[int]) -> list[str]:
    found = []
    for number in rows:
        texts = (region.text(number, column) for column in region.row(number).cells)
        found.append(" ".join(text for text in texts if text))
    return found


def _year(texts: Iterable[str]) -> int | None:
    """Return the one year that titles name; None when they name none or several."""
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _agree_on_totals(tables: list[Table]) -> list[Table]:
    """Let panels printed side by side, whose rows have the same labels, agree on which rows are totals."""
    if len(tables) < 2:
        return tables
    by_labels: dict[tuple[object, ...], list[int]] = {}
    for place, table in enumerate(tables):
        first = table.columns[0].index
        rows = [row for row, role in table.row_roles.items() if role in ("data", "total", "section")]
        key = (table.area[0], *((row, table.source.value(row, first)) for row in rows))
        by_labels.setdefault(key, []).append(place)
    found = list(tables)
    for places in by_labels.values():
        totals = {row for place in places for row in tables[place].total_rows} if len(places) > 1 else set()
        for place in places if totals else ():
            roles = {row: "total" if row in totals else role for row, role in tables[place].row_roles.items()}
            found[place] = replace(tables[place], row_roles=roles)
    return found
