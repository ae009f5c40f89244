"""The pages of figures: numerator, denominator, value and change as live formulas, and the check.

Beside every value that the spreadsheet computes stands the library's own, stored; a column compares them.
The comparison has no stored result: a viewer that does not compute has compared nothing, and says so. A value is
followed by its status, and what is not known has no formula that would make a number of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from fazhi_metrics.addresses import letters
from fazhi_metrics.measures import Figure, Sum
from fazhi_metrics.measures.citing import to_date
from fazhi_metrics.measures.query import beside
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import NONE, places_of
from fazhi_metrics.publish.workings.formulas import Ledger, Unwritable, sum_formula
from fazhi_metrics.publish.workings.paper import (
    Cell,
    Formula,
    Link,
    Page,
    Row,
    Stored,
    headings,
    stored,
)
from fazhi_metrics.publish.workings.worked import Worked
from fazhi_metrics.quantities import Exact

Side = Literal["now", "base"]

HEAD = 5  # the row of the column headings; the years stand above it
SAME, OTHER, UNCHECKED = "一致", "不一致", "未计算"
NO_DATA, NOT_COMPARABLE = "没有数据", "不可比"
_POINTS = "个百分点"
_NEARLY = "1E-9"  # doubles of one number differ by less, two figures by more
_Declared = Sequence[tuple[str, str, float]]
_START: _Declared = (("title", "名称", 28), ("unit", "单位", 11))
_YEARLY: _Declared = (
    ("top", "分子或合计", 12),
    ("bottom", "分母", 9),
    ("value", "数值", 10),
    ("library", "程序值", 10),
    ("check", "核对", 8),
    ("status", "状态", 10),
)
_CHANGE: _Declared = (
    ("difference", "增减", 10),
    ("difference_unit", "增减单位", 11),
    ("percent", "增减（%）", 11),
    ("change", "变化写法", 20),
    ("chance", "偶然性", 19),
)
_END: _Declared = (("notes", "说明", 36),)
_UNNOTED = 10  # the width of the last column when there is nothing to note


class Columns:
    """The columns of a page of figures: letters by key, those of a year as `top@now` and `top@base`."""

    def __init__(self, *, compared: bool) -> None:
        every = list(_START)
        for side in ("now", "base") if compared else ("now",):
            every += [(f"{key}@{side}", title, width) for key, title, width in _YEARLY]
            if side == "now":
                every.append(("wording", "报告写法", 15))
        every += [*(_CHANGE if compared else ()), *_END]
        self.keys = tuple(key for key, _, _ in every)
        self.titles = tuple(title for _, title, _ in every)
        self.widths = tuple(width for _, _, width in every)
        self.letters = {key: letters(number) for number, key in enumerate(self.keys, 1)}
        self.checks = tuple(letter for key, letter in self.letters.items() if key.startswith("check@"))

    def row(self, cells: Mapping[str, Cell]) -> Row:
        """Put cells in the order of the columns."""
        return tuple(cells.get(key) for key in self.keys)


def figures_page(
    name: str,
    about: str,
    works: Sequence[Worked],
    ledgers: Mapping[str, Ledger],
    year: int,
    base_year: int | None,
    *,
    sample: str,
    back: str,
    definitions: Mapping[str, Link],
) -> Page:
    """Return a page of figures; `definitions` has the link to each indicator's card."""
    columns = Columns(compared=base_year is not None)
    group = dict.fromkeys(columns.keys, Cell(None, "group"))
    group["top@now"] = Cell(year, "group", '0"年"')
    if base_year is not None:
        group["top@base"] = Cell(base_year, "group", '0"年"')
        group["difference"] = Cell(f"{year}年比{base_year}年", "group")
    head = tuple(Cell(title, "head") for title in columns.titles)
    body = []
    for row, work in enumerate(works, HEAD + 1):
        start = {"title": Cell(definitions[work.card.id], "link"), "unit": Cell(work.card.unit)}
        line = _Line(work=work, ledgers=ledgers, columns=columns, row=row)
        body.append(columns.row(start | line.cells()))
    rows = (*headings(name, about, sample, back), columns.row(group), head, *body)
    noted = any(cell is not None and cell.value for *_, cell in body)
    widths = (*columns.widths[:-1], columns.widths[-1] if noted else _UNNOTED)
    return Page(name=name, about=about, rows=rows, widths=widths, head=HEAD, kept=2, checks=columns.checks)


@dataclass(slots=True, kw_only=True)
class _Line:
    """One indicator on its row."""

    work: Worked
    ledgers: Mapping[str, Ledger]
    columns: Columns
    row: int
    remarks: list[str] = field(default_factory=list)

    def cells(self) -> dict[str, Cell]:
        """Return its cells by the key of their column."""
        work = self.work
        found = self._year("now", work.now)
        if self.columns.letters.get("top@base"):
            found |= self._year("base", work.base) | self._change()
        said = NO_DATA if work.now is None else work.now.wording
        notes = [*self.remarks, *work.notes]
        found["wording"] = Cell(said)
        found["notes"] = Cell("；".join(dict.fromkeys(notes)))
        return found

    def _at(self, key: str) -> str:
        return f"{self.columns.letters[key]}{self.row}"

    def _year(self, side: Side, figure: Figure | None) -> dict[str, Cell]:
        if figure is None:
            return {f"{key}@{side}": Cell(NO_DATA, "check") for key in ("value", "library", "status")}
        card = self.work.card
        status = to_date(figure.part) if figure.status is Status.PROVISIONAL else figure.status.title
        found = {f"status@{side}": Cell(status, "check")}
        if not figure.status.has_value:  # the sums say more than is known, and so would the value
            sums = ["top", *(["bottom"] if card.rate else [])]
            found |= {f"{key}@{side}": Cell(NONE, "check") for key in sums}
            return found | {f"{key}@{side}": Cell(figure.wording, "check") for key in ("value", "library")}
        found |= {f"top@{side}": self._sum(side, card.numerator, card.denominator, figure.numerator)}
        if card.denominator is not None:
            found[f"bottom@{side}"] = self._sum(side, card.denominator, card.numerator, figure.denominator)
        result = NONE if figure.value is None else stored(figure.value)
        value, library = self._at(f"value@{side}"), self._at(f"library@{side}")
        form = _format(figure.value, card.decimals)
        found[f"value@{side}"] = Cell(Formula(self._quotient(side), result), "formula", form)
        found[f"library@{side}"] = Cell(result, "number", form)
        found[f"check@{side}"] = Cell(
            Formula(
                f"IF(AND(ISNUMBER({value}),ISNUMBER({library})),"
                f'IF(ABS({value}-{library})<={_NEARLY}*MAX(1,ABS({library})),"{SAME}","{OTHER}"),'
                f'IF({value}={library},"{SAME}","{OTHER}"))',
                UNCHECKED,
            ),
            "check",
        )
        return found

    def _sum(self, side: Side, part: Sum, other: Sum | None, number: Exact | None) -> Cell:
        ledger = self.ledgers[part.dataset]
        result: Stored = NONE if number is None else stored(number)
        column = ledger.dataset.by_name[part.column] if part.column else None
        form = _format(number, column.decimals if column else 0)
        year = f"${self.columns.letters[f'top@{side}']}${HEAD - 1}"
        asked = beside(part, other)
        if not ledger.inapplicable.isdisjoint(asked.applicable):
            self.remarks.append("未列公式，只存程序值：有的记录不适用，不计入")
            return Cell(result, "number", form)
        careful = number is None or not ledger.blanks.isdisjoint(part.values)
        try:
            text = sum_formula(part, ledger, year, asked.known, careful=careful)
        except Unwritable as reason:
            self.remarks.append(f"未列公式，只存程序值：{reason}")
            return Cell(result, "number", form)
        return Cell(Formula(text, result), "formula", form)

    def _quotient(self, side: Side) -> str:
        top = self._at(f"top@{side}")
        if not self.work.card.rate:
            return top
        bottom = self._at(f"bottom@{side}")
        times = f"*{self.work.card.scale}" if self.work.card.scale != 1 else ""
        return f'IF(AND(ISNUMBER({top}),N({bottom})<>0),{top}/{bottom}{times},"{NONE}")'

    def _change(self) -> dict[str, Cell]:
        card, change = self.work.card, self.work.change
        figures = (self.work.now, self.work.base)
        if any(figure is None or figure.value is None for figure in figures):
            return {"difference": Cell(NONE, "check")}
        if change is None or change.difference is None:
            return {"difference": Cell(NOT_COMPARABLE, "check")}
        if change.status not in (Status.SOUND, Status.PROVISIONAL):
            return {key: Cell(change.status.title, "check") for key in ("difference", "change")}
        now, base = self._at("value@now"), self._at("value@base")
        text = f'IF(AND(ISNUMBER({now}),ISNUMBER({base})),{now}-{base},"{NONE}")'
        form = _format(change.difference, card.decimals)
        found = {
            "difference": self._difference(text, stored(change.difference), form),
            "difference_unit": Cell(_POINTS if change.points is not None else card.unit),
            "percent": Cell(NONE, "check"),
            "chance": Cell(change.word),
            "change": Cell(self._cited_change()),
        }
        if change.points is None:
            percent = NONE if change.percent is None else stored(change.percent)
            text = f'IF(AND(ISNUMBER({now}),N({base})<>0),({now}/{base}-1)*100,"{NONE}")'
            found["percent"] = self._difference(text, percent, "0.0")
        return found

    def _difference(self, text: str, result: Stored, form: str) -> Cell:
        """Return a difference as a formula of the two values; of some months alone, the library's number."""
        change = self.work.change
        if change is not None and change.same_months:
            return Cell(result, "number", form)
        return Cell(Formula(text, result), "formula", form)

    def _cited_change(self) -> str:
        return self.work.now.cite_change() if self.work.now is not None else NONE


def _format(value: Exact | None, most: int) -> str:
    """Return the number format that prints a value as the library does: an exact one is not padded."""
    places = 0 if value is None else places_of(value, most)
    return f"0.{'0' * places}" if places else "0"
