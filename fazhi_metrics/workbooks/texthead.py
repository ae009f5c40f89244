"""The header of a table that holds nothing but text: a ledger, a roll, an empty form."""

from __future__ import annotations

from typing import Final

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.region import Region, Row
from fazhi_metrics.workbooks.units import joined
from fazhi_metrics.workbooks.vocabulary import FIELD, FORM, HEADER_WORD, KEY_VALUE, NOTE, UNIT_LINE

_LOOKED_AT: Final = 80
_TALLEST: Final = 9
_LONG: Final = 48
_COMPARED: Final = 60  # rows below in which a header's texts must not come back


def text_head_rows(region: Region) -> tuple[int, ...] | None:
    """Return the header rows of a region without values: its first row that is as full as the others.

    An empty tuple says that the first row is data already; None that the region is no table.
    """
    rows = [region.row(number) for number in region.filled_rows[:_LOOKED_AT]]
    rows = [row for row in rows if row.filled > 1 and not _is_line(region, row)]
    if not rows:
        return None
    fullest = max(row.filled for row in rows)
    chosen = next((row for row in rows if _is_full(region, row, fullest, row is rows[-1])), rows[0])
    head = _with_lower_rows(region, chosen)
    below = region.below(head[-1], 1)
    if not below and not _reads_like_names(region, chosen):
        return None
    return () if _comes_back(region, chosen, head) else head


def _is_line(region: Region, row: Row) -> bool:
    texts = joined(region.texts(row))
    lines = sum(1 for text in texts if UNIT_LINE.fullmatch(text) or FORM.match(text))
    if lines * 2 >= len(texts) > 0 or (lines and all(map(KEY_VALUE.fullmatch, texts))):
        return True
    if is_form_row([region.text(row.number, column) for column in row.cells]):
        return True
    if texts and NOTE.match(texts[0]) and len(texts) <= 2:
        return True
    return row.filled == 1 and any(map(region.is_wide, region.spans(row)))


def is_form_row(texts: list[str]) -> bool:
    """Whether names and values stand by turns: 姓名 … 性别 ….

    >>> is_form_row(["姓名", "示例甲", "性别", "男"]), is_form_row(["姓名", "性别", "民族", "学历"])
    (True, False)
    """
    names, values = texts[::2], texts[1::2]
    if not values or not all(map(FIELD.fullmatch, names)):
        return False
    return not any(map(FIELD.fullmatch, values))


def _is_full(region: Region, row: Row, fullest: int, last: bool) -> bool:
    across = any(span.right > span.left for span in region.spans(row))
    if row.filled * 2 < fullest and not across:
        return False
    return last or not any(len(text) > _LONG for text in region.texts(row))


def _with_lower_rows(region: Region, row: Row) -> tuple[int, ...]:
    """Add the rows that the header's merged cells reach down to, or that name what stands under a group."""
    head = [row.number]
    reach = max((span.bottom for span in region.spans(row)), default=row.number)
    last = reach if reach - row.number < _TALLEST else row.number
    while len(head) < _TALLEST:
        under = region.below(head[-1], 1)
        if not under:
            break
        names = _names_groups(region, region.row(head[-1]), under[0]) and head[-1] >= last
        if under[0].number > last and not names:
            break
        head.append(under[0].number)
        last = max(last, under[0].number)
    return tuple(sorted({*head, *range(head[-1] + 1, last + 1)}))


def _names_groups(region: Region, row: Row, under: Row) -> bool:
    """Whether the row below names the columns under cells that are merged across, and nothing else."""
    wide = [span for span in region.spans(row) if span.right > span.left]
    inside = [span for span in wide if sum(1 for c in under.cells if span.left <= c <= span.right) > 1]
    others = [c for c in under.cells if not any(span.left <= c <= span.right for span in wide)]
    return bool(inside) and not others


def _reads_like_names(region: Region, row: Row) -> bool:
    """Whether a row reads like a header although nothing stands below it."""
    texts = region.texts(row)
    return len(texts) > 2 and sum(1 for text in texts if HEADER_WORD.search(text)) * 4 >= len(texts)


def _comes_back(region: Region, row: Row, head: tuple[int, ...]) -> bool:
    """Whether texts of the supposed header stand again in their columns: then it is a row like the others."""
    if len(head) > 1:
        return False
    names = {column: squash(region.text(row.number, column)) for column in row.texts}
    below = [other for other in region.below(head[-1], _COMPARED) if other.filled > 1]
    seen: set[int] = set()
    for other in below:
        texts = {column: squash(region.text(other.number, column)) for column in other.texts}
        if texts == names:
            continue  # the header printed again
        seen.update(column for column, text in texts.items() if names.get(column) == text)
    return len(below) > 2 and len(seen) * 3 >= len(names)
