"""The indicators worked out by the library in the report year and in the year it is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.cleaning import Severity
from fazhi_metrics.errors import DatasetError
from fazhi_metrics.measures import Change, Figure, Indicator, compute_figure
from fazhi_metrics.measures.evidence import evidence_of
from fazhi_metrics.measures.status import Status

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True)
class Worked:
    """An indicator in the report year and in the base year; `refusals` say why a year has no figure."""

    card: Indicator
    now: Figure | None
    base: Figure | None
    refusals: tuple[str, ...] = ()

    @property
    def change(self) -> Change | None:
        """How it changed since the base year; None where the two cannot be compared."""
        return self.now.change if self.now is not None and self.base is not None else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said with its figures, each remark once."""
        figures = [figure for figure in (self.now, self.base) if figure is not None]
        return tuple(dict.fromkeys([*self.refusals, *(note for each in figures for note in each.notes)]))


def standing(store: Store, works: Iterable[Worked]) -> tuple[tuple[str, str], ...]:
    """Return what the cover says of the figures of the report: how many of each status, and what is open."""
    statuses = Counter(work.now.status for work in works if work.now is not None)
    told = [f"{status.title} {statuses[status]} 个" for status in reversed(Status) if statuses[status]]
    open_ = Counter(issue.severity for issue in evidence_of(store).issues)
    found = [f"{severity} {open_[severity]} 处" for severity in Severity if open_[severity]]
    return (("报告数字", "，".join(told)), ("未决问题", "，".join(found) or "没有发现"))


def work_out(
    store: Store, town: Town, cards: Iterable[Indicator], year: int, base_year: int | None
) -> list[Worked]:
    """Compute the given indicators in both years; a year without data is a refusal of that indicator alone."""
    found = []
    for card in cards:
        refusals: list[str] = []
        now = _figure(store, town, card, year, base_year, refusals)
        base = None if base_year is None else _figure(store, town, card, base_year, None, refusals)
        found.append(Worked(card, now, base, tuple(refusals)))
    return found


def _figure(
    store: Store, town: Town, card: Indicator, year: int, base_year: int | None, refusals: list[str]
) -> Figure | None:
    try:
        return compute_figure(store, town, card, year, base_year=base_year)
    except DatasetError as refusal:
        refusals.append(refusal.what)
        return None
