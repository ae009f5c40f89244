"""What a reading did not understand, or read otherwise than it is stored: which cells, and why.

A doubt is either an open question (a value lost, two readings, a bound), which becomes an issue at its
cells, or a note on something read with certainty (a hidden row, a unit that the format shows).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fazhi_metrics.addresses import join


class DoubtKind(StrEnum):
    """What sort of doubt: the first three are open, the others only told."""

    said: str
    is_open: bool

    LOST = "lost", "没有读出", True
    AMBIGUOUS = "ambiguous", "有两种读法", True
    BOUND = "bound", "只是界限", True
    MISSING = "missing", "缺失标记", False
    SHOWN = "shown", "按显示读取", False
    MARK = "mark", "去掉标记", False
    UNIT = "unit", "单位", False
    PROVED = "proved", "由数认定", False
    HIDDEN = "hidden", "隐藏", False

    def __new__(cls, code: str, said: str, is_open: bool) -> DoubtKind:
        """Build a kind that carries its Chinese title and whether it is an open question."""
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.said, kind.is_open = said, is_open
        return kind


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: a block of cells of the sheet (`B2:B7`), what is to be said of it, and its kind."""

    cells: str
    what: str
    kind: DoubtKind


_OPEN_SHARE: Final = 8  # of so many filled cells one is lost: the reading as a whole is doubtful


def doubts_of(kind: DoubtKind, what: str, cells: Iterable[tuple[int, int]]) -> Iterator[Doubt]:
    """Yield one doubt for each rectangle that the (row, column) cells make up."""
    for block in join(cells):
        yield Doubt(str(block), what, kind)


def trust(certainty: float, doubts: Iterable[Doubt], filled: int) -> float:
    """Return how far a reading can be trusted, after what its cells leave open."""
    kinds = [doubt.kind for doubt in doubts]
    opened = sum(1 for kind in kinds if kind.is_open)
    if not opened:
        return min(certainty, 0.95) if DoubtKind.PROVED in kinds else certainty
    return min(certainty, 0.7 if opened > 1 and opened * _OPEN_SHARE > filled else 0.9)
