"""Filling a Word template: figures by their id, and the place of every one that was printed.

A template is the town's own .docx with Jinja placeholders (docxtpl): `{{ petitions }}` prints the figure as
the report words it, `{{ petitions.last }}` last year's, `{{ petitions.change }}` the change,
`{{ petitions.direction }}` 上升, 下降 or 持平, and `{{ all_fell(a, b, c) }}` “三降” when all of them fell.
In a paragraph of its own `{{ table("petitions", "security_cases") }}` sets a table of both years, with
`by="village"` (or kind, month, channel, …) one of this year divided so, and
`{{ chart("petitions_by_month") }}` a chart with its title.
A name that nobody knows stops the filling, and so does a statement that the data do not bear out. A value that
is not sound prints its mark, 〔待核实〕, and why; a condition on its number or direction stops, since nobody could
decide it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.runtime import Undefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from fazhi_metrics.audit.package import open_package
from fazhi_metrics.audit.word import WordText
from fazhi_metrics.errors import ReportError, did_you_mean
from fazhi_metrics.publish.archive import settle
from fazhi_metrics.publish.blocks import OPEN as BLOCK
from fazhi_metrics.publish.blocks import marked, place_blocks, put_first
from fazhi_metrics.publish.contents import Cell, ChartText, Contents, TableText

Part = Literal["value", "last", "change", "trend", "remark"]
# Characters of Unicode's private area enclose what a placeholder printed until its place is known.
_OPEN, _CLOSE, _FIRST = "\ue000", "\ue001", 0xE100
_MARKS = re.compile(f"{_OPEN}.|{_CLOSE}", re.DOTALL)
_PRINTED = re.compile(f"{_OPEN}(.)|{_CLOSE}", re.DOTALL)
_PRIVATE = re.compile(f"[{_OPEN}{_CLOSE}{BLOCK}]")
_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_COUNTS = "零一两三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a placeholder prints: `text`, tied to its figure, and the `mark` behind it or in its place.

    `reasons` say why there is a mark; where there is no text, nothing is known that a condition could go by.
    """

    text: str = ""
    mark: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureText:
    """A figure as a template sees it: its value, last year's, how much it changed and which way (上升, 下降, 持平).

    `number` and `last_number` are for conditions, None where they could not be decided by them.
    """

    id: str
    title: str
    unit: str
    value: Wording
    last: Wording
    change: Wording
    direction: Wording
    number: float | None = None
    last_number: float | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """Where in the filled text a placeholder stands, and the figures that it printed, of the town or a part of it.

    A `remark` is no number of its own but stands at one that is not sound; `reasons` say why.
    """

    start: int
    end: int
    figures: tuple[str, ...]
    part: Part
    of: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled report: its bytes, where each placeholder stands in its text, and the tables and charts asked for."""

    data: bytes
    printed: tuple[Printed, ...]
    blocks: tuple[TableText | ChartText, ...] = ()


@dataclass(slots=True)
class _Ink:
    """Numbers what is printed, so that it is found again in the filled text."""

    printed: list[tuple[tuple[str, ...], Part, str, tuple[str, ...]]]
    blocks: list[TableText | ChartText]

    def mark(
        self, text: str, figures: tuple[str, ...], part: Part, of: str = "", reasons: tuple[str, ...] = ()
    ) -> str:
        if len(self.printed) > 0xF000 - _FIRST - 1000:
            raise ReportError("模板里的占位符太多")
        self.printed.append((figures, part, of, reasons))
        return f"{_OPEN}{chr(_FIRST + len(self.printed) - 1)}{text}{_CLOSE}"

    def cell(self, cell: Cell) -> str:
        text = self.mark(cell.text, (cell.figure,), cell.part, cell.of) if cell.figure else cell.text
        return self.mark(text, (), "remark", reasons=cell.reasons) if cell.reasons else text

    def block(self, block: TableText | ChartText) -> str:
        self.blocks.append(block)
        return marked(len(self.blocks) - 1)


class _Text(str):
    """A wording that leaves its places where it is printed, and is plain text everywhere else."""

    ink: _Ink
    said: Wording
    figures: tuple[str, ...]
    part: Part

    def __new__(cls, said: Wording, ink: _Ink, figures: tuple[str, ...], part: Part) -> _Text:
        made = super().__new__(cls, said.text + said.mark)
        made.ink, made.said, made.figures, made.part = ink, said, figures, part
        return made

    def __html__(self) -> Markup:
        said, text = self.said, self.said.text
        if text and self.part != "remark":
            text = self.ink.mark(text, self.figures, self.part)
        if said.mark:
            text = self.ink.mark(text + said.mark, self.figures, "remark", reasons=said.reasons)
        return escape(text)


class _Direction(_Text):
    """Which way a figure moved, to be printed and to be compared; what is not known cannot be compared."""

    named: str

    def __eq__(self, other: object) -> bool:
        if not self.said.text:
            raise _undecided(self.named, self.said)
        return self.said.text == str(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return self != ""

    __hash__ = str.__hash__


class _Figure:
    """A figure in a template: printed by itself it is its wording."""

    def __init__(self, figure: FigureText, ink: _Ink) -> None:
        self.id, self.title, self.unit = figure.id, figure.title, figure.unit
        self.value = _Text(figure.value, ink, (figure.id,), "value")
        self.last = _Text(figure.last, ink, (figure.id,), "last")
        self.change = _Text(figure.change, ink, (figure.id,), "change")
        self.direction = _Direction(figure.direction, ink, (figure.id,), "remark")
        self.direction.named = figure.title
        self._text = figure

    @property
    def number(self) -> float:
        if self._text.number is None:
            raise _undecided(self.title, self._text.value)
        return self._text.number

    @property
    def last_number(self) -> float:
        if self._text.last_number is None:
            raise _undecided(self.title, self._text.last)
        return self._text.last_number

    def __html__(self) -> Markup:
        return self.value.__html__()

    def __str__(self) -> str:
        return str(self.value)


_NAMES = ("value", "last", "change", "direction", "number", "last_number", "title", "unit", "id")


def _undecided(title: str, said: Wording) -> ReportError:
    """Return the refusal of a condition that would be decided by a number that is not sound."""
    why = "；".join(said.reasons)
    return ReportError(
        f"模板按{title}决定怎么写，而它{said.mark}{f'：{why}' if why else ''}",
        todo="请先核实，或改掉模板里的这个条件",
    )


def fill(
    template: bytes,
    name: str,
    figures: Mapping[str, FigureText],
    words: Mapping[str, str | int],
    contents: Contents | None = None,
) -> Filled:
    """Fill a template; returns the .docx and where each placeholder stands in its text.

    `words` are the other names a template may use (town, year, …); the one named `sample`, what must be said of
    made-up data, stands in the report also when the template forgets it. `contents` makes the tables and
    charts; without it a template has none. The same input gives the same bytes.

    Raises:
        ReportError: the template is no Word file, has a mistake, or names what does not exist.
    """
    from docxtpl import DocxTemplate

    if _PRIVATE.search(_text(template, name)):
        raise ReportError("模板里有私用区字符，无法填写", where=name)
    ink = _Ink([], [])
    context: dict[str, Any] = {**words, **{id: _Figure(figure, ink) for id, figure in figures.items()}}
    context["all_fell"] = _statement(ink, "下降", "降")
    context["all_rose"] = _statement(ink, "上升", "升")
    if contents is not None:
        context |= _blocks(ink, contents)
    environment = SandboxedEnvironment(undefined=_unknown(name, context), autoescape=True)
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(context, environment, autoescape=True)
    except TemplateError as error:
        raise ReportError(f"模板有误（{error.message}）", where=name, todo="请检查占位符的写法") from None
    except (TypeError, AttributeError, KeyError, ValueError, ArithmeticError) as error:
        raise ReportError(f"模板有误（{error}）", where=name, todo="请检查占位符的写法") from None
    place_blocks(document.docx, ink.blocks, ink.cell)
    sample = str(words.get("sample", ""))
    if sample and sample not in "".join(node.text or "" for node in document.docx.element.body.iter(_T)):
        put_first(document.docx, sample)
    out = io.BytesIO()
    document.save(out)
    inked = settle(out.getvalue())
    text = _text(inked, name)
    if BLOCK in text:
        raise ReportError("表格和图只能放在正文里，不能放在页眉、页脚或文本框里", where=name)
    return Filled(settle(inked, _without_marks), _places(text, ink), tuple(ink.blocks))


def _text(data: bytes, name: str) -> str:
    return WordText(open_package(data, name)).document().text


def _without_marks(part: str, data: bytes) -> bytes:
    if not part.endswith((".xml", ".rels")):
        return data
    return _MARKS.sub("", data.decode("utf-8")).encode("utf-8")


def _places(text: str, ink: _Ink) -> tuple[Printed, ...]:
    """Return what was printed where, in offsets of the text without the marks."""
    found: list[Printed] = []
    opened: list[tuple[int, int]] = []
    removed = 0
    for match in _PRINTED.finditer(text):
        at = match.start() - removed
        removed += len(match.group())
        if match.group(1):
            opened.append((at, ord(match.group(1)) - _FIRST))
        elif opened:
            start, index = opened.pop()
            found.append(Printed(start, at, *ink.printed[index]))
    return tuple(sorted(found, key=lambda each: each.start))


def _statement(ink: _Ink, direction: str, word: str) -> Any:
    """Return the template's function for “三降” and “三升”: it says so only when it is so."""

    def state(*figures: _Figure) -> _Text:
        if any(not isinstance(figure, _Figure) for figure in figures):
            raise ReportError("all_fell、all_rose 的括号里应是指标编号")
        if not 1 <= len(figures) < len(_COUNTS):
            raise ReportError("all_fell、all_rose 的括号里应有一到十个指标")
        known = [figure for figure in figures if figure.direction.said.text]
        for figure in known:
            if figure.direction != direction:
                raise ReportError(
                    f"模板说{figure.title}{direction}，数据却是{figure.direction}",
                    todo="请改模板里的这句话",
                )
        unknown = [figure for figure in figures if figure not in known]
        marked = unknown or [figure for figure in figures if figure.change.said.mark]
        reasons = tuple(f"{each.title}：{'；'.join(each.change.said.reasons)}" for each in marked)
        mark = marked[0].change.said.mark if marked else ""
        text = "" if unknown else f"“{_COUNTS[len(figures)]}{word}”"
        return _Text(Wording(text, mark, reasons), ink, tuple(f.id for f in figures), "trend")

    return state


def _blocks(ink: _Ink, contents: Contents) -> dict[str, Any]:
    """Return the template's functions for tables and charts; each prints a mark where its block is set later."""

    def table(*figures: _Figure | str, by: str = "", title: str = "") -> str:
        names = [figure.id if isinstance(figure, _Figure) else str(figure) for figure in figures]
        return ink.block(contents.table(names, by, title))

    def chart(name: str) -> str:
        return ink.block(contents.chart(name))

    return {"table": table, "chart": chart}


def _unknown(template: str, context: Mapping[str, Any]) -> type[Undefined]:
    """Return what Jinja makes of a name that nobody knows: an error, at once."""

    class Unknown(StrictUndefined):
        def __init__(
            self, hint: str | None = None, obj: Any = missing, name: str | None = None, **_: Any
        ) -> None:
            known = list(context) if obj is missing else _NAMES if isinstance(obj, _Figure) else []
            whose = f"{obj.id}." if isinstance(obj, _Figure) else ""
            raise ReportError(
                f"模板里的 {whose}{name} 不存在", where=template, todo=did_you_mean(str(name), known)
            )

    return Unknown
