"""Records of a text file that do not fit: a separator too many or too few, thousands not quoted, a short header.

A record between others of one length is brought to their length where one way of doing so makes every field
what its column holds; where none or several do it is left as it is. Either way it is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from fazhi_metrics.workbooks.kinds import EMPTY, MARK, TEXT, text_kind

_SAMPLE: Final = 400  # records that tell what a column holds
_NEAR: Final = 3  # records of one length, around one that does not fit
_MOST: Final = 3  # fields too many or too few
_SURE: Final = 4  # fifths of a column's cells that are of one kind
_HEAD: Final = re.compile(r"\d{1,3}")
_GROUP: Final = re.compile(r"\d{3}(?:\.\d+)?")
_PARTS: Final = re.compile(r"[ \t　;；，、|]+")
_BORDER: Final = re.compile(r"(?<=[\d日号])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=\d)")
_COUNTED: Final = re.compile(r"(?:19|20)\d\d年?|[1-9]\d?月?")
_EUROPEAN: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+")
_ENGLISH: Final = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4,})|-?\d{1,3}(?:,\d{3})+\.\d+")
_POINTS: Final = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")

Notes = dict[int, str]


def repair(rows: list[list[Any]]) -> Notes:
    """Bring the records of a text file to one length in place; return what is to be said, by 1-based row."""
    filled = [place for place, row in enumerate(rows) if any(field.strip() for field in row)]
    lengths = {place: len(rows[place]) for place in filled}
    notes = _short_header(rows, filled, lengths)
    for place, width in _misfits(filled, lengths):
        columns = _columns(rows, filled, lengths, width)
        more = lengths[place] - width
        if _is_ragged(rows[place], width, columns):
            rows[place] = rows[place][:width]
            continue
        found = _shorter(rows[place], width, columns) if more > 0 else _longer(rows[place], width, columns)
        if found is None and lengths[place] == 1:
            continue  # a line among the records: a group, a note
        if found is not None:
            rows[place] = found
        what = f"第{place + 1}行{'多' if more > 0 else '少'}{abs(more)}个分隔符"
        notes[place + 1] = f"{what}，已按各列的内容对齐" if found is not None else f"{what}，没有能对齐"
    return notes


def _misfits(filled: Sequence[int], lengths: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the records that do not have as many fields as those around them, and how many these have."""
    usual = Counter(lengths.values())
    for at, place in enumerate(filled):
        around = [lengths[p] for p in (*filled[max(at - _NEAR, 0) : at], *filled[at + 1 : at + 1 + _NEAR])]
        if len(around) < _NEAR:
            continue
        width, times = Counter(around).most_common(1)[0]
        if width not in (lengths[p] for p in filled[:at]):
            continue  # a line above the table
        own = lengths[place]
        if width < 2 or own == width or times * 3 < len(around) * 2:
            continue
        if usual[width] * 2 < len(filled) or (own < width and own > 1 and abs(own - width) > _MOST):
            continue
        if own > width + _MOST:
            continue
        yield place, width


def _columns(
    rows: Sequence[Sequence[str]], filled: Sequence[int], lengths: dict[int, int], width: int
) -> list[int | None]:
    """What each column of the records of one length holds, None where that is not one thing."""
    sample = [rows[place] for place in filled[1:] if lengths[place] == width][:_SAMPLE]
    found: list[int | None] = []
    for column in zip(*sample, strict=True):
        kinds = Counter(kind for field in column if (kind := text_kind(field)) not in (EMPTY, MARK))
        kind, times = kinds.most_common(1)[0] if kinds else (EMPTY, 0)
        found.append(kind if times and times * 5 >= sum(kinds.values()) * _SURE else None)
    return found


def _fits(row: Sequence[str], columns: Sequence[int | None]) -> bool:
    """Whether every field is what its column holds."""
    return len(row) == len(columns) and all(
        kind is None or (own := text_kind(field)) in (EMPTY, MARK) or own == kind
        for field, kind in zip(row, columns, strict=True)
    )


def _is_ragged(row: Sequence[str], width: int, columns: Sequence[int | None]) -> bool:
    """Whether a record only has empty fields too many at its end, or lacks some there."""
    if any(field.strip() for field in row[width:]) or not any(field.strip() for field in row[1:]):
        return False
    return _fits([*row[:width], *[""] * (width - len(row))], columns)


def _shorter(row: list[str], width: int, columns: Sequence[int | None]) -> list[str] | None:
    """Take fields out of a record that has too many: empty ones, or thousands cut at their comma."""
    found = {tuple(row)}
    for _ in range(len(row) - width):
        found = {shorter for one in found for shorter in _one_less(one)}
    fitting = [one for one in found if _fits(one, columns)]
    if len(fitting) > 1:  # an empty field at the end is the first to go
        fitting = [one for one in fitting if all(one)] or fitting
    return list(fitting[0]) if len(fitting) == 1 else None


def _one_less(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, field in enumerate(row):
        if not field.strip():
            yield (*row[:place], *row[place + 1 :])
        elif place + 1 < len(row) and _HEAD.fullmatch(field) and _GROUP.fullmatch(row[place + 1]):
            yield (*row[:place], f"{field},{row[place + 1]}", *row[place + 2 :])


def _longer(row: list[str], width: int, columns: Sequence[int | None]) -> list[str] | None:
    """Cut fields of a record that has too few."""
    if len([field for field in row if field.strip()]) == 1:
        parts = _PARTS.split(next(field for field in row if field.strip()).strip())
        return parts if _fits(parts, columns) else None
    found = {tuple(row)}
    for _ in range(width - len(row)):
        found = {longer for one in found for longer in _one_more(one)}
    fitting = [one for one in found if _fits(one, columns)]
    return list(fitting[0]) if len(fitting) == 1 else None


def _one_more(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, field in enumerate(row):
        for border in (*_BORDER.finditer(field), *re.finditer(r"\s+", field.strip())):
            yield (*row[:place], field[: border.start()], field[border.end() :], *row[place + 1 :])


def _short_header(rows: list[list[Any]], filled: Sequence[int], lengths: dict[int, int]) -> Notes:
    """Push a header of years one field to the right where it lacks the name of the labels."""
    for at, place in enumerate(filled[:-2]):
        below = [lengths[p] for p in filled[at + 1 :]]
        row = rows[place]
        if len(set(below)) > 1 or below[0] != len(row) + 1:
            continue
        labels = [rows[p][0] for p in filled[at + 1 :]][:_SAMPLE]
        counted = all(text_kind(field) != TEXT or _COUNTED.fullmatch(field) for field in row)
        numbered = [label.strip('"') for label in labels] == [str(n) for n in range(1, len(labels) + 1)]
        if numbered or (counted and all(text_kind(label) == TEXT for label in labels)):
            rows[place] = ["", *row]
            return {place + 1: f"第{place + 1}行表头比数据少一个字段，按少了第一个读"}
        return {place + 1: f"第{place + 1}行表头比数据少一个字段"}
    return {}


def join_thousands(rows: list[list[Any]]) -> Notes:
    """Join thousands that were cut at their comma, where the first record says how many fields there are."""
    filled = [place for place, row in enumerate(rows) if any(field.strip() for field in row)]
    if len(filled) < _NEAR:
        return {}
    width = len(rows[filled[0]])
    long = [place for place in filled[1:] if len(rows[place]) > width]
    if width < 2 or not long or any(text_kind(field) != TEXT for field in rows[filled[0]]):
        return {}
    joined = {place: _joined(rows[place], width) for place in long}
    if any(row is None for row in joined.values()):
        return {}
    for place, row in joined.items():
        rows[place] = row or rows[place]
    return {place + 1: f"第{place + 1}行的千位分隔符没有加引号，已接成一个数" for place in long}


def _joined(row: Sequence[str], width: int) -> list[str] | None:
    found = {tuple(row)}
    for _ in range(len(row) - width):
        found = {one for each in found if all(each) for one in _one_less(each)}
    return list(found.pop()) if len(found) == 1 else None


def european(rows: list[list[Any]]) -> dict[tuple[int, int], str]:
    """Write numbers with a decimal comma as others do, where the file shows that it means them so.

    1.234,56 says that 2.100 is two thousand one hundred. Returns what was typed, by 1-based (row, column).
    """
    fields = {field.strip() for row in rows for field in row if field[-1:].isdigit()}
    shown = any(map(_EUROPEAN.fullmatch, fields))
    if not shown or any(map(_ENGLISH.fullmatch, fields)):
        return {}
    typed: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows, 1):
        for place, field in enumerate(row):
            text = field.strip()
            if ("," in text or "." in text) and _POINTS.fullmatch(text):
                typed[number, place + 1] = field
                row[place] = text.replace(".", "").replace(",", ".")
    return typed
