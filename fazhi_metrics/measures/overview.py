"""Several figures side by side, as a table to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError, capped, did_you_mean
from fazhi_metrics.faces import Shown
from fazhi_metrics.measures.citing import causes, change_marked, cite_part
from fazhi_metrics.measures.figure import HIDDEN, Figure
from fazhi_metrics.measures.status import Status

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Overview(Shown):
    """Several figures side by side, to be read: this year, the base year, the change, and chance.

    The columns of a comparison are there when something is compared; what tells of few people is left out.
    """

    place: str
    figures: tuple[Figure, ...]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def __getitem__(self, figure: str) -> Figure:
        """Return a figure by its id; raises IndicatorError with the nearest id."""
        found = next((each for each in self.figures if each.id == figure), None)
        if found is None:
            todo = did_you_mean(figure, [each.id for each in self.figures])
            raise IndicatorError(f"这张表里没有 {figure}", todo=todo)
        return found

    def require_sound(self) -> Overview:
        """Return the table if every figure is known, at least to date, so that they can be checked on each other.

        Raises IndicatorError that names those that are not, and why.
        """
        weak = [each for each in self.figures if each.status.failed]
        if weak:
            named = capped((f"{each.title}{each.status.title}" for each in weak), 3)
            raise IndicatorError(f"没有核对，因为{named}", todo=capped(dict.fromkeys(weak[0].reasons), 2))
        return self

    @property
    def compared(self) -> bool:
        """Whether any figure is compared with another year."""
        return any(_is_compared(figure) for figure in self.figures)

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows as text: 指标, the year, and where compared the base year, 变化 and 偶然波动."""
        return [
            (each.title, _shown(each), *(_against(each) if self.compared else ())) for each in self.figures
        ]

    def heads(self) -> tuple[str, ...]:
        """Return the heads of the rows."""
        years = {each.year for each in self.figures}
        bases = {each.base_year for each in self.figures if _is_compared(each)}
        now = f"{min(years)}年" if len(years) == 1 else "数值"
        if not bases:
            return ("指标", now)
        return ("指标", now, f"{bases.pop()}年" if len(bases) == 1 else "比较年度", "变化", "偶然波动")

    def frame(self) -> pd.DataFrame:
        """Return the table as a frame of text, the figures' ids in the last column."""
        import pandas as pd

        rows = [(*row, each.id) for row, each in zip(self.rows(), self.figures, strict=True)]
        return pd.DataFrame(rows, columns=[*self.heads(), "编号"]).set_index("指标")

    def notes(self) -> list[str]:
        """Return the figures' remarks; one that several share stands once, for all of them."""
        titles: dict[str, list[str]] = {}
        for each in self.figures:
            for note in each.notes:
                if note in each.reasons:  # `doubts` says them, with what to do
                    continue
                titles.setdefault(note, []).append(each.title)
        return [
            note if 1 < len(named) == len(self.figures) else f"{capped(named, 3)}：{note}"
            for note, named in titles.items()
        ]

    def doubts(self) -> list[str]:
        """Return why figures are not sound and what to do, the gravest first; a reason of several stands once."""
        found: dict[tuple[Status, str], list[str]] = {}
        for each in self.figures:
            for reason in causes(each.reasons):
                found.setdefault((each.status, reason), []).append(each.title)
        return [
            f"{status.title}：{capped(titles, 3)}：{reason}" + (f"。{status.todo}" if status.todo else "")
            for (status, reason), titles in sorted(found.items(), key=lambda item: -item[0][0].gravity)
        ]


def _is_compared(figure: Figure) -> bool:
    return figure.change is not None and figure.change.difference is not None and not figure.few


def _shown(figure: Figure) -> str:
    return HIDDEN if figure.few else figure.wording


def _against(figure: Figure) -> tuple[str, str, str]:
    """Return a figure's base value, change, and the word on chance; blanks where nothing is compared."""
    change = figure.change
    if change is None or change.base.value is None or not _is_compared(figure):
        return ("", "", "")
    word = (
        "不判断"
        if change.chance is None or change.status is Status.DOUBTFUL
        else change.word
        if change.difference
        else "—"
    )
    return (cite_part(change.base, change.indicator), change_marked(change), word)
