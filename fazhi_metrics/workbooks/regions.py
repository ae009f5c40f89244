"""Cutting a sheet into the rectangles that hold one table each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.header import Head, find_head
from fazhi_metrics.workbooks.kinds import DATED, EMPTY, NUMBER, NUMERIC, TEXT, VALUED
from fazhi_metrics.workbooks.likeness import like_labels
from fazhi_metrics.workbooks.numberhead import is_number_header, is_plain_number_header, may_name
from fazhi_metrics.workbooks.region import Region, Row, count_in
from fazhi_metrics.workbooks.units import units_of_line
from fazhi_metrics.workbooks.vocabulary import FORM, NOTE, ROW_NAME, ROW_NUMBER

_HEAD_ROWS: Final = 8  # rows from the top in which two parts may have the same header
_DEEPEST: Final = 60  # tables on one sheet that are cut off one after the other


def find_regions(grid: Grid) -> list[tuple[Region, Head | None]]:
    """Return the regions of a sheet, each with at most one table, and the head of its table."""
    if not grid.height or not grid.width:
        return []
    found: list[tuple[Region, Head | None]] = []
    for part in _side_by_side(Region(grid, 1, grid.height, 1, grid.width)):
        for piece, head in _stacked(part):
            cut = list(_side_by_side(piece)) if piece is not part else [piece]
            if len(cut) > 1:
                found.extend((one, find_head(one)) for one in cut)
            else:
                found.extend(_panels(piece, head))
    return found


def one_column(grid: Grid) -> list[tuple[Region, Head | None]]:
    """Return the one region of a text file of one column: its first line is the name of the others."""
    region = Region(grid, 1, grid.height, 1, 1)
    name, *values = region.filled_rows or [0]
    if not values:
        return [(region, None)]
    numeric = (1,) if region.count(1, VALUED, values[0]) * 2 > len(values) else ()
    return [(region, Head((name,), values[0], numeric))]


def _side_by_side(region: Region) -> Iterator[Region]:
    """Cut a region at empty columns to the right of which another table begins."""
    used = [False] * region.width
    for kinds in region.patterns - region.blanks:
        for place, kind in enumerate(kinds):
            if kind != EMPTY:
                used[place] = True
    if not any(used):
        return
    start = place = used.index(True)
    while place < len(used):
        if used[place]:
            place += 1
            continue
        after = next((p for p in range(place, len(used)) if used[p]), None)
        if after is None:
            break
        end = next((p for p in range(after, len(used)) if not used[p]), len(used)) - 1
        one = Region(region.grid, region.top, region.bottom, region.left + start, region.left + place - 1)
        two = Region(region.grid, region.top, region.bottom, region.left + after, region.left + end)
        if _is_beside(one, two):
            yield one
            start = after
        place = after
    last = len(used) - 1 - used[::-1].index(True)
    yield Region(region.grid, region.top, region.bottom, region.left + start, region.left + last)


def _is_beside(one: Region, two: Region) -> bool:
    """Whether the right part is a table of its own: labels in its first column that stand by themselves."""
    if _has_same_header(one, two):
        return True
    rows = [two.row(number) for number in two.filled_rows]
    labelled = [row for row in rows if two.left in row.texts]
    if len(labelled) < 3 or two.width == 1 or len(labelled) * 2 < len(rows):
        return False
    if sum(1 for row in rows if two.left in row.values) * 2 > len(rows) or _is_bridged(one, two):
        return False
    grid = one.grid
    same = sum(
        1
        for row in labelled
        if squash(grid.text(row.number, two.left)) == squash(grid.text(row.number, one.left))
    )
    if same >= 3 or same * 2 > len(labelled):
        return True
    hidden = grid.sheet.hidden_columns
    if hidden.issuperset(range(two.left, two.right + 1)) and not hidden.issuperset(
        range(one.left, one.right + 1)
    ):
        return True
    if _is_list(two):
        return True
    left_rows, right_rows = set(one.filled_rows), {row.number for row in rows}
    shared = len(left_rows & right_rows)
    return shared * 5 < 4 * min(len(left_rows), len(right_rows)) or shared * 2 < max(
        len(left_rows), len(right_rows)
    )


def _has_same_header(one: Region, two: Region) -> bool:
    """Whether both parts name the same columns in the same rows: one list printed in two halves."""
    if one.width != two.width or two.width < 2:
        return False
    for number in two.filled_rows[:_HEAD_ROWS]:
        left, right = one.row(number), two.row(number)
        if len(right.texts) < 2 or len(left.texts) != len(right.texts) or right.values:
            continue
        if one.texts(left) == two.texts(right) and len(set(two.texts(right))) == len(right.texts):
            head = find_head(two)
            return head is not None and number in head.rows and _is_row_name(two.text(number, two.left))
    return False


def _is_row_name(text: str) -> bool:
    """Whether a header names the rows, as the first column of a list does, and no measure."""
    return ROW_NUMBER.fullmatch(text) is not None or ROW_NAME.search(text) is not None


def _is_list(region: Region) -> bool:
    """Whether a region is a list of texts without a header: what its first row says comes back further down."""
    if any(region.shape(kinds)[1] for kinds in region.patterns):
        return False
    head = find_head(region)
    return head is not None and not head.rows


def _is_bridged(one: Region, two: Region) -> bool:
    """Whether merged cells other than a title reach from one part into the other."""
    top = min([*one.filled_rows[:1], *two.filled_rows[:1]])
    whole = Region(one.grid, one.top, one.bottom, one.left, two.right)
    return any(
        span.left <= one.right
        and span.right >= two.left
        and span.top > top + 2
        and whole.row(span.top).filled > 1
        for span in one.grid.spans.values()
        if one.top <= span.top <= one.bottom
    )


def _stacked(region: Region) -> Iterator[tuple[Region, Head | None]]:
    """Cut a region where, below a body, another header begins."""
    current = region
    head = find_head(current)
    for _ in range(_DEEPEST):
        cut = None if head is None or head.start is None else _next_table(current, head)
        if cut is None:
            break
        above = Region(current.grid, current.top, cut - 1, current.left, current.right)
        yield above, find_head(above)
        current = Region(current.grid, cut, current.bottom, current.left, current.right)
        head = find_head(current)
    yield current, head


def _next_table(region: Region, head: Head) -> int | None:
    """Return the row at which the next table of a region begins, or None."""
    begin = head.start or region.top
    values = set(head.numeric)
    names = [_texts(region, region.row(number)) for number in head.rows]
    may_open = {kinds for kinds in region.patterns if _may_open(region, kinds, values)}
    numbered = {kinds for kinds in region.patterns - may_open if _may_number(region, kinds)}
    feeds = {kinds for kinds in region.patterns if _feeds(region, kinds, values)}
    seen = 0
    before = begin
    for number, kinds in enumerate(region.kinds[begin - region.top :], begin):
        if kinds in region.blanks:
            continue
        if seen and (kinds in may_open or (kinds in numbered and may_name(region, number))):
            row = region.row(number)
            opens = _opens_table(region, row, values, number - before > 1)
            if opens and (not _repeats(_texts(region, row), names) or _is_other_side(region, row, head)):
                top = _with_titles(region, number, begin)
                if top is not None:
                    return top
        seen += kinds in feeds
        before = number
    return None


def _may_open(region: Region, kinds: bytes, values: set[int]) -> bool:
    """Whether rows of a pattern may be a header: texts where the body holds values."""
    texts, valued, _, filled, _ = region.shape(kinds)
    return filled > 1 and count_in(texts, values) > count_in(valued, values)


def _may_number(region: Region, kinds: bytes) -> bool:
    """Whether rows of a pattern may be a header of years or column numbers: hardly anything but values."""
    texts, valued, marks, _, _ = region.shape(kinds)
    if len(valued) < 2 or len(texts) > 2 or marks:
        return False
    held = {kinds[column - region.left] for column in valued}
    return held <= NUMERIC or held <= DATED


def _feeds(region: Region, kinds: bytes, values: set[int]) -> bool:
    """Whether rows of a pattern hold data."""
    _, valued, _, filled, _ = region.shape(kinds)
    return count_in(valued, values) > 0 or (not values and filled > 1)


def _opens_table(region: Region, row: Row, values: set[int], gap: bool) -> bool:
    """Whether a row below a body names columns that hold values further down."""
    if row.filled < 2 or row.number in region.grid.sheet.misfits:
        return False
    named = [column for column in row.texts if column in values]
    number_header = (
        bool(row.values)
        and (gap or len(row.values) > 2)
        and is_number_header(region, row)
        and is_plain_number_header(region, row, gap)
    )
    if not number_header:
        held = count_in(row.values, values)
        if len(named) <= held or (len(named) < 2 and not (gap and len(values) < 3)):
            return False
        if len(named) * 2 < min(len(values), row.filled) and not gap:
            return False
    first = region.text(row.number, row.cells[0])
    if FORM.match(first) or NOTE.match(first) or like_labels(region, row.number, region.top):
        return False
    below = _at_once(region, row)
    columns = row.values if number_header else named
    fed = 0
    for column in columns:
        kinds = [region.grid.kind(other.number, column) for other in below]
        fed += any(kind in VALUED for kind in kinds) and TEXT not in kinds[-2:]
    return fed * 2 > len(columns) and not _is_odd_row(region, row, below, columns)


def _at_once(region: Region, row: Row) -> list[Row]:
    """The next rows below a row, up to the first gap after one of them."""
    found: list[Row] = []
    for other in region.below(row.number, 4):
        if found and other.number > found[-1].number + 1:
            break
        found.append(other)
    return found


def _is_odd_row(region: Region, row: Row, below: list[Row], columns: list[int] | tuple[int, ...]) -> bool:
    """Whether a row is one of the body in which some values are written in words."""
    held = [column for column in row.values if column not in columns]
    if any(_counts_on(region, row.number, column) for column in held):
        return True
    like = [other for other in below if set(held) <= set(other.values)]
    return bool(held) and len(like) * 2 > len(below) and not is_number_header(region, row)


def _counts_on(region: Region, number: int, column: int) -> bool:
    """Whether a cell counts on from the row above it to the row below it."""
    above, here, below = (region.grid.value(n, column) for n in (number - 1, number, number + 1))
    counts = [value for value in (above, here, below) if isinstance(value, int | float)]
    return len(counts) == 3 and counts == [here - 1, here, here + 1]


def _texts(region: Region, row: Row) -> dict[int, str]:
    return {column: squash(region.text(row.number, column)) for column in row.cells}


def _repeats(texts: dict[int, str], names: list[dict[int, str]]) -> bool:
    """Whether a row repeats a header row."""
    for header in names:
        same = sum(1 for column, text in texts.items() if header.get(column) == text)
        if same and same * 5 >= len(texts) * 4:
            return True
    return False


def _is_other_side(region: Region, row: Row, head: Head) -> bool:
    """Whether a row repeats a header but for its first name: 负债方 below 资产方."""
    if region.left not in row.texts or len(head.rows) != 1:
        return False
    first, own = (squash(region.text(number, region.left)) for number in (head.rows[0], row.number))
    return bool(first) and first not in own and own not in first


def _with_titles(region: Region, number: int, start: int) -> int | None:
    """Return the first row of the lines above a header that belong to it; None when it is the first."""
    top = number
    for other in range(number - 1, start, -1):
        row = region.row(other)
        texts = region.texts(row)
        if not texts or NOTE.match(texts[0]):
            break
        if (row.filled > 1 or row.values) and not any(map(units_of_line, texts)):
            break
        top = other
    return top if top > start else None


def _panels(region: Region, head: Head | None) -> Iterator[tuple[Region, Head | None]]:
    """Cut a table whose header names the same columns twice, side by side: 资产 … | 负债 …."""
    cuts = _panel_cuts(region, head) if head is not None else []
    if not cuts:
        yield region, head
        return
    for left, right in zip([region.left, *cuts], [*(cut - 1 for cut in cuts), region.right], strict=True):
        part = Region(region.grid, region.top, region.bottom, left, right)
        yield part, find_head(part)


def _panel_cuts(region: Region, head: Head) -> list[int]:
    """Return the columns at which the second and later panels begin."""
    if not head.rows or head.start is None or len(head.rows) > 3:
        return []
    names = [
        "/".join(squash(region.grid.shown_at(number, column)) for number in head.rows)
        for column in range(region.left, region.right + 1)
    ]
    for size in range(2, len(names) // 2 + 1):
        count, rest = divmod(len(names), size)
        if rest or count < 2:
            continue
        tails = [names[place + 1 : place + size] for place in range(0, len(names), size)]
        if not all(tails[0]) or len(set(tails[0])) < size - 1 or any(tail != tails[0] for tail in tails):
            continue
        if size == 2 and len({names[place] for place in range(0, len(names), size)}) > 1:
            continue
        starts = [region.left + place for place in range(0, len(names), size)]
        if all(_holds_labels(region, column, head.start) for column in starts):
            return starts[1:]
    return []


def _holds_labels(region: Region, column: int, start: int) -> bool:
    if ROW_NUMBER.fullmatch(region.grid.shown_at(start - 1, column)):
        column += 1
    texts = region.count(column, (TEXT,), start)
    return texts >= 2 and texts > region.count(column, (NUMBER,), start)
