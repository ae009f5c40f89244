"""Indicators as declared: two filters and two sums, the same in a ledger file, in fazhi.toml and in a notebook.

    [indicators.debt_disputes_per_10k]
    title = "每万人债务纠纷"
    unit = "起/万人"
    definition = "当年受理的债务纠纷起数除以常住人口，再乘以10000"
    numerator = { dataset = "disputes", where = { kind = "债务" } }
    denominator = { dataset = "population", column = "resident_population" }
    scale = 10000
    decimals = 2
    better = "down"

A sum without `column` counts records, a list of columns is added up; `distinct = true` counts different values;
`year = "last"` or `"mean"` takes the year before, or half of both. A condition is a value, a list of values, or
a table of `at_least`, `at_most`, `is_not`, `known`. Ledgers and columns go by id, title or header as typed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final, Literal, cast

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.declared import Place, read
from fazhi_metrics.errors import did_you_mean
from fazhi_metrics.ledgers.columns import column_named
from fazhi_metrics.ledgers.format import IndicatorEntry, SumEntry, Year
from fazhi_metrics.ledgers.indicator import Indicator, Operator, Sum, Value, Where
from fazhi_metrics.ledgers.spelling import spelled_sum

Find = Callable[[str, Place], Dataset]
Spell = Callable[[str], str | None]
_MONEY: Final = ("元", "万元", "亿元")  # a sum is in the unit of its column, whatever was asked for
_QUARTERS: Final = "一二三四"
_NUMBERS: Final = ("int", "decimal", "percent", "year", "month")
_ORDERED: Final = (*_NUMBERS, "date", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    at_least: Any = None
    at_most: Any = None
    is_not: Any = None
    known: Literal[True] | None = None

    def check_declared(self, place: Place) -> None:
        if not place.value:
            raise place.refuse("条件是空的", "可用 at_least、at_most、is_not、known")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """What a town may say of a built-in definition."""

    version: str
    since: Year


_KEPT: Final = {each.name for each in fields(IndicatorEntry)} - {each.name for each in fields(_Version)}


def indicator_entries(
    declared: Place,
    known: Mapping[str, Indicator],
    find: Find,
    spell: Spell,
    *,
    home: str = "",
    theme: str = "",
) -> dict[str, Indicator]:
    """Return the known indicators with those declared in one place (`[indicators]`) added.

    `find` gives a ledger by any of its names, `spell` the canonical name of a village; `home` is the ledger of
    a sum that names none, `theme` that of an indicator that names none.

    Raises the document's error for what it may not say.
    """
    every = dict(known)
    for name in read(declared, Mapping[str, Mapping[str, Any]]):
        place = declared.at(name)
        if name in known:
            if extra := [key for key in place.value if key in _KEPT]:
                todo = "内置指标只能改 version 和 since；请另起一个名字"
                raise place.at(extra[0]).refuse(f"不能改内置指标的 {extra[0]}", todo)
            version = place.read(_Version)
            every[name] = replace(known[name], version=version.version, since=version.since)
        else:
            every[name] = indicator_of(name, place, find, spell, home=home, theme=theme)
    return every


def check_agreements(declared: Place, every: Mapping[str, Indicator]) -> None:
    """Refuse an indicator that is to agree with one that is not there."""
    for name in declared.value or ():
        other = every[name].agrees_with
        if other and other not in every:
            raise declared.at(name, "agrees_with").refuse(f"没有指标 {other}", did_you_mean(other, every))


def indicator_of(
    name: str, place: Place, find: Find, spell: Spell, *, home: str = "", theme: str = "", title: str = ""
) -> Indicator:
    """Return one indicator as declared; `title` is for one that may do without."""
    value = {"title": title, **place.value} if title else place.value
    entry = Place(place.document, place.path, value).read(IndicatorEntry)
    said = {each.name: getattr(entry, each.name) for each in fields(entry)}
    said["numerator"], over = _sum(entry.numerator, place.at("numerator"), find, spell, home)
    said["denominator"] = None
    if entry.denominator is not None:
        own = _sum(entry.denominator, place.at("denominator"), find, spell, home or over.name)
        said["denominator"] = own[0]
    card = Indicator(id=name, **{**said, "theme": entry.theme or theme})
    if not card.definition:
        below = f"除以{spelled_sum(*own)}" if card.denominator else ""
        scale = f"，再乘以{card.scale}" if card.scale != 1 else ""
        card = replace(card, definition=f"{spelled_sum(card.numerator, over)}{below}{scale}")
    unit = _unit(card, over)
    scaled = unit != card.unit and unit in _MONEY and card.unit in _MONEY
    return replace(card, unit=unit) if scaled or not card.unit else card


def _unit(card: Indicator, home: Dataset) -> str:
    """Return the unit of an indicator that names none."""
    if card.rate:
        return "%" if card.scale == 100 else ""
    column = home.by_name[card.numerator.column] if card.numerator.column else None
    if column is not None and card.numerator.minus and column.type == "date":
        return "天"
    if column is not None and not card.numerator.distinct:
        return column.unit or ""
    if column is None and (found := re.match("一(件次|人次|[一-龥])", home.grain)):
        return found[1]
    return "个"


def _sum(entry: SumEntry, place: Place, find: Find, spell: Spell, home: str) -> tuple[Sum, Dataset]:
    if not entry.dataset and not home:
        raise place.refuse("缺少 dataset", "请写上台账的名称。")
    dataset = find(entry.dataset or home, place.at("dataset"))
    names = (entry.column,) if isinstance(entry.column, str) else entry.column or ()
    several = [
        column_named(
            dataset, name, place.at(*(("column",) if isinstance(entry.column, str) else ("column", n)))
        )
        for n, name in enumerate(names)
    ]
    minus = column_named(dataset, entry.minus, place.at("minus")) if entry.minus else None
    for key, each in (*(("column", column) for column in several), *((("minus", minus),) if minus else ())):
        _kept(each, dataset, place.at(key))
        dates = each.type == "date" and minus is not None
        if not (entry.distinct or dates or each.numeric):
            raise place.at(key).refuse(f"{each.title}不是数，不能相加")
    if minus and len({each.type == "date" for each in (*several, minus)}) > 1:
        raise place.refuse(f"{entry.column} 与 {entry.minus} 不是同一种数，不能相减")
    column, plus = (several[0].name, several[1:]) if several else (None, [])
    wheres = tuple(
        each for name in entry.where for each in _wheres(dataset, name, place.at("where", name), spell)
    )
    more = tuple(each.name for each in plus)
    column = column or dataset.count
    made = Sum(dataset.name, column, wheres, entry.distinct, minus.name if minus else None, more, entry.year)
    return made, dataset


def _kept(column: Column, dataset: Dataset, place: Place) -> Column:
    if not column.kept:
        hint = did_you_mean(column.title, [each.title for each in dataset.stored])
        raise place.refuse(f"{dataset.title}的{column.title}不保存，不能使用", hint)
    return column


def _wheres(dataset: Dataset, name: str, place: Place, spell: Spell) -> Iterator[Where]:
    column = _kept(column_named(dataset, name, place), dataset, place)
    if not isinstance(place.value, Mapping):
        operator: Operator = "in" if isinstance(place.value, list | tuple) else "is"
        yield Where(column.name, operator, _values(column, place, spell))
        return
    place.read(_Condition)
    for key in place.value:
        operator = cast(Operator, key)
        if operator == "known":
            yield Where(column.name, "known")
            continue
        if operator in ("at_least", "at_most") and column.type not in _ORDERED:
            raise place.at(key).refuse(f"{column.title}不分大小先后，不能用 {key}", "请写要哪些值。")
        yield Where(
            column.name, operator, _values(column, place.at(key), spell, several=operator == "is_not")
        )


def _values(column: Column, wanted: Place, spell: Spell, *, several: bool = True) -> tuple[Value, ...]:
    many = several and isinstance(wanted.value, list | tuple)
    places = [wanted.at(number) for number in range(len(wanted.value))] if many else [wanted]
    if not places:
        raise wanted.refuse(f"{column.title}没有写明要哪些")
    return tuple(_value(column, place, spell) for place in places)


def _value(column: Column, place: Place, spell: Spell) -> Value:
    """Return one value of a condition in the column's own spelling."""
    match column.type:
        case "flag":
            return cast(bool, read(place, bool))
        case "int" | "year":
            return cast(int, read(place, int | Decimal))
        case "decimal" | "percent":
            return cast(Decimal, read(place, int | Decimal))
        case "month":
            typed = read(place, int | str)
            return int(re.sub(r"\D", "", typed) or 0) if isinstance(typed, str) else typed
        case "date":
            return _day(column, place)
        case "time":
            typed = read(place, dt.time | str)
            return typed.strftime("%H:%M") if isinstance(typed, dt.time) else typed.zfill(5)
        case "quarter":
            return _quarter(column, place)
        case "village":
            typed = read(place, str)
            return spell(typed) or typed
        case "code" if column.codes:
            return _code(column, place)
    typed = read(place, str | int)
    return str(typed)


def _day(column: Column, place: Place) -> dt.date:
    typed = read(place, dt.date | str)
    if isinstance(typed, str):
        try:
            return dt.date.fromisoformat(typed)
        except ValueError:
            raise place.refuse(f"{column.title}不能是 {typed}", "日期请写 2025-03-01。") from None
    return cast(dt.date, typed)


def _quarter(column: Column, place: Place) -> str:
    found = re.fullmatch(r"第?([一二三四1-4])季?度?", str(read(place, int | str)))
    if found is None:
        raise place.refuse(f"{column.title}不能是 {place.value}", "请写 一季度 到 四季度。")
    return f"{_QUARTERS[int(found[1]) - 1] if found[1].isdigit() else found[1]}季度"


def _code(column: Column, place: Place) -> str:
    typed = str(read(place, str | int | bool))
    for code, spellings in column.codes.items():
        if typed == code or typed in spellings:
            return code
    raise place.refuse(f"{column.title}没有 {typed}", did_you_mean(typed, column.codes))
