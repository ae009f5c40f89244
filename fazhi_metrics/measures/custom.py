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

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from fazhi_metrics.datasets import DATASETS, Dataset
from fazhi_metrics.errors import IndicatorError, did_you_mean
from fazhi_metrics.measures.base import Better, Indicator, Nature, Sum, Where

_SUM_KEYS = ("dataset", "column", "where", "distinct", "minus")
_KEYS = tuple(field.name for field in fields(Indicator) if field.name not in ("id", "theme"))
_REQUIRED = ("title", "unit", "definition", "numerator")
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "title": str,
    "unit": str,
    "definition": str,
    "scale": int,
    "decimals": int,
    "better": str,
    "nature": str,
    "version": str,
    "since": int,
    "words": list,
    "cite": str,
    "agrees_with": str,
}
_IDIOMS = ("exact", "more_than", "nearly", "approx")
OWN_THEME = "本地指标"


def read_custom(declared: Mapping[str, Any], known: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """Return the known indicators with those declared in fazhi.toml added.

    Raises:
        IndicatorError: an unknown key, dataset, column or code, a missing key, or a value of the wrong kind.
    """
    every = dict(known)
    for name, card in declared.items():
        where = f"fazhi.toml [indicators.{name}]"
        if not isinstance(card, Mapping):
            raise IndicatorError("应是一节设置", where=where)
        for key, value in card.items():
            if key not in _KEYS:
                raise IndicatorError(f"不认识的设置 {key}", where=where, todo=did_you_mean(key, _KEYS))
            kind = _KINDS.get(key)
            if kind is not None and (not isinstance(value, kind) or isinstance(value, bool)):
                raise IndicatorError(f"{key} 的写法不对：{value!r}", where=where)
        every[name] = _versioned(known[name], card, where) if name in known else _new(name, card, where)
    return every


def _versioned(indicator: Indicator, card: Mapping[str, Any], where: str) -> Indicator:
    if extra := [key for key in card if key not in ("version", "since")]:
        todo = "内置指标只能改 version 和 since；请另起一个名字"
        raise IndicatorError(f"不能改内置指标的 {extra[0]}", where=where, todo=todo)
    if set(card) != {"version", "since"}:
        raise IndicatorError("version 与 since 要一起写", where=where)
    return replace(indicator, version=card["version"], since=card["since"])


def _new(name: str, card: Mapping[str, Any], where: str) -> Indicator:
    if absent := [key for key in _REQUIRED if key not in card]:
        raise IndicatorError(f"缺少 {absent[0]}", where=where)
    for key, allowed in (("better", get_args(Better)), ("nature", get_args(Nature)), ("cite", _IDIOMS)):
        if key in card and card[key] not in allowed:
            raise IndicatorError(
                f"{key} 不能是 {card[key]}", where=where, todo=did_you_mean(card[key], allowed)
            )
    if card.get("scale", 1) < 1 or not 0 <= card.get("decimals", 0) <= 6:
        raise IndicatorError("scale 至少为 1，decimals 在 0 到 6 之间", where=where)
    plain = {key: card[key] for key in _KINDS if key in card}
    plain["words"] = tuple(str(word) for word in card.get("words", ()))
    denominator = card.get("denominator")
    return Indicator(
        id=name,
        theme=OWN_THEME,
        numerator=_sum(card["numerator"], f"{where} numerator"),
        denominator=None if denominator is None else _sum(denominator, f"{where} denominator"),
        **plain,
    )


def _sum(card: Any, where: str) -> Sum:
    if not isinstance(card, Mapping) or "dataset" not in card:
        raise IndicatorError("应写明 dataset", where=where, todo='例如 { dataset = "disputes" }')
    if strange := [key for key in card if key not in _SUM_KEYS]:
        raise IndicatorError(
            f"不认识的设置 {strange[0]}", where=where, todo=did_you_mean(strange[0], _SUM_KEYS)
        )
    if card["dataset"] not in DATASETS:
        hint = did_you_mean(str(card["dataset"]), DATASETS)
        raise IndicatorError(f"没有数据集 {card['dataset']}", where=where, todo=hint)
    dataset = DATASETS[card["dataset"]]
    column, minus, distinct = card.get("column"), card.get("minus"), card.get("distinct", False)
    if distinct and column is None:
        raise IndicatorError("distinct 要写明 column", where=where)
    for each in (column, minus):
        if each is not None:
            found = _column(dataset, each, where)
            dates = found.type == "date" and minus is not None
            if not distinct and not dates and found.type not in ("int", "decimal"):
                raise IndicatorError(f"{found.title}不是数，不能相加", where=where)
    if minus is not None and (dataset.by_name[column or minus].type == "date") != (
        dataset.by_name[minus].type == "date"
    ):
        raise IndicatorError(f"{column} 与 {minus} 不是同一种数，不能相减", where=where)
    conditions = card.get("where", {})
    if not isinstance(conditions, Mapping):
        raise IndicatorError("where 应是 { 列 = 值 }", where=where)
    wheres = tuple(_where(dataset, key, value, where) for key, value in conditions.items())
    return Sum(dataset.name, column, wheres, bool(distinct), minus)


def _where(dataset: Dataset, name: str, value: Any, where: str) -> Where:
    column = _column(dataset, name, where)
    if isinstance(value, Mapping):
        if len(value) != 1 or (operator := next(iter(value))) not in (
            "at_least",
            "at_most",
            "is_not",
            "known",
        ):
            raise IndicatorError(
                f"{name} 的条件写法不对", where=where, todo="可用 at_least、at_most、is_not、known"
            )
        wanted = value[operator]
        if operator == "known":
            return Where(name, "known")
        values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
    else:
        values = tuple(value) if isinstance(value, list) else (value,)
        operator = "in" if isinstance(value, list) else "is"
    if not values:
        raise IndicatorError(f"{column.title}没有写明要哪些", where=where)
    if column.type == "date":
        todo = "日期只能写 { known = true }；按月份筛选请用 measure 的 where"
        raise IndicatorError(f"{column.title}是日期，不能这样写条件", where=where, todo=todo)
    kind = {"flag": bool, "int": int, "decimal": int, "percent": int, "month": int}.get(column.type, str)
    for each in values:
        if not isinstance(each, kind) or (kind is int and isinstance(each, bool)):
            raise IndicatorError(f"{column.title}的条件值不对：{each!r}", where=where)
        if column.type == "code" and each not in column.codes:
            hint = did_you_mean(str(each), column.codes)
            raise IndicatorError(f"{column.title}没有 {each}", where=where, todo=hint)
    return Where(name, operator, values)


def _column(dataset: Dataset, name: Any, where: str) -> Any:
    column = dataset.by_name.get(name)
    if column is None or column.personal:
        hint = did_you_mean(str(name), [each.name for each in dataset.stored])
        raise IndicatorError(f"{dataset.title}没有列 {name}", where=where, todo=hint)
    return column
