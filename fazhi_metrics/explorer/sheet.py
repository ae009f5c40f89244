"""The answer to a question as a spreadsheet: the numbers, what they mean, and the code that gave them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.explorer.answer import Answer
from fazhi_metrics.measures import Comparison
from fazhi_metrics.measures.cards import card_rows
from fazhi_metrics.measures.citing import change_marked, cite_part
from fazhi_metrics.measures.disclosure import hidden_labels
from fazhi_metrics.measures.status import Status
from fazhi_metrics.publish.workings.book import book_bytes
from fazhi_metrics.publish.workings.paper import Cell, Page, Row, fitting, stored
from fazhi_metrics.show.formatting import HIDDEN

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator, Measure, Part
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Exact

NUMBERS, MEANING = "数据", "口径"


def sheet_bytes(answer: Answer, town: Town, opening: str = "fm.open()") -> bytes:
    """Return the answer's table as the bytes of an .xlsx, with a second sheet of its definition and code.

    Values are as exact as a spreadsheet holds them; numbers that tell of one or two people are left out.
    Raises ValueError when the question gave no table.
    """
    table = answer.table
    if table is None:
        raise ValueError("a question without a table has no sheet")
    title = _title(answer, town)
    pages = [_numbers(table, answer.card, title, town.sample), _meaning(answer, opening)]
    return book_bytes(pages, title, f"{title}  {town.sample}".strip())


def _title(answer: Answer, town: Town) -> str:
    question, card = answer.question, answer.card
    years = f"{question.year}年" if question.years else "逐年"
    villages = f"（{'、'.join(question.villages)}）" if question.villages else ""
    return f"{town.name}{villages}{years}{card.title}（{card.unit}）"


def _numbers(table: Measure | Comparison, card: Indicator, title: str, sample: str) -> Page:
    if isinstance(table, Comparison):
        measures, titles, notes = (table.base, table.now), table.now.titles, table.notes
        heads = [
            *titles,
            *_heads(card, f"{table.base_year}年"),
            *_heads(card, f"{table.year}年"),
            "变化",
            "偶然波动",
        ]
        hidden = hidden_labels(*measures)
        rows = [
            (
                *(Cell(label) for label in change.labels),
                *_cells(change.base, card, hide=change.labels in hidden),
                *_cells(change.now, card, hide=change.labels in hidden),
                Cell(None if change.labels in hidden else change_marked(change)),
                Cell(None if change.labels in hidden else change.word),
            )
            for change in table.changes
        ]
    else:
        hidden = hidden_labels(table)
        heads, notes = [*table.titles, *_heads(card, "")], table.notes
        rows = [
            (*(Cell(label) for label in part.labels), *_cells(part, card, hide=part.labels in hidden))
            for part in table.parts
        ]
    lead = "。".join([card.definition, *([f"注：{'；'.join(notes)}"] if notes else [])])
    top: list[Row] = [
        (Cell(title, "title"),),
        (Cell(lead, "lead"),),
        (Cell(sample, "banner"),) if sample else (),
    ]
    head: Row = tuple(Cell(text, "head") for text in heads)
    return Page(
        name=NUMBERS, about=title, rows=(*top, head, *rows), widths=fitting([head, *rows]), head=len(top) + 1
    )


def _heads(card: Indicator, year: str) -> list[str]:
    value = f"{year or card.title}（{card.unit}）"
    return [value, *([f"{year}分子", f"{year}分母"] if card.rate else []), f"{year}记录数"]


def _cells(part: Part, card: Indicator, *, hide: bool) -> Iterator[Cell]:
    if hide:
        yield Cell(HIDDEN, "text")
        yield from (Cell(None, "number") for _ in _heads(card, "")[1:])
        return
    if part.status is Status.SOUND:
        yield _number(part.value, card.decimals if card.rate else None)
    else:
        yield Cell(cite_part(part, card), "text")
    if card.rate:
        yield _number(part.numerator)
        yield _number(part.denominator)
    yield _number(part.n)


def _number(value: Exact | None, decimals: int | None = None) -> Cell:
    if value is None:
        return Cell(None, "number")
    places = decimals if decimals is not None else _places(value)
    return Cell(stored(value), "number", f"0.{'0' * places}" if places else "0")


def _places(value: Exact) -> int:
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _meaning(answer: Answer, opening: str) -> Page:
    rows: list[Row] = [
        (Cell(head, "label"), Cell(text, "wide")) for head, text in card_rows(answer.card) if text
    ]
    rows += [(), (Cell("代码", "label"), Cell("在笔记本里运行下面几行，得到同样的表和图。", "wide"))]
    rows += [(None, Cell(line, "wide")) for line in answer.code(opening).splitlines()]
    return Page(name=MEANING, about=answer.card.title, rows=tuple(rows), widths=(12, 90), portrait=True)
