"""Header rows that hold numbers: years, dates in steps, 1 2 3 … under a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fazhi_metrics.workbooks.kinds import DATED, EMPTY, MARK, NUMERIC
from fazhi_metrics.workbooks.region import Region, Row, is_year

_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*(?:[*†‡§#^]+|[（(][a-z\d]{1,2}[)）]|[a-z])?", re.IGNORECASE)
# A month in six digits, or with a point where it is text: 202501, 2025.01.
_MONTH: Final = re.compile(r"((?:19|20)\d\d)[.]?(0[1-9]|1[0-2])")
_FIRST_MONTH, _LAST_MONTH = 190001, 209912
_WIDEST_STEP: Final = 10  # years between the columns of a table of years
_MANY: Final = 4  # numbers in a row that count up: fewer may be counts
_STEMS: Final = "甲乙丙丁戊己庚辛"
# What the corner of a header of years is called.
_CORNER: Final = re.compile(
    r"序\s*号|编\s*号|指标(?:名称)?|项目(?:名称)?|计量单位|地区|类别|名称|年份|年度|单位|区域|years?|items?|indicators?|regions?|areas?|country|category",
    re.IGNORECASE,
)
# What a row that numbers the columns may be called.
_COLUMN_NUMBERS: Final = re.compile(r"[栏列行项]\s*次|栏\s*目|序\s*号|编\s*号|[A-Z]|[-—－/]", re.IGNORECASE)
_COUNTED: Final = re.compile(r"[（(]?([0-9]{1,6})[）)]?(?:\s*=.{1,24})?")


def is_number_header(region: Region, row: Row) -> bool:
    """Whether the numbers of a row name columns: years, dates in steps, or 1 2 3 … under a header."""
    if row.marks or not row.values or not may_name(region, row.number):
        return False
    kinds = {region.grid.kind(row.number, column) for column in row.values}
    under = region.below(row.number, 1)
    if not under:
        return False
    if kinds <= DATED:
        texts = [region.text(row.number, column) for column in row.values]
        dated = any(region.grid.kind(under[0].number, column) in DATED for column in row.values)
        return len(texts) > 1 and not dated and texts in (sorted(texts), sorted(texts, reverse=True))
    if not kinds <= NUMERIC:
        return False
    if is_numbering(region, row):
        return True
    years = [_year(region.text(row.number, column)) for column in row.values]
    if None in years or not _is_monotone([year for year in years if year is not None]):
        return False
    if len(years) == 1 and (not row.texts or _has_header_above(region, row)):
        return False
    if _is_record(region, row):
        return False
    if row.texts and all(map(_CORNER.fullmatch, region.texts(row))) and _step(years):
        return True
    beneath = [_year(region.text(under[0].number, column)) for column in row.values]
    held = [c for c in row.values if region.grid.kind(under[0].number, c) not in (EMPTY, MARK)]
    return None in [year for year, c in zip(beneath, row.values, strict=True) if c in held] or not held


def is_plain_number_header(region: Region, row: Row, gap: bool) -> bool:
    """Whether a number header stands out below a body: a count of 1950 must not open another table.

    Its corner is empty or says what it is; below an empty row, years in even steps may be labelled too.
    """
    if not row.texts or all(map(_CORNER.fullmatch, region.texts(row))) or is_numbering(region, row):
        return True
    step = _step([_year(region.text(row.number, column)) for column in row.values])
    return gap and 0 < abs(step) <= _WIDEST_STEP


def may_name(region: Region, number: int) -> bool:
    """Whether the last number of a row is a year, a date or may count the others: a cheap first look."""
    _, valued, _, filled, _ = region.shape(region.kinds_of(number))
    value = region.grid.rows[number - 1][valued[-1] - 1]
    if not isinstance(value, float | int):
        return True
    return (
        is_year(value)
        or _MONTH.fullmatch(f"{value:g}") is not None
        or (0 <= value <= filled and value % 1 == 0)
    )


def is_numbering(region: Region, row: Row) -> bool:
    """Whether a row numbers the columns: 甲 乙 1 2 3, or 1 2 3 … 12 beside one label."""
    counted = [(_counted(text), text) for text in (region.text(row.number, c) for c in row.cells)]
    numbers = [number for number, _ in counted if number is not None]
    labels = [text for number, text in counted if number is None]
    stems = "".join(labels)
    stemmed = _STEMS.startswith(stems)
    least = 1 if stemmed and len(stems) > 1 else 3  # 甲 乙 1
    if len(numbers) < least or numbers[0] not in (0, 1) or any(b - a != 1 for a, b in pairwise(numbers)):
        return False
    if stemmed and labels and len(labels) == 1:  # villages 甲, 乙, 丙 and their counts
        under = region.below(row.number, 1)
        stemmed = not under or region.text(under[0].number, row.cells[0]) != _STEMS[1]
    if row.number > region.top or _has_header_above(region, row):  # 1 2 3 beside a village counts something
        return stemmed or all(map(_COLUMN_NUMBERS.fullmatch, labels)) or _is_corner(labels)
    return _is_corner(labels) or (len(labels) == 1 and len(labels[0]) <= 2 and len(numbers) > _MANY)


def _is_corner(labels: Sequence[str]) -> bool:
    """Whether the one label beside the numbers says what it stands over."""
    return len(labels) == 1 and _CORNER.fullmatch(labels[0]) is not None


def _is_record(region: Region, row: Row) -> bool:
    """Whether a row above names every column of its own, so that numbers like years are counts here."""
    near = (region.row(number) for number in range(row.number - 1, max(row.number - 5, region.top - 1), -1))
    above = next((other for other in near if other.filled > 1), None)
    if above is None or not row.texts or not set(row.values) <= set(above.texts):
        return False
    names = {
        (region.text(above.number, column), region.grid.shown_at(above.number - 1, column))
        for column in row.values
    }
    if len(names) < len(row.values) or any(span.right > span.left for span in region.spans(above)):
        return False
    return not any(map(_CORNER.fullmatch, region.texts(row)))


def _has_header_above(region: Region, row: Row) -> bool:
    """Whether the row right above names as many columns."""
    if row.number <= region.top:
        return False
    above = region.row(row.number - 1)
    return len(above.texts) > 1 and len(above.texts) * 2 >= row.filled


def _year(text: str) -> int | None:
    found = _YEAR.fullmatch(text)
    if found is None and (month := _MONTH.fullmatch(text)):
        return int(month[1]) * 100 + int(month[2])
    return int(found[1]) if found else None


def _counted(text: str) -> int | None:
    """Return the number of a column: 3, (3), 3=1+2; None for anything else."""
    found = _COUNTED.fullmatch(text)
    return int(found[1]) if found else None


def _step(years: Sequence[int | None]) -> int:
    """Return by how much years go on from column to column; 0 when not evenly."""
    steps = {(b or 0) - (a or 0) for a, b in pairwise(years)}
    return steps.pop() if len(steps) == 1 else 0


def _is_monotone(numbers: Sequence[int]) -> bool:
    """Whether years follow one another, up or down, or repeat in the same order."""
    steps = {b - a for a, b in pairwise(numbers)}
    if all(step >= 0 for step in steps) or all(step <= 0 for step in steps):
        return True
    return len(set(numbers)) * 2 <= len(numbers)
