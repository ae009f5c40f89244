"""How much room texts take, so that labels beside the marks neither overlap nor fall off the picture."""

from __future__ import annotations

from collections.abc import Sequence

from fazhi_metrics.charts.theme import EDGE, LABEL_SIZE, WIDTH
from fazhi_metrics.charts.words import ems, wrap

SLACK = 8  # layout pixels around a label
ROW = 25  # layout pixels of one row of labels
LINE = 1.3 * LABEL_SIZE  # of one more line in it
NAME = 10  # ems of a row's name on one line; a longer one goes on below


def pixels(text: str, size: int = LABEL_SIZE) -> float:
    """Return about how wide a text is drawn, in layout pixels."""
    return ems(text) * size + SLACK


def widest(texts: Sequence[str]) -> float:
    """Return the width of the widest line of all texts, 0 without any."""
    return max((pixels(line) for text in texts for line in text.split("<br>")), default=0.0)


def folded(name: str) -> str:
    """Return the name of a row with its lines marked, one only where it is short enough.

    >>> folded("示例一村"), folded("一个名字写得特别长的村民委员会")
    ('示例一村', '一个名字写得特别长的<br>村民委员会')
    """
    return "<br>".join(wrap(name, NAME))


def row_height(names: Sequence[str]) -> int:
    """Return the height of a row that holds the longest of the names."""
    lines = max((folded(name).count("<br>") for name in names), default=0)
    return round(ROW + LINE * lines)


def names_margin(names: Sequence[str]) -> int:
    """Return the left margin that holds the names of the rows."""
    return EDGE + round(widest([folded(name) for name in names]))


def widened(
    low: float,
    high: float,
    names: Sequence[str],
    *,
    left: float = 0.0,
    right: float = 0.0,
    width: int = WIDTH,
) -> tuple[list[float], float]:
    """Return an axis range for values from `low` to `high`, and how much of the value one pixel is.

    The range leaves `left` and `right` layout pixels free for labels, on a plot with the names of its rows at
    its left, in a picture of the given width.
    """
    room = width - names_margin(names) - EDGE - left - right
    unit = ((high - low) or abs(high) or 1.0) / max(room, 80.0)
    return [low - left * unit, high + right * unit], unit
