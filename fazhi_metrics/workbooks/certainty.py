"""How far the layout of a table can be trusted: 1.0 only where nothing about it had to be inferred.

What speaks strongly against a reading (no header, columns without one) takes it below 0.9; what is usual in
printed tables and goes wrong now and then (three header rows, groups that are not merged, several tables on a
sheet) takes a little each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import NUMERIC, TEXT
from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.roles import Body
from fazhi_metrics.workbooks.table import TableColumn

LITTLE: Final = 0.04
LEAST: Final = 0.82  # what many little things together leave
_MANY: Final = 3  # header rows, titles, totals


def judge(
    region: Region, head: Head, body: Body, columns: Sequence[TableColumn]
) -> tuple[float, tuple[str, ...]]:
    """Say how far the layout of a table can be trusted, and what speaks against it."""
    little = list(_inferred(region, head, body, columns))
    strong = list(_missing(head, body, columns))
    score = max(1.0 - LITTLE * len(little), LEAST) - sum(weight for weight, _ in strong)
    return round(max(score, 0.0), 2), (*(said for _, said in strong), *little)


def _missing(head: Head, body: Body, columns: Sequence[TableColumn]) -> Iterator[tuple[float, str]]:
    """What a table should have and this one has not."""
    if not head.rows:
        yield 0.4, "没有找到表头"
    elif not head.numeric and body.rows("data"):
        yield 0.1, "表中没有数字，表头按位置和填写情况推断"
    bare = [c.letter for c in columns if c.header is None and c.type not in ("text", "empty")]
    if head.rows and bare:
        yield 0.1, f"{'、'.join(bare[:6])} 列没有表头"
    if not body.rows("data"):
        yield 0.1, "只有表头，没有数据行"


def _inferred(region: Region, head: Head, body: Body, columns: Sequence[TableColumn]) -> Iterator[str]:
    """What had to be inferred from the look of the table."""
    if len(head.rows) > _MANY - 1:
        yield f"表头有 {len(head.rows)} 行"
    if len(head.rows) > 1 and _has_bare_groups(region, head):
        yield "表头的上一层没有合并单元格"
    if body.rows("section"):
        yield "有分组行"
    lines = [*body.rows("title"), *body.rows("form")]
    if len(lines) >= _MANY or any(region.row(n).filled > 1 for n in body.rows("title")):
        yield "表上方有多行文字"
    if len(body.rows("total")) >= _MANY or body.rows("derived"):
        yield "有多行合计或推算"
    if any(c.fill_down and c.index in body.labels for c in columns):
        yield "有只写一次、管下面各行的名称"
    mixed = [c.letter for c in columns if c.type == "text" and _is_mixed(region, body, c.index)]
    if mixed:
        yield f"{'、'.join(mixed[:6])} 列文字和数混在一起"
    if body.indicators:
        yield "各行的单位不同"


def _has_bare_groups(region: Region, head: Head) -> bool:
    """Whether a name in an upper header row stands over several columns and is not merged over them."""
    for number in head.rows[:-1]:
        row = region.row(number)
        if any(span.right > span.left for span in region.spans(row)):
            return False
        if 1 < row.filled < region.row(head.rows[-1]).filled:
            return True
    return False


def _is_mixed(region: Region, body: Body, column: int) -> bool:
    """Whether a column of texts holds many numbers too."""
    data = body.rows("data")
    counts = region.tally(data[0], data[-1])[column - region.left] if data else {}
    numbers = sum(counts.get(kind, 0) for kind in NUMERIC)
    return numbers > 0 and numbers * 4 >= counts.get(TEXT, 0)
