"""One raw cell as a typed value: by the type of its column, or as a problem at that cell.

Nothing is guessed. A cell becomes a value of its column's type, a missing value with its reason, or a
problem; what was changed on the way (width, unit, spelling) is told, so that the log can show it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, Final, NamedTuple

from fazhi_metrics.cleaning.display_text import display_text, is_blank, typed_text
from fazhi_metrics.datasets import Column
from fazhi_metrics.datasets.base import NONE
from fazhi_metrics.errors import capped, did_you_mean
from fazhi_metrics.project import Town, Village
from fazhi_metrics.project.villages import spellings, village_words
from fazhi_metrics.quantities import missing_reason, read_date, read_flag, read_number
from fazhi_metrics.redaction import holds_personal_number, quoted, redacted, stable_code, visible
from fazhi_metrics.workbooks.sheets import Unread

_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
# Lines of case numbers with a digit each, so that none is a missing mark, and each too short to hold an ID card:
# they are kept as they are without a look at each.
_CASE_NUMBER: Final = "(?=[!-~一-龥]*[0-9])[!-~一-龥]{1,14}"
_CASE_NUMBERS: Final = re.compile(rf"(?:{_CASE_NUMBER}\n)*{_CASE_NUMBER}")
_FORMULA: Final = re.compile("=[!-~]*|#[!-~]*")  # a formula, or the error it came to
_WORD: Final = re.compile("[一-龥]{1,8}")
AS_BLANK: Final = frozenset({"空白", "横线", "斜线", "无"})  # reasons that say no more than a blank
_EMPTY: Final = ("空白", "横线", "斜线")  # marks that say no more than a blank cell
_LARGEST: Final = 10**15  # beyond this a count is a number typed into the wrong column
_SMALLEST_PHONE: Final = 10**9
_HALVES: Final = {
    "上半年": ("上半年", "上", "1-6月", "1月-6月", "一", "第一次"),
    "下半年": ("下半年", "下", "7-12月", "7月-12月", "二", "第二次"),
}
_NUMERALS: Final = "一二三四"
_QUARTER: Final = re.compile("(?:第?([一二三四1-4])季度?|q([1-4]))")
_TIME: Final = re.compile(r"(?<!\d)(\d{1,2})[:时点](\d{1,2})(?:[:分]\d{0,2})?秒?$")


class Cell(NamedTuple):
    """What became of a raw cell.

    `rule` is empty when the value was kept as typed, `blank` when nothing was, or a rule of the log: changed,
    converted, missing, unreadable, scrubbed, personal. `note` says which change or which mark. `problem` is the id of the rule
    it broke, with the words of its message. `blank` says that nothing was typed. `before` and `after` are
    what the log shows of a cell that has a rule, personal numbers already hidden.
    """

    value: Any
    rule: str = ""
    note: str = ""
    problem: str | None = None
    words: Mapping[str, Any] = {}
    blank: bool = False
    before: str = ""
    after: str | None = None


Read = Callable[[Any], Cell]
BLANK: Final = Cell(None, "blank", blank=True)


class Convert(dict[Any, Cell]):
    """Reads the raw cells of one column; equal cells of one type are read once.

    It holds the cells that were read: a text under itself, anything else under its type and value, because
    1, 1.0 and True are equal.
    """

    __slots__ = ("_column", "_read", "_villages")

    def __init__(self, column: Column, read: Read, villages: tuple[Village, ...]) -> None:
        super().__init__()
        self._column, self._read, self._villages = column, read, villages

    def display_text(self, raw: Any, *, unreadable: bool = True) -> str:
        """Return a raw cell as it may be shown: one that cannot be read whole only where it is like a known one."""
        text, column = typed_text(raw), self._column
        if unreadable and isinstance(raw, str) and not _FORMULA.fullmatch(text):
            places = (
                _places(text, self._villages) if column.type == "village" else village_words(self._villages)
            )
            return quoted(text, [*places, *column.codes, *chain(*column.codes.values())])
        return redacted(text, identifier=column.identifier, known=village_words(self._villages))

    def __missing__(self, key: Any) -> Cell:
        raw = key[1] if key.__class__ is tuple else key
        if isinstance(raw, Unread) and self._column.type != "personal":
            cell = _unreadable("formula_empty" if raw.startswith("=") else "error_value")
        else:
            cell = self._read(raw)
        if cell.rule:
            after = None if cell.value is None else display_text(cell.value)
            before = self.display_text(raw, unreadable=cell.rule == "unreadable")
            cell = cell._replace(before=before, after=after)
        self[key] = cell
        return cell

    def __call__(self, raw: Any) -> Cell:
        """Return what became of one raw cell."""
        return self[raw] if raw.__class__ is str else self[raw.__class__, raw]

    def line(self, raws: Sequence[Any]) -> list[Cell]:
        """Return what became of each raw cell of a line."""
        if set(map(type, raws)) != {str}:
            return list(map(self, raws))
        if self._column.identifier:
            lines = "\n".join(raws)
            if lines.count("\n") == len(raws) - 1 and _CASE_NUMBERS.fullmatch(lines):
                return list(map(Cell, raws))
        return list(map(self.__getitem__, raws))


# Converters made before in this process, for columns whose cells repeat. Each holds the column and the
# villages that it is known by, so that nothing else can take over their ids.
_MADE: dict[tuple[object, ...], Convert] = {}
_MANY: Final = 200
_MANY_CELLS: Final = 20_000


def converter(column: Column, town: Town, *, year: int | None = None, factor: Decimal | int = 1) -> Convert:
    """Return what reads the raw cells of a column."""
    villages = town.villages
    key = (id(column), id(villages), year if column.type == "date" else None, factor)
    made = _MADE.get(key)
    if made is None:
        made = Convert(column, _reader(column, town, year, factor), villages)
        if column.type not in ("text", "personal"):
            if len(_MADE) >= _MANY:
                _MADE.clear()
            _MADE[key] = made
    elif len(made) > _MANY_CELLS:
        made.clear()
    return made


def _reader(column: Column, town: Town, year: int | None, factor: Decimal | int) -> Read:
    match column.type:
        case "int" | "decimal" | "percent":
            return lambda raw: _number(raw, column, factor)
        case "date":
            return lambda raw: _date(raw, column, year)
        case "flag":
            return lambda raw: _flag(raw, column)
        case "code" if not column.codes:
            known = village_words(town.villages)
            return lambda raw: _words(raw, column, known)
        case "code":
            words = {_folded(s): code for code, others in column.codes.items() for s in (code, *others)}
            return lambda raw: _code(raw, column, words)
        case "village":
            return lambda raw: _village(raw, town, column)
        case "month":
            return lambda raw: _month(raw, column)
        case "half":
            return lambda raw: _half(raw, column)
        case "quarter":
            return lambda raw: _quarter(raw, column)
        case "time":
            return lambda raw: _time(raw, column)
        case "year":
            return _year
        case "personal" | "ignore":
            return lambda raw: BLANK if is_blank(raw) else Cell(None, "personal")
        case "text":
            known = village_words(town.villages)
            return lambda raw: _words(raw, column, known)


def _kept(value: Any, rule: str | None) -> Cell:
    return Cell(value, "changed", rule) if rule else Cell(value)


def _unreadable(problem: str, **words: Any) -> Cell:
    return Cell(None, "unreadable", "", problem, words)


def _missing(reason: str, raw: Any, column: Column | None = None) -> Cell:
    """Return a cell without a value, or what the column's ledger says that a blank one means.

    A dash says as much as a blank; 不详 and 待核 say that nobody knows.
    """
    blank = column.blank if column is not None else None
    value = None if blank == NONE else blank
    if value is None or not (is_blank(raw) or reason in AS_BLANK):
        return BLANK if is_blank(raw) else Cell(None, "missing", reason)
    return (
        Cell(value, "blank", blank=True)
        if is_blank(raw)
        else Cell(value, "changed", f"“{typed_text(raw).strip()}”按空格")
    )


def _number(raw: Any, column: Column, factor: Decimal | int) -> Cell:
    if is_blank(raw):
        return _missing("", raw, column)
    bare, took = raw, None
    if (
        isinstance(raw, str)
        and column.unit
        and column.unit != "%"
        and (text := raw.strip()).endswith(column.unit)
    ):
        bare, took = text[: -len(column.unit)], "去掉单位"
    decimals = column.decimals if factor == 1 else None
    reading = read_number(bare, percent=column.type == "percent", decimals=decimals)
    if reading.missing:
        return _missing(reading.missing, raw, column)
    if reading.problem:
        return _unreadable("number_unreadable", column=column.title, reason=reading.problem)
    value = reading.value
    if not isinstance(value, int | Decimal):
        return _unreadable("number_unreadable", column=column.title, reason="不是数")
    if factor != 1:
        scaled = read_number(Decimal(value) * factor, decimals=column.decimals)
        if scaled.problem:
            return _unreadable("number_unreadable", column=column.title, reason=scaled.problem)
        return Cell(scaled.value, "converted", f"按表头单位乘以 {factor}")
    if value >= _SMALLEST_PHONE and holds_personal_number(str(value)):
        return _unreadable("number_unreadable", column=column.title, reason="像证件号或电话号码")
    if not -_LARGEST < value < _LARGEST:
        return _unreadable("number_unreadable", column=column.title, reason="数字过大，像编号")
    return _kept(value, reading.rule or took)


def _date(raw: Any, column: Column, year: int | None) -> Cell:
    if is_blank(raw):
        return BLANK
    reading = read_date(raw, year=year)
    if reading.missing:
        return _missing(reading.missing, raw, column)
    if reading.problem or not isinstance(reading.value, dt.date):
        return _unreadable("date_unreadable", column=column.title, reason=reading.problem or "不是日期")
    day = dt.datetime.combine(reading.value, dt.time())
    return _kept(day, reading.rule)


def _flag(raw: Any, column: Column) -> Cell:
    reading = read_flag(raw, (column.title, *column.aliases))
    if reading.missing:
        if not isinstance(column.blank, bool) or reading.missing not in _EMPTY:
            return _missing(reading.missing, raw)
        if is_blank(raw):
            return Cell(column.blank, "blank", blank=True)
        return Cell(column.blank, "changed", f"{reading.missing}视为否")
    if reading.problem:
        return _unreadable("flag_unreadable", column=column.title, reason=reading.problem)
    return _kept(reading.value, reading.rule)


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def _code(raw: Any, column: Column, spellings: Mapping[str, str]) -> Cell:
    text = typed_text(raw)
    code = spellings.get(_folded(text))
    if code is not None:
        return _kept(code, None if code == raw else "统一写法")
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw, column)
    nearest = did_you_mean(text, spellings)
    near = f"。{nearest.removesuffix('？')}" if nearest.startswith("您是不是") else ""
    return _unreadable("code_unknown", column=column.title, codes=capped(column.codes), nearest=near)


def village_inside(text: str, town: Town) -> str | None:
    """Return the one village that a longer text names (its longest spelling counts), or None."""
    squeezed = _folded(text)
    named = {
        word: name for word, name in spellings(town.villages).items() if len(word) > 1 and word in squeezed
    }
    outer = {
        name for word, name in named.items() if not any(word != other and word in other for other in named)
    }
    return outer.pop() if len(outer) == 1 else None


def _village(raw: Any, town: Town, column: Column) -> Cell:
    if is_blank(raw):
        return BLANK
    text = typed_text(raw)
    name = town.village(text)
    if name is not None:
        return _kept(name, None if name == raw else "统一村名")
    if text.strip() in column.codes:  # a place that the ledger names beside the villages
        return _kept(text.strip(), None if text.strip() == raw else "去掉多余空白")
    if column.inside and (name := village_inside(text, town)):
        return Cell(name, "changed", "取文字里的村名")
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw)
    names = [spelling for village in town.villages for spelling in (village.name, *village.aliases)]
    nearest = did_you_mean(text, names)
    near = f"。{nearest.removesuffix('？')}" if nearest.startswith("您是不是") else ""
    return _unreadable("village_unknown", typed=quoted(text, _places(text, town.villages)), nearest=near)


def _places(text: str, villages: tuple[Village, ...]) -> Iterable[str]:
    """The villages that a text may be like; where none is declared yet, a word that is no person's name is one."""
    if villages:
        return village_words(villages)
    return (text,) if _WORD.fullmatch(text) else ()


def _month(raw: Any, column: Column) -> Cell:
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw)
    text = re.sub(r"^\d{4}年", "", _folded(typed_text(raw)))
    reading = read_number(text.removesuffix("份").removesuffix("月"))
    month = reading.value
    if isinstance(month, int) and month in range(1, 13):
        return _kept(int(month), None if raw == month else "月份写法")
    return _unreadable("month_unreadable", column=column.title)


def _half(raw: Any, column: Column) -> Cell:
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw)
    text = re.sub(r"^\d{4}年度?", "", _folded(typed_text(raw))).replace("~", "-").replace("至", "-")
    for half, words in _HALVES.items():
        if text in words:
            return _kept(half, None if raw == half else "统一写法")
    return _unreadable("half_unreadable", column=column.title)


def _quarter(raw: Any, column: Column) -> Cell:
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw)
    text = re.sub(r"^\d{4}年度?", "", _folded(typed_text(raw)))
    found = _QUARTER.fullmatch(text)
    if found is None:
        return _unreadable("quarter_unreadable", column=column.title)
    first = found[1] or found[2]
    quarter = f"{_NUMERALS['1234'.find(first)] if first in '1234' else first}季度"
    return _kept(quarter, None if raw == quarter else "统一写法")


def _time(raw: Any, column: Column) -> Cell:
    """Read a time of day, to the minute; of a moment (2025-03-01 18:05) its time."""
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw)
    if isinstance(raw, dt.datetime | dt.time):
        return _kept(raw.strftime("%H:%M"), "取时间")
    text = typed_text(raw)
    found = _TIME.search(unicodedata.normalize("NFKC", text))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return _unreadable("time_unreadable", column=column.title)
    time = f"{int(found[1]):02}:{int(found[2]):02}"
    return _kept(time, None if time == raw else "取时间")


def _year(raw: Any) -> Cell:
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw)
    text = _folded(typed_text(raw)).removesuffix("度").removesuffix("年")
    if re.fullmatch(r"(19|20)\d{2}", text):
        return _kept(int(text), None if raw == int(text) else "年份写法")
    return _unreadable("year_unreadable")


def _words(raw: Any, column: Column, villages: frozenset[str]) -> Cell:
    """Keep a text; a person in it is a stable code, and with a number the whole text: a name stands beside it."""
    if (reason := missing_reason(raw)) is not None:
        return _missing(reason, raw, column)
    text = typed_text(raw)
    safe = redacted(text, coded=True, identifier=column.identifier, known=villages)
    if safe != visible(text):
        if not column.identifier and holds_personal_number(text):
            safe = stable_code(text)
        return Cell(_tidy(safe, column), "scrubbed", "", "personal_in_text", {"column": column.title})
    tidy = _tidy(safe, column)
    return _kept(tidy, None if tidy == raw else "去掉多余空白与全角字母数字")


def _tidy(text: str, column: Column) -> str:
    """Take off white space at the ends and line breaks; letters and digits in one width."""
    narrow = (
        text if text.isascii() else _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    )
    joined = re.sub(r"\s+", " ", narrow).strip()
    return joined.replace(" ", "") if column.identifier else joined
