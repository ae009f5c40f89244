"""Whether what a chart shows is what was measured: its marks, labels, title, alt text and table against the measures.

A figure carries the measures behind it (`layout.meta["measures"]`, see `compose`). Every number that stands on the
chart must be one of them, or follow from them: a difference, a percentage, a share of the whole, a count of parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, zip_longest
from math import isclose
from typing import Any

from fazhi_metrics.measures.status import Status
from fazhi_metrics.quantities import Exact, rounded

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TIME = re.compile(r"\d{4}年|\d[\d—和月]*月|95%|<[^>]*>")  # what is no measured number
_UNSEEN = "x-thin"  # the symbol of a point that cannot be filled
_Point = Mapping[str, Any]


def faults(layout: Mapping[str, Any], traces: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Yield every rule that is broken and how: a value, a mark or a word that no measure stands behind."""
    meta = layout.get("meta") or {}
    behind = meta.get("measures") or {}
    points: list[_Point] = list(behind.get("points", ()))
    if not points:
        yield "数据", "图上的数没有测算值可以核对"
        return
    names = sorted({label for p in points for label in p["labels"]}, key=len, reverse=True)
    known = _derived(points)
    for trace, numbers in zip_longest(traces, behind.get("drawn", ()), fillvalue=()):
        if not trace:
            yield "数据", "少画了一组数"
        elif numbers:
            shown = [points[i] if i >= 0 else None for i in numbers]
            yield from _trace(trace, shown, points, names)
        else:
            yield from _strange("标注", " ".join(map(str, trace.get("text") or ())), names, known)
    for note in layout.get("annotations", ()):
        if note.get("name") != "source":
            yield from _strange("标注", str(note.get("text", "")), names, known)
    yield from _strange("标题", str(meta.get("finding", "")), names, known)
    yield from _tabled(meta, behind, points)


def _trace(
    trace: Mapping[str, Any], shown: Sequence[_Point | None], points: Sequence[_Point], names: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the marks and labels of a trace."""
    ends, texts = _along(trace), _flat(trace.get("text") or ())
    if len(ends) != len(shown):
        yield "数据", "图上的数与测算值的个数不同"
    for number, (point, end) in enumerate(zip(shown, ends, strict=False)):
        text = str(texts[number]) if number < len(texts) else ""
        if point is None:
            if end is not None:
                yield "数据", f"画出了没有测算的数 {end}"
            continue
        what, allowed = "".join(point["labels"]) or point["indicator"], _values(point, points)
        if end is not None and trace.get("mode") != "text":
            if not any(isclose(end, float(value), rel_tol=1e-9, abs_tol=1e-9) for value in allowed):
                yield "数据", f"{what}画成 {end}，测算值是 {point['said']}"
            if point["status"] != Status.SOUND and not _hollow(trace, number):
                yield "状态", f"{what}{point['status_title']}，画得与可用的数一样"
        yield from _strange("标注", text, [str(trace.get("name") or ""), *names], _printed(point, allowed))
        if point["status"] == Status.DOUBTFUL and _NUMBER.search(text) and not _marked(text):
            yield "状态", f"{what}的标注没有说{point['status_title']}"


def _marked(text: str) -> bool:
    return Status.DOUBTFUL.title in text or text.endswith(("*", "%"))


def _along(trace: Mapping[str, Any]) -> list[float | None]:
    """Return the numbers that a trace draws: cells, or the axis that has no names."""
    if trace.get("type") == "heatmap":
        return _flat(trace["z"])
    x, y = list(trace.get("x") or ()), list(trace.get("y") or ())
    return y if x and all(isinstance(value, str) for value in x) else x


def _hollow(trace: Mapping[str, Any], number: int) -> bool:
    """Whether a mark is drawn hatched or hollow."""
    marker = trace.get("marker", {})
    if trace.get("type") == "bar":
        shapes = marker.get("pattern", {}).get("shape") or ()
        return bool(shapes[number]) if isinstance(shapes, list) else bool(shapes)
    symbol = marker.get("symbol", "")
    symbol = symbol[number] if isinstance(symbol, list) else symbol
    return "open" in symbol or _UNSEEN in symbol


def _strange(where: str, text: str, names: Sequence[str], known: set[Decimal]) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a text that do not follow from what was measured."""
    plain = _TIME.sub(" ", text)
    for name in filter(None, names):
        plain = plain.replace(name, " ")
    for found in _NUMBER.findall(plain):
        if Decimal(found) not in known:
            yield where, f"{where}里的 {found} 不是测算出来的数"


def _tabled(
    meta: Mapping[str, Any], behind: Mapping[str, Any], points: Sequence[_Point]
) -> Iterator[tuple[str, str]]:
    """Yield what in the table, its spreadsheet and the alt text is not what was measured."""
    rows, (_, sheet) = meta.get("table", {}).get("rows", []), behind["sheet"]
    for row, line, numbers in zip_longest(rows, sheet, behind["cells"], fillvalue=()):
        if not row or not line or not numbers:
            yield "数据表", "数据表与测算值的行数不同"
            return
        worth = iter(line[len(row) :])
        for place, number in enumerate(numbers):
            said = str(row[place])
            if number < 0:
                continue
            point = points[number]
            value = "" if point["value"] is None else str(_rounded(point))
            wanted = value if point["status"] in (Status.SOUND, Status.PROVISIONAL) else point["said"]
            if said != wanted or line[place] != value:
                yield "数据表", f"{row[0]}写成 {said}、{line[place]}，测算值是 {wanted}"
        for number in (
            n for place, n in enumerate(numbers) if any(each[place] >= 0 for each in behind["cells"])
        ):
            status, low, high = next(worth), next(worth), next(worth)
            point = points[number] if number >= 0 else {"status_title": "", "low": None, "high": None}
            ends = ["" if point[name] is None else str(point[name]) for name in ("low", "high")]
            if [status, low, high] != [point["status_title"], *ends]:
                yield "数据表", f"{row[0]}的状态写成 {status}，应为 {point['status_title']}"
    for row in rows[:24]:
        if not all(each in str(meta.get("alt", "")) for cell in row for each in str(cell).split("（")):
            yield "替代文字", f"替代文字里的{row[0]}与数据表不同"


def _derived(points: Sequence[_Point]) -> set[Decimal]:
    """Return every number that may stand in a text: measured, or following from what was measured."""
    known = {Decimal(count) for count in range(len(points) + 1)}
    known.update(chain.from_iterable(_printed(p, _values(p, points)) for p in points))
    for one, other in combinations([p for p in points if p["value"] is not None], 2):
        same_labels = one["labels"] == other["labels"]
        if not same_labels or (one["indicator"] != other["indicator"] and one["year"] != other["year"]):
            continue
        gap = abs(_exact(one) - _exact(other))
        known.add(rounded(gap, one["decimals"]))
        if one["indicator"] == other["indicator"]:
            known |= {rounded(gap * 100 / abs(_exact(p)), 1) for p in (one, other) if _exact(p)}
            shares = [_share(p, points) for p in (one, other)]
            if shares[0] is not None and shares[1] is not None:
                known.add(rounded(abs(shares[0] - shares[1]), 1))
    return known


def _values(point: _Point, points: Sequence[_Point]) -> list[Exact]:
    """Return the numbers that a mark may stand for: the value, its bounds, its numerator, its share of the whole."""
    found = [
        Fraction(str(point[name]))
        for name in ("value", "low", "high", "numerator")
        if point[name] is not None
    ]
    share = _share(point, points)
    return [*found, share] if share is not None else list(found)


def _printed(point: _Point, values: Sequence[Exact]) -> set[Decimal]:
    """Return the numbers that the label of a mark may hold."""
    places = {0, 1, point["decimals"]}
    below = [Fraction(point["denominator"])] if point["denominator"] is not None else []
    return {rounded(value, each) for value in (*values, *below) for each in places}


def _share(point: _Point, points: Sequence[_Point]) -> Fraction | None:
    key = (point["indicator"], point["year"])
    whole = next((p for p in points if not p["labels"] and (p["indicator"], p["year"]) == key), None)
    if whole is None or whole is point or not whole["value"] or point["value"] is None or not _exact(whole):
        return None
    return _exact(point) * 100 / _exact(whole)


def _exact(point: _Point) -> Fraction:
    return Fraction(point["value"])


def _rounded(point: _Point) -> Decimal:
    return rounded(_exact(point), point["decimals"])


def _flat(cells: Sequence[Any]) -> list[Any]:
    return [cell for line in cells for cell in line] if cells and isinstance(cells[0], list) else list(cells)
