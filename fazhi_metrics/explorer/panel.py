"""The explorer's controls: each choice asks again, and chart, table, definition and code follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.explorer import choices
from fazhi_metrics.explorer.answer import Answer, answer
from fazhi_metrics.explorer.files import export
from fazhi_metrics.explorer.question import Question
from fazhi_metrics.explorer.shown import STYLE, code_block, meaning, output_of, remarks
from fazhi_metrics.measures.dimensions import canonical, no_dimension
from fazhi_metrics.project import find_town

if TYPE_CHECKING:
    from fazhi_metrics.workbench import Project

FIRST = "disputes_accepted"
ALONE = 0  # compared with no year; None would show as an empty control
STILL = "探索器的控件只在 JupyterLab 里能用：打开这个笔记本，从头运行。"


def explore(
    project: Project | None = None,
    indicator: str = FIRST,
    *,
    by: str | Sequence[str] = (),
    year: int | None = None,
    base_year: int | None = None,
    area: str | None = None,
) -> Explorer:
    """Open the explorer on a project, by default the one at or above this folder.

    The arguments are what is chosen at first; `area` is a village or a district. Raises ProjectError without a
    project, StoreError when nothing is cleaned, IndicatorError when there is no such indicator, dimension or
    area.
    """
    from fazhi_metrics.workbench import open_project

    opened = open_project() if project is None else project
    asked = year or opened.town.year
    chosen = opened.area(area, asked)
    card = opened.indicator(indicator).indicator
    dimensions = (by,) if isinstance(by, str) else tuple(by)
    villages = () if chosen.whole else chosen.villages
    return Explorer(opened, Question(card.id, dimensions, asked, base_year, villages))


class Explorer:
    """The explorer in a notebook; `answer` is what it shows now, `ask` asks it another question."""

    def __init__(self, project: Project, question: Question) -> None:
        widgets: Any = import_module("ipywidgets")
        _ = project.store  # without data there is nothing to explore: say so now
        self.project = project
        self._themes = choices.themes(project)
        self._set_by_code = True
        wide, label = {"width": "330px"}, {"description_width": "76px"}
        choose = {"layout": wide, "style": label}
        self.theme = widgets.Dropdown(options=list(self._themes), description="主题", **choose)
        self.indicator = widgets.Dropdown(description="指标", **choose)
        self.first = widgets.Dropdown(description="按什么分", **choose)
        self.second = widgets.Dropdown(description="再按", **choose)
        every_year = choices.years(project)
        self.year = widgets.Dropdown(
            options=[(f"{y}年", y) for y in every_year], description="年度", **choose
        )
        self.base_year = widgets.Dropdown(
            options=[("不比较", ALONE), *((f"{y}年", y) for y in every_year)],
            description="比较年度",
            **choose,
        )
        self.villages = widgets.SelectMultiple(
            options=[village.name for village in project.town.villages],
            description="村（社区）",
            rows=6,
            **choose,
        )
        self.whole_town = widgets.HTML(
            "不选就是全镇；按住 Ctrl 点可选几个。", layout={"margin": "0 0 0 84px"}
        )
        self.code_button = widgets.Button(description="看代码", tooltip="得到这张表和图的代码")
        self.export_button = widgets.Button(description="导出图和表", tooltip="写成 PNG 和 xlsx")
        self.message, self.meaning, self.table, self.code = (widgets.HTML() for _ in range(4))
        self.chart = widgets.Output()
        self._layout = self._laid_out(widgets)
        self.answer: Answer
        self.ask(question)
        for control in (self.indicator, self.first, self.second, self.year, self.base_year, self.villages):
            control.observe(self._chosen, names="value")
        self.theme.observe(self._theme_chosen, names="value")
        self.code_button.on_click(lambda _: self._show_code())
        self.export_button.on_click(lambda _: self._export())

    def _laid_out(self, widgets: Any) -> Any:
        buttons = widgets.HBox([self.code_button, self.export_button], layout={"margin": "6px 0 0 82px"})
        left = widgets.VBox([self.theme, self.indicator, self.first, self.second, buttons])
        right = widgets.VBox([self.year, self.base_year, self.villages, self.whole_town])
        controls = widgets.HBox([left, right], layout={"flex_flow": "row wrap"})
        below = [self.meaning, self.message, self.code, self.chart, self.table]
        box = widgets.VBox([widgets.HTML(STYLE), controls, *below])
        box.add_class("fazhi-explorer")
        return box

    @property
    def question(self) -> Question:
        """The question that the controls ask now."""
        by = tuple(dict.fromkeys(filter(None, (self.first.value, self.second.value))))
        base = self.base_year.value if self.base_year.value not in (ALONE, self.year.value) else None
        return Question(self.indicator.value, by, self.year.value, base, tuple(self.villages.value))

    def ask(self, question: Question) -> Answer:
        """Set the controls to a question and show its answer.

        Raises IndicatorError when there is no such indicator, or it cannot be divided so; ValueError when a year,
        a village or the number of dimensions is none that can be chosen.
        """
        question = self._checked(question)
        self._set_by_code = True
        try:
            card = self.project.indicator(question.indicator).indicator
            self.theme.value = card.theme
            self._offer(card.id)
            first, second = (*question.by, "", "")[:2]
            self.first.value, self.second.value = first, second
            self.year.value, self.base_year.value = question.year, question.base_year or ALONE
            self.villages.value = question.villages
        finally:
            self._set_by_code = False
        return self._refresh()

    def _checked(self, question: Question) -> Question:
        """Return a question with its dimensions by their canonical names."""
        card = self.project.indicator(question.indicator).indicator
        home = card.home
        by = tuple(canonical(name, home) for name in question.by)
        offered = [name for _, name in choices.divisions(card)]
        if strange := [name for name in by if name not in offered]:
            raise no_dimension(strange[0], home)
        years = {year for year in (question.year, question.base_year) if year is not None}
        wrong = [
            *(years - {*self.project.town.years}),
            *({*question.villages} - {*self.villages.options}),
            *by[2:],
        ]
        if wrong:
            raise ValueError(f"cannot be chosen: {wrong}")
        return replace(question, indicator=card.id, by=by)

    def _offer(self, indicator: str) -> None:
        """Offer the indicators of the chosen theme and the ways to divide the given one, keeping what fits."""
        self.indicator.options = choices.indicators(self._themes[self.theme.value])
        self.indicator.value = indicator
        offered = choices.divisions(self.project.indicator(indicator).indicator)
        for control in (self.first, self.second):
            kept = control.value
            control.options = offered
            control.value = kept if kept in [name for _, name in offered] else ""

    def _theme_chosen(self, _: Mapping[str, Any]) -> None:
        if self._set_by_code:
            return
        self._set_by_code = True
        try:
            self._offer(self._themes[self.theme.value][0].id)
        finally:
            self._set_by_code = False
        self._refresh()

    def _chosen(self, change: Mapping[str, Any]) -> None:
        if self._set_by_code:
            return
        if change["owner"] is self.indicator:
            self._set_by_code = True
            try:
                self._offer(self.indicator.value)
            finally:
                self._set_by_code = False
        self._refresh()

    def _refresh(self) -> Answer:
        self.answer = found = answer(self.project, self.question)
        self.code_button.disabled = self.export_button.disabled = found.table is None
        self.code.value = ""
        self.meaning.value = meaning(found)
        self.chart.outputs = () if found.figure is None else (output_of(found.figure),)
        self.table.value = "" if found.table is None else found.table._repr_html_()
        self.message.value = remarks(found.refusals)
        return found

    def _show_code(self) -> None:
        lines = self.answer.code(self.opening)
        self.code.value = "" if self.code.value else code_block(lines)

    def _export(self) -> None:
        try:
            files, notes = export(self.answer, self.project, self.opening)
        except FazhiError as refusal:
            self.message.value = remarks([str(refusal)])
            return
        root = self.project.town.root
        said = "、".join(
            str(path.relative_to(root)) if path.is_relative_to(root) else str(path) for path in files
        )
        self.message.value = remarks([f"已写好：{said}", *notes, *self.answer.refusals])

    @property
    def opening(self) -> str:
        """Return how this project is opened from here."""
        root = self.project.town.root
        try:
            near = find_town() == root
        except FazhiError:
            near = False
        return "fm.open()" if near else f"fm.open({str(root)!r})"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self._layout._repr_mimebundle_(**options)
        return {**bundle, "text/plain": STILL, "text/html": f"<p>{STILL}</p>"}
