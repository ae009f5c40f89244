"""Cutting a sheet into the rectangles that hold one table each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.header import Head, find_head
from fazhi_metrics.workbooks.kinds import EMPTY, TEXT, VALUED
from fazhi_metrics.workbooks.region import Region, Row
from fazhi_metrics.workbooks.units import units_of_line
from fazhi_metrics.workbooks.vocabulary import FORM, NOTE

_DEEPEST: Final = 40  # tables on one sheet that are cut off one after the other


def find_regions(grid: Grid) -> list[Region]:
    """Return the regions of a sheet, each with at most one table, from the top left."""
    if not grid.height or not grid.width:
        return []
    found: list[Region] = []
    for part in _side_by_side(Region(grid, 1, grid.height, 1, grid.width)):
        for piece in _stacked(part):
            found.extend(_side_by_side(piece))
    return found


def _side_by_side(region: Region) -> Iterator[Region]:
    """Cut a region at empty columns to the right of which another table begins."""
    used = [False] * (region.right - region.left + 1)
    blank = bytes([EMPTY])
    patterns = set(region.kinds)
    for kinds in patterns:
        if not kinds.strip(blank):
            continue
        for place, kind in enumerate(kinds):
            if kind != EMPTY:
                used[place] = True
    if not any(used):
        return
    left = used.index(True)
    start = left
    place = left
    while place < len(used):
        if used[place]:
            place += 1
            continue
        after = next((p for p in range(place, len(used)) if used[p]), None)
        if after is None:
            break
        one = Region(region.grid, region.top, region.bottom, region.left + start, region.left + place - 1)
        two = Region(region.grid, region.top, region.bottom, region.left + after, _end(region, used, after))
        if _is_beside(one, two):
            yield one
            start = after
        place = after
    last = len(used) - 1 - used[::-1].index(True)
    yield Region(region.grid, region.top, region.bottom, region.left + start, region.left + last)


def _end(region: Region, used: list[bool], place: int) -> int:
    while place < len(used) and used[place]:
        place += 1
    return region.left + place - 1


def _is_beside(one: Region, two: Region) -> bool:
    """Whether the right part is a table of its own: labels in its first column that stand by themselves."""
    rows = [two.row(number) for number in two.filled_rows]
    labelled = [row for row in rows if two.left in row.texts]
    if len(labelled) < 3 or two.right == two.left:
        return False
    if sum(1 for row in rows if two.left in row.values) * 2 > len(rows):
        return False
    grid = one.grid
    if len(labelled) * 2 < len(rows):
        return False
    same = sum(
        1
        for row in labelled
        if squash(grid.text(row.number, two.left)) == squash(grid.text(row.number, one.left))
    )
    if same >= 3 or same * 2 > len(labelled):
        return True
    hidden = grid.sheet.hidden_columns
    if all(c in hidden for c in range(two.left, two.right + 1)) and not all(
        c in hidden for c in range(one.left, one.right + 1)
    ):
        return True
    left_rows, right_rows = set(one.filled_rows), {row.number for row in rows}
    shared = left_rows & right_rows
    return len(shared) * 5 < 4 * min(len(left_rows), len(right_rows)) or len(shared) * 2 < max(
        len(left_rows), len(right_rows)
    )


def _stacked(region: Region) -> Iterator[Region]:
    """Cut a region where, below a body, another header begins."""
    current = region
    for _ in range(_DEEPEST):
        head = find_head(current)
        cut = None if head is None or head.start is None else _next_table(current, head)
        if cut is None:
            break
        yield Region(current.grid, current.top, cut - 1, current.left, current.right)
        current = Region(current.grid, cut, current.bottom, current.left, current.right)
    yield current


def _next_table(region: Region, head: Head) -> int | None:
    """Return the row at which the next table of a region begins, or None."""
    begin = head.start or region.top
    values = set(head.numeric)
    names = [_texts(region, region.row(number)) for number in head.rows]
    seen = 0
    before = begin
    for number in region.filled_rows:
        if number < begin:
            continue
        row = region.row(number)
        held = sum(1 for column in row.values if column in values)
        gap = number - before > 1
        before = number
        if seen and _opens_table(region, row, values, gap) and not _repeats(_texts(region, row), names):
            top = _with_titles(region, number, begin)
            if top is not None:
                return top
        seen += held > 0 or (not values and row.filled > 1)
    return None


def _opens_table(region: Region, row: Row, values: set[int], gap: bool) -> bool:
    """Whether a row below a body names columns that hold values further down."""
    if row.filled < 2:
        return False
    if any(
        FORM.match(region.grid.text(row.number, c)) or NOTE.match(region.grid.text(row.number, c))
        for c in row.texts[:1]
    ):
        return False
    named = [column for column in row.texts if column in values]
    held = [column for column in row.values if column in values]
    number_header = region.is_number_header(row) and (gap or len(row.values) > 2)
    if not number_header:
        if len(named) <= len(held) or (len(named) < 2 and not (gap and len(values) < 3)):
            return False
        if len(named) * 2 < min(len(values), row.filled) and not gap:
            return False
    for column in row.cells:
        below = [region.grid.kind(other.number, column) for other in region.below(row.number, 4)]
        if any(kind in VALUED for kind in below) and TEXT not in below[-2:]:
            return True
    return False


def _texts(region: Region, row: Row) -> dict[int, str]:
    return {column: squash(region.grid.text(row.number, column)) for column in row.cells}


def _repeats(texts: dict[int, str], names: list[dict[int, str]]) -> bool:
    """Whether a row repeats a header row."""
    for header in names:
        same = sum(1 for column, text in texts.items() if header.get(column) == text)
        if same and same * 5 >= len(texts) * 4:
            return True
    return False


def _with_titles(region: Region, number: int, start: int) -> int | None:
    """Return the first row of the lines above a header that belong to it; None when it is the first."""
    top = number
    for other in range(number - 1, start, -1):
        row = region.row(other)
        if not row.filled:
            break
        texts = [region.grid.text(other, column) for column in row.texts]
        alone = row.filled == 1 and not row.values
        if not alone and not any(map(units_of_line, texts)):
            break
        if NOTE.match(texts[0]) if texts else True:
            break
        top = other
    return top if top > start else None
