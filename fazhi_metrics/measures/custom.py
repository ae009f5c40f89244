"""Indicators declared in fazhi.toml: two filters and two sums, working like the built-in ones.

    [indicators.debt_disputes_per_10k]
    title = "每万人债务纠纷"
    unit = "起/万人"
    definition = "当年受理的债务纠纷起数除以常住人口，再乘以10000"
    numerator = { dataset = "disputes", where = { kind = "债务" } }
    denominator = { dataset = "population", column = "resident_population" }
    scale = 10000
    decimals = 2
    better = "down"

A sum without `column` counts rows; `distinct = true` counts different values. A condition is a value, a list
of values, or a table with one of `at_least`, `at_most`, `is_not`, `known`. A built-in id may be given only
`version` and `since`, to say that this town began to record it otherwise in that year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, Final, Literal, cast

from fazhi_metrics.datasets import DATASETS, Column, Dataset
from fazhi_metrics.declared import Between, Place, read, setting
from fazhi_metrics.errors import did_you_mean
from fazhi_metrics.measures.base import FIRST_VERSION, Better, Indicator, Nature, Operator, Sum, Where
from fazhi_metrics.project.villages import Year

OWN_THEME = "本地指标"
_VALUES: Final[Mapping[str, type]] = {
    "flag": bool,
    **dict.fromkeys(("int", "decimal", "percent", "month"), int),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    at_least: Any = None
    at_most: Any = None
    is_not: Any = None
    known: Literal[True] | None = None

    def check_declared(self, place: Place) -> None:
        if len(place.value) != 1:
            raise place.refuse("条件应写且只写一个", "可用 at_least、at_most、is_not、known")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    dataset: str
    column: str | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    distinct: bool = False
    minus: str | None = None

    def check_declared(self, place: Place) -> None:
        if self.dataset not in DATASETS:
            todo = did_you_mean(self.dataset, DATASETS)
            raise place.at("dataset").refuse(f"没有数据集 {self.dataset}", todo)
        if self.distinct and self.column is None:
            raise place.refuse("distinct 要写明 column")
        dataset = DATASETS[self.dataset]
        for key, name in (("column", self.column), ("minus", self.minus)):
            column = _column(dataset, name, place.at(key)) if name else None
            dates = column is not None and column.type == "date" and self.minus is not None
            if column and not (self.distinct or dates or column.additive):
                raise place.at(key).refuse(f"{column.title}不是数，不能相加")
        if (
            self.minus
            and len(
                {dataset.by_name[each].type == "date" for each in (self.column or self.minus, self.minus)}
            )
            > 1
        ):
            raise place.refuse(f"{self.column} 与 {self.minus} 不是同一种数，不能相减")


def _sum(place: Place) -> Sum:
    told = place.read(_Sum)
    wheres = tuple(_where(DATASETS[told.dataset], name, place.at("where", name)) for name in told.where)
    return Sum(told.dataset, told.column, wheres, told.distinct, told.minus)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """An indicator as declared: what `Indicator` says, but its id and theme."""

    title: str = setting(title="名称")
    unit: str = setting(title="单位")
    definition: str = setting(title="口径")
    numerator: Sum = setting(title="分子", hook=_sum)
    denominator: Sum | None = setting(None, title="分母", hook=_sum)
    scale: Annotated[int, Between(1)] = 1
    decimals: Annotated[int, Between(0, 6)] = 0
    better: Better = "none"
    nature: Nature = "events"
    version: str = FIRST_VERSION
    since: Year = 2024
    words: tuple[str, ...] = ()
    cite: Literal["exact", "more_than", "nearly", "approx"] = "exact"
    agrees_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """What a town may say of a built-in definition."""

    version: str
    since: Year


_KEPT: Final = {each.name for each in fields(_Card)} - {each.name for each in fields(_Version)}


def read_custom(declared: Place, known: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """Return the known indicators with those declared in fazhi.toml added.

    Raises:
        IndicatorError: an unknown key, dataset, column or code, a missing key, or a value of the wrong kind.
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
            card = place.read(_Card)
            said = {each.name: getattr(card, each.name) for each in fields(card)}
            every[name] = Indicator(id=name, theme=OWN_THEME, **said)
    for name in declared.value:
        other = every[name].agrees_with
        if other and other not in every:
            raise declared.at(name, "agrees_with").refuse(f"没有指标 {other}", did_you_mean(other, every))
    return every


def _where(dataset: Dataset, name: str, place: Place) -> Where:
    column = _column(dataset, name, place)
    operator: Operator = "in" if isinstance(place.value, list | tuple) else "is"
    wanted = place
    if isinstance(place.value, Mapping):
        place.read(_Condition)
        operator = cast(Operator, next(iter(place.value)))
        wanted = place.at(operator)
    if operator == "known":
        return Where(name, "known")
    if column.type == "date":
        todo = "日期只能写 { known = true }；按月份筛选请用 measure 的 where"
        raise place.refuse(f"{column.title}是日期，不能这样写条件", todo)
    values = tuple(_values(column, wanted, several=operator not in ("at_least", "at_most")))
    if not values:
        raise place.refuse(f"{column.title}没有写明要哪些")
    return Where(name, operator, values)


def _values(column: Column, wanted: Place, *, several: bool) -> Iterator[str | int | bool]:
    many = several and isinstance(wanted.value, list | tuple)
    for place in [wanted.at(number) for number in range(len(wanted.value))] if many else [wanted]:
        value = read(place, _VALUES.get(column.type, str))
        if column.type == "code" and value not in column.codes:
            raise place.refuse(f"{column.title}没有 {value}", did_you_mean(value, column.codes))
        yield value


def _column(dataset: Dataset, name: str, place: Place) -> Column:
    column = dataset.by_name.get(name)
    if column is None or column.personal:
        hint = did_you_mean(name, [each.name for each in dataset.stored])
        raise place.refuse(f"{dataset.title}没有列 {name}", hint)
    return column
