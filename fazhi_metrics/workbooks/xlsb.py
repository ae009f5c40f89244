"""The binary parts of an .xlsb: whether it is safe to read, and what calamine does not tell of its sheets."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.facts import PERCENT_FORMATS, Facts, Styles, is_percent_format
from fazhi_metrics.workbooks.numberformat import read_format

ROW, COLUMN, FORMAT, STYLE, STYLES_BEGIN, STYLES_END, SHEET = 0, 60, 44, 47, 617, 618, 156
_FIRST_CELL, _LAST_CELL = 2, 11  # numbers, error values, booleans, texts and formula results
_ERROR_CELLS: Final = frozenset({3, 11})
_ERRORS: Final = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a part into records: a number and a length of one to four bytes, then the body."""
    at, size = 0, len(data)
    while at < size:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        for _ in range(4):
            if at >= size:
                return
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def sheet_keys(data: bytes) -> list[str]:
    """Return the relation keys of the sheets named in workbook.bin, in order."""
    found = []
    for kind, body in records(data):
        if kind == SHEET and len(body) > 12:
            length = int.from_bytes(body[8:12], "little")
            found.append(body[12 : 12 + 2 * min(length, 255)].decode("utf-16-le", "replace"))
    return found


def read_styles(data: bytes) -> Styles:
    """Read which cell styles show percents."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = False
    for kind, body in records(data):
        if kind == FORMAT and len(body) > 6:
            length = int.from_bytes(body[2:6], "little")
            codes[int.from_bytes(body[:2], "little")] = body[6 : 6 + 2 * length].decode(
                "utf-16-le", "replace"
            )
        elif kind in (STYLES_BEGIN, STYLES_END):
            inside = kind == STYLES_BEGIN
        elif kind == STYLE and inside and len(body) >= 4:
            numbers.append(int.from_bytes(body[2:4], "little"))
    percents = PERCENT_FORMATS | {key for key, code in codes.items() if is_percent_format(code)}
    shown = {
        place: found for place, code in enumerate(numbers) if (found := read_format(codes.get(code, "")))
    }
    return Styles(frozenset(place for place, code in enumerate(numbers) if code in percents), formats=shown)


def read_facts(data: bytes, styles: Styles, where: str) -> Facts:
    """Scan the records of one sheet. Raises `WorkbookError` when its cells lie too far apart."""
    facts = Facts()
    row = tall = wide = 0
    for kind, body in records(data):
        if kind == ROW and len(body) >= 12:
            row = int.from_bytes(body[:4], "little") + 1
            if body[11] & 0x10:
                facts.hidden_rows.add(row)
        elif _FIRST_CELL <= kind <= _LAST_CELL and len(body) >= 8:
            column = int.from_bytes(body[:4], "little") + 1
            tall, wide = max(tall, row), max(wide, column)
            facts.mark(styles, int.from_bytes(body[4:7], "little"), (row, column))
            if kind in _ERROR_CELLS and len(body) >= 9:
                facts.unread[row, column] = _ERRORS.get(body[8], "#N/A")
        elif kind == COLUMN and len(body) >= 18:
            first, last = struct.unpack_from("<II", body)
            if body[16] & 1 and first <= last < limits.COLUMNS:
                facts.hidden_columns.update(range(first + 1, last + 2))
    if tall > limits.ROWS or wide > limits.COLUMNS:
        raise refusals.corrupt(where, "行号或列号超出范围")
    if tall * wide > limits.CELLS:
        raise refusals.too_big(where, f"工作表声称有 {tall} 行 × {wide} 列")
    return facts
