"""What kind of thing each cell holds, one byte a cell: the layout is found on these alone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from fazhi_metrics.quantities import missing_reason, parse_number
from fazhi_metrics.workbooks.sheets import Unread

EMPTY: Final = ord(".")
TEXT: Final = ord("T")
NUMBER: Final = ord("N")  # stored as a number
WRITTEN: Final = ord("n")  # a number stored as text
DATE: Final = ord("D")  # stored as a date or time
DAY: Final = ord("d")  # a date stored as text
LOGICAL: Final = ord("B")
MARK: Final = ord("-")  # a missing mark
BROKEN: Final = ord("X")  # no value: formula without result, error value

NUMERIC: Final = frozenset({NUMBER, WRITTEN})
DATED: Final = frozenset({DATE, DAY})
VALUED: Final = frozenset({NUMBER, WRITTEN, DATE, DAY, LOGICAL, BROKEN})

_DIGITS: Final = r"(?:\d{1,3}(?:[,，\s]\d{3})+|\d+)(?:[.．。]\d+)?|[.．]\d+"
# Signs, brackets and a currency mark may stand before, a percent sign, a scale or a note mark behind.
_WRITTEN: Final = re.compile(
    rf"[\s']*[(（]?\s*(?:[-+－−–＋]|[<>＜＞≤≥]=?)?\s*[¥￥$£€]?\s*[-－]?\s*(?:{_DIGITS})\s*(?:[%％‰]|[万亿千百]{{1,2}})?\s*[)）]?"
    r"(?:\s*[*†‡§※①-⑳⁰¹²³⁴-⁹]+|\s*[(（\[【](?:注释?|note)?\s*[a-z\d一二三四五六七八九十]{1,2}[)）\]】]|\s*个?百分点|\s?[PRpr])?\s*"
)
_DAY: Final = re.compile(
    r"\s*(?:[12１２]\d{3}\s*[-./年－．／]\s*\d{1,2}\s*[-./月－．／]\s*\d{1,2}\s*日?|\d{1,2}月\d{1,2}[日号]|\d{1,2}[-/]\d{1,2}[-/]\d{4})"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\s*"
)
_NUMERALS: Final = re.compile(r"\s*[零〇一二两三四五六七八九十百千万亿点余多约近]+\s*")
# A change in words, or a range: a value, whether or not it can be read as one.
_MOVED: Final = re.compile(
    rf"\s*(?:[↑↓⬆⬇▲▼]|增长|上升|提高|增加|下降|减少|降低|上涨|下跌)\s*(?:{_DIGITS})\s*(?:[%％]|个?百分点)?\s*"
    rf"|\s*(?:{_DIGITS})\s*(?:[%％]\s*)?[~～]\s*(?:{_DIGITS})\s*[%％]?\s*"
)
# What a number written with words may begin with: 约30, 40余, 12.5万.
_MAYBE: Final = re.compile(r"\s*[-－−约近超逾不大至未多低少高\d]")
# What pandas writes where a header cell was empty.
_UNNAMED: Final = re.compile(r"Unnamed: \d+(?:_level_\d+)?")
# The unit of a column in English tables: £000, $'000.
_THOUSANDS: Final = re.compile(r"\s*(?:[£$€¥￥]\s*['’]?|['’])000s?\s*", re.IGNORECASE)
# A count typed with its classifier: 45人, 1,234户. 3村 and 2组 are names.
_COUNTED: Final = re.compile(
    r"\s*[\d０-９,，.．]+\s*(?:人次|件次|户次|[起件户名人个次处条份场家例宗项位])\s*"
)
_HAS_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[A-Za-z]")  # no number and no day begins with one
# Lines that begin with a letter and hold a digit; possessive, since each can be read in one way only.
_LETTERED_LINE: Final = r"(?!Unnamed: )[A-Za-z][^\n\d]*+\d[^\n]*+"
_LETTERED: Final = re.compile(rf"(?:{_LETTERED_LINE}\n)*+{_LETTERED_LINE}")


class _Kinds(dict[str, int]):
    """The kinds of the texts seen so far; every distinct text is looked at once, in whatever workbook."""

    def __missing__(self, text: str) -> int:
        kind = text_kind(text)
        if len(self) >= _KEPT:
            self.clear()
        self[text] = kind
        return kind


_KEPT: Final = 1 << 15
_KNOWN: Final = _Kinds()


def text_kind(text: str) -> int:
    """Return the kind of a cell that is stored as text.

    >>> [chr(text_kind(text)) for text in ("村名", "１,２３４", "2025.3.5", "—", "  ")]
    ['T', 'n', 'd', '-', '.']
    """
    if isinstance(text, Unread):
        return BROKEN
    if _HAS_DIGIT.search(text) is None:
        if 1 < len(text) < 8 and _NUMERALS.fullmatch(text) and parse_number(text) is not None:
            return WRITTEN
        if text == ".":
            return MARK
        reason = missing_reason(text) if len(text) < 24 or not text.strip() else None
        return TEXT if reason is None else EMPTY if reason == "空白" else MARK
    if len(text) > 32 or (_LETTER.match(text) and not text.startswith("Unnamed: ")):
        return TEXT
    if _UNNAMED.fullmatch(text):
        return EMPTY
    if _THOUSANDS.fullmatch(text):
        return TEXT
    if _DAY.fullmatch(text):
        return DAY
    if _WRITTEN.fullmatch(text) or _MOVED.fullmatch(text):
        return WRITTEN
    if len(text) < 14 and _COUNTED.fullmatch(text):
        return WRITTEN
    if len(text) < 12 and _MAYBE.match(text) and parse_number(text) is not None:
        return WRITTEN
    return TEXT


_OF_TYPE: Final[dict[type, int]] = {
    int: NUMBER,
    float: NUMBER,
    bool: LOGICAL,
    dt.date: DATE,
    dt.datetime: DATE,
    dt.time: DATE,
    dt.timedelta: DATE,
    Unread: BROKEN,
}


_TOP: Final = 6  # rows in which titles and headers stand above numbers


def row_kinds(rows: list[list[Any]]) -> list[bytes]:
    """Return the kinds of every row, one byte a cell; the rows are of one length.

    Columns of numbers are told by their types alone, so that a long table costs little.
    """
    height = len(rows)
    every = b"".join([_column_kinds(column) for column in zip(*rows, strict=True)])
    return [every[row::height] for row in range(height)]


def _column_kinds(column: tuple[Any, ...]) -> bytes:
    top, rest = column[:_TOP], column[_TOP:]
    types = set(map(type, rest))
    if len(types) == 1:
        only = types.pop()
        if only is not str:
            return bytes(_each_kind(top)) + bytes([_OF_TYPE.get(only, TEXT)]) * len(rest)
        if rest[0] not in _KNOWN and _LETTERED.fullmatch("\n".join(rest)):  # numbers of cases, mostly
            return bytes(_each_kind(top)) + bytes([TEXT]) * len(rest)
        return bytes(_each_kind(top)) + bytes(map(_KNOWN.__getitem__, rest))
    return bytes(_each_kind(column))


def _each_kind(values: tuple[Any, ...]) -> list[int]:
    of_type, known = _OF_TYPE, _KNOWN
    return [known[value] if type(value) is str else of_type.get(type(value), TEXT) for value in values]
