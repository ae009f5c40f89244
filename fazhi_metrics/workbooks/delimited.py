"""Text files: which encoding, which separator, which fields."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.csvrepair import european, join_thousands, repair
from fazhi_metrics.workbooks.doubts import DoubtKind
from fazhi_metrics.workbooks.records import cut_records
from fazhi_metrics.workbooks.running import is_column, is_running_text
from fazhi_metrics.workbooks.sheets import Sheet

SEPARATORS: Final = (",", "\t", ";", "|", "，")
_SELDOM: Final = ("^", "~", "#", "&", ":", " ")
_SAMPLE_LINES: Final = 200
_SEEN: Final = 0.4  # of the lines: what a usual separator cuts at least where it is the separator
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 4096
_CONTROL_BYTES: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    A byte order mark decides; then UTF-16 by its zero bytes, strict UTF-8, and the East Asian or Western
    code page whose letters are the more common ones. Raises `WorkbookError` when no one encoding fits.
    """
    if _is_binary(data):
        raise refusals.not_a_sheet(where)
    name = _encoding(data, where)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise _broken(data, error.start, where) from error
    if len(_CONTROL.findall(text[:_SAMPLE])) > max(4, min(len(text), _SAMPLE) // 100):
        raise refusals.not_a_sheet(where)
    return text, name


def _is_binary(data: bytes) -> bool:
    """Whether bytes that no text in any of the encodings has are many; every second one is zero in UTF-16."""
    sample = data[:_SAMPLE]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or sample.count(0) > len(sample) // 8:
        return False
    return len(_CONTROL_BYTES.findall(sample)) > max(4, len(sample) // 100)


def _encoding(data: bytes, where: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    if sample.count(0) > len(sample) // 8:
        return "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        page = _code_page(data)
        if page is None or (page != "cp1252" and _is_mixed(data)):
            raise _broken(data, error.start, where) from error
        return page
    return "utf-8"


def _is_mixed(data: bytes) -> bool:
    """Whether some lines are UTF-8 and some are not: two files were pasted together."""
    kinds = set()
    for line in data.splitlines():
        if line.isascii():
            continue
        try:
            letters = [c for c in line.decode("utf-8") if not c.isascii()]
        except UnicodeDecodeError:
            kinds.add("other")
        else:
            kinds.add(
                "utf-8" if len(letters) > 2 and all("\u2000" <= c <= "\uffee" for c in letters) else "short"
            )
    return {"utf-8", "other"} <= kinds


def read_delimited(text: str, encoding: str, where: str) -> Sheet:
    """Cut a text into rows and fields; a row stands at the line of the file where it begins.

    Records that do not fit are repaired where one way of doing so fits, and named in the marks of the sheet.
    """
    separator = find_separator(text)
    rows, notes = cut_records(text, separator)
    if rows is None:
        raise refusals.corrupt(where, "有的字段太长，或引号不成对")
    while rows and not any(rows[-1]):
        rows.pop()
    column = is_column(rows)
    if not column and is_running_text(rows, separator):
        raise refusals.not_a_sheet(where, "文字，各行分不出一致的列")
    if not column:
        notes |= join_thousands(rows) if separator in ",，" else {}
        notes |= repair(rows)
    typed = european(rows)
    width = max(map(len, rows), default=0)
    if len(rows) > limits.ROWS or width > limits.COLUMNS or len(rows) * width > limits.CELLS:
        raise refusals.too_big(where, f"有 {len(rows)} 行 × {width} 列")
    marks = {
        (row, place): (DoubtKind.AMBIGUOUS, what)
        for row, what in notes.items()
        for place, field in enumerate(rows[row - 1], 1)
        if field
    }
    marks |= dict.fromkeys(typed, (DoubtKind.SHOWN, "小数点写作逗号、千位写作点，按数的写法读"))
    grid = [[_bare(field) for field in row] + [""] * (width - len(row)) for row in rows]
    return Sheet(None, grid, stored=dict(typed), marks=marks, misfits=frozenset(notes))


_AS_TEXT: Final = re.compile(r'="([^"]*)"')  # how a number is kept a text in a file for Excel: ="0012"


def _bare(field: str) -> str:
    found = _AS_TEXT.fullmatch(field) if field[:2] == '="' else None
    return found[1] if found else field


def find_separator(text: str) -> str:
    """Return the separator that cuts most lines into the same number of fields, more than one.

    >>> find_separator("标题\\n村;户数\\n甲;1,5\\n乙;2,5\\n")
    ';'
    """
    lines = [line for line in text[:200_000].splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        score = _agreement(lines, separator)
        if score > best_score:
            best, best_score = separator, score
    if best_score >= len(lines) * _SEEN:
        return best
    return next((s for s in _SELDOM if _is_consistent(lines, s)), best)


def _agreement(lines: Sequence[str], separator: str) -> float:
    """How many lines a separator cuts into the same number of fields; quotation marks left over count against it."""
    try:
        cut = list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return 0.0
    counts = Counter(map(len, cut))
    agreed = sum(1 for row in cut if len(row) > 1)
    fields, rows = max(((n, c) for n, c in counts.items() if n > 1), key=lambda it: it[1], default=(1, 0))
    left = sum(1 for row in cut if any('"' in field for field in row))
    return rows + agreed / 2 + min(fields, 20) / 100 - left / 2 if rows else 0.0


def _is_consistent(lines: Sequence[str], separator: str) -> bool:
    """Whether a separator that hardly anybody uses cuts every line into the same number of fields."""
    counts = {line.count(separator) for line in lines}
    least = 2 if separator in " :" else 1
    return len(lines) > 2 and len(counts) == 1 and min(counts) >= least


def _code_page(data: bytes) -> str | None:
    """Choose between GB18030, Big5 and Windows-1252 by how common the letters are that each makes."""
    scores = {}
    for name, common in (("gb18030", _common_gb), ("big5", _common_big5)):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        scores[name] = common(data)
    best = max(scores, key=lambda name: scores[name], default=None)
    if best is not None and scores[best] >= 0.6:
        return best
    high = sum(data.count(bytes([byte])) for byte in range(0x80, 0x100))
    if high <= len(data) // 8 and not any(data.count(bytes([byte])) for byte in b"\x81\x8d\x8f\x90\x9d"):
        return "cp1252"
    return best if best is not None and scores[best] >= 0.3 else None


def _common_gb(data: bytes) -> float:
    """Share of two-byte characters in the first level of GB2312, or its punctuation and full-width forms."""
    pairs = re.findall(rb"[\x81-\xfe][\x30-\xfe]", data)
    good = sum(
        1 for pair in pairs if (0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3) and pair[1] >= 0xA1
    )
    return good / len(pairs) if pairs else 0.0


def _common_big5(data: bytes) -> float:
    """Share of two-byte characters in the first level of Big5, or its punctuation."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]", data)
    good = sum(1 for pair in pairs if 0xA4 <= pair[0] <= 0xC6 or pair[0] == 0xA1)
    return good / len(pairs) if pairs else 0.0


def _broken(data: bytes, at: int, where: str) -> Exception:
    return refusals.undecodable(where, [data.count(b"\n", 0, at) + 1])
