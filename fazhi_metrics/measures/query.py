"""What was asked for, in its one spelling: years, dimensions and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.dimensions import TIME, TITLES, canonical, dataset_of
from fazhi_metrics.measures.tally import Labels, has_data

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

Label = str | int | bool
Selection = Mapping[str, Label | Sequence[Label]]


def asked_years(store: Store, card: Indicator, year: int | Iterable[int] | None) -> tuple[int, ...]:
    """Return the years asked for in order: one, several, or all that every dataset of the indicator has."""
    if isinstance(year, int):
        return (year,)
    if year is not None:
        asked = tuple(sorted(set(year)))
        if not asked:
            raise IndicatorError("没有写明年份", todo="例如 year=2025")
        return asked
    have = store.years(card.numerator.dataset)
    common = tuple(each for each in have if all(has_data(store, name, each) for name in card.datasets))
    if not common:
        titles = "、".join(dataset_of(name).title for name in card.datasets)
        raise IndicatorError(f"{card.title}要用的数据没有同一年份的：{titles}")
    return common


def asked_dimensions(by: str | Sequence[str], home: Dataset, *, several: bool) -> tuple[str, ...]:
    """Return the dimensions by their canonical names, the year first among them when there are several."""
    asked = (by,) if isinstance(by, str) else tuple(by)
    names = tuple(dict.fromkeys(canonical(name, home) for name in asked))
    return ("year", *names) if several and "year" not in names else names


def asked_filters(where: Selection | None, home: Dataset, town: Town) -> dict[str, Labels]:
    """Return which labels of which dimensions were asked for, by canonical names (villages by any alias)."""
    filters: dict[str, Labels] = {}
    for name, wanted in (where or {}).items():
        key = canonical(name, home)
        if key == "year":
            raise IndicatorError("年份不写在 where 里", todo="请用 year=2025")
        several = (wanted,) if isinstance(wanted, str | int) else wanted
        labels = tuple(_label(key, each) for each in several)
        if key == "village":
            labels = tuple(town.village(label) or label for label in labels)
        if not labels:
            raise IndicatorError(f"{title_of(key, home)}没有写明要哪些")
        filters[key] = labels
    return filters


def _label(name: str, wanted: Label) -> str:
    """Return a label as text: 3 is 3月 for months and 三季度 for quarters, True is 是."""
    if isinstance(wanted, bool):
        return "是" if wanted else "否"
    if isinstance(wanted, int):
        periods = TIME.get(name, ())
        return periods[wanted - 1] if 1 <= wanted <= len(periods) else str(wanted)
    return wanted


def title_of(name: str, home: Dataset) -> str:
    """Return a dimension's Chinese title."""
    column = home.by_name.get(name)
    return TITLES.get(name, column.title if column else name)


def sorted_labels(labels: Labels, name: str) -> Labels:
    """Put periods and years back in the order of time, whatever year they were first seen in."""
    if name in TIME:
        known = TIME[name]
        return tuple(sorted(labels, key=lambda label: known.index(label) if label in known else len(known)))
    return tuple(sorted(labels)) if name == "year" else labels
