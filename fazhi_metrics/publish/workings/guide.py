"""The pages that lead through the workings: cover, contents, definitions, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fazhi_metrics.addresses import by_sheet
from fazhi_metrics.errors import capped
from fazhi_metrics.ledgers.spelling import spelled_sum
from fazhi_metrics.measures import Indicator, Sum
from fazhi_metrics.publish.workings.formulas import Ledger
from fazhi_metrics.publish.workings.ledgers import Correction
from fazhi_metrics.publish.workings.paper import Cell, Formula, Link, Page, Row, fitting, headings, quoted
from fazhi_metrics.publish.workings.results import OTHER, SAME, UNCHECKED
from fazhi_metrics.publish.workings.worked import Worked

COVER, CONTENTS, DEFINITIONS, CORRECTIONS = "封面", "目录", "指标定义", "更正"
DEFINITIONS_HEAD = 5  # the row of the column headings
_CORRECTIONS_HEAD = 5
_BLOCKS, _SHEETS = 3, 3  # so many are named; the ledgers name the cells of every record
_WAYS = {"up": "越高越好", "down": "越低越好", "none": "不论高低"}
_CARD = (
    ("名称", 24),
    ("编号", 30),
    ("单位", 11),
    ("定义", 40),
    ("分子或合计", 36),
    ("所用台账", 22),
    ("分母", 30),
    ("所用台账", 22),
    ("倍数", 8),
    ("方向", 12),
    ("口径", 12),
    ("原始单元格", 52),
)
_READING = (
    "“{figures}”一行是报告里的一个数字，其余指标在“{others}”。分子、分母、数值、增减都是公式，点开即见引用了哪张台账的哪些列。",
    "“程序值”是程序另行算出并存为定值的结果；“核对”由公式比较两者。WPS、Excel 打开即重算；“核对”显示“未计算”时还没有重算（LibreOffice 请按 Ctrl+Shift+F9，手机预览不能重算）。",
    "台账各表是清洗后的记录，一行一条；每行末尾写明它来自哪个原始文件、工作表和单元格（合并单元格写左上角的格）。",
    "可以筛选台账、试改某一格：公式随之重算，与程序值不符的，“核对”即显示“不一致”。请在副本上试，原件留底。",
    "台账里空白表示没有填报；“—”表示算不出（没有已知的数，或分母为零）；“数据不全”表示缺了应有的数据，合计会偏小，因此不给数值。“状态”不是“可用”的，原因写在“说明”。",
    "比率的增减以百分点计，其余另列增减百分比；口径变了的年份不比较，写作“不可比”。",
)
_CARE = (
    "内部资料：本底稿供内部核对，不对外公布：台账是逐条记录，虽不含姓名、证件号和电话，仍可能让人认出当事人。",
    "从中可推知不足3人情况的数字，“报告写法”写作“不对外列出”，对外的表格、图和报告应一并隐去。",
)


def cover_page(
    title: str,
    sample: str,
    facts: Iterable[tuple[str, str]],
    checks: Mapping[str, Sequence[str]],
    figures: str,
    others: str,
) -> Page:
    """Return the cover; `checks` has the check columns (`$G$6:$G$27`) of each page of figures."""
    rows: list[Row] = [(), (Cell(title, "cover"),), (Cell(sample, "banner"),) if sample else (), ()]
    rows += [(Cell(name, "label"), Cell(text, "wide")) for name, text in facts]
    for page, ranges in checks.items():
        same, other = (
            "+".join(f'COUNTIF({quoted(page)}!{each},"{word}")' for each in ranges) for word in (SAME, OTHER)
        )
        text = f'{same}&" 处一致，"&{other}&" 处不一致"'
        rows.append((Cell(f"核对：{page}", "label"), Cell(Formula(text, UNCHECKED), "formula_text")))
    reading = [text.format(figures=figures, others=others) for text in _READING]
    for heading, texts in (("怎么读", reading), ("注意", _CARE)):
        rows += [(), (Cell(heading, "section"),)]
        rows += [(Cell(number, "label"), Cell(text, "wide")) for number, text in enumerate(texts, 1)]
    rows += [(), (Cell(Link("打开目录 →", CONTENTS), "way"),)]
    return Page(name=COVER, about="", rows=tuple(rows), widths=(18, 96), portrait=True)


def contents_page(pages: Sequence[Page], sample: str) -> Page:
    """Return the contents: each page with what it holds and its number of lines, in the order of the book."""
    head: Row = tuple(Cell(text, "head") for text in ("序号", "工作表", "内容", "行数"))
    body: list[Row] = [
        (
            Cell(number, "check"),
            Cell(Link(page.name, page.name), "link"),
            Cell(page.about),
            Cell(page.lines, "number"),
        )
        for number, page in enumerate(pages, 1)
    ]
    top: Row = (Cell(Link("← 封面", COVER), "way"), Cell(sample, "banner") if sample else None)
    rows = ((Cell(CONTENTS, "title"),), (Cell("点工作表名即到该表", "lead"),), top, (), head, *body)
    return Page(name=CONTENTS, about="", rows=rows, widths=(9, 30, 64, 9), head=5, portrait=True)


def definitions_page(
    works: Sequence[Worked], ledgers: Mapping[str, Ledger], places: Mapping[str, Link], sample: str
) -> Page:
    """Return the cards of the indicators; `places` leads to the row on which each is worked out."""
    head: Row = tuple(Cell(title, "head") for title, _ in _CARD)
    body = [_card(work, ledgers, places[work.card.id]) for work in works]
    lead = "一行一个指标；点名称到它的计算，点台账到所用的列"
    rows = (*headings(DEFINITIONS, lead, sample, CONTENTS), (), head, *body)
    widths = tuple(width for _, width in _CARD)
    about = "每个指标的定义、分子、分母、口径和原始单元格"
    return Page(name=DEFINITIONS, about=about, rows=rows, widths=widths, head=DEFINITIONS_HEAD, kept=1)


def _card(work: Worked, ledgers: Mapping[str, Ledger], place: Link) -> Row:
    card = work.card
    cells = () if work.now is None else work.now.cells
    changed = f"，自{card.since}年起" if card.changed_in is not None else ""
    return (
        Cell(place, "link"),
        Cell(card.id),
        Cell(card.unit),
        Cell(card.definition),
        *_sum(card, card.numerator, ledgers),
        *_sum(card, card.denominator, ledgers),
        Cell(card.scale, "number") if card.rate else None,
        Cell(_WAYS[card.better]),
        Cell(f"第{card.version}版{changed}"),
        Cell(_shown(cells)),
    )


def _sum(card: Indicator, part: Sum | None, ledgers: Mapping[str, Ledger]) -> tuple[Cell | None, Cell | None]:
    """Return a sum in words, and the way to the column that it adds."""
    if part is None:
        return None, None
    words = Cell(spelled_sum(part, card.ledger(part.dataset)))
    if part.dataset not in ledgers:
        return words, None
    ledger = ledgers[part.dataset]
    column = ledger.letters.get(part.column or "", "A")
    return words, Cell(Link(ledger.page, ledger.page, f"{column}{ledger.first - 1}"), "link")


def _shown(cells: Iterable[str]) -> str:
    """Name the cells, each sheet once with its first blocks."""
    texts = (f"{sheet}!{capped(blocks, _BLOCKS)}" for sheet, blocks in by_sheet(cells).items())
    return capped(texts, _SHEETS, joiner="；")


def corrections_page(corrections: Iterable[Correction], sample: str) -> Page:
    """Return the declared corrections of the raw data."""
    titles = ("单元格", "原为", "改为", "理由", "依据", "批准", "日期")
    head: Row = tuple(Cell(title, "head") for title in titles)
    body: list[Row] = [
        tuple(Cell(text) for text in (c.cell, c.before, c.after, c.reason, c.evidence, c.approved_by, c.date))
        for c in corrections
    ]
    lead = "原始文件中已知的错误，经批准在此更正；原始文件不改"
    rows = (*headings(CORRECTIONS, lead, sample, CONTENTS), (), head, *body)
    return Page(
        name=CORRECTIONS, about=lead, rows=rows, widths=fitting([head, *body]), head=_CORRECTIONS_HEAD
    )
