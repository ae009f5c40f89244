"""Putting towns together: because an indicator is two sums, a county's is the sum of its towns'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.dimensions import TIME
from fazhi_metrics.measures.part import Measure, Part, joined
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.quantities import Amount

_LOCAL = ("village", "district", "micro_grid")


def combine(measures: Sequence[Measure], name: str, *, by_town: bool = False) -> Measure:
    """Add the same measure of several towns up, exactly, part by part.

    `name` is the place that they make together (全县). With `by_town`, the towns are kept apart, as a first
    dimension `town`. A town without a value for a part makes the total too small, and a gap says so.

    Raises:
        IndicatorError: different indicators, years or dimensions; a count of different values; or places of
            a town's own (villages) that two towns may share the names of, without `by_town`.
    """
    if not measures:
        raise IndicatorError("没有可以合并的结果")
    first = measures[0]
    for each in measures:
        if (each.indicator, each.years, each.by, each.where) != (
            first.indicator,
            first.years,
            first.by,
            first.where,
        ):
            raise IndicatorError(f"{each.town}的指标、年份或维度与{first.town}不同，不能合并")
    if by_town:
        return _side_by_side(measures, name)
    card = first.indicator
    if any(part.distinct for part in card.sums):
        raise IndicatorError(
            f"{card.title}是不同值的个数，各乡镇相加不等于总数", todo="可用 by_town=True 并列"
        )
    if local := [title for title, key in zip(first.titles, first.by, strict=True) if key in _LOCAL]:
        raise IndicatorError(f"各乡镇的{'、'.join(local)}不能混在一起", todo="请用 by_town=True")
    return _added(measures, name)


def _side_by_side(measures: Sequence[Measure], name: str) -> Measure:
    first = measures[0]
    parts = tuple(replace(part, labels=(each.town, *part.labels)) for each in measures for part in each.parts)
    return replace(
        first,
        town=name,
        by=("town", *first.by),
        titles=("乡镇", *first.titles),
        order=(tuple(each.town for each in measures), *_orders(measures)),
        parts=parts,
        notes=_remarks(measures, "notes"),
        gaps=_remarks(measures, "gaps"),
    )


def _added(measures: Sequence[Measure], name: str) -> Measure:
    first, card = measures[0], measures[0].indicator
    groups: dict[Labels, list[Part]] = {}
    for each in measures:
        for part in each.parts:
            groups.setdefault(part.labels, []).append(part)
    parts, lacking = [], 0
    for labels, found in groups.items():
        lacking += sum(part.numerator is None for part in found)
        top = _total([part.numerator for part in found])
        bottom = _total([part.denominator for part in found]) if card.rate else None
        n, missing = sum(part.n or 0 for part in found), sum(part.missing for part in found)
        parts.append(joined(card, labels, found, top, bottom, n, missing))
    gaps = (*((f"有 {lacking} 处乡镇数据缺失，未计入",) if lacking else ()), *_remarks(measures, "gaps"))
    order = _orders(measures)
    place = [{label: index for index, label in enumerate(labels)} for labels in order]
    parts.sort(key=lambda part: [each[label] for each, label in zip(place, part.labels, strict=True)])
    return replace(
        first,
        town=name,
        order=order,
        parts=tuple(parts),
        notes=tuple(dict.fromkeys((*gaps, *_remarks(measures, "notes")))),
        gaps=gaps,
    )


def _total(values: Sequence[Amount | None]) -> Amount | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], start=known[0]) if known else None


def _orders(measures: Sequence[Measure]) -> tuple[Labels, ...]:
    """Return the labels of every dimension over all towns; periods in the order of time."""
    found = []
    for index, key in enumerate(measures[0].by):
        labels = dict.fromkeys(label for each in measures for label in each.order[index])
        known = TIME.get(key, ())
        found.append(
            tuple(sorted(labels, key=lambda label: known.index(label) if label in known else len(known)))
        )
    return tuple(found)


def _remarks(measures: Sequence[Measure], kind: str) -> tuple[str, ...]:
    """Return the towns' remarks, those that are not the same for all with the town's name."""
    every = [(each.town, tuple(getattr(each, kind))) for each in measures]
    shared = set.intersection(*(set(remarks) for _, remarks in every))
    named = dict.fromkeys(
        remark if remark in shared else f"{town}：{remark}" for town, remarks in every for remark in remarks
    )
    return tuple(named)
