"""A form that one village or one person fills in: names and values by turns, and no list of anything.

村名        示例一村    所属乡镇    示例镇
总户数      312         总人口      1105
联系人      示例甲      电话        …
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.kinds import TEXT, VALUED
from fazhi_metrics.workbooks.region import Region, Row
from fazhi_metrics.workbooks.vocabulary import FIELD, HEADER_WORD

_MOST: Final = 40  # rows of a form
_WIDEST: Final = 24  # columns over which its cells may be merged
_LONG: Final = 20  # characters of a name


def is_form(region: Region) -> bool:
    """Whether a region holds names and values by turns, in four or six columns.

    The names are all different and read like headers in each column of names; below the first row, a column
    of values holds words as well as numbers, which no column of a list does.
    """
    if region.width > _WIDEST or len(region.filled_rows) > _MOST:
        return False
    rows = [row for row in map(region.row, region.filled_rows) if row.filled > 1]
    columns = sorted({column for row in rows for column in row.cells})
    if len(rows) < 3 or len(columns) not in (4, 6):
        return False
    names, values = columns[::2], columns[1::2]
    if any(column in row.values for row in rows for column in names):
        return False
    said = [
        squash(region.text(row.number, column)) for row in rows for column in names if column in row.cells
    ]
    if len(set(said)) < len(said) or any(len(text) > _LONG for text in said):
        return False
    return all(_reads_like_names(region, rows, column) for column in names) and any(
        _is_mixed(region, rows[1:], column) for column in values
    )


def _reads_like_names(region: Region, rows: list[Row], column: int) -> bool:
    texts = [region.text(row.number, column) for row in rows if column in row.texts]
    fitting = sum(1 for text in texts if FIELD.fullmatch(text) or HEADER_WORD.search(text))
    places = sum(1 for text in texts if text.endswith(("村", "社区")))
    return len(texts) > 1 and fitting * 5 >= len(texts) * 3 and places < 2


def _is_mixed(region: Region, rows: list[Row], column: int) -> bool:
    """Whether words and numbers stand by turns in a column, and not the one below the other."""
    kinds = [region.grid.kind(row.number, column) for row in rows]
    held = [kind for kind in kinds if kind == TEXT or kind in VALUED]
    words = held.count(TEXT)
    return 0 < words < len(held) and any((a == TEXT) != (b == TEXT) for a, b in pairwise(held))
