"""The annotated copy of a Word report: a comment on every number, and a colour by verdict.

The text, its styles, fields, controls and tracked changes stay as they are; every other part of the file is
copied byte for byte. Word keeps no comments in text boxes, headers, footnotes and charts: theirs stand on the
drawing, on the reference to the note or at the head of the section, and say which number they mean.
"""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from fazhi_metrics.audit.claims import IN_TREND
from fazhi_metrics.audit.display import lost_text
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.missing import stood_at
from fazhi_metrics.audit.opening import read_bytes
from fazhi_metrics.audit.package import open_package, short
from fazhi_metrics.audit.reading import IN_IMPLIED
from fazhi_metrics.audit.results import Audit, Finding, TrendVerdict, Verdict
from fazhi_metrics.audit.word import Piece, WordText
from fazhi_metrics.audit.word_comments import Comments, serialised, set_text
from fazhi_metrics.errors import ReportError, capped
from fazhi_metrics.files import write
from fazhi_metrics.quantities.exclusions import LISTING
from fazhi_metrics.quantities.naming import ARTICLE, LISTED, WORD

# Chinese numerals of words, lists and statements of trends; these have their own comment, or none.
QUIET = {WORD, ARTICLE, LISTED, LISTING, IN_TREND, IN_IMPLIED}
# What stands after shading in a run's properties.
_AFTER_SHADING = {
    "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
    "w:rPrChange",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to write: on which stretch of the text, its lines, and a colour or none."""

    start: int
    end: int
    text: str
    lines: tuple[str, ...]
    colour: str = ""


def annotate(report: str | Path, audit: Audit, target: str | Path) -> Path:
    """Write a copy of a .docx with a comment on every number; raises ReportError when it is no Word file."""
    report, target = Path(report), Path(target)
    if report.suffix.lower() not in (".docx", ".docm"):
        raise ReportError(
            "只有 .docx 报告能加批注", where=report.name, todo="其他格式请看核对结果的网页或文字"
        )
    if target.exists() and target.resolve() == report.resolve():
        raise ReportError("批注不能写回原报告", where=report.name, todo="请另给一个文件名")
    data = annotated(read_bytes(report), report.name, remarks(audit))
    return write(target, data)


def remarks(audit: Audit) -> list[Remark]:
    """Return the comments of an audit, in the order of the text."""
    spoken = [
        v
        for v in (*audit.verdicts, *audit.implied)
        if v.verdict is not VerdictKind.EXCLUDED or worth_saying(v)
    ]
    found = [Remark(v.start, v.end, v.text, _about(v), v.verdict.fill) for v in spoken]
    for trend in audit.trends:
        colour = trend.verdict.fill if trend.verdict.fails else ""
        found.append(Remark(trend.start, trend.end, trend.text, _about_trend(trend), colour))
    for finding in audit.arithmetic:
        found.append(Remark(finding.start, finding.end, finding.text, _about_finding(finding)))
    for tie in audit.lost:
        if (place := stood_at(audit.document, tie)) is not None:
            words = audit.document.text[place.start : place.end]
            found.append(
                Remark(place.start, place.end, words[:20], ("找不到原先核对过的数字", lost_text(tie)))
            )
    return sorted(found, key=lambda remark: (remark.start, remark.end))


def worth_saying(verdict: Verdict) -> bool:
    """Whether an excluded number needs a word: digits, dates and numbers of documents do, 一 of 一致 does not."""
    digits = any(character.isdecimal() for character in verdict.text)
    return digits or verdict.reason not in QUIET


def _about(verdict: Verdict) -> tuple[str, ...]:
    lines = [verdict.verdict.title + (f"（{verdict.severity.title}）" if verdict.severity else "")]
    if verdict.title:
        lines.append(f"指标：{verdict.title}（{verdict.year}年）")
    lines.append(verdict.reason)
    if verdict.verdict is VerdictKind.CONTRADICTS and verdict.expected:
        lines.append(f"应写：{verdict.expected}")
    if verdict.cells:
        lines.append(f"单元格：{capped(verdict.cells, limit=6)}")
    return tuple(line for line in lines if line)


def _about_trend(trend: TrendVerdict) -> tuple[str, ...]:
    lines = [f"升降陈述：{trend.verdict.title}" + (f"（{trend.severity.title}）" if trend.severity else "")]
    lines += [
        f"{part.title}：{part.wording}" + (f"（{part.chance}）" if part.chance else "")
        for part in trend.parts
    ]
    lines.append(trend.reason)
    return tuple(line for line in lines if line)


def _about_finding(finding: Finding) -> tuple[str, ...]:
    return ("文中数字互相对不上", finding.reason)


def annotated(data: bytes, name: str, wanted: list[Remark]) -> bytes:
    """Return the bytes of a Word file with these remarks written into it."""
    package = open_package(data, name)
    word = WordText(package)
    main = package.main()
    writer = Comments(package, main)
    starts = [stretch.place.start for stretch in word.stretches]
    pieces = [list(stretch.pieces) for stretch in word.stretches]
    touched = {main}
    # From the back and from the inside, so that what was split stays in front of what is still to come.
    for number, remark in sorted(enumerate(wanted), key=lambda pair: (-pair[1].start, pair[1].end)):
        first = max(bisect_right(starts, remark.start) - 1, 0)
        runs = []
        for index in range(first, bisect_left(starts, remark.end)):
            runs += _isolate(remark, pieces[index])
        if remark.colour and runs:
            touched.add(word.stretches[first].part)
            for run in runs:
                _shade(run, remark.colour)
        writer.place(number, remark.text, remark.lines, runs, word.stretches[first])
    return package.with_parts(
        {**{part: serialised(package.tree(part)) for part in touched}, **writer.parts()}
    )


def _isolate(remark: Remark, pieces: list[Piece]) -> list[etree._Element]:
    """Give the remark's characters runs of their own, and return these; none inside a content control.

    `pieces` is kept up to date with the runs that were split.
    """
    found: list[etree._Element] = []
    now: list[Piece] = []
    for piece in pieces:
        length = len(piece.node.text or "")
        a, b = max(remark.start - piece.offset, 0), min(remark.end - piece.offset, length)
        run = piece.node.getparent()
        if a >= b or run is None or short(run.tag) != "w:r" or _control(run) is not None:
            now.append(piece)
            continue
        alone, parts = _split(run, piece.node, a, b)
        found.append(alone)
        now += [Piece(piece.offset + at, node) for at, node in parts]
    pieces[:] = now
    return found


def _control(run: etree._Element) -> etree._Element | None:
    """Return the outermost content control within the paragraph that holds a run."""
    outermost = None
    for above in run.iterancestors():
        if short(above.tag) == "w:p":
            break
        if short(above.tag) == "w:sdt":
            outermost = above
    return outermost


def _split(
    run: etree._Element, node: etree._Element, a: int, b: int
) -> tuple[etree._Element, list[tuple[int, etree._Element]]]:
    """Split a run so that characters a to b of a text node of it stand in a run alone.

    Returns that run, and the text nodes that hold the text now, each with where it starts in it.
    """
    text = node.text or ""
    properties = [child for child in run if short(child.tag) == "w:rPr"]
    after = list(node.itersiblings())
    before = [child for child in node.itersiblings(preceding=True) if child not in properties]
    parts = [(0, node)]
    if b < len(text) or after:
        rest = _like(run, properties)
        if b < len(text):
            parts.append((b, _like_text(node, text[b:])))
            rest.append(parts[-1][1])
        for child in after:
            rest.append(child)
        run.addnext(rest)
        set_text(node, text[:b])
    if a == 0 and not before:
        return run, parts
    alone = _like(run, properties)
    run.addnext(alone)
    if a == 0:
        alone.append(node)
        return alone, parts
    parts.insert(1, (a, _like_text(node, text[a:b])))
    alone.append(parts[1][1])
    set_text(node, text[:a])
    return alone, parts


def _like(run: etree._Element, properties: list[etree._Element]) -> etree._Element:
    new = etree.Element(run.tag, {str(key): str(value) for key, value in run.attrib.items()})
    for element in properties:
        new.append(copy.deepcopy(element))
    return new


def _like_text(node: etree._Element, text: str) -> etree._Element:
    new = etree.Element(node.tag)
    set_text(new, text)
    return new


def _shade(run: etree._Element, colour: str) -> None:
    space = str(run.tag).partition("}")[0] + "}"
    properties = next((child for child in run if short(child.tag) == "w:rPr"), None)
    if properties is None:
        properties = etree.Element(f"{space}rPr")
        run.insert(0, properties)
    for old in [child for child in properties if short(child.tag) == "w:shd"]:
        properties.remove(old)
    shading = etree.Element(
        f"{space}shd", {f"{space}val": "clear", f"{space}color": "auto", f"{space}fill": colour}
    )
    at = next(
        (i for i, child in enumerate(properties) if short(child.tag) in _AFTER_SHADING), len(properties)
    )
    properties.insert(at, shading)
