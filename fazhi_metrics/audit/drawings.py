"""The labels that charts, SmartArt and WordArt show, from what the file keeps of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from fazhi_metrics.audit.package import Package, attribute, short


def drawing_labels(element: etree._Element, package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Yield (text, reason) for each label of a drawing; the reason says why a label is no figure, or is empty.

    A value in a chart is shown only where the chart prints its values; otherwise it is a height, not a text.
    """
    if short(element.tag) == "v:textpath":
        text = element.get("string", "")
        if text.strip():
            yield text, ""
        return
    identity = attribute(element, "r:dm") or attribute(element, "r:id") or ""
    relation = package.relations(part).get(identity)
    if relation is None or relation.external or relation.target not in package:
        return
    root = package.tree(relation.target)
    yield from (_chart(root) if short(root.tag).endswith("chartSpace") else _texts(root))


def _texts(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield each paragraph of DrawingML text."""
    for paragraph in root.iter():
        if short(paragraph.tag) == "a:p":
            text = "".join(e.text or "" for e in paragraph.iter() if short(e.tag) == "a:t")
            if text.strip():
                yield text, ""


def _chart(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield titles, names of series, categories, and values where they are printed, each once."""
    yield from _texts(root)
    seen: set[str] = set()
    for element in root.iter():
        tag = short(element.tag)
        if tag == "c:tx":
            yield from _once(_points(element, "c:strCache"), seen, "")
        elif tag == "c:cat":
            yield from _once(_points(element, "c:strCache"), seen, "")
            yield from _once(_points(element, "c:numCache"), seen, "图表类别")
        elif tag == "cx:strDim":
            points = (e.text or "" for e in element.iter() if short(e.tag) == "cx:pt")
            yield from _once(points, seen, "")
        elif tag == "c:val":
            series = element.getparent()
            if series is not None and _prints_values(series):
                for text in _points(element, "c:numCache"):
                    yield text, ""


def _once(texts: Iterator[str], seen: set[str], reason: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        if text.strip() and text not in seen:
            seen.add(text)
            yield text, reason


def _points(element: etree._Element, cache: str) -> Iterator[str]:
    for held in element.iter():
        if short(held.tag) != cache:
            continue
        pattern = ""
        for child in held:
            tag = short(child.tag)
            if tag == "c:formatCode":
                pattern = child.text or ""
            elif tag == "c:pt":
                for value in child:
                    if short(value.tag) == "c:v" and value.text:
                        yield _shown(value.text, pattern) if cache == "c:numCache" else value.text


def _prints_values(series: etree._Element) -> bool:
    """Whether the series, or the plot it is in, shows its values; the nearest setting counts."""
    for owner in (series, series.getparent()):
        if owner is None:
            continue
        for labels in owner:
            if short(labels.tag) == "c:dLbls":
                return any(
                    short(e.tag) == "c:showVal" and e.get("val", "1") in ("1", "true") for e in labels.iter()
                )
    return False


def _shown(value: str, pattern: str) -> str:
    """Return a stored value as its number format shows it: decimals and percent; others as stored."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    pattern = pattern.split(";")[0]
    percent = pattern.endswith("%")
    digits = pattern.rstrip("%").replace("#,##", "").replace("_ ", "")
    if percent:
        number *= 100
    if set(digits) <= {"0", ".", "#"} and digits:
        places = len(digits.partition(".")[2])
        number = round(number, places) if places else round(number)  # type: ignore[assignment]
        return (
            f"{number:f}{'%' if percent else ''}"
            if not isinstance(number, int)
            else f"{number}{'%' * percent}"
        )
    return f"{number.normalize():f}{'%' * percent}"
