"""Whether a row that may be structure reads like a record of the body.

村名    受理数   化解数
东河村  待报     —        <- no number, and a record all the same: its label is one of the body's labels
西河村  12       9
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.kinds import TEXT
from fazhi_metrics.workbooks.region import Region, Row
from fazhi_metrics.workbooks.units import is_unit_statement
from fazhi_metrics.workbooks.vocabulary import ENUMERATOR, HEADING, PENDING

_READ: Final = 60  # rows whose labels tell what a label looks like
_MOST_NUMBERED: Final = 1900  # a year is no row number
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[A-Za-z]+")
# The name of a column of labels, which may end as they do: 行政村 over 东河村.
_NAMES_LABELS: Final = re.compile(
    r"(?:所在|所属|行政|自然|建制|各|填报|报送|责任|承办|主管)?"
    r"(?:村|社区|村社区|地区|街道|乡镇|镇街|镇|区县|县区|县|市|市县|省市?|单位|部门|项目|区域|科室|站所|月份?|年份?|季度|网格|组)"
    r"(?:[/、和及]?(?:社区|街道|名称?))?(?:[（(].*[)）])?"
)
_HEADING: Final = re.compile(r"[:：]$|^[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]|^其中")
_TALLY: Final = re.compile(r"[合总小共累]计|汇总|全[国省市县区镇乡村]|(?:片|片区|[东西南北中城郊]区)$")


def like_labels(region: Region, number: int, start: int) -> bool:
    """Whether the first text of a row looks like the labels below it in its column, from a row on.

    Most of them end with its last letter (东河村, 西河村), or are made as it is (1月, CA6110).
    """
    row = region.row(number)
    column = next(iter(row.texts), None)
    if column is None:
        return False
    beside = [region.text(number, other) for other in row.texts[1:]]
    if counts_on(region, number) or (beside and all(map(PENDING.fullmatch, beside))):
        return True
    label = squash(region.text(number, column))
    if len(label) < 2 or _NAMES_LABELS.fullmatch(label) or _HEADING.search(label):
        return False
    if not _DIGITS.search(label) and is_unit_statement(label):
        return False
    others = [
        squash(region.text(other.number, column))
        for other in islice(region.rows(start, region.bottom), _READ)
        if other.number != number and column in other.texts
    ]
    if len(others) < 2:
        return False
    made = _made(label)
    if made != label and sum(1 for other in others if _made(other) == made) * 5 >= len(others) * 3:
        return True
    if not _CJK.match(label[-1]) or _TALLY.search(label):
        return False
    return sum(1 for other in others if other[-1:] == label[-1]) * 5 >= len(others) * 3


def counts_on(region: Region, number: int) -> bool:
    """Whether the first cell of a row is a number and the row below counts on from it: 1 above 2."""
    row = region.row(number)
    below = region.below(number, 1)
    if not below or not row.cells or row.cells[0] not in row.values or len(row.texts) < 1:
        return False
    here, next_ = (region.grid.value(n, row.cells[0]) for n in (number, below[0].number))
    numbers = isinstance(here, int | float) and isinstance(next_, int | float)
    return numbers and 0 < here < _MOST_NUMBERED and next_ == here + 1


def label_class(label: str) -> str | None:
    """How a label is made: as its digits and letters show, or by its last Chinese letter; None for any other."""
    made = _made(label)
    if made != label:
        return made
    return label[-1] if len(label) > 1 and _CJK.match(label[-1]) else None


def made_like(label: str, others: Sequence[str]) -> bool | None:
    """Whether a label is made as most of others are; None when they have nothing in common.

    >>> made_like("东河村", ["西河村", "南山村"]), made_like("河片", ["西河村", "南山村"]), made_like("A", ["B", "C"])
    (True, False, None)
    """
    kind, times = Counter(map(label_class, others)).most_common(1)[0]
    if kind is None or times * 5 < len(others) * 3 or (len(others) > 1 and times < 2):
        return None
    return label_class(label) == kind


def _made(text: str) -> str:
    """How a label with digits is made: CA6110 as a0, 1月 as 0月."""
    if _DIGITS.search(text) is None:
        return text
    return _LETTERS.sub("a", _DIGITS.sub("0", text))


def records_in_head(region: Region, head: Sequence[int], start: int) -> int:
    """Return how many of the lowest header rows are records without numbers: the rows above name every column.

    Their labels are like those of the body, or what stands beside the label comes back further down.
    """
    taken = 0
    while len(head) - taken > 1:
        number, above = head[len(head) - 1 - taken], head[: len(head) - 1 - taken]
        row = region.row(number)
        first = start if not taken else head[len(head) - taken]
        if not row.texts or region.left not in row.cells or not _is_named_above(region, row.cells, above):
            break
        if any(span.right > span.left or span.bottom > span.top for span in region.spans(row)):
            break
        if not (like_labels(region, number, first) or _comes_back(region, number, first)):
            break
        taken += 1
    return taken


def _is_named_above(region: Region, columns: Sequence[int], head: Sequence[int]) -> bool:
    """Whether every column has a name of its own in the header rows: no two stand under one merged cell alone."""
    for column in columns:
        spans = [region.grid.covering(number, column) for number in head]
        named = any(
            region.grid.shown_at(number, column) and (span is None or span.left == span.right)
            for number, span in zip(head, spans, strict=True)
        )
        if not named:
            return False
    return True


def _comes_back(region: Region, number: int, start: int) -> bool:
    """Whether most texts of a row beside its label stand again in their columns below."""
    row = region.row(number)
    columns = [column for column in row.texts if column != row.cells[0]]
    if not columns:
        return False
    below = list(islice(region.rows(start, region.bottom), _READ))
    back = 0
    for column in columns:
        text = squash(region.text(number, column))
        texts = Counter(
            squash(region.text(other.number, column))
            for other in below
            if region.grid.kind(other.number, column) == TEXT
        )
        back += texts[text] > 0
    return back * 2 > len(columns)


def is_set_apart(region: Region, row: Row) -> bool:
    """Whether a row looks like a heading: by a colon or number, merged, bold, or above deeper labels."""
    text = region.text(row.number, row.texts[0])
    if text.endswith((":", "：")) or HEADING.match(text) or any(s.right > s.left for s in region.spans(row)):
        return True
    if len(row.texts) > 1 and ENUMERATOR.fullmatch(text):
        return True
    below = region.below(row.number, 1)
    if not below:
        return False
    column, bold = row.texts[0], region.grid.sheet.emphasis
    if (row.number, column) in bold and not any((below[0].number, c) in bold for c in below[0].cells[:1]):
        return True
    deeper = depth_of(region, below[0].number, column) - depth_of(region, row.number, column)
    return deeper > (1 if like_labels(region, row.number, below[0].number) else 0)


def depth_of(region: Region, number: int, column: int) -> int:
    """How far a label is indented, by spaces or by its style; a label in a later column is deeper."""
    grid = region.grid
    cells = [c for c in region.row(number).texts if c >= column]
    if not cells:
        return 0
    value = grid.value(number, cells[0])
    text = value if isinstance(value, str) else ""
    spaces = sum(2 if c == "\u3000" else 1 for c in text[: len(text) - len(text.lstrip())])
    later = cells[0] - column if grid.covering(number, column) is None else 0
    return spaces + 2 * grid.sheet.indents.get((number, cells[0]), 0) + 4 * later
