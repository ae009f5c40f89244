"""Which rows are totals although no label says so: what the file tells of them, and what their numbers prove."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from fazhi_metrics.addresses import Block
from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.doubts import Doubt, DoubtKind
from fazhi_metrics.workbooks.likeness import depth_of, label_class, made_like
from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.roles import Body
from fazhi_metrics.workbooks.sums import Sums, close
from fazhi_metrics.workbooks.table import TableColumn
from fazhi_metrics.workbooks.units import is_ratio, is_sequence
from fazhi_metrics.workbooks.values import number_of
from fazhi_metrics.workbooks.vocabulary import NOT_ADDITIVE

_MOST_SUMMED: Final = 2000  # rows of a table whose unlabelled totals are looked for
_MANY_HEADS: Final = 8  # rows that head deeper ones, of which most are proved to be their sums
_SUMMED: Final = 8  # columns that a total is proved in
_DIGITS: Final = 3.0  # of agreement, over all groups, that make their heads totals
_CODE_NAME: Final = re.compile(r"(?:^|[_\s])(?:id|code|no)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The rows that may be totals, their labels, and their numbers in the columns that add up."""

    region: Region
    rows: Sequence[int]
    label: int
    columns: Sequence[int]

    def at(self, place: int) -> list[float]:
        """The numbers of one row."""
        cells = self.region.grid.rows[self.rows[place] - 1]
        return [number_of(cells[column - 1]) for column in self.columns]

    def text(self, place: int) -> str:
        """The label of one row."""
        return squash(self.region.grid.shown_at(self.rows[place], self.label))

    def depth(self, place: int) -> int:
        """How far the label of one row is indented."""
        return depth_of(self.region, self.rows[place], self.label)

    def agree(self, place: int, parts: Sequence[int]) -> float:
        """Return the digits in which a row is the sum of others in every column; 0 when it is not."""
        if not parts:
            return 0.0
        own, each = self.at(place), [self.at(part) for part in parts]
        if not all(close(math.fsum(column), value) for value, *column in zip(own, *each, strict=True)):
            return 0.0
        return sum(math.log10(1 + abs(value)) for value in own)


def find_totals(region: Region, body: Body, columns: Sequence[TableColumn]) -> None:
    """Mark the rows that the file calls totals, or whose numbers are the sums of others in every additive column.

    A ledger, whose rows have dates, and a list of indicators hold none that only their numbers prove.
    """
    if told := list(_told(region, body, columns)):
        body.settle(dict.fromkeys(told, "total"))
    additive = [
        c.index for c in columns if c.type in ("int", "float") and not (_is_share(c) or _is_key(body, c))
    ]
    rows = sorted((*body.rows("data"), *body.rows("total")))
    if not additive or not 3 <= len(rows) <= _MOST_SUMMED:
        return
    dated = any(c.type in ("date", "datetime", "flag") for c in columns)
    if (body.indicators or dated) and not region.grid.sheet.outline:
        return
    cells = region.grid.rows
    ordered = sorted(additive[:_SUMMED], key=lambda c: sum(1 for row in rows if cells[row - 1][c - 1] == ""))
    numbers = _Numbers(region, rows, body.labels[0] if body.labels else region.left, ordered)
    grouped = _outlined(numbers) if region.grid.sheet.outline else ()
    if body.indicators or dated:
        if grouped:
            body.settle({rows[place]: "total" for place in grouped})
        return
    totals = set(body.rows("total"))
    key = [numbers.at(place)[0] for place in range(len(rows))]
    sums = Sums(
        key,
        lambda place: numbers.at(place)[1:],
        {place for place, row in enumerate(rows) if row in totals} | set(grouped),
        numbers.depth,
        lambda place, parts: made_like(numbers.text(place), [numbers.text(part) for part in parts]),
    )
    found = sums.find()
    heads = [*_heads_of_parts(numbers, found), *_heads_by_class(numbers, totals, found), *grouped]
    for place, parts in found.items():
        if rows[place] not in totals and place not in heads:
            body.doubts.append(_doubt(numbers, columns, place, parts, DoubtKind.PROVED))
    for place, parts in sums.doubtful.items():
        if place not in found and place not in heads and rows[place] not in totals:
            body.doubts.append(_doubt(numbers, columns, place, parts, DoubtKind.AMBIGUOUS))
    if found or heads:
        body.settle({rows[place]: "total" for place in (*found, *heads)})


def _doubt(
    numbers: _Numbers, columns: Sequence[TableColumn], place: int, parts: Sequence[int], kind: DoubtKind
) -> Doubt:
    """Name a row that is the sum of others: with its proof, or as a record that may be a total."""
    row, summed = numbers.rows[place], sorted(numbers.rows[part] for part in parts)
    said = f"第{summed[0]}至{summed[-1]}行" if len(summed) > 1 else f"第{summed[0]}行"
    reading = "按合计读" if kind is DoubtKind.PROVED else "按记录读；也可能是合计"
    return Doubt(
        str(Block(row, columns[0].index, row, columns[-1].index)), f"等于{said}之和，{reading}", kind
    )


def _told(region: Region, body: Body, columns: Sequence[TableColumn]) -> Iterator[int]:
    """Rows that a table object calls its totals, or whose formulas add up the rows above or below them."""
    sheet = region.grid.sheet
    if not sheet.sums and not sheet.closing:
        return
    data = body.rows("data")
    yield from (row for row in data if row in sheet.closing)
    summing = [row for row in data if _adds_up(region, row, columns)]
    if len(summing) * 3 <= len(data):  # else a running total stands in every row
        yield from summing


def _adds_up(region: Region, row: int, columns: Sequence[TableColumn]) -> bool:
    """Whether most numbers of a row are formulas that add up other rows of their own column."""
    sums = region.grid.sheet.sums
    held = summed = 0
    for column in columns:
        if column.type not in ("int", "float") or region.grid.value(row, column.index) == "":
            continue
        held += 1
        span = sums.get((row, column.index))
        summed += (
            span is not None
            and span.left == span.right == column.index
            and span.bottom > span.top
            and not span.top <= row <= span.bottom
        )
    return summed > 0 and summed * 2 >= held


def _outlined(numbers: _Numbers) -> tuple[int, ...]:
    """Rows that the sheet groups others under, and that are their sums."""
    sheet = numbers.region.grid.sheet
    levels = [sheet.outline.get(row, 0) for row in numbers.rows]
    if not sheet.outline_above:
        levels = levels[::-1]
    found = []
    for place, level in enumerate(levels):
        end = next((p for p in range(place + 1, len(levels)) if levels[p] <= level), len(levels))
        below = min(levels[place + 1 : end], default=0)
        members = [p for p in range(place + 1, end) if levels[p] == below]
        if not sheet.outline_above:
            members = [len(levels) - 1 - p for p in members]
        own = place if sheet.outline_above else len(levels) - 1 - place
        if members and numbers.agree(own, members):
            found.append(own)
    return tuple(found)


def _heads_of_parts(numbers: _Numbers, found: Collection[int]) -> list[int]:
    """Return the rows that head deeper ones, where nearly all of those are the sums of them.

    The others are sums too, to within what rounding or a mistake in the sheet has made of them.
    """
    depths = [numbers.depth(place) for place in range(len(numbers.rows))]
    heads = [place for place, (one, next_) in enumerate(pairwise(depths)) if next_ > one]
    proved = sum(1 for place in heads if place in found)
    return heads if len(heads) >= _MANY_HEADS and proved * 4 >= len(heads) * 3 else []


def _heads_by_class(numbers: _Numbers, totals: Collection[int], found: Collection[int]) -> list[int]:
    """Return rows of one kind of label (河片, 山片) that are each the sum of the rows up to the next of them."""
    places = [p for p, row in enumerate(numbers.rows) if row not in totals and p not in found]
    labels = {place: label_class(numbers.text(place)) for place in places}
    for kind in dict.fromkeys(labels.values()):
        heads = [place for place in places if labels[place] == kind]
        if kind is None or not 1 < len(heads) * 2 < len(places) or len(heads) < 2:
            continue
        for order in (places, places[::-1]):
            if order[0] in heads and _sum_groups(order, set(heads), numbers.agree):
                return heads
    return []


def _sum_groups(
    order: Sequence[int], heads: Collection[int], agree: Callable[[int, Sequence[int]], float]
) -> bool:
    """Whether every head is the sum of the rows after it, up to the next head."""
    groups: list[list[int]] = []
    for place in order:
        if place in heads:
            groups.append([place])
        else:
            groups[-1].append(place)
    digits = [agree(head, members) for head, *members in groups]
    return all(digits) and sum(digits) >= _DIGITS


def _is_share(column: TableColumn) -> bool:
    name = column.header or ""
    return (column.unit is not None and is_ratio(column.unit)) or NOT_ADDITIVE.search(name) is not None


def _is_key(body: Body, column: TableColumn) -> bool:
    name = column.header or ""
    return column.index in body.keys or is_sequence(column.levels) or _CODE_NAME.search(name) is not None
