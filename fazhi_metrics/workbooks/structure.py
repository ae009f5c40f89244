"""What would be lost if a row is not what it was taken for: rows of structure that may be records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from fazhi_metrics.workbooks.doubts import Doubt, DoubtKind, doubts_of
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import TEXT, VALUED
from fazhi_metrics.workbooks.likeness import is_set_apart, like_labels
from fazhi_metrics.workbooks.region import Region, count_in
from fazhi_metrics.workbooks.roles import Body

_OUTSIDE: Final = {"note": "附注", "title": "标题", "form": "填报项", "unit": "单位行", "section": "分组"}
_SENTENCE: Final = 24  # characters; no label is so long


def layout_doubts(region: Region, head: Head, body: Body) -> tuple[Doubt, ...]:
    """Name every row that was read as structure although it may be a record, and the other way round."""
    values = set(head.numeric) - body.keys
    found: dict[str, list[int]] = {}
    for number, what in (
        *_values_outside(region, head, body, values),
        *_bare_sections(region, head, body),
        *_bare_records(region, head, body, values),
        *_second_headers(region, head),
        *_left_out_headers(region, head, body, values),
    ):
        found.setdefault(what, []).append(number)
    cells = {what: [(n, c) for n in numbers for c in region.row(n).cells] for what, numbers in found.items()}
    return (
        *(doubt for what, held in cells.items() for doubt in doubts_of(DoubtKind.AMBIGUOUS, what, held)),
        *body.doubts,
    )


def _values_outside(region: Region, head: Head, body: Body, values: set[int]) -> Iterator[tuple[int, str]]:
    """Rows below the header that hold numbers where the body holds them, and are read as something else."""
    for number, role in body.roles.items():
        if role in _OUTSIDE and head.start is not None and number >= head.start:
            row = region.row(number)
            held = [c for c in row.values if c in values]
            if row.filled < 3 and any(len(text) > _SENTENCE for text in region.texts(row)):
                continue  # 1 | a note that is numbered
            if held and any(region.grid.kind(number, c) in VALUED for c in held):
                yield number, f"这一行有数，按{_OUTSIDE[role]}读，没有算作数据"


def _bare_sections(region: Region, head: Head, body: Body) -> Iterator[tuple[int, str]]:
    """Rows of one label that nothing sets apart: a group, or a record that nobody filled in."""
    for number in body.rows("section"):
        row = region.row(number)
        if head.start is not None and row.texts and not is_set_apart(region, row):
            yield number, "这一行只有名称，按分组读；也可能是没有填数的一条"


def _bare_records(region: Region, head: Head, body: Body, values: set[int]) -> Iterator[tuple[int, str]]:
    """Records of one label without any value, whose label is unlike the others."""
    if not values or head.start is None:
        return
    below = set(region.kinds[head.start - region.top :])
    bare = {k for k in below if (shape := region.shape(k))[3] == 1 and shape[0]}
    alone = [n for n in body.rows("data")[:-1] if region.kinds_of(n) in bare] if bare else []
    if len(alone) != 1 or region.row(alone[0]).texts[0] not in body.labels:
        return
    if not like_labels(region, alone[0], head.start):
        yield alone[0], "这一行只有名称，按没有填数的一条记录读；也可能是分组"


def _second_headers(region: Region, head: Head) -> Iterator[tuple[int, str]]:
    """Lower header rows without merged cells, each of whose texts has a name above it already."""
    for place, number in enumerate(head.rows[1:], 1):
        row = region.row(number)
        if number in head.numbering or row.values or row.filled < 2 or region.left not in row.texts:
            continue
        spans = [region.grid.covering(n, c) for n in (number, *head.rows[:place]) for c in row.cells]
        above: Sequence[int] = head.rows[:place]
        named = sum(1 for c in row.cells if any(region.grid.shown_at(n, c) for n in above))
        if not any(spans) and named == row.filled and count_in(row.texts, set(row.cells)) == row.filled:
            yield number, "这一行按表头的下一层读；也可能是没有数的一条记录"


def _left_out_headers(region: Region, head: Head, body: Body, values: set[int]) -> Iterator[tuple[int, str]]:
    """Titles right above the header that stand over several of its columns."""
    if not head.rows:
        return
    for number in body.rows("title"):
        row = region.row(number)
        over = [c for c in row.texts if c in values and region.grid.kind(head.rows[0], c) == TEXT]
        if number < head.rows[0] and len(over) > 1 and len({region.text(number, c) for c in over}) > 1:
            yield number, "这一行按标题读；也可能是表头的上一层"
