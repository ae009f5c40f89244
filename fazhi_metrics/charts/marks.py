"""How a mark shows that its value is not sound: hatched bars, hollow points, and a line up to what may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fazhi_metrics.charts.point import Point
from fazhi_metrics.charts.theme import QUIET
from fazhi_metrics.measures.status import Status


def hatched(points: Sequence[Point | None]) -> dict[str, Any]:
    """Return the pattern of bars, hatched where a value is not sound; nothing where all are."""
    shapes = [
        "/" if p is not None and p.at is not None and p.status is not Status.SOUND else "" for p in points
    ]
    return {"pattern": {"shape": shapes, "size": 5, "solidity": 0.4}} if any(shapes) else {}


def symbols(points: Sequence[Point | None], symbol: str, hollow: str = "circle-open") -> str | list[str]:
    """Return the symbols of points, hollow where a value is not sound; one for all where all are."""
    if all(p is None or p.status is Status.SOUND for p in points):
        return symbol
    return [symbol if p is None or p.status is Status.SOUND else hollow for p in points]


def reach(points: Sequence[Point | None], axis: str) -> dict[str, Any]:
    """Return lines from the least to the most that values known within bounds can be; nothing without any."""
    ends = [0.0 if p is None or p.to is None or p.at is None else p.to - p.at for p in points]
    if not any(ends):
        return {}
    line = {"type": "data", "symmetric": False, "array": ends, "arrayminus": [0.0] * len(ends)}
    return {f"error_{axis}": {**line, "color": QUIET, "thickness": 2, "width": 5}}


def farthest(points: Sequence[Point]) -> list[float]:
    """Return how far each point that is drawn reaches."""
    return [p.to for p in points if p.to is not None]


def told(points: Sequence[Point], until: Iterable[str]) -> str:
    """Say what hatched and hollow marks mean, `until` when the provisional ones speak; empty where all are sound."""
    words = {
        Status.PROVISIONAL: f"{'、'.join(until) or Status.PROVISIONAL.title}的数",
        Status.DOUBTFUL: "待核实的数",
        Status.BOUNDED: "只知上下限的数",
    }
    found = [said for status, said in words.items() if any(p.status is status for p in points)]
    return f"斜纹、空心的是{'、'.join(found)}" if found else ""
