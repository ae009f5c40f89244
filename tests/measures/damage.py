"""The kinds of damage: each edits the workbooks of a `Ground` and says what it touched, or that it cannot."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.ledgers import DATASETS

from .ground import YEARS, Ground, Row, Touched

Done = Sequence[Touched] | None


@dataclass(frozen=True)
class Damage:
    """One kind of damage; `do` returns what it touched, None where it found no place."""

    kind: str
    do: Callable[[Ground, random.Random], Done]


# What is typed instead of a value, by the type of the column. A blank cell of an optional column says "none".
MARKS: Mapping[str, Sequence[Any]] = {
    "int": ("三百左右", "不详", "约50", None, "12.5.3"),
    "decimal": ("三百左右", "不详", None),
    "flag": ("已作废", "已退回", "已逾期", "已撤销", "不详", "待定", None),
    "code": ("外星", "不详", None),
    "village": ("火星村", "不详", None),
    "date": ("某日", "2025-13-40", "不详", None),
    "half": ("某季", None),
    "month": ("某月",),
}
_EVENTS = ("disputes", "appeals", "inspections", "grid_matters", "law_study", "publicity", "decisions")
_COUNTED = ("disputes", "appeals", "inspections", "grid_matters")  # of which a silent month is unlikely
_TABLES = ("villages", "population", "satisfaction")


def one(ground: Ground, dice: random.Random, dataset: str) -> tuple[int, Row]:
    year = dice.choice(YEARS)
    return year, dice.choice(ground.records(dataset, year))


def columns(*types: str) -> list[tuple[Dataset, Column]]:
    return [(home, column) for home in DATASETS.values() for column in home.columns if column.type in types]


def one_cell(ground: Ground, dice: random.Random, dataset: str, column: str) -> tuple[int, Row, Cell | None]:
    year, row = one(ground, dice, dataset)
    return year, row, ground.cell(dataset, row, column)


def total_of(cell: Cell) -> Cell | None:
    """The cell of the total that a number is part of, below it or at the end of its line."""
    sheet: Worksheet = cell.parent
    for other in sheet.iter_rows(min_row=1, max_row=sheet.max_row):
        for each in other:
            if str(each.value).replace(" ", "") in ("合计", "全年合计", "总计"):
                down = each.row > cell.row and each.column < cell.column
                found = sheet.cell(each.row if down else cell.row, cell.column if down else each.column)
                if isinstance(found.value, int | float) and (found.row, found.column) > (cell.row, 0):
                    return found
    return None


def wrong_number(ground: Ground, dice: random.Random, *, total: bool) -> Done:
    """A number typed otherwise in a column with a total, or the total itself."""
    home, column = dice.choice(columns("int", "decimal"))
    year, _, cell = one_cell(ground, dice, home.name, column.name)
    if cell is None or not isinstance(cell.value, int | float) or (end := total_of(cell)) is None:
        return None
    wrong = end if total else cell
    wrong.value += dice.choice((1, 9, 100, -1 if wrong.value else 1))
    # Where no cell explains it, a record of an event may be missing as well.
    return [Touched(home.name, year, None if home.date else frozenset({column.name}))]


def typed(ground: Ground, dice: random.Random, *, kind: str) -> Done:
    """A cell that cannot be read, says that nobody knows, or is blank."""
    home, column = dice.choice(columns(kind))
    mark = dice.choice(MARKS[kind])
    year, _, cell = one_cell(ground, dice, home.name, column.name)
    if cell is None or isinstance(cell, MergedCell) or cell.value is None:
        return None
    if mark is None and (not column.required or column.blank is not None or in_span(cell)):
        return None  # the ledger says what a blank cell means
    cell.value = mark
    whole = home.layout == "months_across" or kind in ("half", "date")
    return [Touched(home.name, year, None if whole else frozenset({column.name}))]


def other_year(ground: Ground, dice: random.Random) -> Done:
    """A record typed with the date of another year."""
    home, column = dice.choice([(h, c) for h, c in columns("date") if c.name == h.date])
    year, row, cell = one_cell(ground, dice, home.name, column.name)
    if cell is None:
        return None
    day: dt.datetime = row[column.name]
    cell.value = f"{year - dice.choice((1, 2))}-{day.month}-{min(day.day, 28)}"
    return [Touched(home.name, year)]


def twice(ground: Ground, dice: random.Random) -> Done:
    """A record typed once more, with its number, below the last one."""
    home = dice.choice([home for home in DATASETS.values() if home.layout == "rows"])
    year, row = one(ground, dice, home.name)
    cell = some_cell(ground, home, row)
    if cell is None:
        return None
    sheet: Worksheet = cell.parent
    values = [each.value for each in sheet[cell.row]]
    if in_span(cell) or any(in_span(each) for each in sheet[cell.row]):
        return None
    move(sheet, cell.row + 1, 1)
    for place, value in enumerate(values, 1):
        sheet.cell(cell.row + 1, place).value = value
    return [Touched(home.name, year)]


def some_cell(ground: Ground, home: Dataset, row: Row) -> Cell | None:
    found = (ground.cell(home.name, row, column.name) for column in home.stored if column.name in row)
    return next((cell for cell in found if cell is not None and not in_span(cell)), None)


def in_span(cell: Cell | MergedCell) -> bool:
    return any(cell.coordinate in merged for merged in cell.parent.merged_cells.ranges)


def move(sheet: Worksheet, row: int, by: int) -> None:
    """Insert a row before `row` (by 1), or take it out (by -1); merged cells go along."""
    merged = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    for top, left, bottom, right in merged:
        sheet.unmerge_cells(None, top, left, bottom, right)
    if by > 0:
        sheet.insert_rows(row)
    else:
        for top, left, bottom, _ in merged:
            if top == row < bottom:
                sheet.cell(row + 1, left).value = sheet.cell(row, left).value
        sheet.delete_rows(row)
    for top, left, bottom, right in merged:
        last = bottom + by if bottom >= row else bottom
        first = top + by if top > row or (by > 0 and top >= row) else top
        if last >= first and (first, left) != (last, right):
            sheet.merge_cells(None, first, left, last, right)


def remove(ground: Ground, home: Dataset, rows: Sequence[Row]) -> bool:
    """Take records out of their sheets, the last ones first, and number the rest anew."""
    cells = [some_cell(ground, home, row) for row in rows]
    found = [cell for cell in cells if cell is not None]
    if len(found) < len(rows):
        return False
    sheets = {id(cell.parent): cell.parent for cell in found}
    for cell in sorted(found, key=lambda cell: -cell.row):
        move(cell.parent, cell.row, -1)
    for sheet in sheets.values():
        renumber(sheet)
    return True


def renumber(sheet: Worksheet) -> None:
    """Number the records anew."""
    for place in range(1, 4):
        lines = (sheet.cell(row, place) for row in range(1, sheet.max_row + 1))
        numbers = [each for each in lines if isinstance(each.value, int) and each.value < 2000]
        if len(numbers) > 2 and all(a.value <= b.value for a, b in pairwise(numbers)):
            for number, each in enumerate(numbers, 1):
                each.value = number
            return


def month_cut(ground: Ground, dice: random.Random) -> Done:
    """All records of one month gone from a ledger that has some every month."""
    home, year = DATASETS[dice.choice(_COUNTED)], dice.choice(YEARS)
    assert home.date
    rows, month = ground.records(home.name, year), dice.randrange(1, 13)
    gone = [row for row in rows if row[home.date].month == month]
    if (len(rows) - len(gone)) / 12 < 5 or home.name == "inspections" or not remove(ground, home, gone):
        return None
    note(ground, home, year, len(rows) - len(gone))
    return [Touched(home.name, year)]


def note(ground: Ground, home: Dataset, year: int, count: int) -> None:
    """Let the note of an export say how many records it has."""
    for file, name in {
        (r["file"], r["sheet"])
        for r in ground.truth.provenance.sources
        if (r["dataset"], r["year"]) == (home.name, year)
    }:
        for line in ground.sheet(file, name).iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and "共导出" in cell.value:
                    cell.value = f"注：共导出{count}条"


def file_damaged(ground: Ground, dice: random.Random, *, dataset: str = "") -> Done:
    """A workbook that did not come, is packed, cut off, or no workbook at all."""
    home = DATASETS[dataset or dice.choice(list(DATASETS))]
    year = dice.choice(YEARS)
    path = ground.path(dice.choice(ground.files(home.name, year)))
    match dice.choice(("gone", "zip", "cut", "noise", "nothing")):
        case "zip":
            with zipfile.ZipFile(path.with_suffix(".zip"), "w") as packed:
                packed.write(path, path.name)
        case "cut":
            content = path.read_bytes()
            path.with_name(path.name).write_bytes(content[: len(content) // 2])
            return [Touched(home.name, year)]
        case "noise":
            path.write_bytes(dice.randbytes(4000))
            return [Touched(home.name, year)]
        case "nothing":
            path.write_bytes(b"")
            return [Touched(home.name, year)]
    path.unlink()
    return [Touched(home.name, year)]


def village_gone(ground: Ground, dice: random.Random, *, mended: bool) -> Done:
    """A village's row gone from a table of villages; its total as it was, or mended."""
    home = DATASETS[dice.choice(_TABLES)]
    year, row = one(ground, dice, home.name)
    if mended:
        for column in home.columns:
            cell = ground.cell(home.name, row, column.name) if column.additive else None
            if cell is not None and (total := total_of(cell)) is not None:
                total.value = round(total.value - float(row[column.name]), 2)
    return [Touched(home.name, year)] if remove(ground, home, [row]) else None


def row_gone(ground: Ground, dice: random.Random) -> Done:
    """A record gone from a ledger, the total under it still with it."""
    home = dice.choice([home for home in DATASETS.values() if home.date])
    year, row = one(ground, dice, home.name)
    cells = [ground.cell(home.name, row, column.name) for column in home.columns if column.additive]
    if not any(cell is not None and cell.value and total_of(cell) for cell in cells):
        return None
    return [Touched(home.name, year)] if remove(ground, home, [row]) else None


def header_of(cell: Cell, home: Dataset) -> Cell:
    """The lowest header over a field, or before it where months run across."""
    sheet: Worksheet = cell.parent
    if home.layout == "months_across":
        return sheet.cell(cell.row, 2)
    row = min(cell.row, sheet.max_row)
    while row > 1 and str(sheet.cell(row, 1).value) != "1":
        row -= 1
    for top in range(row - 1, 0, -1):
        if sheet.cell(top, cell.column).value is not None:
            return sheet.cell(top, cell.column)
    return cell


def column_lost(ground: Ground, dice: random.Random, *, renamed: bool) -> Done:
    """A column whose header says something else, or that is not there, in every sheet of a year."""
    home = dice.choice(list(DATASETS.values()))
    column = dice.choice([each for each in home.columns if not each.personal])
    year = dice.choice(YEARS)
    seen = set()
    for row in ground.records(home.name, year):
        cell = ground.cell(home.name, row, column.name)
        if cell is None:
            return None
        if row["_source"] not in seen:
            seen.add(row["_source"])
            header_of(cell, home).value = "甲乙丙丁" if renamed else None
        if not renamed and not isinstance(cell, MergedCell):
            cell.value = None
            if (total := total_of(cell) if column.additive else None) is not None:
                total.value = None
    return [Touched(home.name, year)]


def cut_short(ground: Ground, dice: random.Random, *, every: bool) -> Done:
    """The year as it stands after some month: in all ledgers, or in one."""
    month, touched = dice.randrange(3, 12), []
    homes = (
        [*_EVENTS, "safety_months", "satisfaction"]
        if every
        else [dice.choice((*_COUNTED, "safety_months", "satisfaction"))]
    )
    for name in homes:
        if cut_after(ground, DATASETS[name], 2025, month):
            touched.append(Touched(name, 2025))
    return touched or None


def cut_after(ground: Ground, home: Dataset, year: int, month: int) -> bool:
    rows = ground.records(home.name, year)
    if home.name == "inspections":
        for file in ground.files(home.name, year):
            if int(file.rpartition("年")[2].partition("月")[0]) > month:
                ground.path(file).unlink()
        return True
    if home.name == "safety_months":
        for row in rows:
            for column in home.columns:
                cell = ground.cell(home.name, row, column.name) if row["month"] > month else None
                if cell is not None:
                    if column.additive and (total := total_of(cell)) is not None:
                        total.value -= row[column.name]
                    cell.value = None
        return True
    if home.name == "satisfaction":
        gone = [row for row in rows if row["half"] == "下半年"]
    else:
        gone = [row for row in rows if row[home.date or ""].month > month]
    done = remove(ground, home, gone)
    note(ground, home, year, len(rows) - len(gone))
    return done and bool(gone)


def in_wan(ground: Ground, dice: random.Random, *, said: bool) -> Done:
    """A column of areas or people typed in 万, with or without a header that says so."""
    home, column = dice.choice(
        [
            (h, c)
            for h, c in columns("int", "decimal")
            if h.name in ("villages", "population") and c.unit in ("亩", "人", "户")
        ]
    )
    year, totals = dice.choice(YEARS), {}
    for row in ground.records(home.name, year):
        cell = ground.cell(home.name, row, column.name)
        assert cell is not None
        totals[""] = total_of(cell)
        cell.value = float(row[column.name]) / 10000
        head = header_of(cell, home)
    for total in filter(None, totals.values()):
        total.value = total.value / 10000
    if said:
        head.value = f"{str(head.value).partition('（')[0]}（万{column.unit}）"
    return [Touched(home.name, year, frozenset({column.name}))]


def exchanged(ground: Ground, dice: random.Random) -> Done:
    """Households typed where people belong, and people where households belong."""
    year, kind, ends = dice.choice(YEARS), dice.choice(("registered", "resident")), {}
    names = (f"{kind}_households", f"{kind}_population")
    for row in ground.records("population", year):
        left, right = (ground.cell("population", row, name) for name in names)
        left.value, right.value = right.value, left.value
        ends = {name: total_of(cell) for name, cell in zip(names, (left, right), strict=True)}
    left, right = ends.values()
    left.value, right.value = right.value, left.value
    return [Touched("population", year, frozenset(names))]


DAMAGES = (
    Damage("typed number", partial(wrong_number, total=False)),
    Damage("typed total", partial(wrong_number, total=True)),
    *(Damage(f"unreadable {kind}", partial(typed, kind=kind)) for kind in MARKS),
    Damage("date of another year", other_year),
    Damage("record twice", twice),
    Damage("month cut out", month_cut),
    Damage("monthly file", partial(file_damaged, dataset="inspections")),
    Damage("file", file_damaged),
    Damage("row gone", row_gone),
    Damage("village gone", partial(village_gone, mended=False)),
    Damage("village gone, total mended", partial(village_gone, mended=True)),
    Damage("column renamed", partial(column_lost, renamed=True)),
    Damage("column gone", partial(column_lost, renamed=False)),
    Damage("year cut short", partial(cut_short, every=True)),
    Damage("one ledger cut short", partial(cut_short, every=False)),
    Damage("in 万", partial(in_wan, said=False)),
    Damage("in 万, said so", partial(in_wan, said=True)),
    Damage("columns exchanged", exchanged),
)


def planted(ground: Ground, dice: random.Random, damage: Damage) -> Done:
    """Do one damage, at the first place that it fits."""
    for _ in range(20):
        if (touched := damage.do(ground, dice)) is not None:
            return touched
        ground.restore()
    return None
