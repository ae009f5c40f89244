"""The answer to a question: the table, the chart, and what was refused, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.explorer.question import Question

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from fazhi_metrics.measures import Comparison, Indicator, Measure
    from fazhi_metrics.workbench import Project


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave; a table or a chart that could not be had is None, and a refusal says why."""

    question: Question
    card: Indicator
    table: Measure | Comparison | None
    figure: Figure | None
    refusals: tuple[str, ...] = ()

    def code(self, opening: str = "fm.open()") -> str:
        """Return the lines that give the same table and chart; empty when there is neither."""
        if self.table is None:
            return ""
        return self.question.code(opening, title=self.card.title, chart=self.figure is not None)


def answer(project: Project, question: Question) -> Answer:
    """Measure and draw what is asked.

    Raises IndicatorError when there is no such indicator; every other refusal is part of the answer.
    """
    asked = project.indicator(question.indicator)
    table: Measure | Comparison | None = None
    figure, refusals = None, []
    try:
        if question.compared:
            table = asked.compare(question.year, question.base_year, by=question.by, where=question.where)
        else:
            table = asked.by(*question.by, year=question.years, where=question.where)
        base = question.base_year if question.compared else None
        figure = asked.chart(*question.by, year=question.year, base_year=base, where=question.where)
    except FazhiError as refusal:
        refusals.append(str(refusal) if table is None else f"没有画图：{refusal}")
    return Answer(question, asked.indicator, table, figure, tuple(refusals))
