"""Rows of 合计 that are members of a dimension and no totals.

地区   城乡   性别   2024年
全国   乡村   男     6.7
全国   乡村   合计   6.8     <- a rate of its own, in a long table in which every row names all its dimensions
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from fazhi_metrics.addresses import Block
from fazhi_metrics.workbooks.doubts import Doubt, DoubtKind
from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.roles import Body
from fazhi_metrics.workbooks.sums import close
from fazhi_metrics.workbooks.values import number_of
from fazhi_metrics.workbooks.vocabulary import MEMBER, label_text

_LEAST: Final = 2  # rows that name a member so


def keep_members(region: Region, body: Body, values: Sequence[int]) -> None:
    """Give totals back to the data where each names all dimensions and none is the sum of its parts."""
    labels = [column for column in body.labels if column not in body.remarks]
    if len(labels) < _LEAST or "total" not in body.roles.values():
        return
    held = {
        row: tuple(label_text(region.text(row, column)) for column in labels)
        for role in ("data", "total")
        for row in body.rows(role)
    }
    if any(len(set(column)) * 3 > len(held) * 2 for column in zip(*held.values(), strict=True)):
        return  # a column of codes or names is no dimension: its values do not come back
    members = [row for row in body.rows("total") if all(held[row]) and any(map(MEMBER.fullmatch, held[row]))]
    if len(members) < _LEAST or len(members) < len(body.rows("total")):
        return
    if any(_is_sum(region, row, held, values) for row in members):
        return
    for row in members:
        what = "“合计”是这一维的一个取值，按记录读；也可能是合计行"
        body.doubts.append(Doubt(str(Block(row, labels[0], row, labels[-1])), what, DoubtKind.AMBIGUOUS))
    body.settle(dict.fromkeys(members, "data"))


def _is_sum(region: Region, row: int, held: dict[int, tuple[str, ...]], values: Sequence[int]) -> bool:
    """Whether a row is the sum of those that differ from it in one of its totals only."""
    own = held[row]
    for place, text in enumerate(own):
        if not MEMBER.fullmatch(text):
            continue
        parts = [
            other
            for other, names in held.items()
            if not MEMBER.fullmatch(names[place])
            and names[:place] == own[:place]
            and names[place + 1 :] == own[place + 1 :]
        ]
        if len(parts) < _LEAST:
            continue
        sums = [math.fsum(number_of(region.grid.value(part, column)) for part in parts) for column in values]
        mine = [number_of(region.grid.value(row, column)) for column in values]
        if any(mine) and all(map(close, sums, mine)):
            return True
    return False
