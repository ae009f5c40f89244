"""How much room texts take, so that labels beside the marks neither overlap nor fall off the picture."""

from __future__ import annotations

from collections.abc import Sequence

from fazhi_metrics.charts.theme import EDGE, LABEL_SIZE, WIDTH
from fazhi_metrics.charts.words import ems

SLACK = 8  # layout pixels around a label


def pixels(text: str, size: int = LABEL_SIZE) -> float:
    """Return about how wide a text is drawn, in layout pixels."""
    return ems(text) * size + SLACK


def widest(texts: Sequence[str]) -> float:
    """Return the width of the widest text, 0 without any."""
    return max((pixels(text) for text in texts), default=0.0)


def names_margin(names: Sequence[str]) -> int:
    """Return the left margin that holds the names of the rows."""
    return EDGE + round(widest(names))


def widened(
    low: float, high: float, names: Sequence[str], *, left: float = 0.0, right: float = 0.0
) -> tuple[list[float], float]:
    """Return an axis range for values from `low` to `high`, and how much of the value one pixel is.

    The range leaves `left` and `right` layout pixels free for labels, on a plot with the names of its rows at
    its left.
    """
    room = WIDTH - names_margin(names) - EDGE - left - right
    unit = ((high - low) or abs(high) or 1.0) / max(room, 80.0)
    return [low - left * unit, high + right * unit], unit
